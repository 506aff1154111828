// A mouse that selects words and leaves the text: the selection goes on to the place in the text beside the pointer,
// where the browser would take in all that stands between the line and what the pointer is over.
import { unitFromPoint } from "../caret.js";

/** Follows the mouse from now on, in the text of a workbench. */
export function watch(page) {
  let at = null;
  const follow = () => {
    const unit = at && unitFromPoint(page.view, ...nearest(page.article, at));
    const here = page.view.selection();
    if (unit === null || !here || here.from === here.to || (here.focus === unit && page.article.contains(getSelection().focusNode))) return;
    page.view.select(here.anchor, unit);
  };
  addEventListener("mousemove", (event) => {
    const isSelecting = event.buttons === 1 && page.article.contains(page.pressed) && page.article.contains(getSelection().anchorNode);
    at = isSelecting && !page.article.contains(event.target) ? [event.clientX, event.clientY] : null;
    if (!at) return;
    event.preventDefault(); // or the browser selects after this
    follow();
  });
  addEventListener("mouseup", () => {
    at = null;
  });
  document.addEventListener("selectionchange", follow); // the browser scrolls by itself at the rim, and selects as it does
}

// The place in the part of the text that is seen.
function nearest(article, [x, y]) {
  const [text, desk] = [article, article.closest(".desk")].map((element) => element.getBoundingClientRect());
  const within = (value, low, high) => Math.max(Math.min(value, high), low);
  return [within(x, text.left + 1, text.right - 1), within(y, Math.max(text.top, desk.top) + 1, Math.min(text.bottom, desk.bottom, innerHeight) - 1)];
}
