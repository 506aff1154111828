// Two versions of one span, field by field. Pure.

const alike = (one, other) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
const wordsOf = ({ start, end, quote }) => ({ start, end, quote });

/** What differs: `{name, theirs, mine}` for label, words, state and each attribute, as far as they differ. */
export function differing(theirs, mine) {
  const named = (span) => ({ label: span.label, words: wordsOf(span), state: span.state });
  const attributes = [...new Set([...Object.keys(theirs.attributes ?? {}), ...Object.keys(mine.attributes ?? {})])];
  const pairs = [
    ...Object.entries(named(mine)).map(([name, value]) => ({ name, theirs: named(theirs)[name], mine: value })),
    ...attributes.map((name) => ({ name, isAttribute: true, theirs: theirs.attributes?.[name], mine: mine.attributes?.[name] })),
  ];
  return pairs.filter((pair) => !alike(pair.theirs, pair.mine));
}

/** The whole version as a change of the span. */
export const wholeOf = ({ label, start, end, quote, attributes = {} }) => ({ label, start, end, quote, attributes });
