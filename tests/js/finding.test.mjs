import assert from "node:assert/strict";
import { test } from "node:test";
import { Folded, findAll } from "../../annotations/static/annotations/annotator/later/finding.js";

const all = (matches) => Array.from({ length: matches.length }, (_, index) => matches.at(index));
const hits = (text, words, options) => all(findAll(new Folded(text), words, options)).map(([from, to]) => text.slice(from, to));

test("case, accents, dashes, quotes and odd blanks make no difference", () => {
  assert.deepEqual(hits("Café CAFÉ cafe\u0301 cafe", "cafe"), ["Café", "CAFÉ", "cafe\u0301", "cafe"]);
  assert.deepEqual(hits("“No unit” – 126\u00a0000 of it", '"no unit" - 126 000'), ["“No unit” – 126\u00a0000"]);
  assert.deepEqual(hits("so\u00adft… and", "soft..."), ["so\u00adft…"]);
  assert.deepEqual(hits("İstanbul", "istanbul"), ["İstanbul"]);
});

test("letters of their own are told apart, marks of stress are not", () => {
  assert.deepEqual(hits("його ого їх іх", "ого"), ["ого", "ого"]);
  assert.deepEqual(hits("їх іх", "іх"), ["іх"]);
  assert.deepEqual(hits("за\u0301мок и\u0306", "замок й"), ["за\u0301мок и\u0306"]);
});

test("places behind astral, combining and vanishing characters are those of the text", () => {
  assert.deepEqual(hits("🛰️ e\u0301\u200be 🛰 e", "e"), ["e\u0301", "e", "e"]);
  assert.deepEqual(hits("漢字と字", "字"), ["字", "字"]);
  assert.deepEqual(hits("한국어 한국", "한국"), ["한국", "한국"]);
  assert.deepEqual(hits("שָׁלוֹם שלום", "שלום"), ["שָׁלוֹם", "שלום"]);
});

test("matches go over the ends of lines", () => {
  assert.deepEqual(hits("of the\nforce", "the force"), ["the\nforce"]);
});

test("whole words only, when asked", () => {
  assert.deepEqual(hits("troops, troop; trooper", "troop", { isWhole: true }), ["troop"]);
  assert.deepEqual(hits("126 1267 (126)", "126", { isWhole: true }), ["126", "126"]);
});

test("nothing is found for nothing, and blanks around the words do not count", () => {
  assert.deepEqual(hits("a b", "  "), []);
  assert.deepEqual(hits("a b", " b "), ["b"]);
});

test("the first match from a place on is found, and none behind the last", () => {
  const matches = findAll(new Folded("..ab....ab..ab."), "ab"); // [2, 4], [8, 10], [12, 14]
  assert.deepEqual([0, 3, 4, 10, 14].map((place) => matches.firstFrom(place)), [0, 0, 1, 2, 3]);
  assert.equal(findAll(new Folded("x"), "y").firstFrom(0), 0);
});

test("every place is right in random texts", () => {
  const alphabet = ["a", "A", "á", "e\u0301", "й", "и\u0306", "🛰", "\u00ad", "…", " ", "\n", "ß", "한", "İ", "“"];
  let seed = 7;
  const random = () => ((seed = (seed * 16807) % 2147483647) / 2147483647);
  for (let round = 0; round < 500; round += 1) {
    const text = Array.from({ length: 40 }, () => alphabet[Math.floor(random() * alphabet.length)]).join("");
    const fold = new Folded(text);
    for (const [from, to] of all(findAll(fold, "a"))) assert.equal(new Folded(text.slice(from, to)).text, "a", JSON.stringify(text));
  }
});

test("a megabyte is searched in a moment", () => {
  const fold = new Folded("Сили оборони: 126,000 troops stood near the café. ".repeat(20000));
  const start = process.cpuUsage();
  assert.equal(findAll(fold, "cafe").length, 20000);
  assert.ok(process.cpuUsage(start).user < 250_000); // of 50 ms wanted, with room for a slow machine
});
