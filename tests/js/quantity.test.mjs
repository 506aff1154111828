import assert from "node:assert/strict";
import test from "node:test";
import { ANNOTATOR, cases } from "./cases.mjs";

const { filledBy, parseQuantity } = await import(`${ANNOTATOR}/later/quantity.js`);
const USUAL = { value: null, low: null, high: null, numerator: null, denominator: null, unit: "count", kind: "count", approximator: "none", counted: "" };
const PROPERTIES = { value: {}, low: {}, high: {}, unit: {}, kind: {}, approximator: {}, counted: {} };

for (const { typed, is_figure: isFigure = true, ...said } of cases("quantities")) {
  test(`“${typed}” ${isFigure ? "is understood as Python understands it" : "is no figure"}`, () => {
    assert.deepEqual(parseQuantity(typed), isFigure ? { ...USUAL, ...said } : null);
  });
}

const filled = (typed, attributes = {}, name = "value") => filledBy(typed, name, { properties: PROPERTIES, attributes });

test("what is typed as value fills the other fields that it speaks of, and no others", () => {
  assert.deepEqual(filled("some 17,600", { unit: "person" }), { value: 17600, approximator: "about" });
  assert.deepEqual(filled("between 4.5 and 4.7 percent"), { value: null, low: 4.5, high: 4.7, approximator: "between", unit: "percent", kind: "percent" });
  assert.deepEqual(filled("12 ships"), { value: 12, counted: "ships" });
});

test("one number in place of a range takes the bounds away", () => {
  assert.deepEqual(filled("5", { low: 4, high: 6, approximator: "between" }), { value: 5, low: null, high: null, approximator: null });
});

test("a bound is one number", () => {
  assert.deepEqual(filled("4.5k", {}, "low"), { low: 4500 });
  assert.equal(filled("4 to 5", {}, "low"), undefined);
  assert.equal(filled("many", {}, "value"), undefined);
});

// As the workbench does: null takes an attribute away.
function retyped(before, typed) {
  const properties = { ...PROPERTIES, numerator: {}, denominator: {} };
  const attributes = filledBy(before, "value", { properties, attributes: {} });
  const known = Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== null));
  return Object.fromEntries(Object.entries({ ...known, ...filledBy(typed, "value", { properties, attributes: known }) }).filter(([, value]) => value !== null));
}

for (const { before, typed, says, keeps } of cases("retyped")) {
  test(`“${typed}” in place of “${before}” leaves nothing of it but what a bare number does not speak of`, () => assert.deepEqual(retyped(before, typed), { ...says, ...keeps }));
}

test("an approximator that was chosen outlasts a bare number", () => {
  const chosen = { value: 150000, approximator: "none" };
  assert.deepEqual(filled("120000", chosen), { value: 120000 });
  assert.deepEqual(filled("120000", { value: 150000, approximator: "about" }), { value: 120000, approximator: "about" });
  assert.deepEqual(filled("some 120000", chosen), { value: 120000, approximator: "about" });
});

test("a corrected number keeps its unit and what it counts", () => {
  assert.deepEqual(retyped("126,000 troops", "126,500"), { value: 126500, unit: "person", counted: "troops" });
});
