// What a person writes about a span: sources, verdicts, comments, and what is done with comments ("talk"). It is shown at
// once, saved in one order with the spans, kept over a reload, and taken back and done again like them.
import { Problem } from "../api.js";
import { t } from "../i18n.js";
import { isThere } from "./waiting.js";

// The server read what was written and will not have it as it is: the person gets it back to mend it.
const UNUSABLE = new Set([400, 403, 409, 413, 422]);
const NOT_ABOUT_IT = new Set(["unsaved", "other_person", "csrf"]);

/** Lets what is written be saved, undone and done again among everything else. */
export function keep(page) {
  if (page.written) return page.written;
  page.written = { source: new Written(page, "source", SOURCE), verdict: new Written(page, "verdict", VERDICT), comment: new Written(page, "comment", COMMENT), talk: new Written(page, "talk", TALK) };
  for (const kind of Object.values(page.written)) kind.again(); // also what an earlier page left waiting
  return page.written;
}

class Written {
  /** `way` knows the server: `write(page, op)` returns the record made, `takeAway(page, op)` ends it. */
  constructor(page, thing, way) {
    Object.assign(this, { page, thing, way });
    page.edits.things.set(thing, this);
  }

  get #panels() {
    return ["comment", "talk"].includes(this.thing) ? this.page.comments : this.page.evidence;
  }

  /** What is not on the server yet of what was written about this span, in order. */
  waiting(spanId) {
    const { queue, store } = this.page;
    const ops = queue.filter((op) => op.thing === this.thing && !op.isDone && store.idOf(op.entry.ends.span) === store.idOf(spanId));
    return ops.sort((one, other) => one.number - other.number);
  }

  /** The name here of what the server calls `id`: it keeps it when it is taken back and written again. */
  nameOf(id) {
    return this.#entries().find((entry) => entry.record?.id === id)?.id ?? id;
  }

  /** Writes `after`, or takes it off: kind "add" or "remove". */
  do(kind, spanId, { id = `new-${crypto.randomUUID()}`, ...rest }) {
    const entry = { uid: crypto.randomUUID(), thing: this.thing, kind, id, span: spanId, ends: { span: spanId }, at: new Date().toISOString(), ...rest };
    this.page.store.remember(entry);
    this.#push({ kind, id, entry });
  }

  /** Takes back or does again what an entry of the page's undo says. */
  turn(entry, side) {
    this.#push({ kind: "turn", id: entry.id, entry, side });
    return entry;
  }

  #push(op) {
    this.page.queue.push({ thing: this.thing, ...op });
    this.#panels?.redraw(op.entry.ends.span);
  }

  /** Asked by the queue, one thing at a time. */
  async send(op) {
    const record = await (isThere(op) ? this.way.write(this.page, op) : this.way.takeAway(this.page, op));
    if (record) this.#learn(op.entry, record);
    op.isDone = true;
    await this.#panels?.arrived(op, record);
  }

  // Written again, it has a new name on the server: what is still to be undone, and answers to it, follow it there.
  #learn({ id, record: old }, { id: name }) {
    for (const entry of this.#entries()) {
      if (entry.id === id) entry.record = { id: name };
      if (old && entry.after?.root === old.id) entry.after.root = name;
    }
    const { store } = this.page;
    for (const side of ["done", "undone"]) for (const entry of store[side].filter((each) => each.thing === this.thing && each.id === id)) store.onStep(entry, side);
  }

  /** What the server calls the thing named `name` here. */
  idOf(name) {
    return this.#entries().find((entry) => entry.id === name)?.record?.id ?? name;
  }

  #entries() {
    const { store, queue } = this.page;
    return [...store.done, ...store.undone, ...queue.filter((op) => op.thing).map((op) => op.entry)].filter((entry) => entry.thing === this.thing);
  }

  /** Answers the queue about a refusal: "retry", "drop" or "keep". */
  settle(op, error) {
    if (error.status === 412) return "retry"; // it is read again before it is taken away
    if (!UNUSABLE.has(error.status) || NOT_ABOUT_IT.has(error.code)) return "keep";
    if (op.kind !== "turn" && isThere(op) && !this.#panels?.giveBack(op, error)) return "keep";
    if (op.kind === "turn") this.page.toast(t("This cannot be taken back or done again any more: {reason}", { reason: error.message }));
    this.page.queue.forget((other) => other !== op && other.entry === op.entry);
    this.page.store.forget((entry) => entry === op.entry);
    op.isDone = true;
    this.again();
    return "drop";
  }

  /** Shows what stands on the server after something of ours was given up. */
  again() {
    this.#panels?.redraw();
  }
}

function spanOf(page, { ends }) {
  const span = page.store.find(ends.span);
  if (!span?.revision) throw new Problem(409, { code: "unsaved", detail: t("The span itself is not saved yet. Settle that first, at the top.") });
  return span;
}

// The claim of the span, made on the server when it has none.
async function claimOf(page, entry) {
  const span = spanOf(page, entry);
  if (span.claim) return span.claim;
  const claim = await page.api.actOnSpan(span.id, "claim", {}, {});
  page.store.put([{ id: span.id, claim: claim.id }]);
  return claim.id;
}

/** Takes away what stands under this address; what is gone already need not be: the answer to that was lost. */
export async function remove(page, path) {
  try {
    const { revision, is_removed: isGone } = await page.api.get(path);
    if (!isGone) await page.api.request("DELETE", path, { revision });
  } catch (error) {
    if (error.status !== 404) throw error;
  }
}

const SOURCE = {
  write: async (page, { entry, key }) => page.api.post(`claims/${await claimOf(page, entry)}/evidence/`, entry.after, { key }),
  takeAway: (page, { entry }) => entry.record && remove(page, `evidence/${entry.record.id}/`),
};

const COMMENT = {
  write: (page, { entry, key }) => page.api.post(entry.after.root ? `comments/${entry.after.root}/replies/` : `spans/${spanOf(page, entry).id}/comments/`, { text: entry.after.text }, { key }),
  takeAway: (page, { entry }) => entry.record && remove(page, `comments/${entry.record.id}/`),
};

// A thread is resolved or reopened, a comment reworded: `entry.of` names it, before and after say how it stands.
const TALK = {
  write: (page, op) => bring(page, op, op.entry.after),
  takeAway: (page, op) => bring(page, op, op.entry.before),
};

async function bring(page, { entry, key }, { text, isResolved }) {
  const path = `comments/${page.written.comment.idOf(entry.of)}/`;
  const record = await page.api.get(path);
  const options = { key, revision: record.revision };
  const isKnown = [entry.before.text, entry.after.text].includes(record.text);
  if (text !== undefined && !isKnown) throw new Problem(409, { code: "overtaken", detail: t("You worded this comment anew in another window. Look again.") });
  if (text !== undefined) return text === record.text ? record : page.api.request("PATCH", path, { ...options, body: { text } });
  return isResolved === Boolean(record.resolved_at) ? record : page.api.post(`${path}${isResolved ? "resolve" : "reopen"}/`, {}, options);
}

// Revisions are never reworded: to go back is to record the words before as the next one, or to take the first draft back.
const VERDICT = {
  write: async (page, { entry, key }) => page.api.post(`claims/${await claimOf(page, entry)}/verdicts/`, entry.after, { key }),
  takeAway: async (page, { entry, key }) => {
    const claim = await claimOf(page, entry);
    if (entry.before) return page.api.post(`claims/${claim}/verdicts/`, entry.before, { key });
    const [latest] = (await page.api.get(`claims/${claim}/`)).verdicts;
    if (latest.state === "superseded" || latest.proposed_by !== page.data.me.username) return undefined;
    return page.api.post(`verdicts/${latest.id}/withdraw/`, {}, { key, revision: latest.revision });
  },
};
