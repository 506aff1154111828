// Choosing the other end of a link, and what comes with it. The dialog leaves the text free: a click on a mark picks it. The
// marks that fit are shown there, and once all is said the text stands where it stood, with the same span active.
import { h, isByFinger, shortened, swatch } from "../dom.js";
import { STATES } from "../text.js";
import { n, t } from "../i18n.js";
import { Chooser } from "./chooser.js";
import { showFitting, showInText } from "./linkpanel.js";
import { isMeant, labelsBeside, nearestTo, said, waysBetween } from "./pairs.js";

const MOST = 50;
const PAUSE = 200;
const short = (quote, most) => shortened(quote, most).replaceAll("\n", " ");

/** The dialog, asking one question after the other: `end()`, `which()`, `scope()`; `close()` when all is said. */
export class LinkDialog {
  #abort = new AbortController();
  #shown = [];
  #timer = 0;
  #asked = 0;

  constructor(page, links, span) {
    Object.assign(this, { page, links, from: span, isElsewhere: false, found: [] });
    document.getElementById("linker")?.remove();
    this.stood = [page.querySelector(".desk"), document.scrollingElement].map((scroller) => [scroller, scroller.scrollTop]);
    this.body = h("div", { class: "stack" });
    this.element = h("dialog", { class: "sheet", id: "linker", "aria-labelledby": "linker-title" }, this.body);
    page.append(this.element);
    page.toggleAttribute("data-linking", true);
    const { signal } = this.#abort;
    document.addEventListener("keydown", (event) => this.#escape(event), { capture: true, signal });
    page.article.addEventListener("click", (event) => this.#pickMark(event), { capture: true, signal });
    page.querySelector("#cards").addEventListener("click", (event) => this.#pickCard(event), { capture: true, signal });
  }

  /** The span that is linked, as it is by now: the server may have named it meanwhile. */
  get span() {
    return this.page.store.get(this.from.id) ?? this.from;
  }

  close() {
    this.#abort.abort();
    clearTimeout(this.#timer);
    this.element.remove();
    this.page.removeAttribute("data-linking");
    this.#showNone();
    for (const [scroller, top] of this.stood) scroller.scrollTop = top;
    this.page.article.focus({ preventScroll: true });
  }

  #escape(event) {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.done?.(null);
  }

  #showNone() {
    showInText(this.page.view, []);
    showFitting(this.page.view, []);
  }

  #ask(title, ...content) {
    this.#showNone();
    this.body.replaceChildren(h("h2", { id: "linker-title", tabindex: "-1" }, title), ...content);
    if (!this.element.open) this.element.show();
    return new Promise((resolve) => {
      this.done = resolve;
    });
  }

  #cancel(words) {
    return h("div", { class: "cluster" }, h("button", { class: "btn ghost", type: "button", onclick: () => this.done(null) }, words, " ", h("kbd", {}, "Esc")));
  }

  /* The other end. */

  /** Asks for the other end; resolves with it, or null. */
  end() {
    this.input = h("input", {
      id: "linker-search", type: "text", role: "combobox", "aria-expanded": "true", "aria-controls": "linker-list", "aria-autocomplete": "list", autocomplete: "off",
      oninput: () => this.#search(),
    });
    this.list = h("ul", { id: "linker-list", role: "listbox", "aria-labelledby": "linker-title" });
    this.chooser = new Chooser(this.input, this.list, { onMove: (at) => this.#show(at), onWalk: (at) => this.#bring(this.page.store.get(this.#shown[at]?.id)) });
    this.status = h("p", { role: "status", class: "hint" });
    const answer = this.#ask(t("Link “{quote}”: choose the other span", { quote: short(this.span.quote, 60) }),
      h("div", { class: "field" }, h("label", { for: "linker-search" }, isByFinger() ? t("Tap a mark in the text, or search here") : t("Search, or click a mark in the text")), this.input),
      this.list, this.status, this.#cancel(t("Cancel")));
    this.draw();
    // The keys of a screen would cover the text in which a finger chooses.
    (isByFinger() ? this.body.querySelector("h2") : this.input).focus({ preventScroll: true });
    return answer;
  }

  /** Fills the list anew, for what is written and known by now. */
  draw(at = this.chooser?.at) {
    if (!this.list?.isConnected) return;
    const fitting = this.isElsewhere ? this.found : this.#near();
    showFitting(this.page.view, this.isElsewhere ? [] : fitting);
    this.#shown = fitting.slice(0, MOST);
    this.chooser.fill([...this.#shown.map((end) => this.#option(end)), this.#turner()], at);
    const more = fitting.length - this.#shown.length;
    this.status.textContent = more > 0 ? t("{count} more: write words to find them.", { count: n(more) }) : fitting.length ? "" : this.#nothing();
  }

  #nothing() {
    if (this.isElsewhere && this.isSearching) return t("Searching…");
    if (this.input.value.trim()) return t("No span that can be linked holds these words.");
    return this.isElsewhere ? t("No other document has a span that can be linked.") : t("No other span in this text can be linked to this one.");
  }

  #near() {
    const { store, looks } = this.page;
    return nearestTo(this.span, store.all, (other) => this.ways(other).length && isMeant(this.input.value, other, looks(other.label).name));
  }

  /** The ways in which an end may still be linked to the span. */
  ways(end) {
    return waysBetween(this.links.types, this.span.label, end.label).filter((way) => !this.links.has(this.span, end.id, way));
  }

  #option(end) {
    const look = this.page.looks(end.label);
    const how = this.ways(end).map(said).join(" / ");
    return h("li", { onclick: () => this.done(end) },
      swatch(look, end.state === "suggested" ? `sug-${look.pattern}` : look.pattern),
      h("span", { class: "words" }, h("span", { class: "how" }, [how, look.name, end.state === "suggested" && STATES.suggested()].filter(Boolean).join(" · ")), h("span", { class: "quoted" }, short(end.quote, 140)), end.title && this.isElsewhere ? h("span", { class: "where" }, t("in “{title}”", end)) : null));
  }

  #turner() {
    return h("li", { class: "turner", onclick: () => this.#turn() }, this.isElsewhere ? t("Back to this document") : t("Other documents…"));
  }

  #turn() {
    this.isElsewhere = !this.isElsewhere;
    this.found = [];
    this.#search();
    this.input.focus();
  }

  #show(at) {
    const span = this.page.store.get(this.#shown[at]?.id);
    showInText(this.page.view, span ? [span] : []);
  }

  // The text follows the list, so that the choice is read where it stands.
  #bring(span) {
    if (span) this.page.view.marksOf(span)[0]?.scrollIntoView({ block: "nearest" });
  }

  #search() {
    clearTimeout(this.#timer);
    this.isSearching = this.isElsewhere;
    this.draw(0);
    if (this.isElsewhere) this.#timer = setTimeout(() => this.#searchElsewhere(), PAUSE);
  }

  async #searchElsewhere() {
    const asked = (this.#asked += 1);
    const { api, data } = this.page;
    const known = new Set(data.labels.map((label) => label.key));
    const label = labelsBeside(this.links.types, this.span.label).filter((key) => known.has(key)).join(",");
    const query = new URLSearchParams({ q: this.input.value.trim(), label, not_document: api.document, page_size: MOST });
    try {
      const { results } = await api.get(`projects/${api.project}/spans/?${query}`);
      if (asked !== this.#asked || !this.isElsewhere) return;
      this.isSearching = false;
      this.found = results.filter((end) => this.ways(end).length);
      this.draw();
    } catch (error) {
      if (error.status === undefined) throw error;
      this.isSearching = false;
      if (this.status.isConnected) this.status.textContent = error.message;
    }
  }

  /* Picked in the text or beside it. */

  #pickMark(event) {
    const ids = event.target.closest("mark")?.dataset.s.split(" ") ?? [];
    this.#pick(event, ids.map((id) => this.page.store.get(id)).filter(Boolean));
  }

  #pickCard(event) {
    const span = this.page.store.get(event.target.closest(".card")?.id.replace("card-", ""));
    this.#pick(event, span ? [span] : []);
  }

  // Where spans overlap, the shortest that fits is meant. What is no answer changes nothing: the span stays active.
  #pick(event, spans) {
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!spans.length || !this.list?.isConnected) return undefined;
    const end = spans.find((span) => span.id !== this.span.id && this.ways(span).length);
    if (end) return this.done(end);
    const [first] = spans;
    if (first.id === this.span.id) return this.page.toast(t("This is the span to link. Choose another one."));
    return this.page.toast(t("{one} and {other} cannot be linked, or are already.", { one: this.page.looks(this.span.label).name, other: this.page.looks(first.label).name }));
  }

  /* In which way, and how much of it. */

  /** Asks which of several ways is meant; resolves with one, or null. */
  async which(ways, { quote }) {
    const found = await this.#choose(t("In which way?"), ways.map((way) => t("This {says} it", { says: said(way) })), t("Cancel"), quote);
    return ways[found] ?? null;
  }

  /** Asks how much of the claim is denied; resolves with `{scope, note}`, or null for "all of it". */
  async scope({ quote }) {
    const found = await this.#choose(t("Linked. How much of the claim is denied?"), [t("The whole claim"), t("A part of it")], t("Skip"), quote);
    if (found !== 1) return null;
    return { scope: "part", note: (await this.#note(quote)) ?? "" };
  }

  // Buttons: a digit takes one, arrows go from one to the next, Enter takes the first unless another was chosen.
  #choose(title, options, words, quote) {
    const buttons = options.map((option, index) => h("button", { class: "btn", type: "button", onclick: () => this.done(index) }, option, h("kbd", {}, n(index + 1))));
    const go = (event) => {
      const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
      const digit = Number(event.key) - 1;
      if (by) buttons.at((buttons.indexOf(document.activeElement) + by) % buttons.length).focus();
      else if (buttons[digit]) this.done(digit);
      else return;
      event.preventDefault();
    };
    const answer = this.#ask(title, h("p", { class: "quoted" }, short(quote, 200)), h("div", { class: "choices", role: "group", "aria-labelledby": "linker-title", onkeydown: go }, buttons), this.#cancel(words));
    buttons[0].focus();
    return answer;
  }

  #note(quote) {
    const input = h("input", { id: "linker-note", type: "text", maxlength: 2000, autocomplete: "off" });
    const finish = () => this.done(input.value.trim());
    const answer = this.#ask(t("Which part is denied?"), h("p", { class: "quoted" }, short(quote, 200)),
      h("form", { class: "stack", onsubmit: (event) => (event.preventDefault(), finish()) },
        h("div", { class: "field" }, h("label", { for: "linker-note" }, t("In your words, if you like")), input),
        h("div", { class: "cluster" }, h("button", { class: "btn pri", type: "submit" }, t("Done"), " ", h("kbd", {}, "↵")), h("button", { class: "btn ghost", type: "button", onclick: () => this.done(null) }, t("A part, without words"), " ", h("kbd", {}, "Esc")))));
    input.focus();
    return answer;
  }
}
