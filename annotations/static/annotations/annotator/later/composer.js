// The field in which a comment is written: keeps what is half-written, offers members after an @, says how sending goes.
import { h, say } from "../dom.js";
import { n, t } from "../i18n.js";
import { face, fitting, typedName } from "./names.js";

const LONGEST = 4000;
const SHOWN = 8;
const ROLES = { viewer: () => t("viewer"), annotator: () => t("annotator"), reviewer: () => t("reviewer"), editor: () => t("editor") };
let made = 0;

/** A person's sign, for the eye only. */
export function avatar(name) {
  const { hue, letters } = face(name);
  return h("span", { class: `av ${hue}`, "aria-hidden": "true" }, letters);
}

export class Composer {
  #shown = [];
  #at = 0;

  /** `members()` resolves with who can be named; `send(text)` does it; `place` is where drafts are kept. */
  constructor({ id, label, button, text = "", place, members, send, onCancel }) {
    Object.assign(this, { place, members, send, isSending: false });
    this.list = h("ul", { class: "people", role: "listbox", id: `people-${(made += 1)}`, "aria-label": t("Members"), hidden: true });
    this.field = h("textarea", {
      id, rows: 2, maxlength: LONGEST, "aria-label": label, placeholder: label, "aria-autocomplete": "list", "aria-controls": this.list.id, dir: "auto",
      value: sessionStorage.getItem(place) ?? text,
      oninput: () => this.#typed(), onkeydown: (event) => this.#keys(event), onclick: () => this.#offer(), onblur: () => setTimeout(() => this.#isAway() && this.#close(), 150),
    });
    this.status = h("p", { class: "hint", role: "status" });
    this.button = h("button", { class: "btn small", type: "submit" }, button, h("kbd", {}, "Ctrl ↵"));
    const cancel = onCancel && h("button", { class: "btn small ghost", type: "button", onclick: () => { this.#forget(); onCancel(); } }, t("Cancel"));
    this.element = h("form", { class: "composer", onsubmit: (event) => this.#submit(event) }, h("div", { class: "composer" }, this.field, this.list), h("div", { class: "cluster" }, this.button, cancel), this.status);
  }

  focus() {
    this.field.focus();
    this.field.scrollIntoView({ block: "nearest" });
  }

  /** Shows the words that are kept as half written. */
  read() {
    this.field.value = sessionStorage.getItem(this.place) ?? "";
  }

  #forget() {
    sessionStorage.removeItem(this.place);
  }

  #typed() {
    if (this.field.value) sessionStorage.setItem(this.place, this.field.value);
    else this.#forget();
    this.#tell("");
    return this.#offer();
  }

  async #submit(event) {
    event.preventDefault();
    if (this.isSending) return;
    const text = this.field.value.trim();
    if (!text) {
      this.#tell(t("Write something first."), true);
      return;
    }
    this.#hold(true);
    this.#tell(t("Sending…"));
    try {
      const done = await this.send(text);
      this.field.value = "";
      this.#forget();
      this.#tell("");
      say(done);
    } catch (error) {
      if (error.status === undefined) throw error;
      this.#tell(error.status === 0 ? t("No network. Your words stay here: send them again once it is back.") : t("Not sent: {reason}", { reason: error.message }), true);
    } finally {
      this.#hold(false);
    }
  }

  #hold(isSending) {
    this.isSending = isSending;
    this.field.readOnly = isSending;
    this.button.setAttribute("aria-disabled", String(isSending));
  }

  #tell(words, isBad = false) {
    this.status.textContent = words;
    this.status.classList.toggle("error", isBad);
  }

  /* The list of members: the field keeps the focus and names the chosen one by aria-activedescendant. */

  async #offer() {
    if (!typedName(this.field.value, this.field.selectionStart)) return this.#close();
    const people = await this.members();
    const now = typedName(this.field.value, this.field.selectionStart);
    if (!now || this.#isAway()) return this.#close();
    const names = () => this.#shown.map((each) => each.username).join(" ");
    const before = names();
    this.#shown = fitting(people, now.typed).slice(0, SHOWN);
    if (!this.#shown.length) return this.#close();
    if (names() === before && !this.list.hidden) return undefined;
    this.#at = 0;
    this.list.replaceChildren(...this.#shown.map((each, index) =>
      h("li", { role: "option", id: `${this.list.id}-${index}`, onpointerdown: (event) => event.preventDefault(), onclick: () => this.#pick(index) }, avatar(each.username), each.username, h("span", { class: "hint" }, ROLES[each.role]?.() ?? each.role))));
    this.list.hidden = false;
    this.#mark();
    return say(t("Members that fit: {count}. Arrow keys choose, Enter takes.", { count: n(this.#shown.length) }));
  }

  #mark() {
    for (const [index, option] of [...this.list.children].entries()) option.setAttribute("aria-selected", String(index === this.#at));
    this.field.setAttribute("aria-activedescendant", `${this.list.id}-${this.#at}`);
    this.list.children[this.#at]?.scrollIntoView({ block: "nearest" });
  }

  #isAway() {
    return document.activeElement !== this.field;
  }

  #close() {
    this.list.hidden = true;
    this.#shown = [];
    this.field.removeAttribute("aria-activedescendant");
  }

  #pick(index) {
    const { start } = typedName(this.field.value, this.field.selectionStart);
    this.field.setRangeText(`@${this.#shown[index].username} `, start, this.field.selectionStart, "end");
    this.#close();
    this.field.focus();
    this.#typed();
  }

  #keys(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopPropagation();
      this.#close();
      return this.element.requestSubmit();
    }
    if (this.list.hidden || event.isComposing) return undefined;
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) this.#at = (this.#at + by + this.#shown.length) % this.#shown.length;
    else if (event.key === "Enter" || event.key === "Tab") this.#pick(this.#at);
    else if (event.key === "Escape") this.#close();
    else return undefined;
    event.preventDefault();
    event.stopPropagation();
    return by && this.#mark();
  }
}
