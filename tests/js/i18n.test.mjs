import assert from "node:assert/strict";
import { test } from "node:test";
import { load, n, nt, storedFor, t, usual } from "../../annotations/static/annotations/annotator/i18n.js";

test("English needs no catalogue, and has its plural", () => {
  load(undefined, "en");
  assert.equal(t("By {author}", { author: "ana" }), "By ana");
  assert.deepEqual([0, 1, 2].map((count) => nt("{count} span", "{count} spans", count)), ["0 spans", "1 span", "2 spans"]);
});

test("Ukrainian has three forms", () => {
  load({ Undo: "Скасувати", "{count} span": ["{count} фрагмент", "{count} фрагменти", "{count} фрагментів"] }, "uk");
  assert.equal(t("Undo"), "Скасувати");
  const told = [1, 2, 5, 11, 12, 21, 22, 101, 111].map((count) => nt("{count} span", "{count} spans", count));
  assert.deepEqual(told, [
    "1 фрагмент", "2 фрагменти", "5 фрагментів", "11 фрагментів", "12 фрагментів", "21 фрагмент", "22 фрагменти", "101 фрагмент", "111 фрагментів",
  ]);
});

test("forms stand in gettext’s order for languages with more of them", () => {
  load({ "{count} span": ["صفر", "واحد", "اثنان", "قليل", "كثير", "آخر"] }, "ar");
  assert.deepEqual([0, 1, 2, 3, 11, 100].map((count) => nt("{count} span", "{count} spans", count)), ["صفر", "واحد", "اثنان", "قليل", "كثير", "آخر"]);
});

test("what the catalogue lacks stays English, with the English plural", () => {
  load({}, "uk");
  assert.equal(nt("{count} span", "{count} spans", 21), "21 spans");
  assert.equal(t("Nothing {known}", {}), "Nothing {known}");
});

test("numbers are grouped, and other gaps are filled beside the count", () => {
  load(undefined, "en");
  assert.equal(n(126000), "126,000");
  assert.equal(nt("{label}: {count} span", "{label}: {count} spans", 1200, { label: "Claim" }), "Claim: 1,200 spans");
});

test("usual words of the labels are shown translated and stored as they are; others are left alone", () => {
  load({ Unit: "Блок", "scheme\u0004Unit": "Одиниця", "scheme\u0004hectare": "гектар" }, "uk");
  assert.deepEqual(["Unit", "hectare", "furlong"].map(usual), ["Одиниця", "гектар", "furlong"]);
  assert.deepEqual(["гектар", "Блок", "furlong"].map(storedFor), ["hectare", "Блок", "furlong"]);
  load(undefined, "en");
  assert.equal(usual("hectare"), "hectare");
  assert.equal(storedFor("hectare"), "hectare");
});
