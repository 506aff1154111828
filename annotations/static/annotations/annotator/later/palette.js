// The label palette: Enter on a selection opens it, letters narrow it down, Enter again labels. Keyboard alone suffices.
import { h, swatch } from "../dom.js";
import { t } from "../i18n.js";
import { Chooser } from "./chooser.js";

/** Asks for one of the labels; resolves with its key, or null. */
export function askLabel(dialog, labels, words) {
  const input = dialog.querySelector("input");
  dialog.chooser ??= new Chooser(input, dialog.querySelector("[role=listbox]"));
  const draw = () => {
    const wanted = input.value.trim().toLowerCase();
    const shown = labels.filter((label) => label.name.toLowerCase().includes(wanted) || label.key.includes(wanted));
    const option = (label) => h("li", { onclick: () => dialog.close(label.key) }, swatch(label), h("span", {}, label.name), label.shortcut ? h("kbd", {}, label.shortcut) : null);
    dialog.chooser.fill(shown.map(option), shown.findIndex((label) => label.name.toLowerCase().startsWith(wanted)));
    dialog.querySelector("[role=status]").textContent = shown.length ? "" : t("No label is called that.");
  };
  input.value = "";
  input.oninput = draw;
  dialog.querySelector(".q").textContent = words;
  dialog.returnValue = "";
  draw();
  dialog.showModal();
  input.focus();
  return new Promise((resolve) => {
    dialog.onclose = () => resolve(dialog.returnValue || null);
  });
}
