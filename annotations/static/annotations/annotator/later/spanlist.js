// All spans as a table, in reading order: what the marks and the margin show to the eye, for reading row by row.
import { h, shortened } from "../dom.js";
import { n, share, sure, t } from "../i18n.js";
import { STATES, stateOf } from "../text.js";

const ROWS = 100;

/** Shows the page of the table that holds `active`; `onPick(span)` is told which one was chosen. */
export function listSpans(dialog, { spans, active, looks, onPick }) {
  let page = Math.max(Math.floor(spans.indexOf(active) / ROWS), 0);
  const pages = Math.max(Math.ceil(spans.length / ROWS), 1);
  const [body, pager] = [dialog.querySelector("tbody"), dialog.querySelector(".pager")];
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
    body.replaceChildren(...spans.slice(first, first + ROWS).map((span, index) => row(span, first + index)));
    pager.replaceChildren(...(pages > 1 ? [button(t("Previous"), -1), t("Page {number} of {of}", { number: n(page + 1), of: n(pages) }), button(t("Next"), 1)] : []));
  };
  const row = (span, index) => h("tr", { "aria-current": span === active ? "true" : null },
    h("td", {}, n(index + 1)),
    h("th", { scope: "row" }, h("button", { class: "link", type: "button", onclick: () => pick(span) }, shortened(span.quote, 120))),
    h("td", {}, looks(span.label).name),
    h("td", {}, h("span", { class: `state ${stateOf(span)}` }, STATES[stateOf(span)]())),
    h("td", {}, t("{start}–{end}", { start: n(span.start), end: n(span.end) })),
    h("td", {}, span.author ?? span.engine?.name ?? "", span.state === "suggested" && span.score ? h("span", { class: "conf", title: sure(span.score) }, ` ${share(span.score)}`) : null));
  dialog.querySelector("h2").textContent = t("Spans: {count}", { count: n(spans.length) });
  draw();
  dialog.showModal();
  (dialog.querySelector("[aria-current] button") ?? dialog.querySelector("h2")).focus();
}
