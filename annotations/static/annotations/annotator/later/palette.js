// The label palette: Enter on a selection opens it, letters narrow it down, Enter again labels. Keyboard alone suffices.
import { h, swatch } from "../dom.js";
import { t } from "../i18n.js";

/** Asks for one of the labels; resolves with its key, or null. */
export function askLabel(dialog, labels, words) {
  const input = dialog.querySelector("input");
  const list = dialog.querySelector("[role=listbox]");
  let shown = [];
  let at = 0;
  const mark = () => {
    for (const [index, option] of [...list.children].entries()) option.setAttribute("aria-selected", String(index === at));
    input.setAttribute("aria-activedescendant", shown.length ? `palette-${shown[at].key}` : "");
    list.children[at]?.scrollIntoView({ block: "nearest" });
  };
  const draw = () => {
    const wanted = input.value.trim().toLowerCase();
    shown = labels.filter((label) => label.name.toLowerCase().includes(wanted) || label.key.includes(wanted));
    at = Math.max(shown.findIndex((label) => label.name.toLowerCase().startsWith(wanted)), 0);
    list.replaceChildren(...shown.map((label) =>
      h("li", { role: "option", id: `palette-${label.key}`, onclick: () => dialog.close(label.key) }, swatch(label), h("span", {}, label.name), label.shortcut ? h("kbd", {}, label.shortcut) : null)));
    dialog.querySelector("[role=status]").textContent = shown.length ? "" : t("No label is called that.");
    mark();
  };
  input.value = "";
  input.oninput = draw;
  input.onkeydown = (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by && shown.length) at = (at + by + shown.length) % shown.length;
    else if (event.key === "Enter" && shown.length) dialog.close(shown[at].key);
    else if (event.key !== "Enter") return;
    event.preventDefault();
    mark();
  };
  dialog.querySelector(".q").textContent = words;
  dialog.returnValue = "";
  draw();
  dialog.showModal();
  input.focus();
  return new Promise((resolve) => {
    dialog.onclose = () => resolve(dialog.returnValue || null);
  });
}
