// After X: a bar that takes the reason for the rejection with one more key, and goes with any other key. It never takes the focus.
import { h, isField, shortened, written } from "../dom.js";
import { REASONS } from "../inspector.js";
import { quoted, t } from "../i18n.js";
import { nameOf, withChoices } from "../keys.js";

const MODIFIERS = new Set(["Shift", "Control", "Alt", "Meta", "AltGraph", "Tab"]);

let shown = null;

/** The reasons as rows of the table in keys.js: their keys work here alone, and are listed and chosen like all others. */
export const reasonRows = () => REASONS().map(([key, words], index) => [t("Right after a rejection"), words, [String(index + 1)], "why.take", [key]]);

const rowsOf = ({ keyring }) => withChoices(reasonRows(), keyring.choices);

/** Asks why this suggestion was rejected. */
export function ask(page, span) {
  shown?.close();
  shown = new Bar(page, span);
}

class Bar {
  constructor(page, { id, quote }) {
    Object.assign(this, { page, id });
    this.element = h("div", { class: "why", role: "group", "aria-labelledby": "why-title" },
      h("div", { class: "head" },
        h("p", { id: "why-title" }, h("b", {}, t("Rejected.")), " ", h("span", { class: "words" }, quoted(shortened(quote, 60))), " ", t("Why?")),
        h("button", { class: "btn small ghost", type: "button", onclick: () => this.close() }, t("No reason"), h("kbd", {}, "Esc"))),
      h("div", { class: "cluster" },
        rowsOf(page).map(([, words, [key], , [reason]]) => h("button", { class: "btn small", type: "button", dataset: { reason }, onclick: () => this.#take(reason, words) }, h("kbd", {}, written(key)), words))));
    const desk = document.getElementById("main");
    const { left, width } = desk.getBoundingClientRect();
    this.element.style.left = `${left + width / 2}px`;
    desk.append(this.element);
    if (page.active) page.view.marksOf(page.active)[0]?.scrollIntoView({ block: "nearest" }); // what comes next is not hidden
    this.ends = new AbortController();
    const listen = (target, kind, act, options = {}) => target.addEventListener(kind, act, { signal: this.ends.signal, ...options });
    listen(document, "keydown", (event) => this.#key(event), { capture: true });
    listen(document, "pointerdown", (event) => this.element.contains(event.target) || this.close(), { capture: true });
  }

  #key(event) {
    if (MODIFIERS.has(event.key) || event.isComposing) return;
    const isHere = this.element.contains(event.target);
    const name = nameOf(event);
    const found = isField(event.target) ? undefined : rowsOf(this.page).find(([, , keys]) => keys.includes(name));
    if (found) {
      stop(event);
      this.#take(found[4][0], found[1]);
    } else if (event.key === "Escape") {
      stop(event);
      this.close();
    } else if (!isHere) this.close();
  }

  #take(key, words) {
    this.page.edits.explain(this.id, key);
    this.close();
    this.page.commands.tellDone(t("Rejected: {reason}.", { reason: words }));
  }

  close() {
    this.ends.abort();
    const hadFocus = this.element.contains(document.activeElement);
    this.element.remove();
    if (hadFocus) this.page.article.focus({ preventScroll: true });
    if (shown === this) shown = null;
  }
}

function stop(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}
