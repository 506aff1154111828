// "Clear mine": takes all of one's own drafts off a text, after asking. What others made cannot be reached from here.
import { h, say } from "../dom.js";
import { n, t } from "../i18n.js";
import { decideMany } from "./many.js";

export function ask(page) {
  const mine = () => page.store.all.filter((span) => span.state === "draft" && span.author === page.data.me.username);
  const count = mine().length;
  if (!count) return page.toast(t("You have no drafts here."));
  const words = count === 1 ? t("Remove your draft?") : t("Remove your {count} drafts?", { count: n(count) });
  const dialog = h("dialog", { class: "sheet", id: "clear", "aria-labelledby": "clear-title" },
    h("form", { method: "dialog", class: "stack" },
      h("h2", { id: "clear-title" }, words),
      h("p", {}, t("What others made, suggestions, and what you sent to review stay. Undo brings your drafts back.")),
      h("div", { class: "cluster" },
        h("button", { class: "btn pri", value: "ok" }, count === 1 ? t("Remove it") : t("Remove all {count}", { count: n(count) })),
        h("button", { class: "btn ghost", value: "" }, t("Cancel"), " ", h("kbd", {}, "Esc")))));
  dialog.onclose = () => {
    dialog.remove();
    page.article.focus({ preventScroll: true });
    if (dialog.returnValue !== "ok") return;
    decideMany(page.edits, mine(), "delete");
    page.activate(undefined);
    page.commands.tellDone(t("Your drafts are removed: {count}.", { count: n(count) }));
  };
  document.body.append(dialog);
  dialog.showModal();
  return say(words);
}
