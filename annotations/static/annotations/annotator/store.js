// The spans of one document in memory, and what was done to them, so that it can be undone. Pure: no DOM, no network.
import { inOrder } from "./segments.js";

/** The labels whose spans stand for something that can be checked. */
export const CHECKABLE = new Set(["claim", "denial", "figure"]);

/** Whether a reviewer returned this span and it has not been handed in again: nothing else leaves a draft decided on. */
export const isReturned = ({ state, author, decided_by: who }) => state === "draft" && Boolean(who) && who !== author;

/** What undo has to put back. */
const REMEMBERED = ["label", "start", "end", "quote", "attributes", "state", "author", "decided_by", "reason", "note", "origin", "engine", "score"];
const MOST_STEPS = 1000;

/** The spans that an entry of the undo stacks is about: itself, or each of many that were decided at once. */
export const partsOf = (entry) => entry.items ?? [entry];

export const snapshot = (span) => Object.fromEntries(REMEMBERED.map((name) => [name, span[name]]));

/** Whether two records of a span say the same about the text, whatever their revisions. */
export function saysTheSame(one, other) {
  const names = new Set([...Object.keys(one.attributes ?? {}), ...Object.keys(other.attributes ?? {})]);
  const isAlike = (a, b) => JSON.stringify(a) === JSON.stringify(b);
  return ["label", "start", "end", "state", "author"].every((name) => one[name] === other[name])
    && [...names].every((name) => isAlike(one.attributes?.[name], other.attributes?.[name]));
}

/** Holds spans by id; tells listeners `(changes)`: a list of `{before, after}`, null for "not there". */
export class Store {
  #spans = new Map();
  #listeners = new Set();
  #sorted = null;
  #aliases = new Map();
  #gone = new Map();

  /** `toUnit` turns code points into UTF-16 units: a span carries both (start, end; from, to). */
  constructor(toUnit) {
    this.toUnit = toUnit;
    this.undone = [];
    this.done = [];
    // Told where each entry of the stacks stands ("done", "undone", null: nowhere), so that it can be kept.
    this.onStep = () => {};
  }

  onChange(listener) {
    this.#listeners.add(listener);
  }

  /** The span with this id; an id given before the server knew the span still finds it. */
  get(id) {
    return this.#spans.get(this.#aliases.get(id) ?? id);
  }

  /** The same, also when it was dismissed here: undo needs its revision. */
  find(id) {
    return this.get(id) ?? this.#gone.get(this.#aliases.get(id) ?? id);
  }

  /** All spans that stand, in reading order. */
  get all() {
    this.#sorted ??= [...this.#spans.values()].sort(inOrder);
    return this.#sorted;
  }

  /** Puts records in; a dismissed one leaves. */
  put(records) {
    const changes = [];
    for (const record of records) changes.push(this.#replace(record.id, record));
    this.#tell(changes.filter(({ before, after }) => before || after));
  }

  /** The server has named a span that so far had an id of our own. */
  rename(oldId, record) {
    // The answer to its making was lost once: the page then was sent it under its own name beside ours.
    if (this.idOf(oldId) !== record.id && this.#spans.has(record.id)) this.remove(record.id);
    const change = this.#replace(oldId, record);
    // A name that comes back is a name again: a suggestion, once one's own decision on it is taken back.
    this.#aliases.delete(record.id);
    if (oldId !== record.id) this.#aliases.set(oldId, record.id);
    if (oldId !== record.id) this.#renameSteps(oldId, record.id);
    this.#tell([change]);
  }

  idOf(id) {
    return this.#aliases.get(id) ?? id;
  }

  remove(id) {
    const before = this.get(id);
    if (!before) return;
    this.#spans.delete(before.id);
    this.#sort({ before, after: null });
    this.#tell([{ before, after: null }]);
  }

  /** Notes something done, for undo. `before` null: it was made by this. */
  remember(entry) {
    this.done.push(entry);
    for (const each of this.undone.splice(0)) this.onStep(each, null);
    if (this.done.length > MOST_STEPS) this.onStep(this.done.shift(), null);
    this.onStep(entry, "done");
  }

  /** Ends undo and redo of what passes the test: it was handed in, or the server would not take it back. */
  forget(test) {
    for (const stack of [this.done, this.undone]) {
      for (const entry of stack.filter(test)) {
        stack.splice(stack.indexOf(entry), 1);
        this.onStep(entry, null);
      }
    }
  }

  /** The last thing done, moved to what can be redone; undefined when there is none. */
  takeUndo() {
    const entry = this.done.pop();
    if (entry) this.undone.push(entry);
    if (entry) this.onStep(entry, "undone");
    return entry;
  }

  takeRedo() {
    const entry = this.undone.pop();
    if (entry) this.done.push(entry);
    if (entry) this.onStep(entry, "done");
    return entry;
  }

  /** The next span after (direction 1) or before (-1) a position that passes the test; wraps around. */
  next(from, direction, test = () => true, than = null) {
    const wanted = this.all.filter(test);
    if (!wanted.length) return undefined;
    const at = than ? wanted.indexOf(than) : -1;
    if (at >= 0) return wanted[(at + direction + wanted.length) % wanted.length];
    if (direction > 0) return wanted.find((span) => span.from >= from) ?? wanted[0];
    return wanted.findLast((span) => span.from < from) ?? wanted.at(-1);
  }

  /** Counts the spans by label and by state; `returned` are those of `author` that came back. */
  counts(author) {
    const counts = { label: {}, state: {} };
    for (const span of this.#spans.values()) {
      if (isReturned(span) && span.author === author) counts.state.returned = (counts.state.returned ?? 0) + 1;
      counts.state[span.state] = (counts.state[span.state] ?? 0) + 1;
      if (span.state !== "suggested") counts.label[span.label] = (counts.label[span.label] ?? 0) + 1;
    }
    return counts;
  }

  #renameSteps(oldId, id) {
    for (const [stack, side] of [[this.done, "done"], [this.undone, "undone"]]) {
      for (const entry of stack) {
        const renamed = partsOf(entry).filter((part) => part.id === oldId);
        for (const part of renamed) part.id = id;
        if (renamed.length) this.onStep(entry, side);
      }
    }
  }

  #replace(id, record) {
    const known = this.find(id);
    const before = this.get(id) ?? null;
    const whole = this.#placed({ ...known, ...record });
    for (const place of [this.#spans, this.#gone]) place.delete(known?.id);
    const stands = whole.state !== "dismissed";
    (stands ? this.#spans : this.#gone).set(whole.id, whole);
    const change = { before, after: stands ? whole : null };
    this.#sort(change);
    return change;
  }

  // Keeps the sorted list sorted: one span among ten thousand costs a search, not another sort.
  #sort({ before, after }) {
    if (!this.#sorted) return;
    if (before) this.#sorted.splice(this.#placeOf(before), 1);
    if (after) this.#sorted.splice(this.#placeOf(after), 0, after);
  }

  #placeOf(span) {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#sorted[middle] !== span && inOrder(this.#sorted[middle], span) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #placed(span) {
    return { attributes: {}, ...span, from: this.toUnit(span.start), to: this.toUnit(span.end) };
  }

  #tell(changes) {
    if (!changes.length) return;
    for (const listener of this.#listeners) listener(changes);
  }
}

// What was done before a reload and is not on the server yet is done again to the spans that the server sent; what can be
// taken back stands in the stacks again.

/** Puts the steps that an earlier page kept, `{side, entry}`, back into the stacks; those that never left without an op go. */
export function restoreSteps(store, steps, ops = []) {
  const waiting = new Set(ops.map((op) => op.entry.uid));
  const isBusy = store.done.length + store.undone.length > 0;
  for (const { side, entry } of steps) {
    // A redo belongs to the work it was taken back from, not to what was done since on another page.
    const stands = (entry.thing || entry.sent || waiting.has(entry.uid)) && !(isBusy && side === "undone");
    if (stands) store[side].push(entry);
    else store.onStep(entry, null);
  }
  store.done.sort((one, other) => one.number - other.number);
  store.undone.sort((one, other) => other.number - one.number);
  putDismissed(store, steps.flatMap(({ entry }) => (entry.thing ? [] : partsOf(entry))));
}

// The server sends no dismissed spans; undo has to know their revision all the same.
function putDismissed(store, parts) {
  const latest = new Map();
  for (const part of parts) if (!store.get(part.id) && part.at > (latest.get(part.id)?.at ?? 0)) latest.set(part.id, part);
  store.put([...latest.values()].map(({ id, at, before, after }) => ({ ...before, ...after, id, revision: at, state: "dismissed" })));
}

/** Applies kept ops to the store, in order, and gives back what the save queue has to send. */
export function replay(store, kept) {
  const ops = relink(store, kept);
  const seen = new Set();
  const stacked = new Set([...store.done, ...store.undone].map((entry) => entry.uid));
  for (const op of ops) {
    if (!stacked.has(op.entry.uid)) turnStacks(store, op);
    if (op.thing) continue;
    for (const part of partsOf(op.entry)) {
      const id = store.idOf(op.entry.items ? part.id : op.id);
      // The first one says which revision it was made on: when somebody changed the span since, the server will object.
      const base = seen.has(id) || op.entry.items ? {} : { revision: op.base ?? 0 };
      seen.add(id);
      const made = op.kind === "create" ? { origin: "human", engine: null, score: null, claim: null } : {};
      store.put([{ ...made, ...(store.find(id) ? {} : part.before ?? part.after), ...resultOf(op, part), ...base, id }]);
    }
  }
  return ops;
}

/** What an op makes of its span (of one of its spans), as far as it says. */
export const resultOf = (op, part = op.entry) => (op.kind === "turn" ? (op.target ?? part[op.side] ?? { state: "dismissed" }) : part.after);

// Storing makes copies: an undo and what it takes back must share one entry again, to know its revision.
function relink(store, kept) {
  const entries = new Map([...store.done, ...store.undone].map((entry) => [entry.uid, entry]));
  return kept.map((op) => {
    if (!entries.has(op.entry.uid)) entries.set(op.entry.uid, op.entry);
    // What a thing hangs on may have got its name since the step was kept.
    else if (op.thing) Object.assign(entries.get(op.entry.uid), op.entry);
    return { ...op, entry: entries.get(op.entry.uid) };
  });
}

// For ops whose steps were not kept beside them.
function turnStacks(store, op) {
  if (op.kind !== "turn") return store.done.includes(op.entry) ? undefined : store.remember(op.entry);
  const [from, onto] = op.side === "before" ? [store.done, store.undone] : [store.undone, store.done];
  if (from.at(-1) === op.entry) from.pop();
  onto.push(op.entry);
  return store.onStep(op.entry, onto === store.done ? "done" : "undone");
}
