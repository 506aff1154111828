// What a screen reader hears while the text cursor moves and a selection grows: where it stands, what came in, which spans begin.
import { unitFromPoint } from "../caret.js";
import { say } from "../dom.js";
import { t } from "../i18n.js";
import { STATES, stateOf } from "../text.js";

const REST = 120; // milliseconds: of keys held down only the last place is told
const MOST = 120; // characters of a paragraph or a selection

/** Listens to a workbench from now on; `moved` is told by commands.js with `{kind, before}`. */
export function watch(page) {
  let due = 0;
  // Whatever is pressed next has more to say than where the cursor was.
  document.addEventListener("keydown", () => clearTimeout(due), { capture: true });
  const tell = ({ kind, before }) => {
    clearTimeout(due);
    due = setTimeout(() => say(words(page, kind, before)), REST);
  };
  page.addEventListener("moved", ({ detail }) => tell(detail));
  if (page.moved) tell(page.moved); // the first move, which fetched this
}

function words(page, kind, before) {
  const { view } = page;
  const now = page.caret.place;
  if (now.from !== now.to) return selected(view.text, before, now);
  const there = place(page, kind, before, now.focus) || t("blank");
  const { entered, left } = crossed(view, before.focus, now.focus);
  if (entered.length) return t("{words}; in {spans}", { words: there, spans: listed(page, entered) });
  return left.length ? t("{words}; out of {spans}", { words: there, spans: listed(page, left) }) : there;
}

function selected(text, before, now) {
  const changed = text.slice(Math.min(before.focus, now.focus), Math.max(before.focus, now.focus)).trim();
  const told = { words: short(changed), quote: short(text.slice(now.from, now.to)) };
  const isMore = now.to - now.from > before.to - before.from;
  return isMore ? t("{words} added. Selected: {quote}", told) : t("{words} left out. Selected: {quote}", told);
}

/** The character, word, line or paragraph at a place. */
function place(page, kind, before, focus) {
  const { view, steps } = page;
  const line = view.lineAt(focus);
  if (kind === "grapheme") return focus < line.to ? view.text.slice(focus, steps.step(focus, "grapheme", 1)).trim() : t("end of the paragraph");
  if (kind === "row") return view.text.slice(...row(page, line, focus)).trim();
  if (kind === "paragraph") return short(view.text.slice(focus, line.to));
  return view.text.slice(Math.min(before.focus, focus), Math.max(before.focus, focus)).trim();
}

// A line on the screen is what lies between its two ends.
function row({ caret, view }, line, focus) {
  const { left, right } = line.element.getBoundingClientRect();
  const { top, height } = caret.rectAt(focus);
  const ends = [left + 1, right - 1].map((x) => unitFromPoint(view, x, top + height / 2) ?? focus);
  return [Math.max(Math.min(...ends), line.from), Math.min(Math.max(...ends), line.to)];
}

function crossed(view, from, to) {
  const at = (unit) => view.lineAt(unit).spans.filter((span) => span.from <= unit && unit < span.to);
  const [old, now] = [at(from), at(to)];
  const isIn = (spans) => (span) => spans.some(({ id }) => id === span.id);
  return { entered: now.filter((span) => !isIn(old)(span)), left: old.filter((span) => !isIn(now)(span)) };
}

const listed = ({ looks }, spans) => spans.map((span) => `${looks(span.label).name}, ${STATES[stateOf(span)]()}`).join("; ");

const short = (words) => (words.length > MOST ? `${words.slice(0, MOST / 2)} … ${words.slice(-MOST / 2)}` : words);
