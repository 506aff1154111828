// Somebody changed a span meanwhile: what differs stands side by side, and the person says which version counts.
import { h } from "../dom.js";
import { n, t, usual } from "../i18n.js";
import { STATES } from "../text.js";
import { differing } from "./versions.js";

/** Shows both versions; resolves with "theirs", "mine", or "" where the person has not chosen yet. */
export async function choose(page, theirs, mine) {
  const dialog = document.getElementById("conflict");
  const goBack = holdFocus(page);
  const note = dialog.querySelector(".gone");
  note.hidden = theirs.state !== "dismissed";
  dialog.querySelector("tbody").replaceChildren(...differing(theirs, mine).map((pair) => row(page, mine.label, pair)));
  dialog.querySelector(".q").textContent = mine.quote;
  dialog.returnValue = "";
  dialog.showModal();
  const answer = await new Promise((resolve) => {
    dialog.onclose = () => resolve(dialog.returnValue);
  });
  setTimeout(goBack); // after what was chosen is drawn
  return answer;
}

function row(page, label, { name, isAttribute, theirs, mine }) {
  const { properties = {} } = page.looks(label).attributes_schema ?? {};
  const title = isAttribute ? usual(properties[name]?.title ?? name) : { label: t("Label"), words: t("Words"), state: t("State") }[name];
  const written = (value) => {
    if (value === undefined || value === null) return "–";
    if (name === "label" && !isAttribute) return page.looks(value).name;
    if (name === "state" && !isAttribute) return STATES[value]();
    if (value.quote) return t("“{quote}” ({start}–{end})", { quote: value.quote, start: n(value.start), end: n(value.end) });
    return Array.isArray(value) ? value.join(", ") : String(value);
  };
  return h("tr", {}, h("th", { scope: "row" }, title), h("td", { dir: "auto" }, written(theirs)), h("td", { dir: "auto" }, written(mine)));
}

// The field that had the focus is made anew meanwhile: it is found by its name.
function holdFocus(page) {
  const held = document.activeElement;
  return () => {
    page.flush();
    const place = held.isConnected && held !== document.body ? held : document.getElementById(held.id || "doc");
    (place ?? page.article).focus({ preventScroll: true });
  };
}
