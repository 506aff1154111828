// The words of the interface: the reader's catalogue, plurals, numbers and moments. English needs no catalogue.

const language = globalThis.document?.documentElement.lang || "en";
const CATEGORIES = ["zero", "one", "two", "few", "many", "other"];

let catalogue = {};
let plural = null;

/** Takes a catalogue: English text to its translation, or to the list of its plural forms. */
export function load(messages, of = language) {
  catalogue = messages ?? {};
  plural = pluralOf(of);
}

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

/** The text in the reader's language, with `{name}` filled from `values`. */
export const t = (text, values = {}) => fill(catalogue[text] ?? text, values);

/** Words in the quotation marks of the reader's language. */
export const quoted = (words) => t("“{words}”", { words });

const SCHEME = "scheme\u0004"; // as gettext writes a context before its word

/** A title, a value or a unit of the usual labels in the reader's language; a project's own word as it is. */
export const usual = (word) => catalogue[SCHEME + word] ?? word;

/** The word that is read like this: the other way round. */
export const storedFor = (shown) => Object.keys(catalogue).find((key) => key.startsWith(SCHEME) && catalogue[key] === shown)?.slice(SCHEME.length) ?? shown;

/** The form that goes with a number, with `{count}` filled as well: `nt("{count} span", "{count} spans", 3)`. */
export function nt(one, many, count, values = {}) {
  const forms = catalogue[one];
  const text = Array.isArray(forms) ? forms[plural(count)] : count === 1 ? one : many;
  return fill(text, { count: n(count), ...values });
}

// Catalogues list the forms that whole numbers take in the order of CATEGORIES, as gettext does.
function pluralOf(tag) {
  const rules = new Intl.PluralRules(tag);
  const met = new Set(Array.from({ length: 200 }, (_, number) => rules.select(number)));
  const forms = CATEGORIES.filter((category) => met.has(category));
  return (count) => Math.max(forms.indexOf(rules.select(count)), 0);
}

const numbers = new Intl.NumberFormat(language);
const shares = new Intl.NumberFormat(language, { style: "percent" });

/** A number as people write it. */
export const n = (number) => numbers.format(number);

/** A score between 0 and 1, in percent. */
export const share = (score) => shares.format(score);

/** What a score means. */
export const sure = (score) => t("the engine is {score} of 100 sure", { score: n(Math.round(score * 100)) });

// British, since the server writes day, month, year too, whatever the browser prefers.
const moments = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** A moment in the reader's own time zone, as the pages write it. */
export const when = (moment) => moments.format(new Date(moment));
