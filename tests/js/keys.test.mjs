import assert from "node:assert/strict";
import test from "node:test";
import { ANNOTATOR } from "./cases.mjs";

const { nameOf } = await import(`${ANNOTATOR}/keys.js`);

/** A key press as a browser tells it; `how` names what is held with it. */
const press = (key, code, how = "") => nameOf({ key, code, ctrlKey: how.includes("Ctrl"), shiftKey: how.includes("Shift"), altKey: how.includes("Alt"), getModifierState: (name) => name === "AltGraph" && how.includes("AltGr") });
const names = (keys, codes) => [...keys].map((key, index) => press(key, codes[index])).join("");

const ROWS = ["QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM"].map((row) => [...row]);
const CODES = ROWS.map((row) => row.map((letter) => `Key${letter}`));

test("on a Ukrainian keyboard every letter key is the key of its place", () => {
  assert.equal(names("йцукенгшщз", CODES[0]), "qwertyuiop");
  assert.equal(names("фівапролд", CODES[1]), "asdfghjkl");
  assert.equal(names("ячсмить", CODES[2]), "zxcvbnm");
});

test("on a Russian keyboard as well", () => {
  assert.equal(names("йцукенгшщз", CODES[0]), "qwertyuiop");
  assert.equal(names("фывапролд", CODES[1]), "asdfghjkl");
  assert.equal(press("ъ", "BracketRight"), "]");
});

test("brackets and comma are where a Latin keyboard has them", () => {
  assert.equal(names("хї", ["BracketLeft", "BracketRight"]), "[]");
  assert.equal(press("б", "Comma"), ",");
  assert.equal(press("ґ", "KeyU", "Ctrl+Alt+AltGr"), "ґ");
});

test("the signs that such a keyboard writes itself are what they are", () => {
  assert.equal(press("?", "Digit7", "Shift"), "?");
  assert.equal(press(",", "Slash", "Shift"), ",");
  assert.equal(press(".", "Slash"), ".");
  assert.equal(press("1", "Digit1"), "1");
});

test("with Alt the question mark is on the key that has it elsewhere", () => {
  assert.equal(press(",", "Slash", "Alt+Shift"), "Alt+?");
  assert.equal(press("б", "Comma", "Alt"), "Alt+,");
  assert.equal(press("И", "KeyB", "Alt+Shift"), "Alt+Shift+b");
});

test("undo and redo work in another script, with CapsLock too", () => {
  assert.equal(press("я", "KeyZ", "Ctrl"), "Ctrl+z");
  assert.equal(press("Я", "KeyZ", "Ctrl"), "Ctrl+z");
  assert.equal(press("Я", "KeyZ", "Ctrl+Shift"), "Ctrl+Shift+z");
  assert.equal(press("н", "KeyY", "Ctrl"), "Ctrl+y");
});

test("Arabic and Greek letters are found by their place, two characters on a key too", () => {
  assert.equal(press("لا", "KeyB"), "b");
  assert.equal(press("α", "KeyA"), "a");
});

test("keyboards with Latin letters go by the character", () => {
  assert.equal(press("a", "KeyQ"), "a");
  assert.equal(press("z", "Slash"), "z");
  assert.equal(press("y", "KeyZ", "Ctrl"), "Ctrl+y");
  assert.equal(press("é", "Digit2"), "2");
  assert.equal(press("ö", "Semicolon"), "ö");
  assert.equal(press("ü", "BracketLeft"), "ü");
  assert.equal(press("[", "Digit8", "Ctrl+Alt+AltGr"), "[");
});

test("CapsLock changes no key", () => {
  assert.equal(press("A", "KeyA"), "a");
  assert.equal(press("Z", "KeyZ", "Ctrl"), "Ctrl+z");
  assert.equal(press("z", "KeyZ", "Ctrl+Shift"), "Ctrl+Shift+z");
  assert.equal(press("å", "KeyA", "Alt"), "Alt+a");
});
