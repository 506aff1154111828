import assert from "node:assert/strict";
import test from "node:test";
import { OffsetMap, countPoints, joinLines } from "../../annotations/static/annotations/annotator/segments.js";
import { cases } from "./cases.mjs";

for (const { name, text, pairs } of cases("offsets")) {
  test(`code points and UTF-16 units convert both ways: ${name}`, () => {
    const map = new OffsetMap(text);
    for (const [point, unit] of pairs) {
      assert.equal(map.toUnit(point), unit);
      assert.equal(map.toPoint(unit), point);
    }
    assert.equal(countPoints(text), pairs.at(-1)[0]);
  });
}

test("a position inside a surrogate pair is the start of its character", () => {
  assert.equal(new OffsetMap("a🙂b").toPoint(2), 1);
});

test("lines of the page and the newlines between them make the text again", () => {
  const text = "\nfirst 🙂\n\n\nsecond\n𝟏\n\n";
  const lines = [{ point: 1, text: "first 🙂" }, { point: 11, text: "second" }, { point: 18, text: "𝟏" }];
  assert.equal(joinLines(lines, countPoints(text)), text);
});
