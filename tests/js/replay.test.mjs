import assert from "node:assert/strict";
import test from "node:test";
import { ANNOTATOR } from "./cases.mjs";

const { Edits } = await import(`${ANNOTATOR}/edits.js`);
const { SaveQueue } = await import(`${ANNOTATOR}/queue.js`);
const { Store, replay } = await import(`${ANNOTATOR}/store.js`);

const ME = { username: "me", may: ["label"] };
const SENT = { id: "s1", label: "claim", start: 1, end: 5, quote: "four", attributes: {}, state: "draft", author: "me", revision: 3 };
const offline = Object.assign(new Error("offline"), { status: 0 });

/** A page whose network is away: what it keeps is what a database would give back. */
function pageOf(spans, api, { isOffline = false } = {}) {
  const kept = new Map();
  const store = new Store((point) => point);
  store.put(spans);
  const edits = new Edits({ store, api, me: ME, isEnforced: true });
  let numbers = 0;
  const queue = new SaveQueue({
    send: async (op) => {
      if (isOffline) throw offline;
      await edits.send(op);
    },
    settle: async () => "keep",
    wait: () => new Promise(() => {}),
    onState: () => {},
    keep: {
      add: (op) => kept.set((op.uid ??= `op${(numbers += 1)}`), structuredClone(op)),
      done: (op, resting) => {
        kept.delete(op.uid);
        for (const other of resting) kept.set(other.uid, structuredClone(other));
      },
    },
  });
  edits.queue = queue;
  return { store, edits, queue, kept, left: () => structuredClone([...kept.values()]) };
}

const apiOf = (asked) => ({
  createSpan: async (body, key) => asked.push(["create", body.label, key]) && { ...SENT, ...body, id: "s9", revision: 1 },
  changeSpan: async (id, body, { revision }) => asked.push(["change", id, revision]) && { ...SENT, ...body, id, revision: revision + 1 },
  deleteSpan: async (id, { revision }) => asked.push(["delete", id, revision]) && { revision: revision + 1 },
  actOnSpan: async (id, verb, body, { revision }) => asked.push([verb, id, revision]) && { ...SENT, id, revision: revision + 1 },
});

test("what an earlier page left is applied again and sent in order under the same keys", async () => {
  const before = pageOf([SENT], null, { isOffline: true });
  const made = before.edits.create("figure", { start: 7, end: 9, quote: "no" });
  before.edits.change(made, { label: "claim" });
  before.edits.change(before.store.get("s1"), { label: "denial" });
  const asked = [];
  const after = pageOf([SENT], apiOf(asked));
  const ops = replay(after.store, before.left());
  assert.deepEqual(after.store.all.map(({ label }) => label), ["denial", "claim"]);
  await after.queue.restore(ops);
  assert.deepEqual(asked, [["create", "figure", ops[0].key], ["change", "s9", 1], ["change", "s1", 3]]);
  assert.equal(after.store.get(made.id).id, "s9");
});

test("nothing is left behind once the server has everything", async () => {
  const page = pageOf([SENT], apiOf([]));
  page.edits.change(page.store.get("s1"), { label: "denial" });
  await page.queue.whenSent();
  assert.deepEqual(page.left(), []);
});

test("a change says which revision it was made on, so that a newer one of somebody else is not overwritten", async () => {
  const before = pageOf([SENT], null, { isOffline: true });
  before.edits.change(before.store.get("s1"), { label: "denial" });
  before.edits.change(before.store.get("s1"), { label: "figure" });
  const asked = [];
  const after = pageOf([{ ...SENT, revision: 8, label: "quote" }], apiOf(asked));
  await after.queue.restore(replay(after.store, before.left()));
  assert.deepEqual(asked, [["change", "s1", 3], ["change", "s1", 4]]);
});

test("what rests on a span that was just named is kept under its new name", async () => {
  const asked = [];
  const api = apiOf(asked);
  let isAway = false;
  api.changeSpan = async () => {
    isAway = true;
    throw offline;
  };
  const before = pageOf([], api);
  const made = before.edits.create("figure", { start: 7, end: 9, quote: "no" });
  before.edits.change(made, { label: "claim" });
  while (!isAway) await new Promise((resolve) => setTimeout(resolve));
  assert.deepEqual(before.left().map(({ id, base }) => [id, base]), [["s9", 1]]);
});

test("an undo that waited is undone, and can be done again, after a reload", async () => {
  const before = pageOf([SENT], null, { isOffline: true });
  before.edits.change(before.store.get("s1"), { label: "denial" });
  before.edits.undo();
  const asked = [];
  const after = pageOf([SENT], apiOf(asked));
  const ops = replay(after.store, before.left());
  assert.equal(after.store.get("s1").label, "claim");
  assert.equal(after.store.undone.at(-1), ops[0].entry);
  assert.equal(ops[0].entry, ops[1].entry);
  await after.queue.restore(ops);
  assert.deepEqual(asked, [["change", "s1", 3], ["undo", "s1", 4]]);
});

test("a span that the page was sent under its own name does not stand twice once its making is answered", async () => {
  const before = pageOf([], null, { isOffline: true });
  before.edits.create("figure", { start: 7, end: 9, quote: "no" });
  const after = pageOf([{ ...SENT, id: "s9", label: "figure", start: 7, end: 9, revision: 1 }], apiOf([]));
  await after.queue.restore(replay(after.store, before.left()));
  assert.deepEqual(after.store.all.map(({ id }) => id), ["s9"]);
});
