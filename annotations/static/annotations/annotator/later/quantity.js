// Reads a figure as a person types it: "126k", "some 17,600", "between 4.5 and 4.7 percent"; in Ukrainian, too. Pure.
// parse_quantity of annotations/text/quantities.py reads the same; tests/cases/quantities.json holds both. What this one does
// not know it refuses, and the field says so: it never guesses.
import { inEnglish } from "./quantity_uk.js";
import { BEFORE, CURRENCY_CODES, CURRENCY_SIGNS, FRACTIONS, MAGNITUDES, PARTS, PERSONS, PLURALS, SIGNS, SIGNS_AFTER, SMALL, UNITS, UNIT_SIGNS } from "./quantity_words.js";

const escaped = (word) => word.replaceAll(/[.$*+?^()[\]{}|\\/]/g, "\\$&").replaceAll(" ", "[^\\S\\n]{1,2}");
const oneOf = (words) => `(?:${[...words].sort((one, other) => other.length - one.length).map(escaped).join("|")})`;
const GROUP = "\u00a0\u202f\u2009";
const FRACTION = [...FRACTIONS.keys()].join("");
const END = "(?![\\p{L}\\d_])";
const SMALL_WORD = oneOf([...SMALL.keys(), ...MAGNITUDES.keys()]);

const LEAD = new RegExp(`^(?:(?:just|well|slightly|a little|far|significantly|comfortably|considerably) )?(${oneOf(BEFORE.keys())})(?:[^\\S\\n]{1,2}|(?<=~))(?:the )?(?=.)`, "iu");
const MONEY = new RegExp(`^(${oneOf(CURRENCY_SIGNS.keys())}|${oneOf(CURRENCY_CODES)})[^\\S\\n]?(?=[\\d${FRACTION}])`, "u");
const DIGITS = new RegExp(
  `^(?:(\\d{1,3}(?:[,${GROUP}’']\\d{3}){1,6}(?!\\d)(?:\\.\\d+)?|\\d{1,3}(?: \\d{3}){1,6}(?!\\d|[.,]\\d)|\\d{1,3}(?:\\.\\d{3}){2,6}(?!\\d)|\\d+(?:[.,]\\d+)?)([${FRACTION}])?|([${FRACTION}]))`, "u");
const SCALE = new RegExp(`^(?:(?:[^\\S\\n]{1,2}|-)?(${oneOf([...MAGNITUDES.keys(), ...[...SIGNS.keys()].filter((sign) => sign.length > 1)])})${END}|([kmb])(?![\\p{L}\\d_²³/]))`, "iu");
const WORDS = new RegExp(`^(half an?|an?(?= ))?(?: ?(?:${SMALL_WORD})(?:(?:-| and | )(?:${SMALL_WORD}))*)${END}`, "iu");
const PART = new RegExp(`^(${oneOf([...SMALL.keys()].slice(1, 10))})[ -](${oneOf(PARTS.keys())})${END}`, "iu");
const RATIO = /^\s(?:in|out of)(?: every)?\s/u;
const UNIT = new RegExp(`^(?:[^\\S\\n]{1,2}|-)?(${oneOf(UNITS.keys())})s?(?![\\p{L}\\d])`, "iu");
const UNIT_SIGN = new RegExp(`^[^\\S\\n]?(?:(${oneOf(UNIT_SIGNS.keys())})|(${oneOf(CURRENCY_CODES)}))(?![\\p{L}\\d])`, "u");
const MONEY_AFTER = new RegExp(`^[^\\S\\n]?([${SIGNS_AFTER}])(?![\\d\\p{L}])`, "u");
const AFTER = /^\s(?:(or so)|or (?:more|higher|above|over)|and (?:more|above)|(or less|or fewer))(?![\p{L}\d])/u;
const NOUNS = /^[ -](\p{L}+(?:[ -]\p{L}+){0,3})\.?$/u;

/** Rounds away the noise of floats. */
const plain = (value) => Math.round(value * 1e6) / 1e6;

/** What was typed as `{value, low, high, numerator, denominator, unit, kind, approximator, counted}`, or null. */
export function parseQuantity(typed) {
  const { said, counted, isPerson } = inEnglish(typed.trim());
  const found = new Reader(said).figure();
  if (found && counted) Object.assign(found, { counted, unit: found.unit ?? (isPerson ? "person" : "count") });
  return found && { value: null, low: null, high: null, numerator: null, denominator: null, unit: "count", kind: "count", approximator: "none", counted: "", ...found };
}

class Reader {
  constructor(text) {
    this.rest = text;
  }

  /** Takes what the pattern matches at the head of the rest; null when it does not. */
  #take(pattern) {
    const match = this.rest.match(pattern);
    if (match) this.rest = this.rest.slice(match[0].length);
    return match;
  }

  figure() {
    const isBetween = Boolean(this.#take(/^between\s/iu));
    const lead = isBetween ? null : this.#take(LEAD);
    const first = this.#number();
    if (!first) return null;
    const found = this.#second(first, isBetween);
    if (!found || (isBetween && found.low === undefined)) return null;
    if (lead && found.approximator !== "between") found.approximator = BEFORE.get(lead[1].toLowerCase().replaceAll(/\s+/g, " "));
    Object.assign(found, this.#measure(found, first));
    return this.#tail(found) ? bounded(found) : null;
  }

  /** One number with its currency and its magnitude: `{value, isScaled, currency, isWhole…}`. */
  #number() {
    const part = this.#take(PART);
    if (part) {
      const [numerator, denominator] = [SMALL.get(part[1].toLowerCase()), PARTS.get(part[2].toLowerCase())];
      return { value: plain(numerator / denominator), numerator, denominator, unit: "ratio", kind: "ratio" };
    }
    const currency = this.#take(MONEY)?.[1];
    const isMinus = !currency && this.#take(/^[−-](?=\d)/u);
    const digits = this.#take(DIGITS);
    if (!digits) return currency || isMinus ? null : this.#inWords();
    const [numerator, denominator] = FRACTIONS.get(digits[2] ?? digits[3]) ?? [0, 1];
    const number = readDigits(digits[1] ?? "0") + numerator / denominator;
    if (!Number.isFinite(number)) return null;
    const scale = this.#scale();
    return { value: plain(number * scale * (isMinus ? -1 : 1)), isScaled: scale > 1, currency: CURRENCY_SIGNS.get(currency) ?? currency };
  }

  #scale() {
    const match = this.#take(SCALE);
    const word = (match?.[1] ?? match?.[2] ?? "").toLowerCase();
    return MAGNITUDES.get(word) ?? SIGNS.get(word) ?? 1;
  }

  #inWords() {
    const match = this.#take(WORDS);
    if (!match) return null;
    const [whole, head] = match;
    let total = 0;
    let current = head?.toLowerCase().startsWith("half") ? 0.5 : 0;
    for (const word of whole.slice(head?.length ?? 0).toLowerCase().match(/[a-z]+/g)) {
      if (SMALL.has(word)) current += SMALL.get(word);
      else if (word === "hundred") current = (current || 1) * 100;
      else if (MAGNITUDES.has(word)) {
        total += (current || 1) * MAGNITUDES.get(word);
        current = 0;
      }
    }
    const isBare = MAGNITUDES.has(whole.toLowerCase()); // "million" alone is no number
    return isBare ? null : { value: plain(total + current), isScaled: total + current >= 1000 };
  }

  /** A second number that makes a range or a ratio of the first; the first alone otherwise. */
  #second(first, isBetween) {
    const { value, numerator, denominator, unit, kind } = first;
    const alone = { value, ...(numerator && { numerator, denominator, unit, kind }) };
    const kept = this.rest;
    const here = this.#unit();
    const isRange = this.#take(isBetween ? /^\sand\s/iu : /^\s?(?:to|[-–—])\s?(?=[^\p{L}]|one|two)/u) || (!isBetween && !here && this.#take(RATIO));
    const second = isRange ? this.#number() : null;
    if (!second) {
      this.rest = kept;
      return alone;
    }
    if (RATIO.test(isRange[0])) return value > 0 && value < second.value ? { value: plain(value / second.value), numerator: value, denominator: second.value, unit: "ratio", kind: "ratio" } : null;
    const low = !first.isScaled && second.isScaled ? carried(value, second.value, isBetween) : value;
    return low < second.value ? { value: null, low, high: second.value, approximator: "between" } : null;
  }

  #unit() {
    const word = this.#take(UNIT);
    if (word) return UNITS.get(word[1].toLowerCase().replaceAll(/\s+/g, " "));
    const sign = this.#take(UNIT_SIGN);
    if (sign) return UNIT_SIGNS.get(sign[1]) ?? [sign[2], "money"];
    const money = this.#take(MONEY_AFTER);
    return money ? [CURRENCY_SIGNS.get(money[1]), "money"] : null;
  }

  #measure(found, first) {
    if (found.kind === "ratio") return {};
    if (first.currency) return { unit: first.currency, kind: "money" };
    const unit = this.#unit();
    return unit ? { unit: unit[0], kind: unit[1] } : {};
  }

  /** What may follow: "or more", and a noun that is counted. */
  #tail(found) {
    if (found.kind === "ratio" && this.#unit()) return false;
    const softer = this.#take(AFTER);
    if (softer && found.approximator === "between") return false;
    if (softer) found.approximator = softer[1] ? "about" : softer[2] ? "at_most" : "at_least";
    const noun = this.#take(NOUNS)?.[1];
    const head = noun?.split(/[ -]/).at(-1).toLowerCase();
    if (noun && /(?:^| )(?:and|or|to|in|of|than|per)(?: |$)/.test(noun)) return false;
    if (head === "strong" && !found.unit) found.unit = "person";
    if (head && (!found.unit || found.kind === "ratio") && (PLURALS.has(head) || (head.length > 3 && /[^s]s$/.test(head)))) {
      found.counted = noun;
      if (PERSONS.has(head) && !found.unit) found.unit = "person";
    }
    return /^[ .]*$/.test(this.rest);
  }
}

function readDigits(written) {
  const digits = written.replaceAll(/[\u00a0\u202f\u2009 ’']/g, "");
  if (digits.replaceAll(",", "").length > 15) return NaN;
  if (/^\d{1,3}(?:\.\d{3}){2,}$/.test(digits)) return Number(digits.replaceAll(".", ""));
  return /^[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$/.test(digits) ? Number(digits.replaceAll(",", "")) : Number(digits.replace(",", "."));
}

// The magnitude of "4 to 5 million" holds for its first number too.
function carried(low, high, isBetween) {
  const scale = isBetween && low > 999 ? 1 : ([1e12, 1e9, 1e6, 1e3].find((power) => high >= power) ?? 1);
  return plain(low * scale) < high ? plain(low * scale) : low;
}

function bounded(found) {
  if (found.approximator === "more_than" || found.approximator === "at_least") {
    found.low = found.value;
    if (found.unit === "percent" && (found.value ?? 0) <= 100) found.high = 100;
  }
  if (found.approximator === "less_than" || found.approximator === "at_most") found.high = found.value;
  return found;
}

/** The bounds `{low, high}` that an approximator gives a value; null for none. */
export function boundsOf({ value, unit, approximator }) {
  const { low = null, high = null } = bounded({ value, unit, approximator });
  return { low, high };
}

// A number written alone keeps the unit that stands in its own field; a new unit or noun speaks for all three.
const MEASURE = ["unit", "kind", "counted"];
const USUAL = { unit: "count", kind: "count", approximator: "none", counted: "" };

/** The attributes that typing a figure into `name` fills in: those the schema knows and the words speak of; null clears
 * what they no longer say. */
export function filledBy(typed, name, { properties, attributes }) {
  const found = parseQuantity(typed);
  if (!found) return undefined;
  if (name !== "value") return found.value === null ? undefined : { [name]: found.value };
  // A bare number says nothing of "about", chosen before: that stays, with its bounds. A range has ended with it.
  const isMeasured = MEASURE.some((each) => found[each] !== USUAL[each]) || attributes.unit === "ratio";
  const isBare = found.value !== null && !isMeasured && found.approximator === "none" && !["between", undefined].includes(attributes.approximator);
  if (isBare) Object.assign(found, { approximator: attributes.approximator }, boundsOf({ ...attributes, value: found.value }));
  const said = Object.entries(found).map(([each, value]) => [each, value === USUAL[each] ? null : value]);
  const isStale = (each) => each in attributes && attributes[each] !== found[each] && (isMeasured || !MEASURE.includes(each));
  return Object.fromEntries(said.filter(([each, value]) => each in properties && (value !== null || each === "value" || isStale(each))));
}
