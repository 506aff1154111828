// Words inside a span that an attribute points at, taken from the selection: the cue of a denial, what it denies.
import { chooseFirst, isByFinger } from "../dom.js";
import { t, usual } from "../i18n.js";

/** The first attribute of a label that is a range of the text. */
const rangeOf = (look) => Object.entries(look.attributes_schema?.properties ?? {}).find(([, schema]) => schema.properties?.quote)?.[0];

/** Points an attribute at the selected words; without a name, the first that is a range. */
export function set(page, name) {
  const span = page.active;
  const why = refusal(page, span);
  if (why) return page.toast(why);
  const wanted = name ?? rangeOf(page.looks(span.label));
  if (!wanted) return page.toast(t("{label}: a span with this label has no cue.", { label: page.looks(span.label).name }));
  const stretch = selected(page, span);
  if (!stretch) return goInside(page, span);
  page.commands.setAttributes(span.id, { [wanted]: stretch });
  return page.toast(t("{name}: “{quote}”", { name: titleOf(page, span, wanted), quote: stretch.quote }));
}

/** Writes the selected words into an attribute that holds text. */
export function quote(page, name) {
  const why = refusal(page, page.active);
  if (why) return page.toast(why);
  const here = page.view.selection();
  if (!here || here.from === here.to) return page.toast(t("Select the words first."));
  return page.commands.setAttributes(page.active.id, { [name]: page.view.text.slice(here.from, here.to).trim() });
}

/** Takes the words out of an attribute. */
export function clear(page, name) {
  const why = refusal(page, page.active);
  return why ? page.toast(why) : page.commands.setAttributes(page.active.id, { [name]: null });
}

const titleOf = (page, span, name) => usual(page.looks(span.label).attributes_schema.properties[name].title ?? name);

// The selection, whole words of it, as far as it lies in the span; null where nothing of it does.
function selected(page, span) {
  const here = page.view.selection();
  if (!here || here.from === here.to) return null;
  if (Math.max(here.from, span.from) >= Math.min(here.to, span.to)) return null;
  const tidied = page.steps.tidy(Math.max(here.from, span.from), Math.min(here.to, span.to), page.view.isByHand);
  const [from, to] = [Math.max(tidied.from, span.from), Math.min(tidied.to, span.to)];
  if (from >= to) return null;
  const { map, text } = page.view;
  return { start: map.toPoint(from), end: map.toPoint(to), quote: text.slice(from, to) };
}

// Nothing in it is selected: the text cursor goes where selecting begins.
function goInside(page, span) {
  page.article.focus({ preventScroll: true });
  page.view.select(span.from, span.from);
  page.toast(isByFinger() ? t("Select words inside the span first, then tap “Set from selection”.") : t("Select words inside the span: the text cursor stands at its start. Shift and arrows select, then Q."));
}

function refusal(page, span) {
  return span ? page.edits.refusal(span, "change") : chooseFirst();
}
