// What paper needs and the screen does not: numbers at the spans, which line means which label, the verdicts at the end.
import { h, icon, swatch } from "../dom.js";
import { n, t } from "../i18n.js";
import { STATES } from "../text.js";

/** Adds it whenever the page of a workbench is printed. */
export function watch(page) {
  let added = [];
  addEventListener("beforeprint", () => {
    page.view.drawAll();
    number(page);
    added = [legend(page), verdicts(page)].filter(Boolean);
    page.article.before(...added.slice(0, 1));
    page.article.after(...added.slice(1));
  });
  addEventListener("afterprint", () => {
    for (const element of added) element.remove();
    for (const mark of page.article.querySelectorAll("mark[data-number]")) delete mark.dataset.number;
  });
}

// Spans that begin at the same words share a mark.
function number({ store, view }) {
  for (const [index, span] of store.all.entries()) {
    const [mark] = view.marksIn(span);
    if (mark) mark.dataset.number = [mark.dataset.number, n(index + 1)].filter(Boolean).join(" ");
  }
}

function legend({ store, looks }) {
  const lines = new Map(store.all.map((span) => {
    const isSuggestion = span.state === "suggested";
    return [`${isSuggestion} ${span.label}`, [looks(span.label), isSuggestion]];
  }));
  return h("ul", { class: "paper legend" }, [...lines].sort().map(([, [look, isSuggestion]]) =>
    h("li", {}, swatch(look, isSuggestion ? `sug-${look.pattern}` : look.pattern), isSuggestion ? `${look.name}, ${STATES.suggested()}` : look.name)));
}

function verdicts({ store, verdicts: found }) {
  const items = store.all.flatMap((span, index) => {
    const verdict = found.get(span.claim);
    if (!verdict) return [];
    return h("li", {}, h("b", {}, n(index + 1)), h("span", { dir: "auto" }, span.quote), h("span", { class: `v ${verdict.icon}` }, icon(verdict.icon), verdict.name));
  });
  return items.length ? h("section", { class: "paper" }, h("h2", {}, t("Verdicts")), h("ul", {}, items)) : null;
}
