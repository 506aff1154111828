// The text cursor: a drawn caret, selection by keys, and the two handles of the active span.
// Browsers paint no caret in text that is not editable, and editable text would open phone keyboards.
import { h } from "./dom.js";

const SEEN = 16; // characters on each side of an edge that a finger moves
const FINGER = 28; // pixels around its middle that a finger hides
const PACE = 8; // pixels that the text scrolls with each move of a finger beyond what is seen of it
const RIGHT_TO_LEFT = /[\p{sc=Arabic}\p{sc=Hebrew}\p{sc=Syriac}\p{sc=Thaana}\p{sc=Nko}]/u;

export class Caret {
  #goal = null;

  /** `parts`: the caret element and the two handles. `onResize(edge, unit)` is told where a handle was let go. */
  constructor(view, steps, { caret, handles, onResize }) {
    Object.assign(this, { view, steps, caret, handles, onResize });
    document.addEventListener("selectionchange", () => this.draw());
    view.article.addEventListener("pointerdown", () => (view.isByHand = true));
    view.article.addEventListener("focus", () => this.draw());
    view.article.addEventListener("blur", () => this.draw());
    for (const [edge, handle] of Object.entries(handles)) {
      handle.addEventListener("pointerdown", (event) => this.#drag(event, edge, handle));
    }
  }

  get place() {
    return this.view.selection() ?? { anchor: 0, focus: 0, from: 0, to: 0 };
  }

  /** Moves by character, word, sentence or paragraph; `grow` keeps the other end of the selection. */
  step(kind, direction, grow) {
    this.#goal = null;
    const { anchor, focus, from, to } = this.place;
    const way = kind === "grapheme" || kind === "word" ? this.wayOf(direction, focus) : direction;
    if (!grow && from !== to && kind === "grapheme") return this.#set(way > 0 ? to : from);
    const next = this.steps.step(focus, kind, way);
    return this.#set(grow ? anchor : next, next);
  }

  /** The way through the text that an arrow key means: in a paragraph written from right to left, left is forward. */
  wayOf(direction, unit) {
    return this.#isFromRight(this.view.lineAt(unit)) ? -direction : direction;
  }

  #isFromRight(line) {
    return line.element.dir !== "" && getComputedStyle(line.element).direction === "rtl";
  }

  /** Moves one line up or down on the screen, keeping the column. */
  row(direction, grow) {
    const { anchor, focus } = this.place;
    const rect = this.rectAt(focus);
    const goal = this.#goal ?? rect.left;
    const height = rect.height || 20;
    const found = unitFromPoint(this.view, goal, direction > 0 ? rect.bottom + height * 0.6 : rect.top - height * 0.6);
    const moved = found !== null && (direction > 0 ? found > focus : found < focus);
    const next = moved ? found : this.steps.step(focus, "paragraph", direction);
    this.#set(grow ? anchor : next, next);
    this.#goal = goal;
  }

  /** Puts the selection somewhere and shows it. */
  #set(anchor, focus = anchor) {
    this.view.isByHand = false;
    this.view.select(anchor, focus);
    const rect = this.rectAt(focus);
    const element = this.view.lineAt(focus).element;
    const box = this.#box();
    if (rect.top < box.top + 40 || rect.bottom > box.bottom - 60) {
      const by = rect.top < box.top + 40 ? rect.top - box.top - 120 : rect.bottom - box.bottom + 160;
      this.#scroller(element).scrollBy({ top: by });
    }
    this.draw();
  }

  #scroller(element) {
    const desk = element.closest(".desk");
    return desk && getComputedStyle(desk).overflowY !== "visible" ? desk : document.scrollingElement;
  }

  // Where the whole page scrolls, its bar and its sheet lie over the text: the style sheet knows how much.
  #box() {
    const scroller = this.#scroller(this.view.article);
    if (scroller !== document.scrollingElement) return scroller.getBoundingClientRect();
    const [above, below] = [getComputedStyle(scroller).scrollPaddingTop, getComputedStyle(this.view.article).scrollMarginBottom];
    return { top: parseFloat(above) || 0, bottom: innerHeight - parseFloat(below) };
  }

  /** The rectangle of the caret at a text position. */
  rectAt(unit) {
    const line = this.view.lineAt(unit);
    const after = unit < line.to;
    return after ? this.#edge(line, unit, "start") : this.#edge(line, Math.max(line.to - 1, line.from), "end");
  }

  // Where the character at a position begins or ends on the screen.
  #edge(line, unit, side) {
    const length = this.view.text.codePointAt(unit) > 0xffff ? 2 : 1;
    const rect = [...this.view.rangeOf(unit, Math.min(unit + length, line.to)).getClientRects()].at(-1);
    if (!rect) return line.element.getBoundingClientRect();
    const isLeft = (side === "start") !== this.#runsFromRight(line, unit);
    return new DOMRect(isLeft ? rect.left : rect.right, rect.top, 0, rect.height);
  }

  // Letters say it themselves; digits run from the left; what stands between two of a kind runs as they do.
  #runsFromRight(line, unit) {
    if (line.element.dir === "") return false;
    const signs = [unit, unit - 1, unit + 1].map((place) => this.view.text.charAt(place));
    const [own, before, after] = signs.map((sign) => (RIGHT_TO_LEFT.test(sign) ? true : /[\p{L}\p{N}]/u.test(sign) ? false : null));
    if (own !== null) return own;
    return before !== null && before === after ? before : this.#isFromRight(line);
  }

  draw() {
    const here = this.view.selection();
    const shown = here && here.from === here.to && document.activeElement === this.view.article;
    this.caret.hidden = !shown;
    if (!shown) return;
    const rect = this.rectAt(here.focus);
    const origin = this.view.article.getBoundingClientRect();
    this.caret.style.left = `${rect.left - origin.left - 1}px`;
    this.caret.style.top = `${rect.top - origin.top}px`;
    this.caret.style.height = `${rect.height}px`;
    this.caret.classList.remove("blink");
    requestAnimationFrame(() => this.caret.classList.add("blink"));
  }

  /** Shows the handles at the ends of a span that the person may change; none for null. One in a hand stays where it is. */
  drawHandles(span) {
    if (this.view.article.classList.contains("holding")) return;
    for (const handle of Object.values(this.handles)) handle.hidden = !span;
    if (!span) return;
    if (!this.view.rangeOf(span.from, span.to).getClientRects().length) return;
    const origin = this.view.article.getBoundingClientRect();
    const lines = [span.from, span.to - 1].map((unit) => this.view.lineAt(unit));
    const ends = [this.#edge(lines[0], span.from, "start"), this.#edge(lines[1], span.to - 1, "end")];
    for (const [index, handle] of [this.handles.start, this.handles.end].entries()) place(handle, ends[index], origin);
  }

  #drag(event, edge, handle) {
    event.preventDefault();
    handle.setPointerCapture(event.pointerId);
    // The edge moves as far as the hand does: a finger that has it by the knob never hides the line. Who drags with a
    // mouse along the knobs means their line, and who points at other words means these.
    const text = this.view.article.getBoundingClientRect();
    const [left, top, height] = ["left", "top", "height"].map((name) => parseFloat(handle.style[name]));
    const [right, down] = [event.clientX - text.left - left, event.clientY - text.top - top - height / 2];
    const grip = ({ clientY }) => (event.pointerType === "touch" || Math.abs(clientY - event.clientY) < height / 2 ? down : 0);
    const loupe = event.pointerType === "touch" ? h("div", { class: "loupe", "aria-hidden": "true", dir: "auto" }) : null;
    this.view.article.append(loupe ?? "");
    this.view.article.classList.add("holding"); // or the text below a knob is not found where the edge is
    let unit = null;
    const move = (moved) => {
      this.#follow(moved.clientY);
      const found = unitFromPoint(this.view, moved.clientX - right, moved.clientY - grip(moved));
      if (found === null) return;
      unit = found;
      const rect = this.#rectOf(edge, unit);
      place(handle, rect, this.view.article.getBoundingClientRect());
      if (loupe) this.#look(loupe, unit, rect, moved.clientY);
      this.onResize(edge, unit, { isFinal: false });
    };
    const stop = () => {
      loupe?.remove();
      this.view.article.classList.remove("holding");
      handle.removeEventListener("pointermove", move);
      handle.removeEventListener("lostpointercapture", stop);
      document.removeEventListener("keydown", escape, true);
      this.onResize(edge, unit, { isFinal: true });
    };
    const escape = (pressed) => {
      if (pressed.key !== "Escape") return;
      pressed.preventDefault();
      pressed.stopPropagation();
      unit = null;
      stop(); // now: the browser tells of a capture given back only with the next move
      handle.releasePointerCapture(event.pointerId);
    };
    document.addEventListener("keydown", escape, true);
    handle.addEventListener("pointermove", move);
    handle.addEventListener("lostpointercapture", stop);
  }

  // Where a line of the screen ends, the end of a span stays behind its last sign, and does not go before the next one.
  #rectOf(edge, unit) {
    const line = this.view.lineAt(unit);
    return edge === "end" && unit > line.from ? this.#edge(line, unit - 1, "end") : this.rectAt(unit);
  }

  // A hand that leaves what is seen of the text takes the text with it.
  #follow(y) {
    const { top, bottom } = this.#box();
    if (y < top || y > bottom) this.#scroller(this.view.article).scrollBy({ top: y < top ? -PACE : PACE });
  }

  // What stands around the edge: above the finger, or below it where there is no room.
  #look(loupe, unit, rect, y) {
    const { from, to } = this.view.lineAt(unit);
    const { text } = this.view;
    loupe.replaceChildren(text.slice(Math.max(unit - SEEN, from), unit), h("i", {}), text.slice(unit, Math.min(unit + SEEN, to)));
    const origin = this.view.article.getBoundingClientRect();
    const above = Math.min(rect.top, y - FINGER) - loupe.offsetHeight - 8;
    const top = above < this.#box().top - FINGER ? Math.max(rect.bottom, y + FINGER) + 8 : above;
    loupe.style.top = `${top - origin.top}px`;
    loupe.style.left = `${Math.min(Math.max(rect.left - origin.left, loupe.offsetWidth / 2), origin.width - loupe.offsetWidth / 2)}px`;
  }
}

function place(handle, rect, origin) {
  handle.style.left = `${rect.left - origin.left}px`;
  handle.style.top = `${rect.top - origin.top}px`;
  handle.style.height = `${rect.height}px`;
}

/** The text position under a point of the window, or null outside the text. */
export function unitFromPoint(view, x, y) {
  let found = document.caretPositionFromPoint?.(x, y);
  if (!found && document.caretRangeFromPoint) {
    const range = document.caretRangeFromPoint(x, y);
    found = range && { offsetNode: range.startContainer, offset: range.startOffset };
  }
  if (!found || !view.article.contains(found.offsetNode)) return null;
  return view.unitOf(found.offsetNode, found.offset);
}

/** Shows a stretch of text as "about to be", without touching the document; nothing for null. */
export function preview(view, stretch) {
  if (!globalThis.CSS?.highlights) return;
  if (stretch) CSS.highlights.set("pending", new Highlight(view.rangeOf(stretch.from, stretch.to)));
  else CSS.highlights.delete("pending");
}
