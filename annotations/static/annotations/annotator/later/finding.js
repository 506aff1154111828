// Finding words in a text: what differs only in case, accents or typographic signs counts as the same. Pure: no DOM.

const SIGNS = { "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "ʼ": "'", "–": "-", "—": "-", "‑": "-", "−": "-", "…": "...", "\u00ad": "", "\u200b": "", "\u2060": "", "\ufeff": "" };
const BLANK = /^\s$/u;
// A letter with the marks that stand on it, or anything beyond ASCII; the rest only needs its capitals lowered.
const CLUSTER = /.\p{M}+|[^\u0000-\u007f]|[\n\t]/gsu;
const CYRILLIC = /^\p{Script=Cyrillic}/u;
const LETTER = /[\p{L}\p{N}\p{M}_]/u;
const known = new Map();

/** How a cluster is compared. Й, Ї and Ё are letters of their own, not letters with marks; a stress mark is none. */
function foldCluster(cluster) {
  if (BLANK.test(cluster)) return " ";
  const whole = CYRILLIC.test(cluster) ? cluster.normalize("NFC") : cluster.normalize("NFD");
  const bare = whole.replace(/\p{M}/gu, "").normalize("NFC");
  return SIGNS[bare] ?? bare.toLowerCase().normalize("NFD").replace(/(?<!\p{Script=Cyrillic})\p{M}/gu, "").normalize("NFC");
}

function folded(cluster) {
  let found = known.get(cluster);
  if (found === undefined) {
    found = foldCluster(cluster);
    known.set(cluster, found);
  }
  return found;
}

/** A text made ready for comparing, and the way back: where each place of it stands in the text. */
export class Folded {
  #places = [0];
  #origins = [0];
  #ends = [0];

  constructor(text) {
    const parts = [];
    let length = 0;
    let last = 0;
    for (const { 0: cluster, index } of text.matchAll(CLUSTER)) {
      const fold = folded(cluster);
      parts.push(text.slice(last, index).toLowerCase(), fold);
      length += index - last + fold.length;
      last = index + cluster.length;
      if (fold.length !== cluster.length) this.#note(length, last, fold ? last : index);
    }
    parts.push(text.slice(last).toLowerCase());
    this.source = text;
    this.text = parts.join("");
  }

  // Where lengths part, the place right behind is noted; between two notes both run in step. What vanishes belongs to no
  // match: as an end, the place stands before it.
  #note(place, origin, end) {
    if (this.#places.at(-1) === place) this.#origins[this.#origins.length - 1] = origin;
    else {
      this.#places.push(place);
      this.#origins.push(origin);
      this.#ends.push(end);
    }
  }

  /** The stretch `[from, to]` of the source that a stretch here came from. */
  origin(place, end) {
    return [this.#back(place, this.#origins), this.#back(end, this.#ends)];
  }

  #back(place, exact) {
    let low = 0;
    let high = this.#places.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.#places[middle] <= place) low = middle;
      else high = middle;
    }
    const past = place - this.#places[low];
    return past ? Math.min(this.#origins[low] + past, this.#ends[low + 1] ?? this.source.length) : exact[low];
  }
}

/** What was found, in order. One letter may stand a hundred thousand times in a text: where is asked of few of them. */
class Matches {
  #text;
  #starts;
  #size;

  constructor(text, starts, size) {
    this.#text = text;
    this.#starts = starts;
    this.#size = size;
  }

  get length() {
    return this.#starts.length;
  }

  /** One match as `[from, to]` of the source. */
  at(index) {
    return this.#text.origin(this.#starts[index], this.#starts[index] + this.#size);
  }

  /** The index of the first match that ends behind a place of the source; `length` where there is none. */
  firstFrom(place) {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.at(middle)[1] <= place) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Every place of `words` in the text; none for no words. */
export function findAll(text, words, { isWhole = false } = {}) {
  const wanted = new Folded(words.trim()).text;
  const starts = [];
  for (let at = wanted ? text.text.indexOf(wanted) : -1; at >= 0; at = text.text.indexOf(wanted, at + wanted.length)) {
    const end = at + wanted.length;
    if (!isWhole || !(touches(text.text, at - 1, at) || touches(text.text, end, end - 1))) starts.push(at);
  }
  return new Matches(text, starts, wanted.length);
}

// Whether a word goes on over the border between `outer` and `inner`.
const touches = (text, outer, inner) => LETTER.test(text[outer] ?? "") && LETTER.test(text[inner] ?? "");
