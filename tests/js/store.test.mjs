import assert from "node:assert/strict";
import test from "node:test";
import { Store, saysTheSame, snapshot } from "../../annotations/static/annotations/annotator/store.js";

const span = (id, start, end, rest = {}) => ({ id, label: "claim", start, end, state: "draft", revision: 1, ...rest });

function storeOf(...spans) {
  const store = new Store((point) => point * 2);
  store.put(spans);
  return store;
}

test("spans come in reading order, the longer first, also after changes", () => {
  const store = storeOf(span("b", 5, 9), span("a", 5, 20), span("c", 1, 2));
  assert.deepEqual(store.all.map(({ id }) => id), ["c", "a", "b"]);
  store.put([span("d", 5, 12), span("c", 30, 31)]);
  assert.deepEqual(store.all.map(({ id }) => id), ["a", "d", "b", "c"]);
  store.remove("d");
  assert.deepEqual(store.all.map(({ id }) => id), ["a", "b", "c"]);
});

test("a span knows its place in UTF-16 units", () => {
  assert.equal(storeOf(span("a", 3, 4)).get("a").from, 6);
});

test("records that differ in their revision alone say the same", () => {
  const one = span("a", 3, 4, { attributes: { value: 5, unit: "person" } });
  assert.equal(saysTheSame(one, { ...one, revision: 7, attributes: { unit: "person", value: 5 } }), true);
  assert.equal(saysTheSame(one, { ...one, end: 5 }), false);
  assert.equal(saysTheSame(one, { ...one, attributes: { value: 5 } }), false);
});

test("a dismissed span leaves, but its revision stays known for undo", () => {
  const store = storeOf(span("a", 1, 2));
  store.put([{ id: "a", state: "dismissed", revision: 7 }]);
  assert.equal(store.get("a"), undefined);
  assert.equal(store.find("a").revision, 7);
  store.put([{ id: "a", state: "draft" }]);
  assert.equal(store.get("a").label, "claim");
});

test("the id given before saving finds the span afterwards, and listeners hear of one change", () => {
  const store = storeOf(span("new-1", 1, 2));
  const heard = [];
  store.onChange((changes) => heard.push(...changes));
  store.rename("new-1", { id: "real", revision: 1 });
  assert.equal(store.get("new-1").id, "real");
  assert.equal(store.idOf("new-1"), "real");
  assert.deepEqual(heard.map(({ before, after }) => [before.id, after.id]), [["new-1", "real"]]);
  assert.equal(store.all.length, 1);
});

test("a name that comes back is found again, and may go again", () => {
  const store = storeOf(span("suggestion", 1, 2));
  for (let round = 0; round < 2; round += 1) {
    store.rename("suggestion", { id: "own", revision: 2 });
    assert.equal(store.find("suggestion").id, "own");
    store.rename("own", { id: "suggestion", revision: 1 });
    assert.deepEqual([store.find("suggestion").id, store.find("own").id], ["suggestion", "suggestion"]);
  }
});

test("undo hands out the last thing done, redo brings it back, and doing something new forgets what was undone", () => {
  const store = storeOf();
  store.remember("first");
  store.remember("second");
  assert.equal(store.takeUndo(), "second");
  assert.equal(store.takeUndo(), "first");
  assert.equal(store.takeUndo(), undefined);
  assert.equal(store.takeRedo(), "first");
  store.remember("third");
  assert.equal(store.takeRedo(), undefined);
  assert.equal(store.takeUndo(), "third");
});

test("next and previous wrap around and can skip what is decided", () => {
  const store = storeOf(span("a", 1, 2), span("b", 3, 4, { state: "suggested" }), span("c", 5, 6));
  const [a, b, c] = store.all;
  assert.equal(store.next(0, 1), a);
  assert.equal(store.next(0, 1, undefined, a), b);
  assert.equal(store.next(0, 1, undefined, c), a);
  assert.equal(store.next(100, -1), c);
  assert.equal(store.next(0, 1, ({ state }) => state === "suggested", c), b);
  assert.equal(store.next(0, 1, () => false), undefined);
});

test("suggestions do not count as labelled", () => {
  const counts = storeOf(span("a", 1, 2), span("b", 3, 4, { state: "suggested" })).counts();
  assert.deepEqual(counts, { label: { claim: 1 }, state: { draft: 1, suggested: 1 } });
});

test("one's own spans that came back are counted apart until they are handed in again", () => {
  const back = { author: "annotator", decided_by: "reviewer" };
  const store = storeOf(span("a", 1, 2, back), span("b", 3, 4, { ...back, author: "editor" }), span("c", 5, 6, { author: "annotator" }));
  assert.equal(store.counts("annotator").state.returned, 1);
  store.put([{ id: "a", state: "in_review" }]);
  assert.equal(store.counts("annotator").state.returned, undefined);
});

test("a snapshot holds what undo puts back and nothing of the revision", () => {
  const kept = snapshot(span("a", 1, 2, { author: "annotator" }));
  assert.equal(kept.author, "annotator");
  assert.equal("revision" in kept, false);
});
