// The address of a span, to give to somebody else.
import { chooseFirst, h } from "../dom.js";
import { t } from "../i18n.js";

/** The absolute address under which this span opens. */
export const addressOf = (id, place) => {
  const { origin, pathname } = new URL(place);
  return `${origin}${pathname}?span=${id}`;
};

/** Copies the address of the active span; where the browser gives no clipboard, shows it selected. */
export async function copy(page) {
  const span = page.active;
  if (!span) return page.toast(chooseFirst());
  const id = page.store.idOf(span.id);
  // One that was just made is named by the server with its saving.
  if (id.startsWith("new-")) await page.queue.whenSent();
  const named = page.store.idOf(span.id);
  if (named.startsWith("new-")) return page.toast(t("This span is not saved yet: it has no address before that."));
  const address = addressOf(named, location.href);
  try {
    await navigator.clipboard.writeText(address);
  } catch {
    return show(page, address);
  }
  return page.toast(t("Copied: the address of “{quote}”.", { quote: short(span.quote) }));
}

const short = (text) => (text.length > 60 ? `${text.slice(0, 59)}…` : text);

function show(page, address) {
  const field = h("input", { id: "address-field", type: "text", readonly: true, value: address, size: 60 });
  const dialog = h("dialog", { class: "sheet", id: "address", "aria-labelledby": "address-title" },
    h("form", { method: "dialog", class: "stack" },
      h("h2", { id: "address-title" }, t("The address of the span")),
      h("div", { class: "field" }, h("label", { for: "address-field" }, t("Copy it from here")), field),
      h("div", { class: "cluster" }, h("button", { class: "btn", value: "" }, t("Close"), " ", h("kbd", {}, "Esc")))));
  dialog.onclose = () => {
    dialog.remove();
    page.article.focus({ preventScroll: true });
  };
  document.body.append(dialog);
  dialog.showModal();
  field.focus();
  field.select();
}
