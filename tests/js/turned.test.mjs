import assert from "node:assert/strict";
import test from "node:test";
import { ANNOTATOR } from "./cases.mjs";

const { whatOf } = await import(`${ANNOTATOR}/later/turned.js`);

const NAMES = { claim: "Claim", figure: "Figure" };
const PAGE = { data: { ratings: [{ slug: "half-true", name: "Half true" }] }, looks: (key) => ({ name: NAMES[key], attributes_schema: { properties: { value: { title: "Value" }, unit: { title: "Unit" } } } }) };
const SPAN = { label: "figure", start: 3, end: 17, quote: "126,000 troops", attributes: {}, state: "draft" };
const step = (kind, before, after, rest = {}) => ({ kind, number: 1, before: before && { ...SPAN, ...before }, after: { ...SPAN, ...after }, ...rest });
const ENDS = { source: { quote: "No unit has crossed it" }, target: { quote: "Northern Command" } };

const CASES = [
  ["marked “126,000 troops” as Figure", step("create", null, {})],
  ["removed “126,000 troops”", step("delete", {}, { state: "dismissed" })],
  ["label Figure → Claim", step("change", {}, { label: "claim" })],
  ["edges “126,000 troops” → “126,000”", step("change", {}, { end: 10, quote: "126,000" })],
  ["Value – → 126000", step("change", {}, { attributes: { value: 126000 } })],
  ["changed “126,000 troops”: Unit, Value", step("change", { attributes: { unit: "person" } }, { attributes: { value: 1 } })],
  ["accepted “126,000 troops”", step("act", { state: "suggested" }, {})],
  ["rejected “126,000 troops”", step("act", { state: "suggested" }, { state: "dismissed" })],
  ["submitted “126,000 troops”", step("act", {}, { state: "in_review" })],
  ["approved “126,000 troops”", step("act", { state: "in_review" }, { state: "approved" })],
  ["returned “126,000 troops”", step("act", { state: "in_review" }, {})],
  ["linked “No unit has crossed it” with “Northern Command”", step("create", null, { ends: ENDS }, { thing: "relation" })],
  ["removed the link of “No unit has crossed it” with “Northern Command”", step("remove", {}, { ends: ENDS }, { thing: "relation" })],
  ["changed the link of “No unit has crossed it” with “Northern Command”", step("edit", {}, { ends: ENDS }, { thing: "relation" })],
  ["said “nothing here”", { thing: "nothing_here", number: 1, before: { isSaid: false }, after: { isSaid: true } }],
  ["took “nothing here” back", { thing: "nothing_here", number: 1, before: { isSaid: true }, after: { isSaid: false } }],
  ["added the source “The count”", { thing: "source", kind: "add", number: 1, shown: { source: { title: "The count", url: "" } } }],
  ["removed the source “https://example.org/”", { thing: "source", kind: "remove", number: 1, shown: { source: { title: "", url: "https://example.org/" } } }],
  ["wrote a comment", { thing: "comment", kind: "add", number: 1 }],
  ["resolved a thread", { thing: "talk", kind: "add", number: 1, after: { isResolved: true } }],
  ["changed a comment", { thing: "talk", kind: "add", number: 1, after: { text: "It is." } }],
  ["recorded the verdict “Half true”", { thing: "verdict", kind: "add", number: 1, before: null, after: { rating: "half-true" } }],
  ["verdict Half true → false", { thing: "verdict", kind: "add", number: 1, before: { rating: "half-true" }, after: { rating: "false" } }],
  ["accepted 2 suggestions", { kind: "many", number: 1, verb: "accept", items: [{}, {}] }],
  ["removed 1 draft", { kind: "many", number: 1, verb: "delete", items: [{}] }],
];

for (const [words, entry] of CASES) test(`a step is told in words: ${words}`, () => assert.equal(whatOf(PAGE, [entry]), words));

test("steps that are one for undo are told by what was done first, whichever was turned first", () => {
  const cut = step("change", {}, { end: 10, quote: "126,000" });
  const rest = step("create", null, { start: 11, quote: "troops" }, { number: 2 });
  assert.equal(whatOf(PAGE, [cut, rest]), "split “126,000 troops”");
  assert.equal(whatOf(PAGE, [rest, cut]), "split “126,000 troops”");
  const many = (number) => ({ kind: "many", number, verb: "reject", items: [{}, {}, {}] });
  assert.equal(whatOf(PAGE, [many(2), many(1)]), "rejected 6 suggestions");
});

test("of a long quote the beginning and the end are told, since two edges differ at either", () => {
  const quote = `It began ${"so ".repeat(40)}and ended`;
  const told = whatOf(PAGE, [step("delete", { quote }, {})]);
  assert.ok(told.length < 60, told);
  assert.match(told, /^removed “It began so.*… so.*and ended”$/);
});
