import assert from "node:assert/strict";
import test from "node:test";
import { ANNOTATOR } from "./cases.mjs";

const { Steps } = await import(`${ANNOTATOR}/segments.js`);
const { partsOf, shareOut } = await import(`${ANNOTATOR}/later/split.js`);

const TEXT = "An estimated 126,000 troops, he said.";
const steps = new Steps(TEXT, [{ from: 0, to: TEXT.length }], "en");
const span = { from: 0, to: 27 };
const cut = (from, to = from) => partsOf(span, { from, to }, steps).map((part) => TEXT.slice(part.from, part.to));

test("the parts are whole words without blanks at their ends", () => {
  assert.deepEqual(cut(12), ["An estimated", "126,000 troops"]);
  assert.deepEqual(cut(13), ["An estimated", "126,000 troops"]);
  assert.deepEqual(cut(16), ["An estimated", "126,000 troops"]);
  assert.deepEqual(cut(17), ["An estimated", "126,000 troops"]);
  assert.deepEqual(cut(1), ["An", "estimated 126,000 troops"]);
});

test("a selection cuts at both of its ends", () => {
  assert.deepEqual(cut(3, 12), ["An", "estimated", "126,000 troops"]);
  assert.deepEqual(cut(0, 12), ["An estimated", "126,000 troops"]);
});

test("a cursor outside, at an end, or nowhere cuts nothing", () => {
  for (const unit of [0, 27, 35]) assert.equal(cut(unit).length, 1);
  assert.deepEqual(partsOf(span, null, steps), []);
});

test("a range goes to the part that holds it, what was cut goes, and the rest stays with the first", () => {
  const attributes = { value: 5, cue: { start: 3, end: 9, quote: "x" }, denied: { start: 14, end: 20, quote: "x" }, cut: { start: 8, end: 15, quote: "x" } };
  const [first, second] = shareOut(attributes, [{ start: 0, end: 12 }, { start: 13, end: 27 }]);
  assert.deepEqual([Object.keys(first.attributes), Object.keys(second.attributes)], [["value", "cue"], ["denied"]]);
});
