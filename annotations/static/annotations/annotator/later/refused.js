// What the server would not save: the person sees both versions and chooses, tries again, or lets it go.
import { t } from "../i18n.js";
import { partsOf, resultOf, saysTheSame, snapshot } from "../store.js";
import { choose } from "./conflict.js";
import { wholeOf } from "./versions.js";

/** Answers the save queue what becomes of a refused op: "retry", "drop" or "keep"; after a 412 the person chooses. */
export async function settle(page, op, error) {
  if (op.thing) return (await page.thing(op.thing)).settle(op, error);
  if (op.kind === "turn" && [403, 404, 409, 412].includes(error.status)) return endSteps(page, op, error);
  if (error.code === "duplicate_span" && !op.entry.items) return fold(page, op, error);
  if (error.status !== 412) return "keep";
  const theirs = error.current ?? (await page.api.get(`spans/${page.store.idOf(op.id)}/`));
  const mine = page.store.find(op.id);
  if (saysTheSame(theirs, { ...mine, ...resultOf(op) })) {
    // Ours arrived and only the answer was lost: there is nothing to choose between.
    page.edits.arrived(op, theirs);
    return "drop";
  }
  const wanted = { ...mine, ...resultOf(op) };
  const isChange = op.kind === "change";
  // The state is not what a change is about: it follows from it.
  const answer = await choose(page, theirs, isChange && theirs.state !== "dismissed" ? { ...wanted, state: theirs.state } : wanted);
  if (answer === "mine") return keepMine(page, op, { theirs, wanted });
  if (answer !== "theirs") {
    op.seen ??= op.entry.base; // news of theirs must not make this one pass without an answer
    error.message = t("somebody changed this span, too. Choose which version counts.");
    return "keep";
  }
  letGo(page, op);
  page.store.put([theirs]);
  return "drop";
}

// All that was shown is sent, not only what was changed last.
async function keepMine(page, op, { theirs, wanted }) {
  const standing = theirs.state === "dismissed" ? await broughtBack(page, op, theirs) : theirs;
  delete op.seen;
  const isLast = page.edits.waitingFor(op.id).length === 1;
  const whole = wholeOf(isLast ? wanted : page.store.find(op.id));
  if (!standing) {
    letGo(page, op);
    page.store.put([theirs]);
    if (op.kind === "change" || op.verb === "accept") page.activate(page.edits.create(whole.label, whole), { isScrolled: false });
    return "drop";
  }
  if (op.kind === "change") op.body = wholeOf(wanted);
  op.entry.before = snapshot(standing);
  page.store.put([{ ...whole, id: standing.id, revision: standing.revision }]);
  return "retry";
}

// Null where somebody else dismissed it: that is not this person's to take back, and theirs stands beside it, anew.
async function broughtBack(page, op, { id, revision }) {
  try {
    return await page.api.actOnSpan(id, "undo", {}, { revision });
  } catch (error) {
    if (error.status !== 403 && error.status !== 409) throw error;
    return null;
  }
}

// Nobody has the same span twice. A suggestion that one has already is set aside as a duplicate; what else would be a twin
// of one's own is not made: trying again could not help.
async function fold(page, op, error) {
  const { store, edits } = page;
  const span = store.find(op.id);
  if (op.verb !== "accept") {
    letGo(page, op);
    if (op.kind === "create") store.remove(op.id);
    else await page.refresh(op.id);
    page.toast(t("Not saved: {reason}", { reason: error.message }));
    return "drop";
  }
  endWhatRestsOn(page, op);
  store.put([{ id: span.id, state: "dismissed", author: op.entry.before.author, decided_by: edits.me.username, reason: "duplicate" }]);
  Object.assign(op, { verb: "reject", body: { reason: "duplicate" } });
  op.entry.after = snapshot(store.find(op.id));
  if (op.entry.side) store.onStep(op.entry, op.entry.side);
  page.toast(t("You have this span already. The suggestion is set aside as a duplicate."));
  return "retry";
}

// What was done after it to the same span, but not its own undo.
function endWhatRestsOn(page, op) {
  const gone = page.queue.forget((other) => other !== op && other.entry !== op.entry && !other.thing && page.store.idOf(other.id) === page.store.idOf(op.id));
  page.store.forget((entry) => gone.some((each) => each.entry === entry));
}

// What was done after it to the same span rests on it: it goes with it, and so does its undo.
function letGo(page, op) {
  const gone = [op, ...page.queue.forget((other) => other !== op && !other.thing && page.store.idOf(other.id) === page.store.idOf(op.id))];
  page.store.forget((entry) => gone.some((each) => each.entry === entry));
}

// Somebody else came between: the page shows what stands, and this step is over.
async function endSteps(page, op, error) {
  const ids = partsOf(op.entry).map((part) => page.store.idOf(part.id));
  page.queue.forget((other) => other !== op && !other.thing && ids.includes(page.store.idOf(other.id)));
  page.store.forget((entry) => !entry.thing && partsOf(entry).some((part) => ids.includes(page.store.idOf(part.id))));
  for (const id of ids) await page.refresh(id).catch(() => page.store.remove(id));
  page.toast(t("This cannot be taken back or done again any more: {reason}", { reason: error.message }));
  return "drop";
}

/** Gives up what was refused: the page shows again what stands on the server. */
export async function giveUp(page) {
  const given = page.queue.discard();
  page.store.forget((entry) => given.some((op) => op.entry === entry));
  const things = new Set(given.map((op) => op.thing).filter(Boolean));
  for (const name of things) await page.edits.things.get(name)?.again(given.filter((op) => op.thing === name));
  const spans = given.filter((op) => !op.thing);
  const unborn = new Set(spans.filter((op) => op.kind === "create").map((op) => op.id));
  for (const id of unborn) page.store.remove(id);
  const touched = spans.flatMap((op) => (op.entry?.items ?? [op]).map(({ id }) => id));
  for (const id of new Set(touched)) if (!unborn.has(id)) await page.refresh(id);
}
