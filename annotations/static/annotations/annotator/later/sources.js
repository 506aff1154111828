// How a source of a claim looks in the list, and the form that adds one.
import { cap, h } from "../dom.js";
import { quoted, t } from "../i18n.js";

const STANCES = () => ({ supports: t("Supports"), refutes: t("Refutes"), qualifies: t("Qualifies"), context: t("Context"), insufficient: t("Insufficient") });

/** A source with what it says; `onRemove` where the reader may take it off. */
export function sourceItem(evidence, onRemove) {
  const { source } = evidence;
  const name = source.title || source.url;
  return h("li", { class: evidence.stance },
    h("span", { class: "st" }, STANCES()[evidence.stance]),
    source.url ? h("a", { class: "ti", href: safeUrl(source.url), rel: "noopener noreferrer", target: "_blank" }, name) : h("span", { class: "ti" }, name),
    evidence.passage ? h("span", { class: "qt" }, quoted(evidence.passage)) : null,
    h("span", { class: "me" }, [source.publisher, evidence.created_by].filter(Boolean).join(" · "), " ",
      onRemove ? h("button", { class: "link", type: "button", "aria-label": t("Remove {name}", { name }), onclick: onRemove }, t("Remove")) : null,
      evidence.isWaiting ? h("span", { class: "hint" }, t("not saved yet")) : null),
  );
}

/** The form, folded away; `on` holds what to do when it is sent (`add`), written in (`write`), opened or closed (`turn`). */
export function sourceForm(on) {
  const field = (name, words, control) => h("div", { class: "field" }, h("label", { for: `source-${name}` }, words), control);
  const text = (name, type = "text") => h("input", { id: `source-${name}`, name, type, autocomplete: "off", maxlength: name === "publisher" ? 200 : 500 });
  return h("details", { class: "adder" },
    h("summary", { class: "btn", onclick: on.turn }, t("Add source"), cap("s")),
    h("form", { class: "stack", onsubmit: on.add, oninput: on.write, onkeydown: submitOnEnter },
      field("url", t("Address (URL)"), h("input", { id: "source-url", name: "url", type: "url", placeholder: "https://", autocomplete: "off", maxlength: 2000, onchange: completeAddress })),
      field("title", t("Title"), text("title")),
      field("publisher", t("Publisher"), text("publisher")),
      field("passage", t("Quoted passage"), h("textarea", { id: "source-passage", name: "passage", rows: 2 })),
      field("stance", [t("What it does to the statement"), " ", h("span", { class: "hint" }, t("needed"))], h("select", { id: "source-stance", name: "stance" }, h("option", { value: "" }, t("Choose…")), Object.entries(STANCES()).map(([value, words]) => h("option", { value }, words)))),
      h("div", { class: "cluster" }, h("button", { class: "btn", type: "submit" }, t("Save source")), h("button", { class: "btn ghost", type: "button", onclick: (event) => { event.target.closest("details").open = false; } }, t("Cancel"))),
    ),
  );
}

/** Sends the form that the key is pressed in, on Ctrl+Enter. */
export function submitOnEnter(event) {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  event.stopPropagation();
  completeAddress(event);
  event.currentTarget.requestSubmit();
}

// People write addresses as they read them: without the scheme.
function completeAddress({ target }) {
  if (target.type === "url" && /^[\w-]+(\.[\w-]+)+([/?#:]|$)/.test(target.value.trim())) target.value = `https://${target.value.trim()}`;
}

/** An address that a click may open; anything but http(s) leads nowhere. */
export function safeUrl(url) {
  return /^https?:\/\//i.test(url) ? url : "#";
}
