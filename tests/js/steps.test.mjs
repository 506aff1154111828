import assert from "node:assert/strict";
import test from "node:test";
import { Steps } from "../../annotations/static/annotations/annotator/segments.js";

function stepsIn(text, language = "en") {
  const lines = [];
  let from = 0;
  for (const line of text.split("\n")) {
    if (line) lines.push({ from, to: from + line.length });
    from += line.length + 1;
  }
  return new Steps(text, lines, language);
}

const TEXT = "An estimated 126,000 troops stood there. They left.\n\nThe second paragraph.";

test("a word step to the right ends at the next word's end, a number being one word", () => {
  const steps = stepsIn(TEXT);
  const ends = [];
  let unit = 0;
  for (let i = 0; i < 4; i += 1) ends.push((unit = steps.step(unit, "word", 1)));
  assert.deepEqual(ends.map((end) => TEXT.slice(0, end)), ["An", "An estimated", "An estimated 126,000", "An estimated 126,000 troops"]);
});

test("a word step to the left ends at a word's start", () => {
  const steps = stepsIn(TEXT);
  assert.equal(TEXT.slice(steps.step(27, "word", -1)).startsWith("troops"), true);
  assert.equal(steps.step(13, "word", -1), 3);
});

test("a sentence step ends without the blank behind it", () => {
  const steps = stepsIn(TEXT);
  const end = steps.step(0, "sentence", 1);
  assert.equal(TEXT.slice(0, end), "An estimated 126,000 troops stood there.");
  assert.equal(TEXT.slice(0, steps.step(end, "sentence", 1)), TEXT.split("\n")[0]);
});

test("steps go on in the next line and stop at the ends of the text", () => {
  const steps = stepsIn(TEXT);
  const second = TEXT.indexOf("The second");
  assert.equal(steps.step(51, "grapheme", 1), second);
  assert.equal(steps.step(second, "grapheme", -1), 51);
  assert.equal(steps.step(0, "paragraph", 1), second);
  assert.equal(steps.step(second + 4, "paragraph", -1), second);
  assert.equal(steps.step(TEXT.length, "word", 1), TEXT.length);
  assert.equal(steps.step(0, "grapheme", -1), 0);
});

test("a character step passes a whole family, flag or accent", () => {
  const text = "👨‍👩‍👧‍👦🇺🇦e\u0301x";
  const steps = stepsIn(text);
  const places = [0];
  while (places.at(-1) < text.length) places.push(steps.step(places.at(-1), "grapheme", 1));
  assert.equal(places.length, 5);
  assert.deepEqual([...places].reverse(), places.toReversed());
  assert.equal(steps.step(text.length, "grapheme", -1), text.length - 1);
});

test("a new span takes whole characters and no blanks at its ends", () => {
  const text = "ab  e\u0301f  ";
  const { from, to } = stepsIn(text).tidy(2, 5);
  assert.equal(text.slice(from, to), "e\u0301");
  assert.deepEqual(stepsIn(text).tidy(2, 4), { from: 2, to: 2 });
});

test("words are found where no blanks part them", () => {
  const text = "ロシア軍は撤退した";
  const end = stepsIn(text, "ja").step(0, "word", 1);
  assert.ok(end > 0 && end < text.length);
});

test("an unusable language tag does not stop the cursor", () => {
  assert.equal(stepsIn("one two", "not a language!").step(0, "word", 1), 3);
});

test("a text without lines stays where it is", () => {
  assert.equal(stepsIn("").step(0, "word", 1), 0);
});

const tidied = (text, chosen, habits = {}, isByHand = false) => {
  const steps = stepsIn(text);
  steps.habits = habits;
  const at = text.indexOf(chosen);
  const { from, to } = steps.tidy(at, at + chosen.length, isByHand);
  return text.slice(from, to);
};

test("stray punctuation is left out, with the final full stop, and nothing else", () => {
  assert.equal(tidied("It stood there, he said.", " stood there, "), "stood there");
  assert.equal(tidied("It stood there, he said.", "It stood there, he said."), "It stood there, he said");
  assert.equal(tidied("He left the U.S. again", "the U.S."), "the U.S.");
  assert.equal(tidied("In 2022. Then", "In 2022."), "In 2022");
  assert.equal(tidied("a (as said) b", "(as said)"), "(as said)");
  assert.equal(tidied("軍は撤退した。次", "軍は撤退した。"), "軍は撤退した。");
  assert.equal(tidied("down 4.5 of it", "4.5"), "4.5");
  assert.equal(tidied("so ... and", "..."), "...");
});

test("what was said keeps its punctuation between quotation marks", () => {
  assert.equal(tidied("“None crossed,” he said", "None crossed,"), "None crossed,");
  assert.equal(tidied("“None crossed.” He left", "None crossed."), "None crossed.");
});

test("without trimming a span is what was selected", () => {
  assert.equal(tidied("It stood there, he said.", " stood there, ", { untrimmed: "" }), " stood there, ");
});

test("by hand the whole of every word that is touched is taken", () => {
  assert.equal(tidied("It stood there, he said.", "ood the", {}, true), "stood there");
  assert.equal(tidied("It stood there", "stood", {}, true), "stood");
  assert.equal(tidied("It stood there, he", "ood there,", { untrimmed: "" }, true), "stood there,");
  assert.equal(tidied("It stood there, he said.", "ood the", { exact: "" }, true), "ood the");
  assert.equal(tidied("It stood there, he said.", "ood the"), "ood the");
});

test("a dragged edge goes to the nearest edge of a word", () => {
  const text = "It stood there";
  const steps = new Steps(text, [{ from: 0, to: text.length }], "en");
  assert.deepEqual([4, 6, 8, 3, 9].map((unit) => steps.nearest(unit)), [3, 8, 8, 3, 9]);
  assert.equal(new Steps(text, [{ from: 0, to: text.length }], "en", { exact: "" }).nearest(6), 6);
});
