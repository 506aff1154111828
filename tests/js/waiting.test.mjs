import assert from "node:assert/strict";
import test from "node:test";
import { ANNOTATOR } from "./cases.mjs";

const { isThere, laidOver, verdictsOver } = await import(`${ANNOTATOR}/later/waiting.js`);

const entry = { kind: "add", id: "new-1" };
const removal = { kind: "remove", id: "s1", record: { id: "s1" } };
const turn = (each, side) => ({ kind: "turn", side, entry: each });

test("what is added stands, also done again; taken back or taken off it does not", () => {
  assert.deepEqual([isThere({ kind: "add", entry }), isThere(turn(entry, "before")), isThere(turn(entry, "after"))], [true, false, true]);
  assert.deepEqual([isThere({ kind: "remove", entry: removal }), isThere(turn(removal, "before")), isThere(turn(removal, "after"))], [false, true, false]);
});

test("what waits lies over what the server told, once", () => {
  const shown = (each) => ({ title: each.id });
  assert.deepEqual(laidOver([{ id: "s1" }], [{ kind: "add", entry }], shown), [{ id: "s1" }, { id: "new-1", title: "new-1", isWaiting: true }]);
  assert.deepEqual(laidOver([{ id: "s1" }], [{ kind: "remove", entry: removal }], shown), []);
  const named = { ...entry, record: { id: "s2" } };
  assert.deepEqual(laidOver([{ id: "s1" }, { id: "s2" }], [turn(named, "before")], shown), [{ id: "s1" }]);
});

test("a verdict that waits sets one's own open one aside; taken back, the words before it stand again", () => {
  const shown = () => ({ name: "Half true" });
  const told = [{ id: "v1", state: "draft", proposed_by: "me" }, { id: "v0", state: "approved", proposed_by: "her" }];
  const change = { before: { rating: "true" }, after: { rating: "half-true" } };
  const states = (op) => verdictsOver(told, [op], { me: "me", shown }).map(({ rating, state }) => `${rating} ${state}`);
  assert.deepEqual(states({ kind: "add", entry: change }), ["half-true draft", "undefined superseded", "undefined approved"]);
  assert.deepEqual(states(turn(change, "before"))[0], "true draft");
  assert.deepEqual(states(turn({ ...change, before: null }, "before")), ["undefined superseded", "undefined approved"]);
});
