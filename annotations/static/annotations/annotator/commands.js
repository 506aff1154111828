// The verbs of the workbench: what a key or a button does to the text cursor, the spans and the inspector.
import { Problem } from "./api.js";
import { preview } from "./caret.js";
import { chooseFirst, h, isByFinger, say, sayFirst, shortened, swatch } from "./dom.js";
import { nt, quoted, t, usual } from "./i18n.js";
import { CHECKABLE, isReturned } from "./store.js";

const MEANT = 2000; // milliseconds in which a number still belongs to the key before it

/** Methods are named in the table of keys.js and in `data-command` of the page. `page` is the <fc-workbench>. */
export class Commands {
  constructor(page) {
    this.page = page;
  }

  step(kind, direction, grow) {
    this.#move(kind, (caret) => caret.step(kind, direction, grow));
  }

  row(direction) {
    this.#move("row", (caret) => caret.row(direction, false));
  }

  #move(kind, how) {
    const { caret } = this.page;
    const before = caret.place;
    how(caret);
    this.page.moved = { kind, before };
    this.page.dispatchEvent(new CustomEvent("moved", { detail: this.page.moved }));
  }

  selectAll() {
    this.page.view.select(0, this.page.view.text.length);
  }

  label(key) {
    const look = this.page.looks(key);
    const here = this.page.view.selection();
    const isSelected = here && here.from !== here.to;
    const { from, to } = isSelected ? this.page.steps.tidy(here.from, here.to, this.page.view.isByHand) : { from: 0, to: 0 };
    if (from === to) {
      // Who selects a mere blank means that blank: the active span must not change its label for it.
      if (isSelected || !this.page.active) return this.page.toast(isByFinger() ? t("Press and hold a word to select it, then tap a label.") : t("Select some text first, then press the label’s key."));
      if (Date.now() - (this.refusedVerdict ?? 0) < MEANT) return this.page.toast(t("Accept the suggestion first.")); // the number was for the verdict
      if (this.#refused(this.page.active, "change") || this.page.active.label === key) return undefined;
      return this.#became(this.page.active, this.page.edits.relabel(this.page.active, look));
    }
    if (!this.page.data.me.may.includes("label")) return this.page.toast(t("Labelling needs the role annotator or higher."));
    const span = this.#mark(key, this.#stretch(from, to));
    this.page.view.select(to, to);
    this.page.article.focus({ preventScroll: true });
    this.page.activate(span, { isScrolled: false, isQuiet: true });
    return say(nt("{label} added: {quote}. {count} span.", "{label} added: {quote}. {count} spans.", this.page.store.all.length, { label: look.name, quote: span.quote }));
  }

  /** Asks for a label by name, for the selection or the active span. */
  async openPalette() {
    const { view, active, data } = this.page;
    const here = view.selection();
    const isSelected = here && here.from !== here.to;
    if (!isSelected && !active) return this.page.toast(t("Select some text first, then press Enter."));
    const palette = await this.page.later("palette");
    const key = await palette?.askLabel(document.getElementById("palette"), data.labels.filter((label) => label.is_on), isSelected ? view.text.slice(here.from, here.to) : active.quote);
    this.page.article.focus({ preventScroll: true });
    if (here) view.select(here.anchor, here.focus);
    return key && this.label(key);
  }

  async listSpans() {
    const list = await this.page.later("spanlist");
    list?.listSpans(document.getElementById("spans"), { spans: this.page.store.all, active: this.page.active, looks: this.page.looks, onPick: (span) => this.#goTo(span) });
  }

  #goTo(span) {
    this.page.article.focus({ preventScroll: true });
    this.page.activate(span);
  }

  // Nothing stands twice: marking what an engine proposes accepts it, its attributes come along; what is one's own stays.
  #mark(key, stretch) {
    const here = this.page.store.all.filter((span) => span.label === key && span.start === stretch.start && span.end === stretch.end);
    const own = here.find((span) => span.author === this.page.data.me.username);
    const proposed = here.find((span) => span.state === "suggested");
    if (proposed && !own) this.page.edits.act(proposed, "accept");
    return own ?? proposed ?? this.page.edits.create(key, stretch);
  }

  next(direction = 1, test = undefined) {
    const from = this.page.active ? this.page.active.from : (this.page.view.selection()?.focus ?? 0);
    const span = this.page.store.next(from, direction, test, this.page.active);
    if (!span) return this.page.toast(test ? t("Nothing is left to decide.") : t("There are no spans yet."));
    this.#dropSelection(); // what is active is meant from now on
    return this.page.activate(span);
  }

  #dropSelection() {
    const here = this.page.view.selection();
    if (here && here.from !== here.to) this.page.view.select(here.focus, here.focus);
    return here && here.from !== here.to;
  }

  /** A review goes through what was handed in, everything else through what engines propose, and then through what else
   * waits for this person. */
  nextUndecided() {
    const isReview = this.page.data.assignment?.queue === "review";
    const isProposed = !isReview && this.page.store.all.some(({ state }) => state === "suggested");
    this.next(1, isProposed ? (span) => span.state === "suggested" : (span) => this.page.edits.isDue(span));
  }

  /** Goes to the next of one's own spans that came back, and after the last to the first. */
  async nextReturned() {
    const isMine = (span) => isReturned(span) && span.author === this.page.data.me.username;
    const span = this.page.store.next(this.page.active?.from ?? 0, 1, isMine, this.page.active);
    if (!span) return this.page.toast(t("Nothing of yours came back."));
    this.page.article.focus({ preventScroll: true });
    this.page.activate(span);
    await this.page.loadSide();
    document.getElementById("insp-returned")?.scrollIntoView({ block: "nearest" });
    return undefined;
  }

  overlap() {
    const here = this.page.active ?? { from: this.page.caret.place.focus, to: this.page.caret.place.focus + 1 };
    const group = this.page.store.all.filter((span) => span.from < here.to && span.to > here.from);
    if (!group.length) return this.page.toast(t("No span stands at the text cursor."));
    return this.page.activate(group[(group.indexOf(this.page.active) + 1) % group.length], { isScrolled: false });
  }

  edge(which, direction) {
    const span = this.page.active;
    if (this.#refused(span, "change")) return;
    const moved = this.page.steps.step(which === "start" ? span.from : span.to, "word", this.page.caret.wayOf(direction, span.from));
    const { from, to } = this.page.steps.tidy(which === "start" ? moved : span.from, which === "end" ? moved : span.to);
    if (from < to && moved > (which === "end" ? span.from : -1) && moved < (which === "start" ? span.to : Infinity)) this.move(span, from, to);
  }

  /** An edge is dragged to `unit`, or given up (null); what it would be is shown until it is let go. */
  resize(edge, unit, isFinal) {
    const { active: span, caret, steps, view } = this.page;
    if (!span) return caret.drawHandles(null);
    const place = unit === null ? null : steps.nearest(unit);
    const isNone = place === null || (edge === "start" ? place >= span.to : place <= span.from); // past the other edge there is no place
    const { from, to } = isNone ? span : steps.tidy(edge === "start" ? place : span.from, edge === "end" ? place : span.to);
    preview(view, isFinal ? null : { from, to });
    if (!isFinal) return undefined;
    if (from !== to && (from !== span.from || to !== span.to)) this.move(span, from, to);
    return caret.drawHandles(this.page.changeable(this.page.active));
  }

  remove() {
    if (this.page.active?.state === "suggested") this.decide(this.page.active, "reject");
    else this.decide(this.page.active, "delete");
  }

  agree() {
    this.decide(this.page.active, this.page.active?.state === "in_review" ? "approve" : "accept");
  }

  reject() {
    this.decide(this.page.active, "reject");
  }

  giveBack() {
    this.decide(this.page.active, "return");
  }

  /** Does `verb` to a span, asking for a reason where one is due, and goes on to the next of its kind. */
  async decide(span, verb) {
    if (this.#refused(span, verb)) return undefined;
    const needsReason = span.state === "in_review" && (verb === "return" || verb === "reject");
    const title = verb === "return" ? t("Why do you return it?") : t("Why do you reject it?");
    const body = needsReason ? await this.#ask(span, title, verb === "return" ? t("Return") : t("Reject"), verb === "return") : {};
    if (!body) return undefined;
    const following = this.page.store.next(span.from, 1, (each) => each !== span && (span.state === "in_review" ? this.page.edits.isDue(each) : each.state === span.state), undefined);
    const verdict = verb === "approve" ? this.page.waitingVerdict(span) : null;
    const stands = this.#do(span, verb, body);
    const step = this.page.store.done.at(-1);
    const isAsked = verb === "reject" && span.state === "suggested";
    if (isAsked) this.page.run("why.ask", [span]);
    if (verb === "delete") return this.tellDone(t("Removed."));
    const why = isByFinger() ? t("Rejected. Why?") : t("Rejected. Why? 1 to 6 gives a reason; any other key goes on.");
    const words = { accept: t("Accepted."), reject: isAsked ? why : t("Rejected."), submit: t("Submitted."), approve: verdict ? t("Approved, with its verdict “{name}”.", verdict) : t("Approved."), return: t("Returned.") };
    if (stands !== span.id) words.accept = t("You have this span already. The suggestion is set aside as a duplicate.");
    const done = `${words[verb]} ${quoted(shortened(span.quote, 40))}`;
    if (verdict) this.page.toast(done); // an approved verdict is not taken back
    else if (!isAsked) this.#offerUndo(done);
    if (verdict) await this.#approveVerdict(verdict, step);
    const isStaying = "stay" in document.documentElement.dataset && this.page.store.get(stands);
    if (isStaying && stands !== span.id) this.page.activate(isStaying, { isScrolled: false, isQuiet: true });
    if (!following || verb === "submit" || isStaying) return say(words[verb]);
    this.page.activate(following);
    return sayFirst(words[verb], (next) => t("{done} Next: {next}", { done: words[verb], next }));
  }

  // Returns the id of what stands then.
  #do(span, verb, body) {
    if (verb === "accept") return this.page.edits.accept(span, body);
    if (verb === "delete") this.page.edits.delete(span);
    else this.page.edits.act(span, verb, body);
    return span.id;
  }

  async #ask(span, title, action, isNoteEnough) {
    const { askReason } = await import("./inspector.js");
    const look = this.page.looks(span.label);
    const about = [h("span", { class: `lb ${look.colour}` }, swatch(look), look.name), " ", quoted(span.quote)];
    return askReason(document.getElementById("reason"), title, { action, about, isNoteEnough });
  }

  /** Tells what was done, with the way back beside it. */
  tellDone(words) {
    this.#offerUndo(words);
    if (!isByFinger()) say(t("{words} {key} takes it back.", { words, key: "Ctrl+Z" }));
  }

  // The way back from what was done last, until something else is done.
  #offerUndo(words) {
    const undo = h("button", { class: "btn small", type: "button", onclick: () => this.undo() }, t("Undo"), h("kbd", {}, "Ctrl Z"));
    this.page.toast(words, undo);
    this.offered = { toast: undo.parentElement, step: this.page.store.done.at(-1) };
  }

  /** Something was done or taken back: a message that offers to undo what came before goes. */
  stepped() {
    if (!this.offered || this.offered.step === this.page.store.done.at(-1)) return;
    this.offered.toast.remove();
    this.offered = null;
  }

  async #approveVerdict(verdict, step) {
    const { store } = this.page;
    try {
      await this.page.loadSide();
      if (!this.page.evidence) throw new Problem(0);
      step.isLasting = true;
      await this.page.evidence.decide(verdict, "approve");
    } catch (error) {
      step.isLasting = false;
      if (error.status === undefined) throw error;
      this.page.toast(t("The verdict is not approved: {reason}", { reason: error.message }));
    } finally {
      if (store.done.includes(step)) store.onStep(step, "done");
    }
  }

  async undo() {
    await this.page.kept; // what an earlier page could undo
    const last = this.page.store.done.at(-1);
    if (last?.isLasting) {
      this.page.store.forget((each) => each === last);
      return this.page.toast(t("An approved verdict stands, and the span with it. A new verdict replaces it."));
    }
    return this.page.run("turned.undone", [this.page.edits.undo()]);
  }

  async redo() {
    await this.page.kept;
    return this.page.run("turned.redone", [this.page.edits.redo()]);
  }

  async focusField() {
    await this.page.loadSide();
    const field = this.page.querySelector("#insp-span .attributes :is(input, select):not(:disabled)");
    field?.focus();
    field?.select?.(); // who writes at once writes it anew
  }

  async focusVerdict() {
    if (!this.#mayJudge(t("Only claims, denials and figures have a verdict."))) {
      this.refusedVerdict = Date.now();
      return;
    }
    await this.page.loadSide();
    this.page.evidence?.focusVerdict(this.page.active.id);
  }

  async addSource() {
    if (this.#mayJudge(t("Only claims, denials and figures have sources."))) {
      await this.page.loadSide();
      this.page.evidence?.openSource(this.page.active.id);
    }
  }

  #mayJudge(notThis) {
    const span = this.page.active;
    if (!span) return !this.#refused(null);
    const why = !CHECKABLE.has(span.label) ? notThis : span.state === "suggested" ? t("Accept the suggestion first.") : "";
    if (why) this.page.toast(why);
    return !why;
  }

  /** Puts the inspector of a phone away, whatever is selected. */
  close() {
    this.page.activate(undefined);
    this.page.article.focus({ preventScroll: true });
  }

  showKeys() {
    return this.page.run("keylist.open");
  }

  escape() {
    if (this.#dropSelection()) return;
    const { active, view } = this.page;
    if (active && !view.selection()) view.select(active.from, active.from); // the text cursor goes on from where one was
    this.page.activate(undefined);
  }

  #refused(span, verb) {
    const why = span ? this.page.edits.refusal(span, verb) : chooseFirst();
    if (why) this.page.toast(why);
    return Boolean(why);
  }

  #stretch(from, to) {
    return { start: this.page.view.map.toPoint(from), end: this.page.view.map.toPoint(to), quote: this.page.view.text.slice(from, to) };
  }

  move(span, from, to) {
    const stretch = this.#stretch(from, to);
    const isLost = (value) => Number.isInteger(value?.start) && (value.start < stretch.start || value.end > stretch.end);
    const { properties = {} } = this.page.looks(span.label).attributes_schema ?? {};
    const [lost, kept] = [true, false].map((is) => Object.entries(span.attributes).filter(([, value]) => isLost(value) === is));
    const stands = this.page.edits.change(span, lost.length ? { ...stretch, attributes: Object.fromEntries(kept) } : stretch);
    const fields = lost.map(([name]) => usual(properties[name]?.title ?? name)).join(", ");
    this.#became(span, stands, fields && t("{fields}: outside the span now, so taken off.", { fields }));
    const now = t("Now: {quote}", { quote: stretch.quote });
    sayFirst(now, (before) => `${before} ${now}`);
  }

  // Says what a change did besides: to the suggestion it was made on, to the equal one it met, to what it could not keep.
  #became(span, id, more = "") {
    const own = span.state === "suggested" ? t("Accepted with your change: it is yours now.") : "";
    const words = [id === span.id ? own : t("An engine proposes the same. Its suggestion is accepted, and yours stands in it."), more].filter(Boolean).join(" ");
    if (id === span.id) return words && this.#offerUndo(words);
    this.page.activate(this.page.store.get(id), { isScrolled: false, isQuiet: true });
    return this.#offerUndo(words);
  }

  /** Sets attributes; null takes one away. `seen` is the revision at which they were read. */
  setAttributes(id, values, seen = undefined) {
    const span = this.page.store.get(id);
    const attributes = Object.entries({ ...span.attributes, ...values }).filter(([name, value]) => value !== null || !(name in values));
    this.#became(span, this.page.edits.change(span, { attributes: Object.fromEntries(attributes) }, seen));
  }
}
