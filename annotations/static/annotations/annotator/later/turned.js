// After undo and redo: which step it was, in a few words, and the place in the text where it happened.
import { nt, quoted, t, usual } from "../i18n.js";
import { nameOf } from "./waiting.js";

const LONGEST = 40;
const TOAST = 150; // pixels at the foot of the page that the message lies over

/** Says and shows what was taken back; `steps` in the order they were turned, or undefined for none. */
export function undone(page, steps) {
  if (!steps) return page.toast(nothingLeft(page));
  return tell(page, steps, [standing(page, steps) ?? t("Undone: {what}", { what: whatOf(page, steps) }), proposedAgain(steps)].filter(Boolean).join(" "));
}

// What went back to being a suggestion with it, where the words for the step do not say so.
function proposedAgain(steps) {
  const again = steps.filter(({ thing, items, kind, before }) => !thing && !items && before?.state === "suggested" && (steps.length > 1 || kind === "change"));
  return again.length ? t("A suggestion again: {quotes}.", { quotes: again.map(({ before }) => quoted(short(before.quote))).join(", ") }) : "";
}

/** The same for what was done again. */
export function redone(page, steps) {
  return steps ? tell(page, steps, t("Done again: {what}", { what: whatOf(page, steps) })) : page.toast(t("There is nothing to do again."));
}

function nothingLeft({ store, data, isHandedIn }) {
  const isThere = isHandedIn || store.all.some((span) => span.state === "in_review" && span.author === data.me.username);
  return isThere ? t("There is nothing to undo. What you sent to review comes back when a reviewer returns it.") : t("There is nothing to undo.");
}

function tell(page, steps, words) {
  const step = firstOf(steps);
  const part = step.items?.[0] ?? step;
  const span = page.store.get(step.thing ? step.span : part.id);
  page.activate(span, { isQuiet: true });
  const stood = span ?? [part.before, part.after].find((each) => each && "start" in each);
  if (stood) bring(page, page.view.map.toUnit(stood.start), span);
  return page.toast(words);
}

// What is seen already stays where it is.
function bring({ view }, unit, span) {
  const [mark] = span ? view.marksOf(span) : [];
  const { left, top, height } = view.rangeOf(unit, unit + 1).getBoundingClientRect();
  if (top + height < innerHeight - TOAST && view.article.contains(document.elementFromPoint(left + 1, top + height / 2))) return;
  (mark ?? view.placeOf(unit)[0].parentElement).scrollIntoView({ block: "center" });
}

const firstOf = (steps) => [...steps].sort((one, other) => one.number - other.number)[0];

/** What one or several steps that are one for undo did to the text. */
export function whatOf(page, steps) {
  const step = firstOf(steps);
  if (step.items) return ofMany(step.verb, steps.reduce((count, each) => count + each.items.length, 0));
  const things = steps.filter((each) => each.thing);
  if (things.length) return ofThing(page, firstOf(things));
  if (steps.length > 1 && steps.some(({ kind }) => kind === "create")) return t("split “{quote}”", { quote: short(step.before.quote) });
  return ofSpan(page, steps.find(({ kind }) => kind === "act") ?? step);
}

function ofMany(verb, count) {
  if (verb === "accept") return nt("accepted {count} suggestion", "accepted {count} suggestions", count);
  if (verb === "reject") return nt("rejected {count} suggestion", "rejected {count} suggestions", count);
  return nt("removed {count} draft", "removed {count} drafts", count);
}

const WRITTEN = {
  source: ({ kind, shown }) => {
    const name = short(shown.source.title || shown.source.url);
    return kind === "add" ? t("added the source “{name}”", { name }) : t("removed the source “{name}”", { name });
  },
  comment: ({ kind }) => (kind === "add" ? t("wrote a comment") : t("removed a comment")),
  talk: ({ after }) => (after.text !== undefined ? t("changed a comment") : after.isResolved ? t("resolved a thread") : t("reopened a thread")),
  verdict: ({ before, after }, page) => {
    const [was, is] = [before, after].map((each) => each && nameOf(page.data.ratings, each));
    return was ? t("verdict {before} → {after}", { before: was, after: is }) : t("recorded the verdict “{name}”", { name: is });
  },
  nothing_here: ({ after }) => (after.isSaid ? t("said “nothing here”") : t("took “nothing here” back")),
};

function ofThing(page, step) {
  const { thing, kind, after } = step;
  if (WRITTEN[thing]) return WRITTEN[thing](step, page);
  const ends = { one: short(after.ends.source.quote), other: short(after.ends.target.quote) };
  if (kind === "create") return t("linked “{one}” with “{other}”", ends);
  if (kind === "remove") return t("removed the link of “{one}” with “{other}”", ends);
  return t("changed the link of “{one}” with “{other}”", ends);
}

function ofSpan(page, { kind, before, after }) {
  const quote = short((before ?? after).quote);
  if (kind === "create") return t("marked “{quote}” as {label}", { quote, label: page.looks(after.label).name });
  if (kind === "delete") return t("removed “{quote}”", { quote });
  if (kind === "change") return ofChange(page, before, after, quote);
  const words = {
    draft: before.state === "suggested" ? t("accepted “{quote}”", { quote }) : t("returned “{quote}”", { quote }),
    dismissed: t("rejected “{quote}”", { quote }),
    in_review: t("submitted “{quote}”", { quote }),
    approved: t("approved “{quote}”", { quote }),
  };
  return words[after.state];
}

function ofChange(page, before, after, quote) {
  if (before.label !== after.label) return t("label {before} → {after}", { before: page.looks(before.label).name, after: page.looks(after.label).name });
  if (areEdges(before, after)) return t("edges “{before}” → “{after}”", { before: quote, after: short(after.quote) });
  const changed = changedIn(before, after);
  const [name] = changed;
  if (changed.length !== 1) return t("changed “{quote}”: {fields}", { quote, fields: changed.map((each) => titleOf(page, after, each)).join(", ") });
  return t("{field} {before} → {after}", { field: titleOf(page, after, name), before: inWords(before.attributes[name]), after: inWords(after.attributes[name]) });
}

// What stands again after a change of one thing was taken back; undefined where that is not said in a few words.
function standing(page, steps) {
  const [{ kind, thing, before, after }] = steps;
  if (steps.length > 1 || thing || kind !== "change") return undefined;
  if (before.label !== after.label) return t("Undone: the label is {label} again.", { label: page.looks(before.label).name });
  if (areEdges(before, after)) return t("Undone: the span is “{quote}” again.", { quote: short(before.quote) });
  const [name, ...others] = changedIn(before, after);
  if (others.length || !name) return undefined;
  const [field, value] = [titleOf(page, after, name), before.attributes[name]];
  return value === undefined ? t("Undone: {field} is empty again.", { field }) : t("Undone: {field} is “{value}” again.", { field, value: inWords(value) });
}

const areEdges = (before, after) => before.quote !== after.quote || before.start !== after.start;

const changedIn = (before, after) => [...new Set([...Object.keys(before.attributes), ...Object.keys(after.attributes)])]
  .filter((name) => JSON.stringify(before.attributes[name]) !== JSON.stringify(after.attributes[name]));

const titleOf = (page, { label }, name) => usual(page.looks(label).attributes_schema?.properties?.[name]?.title ?? name);

const inWords = (value) => short(usual(String(value?.quote ?? value ?? "–").replaceAll("_", " ")));

// Of a long quote the beginning and the end: two edges of one span differ at either.
const short = (quote) => (quote.length > LONGEST ? `${quote.slice(0, LONGEST / 2)}…${quote.slice(1 - LONGEST / 2)}` : quote).replaceAll("\n", " ");
