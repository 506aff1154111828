// Verdict and sources of a span's claim. The claim is made on the fly with the first of them.
import { cap, h, icon, say } from "./dom.js";
import { quoted, t } from "./i18n.js";
import { fill, keepDraft, moveDraft, readDraft } from "./later/drafts.js";
import { sourceForm, sourceItem } from "./later/sources.js";
import { laidOver, nameOf, verdictsOver } from "./later/waiting.js";
import { keep } from "./later/written.js";
import { CHECKABLE } from "./store.js";

const SHOWN = 5;
const TOLD = 8000; // milliseconds that "saved" stands
const MORE = ["directness", "reliability", "reliability_reason", "origin_group", "note"];
// A step back and forth again leaves the same words among the revisions: those that stand are enough to read.
const isNoRepeat = (one, _, all) => one.state !== "superseded" || !all.some((other) => other.state !== "superseded" && ["rating", "justification", "proposed_by"].every((name) => other[name] === one[name]));
const VERDICT_STATES = () => ({ draft: t("draft"), in_review: t("in review"), approved: t("approved"), superseded: t("superseded") });

function refusalIn(error) {
  const details = error.errors.map((each) => each.detail).join(" ");
  return `${t("Not saved: {reason}", { reason: error.message })} ${details === error.message ? "" : details}`;
}

export class Evidence {
  #panels = new Map();

  /** `page` is the <fc-workbench>; `onVerdict(claim, verdict, sources)` is told which verdict stands, on how many sources. */
  constructor(page, { onVerdict }) {
    const { api, store, data, edits } = page;
    Object.assign(this, { api, store, me: data.me, ratings: data.ratings, isEnforced: edits.isEnforced, onVerdict, written: keep(page) });
  }

  /** The panel of a span: the same element each time, so that what is being written stays; null where no verdict belongs. */
  panel(span) {
    if (!CHECKABLE.has(span.label)) return null;
    const known = this.#panels.get(span.id);
    const panel = known ?? new Panel(this, span.id);
    this.#panels.set(span.id, panel);
    panel.follow(span.claim ?? null);
    panel.suit(span);
    return panel.element;
  }

  /** The server has named the span: its panel goes on under the new id. */
  rename(oldId, id) {
    const panel = this.#panels.get(oldId);
    if (!panel || oldId === id) return;
    this.#panels.delete(oldId);
    this.#panels.set(id, panel);
    panel.rename(id);
  }

  /** Draws again what stands and what waits, of one span or of all. */
  redraw(id) {
    for (const [name, panel] of this.#panels) if (id === undefined || name === this.store.idOf(id)) panel.draw();
  }

  /** The server has what was written, or taken back. */
  async arrived(op, record) {
    await this.#panels.get(this.store.idOf(op.entry.ends.span))?.arrived(op, record);
  }

  /** What the server would not have stands in its form again; false where the form holds something else by now. */
  giveBack({ thing, entry }, error) {
    const id = this.store.idOf(entry.ends.span);
    const span = this.store.find(id);
    if (!this.#panels.has(id) && span) this.panel(span);
    return this.#panels.get(id)?.giveBack(thing, entry, error);
  }

  /** Reads the claim again in every panel that shows it; without one, every claim. Returns how many panels do. */
  reload(claim) {
    const found = [...this.#panels.values()].filter((panel) => panel.claim && [undefined, panel.claim.id].includes(claim));
    for (const panel of found) panel.load();
    return found.length;
  }

  focusVerdict(id) {
    this.#panels.get(id)?.focusVerdict();
  }

  openSource(id) {
    this.#panels.get(id)?.openSource();
  }

  /** What is written here and not on the server yet: `[span's id, "verdict" or "source"]`. */
  get unsaved() {
    return [...this.#panels].flatMap(([id, panel]) => [panel.hasVerdict && [id, "verdict"], panel.hasSource && [id, "source"]].filter(Boolean));
  }

  get isDirty() {
    return this.unsaved.length > 0;
  }

  async decide(verdict, verb, body = {}) {
    await this.api.post(`verdicts/${verdict.id}/${verb}/`, body, { revision: verdict.revision });
    this.reload(verdict.claim);
  }
}

class Panel {
  #forgets = new Map(); // by place: what takes its message away

  constructor(owner, spanId) {
    Object.assign(this, { owner, spanId, claim: null, isDirty: false, mayWrite: owner.me.may.includes("draft") });
    this.history = h("ol", { class: "verdicts" });
    this.status = h("p", { class: "hint", role: "status" });
    this.told = h("p", { class: "hint", role: "status" });
    this.later = h("p", { class: "hint", hidden: true }, t("Accept the suggestion first: a verdict and sources belong to what a person stands for."));
    this.form = this.#verdictForm();
    this.list = h("ul", { class: "src" });
    const on = { add: (event) => this.#addSource(event), write: () => this.#wroteSource(), turn: (event) => this.#turnSource(event) };
    this.adder = this.mayWrite ? sourceForm(on) : h("span");
    if (this.mayWrite) this.#readDrafts();
    this.element = h("div", { class: "evidence" },
      h("section", { "aria-labelledby": "vh" }, h("h3", { id: "vh" }, t("Verdict"), " ", this.mayWrite ? cap("v") : null), this.later, this.form, this.status, this.history),
      h("section", { "aria-labelledby": "sh" }, h("h3", { id: "sh" }, t("Sources")), this.list, this.adder, this.told),
    );
  }

  /** Offers the forms where they can be saved: nobody judges what an engine proposed and no person took on. */
  suit(span) {
    const isOpen = span.state !== "suggested";
    this.later.hidden = isOpen || !this.mayWrite;
    for (const part of [this.form, this.adder]) part.hidden = !isOpen || !this.mayWrite;
  }

  get hasVerdict() {
    return this.isDirty && [...new FormData(this.form).values()].some((value) => value.trim());
  }

  get hasSource() {
    return [...this.adder.querySelectorAll("input, textarea")].some((field) => field.value.trim());
  }

  /** Shows the claim that the span has by now: it may have joined another one. */
  follow(claim) {
    if (this.asked === claim) return;
    this.asked = claim;
    this.load();
  }

  /** The server has named the span. */
  rename(id) {
    for (const kind of ["verdict", "source"]) moveDraft(this.#place(kind), this.#place(kind, id));
    this.spanId = id;
  }

  #place(kind, id = this.spanId) {
    return `factcheck.${kind} ${this.owner.me.username} ${id}`;
  }

  #readDrafts() {
    this.isDirty = readDraft(this.#place("verdict"), this.form);
    this.adder.open = readDraft(this.#place("source"), this.sourceForm);
    this.#openRest();
  }

  async load() {
    const id = this.owner.store.get(this.spanId)?.claim;
    const asked = (this.loads = (this.loads ?? 0) + 1);
    try {
      const claim = id ? await this.owner.api.get(`claims/${id}/`) : null;
      if (asked !== this.loads) return; // what was asked for later knows more
      this.claim = claim;
    } catch (error) {
      this.#tell(this.status, error.message, true);
    }
    this.draw();
  }

  /** Draws what stands, and what waits to be saved, as it will stand. */
  draw() {
    const { written, me } = this.owner;
    const standing = (this.claim?.verdicts ?? []).map((verdict) => ({ ...verdict, name: nameOf(this.owner.ratings, verdict) }));
    this.verdicts = verdictsOver(standing, written.verdict.waiting(this.spanId), { me: me.username, shown: ({ rating }) => this.owner.ratings.find(({ slug }) => slug === rating) });
    const sources = laidOver(this.claim?.evidence ?? [], written.source.waiting(this.spanId), (entry) => entry.shown);
    if (this.claim) this.owner.onVerdict(this.claim.id, this.verdicts.find(({ state }) => state !== "superseded") ?? null, sources.length);
    this.history.replaceChildren(...this.verdicts.filter(isNoRepeat).map((verdict) => this.#verdict(verdict)));
    this.list.replaceChildren(...sources.map((evidence) => sourceItem(evidence, evidence.created_by === me.username && (() => this.#remove(evidence)))));
    if (!this.isDirty && this.mayWrite) this.#suggest(this.verdicts.find(({ state }) => state !== "superseded"));
  }

  // The form begins with the verdict that stands.
  #suggest(verdict) {
    for (const radio of this.form.querySelectorAll("[name=rating]")) radio.checked = radio.value === verdict?.rating;
    this.form.elements.justification.value = verdict?.state === "draft" ? verdict.justification : "";
    this.#openRest();
  }

  async arrived(op, record) {
    this.#take(op, record);
    await this.load();
    if (op.kind === "turn") this.#placeOf(op.thing).textContent = "";
    else this.#tell(this.#placeOf(op.thing), op.thing === "verdict" ? t("Verdict saved.") : record ? t("Source added.") : t("Source removed."));
  }

  // Known at once, also where the claim cannot be read again now.
  #take({ thing, entry }, record) {
    this.claim ??= { id: record?.claim, verdicts: [], evidence: [] };
    const gone = record?.id ?? entry.record?.id;
    const rest = this.claim[thing === "verdict" ? "verdicts" : "evidence"].filter(({ id }) => id !== gone);
    if (thing === "source") this.claim.evidence = record ? [...rest, record] : rest;
    else if (record) this.claim.verdicts = [record, ...rest];
  }

  giveBack(thing, entry, error) {
    if (thing === "verdict" ? this.isDirty : this.hasSource) return false;
    const form = thing === "verdict" ? this.form : this.sourceForm;
    fill(form, thing === "verdict" ? entry.after : { ...entry.after.source, ...entry.after });
    if (thing === "verdict") this.#wrote();
    else this.#wroteSource();
    this.adder.open ||= thing === "source";
    this.#tell(this.#placeOf(thing), refusalIn(error), true);
    return true;
  }

  #verdictForm() {
    if (!this.mayWrite) return h("form", { hidden: true });
    const options = this.owner.ratings.map((rating, index) =>
      h("label", { class: `${rating.icon} ${index >= SHOWN ? "rest" : ""}`, title: rating.definition },
        h("input", { type: "radio", name: "rating", value: rating.slug, id: `rating-${rating.slug}` }), icon(rating.icon), rating.name, index < 9 ? h("kbd", { class: "k" }, String(index + 1)) : null));
    this.more = this.owner.ratings.length > SHOWN + 1 ? h("button", { class: "btn ghost", type: "button", onclick: () => this.#openRest(true) }, t("{count} more", { count: this.owner.ratings.length - SHOWN })) : null;
    return h("form", { class: `vf ${this.more ? "few" : ""}`, onsubmit: (event) => this.#save(event), oninput: () => this.#wrote(), onkeydown: (event) => this.#keys(event) },
      h("div", { class: "vr", role: "radiogroup", "aria-labelledby": "vh" }, options, this.more),
      h("label", { class: "vh", for: "why" }, t("Justification")),
      h("textarea", { id: "why", name: "justification", rows: 3, placeholder: t("Why? What do the sources show?") }),
      h("div", { class: "cluster" }, h("button", { class: "btn", type: "submit" }, t("Save verdict"), h("kbd", {}, "Ctrl ↵"))),
    );
  }

  #wrote() {
    this.isDirty = true;
    keepDraft(this.#place("verdict"), this.form, false);
    this.#openRest();
  }

  #wroteSource() {
    this.told.replaceChildren();
    this.adder.after(this.told);
    keepDraft(this.#place("source"), this.sourceForm, !this.hasSource);
  }

  #openRest(isForced = false) {
    const isInRest = this.form.querySelector(".rest :checked");
    if (!isForced && !isInRest) return;
    this.form.classList.remove("few");
    this.more?.remove();
    if (isForced) this.form.querySelector(".rest input").focus();
  }

  #keys(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopPropagation();
      this.form.requestSubmit();
    } else if (event.target.type === "radio" && /^[1-9]$/.test(event.key)) {
      const radio = this.form.querySelectorAll("[name=rating]")[Number(event.key) - 1];
      if (!radio) return;
      event.preventDefault();
      radio.checked = true;
      this.#wrote();
      this.form.elements.justification.focus();
    }
  }

  focusVerdict() {
    (this.form.querySelector("[name=rating]:checked") ?? this.form.querySelector("[name=rating]"))?.focus();
    if (this.form.offsetHeight < innerHeight / 2) this.form.scrollIntoView({ block: "nearest" }); // with the field for its words
  }

  // Into the field within the tap itself, or a phone brings no keys.
  openSource() {
    this.adder.open = true;
    this.adder.querySelector("input")?.focus();
  }

  #turnSource(event) {
    event.preventDefault();
    if (this.adder.open) this.adder.open = false;
    else this.openSource();
  }

  #save(event) {
    event.preventDefault();
    const after = { rating: new FormData(this.form).get("rating"), justification: this.form.elements.justification.value.trim() };
    if (!after.rating) return this.#tell(this.status, t("Choose a rating first."), true);
    const before = this.verdicts.find(({ state, proposed_by: who }) => ["draft", "in_review"].includes(state) && who === this.owner.me.username);
    this.isDirty = false;
    sessionStorage.removeItem(this.#place("verdict"));
    this.#onward();
    if (before?.state === "draft" && before.rating === after.rating && before.justification === after.justification) return undefined; // a second click
    this.#tell(this.status, t("Saving the verdict…"));
    return this.owner.written.verdict.do("add", this.spanId, { id: `verdict ${this.spanId}`, after, before: before ? { rating: before.rating, justification: before.justification } : null });
  }

  #addSource(event) {
    event.preventDefault();
    const { url, title, publisher, passage, stance } = Object.fromEntries([...new FormData(this.sourceForm)].map(([name, value]) => [name, value.trim()]));
    if (!url && !title) return this.#refuse("url", t("A source needs an address or a title."));
    if (!stance) return this.#refuse("stance", t("Choose what the source does to the statement."));
    const source = { url, title, publisher };
    this.sourceForm.reset();
    this.#wroteSource();
    this.adder.open = false;
    this.#onward();
    this.#tell(this.told, t("Saving the source…"));
    return this.owner.written.source.do("add", this.spanId, { after: { source, passage, stance }, shown: { source, passage, stance, created_by: this.owner.me.username } });
  }

  // What follows a saved form is a source: the focus waits there, where every key of the page works again.
  #onward() {
    const { activeElement } = document;
    if (activeElement === document.body || this.element.contains(activeElement)) this.adder.querySelector("summary").focus();
  }

  async #work(words, act) {
    if (this.isBusy) return; // a second click on the way to the first one's answer
    this.isBusy = true;
    this.#tell(this.status, words);
    this.element.setAttribute("aria-busy", "true");
    try {
      this.#tell(this.status, await act());
    } catch (error) {
      if (error.status === undefined) throw error;
      this.#tell(this.status, refusalIn(error), true);
    } finally {
      this.isBusy = false;
      this.element.removeAttribute("aria-busy");
    }
  }

  // What went well is read once; what did not stays until it is mended.
  #tell(place, words, isBad = false) {
    place.textContent = words;
    place.classList.toggle("error", isBad);
    clearTimeout(this.#forgets.get(place));
    if (!isBad) this.#forgets.set(place, setTimeout(() => place.replaceChildren(), TOLD));
    say(words);
  }

  #placeOf(thing) {
    return thing === "source" ? this.told : this.status;
  }

  // At the field itself, until something is written.
  #refuse(name, why) {
    const field = this.sourceForm.elements[name];
    field.closest(".field").append(this.told);
    field.focus();
    this.#tell(this.told, why, true);
    this.told.scrollIntoView({ block: "nearest" });
  }

  #verdict(verdict) {
    const by = [VERDICT_STATES()[verdict.state], verdict.isWaiting && t("not saved yet"), t("by {who}", { who: verdict.proposed_by }), verdict.approved_by && t("approved by {who}", { who: verdict.approved_by })];
    const { me, isEnforced } = this.owner;
    const mayDecide = verdict.state === "in_review" && me.may.includes("decide") && !(isEnforced && verdict.proposed_by === me.username);
    const act = (verb) => () => this.#work(t("Saving…"), async () => {
      const note = verb === "return" ? this.form.elements.justification.value.trim() : "";
      if (verb === "return" && !note) throw Object.assign(new Error(t("Write below the verdict why you return it.")), { status: 400, errors: [] });
      await this.owner.decide(verdict, verb, { note });
      return verb === "approve" ? t("Verdict approved.") : t("Verdict returned.");
    });
    return h("li", { class: verdict.state },
      h("div", { class: "cluster" }, h("span", { class: `v ${verdict.icon}` }, icon(verdict.icon), verdict.name), h("span", { class: "hint" }, by.filter(Boolean).join(" · "))),
      verdict.justification ? h("p", {}, verdict.justification) : null,
      verdict.note ? h("p", { class: "hint" }, quoted(verdict.note)) : null,
      mayDecide ? h("div", { class: "cluster" }, h("button", { class: "btn small", type: "button", onclick: act("approve") }, t("Approve the verdict")), h("button", { class: "btn small ghost", type: "button", onclick: act("return") }, t("Return it"))) : null,
    );
  }

  // The focus stays near: on the source that moves up, else where the next one is added.
  #remove(evidence) {
    const place = [...this.list.querySelectorAll("button")].indexOf(document.activeElement);
    const { id, source, passage, stance } = evidence;
    const more = Object.fromEntries(MORE.filter((name) => evidence[name]).map((name) => [name, evidence[name]]));
    const after = { source: source.id ?? source, passage, stance, ...more };
    const { source: sources } = this.owner.written;
    sources.do("remove", this.spanId, { id: sources.nameOf(id), record: evidence.isWaiting ? undefined : { id }, after, shown: evidence });
    const left = this.list.querySelectorAll("button");
    (left[Math.min(place, left.length - 1)] ?? this.adder.querySelector("summary")).focus();
  }

  get sourceForm() {
    return this.adder.querySelector("form");
  }
}
