import assert from "node:assert/strict";
import test from "node:test";
import { ANNOTATOR } from "./cases.mjs";

const { besides, isMeant, labelsBeside, laidOver, nearestTo, said, waysBetween } = await import(`${ANNOTATOR}/later/pairs.js`);

const TYPES = {
  attributes: { source: ["claim", "denial", "quote"], target: ["speaker"] },
  denies: { source: ["denial"], target: ["claim"] },
  continues: { source: ["quote"], target: ["quote"] },
};
const span = (id, from, to, label = "claim", state = "draft") => ({ id, from, to, label, state, quote: id });

test("a pair is linked only in the ways its labels allow, from either side", () => {
  assert.deepEqual(waysBetween(TYPES, "denial", "claim"), [{ type: "denies", isSource: true }]);
  assert.deepEqual(waysBetween(TYPES, "claim", "denial"), [{ type: "denies", isSource: false }]);
  assert.deepEqual(waysBetween(TYPES, "claim", "claim"), []);
  assert.equal(waysBetween(TYPES, "quote", "quote").length, 2);
  assert.deepEqual(labelsBeside(TYPES, "speaker"), ["claim", "denial", "quote"]);
  assert.deepEqual(labelsBeside(TYPES, "rumour"), []);
});

test("a link is said from both its ends", () => {
  assert.equal(said({ type: "denies", isSource: true }), "denies");
  assert.equal(said({ type: "denies", isSource: false }), "is denied by");
  assert.equal(said({ type: "of_tomorrow", isSource: true }), "of_tomorrow");
});

test("the nearest span comes first, an overlapping one before all", () => {
  const here = span("here", 50, 60);
  const all = [span("far", 0, 5), span("before", 40, 48), here, span("inside", 52, 55), span("after", 61, 70)];
  assert.deepEqual(nearestTo(here, all, () => true).map(({ id }) => id), ["inside", "after", "before", "far"]);
  assert.deepEqual(nearestTo(here, all, ({ from }) => from < 50).map(({ id }) => id), ["before", "far"]);
});

test("written words are looked for in the quote and at the start of the label's name", () => {
  const one = { quote: "Some 17,600 troops" };
  assert.ok(isMeant("", one, "Figure"));
  assert.ok(isMeant("TROOPS some", one, "Figure"));
  assert.ok(isMeant("fig 17", one, "Figure"));
  assert.ok(!isMeant("ure", one, "Figure"));
  assert.ok(!isMeant("troops tanks", one, "Figure"));
});

test("a quote continues the one before it, and is continued where there is none", () => {
  const [one, two, three] = [span("1", 0, 5, "quote"), span("2", 10, 15, "quote"), span("3", 20, 25, "quote")];
  const all = [one, span("c", 6, 8), two, span("s", 16, 18, "quote", "suggested"), three];
  assert.deepEqual(besides(three, all, () => true), { source: three, target: two });
  assert.deepEqual(besides(one, all, () => true), { source: two, target: one });
  assert.deepEqual(besides(three, all, ({ id }) => id !== "2"), { source: three, target: one });
  assert.equal(besides(one, [one], () => true), null);
});

test("unsent operations are laid over what the server told, as often as one likes", () => {
  const told = new Map([["r1", { id: "r1", type: "denies", source: "a", target: "b", scope: "whole", state: "live", revision: 1 }]]);
  const made = { uid: "e2", kind: "create", before: null, after: { type: "denies", scope: "whole", state: "live" }, ends: { source: "new-a", target: "b" } };
  const ops = [
    { kind: "edit", id: "r1", entry: { before: { scope: "whole" }, after: { scope: "part", state: "live" }, ends: { source: "a", target: "b" } } },
    { kind: "create", id: "new-r", entry: made },
    { kind: "turn", id: "new-r", entry: made, target: { ...made.after, state: "withdrawn" } },
  ];
  const once = laidOver(told, ops);
  assert.equal(once.get("r1").scope, "part");
  assert.equal(once.get("r1").revision, 1);
  assert.deepEqual([once.get("new-r").state, once.get("new-r").source], ["withdrawn", "new-a"]);
  assert.deepEqual(laidOver(once, ops), once);
  assert.equal(told.get("r1").scope, "whole");
  made.ends.source = "s7";
  assert.equal(laidOver(told, ops).get("new-r").source, "s7");
});
