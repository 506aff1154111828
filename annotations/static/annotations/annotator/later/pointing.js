// What the pointer is over and what has the focus, shown the same way in text and margin: the span's words and its card.

/** Shows it from now on, in the workbench's text and cards. */
export function watch(page) {
  let shown = null;
  const show = (id) => {
    if (id === shown) return;
    shown = id;
    for (const card of page.querySelectorAll("#cards .near")) card.classList.remove("near");
    const span = id && page.store.get(id);
    globalThis.CSS?.highlights?.delete("near");
    if (!span) return;
    document.getElementById(`card-${id}`)?.classList.add("near");
    globalThis.CSS?.highlights?.set("near", new Highlight(page.view.rangeOf(span.from, span.to)));
  };
  const idAt = ({ target }) => target.closest?.("mark")?.dataset.s.split(" ")[0] ?? target.closest?.("#cards .card")?.id.slice("card-".length) ?? null;
  for (const kind of ["pointerover", "focusin"]) page.addEventListener(kind, (event) => show(idAt(event)));
  page.addEventListener("pointerleave", () => show(null));
}
