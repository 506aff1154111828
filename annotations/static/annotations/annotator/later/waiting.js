// What was written about a span as it will stand once everything that waits is saved. Pure.

/** Whether what an op is about stands once the op is done. */
export const isThere = ({ kind, side, entry }) => (entry.kind === "add") === (kind !== "turn" || side === "after");

/** What a verdict is called in the reader's language; the server tells programs the project's word. */
export const nameOf = (ratings, { rating, name }) => ratings.find(({ slug }) => slug === rating)?.name ?? name ?? rating;

/** The records and what waits laid over them; `shown(entry)` makes the record of what is added. */
export function laidOver(records, ops, shown) {
  let found = records;
  for (const op of ops) {
    const { id, record } = op.entry;
    found = found.filter((each) => each.id !== id && each.id !== record?.id);
    if (isThere(op)) found = [...found, { ...shown(op.entry), id, isWaiting: true }];
  }
  return found;
}

/** The revisions of a verdict, newest first, with what waits laid over them; `shown(words)` makes a record of words. */
export function verdictsOver(records, ops, { me, shown }) {
  let found = records;
  for (const { kind, side, entry } of ops) {
    const words = kind === "turn" && side === "before" ? entry.before : entry.after;
    found = found.map((each) => (each.proposed_by === me && ["draft", "in_review"].includes(each.state) ? { ...each, state: "superseded" } : each));
    if (words) found = [{ ...shown(words), ...words, state: "draft", proposed_by: me, isWaiting: true }, ...found];
  }
  return found;
}
