// Splitting a span at the text cursor, or at both ends of a selection: the first part stays the span, the others are new.
import { chooseFirst, isByFinger, say } from "../dom.js";
import { n, quoted, t } from "../i18n.js";

const WORDS = /[\p{L}\p{N}\p{M}]/u;

export function split(page) {
  const span = page.active;
  const why = refusal(page, span);
  if (why) return page.toast(why);
  const parts = partsOf(span, page.view.selection(), page.steps);
  if (parts.length < 2) return page.toast(isByFinger() ? t("Tap the span where it should be split, then Split.") : t("Put the text cursor inside the span, where it should be split."));
  const stretches = parts.map(({ from, to }) => ({ start: page.view.map.toPoint(from), end: page.view.map.toPoint(to), quote: page.view.text.slice(from, to) }));
  const [first, ...rest] = shareOut(span.attributes, stretches);
  page.edits.together(() => {
    page.edits.change(span, first);
    for (const part of rest) if (!standsAlready(page, span.label, part)) page.edits.create(span.label, part);
  });
  page.view.select(parts[0].to, parts[0].to);
  page.activate(page.store.get(span.id), { isScrolled: false, isQuiet: true });
  return say(t("Split into {count}: {quotes}.", { count: n(parts.length), quotes: stretches.map(({ quote }) => quoted(quote)).join(", ") }));
}

function refusal(page, span) {
  if (!span) return chooseFirst();
  return span.state === "suggested" ? t("Accept or reject the suggestion first.") : page.edits.refusal(span, "change");
}

const standsAlready = ({ store, edits }, label, { start, end }) =>
  store.all.some((other) => other.label === label && other.start === start && other.end === end && other.author === edits.me.username);

/** The parts `{from, to}` into which a selection (or a cursor, from = to) cuts a span: whole words, no blanks at the ends. */
export function partsOf(span, here, steps) {
  if (!here) return [];
  const cuts = [...new Set([here.from, here.to].map((unit) => wordEdge(unit, span, steps)))].filter((unit) => unit > span.from && unit < span.to);
  const edges = [span.from, ...cuts, span.to];
  const parts = edges.slice(1).map((to, index) => steps.tidy(edges[index], to));
  return parts.filter(({ from, to }) => from < to && WORDS.test(steps.text.slice(from, to)));
}

// In the middle of a word: its start, or its end where the span begins with that word.
function wordEdge(unit, span, steps) {
  const end = steps.step(unit, "word", 1);
  const start = steps.step(end, "word", -1);
  if (start >= unit || end <= unit) return unit;
  return start > span.from ? start : end;
}

/** Gives each attribute that is a range to the part that holds it; one that was cut goes, everything else stays first. */
export function shareOut(attributes, stretches) {
  const shares = stretches.map((stretch) => ({ ...stretch, attributes: {} }));
  for (const [name, value] of Object.entries(attributes)) {
    const isRange = Number.isInteger(value?.start) && Number.isInteger(value?.end);
    const holder = isRange ? shares.find(({ start, end }) => value.start >= start && value.end <= end) : shares[0];
    if (holder) holder.attributes[name] = value;
  }
  return shares;
}
