// All spans as a table, in reading order: what the marks and the margin show to the eye, for reading row by row.
import { h, shortened } from "../dom.js";
import { n, share, sure, t } from "../i18n.js";
import { STATES, stateOf } from "../text.js";

const ROWS = 100;

/** Shows the page of the table that holds `active`; `onPick(span)` is told which one was chosen. */
export function listSpans(dialog, { spans: all, active, looks, onPick }) {
  const numbers = new Map(all.map((span, index) => [span, index + 1]));
  const [body, pager, filter] = [dialog.querySelector("tbody"), dialog.querySelector(".pager"), dialog.querySelector(".filter")];
  const { words, state } = filter.elements;
  const textOf = (span) => `${span.quote} ${looks(span.label).name} ${span.author ?? ""}`.toLocaleLowerCase();
  const isFound = (text) => words.value.toLocaleLowerCase().split(/\s+/).every((word) => text.includes(word));
  const fits = (span) => (!state.value || stateOf(span) === state.value) && isFound(textOf(span));
  let spans = [];
  let page = 0;
  let pages = 1;
  const pick = (span) => {
    dialog.close();
    onPick(span);
  };
  const turn = (by) => {
    page += by;
    draw();
    dialog.querySelector("h2").focus();
  };
  const button = (words, by) => h("button", { class: "btn small", type: "button", disabled: page + by < 0 || page + by >= pages, onclick: () => turn(by) }, words);
  const draw = () => {
    const first = page * ROWS;
    body.replaceChildren(...(spans.length ? spans.slice(first, first + ROWS).map(row) : [h("tr", {}, h("td", { colspan: 6 }, t("No span is like that.")))]));
    pager.replaceChildren(...(pages > 1 ? [button(t("Previous"), -1), t("Page {number} of {of}", { number: n(page + 1), of: n(pages) }), button(t("Next"), 1)] : []));
  };
  const narrow = () => {
    spans = all.filter(fits);
    pages = Math.max(Math.ceil(spans.length / ROWS), 1);
    page = Math.max(Math.floor(spans.indexOf(active) / ROWS), 0);
    dialog.querySelector("h2").textContent = spans.length === all.length ? t("Spans: {count}", { count: n(all.length) }) : t("Spans: {count} of {all}", { count: n(spans.length), all: n(all.length) });
    draw();
  };
  const row = (span) => h("tr", { "aria-current": span === active ? "true" : null },
    h("td", {}, n(numbers.get(span))),
    h("th", { scope: "row" }, h("button", { class: "link", type: "button", onclick: () => pick(span) }, shortened(span.quote, 120))),
    h("td", {}, looks(span.label).name),
    h("td", {}, h("span", { class: `state ${stateOf(span)}` }, STATES[stateOf(span)]())),
    h("td", {}, t("{start}–{end}", { start: n(span.start), end: n(span.end) })),
    h("td", {}, span.author ?? span.engine?.name ?? "", span.state === "suggested" && span.score ? h("span", { class: "conf", title: sure(span.score) }, ` ${share(span.score)}`) : null));
  const states = new Set(all.map(stateOf));
  state.replaceChildren(h("option", { value: "" }, t("every state")), ...Object.entries(STATES).filter(([name]) => states.has(name)).map(([value, name]) => h("option", { value }, name())));
  words.value = "";
  filter.oninput = narrow;
  filter.onsubmit = (event) => {
    event.preventDefault();
    if (spans.length) pick(spans[page * ROWS]);
  };
  narrow();
  dialog.showModal();
  (dialog.querySelector("[aria-current] button") ?? dialog.querySelector("h2")).focus();
}
