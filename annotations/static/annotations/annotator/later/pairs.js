// Which spans may be linked and in which way, how that is said, and what stands when unsent links are laid over what the
// server told. Pure: no page, no network.
import { t } from "../i18n.js";
import { resultOf } from "../store.js";

/** How a link of each type is said: from its source, and from its target. */
const WORDS = () => ({
  attributes: [t("is said by"), t("says")],
  denies: [t("denies"), t("is denied by")],
  quantifies: [t("quantifies"), t("is quantified by")],
  continues: [t("continues"), t("is continued by")],
  dated: [t("is dated by"), t("is the date of")],
  located: [t("takes place in"), t("is the place of")],
  hedged_by: [t("is hedged by"), t("hedges")],
});

/** The words for one way of being linked: `{type, isSource}`. */
export const said = ({ type, isSource }) => WORDS()[type]?.[isSource ? 0 : 1] ?? type;

/** The ways in which a span labelled `one` may be linked to one labelled `other`; `isSource`: it starts from the first. */
export function waysBetween(types, one, other) {
  return Object.entries(types).flatMap(([type, { source, target }]) => [
    ...(source.includes(one) && target.includes(other) ? [{ type, isSource: true }] : []),
    ...(source.includes(other) && target.includes(one) ? [{ type, isSource: false }] : []),
  ]);
}

/** The labels that a span of this label may be linked to. */
export function labelsBeside(types, one) {
  const found = Object.values(types).flatMap(({ source, target }) => [...(source.includes(one) ? target : []), ...(target.includes(one) ? source : [])]);
  return [...new Set(found)];
}

const gap = (one, other) => Math.max(other.from - one.to, one.from - other.to, 0);

/** The spans that pass the test, those nearest to `span` first; of two as near, the earlier. */
export function nearestTo(span, spans, test) {
  return spans.filter((other) => other.id !== span.id && test(other)).sort((one, other) => gap(span, one) - gap(span, other) || one.from - other.from);
}

/** Whether every written word is in the quote or begins the name of the label. */
export function isMeant(written, { quote }, name) {
  const [inside, called] = [quote.toLowerCase(), name.toLowerCase()];
  return written.toLowerCase().split(/\s+/u).filter(Boolean).every((word) => inside.includes(word) || called.startsWith(word));
}

/** The span that `span` continues when it is joined, and from which side: the one before it, else the one after. */
export function besides(span, spans, isFree) {
  const same = spans.filter((other) => other.label === span.label && other.state !== "suggested");
  const place = same.findIndex((other) => other.id === span.id);
  const before = same.slice(0, Math.max(place, 0)).findLast(isFree);
  return before ? { source: span, target: before } : withNext(span, same.slice(place + 1).find(isFree));
}

const withNext = (span, after) => (after ? { source: after, target: span } : null);

/** What stands once the unsent operations are done: a map of links by id. Doing an operation twice changes nothing. */
export function laidOver(records, ops) {
  const found = new Map(records);
  for (const op of ops) found.set(op.id, { ...found.get(op.id), ...op.entry.before, ...resultOf(op), ...op.entry.ends, id: op.id });
  return found;
}
