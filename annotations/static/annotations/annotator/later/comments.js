// Comments on a span, below its attributes: threads, replies, and who is named in them. News of others comes in place.
import { Problem } from "../api.js";
import { chooseFirst, h, say, sync } from "../dom.js";
import { n, t } from "../i18n.js";
import { Composer } from "./composer.js";
import { Thread, ago, short } from "./thread.js";
import { readMentions } from "./mentioned.js";
import { isThere } from "./waiting.js";
import { keep, remove } from "./written.js";

const PAUSE = 100;
const MINUTE = 60000;

/** The key: into the field for a new comment on the active span. */
export async function focus(page) {
  await page.loadSide();
  if (!page.active) return page.toast(chooseFirst());
  if (!page.data.me.may.includes("comment")) return page.toast(t("Commenting needs the role annotator or higher."));
  return page.comments?.focus(page.active.id);
}

const placeOfDrafts = ({ username }) => `factcheck.comment ${username} `;

/** The ids of the spans that a comment is half written on, in this window. */
export function begun({ data }) {
  const place = placeOfDrafts(data.me);
  return [...new Set(Object.keys(sessionStorage).filter((key) => key.startsWith(place)).map((key) => key.slice(place.length).split(" ")[0]))];
}

export class Comments {
  #panels = new Map();
  #members = null;

  /** `page` is the <fc-workbench>. */
  constructor(page) {
    this.page = page;
    this.written = keep(page);
    page.store.onChange((changes) => {
      for (const { before, after } of changes) if (before && after && before.id !== after.id) this.#rename(before.id, after.id);
    });
    addEventListener("beforeunload", (event) => [...this.#panels.values()].some((panel) => panel.isSending) && event.preventDefault());
    setInterval(() => {
      for (const time of page.querySelectorAll(".comment time")) time.textContent = ago(time.dateTime);
    }, MINUTE);
  }

  /** The section of a span: the same element each time, so that what is being written stays. */
  panel(span) {
    const known = this.#panels.get(span.id);
    if (known) {
      queueMicrotask(() => known.read()); // it stands on the page by then
      return known.element;
    }
    const panel = this.#make(span.id);
    if (panel.isWaiting) panel.draw();
    panel.load();
    return panel.element;
  }

  focus(id) {
    this.#panels.get(id)?.focus();
  }

  /** Somebody commented: the section is read again, and the margin counts also where it was never opened. */
  take({ after, actor, verb }) {
    const span = after?.span && this.page.store.get(after.span);
    if (!span) return;
    const panel = this.#panels.get(span.id) ?? this.#make(span.id);
    clearTimeout(panel.timer);
    panel.timer = setTimeout(() => panel.load(), PAUSE);
    if (actor === this.page.data.me.username) return;
    const values = { who: actor, quote: short(span.quote) };
    const words = { created: t("{who} commented on “{quote}”.", values), replied: t("{who} replied about “{quote}”.", values), resolved: t("{who} resolved a thread about “{quote}”.", values) }[verb];
    if (words) say(words);
  }

  /** Draws again what stands and what waits, of one span or of all. */
  redraw(id) {
    for (const [name, panel] of this.#panels) if (id === undefined || name === this.page.store.idOf(id)) panel.draw();
  }

  /** The server has what was written, changed or taken back. */
  async arrived({ entry }, record) {
    const panel = this.#panels.get(this.page.store.idOf(entry.ends.span));
    if (entry.thing === "talk") panel?.replace(record);
    else await panel?.arrived(entry, record);
  }

  /** What the server would not have stands in its field again; false where something else is being written there. */
  giveBack({ entry }, error) {
    const id = this.page.store.idOf(entry.ends.span);
    if (!this.#panels.has(id)) this.#make(id);
    return this.#panels.get(id).giveBack(entry, error);
  }

  // Asked for with the first @, and again after a failure.
  members() {
    const { api } = this.page;
    this.#members ??= api.get(`projects/${api.project}/members/?page_size=1000`).then(({ results }) => results.filter(({ username }) => username !== api.username));
    return this.#members.catch(() => {
      this.#members = null;
      return [];
    });
  }

  #make(id) {
    const panel = new Panel(this, id);
    this.#panels.set(id, panel);
    return panel;
  }

  // The server has named a span: its section goes on under the new id.
  #rename(oldId, id) {
    const panel = this.#panels.get(oldId);
    if (!panel) return;
    this.#panels.delete(oldId);
    this.#panels.set(id, panel);
    panel.spanId = id;
  }
}

class Panel {
  #threads = new Map();
  #records = [];
  #asked = 0;

  constructor(owner, spanId) {
    const { api, data } = owner.page;
    Object.assign(this, { owner, spanId, api, me: data.me, mayWrite: data.me.may.includes("comment"), members: () => owner.members(), again: () => this.load() });
    this.list = h("ol", { class: "threads" });
    this.status = h("p", { class: "hint", role: "status" });
    this.composer = this.mayWrite ? new Composer({
      id: "comment-new", label: t("Comment, @ names a member"), button: t("Comment"), place: this.draftPlace("new"), members: this.members,
      send: (text) => this.#send(text),
    }) : null;
    this.element = h("section", { class: "comments", "aria-labelledby": "comments-title" },
      h("h3", { id: "comments-title" }, t("Comments"), " ", this.mayWrite ? h("kbd", {}, "C") : null), this.list, this.status, this.composer?.element);
  }

  draftPlace(name) {
    return `${placeOfDrafts(this.me)}${this.spanId} ${name}`;
  }

  // Into the answer to what somebody asked last, else into a comment of its own; what is begun is gone on with.
  focus() {
    const threads = [...this.#threads.values()];
    const asked = threads.find((thread) => thread.isBegun) ?? threads.findLast((thread) => thread.waitsFor(this.me.username));
    if (asked && !sessionStorage.getItem(this.draftPlace("new"))) asked.answer();
    else this.composer?.focus();
  }

  toast(words) {
    this.owner.page.toast(words);
  }

  get isSending() {
    return this.composer?.isSending || [...this.#threads.values()].some((thread) => thread.isSending);
  }

  async load() {
    const span = this.owner.page.store.get(this.spanId);
    if (!span?.revision) return; // not on the server yet: nobody can have said anything
    this.#asked += 1;
    const asked = this.#asked;
    try {
      const { results } = await this.api.get(`spans/${span.id}/comments/?page_size=1000`);
      if (asked !== this.#asked) return;
      this.status.textContent = results.length || this.mayWrite ? "" : t("No comments.");
      this.#draw(results);
      this.read();
    } catch (error) {
      if (error.status === undefined) throw error;
      this.status.textContent = t("The comments could not be read: {reason}", { reason: error.message });
      addEventListener("online", this.again, { once: true }); // the same one, however often it failed
    }
  }

  /** What is on the screen and names the reader is read. */
  read() {
    if (this.element.isConnected) readMentions({ api: this.api, username: this.me.username }, this.#records);
  }

  /** Shows one thread as it is now. */
  put(record) {
    const isKnown = this.#records.some(({ id }) => id === record.id);
    this.#change(isKnown ? this.#records.map((each) => (each.id === record.id ? record : each)) : [...this.#records, record]);
  }

  /** Shows one comment as it is now: the first of a thread, or a reply. */
  replace(comment) {
    const changed = this.#records.map((each) => (each.id === comment.id ? { ...each, ...comment, replies: each.replies }
      : { ...each, replies: each.replies.map((one) => (one.id === comment.id ? comment : one)).filter((one) => !one.is_removed) }));
    this.#change(changed.filter((each) => !each.is_removed || each.replies.length));
  }

  // What was asked for before is older than what is known now.
  #change(records) {
    this.#asked += 1;
    this.#draw(records);
  }

  #draw(records) {
    this.#records = records;
    this.draw();
  }

  /** Whether something of it is not on the server yet. */
  get isWaiting() {
    const { comment, talk } = this.owner.written;
    return [comment, talk].some((kind) => kind.waiting(this.spanId).length);
  }

  /** Draws what stands, and what waits to be saved, as it will stand. */
  draw() {
    const { comment, talk } = this.owner.written;
    const written = comment.waiting(this.spanId).reduce((known, op) => laidOver(known, op, this.me.username), this.#records);
    const records = talk.waiting(this.spanId).reduce((known, op) => changedBy(known, op, comment.idOf(op.entry.of), this.me.username), written);
    const kept = new Set(records.map(({ id }) => id));
    for (const id of this.#threads.keys()) if (!kept.has(id)) this.#threads.delete(id);
    sync(this.list, records.map((record) => {
      const thread = this.#threads.get(record.id) ?? new Thread(this);
      this.#threads.set(record.id, thread);
      thread.show(record);
      return thread.element;
    }));
    const { page } = this.owner;
    page.talk.set(this.spanId, records.filter((each) => !each.resolved_at && !each.is_removed).length);
    page.cards.update();
  }

  #send(text) {
    this.owner.written.comment.do("add", this.spanId, { after: { text } });
    return t("Comment added. Threads: {count}", { count: n(this.list.children.length) });
  }

  /** Answers a thread. */
  reply(root, text) {
    this.owner.written.comment.do("add", this.spanId, { after: { text, root } });
  }

  /** Resolves or reopens a thread, or words a comment anew: `before` and `after` are `{isResolved}` or `{text}`. */
  change({ id }, before, after) {
    const { comment, talk } = this.owner.written;
    talk.do("add", this.spanId, { of: comment.nameOf(id), before, after });
  }

  /** Deletes a comment, once what was done to it before is on the server. */
  async remove(id) {
    const { page } = this.owner;
    if (page.queue.state.name === "offline") throw new Problem(0);
    await page.queue.whenSent();
    await remove(page, `comments/${id}/`);
  }

  /** A comment that its author deleted is not brought back, so its steps are over. */
  forget(id) {
    const name = this.owner.written.comment.nameOf(id);
    this.owner.page.store.forget(({ thing, id: one, of }) => (thing === "comment" && one === name) || (thing === "talk" && of === name));
  }

  arrived({ after, record: known }, record) {
    if (!record) {
      const one = this.#records.flatMap((each) => [each, ...each.replies]).find(({ id }) => id === known?.id);
      return one && this.replace({ ...one, is_removed: true, text: "" });
    }
    if (!after.root) return this.put(record);
    const root = this.#records.find(({ id }) => id === after.root);
    return root && this.put({ ...root, replies: [...root.replies.filter(({ id }) => id !== record.id), record] });
  }

  giveBack({ thing, of, after }, error) {
    const isNew = thing === "comment" && !after.root;
    const field = thing === "talk" ? `edit-${this.owner.written.comment.idOf(of)}` : `reply-${after.root}`;
    const place = this.draftPlace(isNew ? "new" : field);
    if (sessionStorage.getItem(place)) return false;
    if (after.text) sessionStorage.setItem(place, after.text);
    if (isNew) this.composer?.read();
    this.toast(t("Not sent: {reason}", { reason: error.message }));
    return true;
  }
}

// The threads once a change that waits is made.
function changedBy(threads, { kind, side, entry }, id, by) {
  const { text, isResolved } = kind === "turn" && side === "before" ? entry.before : entry.after;
  const now = text === undefined ? { resolved_at: isResolved ? entry.at : null, resolved_by: by } : { text, edited_at: entry.at };
  const change = (each) => (each.id === id ? { ...each, ...now } : each);
  return threads.map((thread) => change({ ...thread, replies: thread.replies.map(change) }));
}

// The threads once one more thing that waits is done.
function laidOver(threads, op, author) {
  const { id, at, after, record } = op.entry;
  const others = (list) => list.filter((each) => ![id, record?.id].includes(each.id) || each.replies?.length);
  if (!isThere(op)) return others(threads).map((thread) => ({ ...thread, replies: others(thread.replies) }));
  const comment = { id, author, text: after.text, created_at: at, mentions: [], isWaiting: true };
  if (!after.root) return [...threads, { ...comment, replies: [] }];
  return threads.map((thread) => (thread.id === after.root ? { ...thread, replies: [...thread.replies, comment] } : thread));
}
