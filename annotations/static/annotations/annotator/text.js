// The text in the page: which element is which stretch of it, drawing marks line by line, positions to and from the DOM.
import { OffsetMap, classesOf, countHidden, cutLine, findLanes, indexAt, joinLines } from "./segments.js";
import { n, nt, t } from "./i18n.js";
import { isReturned } from "./store.js";

const ROOM = 64; // pixels between a mark and the rim of what is seen
export const STATES = {
  suggested: () => t("suggested"),
  draft: () => t("draft"),
  in_review: () => t("in review"),
  approved: () => t("approved"),
  dismissed: () => t("dismissed"),
  returned: () => t("returned"),
};

/** The state of a span as people are told it: a draft that came back from review is a returned one. */
export const stateOf = (span) => (isReturned(span) ? "returned" : span.state);

/** Lines that get their marks in one frame of scrolling. */
const SLICE = 8;

/** The article element as a text. Lines are what the server sent as [data-o]; their spans live in `line.spans`. */
export class TextView {
  #byElement = new Map();
  #waiting = new Map();

  /** Whether what is selected was selected by mouse or finger: a press in the text says so, the text cursor says no. */
  isByHand = false;

  constructor(article, { length, looks }) {
    this.article = article;
    this.looks = looks;
    this.active = null;
    const found = [...article.querySelectorAll("[data-o]")].map((element) => ({
      element,
      point: Number(element.dataset.o),
      text: element.textContent,
    }));
    this.text = joinLines(found, length);
    this.map = new OffsetMap(this.text);
    this.lines = found.map(({ element, point, text }) => {
      const from = this.map.toUnit(point);
      const line = { element, from, to: from + text.length, spans: [], chunk: element.closest(".chunk") };
      this.#byElement.set(element, line);
      return line;
    });
  }

  /** Puts spans in and out of their lines and draws those that anyone may see; the selection stays. */
  apply(changes) {
    const touched = new Set();
    for (const { before, after } of changes) {
      if (before) for (const line of this.linesOf(before)) {
        line.spans = line.spans.filter((span) => span !== before && span.id !== before.id);
        touched.add(line);
      }
      if (after) for (const line of this.linesOf(after)) {
        line.spans.push(after);
        touched.add(line);
      }
    }
    this.#draw([...touched].filter((line) => !line.chunk || "drawn" in line.chunk.dataset));
  }

  /** Takes the spans that the server has drawn already, or that are drawn when they come near. */
  adopt(spans) {
    for (const span of spans) for (const line of this.linesOf(span)) line.spans.push(span);
    const observer = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting) this.#drawSoon(target, observer);
    }, { rootMargin: "1200px", scrollMargin: "1200px" });
    for (const chunk of this.article.querySelectorAll(".chunk:not([data-drawn])")) observer.observe(chunk);
    addEventListener("beforeprint", () => this.drawAll());
    if ("spoken" in document.documentElement.dataset) this.redraw();
  }

  drawAll() {
    for (const chunk of this.article.querySelectorAll(".chunk:not([data-drawn])")) this.#drawChunk(chunk);
  }

  #drawChunk(chunk) {
    this.#draw(this.#undrawn(chunk).splice(0));
  }

  // While somebody scrolls: a few lines a frame, so that no frame is late.
  #drawSoon(chunk, observer) {
    observer.unobserve(chunk);
    const left = this.#undrawn(chunk);
    const next = () => {
      this.#draw(left.splice(0, SLICE));
      if (left.length) requestAnimationFrame(next);
    };
    next();
  }

  /** The lines of a chunk that wait for their marks; each is taken out as it is drawn. */
  #undrawn(chunk) {
    if (!("drawn" in chunk.dataset)) {
      chunk.dataset.drawn = "";
      this.#waiting.set(chunk, this.lines.filter((line) => line.chunk === chunk && line.spans.length));
    }
    return this.#waiting.get(chunk) ?? [];
  }

  #draw(lines) {
    if (!lines.length) return;
    const { anchorNode, focusNode } = getSelection();
    const holds = ({ element }) => element.contains(anchorNode) || element.contains(focusNode);
    const kept = lines.some(holds) ? this.selection() : null;
    for (const line of lines) line.element.replaceChildren(...this.#pieces(line));
    if (kept) this.select(kept.anchor, kept.focus);
  }

  #pieces(line) {
    let hidden = 0;
    return findLanes(cutLine(line.from, line.to, line.spans)).map((piece) => {
      const words = this.text.slice(piece.from, piece.to);
      const isMore = countHidden(piece) !== hidden;
      hidden = countHidden(piece);
      return piece.covers.length ? this.#mark(piece, words, isMore ? hidden : 0) : document.createTextNode(words);
    });
  }

  #mark(piece, words, hidden) {
    const mark = document.createElement("mark");
    mark.className = classesOf(piece, this.looks);
    const active = piece.covers.find((span) => span.id === this.active);
    if (active) mark.classList.add("on", ...(active.from === piece.from ? ["on-st"] : []), ...(active.to === piece.to ? ["on-en"] : []));
    mark.dataset.s = piece.covers.map((span) => span.id).join(" ");
    mark.setAttribute("aria-description", piece.covers.map((span) => `${this.looks(span.label).name}, ${STATES[stateOf(span)]()}`).join("; "));
    if ("spoken" in document.documentElement.dataset) this.#tellEdges(mark, piece);
    if (hidden) mark.append(signOf(hidden));
    mark.append(words);
    return mark;
  }

  // The style sheet turns these into words for screen readers that pass over marks in silence.
  #tellEdges(mark, { from, to, covers }) {
    const names = (spans) => spans.map((span) => this.looks(span.label).name).join(", ");
    const [begun, ended] = [covers.filter((span) => span.from === from).reverse(), covers.filter((span) => span.to === to)];
    if (begun.length) mark.dataset.from = t("[{labels} begins] ", { labels: names(begun) });
    if (ended.length) mark.dataset.till = t(" [{labels} ends]", { labels: names(ended) });
  }

  /** Draws again every line that has been drawn, as the reader's options now want it. */
  redraw() {
    this.#draw(this.lines.filter((line) => line.spans.length && (!line.chunk || "drawn" in line.chunk.dataset)));
  }

  /** Draws a span as the active one, and no other. */
  activate(span) {
    for (const mark of this.article.querySelectorAll("mark.on")) mark.classList.remove("on", "on-st", "on-en");
    this.active = span?.id ?? null;
    const marks = span ? this.marksOf(span) : [];
    for (const mark of marks) mark.classList.add("on");
    marks.at(0)?.classList.add("on-st");
    marks.at(-1)?.classList.add("on-en");
  }

  /** The marks of a span, drawn now if they are not yet. */
  marksOf(span) {
    for (const { chunk } of this.linesOf(span)) if (chunk) this.#drawChunk(chunk);
    return this.marksIn(span);
  }

  /** The marks of a span as far as they are drawn. */
  marksIn(span) {
    const own = `mark[data-s~="${CSS.escape(span.id)}"]`;
    return this.linesOf(span).flatMap(({ element }) => [...element.querySelectorAll(own)]);
  }

  /** Whether a mark stands well inside the part of the text that is seen; on a phone the sheet lies over the lower half. */
  isSeen(mark) {
    const [{ top, bottom }, desk] = [mark, this.article.closest(".desk")].map((element) => element.getBoundingClientRect());
    const low = matchMedia("(max-width: 51.25em)").matches ? innerHeight / 2 : Math.min(desk.bottom, innerHeight);
    return top > Math.max(desk.top, 0) + ROOM && bottom < low - ROOM;
  }

  isDrawn(chunk) {
    return "drawn" in chunk.dataset && !this.#waiting.get(chunk)?.length;
  }

  /** The line that holds a position, or the last one that starts before it. */
  lineAt(unit) {
    return this.lines[indexAt(this.lines, unit)];
  }

  linesOf({ from, to }) {
    const found = [];
    for (let i = indexAt(this.lines, from); i < this.lines.length && this.lines[i].from < to; i += 1) {
      if (this.lines[i].to > from) found.push(this.lines[i]);
    }
    return found;
  }

  /** The text position of a DOM position, also between lines and on elements (triple click, select all). */
  unitOf(node, offset) {
    const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
    const line = this.#byElement.get(element?.closest("[data-o]"));
    const range = document.createRange();
    if (line) {
      range.setStart(line.element, 0);
      range.setEnd(node, offset);
      return line.from + range.toString().length;
    }
    range.setStart(node, offset);
    const next = this.lines.find((each) => range.comparePoint(each.element, 0) >= 0);
    return next?.from ?? this.text.length;
  }

  /** The DOM position of a text position; at a border between pieces the later one, or the earlier with `isEnd`. */
  placeOf(unit, { isEnd = false } = {}) {
    const line = this.lineAt(unit);
    const walker = document.createTreeWalker(line.element, NodeFilter.SHOW_TEXT);
    let left = Math.min(Math.max(unit - line.from, 0), line.to - line.from);
    let last = null;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (left < node.length || (isEnd && left === node.length && left > 0)) return [node, left];
      left -= node.length;
      last = node;
    }
    return last ? [last, last.length] : [line.element, 0];
  }

  rangeOf(from, to) {
    const range = document.createRange();
    range.setStart(...this.placeOf(from));
    range.setEnd(...this.placeOf(to, { isEnd: true }));
    return range;
  }

  /** The selection as far as it lies in the text, as `{anchor, focus, from, to}`, or null. */
  selection() {
    const selection = getSelection();
    const isInside = [selection.anchorNode, selection.focusNode].every((node) => this.article.contains(node));
    if (!selection.rangeCount || (!isInside && !selection.getRangeAt(0).intersectsNode(this.article))) return null;
    const anchor = this.#clamp(selection.anchorNode, selection.anchorOffset);
    const focus = this.#clamp(selection.focusNode, selection.focusOffset);
    return { anchor, focus, from: Math.min(anchor, focus), to: Math.max(anchor, focus) };
  }

  // An end beyond the text is the text's own end there.
  #clamp(node, offset) {
    if (this.article.contains(node)) return this.unitOf(node, offset);
    const range = document.createRange();
    range.selectNodeContents(this.article);
    return range.comparePoint(node, offset) < 0 ? 0 : this.text.length;
  }

  select(anchor, focus) {
    const forward = focus >= anchor;
    const start = this.placeOf(anchor, { isEnd: !forward });
    const end = this.placeOf(focus, { isEnd: forward && focus > anchor });
    getSelection().setBaseAndExtent(...start, ...end);
  }
}

// How many spans have no line of their own here: a word for the eye in the style sheet, so that the text stays the text.
function signOf(hidden) {
  const sign = document.createElement("i");
  const name = nt("{count} more span here", "{count} more spans here", hidden);
  for (const [key, value] of Object.entries({ class: "more", role: "img", "aria-label": name, title: name, "data-more": `+${n(hidden)}` })) sign.setAttribute(key, value);
  return sign;
}
