// Where the reader was: after a reload, or on the way back, the text stands where it stood, with the same span active.
const nameOf = ({ data }) => `factcheck.place ${data.me.username} ${data.document.id}`;

const TRIES = [8, 24, 40, 56]; // pixels below the upper edge: between two paragraphs there is nothing

/** Keeps the place whenever the page goes, in this window alone. */
export function watch(page) {
  addEventListener("pagehide", () => sessionStorage.setItem(nameOf(page), JSON.stringify({ span: page.active?.id, at: firstSeen(page.view) })));
}

// Where the first line begins that is on the screen; undefined above the text.
function firstSeen({ article, lines }) {
  const [desk, { left, width }] = [article.closest(".desk"), article].map((each) => each.getBoundingClientRect());
  const found = TRIES.map((by) => document.elementFromPoint(left + width / 2, Math.max(desk.top, 0) + by)?.closest("#doc p, #doc h1, #doc h2"));
  return lines.find(({ element }) => found.includes(element))?.from;
}

/** Brings the place back. */
export function back(page) {
  const { span: id, at } = JSON.parse(sessionStorage.getItem(nameOf(page)) ?? "{}");
  if (page.active) return;
  if (at !== undefined) page.view.lineAt(at).element.scrollIntoView({ block: "start" });
  const span = page.store.get(id);
  if (span) page.activate(span, { isScrolled: false });
}
