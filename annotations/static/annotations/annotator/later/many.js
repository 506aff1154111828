// Many spans decided at once: a request for up to a thousand of them, all or nothing, and one step for undo. Pure: no DOM.
import { nt } from "../i18n.js";
import { snapshot } from "../store.js";

export const LIMIT = 1000;
const MAKES = {
  accept: (me) => ({ state: "draft", author: me }),
  reject: (me) => ({ state: "dismissed", decided_by: me }),
  delete: () => ({ state: "dismissed" }),
};

/** Does `verb` (accept, reject or delete) to all of the spans; one undo takes all of it back. */
export function decideMany(edits, spans, verb) {
  edits.together(() => {
    for (let from = 0; from < spans.length; from += LIMIT) push(edits, spans.slice(from, from + LIMIT), verb);
  });
}

function push(edits, spans, verb) {
  const items = spans.map((span) => ({ id: span.id, before: snapshot(span) }));
  edits.store.put(spans.map(({ id }) => ({ id, ...MAKES[verb](edits.me.username) })));
  for (const part of items) part.after = snapshot(edits.store.find(part.id));
  const id = `many-${crypto.randomUUID()}`;
  const entry = { uid: crypto.randomUUID(), group: edits.group, id, kind: "many", verb, items };
  edits.store.remember(entry);
  edits.queue.push({ kind: "many", id, entry });
}

/** Sends it, or its undo. What somebody else changed meanwhile is left as it is, and the rest is sent without it. */
export async function sendMany(edits, op) {
  let left = 0;
  while (op.entry.items.length) {
    try {
      const { results } = await edits.api.post("spans/bulk/", { operations: asked(edits, op) }, { key: op.key });
      take(edits, op, results);
      break;
    } catch (error) {
      const refused = error.errors?.[0]?.field?.match(/^operations\.(\d+)/);
      if (!refused || error.status >= 500) throw error;
      left += await leaveOut(edits, op, op.entry.items[Number(refused[1])]);
    }
  }
  if (!op.entry.items.length) edits.store.forget((entry) => entry === op.entry);
  if (left) edits.tell?.(nt("{count} was changed meanwhile and is left as it is.", "{count} were changed meanwhile and are left as they are.", left));
}

// Kept with the op before it leaves: sent again after a lost answer, the same key has to stand for the same words.
function asked(edits, op) {
  if (!op.asked) {
    op.asked = op.entry.items.map((part) => operation(edits, op, part));
    edits.queue.keep.add(op);
  }
  return op.asked;
}

function operation(edits, { kind, side, entry }, part) {
  const { id, revision } = edits.store.find(part.id);
  if (kind === "turn") return { op: "undo", id, revision, to: side === "before" ? part.base : part.revision };
  return { op: entry.verb, id, revision };
}

function take(edits, op, results) {
  const isAlone = edits.queue.filter(() => true).length === 1;
  const records = results.map((record, index) => {
    const part = op.entry.items[index];
    if (op.kind === "many") Object.assign(part, { base: op.asked[index].revision, revision: record.revision });
    part.at = record.revision;
    const waiting = isAlone ? [] : edits.waitingFor(part.id).filter((other) => other !== op);
    for (const other of waiting) if (!other.entry?.items) Object.assign(other, { id: record.id, base: record.revision });
    return waiting.length ? { id: record.id, revision: record.revision } : record;
  });
  op.entry.sent = true;
  // In a blind project a decision is a span of one's own, and taking it back gives the suggestion again.
  const names = op.entry.items.map((part) => edits.store.idOf(part.id));
  records.forEach((record, index) => record.id === names[index] || edits.store.rename(names[index], record));
  edits.store.put(records.filter((record, index) => record.id === names[index]));
}

// Takes out what the server refused, and with it all that is out of date: a request for each would be slow.
async function leaveOut(edits, op, refused) {
  const gone = new Map([[refused, await read(edits, refused)]]);
  if (op.kind === "many") {
    const standing = new Map((await edits.api.spans()).map((record) => [record.id, record]));
    for (const part of op.entry.items) {
      const record = standing.get(edits.store.idOf(part.id));
      if (part !== refused && record && record.revision !== edits.store.find(part.id).revision) gone.set(part, record);
    }
  }
  op.entry.items = op.entry.items.filter((part) => !gone.has(part));
  op.asked = undefined;
  op.key = edits.queue.newKey();
  for (const part of gone.keys()) if (!gone.get(part)) edits.store.remove(part.id);
  edits.store.put([...gone.values()].filter(Boolean));
  return gone.size;
}

async function read(edits, part) {
  try {
    return await edits.api.get(`spans/${edits.store.idOf(part.id)}/`);
  } catch (error) {
    if (error.status !== 404) throw error;
    return null;
  }
}
