// What is half written in a form: kept in the window, so that a reload does not lose it, until it is sent or emptied.

/** Keeps what the form holds under this name; nothing where `isEmpty`. */
export function keepDraft(place, form, isEmpty) {
  if (isEmpty) sessionStorage.removeItem(place);
  else sessionStorage.setItem(place, JSON.stringify(Object.fromEntries(new FormData(form))));
}

/** Fills a form with what was kept under this name; says whether there was something. */
export function readDraft(place, form) {
  const kept = sessionStorage.getItem(place);
  if (kept) fill(form, JSON.parse(kept));
  return Boolean(kept);
}

/** Writes values into the fields of these names. */
export function fill(form, values) {
  for (const [name, value] of Object.entries(values)) if (form.elements[name]) form.elements[name].value = value ?? "";
}

/** The thing the draft belongs to has got another name. */
export function moveDraft(from, to) {
  const kept = sessionStorage.getItem(from);
  if (kept && from !== to) sessionStorage.setItem(to, kept);
  sessionStorage.removeItem(from);
}
