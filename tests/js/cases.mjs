// The cases that Python and the browser share.
import { readFileSync } from "node:fs";

export const cases = (name) => JSON.parse(readFileSync(new URL(`../cases/${name}.json`, import.meta.url), "utf8"));
export const ANNOTATOR = "../../annotations/static/annotations/annotator";
