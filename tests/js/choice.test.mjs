import assert from "node:assert/strict";
import test from "node:test";
import { ANNOTATOR } from "./cases.mjs";

const { chosenBy, enginesOf } = await import(`${ANNOTATOR}/later/choice.js`);

const span = (id, label, score, rest = {}) => ({ id, label, score, state: "suggested", engine: { name: "rules" }, ...rest });
const SPANS = [
  span("a", "claim", 0.9), span("b", "claim", 0.8), span("c", "figure", 0.5), span("d", "claim", null),
  span("mine", "claim", 0.99, { state: "draft" }), span("e", "claim", 1, { engine: { name: "model" } }),
];
const ids = (choice) => chosenBy(SPANS, choice).map(({ id }) => id);

test("a score stands at its own edge, and a person's span is never chosen", () => {
  assert.deepEqual(ids({ side: "above", score: 0.8 }), ["a", "b", "e"]);
  assert.deepEqual(ids({ side: "below", score: 0.8 }), ["c", "d"]);
  assert.deepEqual(ids({ side: "above", score: 0 }), ["a", "b", "c", "d", "e"]);
});

test("label and engine narrow it down", () => {
  assert.deepEqual(ids({ label: "figure", side: "above", score: 0 }), ["c"]);
  assert.deepEqual(ids({ engine: "model", side: "above", score: 0 }), ["e"]);
  assert.deepEqual(enginesOf(SPANS), ["model", "rules"]);
});
