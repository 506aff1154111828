import assert from "node:assert/strict";
import test from "node:test";
import { ANNOTATOR } from "./cases.mjs";

const { Edits } = await import(`${ANNOTATOR}/edits.js`);
const { SaveQueue } = await import(`${ANNOTATOR}/queue.js`);
const { Store, replay } = await import(`${ANNOTATOR}/store.js`);

const RECORD = { id: "s9", label: "figure", start: 1, end: 2, quote: "o", attributes: {}, state: "draft", author: "me", revision: 1 };

/** A page on which one kind of thing beside spans is kept. */
function pageOf({ fetchThing } = {}) {
  const store = new Store((point) => point);
  const api = { createSpan: async () => RECORD };
  const edits = new Edits({ store, api, me: { username: "me", may: ["label"] }, isEnforced: true });
  const kept = [];
  const queue = new SaveQueue({
    send: (op) => edits.send(op), settle: async () => "keep", wait: () => new Promise(() => {}), onState: () => {},
    keep: { add: (op) => kept.push(structuredClone(op)), done() {} },
  });
  Object.assign(edits, { queue, fetchThing });
  return { store, edits, queue, kept };
}

test("what hangs on a new span learns its name before it is sent, also where it is kept", async () => {
  const { edits, queue, kept } = pageOf();
  const sent = [];
  edits.things.set("relation", { send: async ({ entry }) => sent.push({ ...entry.ends }) });
  const span = edits.create("figure", { start: 1, end: 2, quote: "o" });
  queue.push({ thing: "relation", kind: "create", id: "new-r", entry: { uid: "e1", thing: "relation", ends: { source: span.id, target: "s1" } } });
  await queue.whenSent();
  assert.deepEqual(sent, [{ source: "s9", target: "s1" }]);
  assert.deepEqual(kept.at(-1).entry.ends, { source: "s9", target: "s1" });
});

test("what keeps a thing is fetched when something of it is sent or undone", async () => {
  const done = [];
  const keeper = { send: async ({ id }) => done.push(`send ${id}`), turn: ({ uid }, side) => done.push(`${side} ${uid}`) };
  const { store, edits, queue } = pageOf({ fetchThing: async () => keeper });
  const entry = { uid: "e1", thing: "relation", id: "r1", before: null, after: {} };
  const ops = replay(store, [{ thing: "relation", kind: "create", id: "r1", entry }]);
  assert.deepEqual([ops.length, store.all.length, store.done.length], [1, 0, 1]);
  await queue.restore(ops);
  edits.undo();
  await new Promise((resolve) => setTimeout(resolve));
  assert.deepEqual(done, ["send r1", "before e1"]);
});
