// Shows, while somebody selects, where the span will differ from the selection: what is left out, and what is taken in.
import { h, say } from "../dom.js";
import { t } from "../i18n.js";

const REST = 600; // milliseconds after which a selection is read aloud as it will be kept
const MOST = 40; // boxes: a selection of the whole text needs no more

/** Draws into the article of a workbench from now on. */
export function watch(page) {
  const place = h("div", { class: "kept", "aria-hidden": "true" });
  page.article.append(place);
  let due = 0;
  let spoken = 0;
  const draw = () => {
    due = 0;
    clearTimeout(spoken);
    const here = page.view.selection();
    const isSelected = here && here.from !== here.to;
    const kept = isSelected ? page.steps.tidy(here.from, here.to, page.view.isByHand) : null;
    const pieces = kept ? differences(here, kept) : [];
    place.replaceChildren(...pieces.flatMap((piece) => boxes(page, piece)).slice(0, MOST));
    const isHeard = pieces.some(([, from, to]) => page.view.text.slice(from, to).trim()); // of a mere blank nobody wants to hear
    if (isHeard) spoken = setTimeout(() => say(words(page, kept)), REST);
  };
  document.addEventListener("selectionchange", () => {
    due ||= requestAnimationFrame(draw);
  });
  draw();
}

function words(page, { from, to }) {
  if (from === to) return t("Nothing of this would be kept.");
  const quote = page.view.text.slice(from, to);
  return t("Kept: {quote}", { quote: quote.length > 200 ? `${quote.slice(0, 90)} … ${quote.slice(-90)}` : quote });
}

function differences(here, kept) {
  const isNone = kept.from === kept.to;
  return [
    ["stray", here.from, isNone ? here.to : Math.min(kept.from, here.to)],
    ["stray", isNone ? here.to : Math.max(kept.to, here.from), here.to],
    ["gain", kept.from, isNone ? kept.from : here.from],
    ["gain", here.to, kept.to],
  ].filter(([, from, to]) => to > from);
}

function boxes(page, [kind, from, to]) {
  const isBlank = kind === "stray" && !page.view.text.slice(from, to).trim(); // a stroke through nothing looks like a dash
  const origin = page.article.getBoundingClientRect();
  return [...page.view.rangeOf(from, to).getClientRects()].filter(({ width }) => width > 0).map((rect) => {
    const box = h("span", { class: isBlank ? "blank" : kind });
    Object.assign(box.style, { left: `${rect.left - origin.left}px`, top: `${rect.top - origin.top}px`, width: `${rect.width}px`, height: `${rect.height}px` });
    return box;
  });
}
