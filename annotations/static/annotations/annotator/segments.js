// Places in a text. One line with overlapping ranges is cut into flat pieces, and each says how it is drawn: the server does
// the same in annotations/text/segments.py; both are held by tests/cases/segments.json. And the one place that converts
// offsets: the server counts Unicode code points, the DOM counts UTF-16 units. And the steps of the
// text cursor by character, word, sentence and paragraph, the same in every browser. Pure.

const NAMES = ["a", "b", "c"]; // the lanes, from the text downwards
const EACH = [...NAMES.keys()];

/** Order of spans everywhere: by start, the longer first, then by id. */
export function inOrder(one, other) {
  return one.from - other.from || other.to - one.to || (one.id < other.id ? -1 : Number(one.id > other.id));
}

const byLength = (one, other) => one.to - one.from - (other.to - other.from) || inOrder(one, other);

const isSuggested = (span) => Number(span.state === "suggested");
const byRank = (one, other) => isSuggested(one) - isSuggested(other) || byLength(one, other);

/** The pieces of [from, to): `{from, to, covers}`, covers innermost (shortest) first. */
export function cutLine(from, to, spans) {
  const cuts = new Set([from, to]);
  for (const span of spans) {
    cuts.add(Math.max(span.from, from));
    cuts.add(Math.min(span.to, to));
  }
  const places = [...cuts].sort((a, b) => a - b);
  const waiting = [...spans].sort(inOrder);
  const pieces = [];
  let active = [];
  let entered = 0;
  for (let i = 0; i + 1 < places.length; i += 1) {
    const [start, end] = [places[i], places[i + 1]];
    active = active.filter((span) => span.to > start);
    const before = active.length;
    while (entered < waiting.length && waiting[entered].from <= start) active.push(waiting[entered++]);
    if (active.length > before) active.sort(byLength);
    pieces.push({ from: start, to: end, covers: [...active] });
  }
  return pieces;
}

const isFree = (piece, lane) => lane !== undefined && !piece.lanes.includes(lane);

/** Adds `lanes` to the pieces of a line: where each cover is underlined, null for nowhere. In turn, people's spans before
 * suggestions and the shorter before the longer, each takes the lowest lane that is free in all its pieces, else what is
 * free in each, changing as late as it can. */
export function findLanes(pieces) {
  const places = new Map();
  for (const piece of pieces) {
    piece.lanes = piece.covers.map(() => null);
    for (const [index, span] of piece.covers.entries()) {
      if (!places.has(span)) places.set(span, []);
      places.get(span).push([piece, index]);
    }
  }
  for (const span of [...places.keys()].sort(byRank)) {
    const own = places.get(span);
    let lane = EACH.find((each) => own.every(([piece]) => isFree(piece, each)));
    for (const [piece, index] of own) {
      if (!isFree(piece, lane)) lane = EACH.find((other) => isFree(piece, other)) ?? lane;
      if (isFree(piece, lane)) piece.lanes[index] = lane;
    }
  }
  return pieces;
}

/** How many spans of a piece are underlined nowhere in it. */
export const countHidden = (piece) => piece.lanes.filter((lane) => lane === null).length;

/** The classes of a mark: the tint of the innermost span that is no mere suggestion, and an underline for each lane. */
export function classesOf(piece, looks) {
  const solid = piece.covers.find((span) => span.state !== "suggested");
  const names = ["sp", solid ? looks(solid.label).colour : "sug"];
  for (const [index, span] of piece.covers.entries()) {
    const lane = NAMES[piece.lanes[index]];
    if (!lane) continue;
    const look = looks(span.label);
    names.push(`${lane}-${look.colour}`, `${lane}p-${span.state === "suggested" ? "sug-" : ""}${look.pattern}`);
  }
  if (piece.covers.some((span) => span.from === piece.from)) names.push("st");
  if (piece.covers.some((span) => span.to === piece.to)) names.push("en");
  return names.join(" ");
}

/** The index of the sorted piece (`from`) that holds a position, or of the last one that starts before it. */
export function indexAt(pieces, unit) {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (pieces[middle].from <= unit) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Converts both ways for one text. Keeps only the astral characters: free for most texts, O(log n) otherwise. */
export class OffsetMap {
  #highs = [];

  constructor(text) {
    for (const match of text.matchAll(/[\u{10000}-\u{10ffff}]/gu)) this.#highs.push(match.index);
  }

  /** Code points before a UTF-16 position; a position inside a surrogate pair counts as that character's start. */
  toPoint(unit) {
    return unit - this.#count((place) => this.#highs[place] < unit);
  }

  /** The UTF-16 position of a code-point offset. */
  toUnit(point) {
    return point + this.#count((place) => this.#highs[place] - place < point);
  }

  // The number of astral characters for which `isBefore` holds; it holds for a first stretch of them.
  #count(isBefore) {
    let low = 0;
    let high = this.#highs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBefore(middle)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** The number of code points in a string. */
export function countPoints(text) {
  let points = text.length;
  for (const _ of text.matchAll(/[\u{10000}-\u{10ffff}]/gu)) points -= 1;
  return points;
}

/** Rebuilds a text from its lines `{point, text}`; what the DOM leaves out between them are newlines. */
export function joinLines(lines, length) {
  const parts = [];
  let points = 0;
  for (const line of lines) {
    parts.push("\n".repeat(line.point - points), line.text);
    points = line.point + countPoints(line.text);
  }
  parts.push("\n".repeat(Math.max(length - points, 0)));
  return parts.join("");
}

const OPENING = /[“„«‘'"「『]/u;
const CLOSING = /[”“»’'"」』]/u;
const STRAY_BEFORE = /^[\s,;:.!?…)\]}»”、。，；：！？」』،؛؟]*/u;
const STRAY_AFTER = /[\s,;:([{«“„–—、，；：「『،؛]*$/u;

// The full stop of "U.S.", "Gen." or "etc." belongs to its word, that of a sentence to nobody.
const SHORTENED = /(^|[\s(])(etc|vs|cf|al|est|approx|\p{Lu}\p{L}{0,2})\.$/u;
const endsSentence = (words, next) => /[^\s.][.。]$/u.test(words) && !/\.\S*\.$/u.test(words) && !SHORTENED.test(words) && /^(\s|$|[”»"’」』)])/u.test(next);

/** Moves through a text of lines `{from, to}` (UTF-16 units, sorted, not empty) in the text's own language. */
export class Steps {
  #segmenters;
  #cut = {};

  /** `habits` says how a selection becomes a span: of one made by hand whole words, unless `exact`; `untrimmed` with all that was selected. */
  constructor(text, lines, language, habits = {}) {
    this.text = text;
    this.lines = lines;
    this.habits = habits;
    this.#segmenters = Object.fromEntries(
      ["grapheme", "word", "sentence"].map((kind) => [kind, makeSegmenter(language, kind)]),
    );
  }

  /** Where a step of `kind` leads from `unit`; direction is 1 or -1. At an end of the text it stays. */
  step(unit, kind, direction) {
    if (!this.lines.length) return unit;
    if (kind === "paragraph") return this.#paragraph(unit, direction);
    for (let index = indexAt(this.lines, unit); index >= 0 && index < this.lines.length; index += direction) {
      const line = this.lines[index];
      const here = direction > 0 ? Math.max(unit, line.from) : Math.min(unit, line.to);
      const found = kind === "grapheme" ? this.#grapheme(index, unit, here, direction) : this.#unit(index, here, kind, direction);
      if (found !== undefined) return found;
    }
    return direction > 0 ? this.lines.at(-1).to : this.lines[0].from;
  }

  /** The nearest character edge at or before (`direction` -1) or at or after (1) a position. */
  snap(unit, direction) {
    const index = indexAt(this.lines, unit);
    const line = this.lines[index];
    if (!line || unit <= line.from || unit >= line.to) return unit;
    const segment = this.#segments(index, "grapheme").containing(unit - line.from);
    const start = line.from + segment.index;
    if (start === unit || direction < 0) return start;
    return start + segment.segment.length;
  }

  /** The selection a person meant: whole characters, by hand (mouse or finger) whole words, and by their habits no blanks
   * or stray punctuation at its ends. Empty when there are only blanks. */
  tidy(from, to, isByHand = false) {
    let [start, end] = [this.snap(from, -1), this.snap(to, 1)];
    if (!this.text.slice(start, end).trim()) return { from: start, to: start };
    if (isByHand && !("exact" in this.habits)) [start, end] = [this.#wordEdge(start, -1), this.#wordEdge(end, 1)];
    return "untrimmed" in this.habits ? { from: start, to: end } : this.#trimmed(start, end);
  }

  /** The edge of a word that is nearest to where a hand let go; the very place where the person wants it exact. */
  nearest(unit) {
    if ("exact" in this.habits) return unit;
    const [before, after] = [this.#wordEdge(unit, -1), this.#wordEdge(unit, 1)];
    return unit - before < after - unit ? before : after;
  }

  // A position within a word goes to the word's edge; one between words stays.
  #wordEdge(unit, direction) {
    const index = indexAt(this.lines, unit);
    const line = this.lines[index];
    if (!line || unit <= line.from || unit >= line.to) return unit;
    const segment = this.#segments(index, "word").containing(unit - line.from);
    const start = line.from + segment.index;
    if (!segment.isWordLike || start === unit) return unit;
    return direction < 0 ? start : start + segment.segment.length;
  }

  #trimmed(from, to) {
    const whole = this.text.slice(from, to);
    const start = from + whole.search(/\S/u);
    const end = from + whole.trimEnd().length;
    // Between quotation marks the punctuation is part of what was said.
    if (OPENING.test(this.text.charAt(start - 1)) && CLOSING.test(this.text.charAt(end))) return { from: start, to: end };
    const words = this.text.slice(start, end);
    const first = words.match(STRAY_BEFORE)[0].length;
    const rest = words.slice(first);
    const last = rest.match(STRAY_AFTER)[0].length || (endsSentence(rest, this.text.charAt(end)) ? 1 : 0);
    // Nothing but punctuation was meant as it is.
    return first + last < words.length ? { from: start + first, to: end - last } : { from: start, to: end };
  }

  #paragraph(unit, direction) {
    const index = indexAt(this.lines, unit);
    const line = this.lines[index];
    if (direction > 0) return this.lines[index + 1]?.from ?? line.to;
    return unit > line.from ? line.from : (this.lines[index - 1]?.from ?? line.from);
  }

  #grapheme(index, unit, here, direction) {
    const line = this.lines[index];
    if (direction > 0) {
      if (unit < line.from) return line.from;
      if (here >= line.to) return undefined;
      const segment = this.#segments(index, "grapheme").containing(here - line.from);
      return line.from + segment.index + segment.segment.length;
    }
    if (unit > line.to) return line.to;
    if (here <= line.from) return undefined;
    return line.from + this.#segments(index, "grapheme").containing(here - 1 - line.from).index;
  }

  // The end of the next, or the start of the one before: words that are words, sentences without their trailing blanks.
  #unit(index, here, kind, direction) {
    const line = this.lines[index];
    const segments = this.#segments(index, kind);
    let place = (direction > 0 ? here : here - 1) - line.from;
    while (place >= 0 && place < line.to - line.from) {
      const segment = segments.containing(place);
      const start = line.from + segment.index;
      const end = start + segment.segment.trimEnd().length;
      const counts = kind === "sentence" ? end > start : segment.isWordLike;
      if (counts && direction > 0 && end > here) return end;
      if (counts && direction < 0 && start < here) return start;
      place = direction > 0 ? segment.index + segment.segment.length : segment.index - 1;
    }
    return undefined;
  }

  #segments(index, kind) {
    if (this.#cut.index !== index) this.#cut = { index };
    const line = this.lines[index];
    this.#cut[kind] ??= this.#segmenters[kind].segment(this.text.slice(line.from, line.to));
    return this.#cut[kind];
  }
}

function makeSegmenter(language, granularity) {
  try {
    return new Intl.Segmenter(language || "en", { granularity });
  } catch {
    return new Intl.Segmenter("en", { granularity }); // a language tag that is no language tag
  }
}
