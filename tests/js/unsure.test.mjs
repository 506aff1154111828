import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf } from "../../annotations/static/annotations/annotator/later/address.js";
import { unsureOf } from "../../annotations/static/annotations/annotator/later/unsure.js";

const suggestion = (from, score, label = "claim") => ({ id: `${label}${from}`, from, to: from + 5, label, state: "suggested", score });
const reasons = (spans) => unsureOf(spans, "ana", (label) => label.toUpperCase()).map(([span, reason]) => [span.id, reason]);

test("a suggestion with a low score is unsure, and says which", () => {
  assert.deepEqual(reasons([suggestion(0, 0.52), suggestion(9, 0.7), { ...suggestion(20), score: null }]), [["claim0", "the engine is 52 of 100 sure"]]);
});

test("two labels for the same words are unsure, whatever their scores", () => {
  assert.deepEqual(reasons([suggestion(0, 0.9), suggestion(0, 0.95, "denial")]), [["claim0", "also proposed as DENIAL"], ["denial0", "also proposed as CLAIM"]]);
});

test("a draft that came back is unsure for its author alone", () => {
  const returned = { id: "d", from: 0, to: 5, label: "claim", state: "draft", author: "ana", decided_by: "ben", reason: "wrong_boundary", note: "" };
  assert.deepEqual(reasons([returned]), [["d", "ben returned it: wrong boundary"]]);
  assert.deepEqual(reasons([{ ...returned, author: "cat" }, { ...returned, decided_by: null }]), []);
});

test("what people decided is not unsure", () => {
  assert.deepEqual(reasons([{ ...suggestion(0, 0.5), state: "approved" }]), []);
});

test("the address of a span is that of its text alone", () => {
  assert.equal(addressOf("7", "https://example.org/documents/3/?list&page=2#doc"), "https://example.org/documents/3/?span=7");
});
