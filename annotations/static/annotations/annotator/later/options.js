// The options of the workbench: how selections become spans, and how the text is read. Kept per person in this browser;
// js/theme.js puts them on <html> before the first paint.
import { h } from "../dom.js";
import { t } from "../i18n.js";

const placeOf = (page) => `factcheck-options-${page.data.me.username}`;

function read(page) {
  try {
    return JSON.parse(localStorage.getItem(placeOf(page)) ?? "{}") ?? {};
  } catch {
    return {}; // storage may be refused, or hold what is not ours
  }
}

function keep(page, chosen) {
  const wasSpoken = "spoken" in document.documentElement.dataset;
  try {
    localStorage.setItem(placeOf(page), JSON.stringify(chosen));
  } catch {
    page.toast(t("This browser keeps no choices for this site."));
  }
  dispatchEvent(new Event("options"));
  if (wasSpoken !== "spoken" in document.documentElement.dataset) page.view.redraw();
  page.cards.update();
  dispatchEvent(new Event("resize")); // handles and cards stand beside words that have moved
}

/** Opens the dialog; every change counts at once. */
export function open(page) {
  const dialog = document.getElementById("options") ?? make(page);
  fill(dialog, read(page));
  dialog.showModal();
}

function make(page) {
  const form = h("form", { method: "dialog", class: "stack", onchange: () => keep(page, chosenIn(form)) },
    h("div", { class: "page-head" }, h("h2", { id: "options-title" }, t("Options")), h("button", { class: "btn", value: "" }, t("Close"), h("kbd", {}, "Esc"))),
    h("fieldset", { class: "stack" }, h("legend", { class: "eyebrow" }, t("Selecting")),
      check("words", t("Whole words by mouse and finger"), t("A selection grows to the edges of the words it touches, and a dragged edge goes to the nearest one. By keys it is exact.")),
      check("trim", t("Leave out stray blanks and punctuation at the ends"), t("What will be left out is struck through while you select."))),
    h("fieldset", { class: "stack" }, h("legend", { class: "eyebrow" }, t("Deciding")),
      check("onward", t("Go on to the next after a decision"), t("Otherwise the span stays in hand, for its fields, verdict and links."))),
    h("fieldset", { class: "stack" }, h("legend", { class: "eyebrow" }, t("Reading")),
      choice("letters", t("Size of the text"), [["small", t("Small")], ["usual", t("Usual")], ["large", t("Large")], ["huge", t("Very large")]]),
      choice("line", t("Width of the lines"), [["narrow", t("Narrow")], ["usual", t("Usual")], ["wide", t("Wide")]]),
      check("spoken", t("Speak where spans begin and end"), t("For screen readers that pass over marks in silence. Copied text stays as it is."))),
    h("div", { class: "page-head" },
      h("p", { class: "hint" }, t("Kept for you in this browser. Motion and contrast follow your system.")),
      h("button", { class: "btn small", type: "button", onclick: () => { fill(dialog, {}); keep(page, {}); } }, t("The usual options"))),
  );
  const dialog = h("dialog", { class: "sheet", id: "options", "aria-labelledby": "options-title" }, form);
  document.body.append(dialog);
  return dialog;
}

function check(name, words, hint) {
  return h("div", { class: "field" },
    h("label", { class: "check" }, h("input", { type: "checkbox", name, "aria-describedby": `option-${name}` }), words),
    h("p", { class: "hint", id: `option-${name}` }, hint));
}

function choice(name, words, values) {
  return h("div", { class: "field", role: "radiogroup", "aria-labelledby": `option-${name}` },
    h("span", { class: "label", id: `option-${name}` }, words),
    h("div", { class: "choices" }, values.map(([value, each]) => h("label", { class: "check" }, h("input", { type: "radio", name, value }), each))));
}

function fill(dialog, chosen) {
  const { elements } = dialog.querySelector("form");
  elements.words.checked = !chosen.exact;
  elements.trim.checked = !chosen.untrimmed;
  elements.onward.checked = !chosen.stay;
  elements.spoken.checked = Boolean(chosen.spoken);
  for (const name of ["letters", "line"]) elements[name].value = chosen[name] || "usual";
}

function chosenIn(form) {
  const { words, trim, onward, spoken, letters, line } = form.elements;
  return { exact: !words.checked, untrimmed: !trim.checked, stay: !onward.checked, spoken: spoken.checked, letters: letters.value, line: line.value };
}
