// Submitting, and finishing a review, after a question: what goes along, what stays behind and why, and what happens next.
import { h, icon, swatch } from "../dom.js";
import { placeOf } from "../inspector.js";
import { nt, t } from "../i18n.js";
import { begun } from "./comments.js";
import { say } from "./nothing.js";

const SHOWN = 3;
const short = (quote) => (quote.length > 90 ? `${quote.slice(0, 89)}…` : quote).replaceAll("\n", " ");

const isReview = ({ data }) => data.assignment?.queue === "review";

/** Asks, and then hands one's drafts of this text to review, or ends one's review of it. */
export async function ask(page) {
  const why = refusal(page);
  if (why) return page.toast(why);
  const plan = isReview(page) ? review(page) : annotation(page);
  return (await question(plan)) && plan.act();
}

function refusal({ data, queue }) {
  if (!data.me.may.includes("label")) return t("Labelling needs the role annotator or higher.");
  return ["offline", "refused"].includes(queue.state.name) ? t("First settle what is not saved.") : "";
}

/* What there is to say. */

function annotation(page) {
  const { me, nothing_here: isNothing, assignment, project } = page.data;
  const isMine = (span) => span.author === me.username;
  const going = page.store.all.filter((span) => isMine(span) && span.state === "draft");
  const verdicts = draftVerdicts(page);
  const act = () => send(page);
  const stays = [undecided(page), ...unsaved(page)];
  if (going.length || verdicts.length) return { title: t("Submit for review?"), goes: toReview(page, going, verdicts), stays, next: afterwards(page), button: t("Submit"), act };
  if (isNothing) return { title: t("Submit that there is nothing to mark?"), goes: t("You found nothing to mark here. That is your answer."), stays, button: t("Submit"), act };
  if (!page.store.all.some(isMine) && ![...page.verdicts.values()].some((each) => each.proposed_by === me.username)) return nothingMarked(page, stays);
  const goes = t("Nothing new goes to review: all that you marked here is there already, or approved.");
  const ends = assignment || project.policy === "blind";
  return { title: ends ? t("End your work on this document?") : t("There is nothing new to submit"), goes, stays, button: ends ? t("Submit") : "", act };
}

function nothingMarked(page, stays) {
  const act = async () => {
    await say(page);
    return page.data.nothing_here ? send(page) : undefined;
  };
  const goes = t("Mark something first. Or is there nothing to mark in this text? That is an answer, too, and can be submitted.");
  return { title: t("You have marked nothing here"), goes, stays, button: t("Submit “Nothing here”"), act };
}

function review(page) {
  const { store, edits, data } = page;
  const waiting = store.all.filter((span) => edits.isDue(span));
  const drafts = store.all.filter((span) => span.state === "draft" && span.author === data.me.username);
  const stays = [
    goTo(page, waiting[0], nt("{count} span still waits for a decision. It goes back to the queue, for any reviewer.", "{count} spans still wait for a decision. They go back to the queue, for any reviewer.", waiting.length)),
    goTo(page, drafts[0], nt("{count} draft of yours is no part of the review. Submit it before or after.", "{count} drafts of yours are no part of the review. Submit them before or after.", drafts.length)),
    ...unsaved(page),
  ];
  const goes = t("What you decided is saved. The authors see it, with your reasons.");
  return { title: t("Finish your review?"), goes, stays, next: [t("Your time with this document ends; the next one waits in the queue.")], button: t("Finish review"), act: () => send(page) };
}

const draftVerdicts = ({ data, verdicts }) => [...verdicts].filter(([, each]) => each.state === "draft" && each.proposed_by === data.me.username);

// The spans that go along, and those that do not but whose verdict does.
function toReview(page, spans, verdicts) {
  const judged = new Map(verdicts);
  const shown = page.store.all.filter((span) => spans.includes(span) || judged.has(span.claim));
  const counts = [
    spans.length && nt("{count} span", "{count} spans", spans.length),
    verdicts.length && nt("{count} verdict", "{count} verdicts", verdicts.length),
  ];
  const rows = (some) => some.map((span) => row(page, span, judged.get(span.claim)));
  const more = shown.slice(SHOWN);
  return h("section", {},
    h("h3", {}, t("Goes to review: {what}", { what: counts.filter(Boolean).join(", ") })),
    h("ul", {}, rows(shown.slice(0, SHOWN))),
    more.length ? h("details", {}, h("summary", { class: "hint" }, nt("and {count} more", "and {count} more", more.length)), h("ul", { class: "scroll" }, rows(more))) : null);
}

function row(page, span, verdict) {
  const look = page.looks(span.label);
  return h("li", {}, swatch(look), h("span", { class: "words" }, h("b", {}, look.name), " ", h("span", { class: "read", dir: "auto" }, short(span.quote))),
    verdict ? h("span", { class: `v ${verdict.icon}` }, icon(verdict.icon), verdict.name) : null);
}

function afterwards({ data, edits }) {
  const isOwn = !edits.isEnforced && data.me.may.includes("decide");
  return [
    isOwn ? t("Somebody decides on each span; where you do it yourself, that is marked.") : t("A second person decides on each span. What they return comes back as your draft, with the reason."),
    t("Undo does not reach what you submit here."),
    data.project.policy === "blind" ? t("This project is blind: you see the other reading once both are submitted.") : "",
  ].filter(Boolean);
}

/* What stays behind: each a line with a way to go there. */

function goTo(page, span, words, act = () => page.article.focus({ preventScroll: true })) {
  return span && { words, go: async () => {
    page.activate(span);
    await page.loadSide();
    act();
  } };
}

function undecided(page) {
  const found = page.store.all.filter((span) => span.state === "suggested");
  return goTo(page, found[0], nt("{count} suggestion is undecided. It stays a suggestion: it counts for nothing until somebody accepts it.", "{count} suggestions are undecided. They stay suggestions: they count for nothing until somebody accepts them.", found.length));
}

// Forms hold their words whatever is submitted; what the person meant to save has to be saved by them.
function unsaved(page) {
  const { store, evidence, inspector, comments } = page;
  const { wrong } = inspector ?? {};
  const kinds = {
    verdict: [(quote) => t("Half-written: the verdict on “{quote}”.", { quote }), (id) => evidence.focusVerdict(id)],
    source: [(quote) => t("Half-written: a source for “{quote}”.", { quote }), (id) => evidence.openSource(id)],
    comment: [(quote) => t("Half-written: a comment on “{quote}”.", { quote }), (id) => comments.focus(id)],
    field: [(quote) => t("Not understood: “{written}”, written about “{quote}”.", { quote, written: wrong.written }), () => document.getElementById(`at-${wrong.name}`)?.focus()],
  };
  const found = [...(evidence?.unsaved ?? []), ...begun(page).map((id) => [id, "comment"]), ...store.all.filter((span) => wrong?.place === placeOf(span)).map(({ id }) => [id, "field"])];
  return found.filter(([id]) => store.get(id)).map(([id, kind]) => {
    const [words, open] = kinds[kind];
    return { ...goTo(page, store.get(id), words(short(store.get(id).quote)), () => open(store.get(id).id)), isForm: true };
  });
}

/* The question. */

function question(plan) {
  const ok = plan.button && h("button", { class: "btn pri", value: "ok" }, plan.button, " ", h("kbd", {}, "↵"));
  const back = h("button", { class: "btn ghost", value: "" }, ok ? t("Back") : t("Close"), " ", h("kbd", {}, "Esc"));
  const form = h("form", { method: "dialog", class: "stack", onkeydown: (event) => confirm(event, ok) },
    h("h2", { id: "submit-title" }, plan.title), h("div", { class: "stack", id: "submit-what" }, what(plan, () => dialog.close())), h("div", { class: "cluster" }, ok || null, back));
  const dialog = h("dialog", { class: "sheet", id: "submit", "aria-labelledby": "submit-title", "aria-describedby": "submit-what" }, form);
  document.body.append(dialog);
  dialog.showModal();
  (ok || back).focus();
  return new Promise((resolve) => {
    dialog.onclose = () => {
      dialog.remove();
      resolve(dialog.returnValue === "ok");
    };
  });
}

function what({ goes, stays, next = [] }, close) {
  const left = stays.filter(Boolean);
  const line = ({ words, go }) => h("li", {}, h("span", { class: "words" }, words), h("button", { class: "btn small", type: "button", onclick: () => (close(), go()) }, t("Go there"), h("span", { class: "vh" }, `: ${words}`)));
  const hint = left.some(({ isForm }) => isForm) && h("p", { class: "hint" }, t("What is half-written stays in its field, and is not submitted before you save it."));
  return [
    typeof goes === "string" ? h("p", {}, goes) : goes,
    left.length ? h("section", {}, h("h3", {}, t("Stays behind")), h("ul", {}, left.map(line)), hint) : null,
    next.length ? h("p", { class: "muted" }, next.join(" ")) : null,
  ];
}

function confirm(event, ok) {
  if (event.key !== "Enter") return;
  if (event.repeat) event.preventDefault(); // the press that opened this, still held
  else if (ok && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    ok.form.requestSubmit(ok);
  }
}

/* Doing it. */

async function send(page) {
  await page.queue.whenSent();
  if (!page.queue.isEmpty) return page.toast(t("First settle what is not saved."));
  const { assignment, urls } = page.data;
  const ends = isReview(page);
  try {
    const done = await page.api.post(ends ? `assignments/${assignment.id}/submit/` : `documents/${page.api.document}/submit/`);
    page.store.forget(() => true);
    page.isHandedIn = Boolean(done.spans);
    for (const [, verdict] of ends ? [] : draftVerdicts(page)) verdict.state = "in_review";
    page.evidence?.reload();
    letGo(page);
    page.dispatchEvent(new CustomEvent("news", { detail: { kind: "document" } }));
    if (ends && !page.evidence?.isDirty) return location.assign(`${urls.queue}?finished=review`);
    tell(page, ends ? t("Review finished.") : toldOf(page, done));
    return page.store.put(await page.api.spans());
  } catch (error) {
    if (error.status === undefined) throw error;
    return page.toast(error.message);
  }
}

function toldOf({ data }, { spans, verdicts }) {
  if (!spans && !verdicts) return data.nothing_here ? t("Handed in: you found nothing to mark here.") : t("Your work on this document has ended.");
  const what = [spans && nt("{count} span", "{count} spans", spans), verdicts && nt("{count} verdict", "{count} verdicts", verdicts)].filter(Boolean);
  return t("Sent to review: {what}.", { what: what.join(", ") });
}

// What was held is given back: the page stays open, and what is done on it from now on is submitted anew.
function letGo(page) {
  page.data.assignment = null;
  clearInterval(page.live?.lease);
  document.querySelector("#submit-form button").firstChild.data = t("Submit");
}

// Where to go next: for a while at hand, and for good beside the text.
function tell(page, words) {
  const link = () => h("a", { href: page.data.urls.queue }, t("To the queue, for the next one"));
  const held = document.getElementById("held");
  held.hidden = false;
  held.replaceChildren(words, " ", link());
  page.toast(words, link());
}
