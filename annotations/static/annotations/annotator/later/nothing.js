// “Nothing here”: the person's answer that the text holds nothing to mark. Shown at once, saved in one order with the spans,
// and undone like the rest.
import { say as speak } from "../dom.js";
import { nt, t } from "../i18n.js";

const THING = "nothing_here";

/** Says that there is nothing to mark here; refused while one has spans of one's own. */
export function say(page) {
  keep(page);
  if (page.data.nothing_here) return page.toast(t("You said so already. Marking something takes it back."));
  const own = ownSpans(page).length;
  if (own) return page.toast(nt("You marked {count} span here. Remove what you marked first, or submit it.", "You marked {count} spans here. Remove what you marked first, or submit it.", own));
  return change(page, true);
}

/** Takes the answer back. */
export function withdraw(page) {
  keep(page);
  change(page, false);
  page.article.focus({ preventScroll: true }); // its button is gone
}

/** Lets what was said be saved, undone and done again among everything else; marking something ends it by itself. */
export function keep(page) {
  if (page.edits.things.has(THING)) return;
  page.edits.things.set(THING, {
    turn: (entry, side) => push(page, { kind: "turn", entry, side, isSaid: entry[side].isSaid }),
    send: async ({ isSaid, key }) => {
      const path = `documents/${page.api.document}/nothing-here/`;
      await (isSaid ? page.api.post(path, {}, { key }) : page.api.request("DELETE", path));
      page.dispatchEvent(new CustomEvent("news", { detail: { kind: THING } }));
    },
    settle: (op, error) => settle(page, op, error),
    again: (given) => page.showNothing(!given[0].isSaid),
  });
  const left = page.queue.filter((op) => op.thing === THING).at(-1); // by an earlier page
  if (left) page.showNothing(left.isSaid && !ownSpans(page).length);
}

const ownSpans = (page) => page.store.all.filter(({ author, state }) => author === page.data.me.username && state !== "suggested");

function change(page, isSaid) {
  const entry = { uid: crypto.randomUUID(), thing: THING, id: THING, before: { isSaid: !isSaid }, after: { isSaid } };
  page.store.remember(entry);
  push(page, { kind: "say", entry, isSaid });
}

function push(page, op) {
  page.queue.push({ thing: THING, id: THING, ...op });
  page.showNothing(op.isSaid);
  speak(op.isSaid ? t("You found nothing to mark here. Submit hands that in.") : t("Taken back."));
}

// Marking ended the answer already, or something was marked elsewhere meanwhile.
function settle(page, op, error) {
  if (error.status !== 409) return "keep";
  page.store.forget((entry) => entry === op.entry);
  page.showNothing(false);
  if (op.isSaid) page.toast(error.message);
  return "drop";
}
