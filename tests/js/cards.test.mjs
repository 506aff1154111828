import assert from "node:assert/strict";
import test from "node:test";
import { ANNOTATOR } from "./cases.mjs";

const { settle } = await import(`${ANNOTATOR}/cards.js`);

const topsOf = (wanted, pinned) => {
  const items = wanted.map((each) => ({ wanted: each, height: 30 }));
  settle(items, pinned);
  return items.map(({ top }) => top);
};

test("cards stand at their words and push each other down", () => {
  assert.deepEqual(topsOf([0, 10, 100], -1), [0, 30, 100]);
});

test("the active card stands at its words; those before it make room above", () => {
  assert.deepEqual(topsOf([200, 210, 220], 2), [156, 186, 216]);
});

test("those before the active one never reach another that has room", () => {
  assert.deepEqual(topsOf([0, 200, 210], 2), [0, 176, 206]);
});

test("no card stands above the list: the last of many in the first line moves down instead", () => {
  assert.deepEqual(topsOf([0, 5, 10, 15], 3), [0, 30, 60, 90]);
  assert.deepEqual(topsOf([2], 0), [0]);
});
