import assert from "node:assert/strict";
import test from "node:test";
import { ANNOTATOR } from "./cases.mjs";

const { differing, wholeOf } = await import(`${ANNOTATOR}/later/versions.js`);

const span = { label: "figure", start: 1, end: 4, quote: "one", state: "draft", attributes: { value: 777, unit: "people" }, author: "me", revision: 3 };

test("only what differs is told, each attribute by itself", () => {
  const theirs = { ...span, attributes: { value: 555, unit: "people", year: 2022 }, revision: 4 };
  assert.deepEqual(differing(theirs, span), [
    { name: "value", isAttribute: true, theirs: 555, mine: 777 },
    { name: "year", isAttribute: true, theirs: 2022, mine: undefined },
  ]);
  assert.deepEqual(differing(span, { ...span }), []);
});

test("words and label are told as one each", () => {
  const names = differing({ ...span, label: "claim", end: 7, quote: "one two" }, span).map(({ name }) => name);
  assert.deepEqual(names, ["label", "words"]);
});

test("the whole version is label, range and attributes", () => {
  assert.deepEqual(wholeOf(span), { label: "figure", start: 1, end: 4, quote: "one", attributes: { value: 777, unit: "people" } });
});
