// The margin: one line a span beside its words. The active card stands at its line, the others make room.
// Nothing is laid out again while the text scrolls: where a card belongs is read once and kept until its section changes.
import { cap, h, icon, swatch } from "./dom.js";
import { n, share, sure, t } from "./i18n.js";
import { inOrder } from "./segments.js";
import { STATES, stateOf } from "./text.js";

const PAUSE = 2;
/** Cards made in one frame: a section that comes near while somebody scrolls must not make a frame late. */
const SLICE = 12;
const GLIDE = 180;
// The states that a card shows beside its words.
const SIGNED = new Set(["in_review", "approved", "returned"]);

export class Cards {
  #cards = new Map();
  #seen = new Set();
  #heights = new Map();
  #due = 0;
  #glides = false;

  /** `list` is the <ol>; `verdictOf(span)` gives an icon or nothing; `isDue(span)` whether it waits for this person; `onPick`, `onDecide(span, verb)` are told. */
  constructor(list, { view, store, looks, verdictOf, talkOf, isDue, onPick, onDecide }) {
    Object.assign(this, { list, view, store, looks, verdictOf, talkOf, isDue, onPick, onDecide });
    this.active = null;
    this.lines = new Map([...view.article.querySelectorAll(".chunk")].map((chunk) => [chunk, []]));
    // A span belongs to its first line, also where it begins with the line end before it.
    for (const [index, line] of view.lines.entries()) this.lines.get(line.chunk)?.push({ line, from: view.lines[index - 1]?.to ?? 0 });
    const observer = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) this.#seen[isIntersecting ? "add" : "delete"](target);
      this.#drawSoon();
    }, { rootMargin: "600px", scrollMargin: "600px" });
    for (const chunk of this.lines.keys()) observer.observe(chunk);
    const again = () => {
      this.#heights.clear();
      this.#drawSoon();
    };
    addEventListener("resize", again);
    document.fonts?.ready.then(again);
  }

  /** Draws again right after the next frame, once: the text comes first. What somebody did makes the cards glide. */
  update() {
    this.#glides = true;
    this.#drawSoon();
  }

  #drawSoon() {
    this.#due ||= requestAnimationFrame(() => setTimeout(() => {
      this.#due = 0;
      this.#draw();
    }));
  }

  // All reading first, then all writing: no layout but the one of the frame.
  #draw() {
    if (!this.list.offsetParent) return;
    const sections = this.#sections();
    const spans = sections.flatMap(({ lines, box }) => lines.flatMap(({ line, from }) => line.spans.filter((span) => span.from >= from).map((span) => ({ span, line, box }))));
    spans.sort((one, other) => inOrder(one.span, other.span));
    const kept = new Set(spans.map(({ span }) => span.id));
    for (const [id, card] of this.#cards) if (!kept.has(id)) this.#drop(id, card);
    const due = new Set(this.#nearest(spans.filter(({ span }) => !this.#cards.has(span.id))));
    const base = this.list.getBoundingClientRect().top;
    const shown = spans.filter((entry) => due.has(entry) || this.#cards.has(entry.span.id));
    for (const entry of shown) this.#measure(entry);
    for (const { span } of shown) this.#put(span);
    this.#order(shown);
    this.#place(shown, base);
    this.#glides = false;
    if (shown.length < spans.length || sections.length < this.#seen.size) this.#drawSoon();
  }

  // The sections near the window whose marks are drawn, with their places on the screen.
  #sections() {
    return [...this.#seen].filter((chunk) => this.view.isDrawn(chunk)).map((chunk) => ({ lines: this.lines.get(chunk), box: chunk.getBoundingClientRect() }));
  }

  #nearest(entries) {
    if (entries.length <= SLICE) return entries;
    const middle = innerHeight / 2;
    const far = new Map(entries.map((entry) => [entry, Math.abs(entry.line.element.getBoundingClientRect().top - middle)]));
    return entries.sort((one, other) => far.get(one) - far.get(other)).slice(0, SLICE);
  }

  #drop(id, card) {
    for (const mark of card.marks) if (mark.getAttribute("aria-details") === `card-${id}`) mark.removeAttribute("aria-details");
    card.item.remove();
    this.#cards.delete(id);
  }

  // Where the span's first mark stands in its section: read anew when it, its line or the section's size has changed.
  #measure({ span, box }) {
    const known = this.#cards.get(span.id) ?? { marks: [] };
    const size = `${box.width} ${box.height}`;
    const stands = known.size === size && known.start === span.from && known.marks.length && known.marks.every((mark) => mark.isConnected);
    if (stands) return;
    known.marks = this.view.marksIn(span);
    known.wanted = (known.marks[0]?.getClientRects()[0]?.top ?? box.top) - box.top;
    this.#cards.set(span.id, Object.assign(known, { size, start: span.from }));
  }

  #put(span) {
    const known = this.#cards.get(span.id);
    const isOn = this.active === span.id;
    const verdict = this.verdictOf(span);
    const face = `${span.label} ${stateOf(span)} ${this.isDue(span)} ${span.quote} ${isOn} ${verdict?.icon} ${verdict?.name} ${this.linksOf?.(span)} ${this.talkOf(span)}`;
    if (known.face === face) return;
    const hadFocus = known.item?.contains(document.activeElement);
    const item = this.#item(span, isOn, verdict);
    if (known.item) {
      item.style.top = known.item.style.top;
      known.item.replaceWith(item);
    }
    Object.assign(known, { item, face, kind: `${span.state === "suggested"} ${isOn}` });
    if (hadFocus) item.querySelector("button").focus({ preventScroll: true });
  }

  // New cards stand in the list where their spans stand in the text: that is the order of Tab and of screen readers.
  #order(shown) {
    let next = null;
    for (const { span } of [...shown].reverse()) {
      const { item } = this.#cards.get(span.id);
      if (!item.parentElement) this.list.insertBefore(item, next);
      next = item;
    }
  }

  #item(span, isOn, verdict) {
    const look = this.looks(span.label);
    const isSuggestion = span.state === "suggested";
    const links = this.linksOf?.(span);
    const talk = this.talkOf(span);
    const isScored = isSuggestion && span.score;
    const said = talk ? `, ${t("Open threads: {count}", { count: n(talk) })}` : "";
    const name = `${look.name}, ${STATES[stateOf(span)]()}${isScored ? `, ${sure(span.score)}` : ""}${said}: ${span.quote}${links ? `, ${t("links: {count}", { count: links })}` : ""}`;
    const pick = h("button", { class: "cb", type: "button", "aria-label": name, title: look.name, "aria-current": isOn ? "true" : null, onclick: () => this.onPick(span.id) },
      swatch(look, isSuggestion ? `sug-${look.pattern}` : look.pattern),
      h("span", { class: "ct", dir: "auto" }, span.quote.replaceAll("\n", " ")),
      isScored ? h("span", { class: "conf", title: sure(span.score) }, share(span.score)) : null,
      links ? h("span", { class: "lk", title: t("links: {count}", { count: links }) }, `⇄ ${links}`) : null,
      talk ? h("span", { class: "talk", title: t("Open threads: {count}", { count: n(talk) }) }, icon("talk"), n(talk)) : null,
      verdict ? h("span", { class: `vi ${verdict.icon}`, title: verdict.name }, icon(verdict.icon)) : null,
      SIGNED.has(stateOf(span)) ? h("span", { class: `state ${stateOf(span)}`, title: STATES[stateOf(span)]() }) : null,
    );
    const decide = isSuggestion && [["accept", "a", t("Accept")], ["reject", "x", t("Reject")]].map(([verb, key, words]) =>
      h("button", { class: "mini", type: "button", "aria-label": `${words}: ${span.quote}`, title: words, onclick: () => this.onDecide(span.id, verb) }, cap(key)));
    return h("li", {}, h("div", { class: `card ${isSuggestion ? "sug" : ""} ${this.isDue(span) ? "due" : ""} ${isOn ? "on" : ""}`, id: `card-${span.id}` }, pick, decide && h("span", { class: "ar" }, decide)));
  }

  #place(shown, base) {
    const items = shown.map(({ span, box }) => {
      const card = this.#cards.get(span.id);
      return { span, card, wanted: box.top - base + card.wanted, height: this.#heightOf(card) + PAUSE };
    });
    items.sort((one, other) => one.wanted - other.wanted || one.span.from - other.span.from);
    settle(items, items.findIndex(({ span }) => span.id === this.active));
    const isCalm = !this.#glides || matchMedia("(prefers-reduced-motion: reduce)").matches;
    for (const { card, span, top } of items) {
      this.#move(card, Math.round(top), isCalm || top + base < 0 || top + base > innerHeight);
      for (const mark of card.marks) if (mark.dataset.s.startsWith(span.id) && !mark.hasAttribute("aria-details")) mark.setAttribute("aria-details", `card-${span.id}`);
    }
  }

  // A card is one line, so its height hangs on what it is, not on what it says: measured once for each kind.
  #heightOf({ kind, item }) {
    if (!this.#heights.has(kind)) this.#heights.set(kind, item.offsetHeight);
    return this.#heights.get(kind);
  }

  // By `top`, not by a transform that stays: hundreds of them would cost every frame of scrolling.
  #move(card, top, isCalm) {
    if (card.top === top) return;
    card.item.style.top = `${top}px`;
    if (!isCalm && card.top !== undefined) card.item.animate([{ transform: `translateY(${card.top - top}px)` }, { transform: "none" }], { duration: GLIDE, easing: "ease" });
    card.top = top;
  }
}

/** Sets `top` for items sorted by `wanted`: the pinned one exactly there, those after pushed down, those before up; none
 * above the top of the list, and where they would be, all make room downwards. */
export function settle(items, pinned) {
  for (const [i, item] of items.entries()) item.top = i === pinned ? item.wanted - 4 : item.wanted;
  for (let i = pinned - 1; i >= 0; i -= 1) items[i].top = Math.min(items[i].top, items[i + 1].top - items[i].height);
  let edge = 0;
  for (const item of items) {
    item.top = Math.max(item.top, edge);
    edge = item.top + item.height;
  }
}
