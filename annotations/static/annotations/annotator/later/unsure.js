// What deserves a second look: where an engine itself is not sure, where engines disagree, and what came back from review.
import { n, sure, t } from "../i18n.js";
import { REASONS } from "../inspector.js";

/** Below this score a suggestion counts as unsure. */
export const SURE = 0.7;

const inWords = (code) => (REASONS().find(([key]) => key === code)?.[1] ?? code).toLowerCase();

/** Why this span is unsure, in words; an empty string for one that is not. `rivals` are the labels proposed for the same words. */
export function reasonOf(span, me, rivals = []) {
  if (span.state === "draft" && span.author === me && span.decided_by) return t("{who} returned it: {note}", { who: span.decided_by, note: span.note || inWords(span.reason) });
  if (span.state !== "suggested") return "";
  if (rivals.length) return t("also proposed as {labels}", { labels: rivals.join(", ") });
  return typeof span.score === "number" && span.score < SURE ? sure(span.score) : "";
}

/** Every unsure span of a sorted list, in that order, with why: `[span, reason]`. */
export function unsureOf(spans, me, nameOf) {
  const labels = new Map();
  for (const { state, from, to, label } of spans) {
    const place = `${from} ${to}`;
    if (state === "suggested") labels.set(place, (labels.get(place) ?? new Set()).add(label));
  }
  const rivals = ({ from, to, label }) => [...(labels.get(`${from} ${to}`) ?? [])].filter((other) => other !== label).map(nameOf);
  return spans.map((span) => [span, reasonOf(span, me, rivals(span))]).filter(([, reason]) => reason);
}

/** Goes to the next unsure span behind the active one, or the text cursor, and says why it is one. */
export function next(page) {
  const reasons = new Map(unsureOf(page.store.all, page.data.me.username, (label) => page.looks(label).name));
  const from = page.active?.from ?? page.view.selection()?.focus ?? 0;
  const span = page.store.next(from, 1, (each) => reasons.has(each), page.active && reasons.has(page.active) ? page.active : null);
  if (!span) return page.toast(t("Nothing is unsure here."));
  page.activate(span);
  return page.toast(t("Unsure ({place} of {count}). {label}: {reason}.", { place: n([...reasons.keys()].indexOf(span) + 1), count: n(reasons.size), label: page.looks(span.label).name, reason: reasons.get(span) }));
}
