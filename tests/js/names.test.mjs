import assert from "node:assert/strict";
import test from "node:test";
import { ANNOTATOR, cases } from "./cases.mjs";

const { face, fitting, piecesOf, placesOf, typedName } = await import(`${ANNOTATOR}/later/names.js`);
const { known, cases: texts } = cases("mentions");
const units = (text, point) => [...text].slice(0, point).join("").length;

test("people are found where the server finds them", () => {
  for (const [text, places] of texts) {
    const wanted = places.map(([start, end]) => [units(text, start), units(text, end)]);
    assert.deepEqual(placesOf(text, new Set(known)), wanted, text);
    assert.equal(piecesOf(text, known).map(([words]) => words).join(""), text);
  }
});

test("a name is offered while it is typed, and in no mail address", () => {
  assert.deepEqual(typedName("Ask @an", 7), { start: 4, typed: "an" });
  assert.deepEqual(typedName("@", 1), { start: 0, typed: "" });
  assert.equal(typedName("me@an", 5), null);
  assert.equal(typedName("@ana is", 7), null);
});

test("who begins so stands before who holds it", () => {
  const people = ["dana", "ana"].map((username) => ({ username }));
  assert.deepEqual(fitting(people, "an").map(({ username }) => username), ["ana", "dana"]);
});

test("a person looks as the server draws them", () => {
  assert.deepEqual(face("annotator"), { hue: "olive", letters: "an" });
  assert.equal(face("ana.soto").letters, "as");
});
