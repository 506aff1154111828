import assert from "node:assert/strict";
import test from "node:test";
import { ANNOTATOR } from "./cases.mjs";

const { mayChange, withChoices } = await import(`${ANNOTATOR}/keys.js`);
const { refusal } = await import(`${ANNOTATOR}/later/keylist.js`);
const ROWS = [
  ["Move", "One word", ["Ctrl+ArrowRight"], "step", ["word", 1]],
  ["Label", "Claim", ["1"], "label", ["claim"]],
  ["Decide", "Accept", ["a"], "agree", []],
  ["Decide", "Reject", ["x"], "reject", []],
];
const keysOf = (choices) => withChoices(ROWS, choices).map(([, , [key]]) => key);

test("a chosen key takes the place of the usual one", () => {
  assert.deepEqual(keysOf({ keys: { agree: "j", "label claim": "c" } }), ["Ctrl+ArrowRight", "c", "j", "x"]);
});

test("with single keys switched off each needs Alt, digits Shift as well, chosen ones too", () => {
  assert.deepEqual(keysOf({ keys: { agree: "j" }, isSingle: false }), ["Ctrl+ArrowRight", "Alt+Shift+1", "Alt+j", "Alt+x"]);
});

test("with Alt no key opens a menu of a browser: those take Shift as well", () => {
  for (const key of "bdefhsv") assert.equal(keysOf({ keys: { agree: key }, isSingle: false })[2], `Alt+Shift+${key}`);
});

test("a key that does something else is refused, and the words say what", () => {
  assert.match(refusal(ROWS, "agree", "x"), /X is taken already: Reject/);
  assert.equal(refusal(ROWS, "agree", "a"), "");
  assert.equal(refusal(ROWS, "agree", "j"), "");
});

test("keys of the browser and of the text cursor are refused", () => {
  for (const key of ["Ctrl+t", "Ctrl+Shift+n", "F5", "Tab", " ", "Enter", "ArrowUp", "Shift+ArrowUp", "Alt+d"]) {
    assert.match(refusal(ROWS, "agree", key), /belongs to the browser/, key);
  }
});

test("arrows keep their work", () => {
  assert.deepEqual(ROWS.map(mayChange), [false, true, true, true]);
});
