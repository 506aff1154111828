import assert from "node:assert/strict";
import test from "node:test";
import { ANNOTATOR } from "./cases.mjs";

const { nearestFirst } = await import(`${ANNOTATOR}/later/sameclaim.js`);

const claims = (...texts) => texts.map((normalized_text) => ({ normalized_text }));

test("claims that share more words with the span come first, the newest among equals", () => {
  const found = nearestFirst(claims("Nobody crossed it.", "An army of 126,000 stands there.", "The army stands."), "an Army of 126,000");
  assert.deepEqual(found.map((claim) => claim.normalized_text), ["An army of 126,000 stands there.", "The army stands.", "Nobody crossed it."]);
});
