// Which suggestions a label, an engine and a score choose. Pure.

/** The names of the engines that proposed these spans. */
export const enginesOf = (spans) => [...new Set(spans.map((span) => span.engine?.name).filter(Boolean))].sort();

/** Those that match; an empty label or engine means any. One without a score is at or above none but 0. */
export function chosenBy(spans, { label = "", engine = "", side, score }) {
  const isOnSide = (span) => (side === "below" ? (span.score ?? 0) < score : (span.score ?? 0) >= score);
  return spans.filter((span) => span.state === "suggested" && (!label || span.label === label) && (!engine || span.engine?.name === engine) && isOnSide(span));
}
