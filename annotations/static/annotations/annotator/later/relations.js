// The verbs of links: link the active span to another one, join it to its neighbour.
import { chooseFirst, shortened } from "../dom.js";
import { quoted, t } from "../i18n.js";
import { holdKeys } from "../keys.js";
import { LinkDialog } from "./linkdialog.js";
import { keep } from "./links.js";
import { besides, labelsBeside, said } from "./pairs.js";

export { keep };

/** Asks for the other end and links it; of a denial also how much it denies. */
export async function link(page) {
  const span = page.active;
  const why = refusal(page, span);
  if (why) return page.toast(why);
  const links = keep(page);
  const dialog = new LinkDialog(page, links, span);
  holdKeys(links.load().then(() => dialog.draw())); // Enter is not to choose what is linked already
  try {
    const end = await dialog.end();
    if (end) await finish(page, links, dialog, end);
  } finally {
    dialog.close();
  }
  return undefined;
}

async function finish(page, links, dialog, end) {
  const ways = dialog.ways(end);
  const way = ways.length === 1 ? ways[0] : await dialog.which(ways, end);
  if (!way) return;
  const { made, accepted } = make(page, links, way, dialog.span, end);
  const changes = way.type === "denies" && (await dialog.scope(way.isSource ? end : dialog.span));
  if (changes) links.edit(made, changes);
  const told = { how: said(way), quote: shortened(end.quote, 60) };
  const words = way.isSource && changes?.scope === "part" ? t("Linked: {how} a part of “{quote}”.", told) : t("Linked: {how} “{quote}”.", told);
  page.commands.tellDone(accepted.length ? t("{words} Accepted with it: {spans}.", { words, spans: accepted.map((each) => quoted(shortened(each.quote, 40))).join(", ") }) : words);
}

// A link says something only between spans that people stand for: a suggestion of this text is accepted with it, as one step.
function make(page, links, { type, isSource }, span, end) {
  const accepted = [span, end].map(({ id }) => page.store.get(id)).filter((each) => each?.state === "suggested");
  let made;
  let stands;
  page.edits.together(() => {
    stands = new Map(accepted.map((each) => [each.id, page.edits.accept(each)]));
    const ends = [span, end].map((each) => asEnd(page, page.store.get(stands.get(each.id) ?? each.id) ?? each));
    const [source, target] = isSource ? ends : ends.reverse();
    made = links.create(type, source, target);
  });
  return { made, accepted: accepted.filter(({ id }) => stands.get(id) === id) };
}

// An end as the server tells it: it may lie in a document that the reader has not open.
function asEnd(page, { id, document, title, label, start, end, quote, state }) {
  return { id, document: document ?? page.data.document.id, title: title ?? page.data.document.title, label, start, end, quote, state };
}

/** Shows in the text what the active span is linked to, or no longer. */
export async function show(page) {
  const why = page.active ? "" : chooseFirst();
  if (why) return page.toast(why);
  const links = keep(page);
  await links.load();
  if (!links.of(page.active).length) return page.toast(t("This span has no links."));
  return links.panel.toggle();
}

/** Joins the active span to the one of its label before it, or else to the one after it. */
export async function join(page) {
  const span = page.active;
  const why = refusal(page, span);
  if (why) return page.toast(why);
  const links = keep(page);
  const { name } = page.looks(span.label);
  const { source, target } = links.types.continues;
  if (!source.includes(span.label) || !target.includes(span.label)) return page.toast(t("{label}: a span with this label is not continued by another.", { label: name }));
  await links.load();
  const isFree = (other) => [true, false].every((isSource) => !links.has(span, other.id, { type: "continues", isSource }));
  const pair = besides(span, page.store.all, isFree);
  if (!pair) return page.toast(t("{label}: there is no other one to join it to.", { label: name }));
  links.create("continues", asEnd(page, pair.source), asEnd(page, pair.target));
  const isSource = pair.source.id === span.id;
  return page.toast(t("Joined: {how} “{quote}”.", { how: said({ type: "continues", isSource }), quote: (isSource ? pair.target : pair.source).quote }));
}

function refusal(page, span) {
  if (!span) return chooseFirst();
  if (!page.data.me.may.includes("label")) return t("Linking needs the role annotator or higher.");
  if (!labelsBeside(page.data.relation_types, span.label).length) return t("{label}: a span with this label is not linked to others.", { label: page.looks(span.label).name });
  return "";
}
