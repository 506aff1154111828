import assert from "node:assert/strict";
import test from "node:test";
import { classesOf, cutLine, findLanes } from "../../annotations/static/annotations/annotator/segments.js";
import { cases } from "./cases.mjs";

const linesOf = (text) => {
  const lines = [];
  let from = 0;
  for (const line of text.split("\n")) {
    if (line) lines.push({ from, to: from + line.length });
    from += line.length + 1;
  }
  return lines;
};

for (const { name, text, spans, pieces, suggested = [] } of cases("segments")) {
  test(`pieces and lanes are those of the server: ${name}`, () => {
    const all = spans.map(([from, to], index) => ({ id: `s${index}`, index, from, to, state: suggested.includes(index) ? "suggested" : "draft" }));
    const found = [];
    for (const line of linesOf(text)) {
      const here = all.filter((span) => span.from < line.to && span.to > line.from);
      for (const piece of findLanes(cutLine(line.from, line.to, here))) found.push([piece.from, piece.to, piece.covers.map((span) => span.index), piece.lanes]);
    }
    assert.deepEqual(found, pieces);
  });
}

const LOOKS = { claim: { colour: "blue", pattern: "solid" }, figure: { colour: "ochre", pattern: "heavy" } };
const looks = (key) => LOOKS[key];

test("a mark takes the tint of its innermost span and a line of each", () => {
  const claim = { id: "a", from: 0, to: 9, label: "claim", state: "draft" };
  const figure = { id: "b", from: 2, to: 5, label: "figure", state: "approved" };
  const piece = findLanes(cutLine(0, 9, [claim, figure]))[1];
  const classes = classesOf(piece, looks).split(" ");
  assert.deepEqual(classes, ["sp", "ochre", "a-ochre", "ap-heavy", "b-blue", "bp-solid", "st", "en"]);
});

test("a suggestion never hides the tint of a person's span", () => {
  const claim = { id: "a", from: 0, to: 9, label: "claim", state: "draft" };
  const figure = { id: "b", from: 2, to: 5, label: "figure", state: "suggested" };
  const classes = classesOf(findLanes(cutLine(0, 9, [claim, figure]))[1], looks).split(" ");
  assert.equal(classes[1], "blue");
  assert.ok(classes.includes("bp-sug-heavy"));
});

test("a suggestion alone has no tint", () => {
  const figure = { id: "b", from: 2, to: 5, label: "figure", state: "suggested" };
  assert.equal(classesOf(findLanes(cutLine(2, 5, [figure]))[0], looks).split(" ")[1], "sug");
});
