import assert from "node:assert/strict";
import test from "node:test";
import { ANNOTATOR } from "./cases.mjs";
import { Server, open } from "./pages.mjs";

const { decideMany } = await import(`${ANNOTATOR}/later/many.js`);

const suggestion = (id, start, score = 0.9) => ({ id, label: "claim", start, end: start + 4, quote: "four", attributes: {}, state: "suggested", author: null, origin: "engine", engine: { name: "rules", version: "1" }, score, revision: 1, reason: "" });
const SUGGESTED = [suggestion("a", 0), suggestion("b", 10, 0.4), suggestion("c", 20)];

const seen = (spans) => spans.filter(({ state }) => state !== "dismissed")
  .map(({ label, start, end, attributes, state, author }) => JSON.stringify([label, start, end, attributes, state, author ?? null])).sort();

function diceOf(seed) {
  let state = seed * 2654435761 + 1;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 0x9e3779b9) >>> 0;
    return state % below;
  };
}

const LABELS = ["claim", "figure", "denial"];

/** Does something that may be done. */
function work({ edits, store }, dice) {
  const span = store.all[dice(store.all.length || 1)];
  const what = span ? dice(8) : 0;
  if (what <= 1) return edits.create(LABELS[dice(3)], { start: dice(50), end: 60 + dice(40), quote: "q" });
  if (what === 2) return edits.change(span, { label: LABELS[dice(3)] });
  if (what === 3) return edits.change(span, { start: dice(50), end: 60 + dice(40), quote: "q" });
  if (what === 4) return edits.change(span, { attributes: { value: dice(9) } });
  if (span.state === "suggested") {
    if (what === 5) return decideMany(edits, store.all.filter(({ state }) => state === "suggested"), dice(2) ? "accept" : "reject");
    edits.act(span, what === 6 ? "accept" : "reject");
    return what === 7 && edits.explain(span.id, "duplicate");
  }
  if (what === 5 && span.state === "draft") return edits.act(span, "submit");
  if (what === 6) return decideMany(edits, store.all.filter(({ author, state }) => author === "me" && state === "draft"), "delete");
  return edits.delete(span);
}

const settled = async (page) => {
  await page.restored;
  await page.queue.whenSent();
  assert.deepEqual(page.queue.state, { name: "saved", waiting: 0 });
};

for (let seed = 1; seed <= 90; seed += 1) {
  const isBlind = seed > 60;
  test(`random work walks all the way back and forth, also through reloads and without the network (${seed})`, async () => {
    const dice = diceOf(seed);
    const server = new Server(SUGGESTED, { isBlind });
    let page = open(server);
    const start = seen(page.store.all);
    const perhaps = async () => {
      if (dice(3) === 0) await settled(page);
      if (dice(5) === 0) page = page.reload();
    };
    for (let count = 0; count < 12; count += 1) {
      work(page, dice);
      await perhaps();
    }
    await settled(page);
    const end = seen(page.store.all);
    assert.deepEqual(seen(server.standing), end);
    for (let round = 0; round < 2; round += 1) {
      while (page.edits.undo()) await perhaps();
      assert.deepEqual(seen(page.store.all), start);
      await settled(page);
      assert.deepEqual(seen(server.standing), start);
      while (page.edits.redo()) await perhaps();
      assert.deepEqual(seen(page.store.all), end);
      await settled(page);
      assert.deepEqual(seen(server.standing), end);
    }
  });
}

for (const isHeld of [true, false]) {
  test(`a draft that comes to equal a proposal gives way to it, ${isHeld ? "unless something hangs on it" : "and undo brings it back"}`, async () => {
    const server = new Server(SUGGESTED);
    const page = open(server);
    page.edits.isHeld = () => isHeld;
    const made = page.edits.create("claim", { start: 12, end: 30, quote: "q", attributes: { value: 5 } });
    await settled(page);
    const before = seen(page.store.all);
    const id = page.edits.change(page.store.get(made.id), { start: 20, end: 24, quote: "four" });
    assert.equal(id === "c", !isHeld);
    await settled(page);
    assert.deepEqual(seen(server.standing), seen(page.store.all));
    assert.equal(page.store.all.length, isHeld ? 4 : 3);
    if (!isHeld) assert.deepEqual([server.now("c").state, server.now("c").attributes], ["draft", { value: 5 }]);
    page.edits.undo();
    await settled(page);
    assert.deepEqual(seen(page.store.all), before);
    assert.deepEqual(seen(server.standing), before);
  });
}

test("redo waits for a reload too, and something new ends it", async () => {
  const server = new Server(SUGGESTED);
  let page = open(server);
  page.edits.act(page.store.get("a"), "accept");
  page.edits.undo();
  await settled(page);
  page = page.reload();
  page.edits.redo();
  await settled(page);
  assert.equal(server.now("a").state, "draft");
  page.edits.undo();
  page.edits.act(page.store.get("c"), "accept");
  await settled(page);
  assert.equal(page.reload().edits.redo(), undefined);
});

test("what was decided at once is one request, one undo and one redo, however many they are", async () => {
  const server = new Server(Array.from({ length: 2300 }, (_, index) => suggestion(`n${index}`, index)));
  let page = open(server);
  decideMany(page.edits, page.store.all, "accept");
  await settled(page);
  assert.deepEqual(server.asked.filter(([what]) => what === "bulk"), [["bulk", 1000], ["bulk", 1000], ["bulk", 300]]);
  page = page.reload();
  page.edits.undo();
  await settled(page);
  assert.equal(server.standing.filter(({ state }) => state === "suggested").length, 2300);
  page.edits.redo();
  await settled(page);
  assert.equal(server.standing.filter(({ state }) => state === "draft").length, 2300);
  assert.equal(page.store.done.length, 3);
});

test("what somebody else changed meanwhile is left out, and the rest goes through", async () => {
  const server = new Server(SUGGESTED);
  const page = open(server);
  const told = [];
  page.edits.tell = (words) => told.push(words);
  server.write("b", { state: "draft", author: "you" }, "you");
  decideMany(page.edits, page.store.all, "reject");
  await settled(page);
  assert.deepEqual(server.standing.map(({ id, author }) => [id, author]), [["b", "you"]]);
  assert.deepEqual(page.store.all.map(({ id, author }) => [id, author]), [["b", "you"]]);
  assert.equal(told.length, 1);
  page.edits.undo();
  await settled(page);
  assert.deepEqual(server.standing.map(({ state }) => state), ["suggested", "draft", "suggested"]);
});

test("without the network it waits, survives a reload and arrives once", async () => {
  const server = new Server(SUGGESTED);
  server.isAway = true;
  let page = open(server);
  decideMany(page.edits, page.store.all, "accept");
  page = page.reload();
  assert.deepEqual(page.store.all.map(({ state }) => state), ["draft", "draft", "draft"]);
  page.edits.undo();
  page.edits.redo();
  server.isAway = false;
  page.wake();
  page = page.reload();
  await settled(page);
  assert.deepEqual(server.standing.map(({ state, author }) => [state, author]), Array(3).fill(["draft", "me"]));
});

test("a reason given after the rejection goes back with it", async () => {
  const server = new Server(SUGGESTED);
  let page = open(server);
  page.edits.act(page.store.get("a"), "reject");
  page.edits.explain("a", "duplicate");
  await settled(page);
  assert.deepEqual([server.now("a").state, server.now("a").reason], ["dismissed", "duplicate"]);
  assert.equal(page.store.done.length, 1);
  page = page.reload();
  page.edits.undo();
  await settled(page);
  assert.deepEqual([server.now("a").state, server.now("a").reason], ["suggested", ""]);
  page.edits.redo();
  await settled(page);
  assert.equal(server.now("a").reason, "duplicate");
});

test("in a blind project an accepted suggestion goes back and forth, alone and with others", async () => {
  const server = new Server(SUGGESTED, { isBlind: true });
  const page = open(server);
  page.edits.act(page.store.get("a"), "accept");
  await settled(page);
  decideMany(page.edits, [page.store.get("b"), page.store.get("c")], "accept");
  for (let round = 0; round < 3; round += 1) {
    await settled(page);
    assert.deepEqual(page.store.all.map(({ id, state }) => [id, state]), ["a", "b", "c"].map((id) => [`own-${id}`, "draft"]));
    while (page.edits.undo()) await settled(page);
    assert.deepEqual(page.store.all.map(({ id, state }) => [id, state]), ["a", "b", "c"].map((id) => [id, "suggested"]));
    while (page.edits.redo());
  }
});

test("in a blind project a reason reaches a rejection that the server has named anew", async () => {
  const server = new Server(SUGGESTED, { isBlind: true });
  const page = open(server);
  page.edits.act(page.store.get("a"), "reject");
  await settled(page);
  page.edits.explain("a", "duplicate");
  await settled(page);
  assert.deepEqual([server.now("own-a").reason, server.now("a").state], ["duplicate", "suggested"]);
});

test("things of other kinds keep their place in the stacks, untouched", () => {
  const page = open(new Server(SUGGESTED));
  const entry = { uid: "u1", thing: "relation", id: "r1", whatever: { it: ["is"] } };
  page.store.remember(entry);
  page.edits.change(page.store.get("a"), { label: "figure" });
  const again = page.reload();
  const turned = [];
  again.edits.things.set("relation", { turn: (found, side) => turned.push([found.whatever, side]) && found });
  again.edits.undo();
  again.edits.undo();
  assert.deepEqual(turned, [[{ it: ["is"] }, "before"]]);
  assert.equal(again.store.undone.at(-1).id, "r1");
});

test("a step that never left and that nobody will send is no step", () => {
  const page = open(new Server(SUGGESTED));
  page.edits.change(page.store.get("a"), { label: "figure" });
  for (const [uid, row] of page.kept) if (row.op) page.kept.delete(uid);
  assert.equal(page.reload().edits.undo(), undefined);
});

test("attributes that another label has no place for come back with the old one, and undo walks through all of it", async () => {
  const [figure, claim, quote] = [["figure", { value: { type: ["number", "null"] }, kind: { enum: ["count"] } }], ["claim", { voice: { enum: ["author"] } }], ["quote", { kind: { enum: ["direct"] }, speaker: { type: "string" } }]]
    .map(([key, properties]) => ({ key, attributes_schema: { properties } }));
  const { store, edits } = open(new Server());
  const { id } = edits.create("figure", { start: 0, end: 4, quote: "five", attributes: { value: 5, kind: "count" } });
  edits.relabel(store.get(id), claim);
  assert.deepEqual(store.get(id).attributes, {});
  edits.relabel(store.get(id), quote);
  assert.deepEqual(store.get(id).attributes, {}, "the kind of a figure is no kind of a quote");
  edits.relabel(store.get(id), figure);
  assert.deepEqual(store.get(id).attributes, { value: 5, kind: "count" });
  edits.change(store.get(id), { attributes: { kind: "count" } });
  edits.relabel(store.get(id), claim);
  edits.relabel(store.get(id), figure);
  assert.deepEqual(store.get(id).attributes, { kind: "count" }, "what was taken away on purpose stays away");
  for (const label of ["claim", "figure"]) {
    edits.undo();
    assert.equal(store.get(id).label, label);
  }
  assert.deepEqual(store.get(id).attributes, { kind: "count" });
});
