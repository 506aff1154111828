// Find in the text: a bar above it. The page's text is searched, not its elements; matches are passing highlights, drawn
// only where somebody may see them. Escape goes back to the text with the match selected, so that a number labels it.
import { h, say } from "../dom.js";
import { n, t } from "../i18n.js";
import { Folded, findAll } from "./finding.js";

const LONGEST = 200;
const MOST_DRAWN = 1500;
const EDGE = 90;
const bars = new WeakMap();

/** Opens the bar, or leads back to it. */
export function open(page) {
  if (!bars.has(page)) bars.set(page, new FindBar(page));
  bars.get(page).open();
}

class FindBar {
  #matches = { length: 0 };
  #at = -1;
  #due = 0;

  constructor(page) {
    this.page = page;
    this.view = page.view;
    this.scroller = page.querySelector(".desk");
    this.input = h("input", { id: "find-words", type: "text", inputmode: "search", enterkeyhint: "search", autocomplete: "off", spellcheck: "false", maxlength: LONGEST, "aria-describedby": "find-count", oninput: () => this.#search(), onkeydown: (event) => this.#key(event) });
    this.count = h("output", { id: "find-count", class: "me", for: "find-words" });
    this.whole = h("input", { type: "checkbox", onchange: () => this.#search() });
    const step = (by, words, sign) => h("button", { class: "btn small", type: "button", "aria-label": words, title: words, onclick: () => this.#step(by) }, h("span", { "aria-hidden": "true" }, sign));
    this.bar = h("div", { class: "find", role: "search", "aria-label": t("Find in the text"), hidden: true, onkeydown: (event) => this.#escape(event) },
      h("label", { for: "find-words" }, t("Find")),
      this.input,
      this.count,
      step(-1, t("Previous match (Shift+Enter)"), "↑"),
      step(1, t("Next match (Enter)"), "↓"),
      h("label", { class: "check" }, this.whole, t("Whole words")),
      h("button", { class: "btn small ghost", type: "button", onclick: () => this.#close() }, t("Close"), h("kbd", {}, "Esc")));
    this.scroller.prepend(this.bar);
    this.#watch();
  }

  // Marks are drawn anew when spans change and when their part of the text comes near: highlights follow.
  #watch() {
    this.seen = new Set();
    const observer = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) this.seen[isIntersecting ? "add" : "delete"](target);
      this.#drawSoon();
    }, { rootMargin: "200px", scrollMargin: "200px" });
    for (const chunk of this.view.article.querySelectorAll(".chunk")) observer.observe(chunk);
    for (const target of [this.scroller, globalThis]) target.addEventListener("scroll", () => this.#drawSoon(), { passive: true });
    this.page.store.onChange(() => this.#drawSoon());
  }

  open() {
    const here = this.view.selection();
    this.from = here?.from ?? this.page.active?.from ?? 0;
    const chosen = here && here.to - here.from <= LONGEST ? this.view.text.slice(here.from, here.to).trim() : "";
    this.folded ??= new Folded(this.view.text);
    this.bar.hidden = false;
    // On a phone the active span's sheet would lie over what is found.
    if (this.#isFree) this.page.activate(undefined);
    if (chosen) this.input.value = chosen;
    this.input.focus();
    this.input.select();
    this.#search();
  }

  #key(event) {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    this.#step(event.shiftKey ? -1 : 1);
  }

  #escape(event) {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    this.#close();
  }

  #search() {
    this.#matches = findAll(this.folded, this.input.value, { isWhole: this.whole.checked });
    this.#at = this.#matches.length ? this.#matches.firstFrom(this.from) % this.#matches.length : -1;
    this.#show();
  }

  #step(by) {
    const { length } = this.#matches;
    if (!length) return;
    this.#at = (this.#at + by + length) % length;
    this.#show();
    const [from, to] = this.#matches.at(this.#at);
    this.from = from;
    say(t("{place} of {count}: {quote}", { place: n(this.#at + 1), count: n(length), quote: this.view.text.slice(Math.max(from - 30, 0), to + 30).replaceAll("\n", " ") }));
  }

  #show() {
    const { length } = this.#matches;
    const isAsked = Boolean(this.input.value.trim());
    this.count.textContent = length ? t("{place} of {count}", { place: n(this.#at + 1), count: n(length) }) : isAsked ? t("Not in this text") : "";
    this.bar.classList.toggle("none", isAsked && !length);
    if (length) this.#reveal(...this.#matches.at(this.#at));
    this.#drawSoon();
  }

  /** Whether the whole page scrolls, as on a phone. */
  get #isFree() {
    return getComputedStyle(this.scroller).overflowY === "visible";
  }

  // The line comes near first, so that it is laid out; then its match is where it can be seen.
  #reveal(from, to) {
    const { element } = this.view.lineAt(from);
    const isFree = this.#isFree;
    const bounds = () => (isFree ? { top: this.bar.getBoundingClientRect().bottom, bottom: innerHeight } : this.scroller.getBoundingClientRect());
    const rect = () => this.view.rangeOf(from, to).getBoundingClientRect();
    const isSeen = ({ top, bottom }) => top > bounds().top + EDGE && bottom < bounds().bottom - EDGE;
    if (isSeen(rect())) return;
    element.scrollIntoView({ block: "center" });
    const found = rect();
    if (!isSeen(found)) (isFree ? document.scrollingElement : this.scroller).scrollBy({ top: found.top - (bounds().top + bounds().bottom) / 2 });
  }

  #drawSoon() {
    if (this.bar.hidden || this.#due) return;
    this.#due = requestAnimationFrame(() => {
      this.#due = 0;
      this.#draw();
    });
  }

  #draw() {
    if (!globalThis.CSS?.highlights) return;
    this.#forget();
    if (this.bar.hidden || this.#at < 0) return;
    CSS.highlights.set("found", new Highlight(...this.#ranges()));
    const now = new Highlight(this.view.rangeOf(...this.#matches.at(this.#at)));
    now.priority = 1;
    CSS.highlights.set("found-now", now);
  }

  #forget() {
    for (const name of ["found", "found-now"]) globalThis.CSS?.highlights?.delete(name);
  }

  #ranges() {
    const found = [];
    for (const line of this.view.lines) {
      if (!this.seen.has(line.chunk)) continue;
      for (let i = this.#matches.firstFrom(line.from); i < this.#matches.length; i += 1) {
        const [from, to] = this.#matches.at(i);
        if (from >= line.to) break;
        // One that came over from the line before is drawn there.
        if (i !== this.#at && from >= line.from) found.push(this.view.rangeOf(from, to));
        if (found.length === MOST_DRAWN) return found;
      }
    }
    return found;
  }

  /** Leaves the match selected in the text. */
  #close() {
    const match = this.#at < 0 ? null : this.#matches.at(this.#at);
    this.bar.hidden = true;
    this.#forget();
    this.page.article.focus({ preventScroll: true });
    if (!match) return;
    if (this.page.active) this.page.activate(undefined);
    this.view.isByHand = false;
    this.view.select(...match);
    say(t("Selected: {quote}", { quote: this.view.text.slice(...match) }));
  }
}
