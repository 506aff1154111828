// One thread of comments: its words, and what may be done with it. Elements of comments that did not change stay.
import { h, say, sync } from "../dom.js";
import { n, t } from "../i18n.js";
import { Composer, avatar } from "./composer.js";
import { piecesOf } from "./names.js";

const STEPS = [["year", 31536000], ["month", 2592000], ["day", 86400], ["hour", 3600], ["minute", 60]];
const language = document.documentElement.lang || "en";
const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
const absolute = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" });

/** How long ago, in words. */
export function ago(moment) {
  const seconds = Math.max((Date.now() - new Date(moment)) / 1000, 0);
  const [unit, size] = STEPS.find(([, each]) => seconds >= each) ?? [];
  return unit ? relative.format(-Math.trunc(seconds / size), unit) : t("just now");
}

export const short = (text) => (text.length > 60 ? `${text.slice(0, 59)}…` : text);

const link = (id, words, about, onclick) => h("button", { class: "link", type: "button", id, "aria-label": `${words}: ${short(about)}`, onclick }, words);

export class Thread {
  #items = new Map();
  #reply = null;

  /** `panel` has api, me, mayWrite, members(), draftPlace(name), toast(), load(), draw(), reply(), change(), remove(), replace() and its composer. */
  constructor(panel) {
    this.panel = panel;
    this.list = h("ol", { class: "talk-list" });
    this.actions = h("div", { class: "acts" });
    this.element = h("li", { class: "thread" });
  }

  get isSending() {
    return Boolean(this.#reply?.isSending);
  }

  /** Whether an answer is begun. */
  get isBegun() {
    return Boolean(sessionStorage.getItem(this.#place()));
  }

  /** Whether the last word is another's, and may be answered. */
  waitsFor(username) {
    const { thread } = this;
    return !thread.resolved_at && !thread.isWaiting && [thread, ...thread.replies].at(-1).author !== username;
  }

  answer() {
    this.#openReply();
  }

  show(thread) {
    this.thread = thread;
    const said = [thread, ...thread.replies];
    sync(this.list, said.map((comment) => this.#item(comment)));
    const isResolved = Boolean(thread.resolved_at);
    this.actions.hidden = Boolean(thread.isWaiting);
    if (this.isResolved !== isResolved) this.#frame(isResolved);
    if (isResolved) this.summary.textContent = t("Resolved by {who}. Comments: {count}", { who: thread.resolved_by, count: n(said.length) });
  }

  // A resolved thread is folded, and takes no replies.
  #frame(isResolved) {
    const { id, text } = this.thread;
    this.isResolved = isResolved;
    const step = (verb, words) => link(`${verb}-${id}`, words, text, () => this.#step(verb));
    const buttons = isResolved ? [step("reopen", t("Reopen"))] : [link(`answer-${id}`, t("Reply"), text, () => this.#openReply()), step("resolve", t("Resolve"))];
    this.actions.replaceChildren(...(this.panel.mayWrite ? buttons : []));
    if (isResolved) {
      this.summary = h("summary", { id: `fold-${id}` });
      this.element.replaceChildren(h("details", {}, this.summary, this.list, this.actions));
      return;
    }
    this.element.replaceChildren(this.list, this.actions);
    if (this.#reply || sessionStorage.getItem(this.#place())) this.#openReply({ isFocused: false });
  }

  #place() {
    return this.panel.draftPlace(`reply-${this.thread.id}`);
  }

  #openReply({ isFocused = true } = {}) {
    const { id } = this.thread;
    this.#reply ??= new Composer({
      id: `reply-${id}`, label: t("Reply"), button: t("Send"), place: this.#place(), members: this.panel.members,
      onCancel: () => this.#closeReply(),
      send: (text) => {
        this.panel.reply(id, text);
        this.#closeReply();
        return t("Reply added.");
      },
    });
    this.element.append(this.#reply.element);
    if (isFocused) this.#reply.focus();
  }

  #closeReply() {
    const hadFocus = this.#reply?.element.contains(document.activeElement);
    this.#reply?.element.remove();
    this.#reply = null;
    if (hadFocus) document.getElementById(`answer-${this.thread.id}`)?.focus();
  }

  #step(verb) {
    const { id } = this.thread;
    const isResolved = verb === "resolve";
    this.panel.change(this.thread, { isResolved: !isResolved }, { isResolved });
    document.getElementById(isResolved ? `fold-${id}` : `resolve-${id}`)?.focus();
    say(isResolved ? t("Thread resolved.") : t("Thread reopened."));
  }

  #failed(error) {
    if (error.status === undefined) throw error;
    this.panel.toast(error.status === 412 ? t("Somebody changed this comment meanwhile. Look again.") : t("Not saved: {reason}", { reason: error.message }));
    this.panel.load();
  }

  // The element of a comment: the same one as long as nothing changed, or while its author is at it.
  #item(comment) {
    const item = this.#items.get(comment.id) ?? { element: h("li") };
    const face = JSON.stringify(comment);
    if (item.face !== face && !item.isHeld) {
      const focused = item.element.contains(document.activeElement) && document.activeElement.id;
      item.face = face;
      item.element.replaceChildren(this.#drawn(item, comment));
      if (focused) document.getElementById(focused)?.focus();
      this.#items.set(comment.id, item);
    }
    return item.element;
  }

  #drawn(item, comment) {
    const { id, text, author, first_author: first } = comment;
    if (comment.is_removed) return h("div", { class: "comment" }, h("p", { class: "words gone" }, t("This comment was removed.")));
    const name = first ?? author;
    const own = !comment.isWaiting && author === this.panel.me.username && this.panel.mayWrite && [
      first ? null : link(`reword-${id}`, t("Edit"), text, () => this.#edit(item, comment)),
      link(`remove-${id}`, t("Delete"), text, (event) => this.#askRemove(item, comment, event.currentTarget.parentElement)),
    ];
    return h("div", { class: "comment" },
      h("div", { class: "who" }, avatar(name), h("b", {}, name),
        h("time", { datetime: comment.created_at, title: absolute.format(new Date(comment.created_at)) }, ago(comment.created_at)),
        comment.isWaiting ? h("span", { class: "more" }, t("not saved yet")) : null,
        comment.edited_at ? h("span", { class: "more" }, t("edited")) : null,
        first ? h("span", { class: "more" }, t("brought in by {who}", { who: author })) : null),
      h("p", { class: "words", dir: "auto" }, piecesOf(text, comment.mentions).map(([words, isName]) => (isName ? h("b", { class: "at" }, words) : words))),
      own ? h("div", { class: "own" }, own) : null);
  }

  #release(item, comment, verb) {
    item.isHeld = false;
    item.face = "";
    this.panel.draw();
    document.getElementById(`${verb}-${comment.id}`)?.focus();
  }

  #edit(item, comment) {
    item.isHeld = true;
    const composer = new Composer({
      id: `edit-${comment.id}`, label: t("Edit the comment"), button: t("Save"), text: comment.text, place: this.panel.draftPlace(`edit-${comment.id}`), members: this.panel.members,
      onCancel: () => this.#release(item, comment, "reword"),
      send: (text) => {
        if (text !== comment.text) this.panel.change(comment, { text: comment.text }, { text });
        this.#release(item, comment, "reword");
        return t("Comment saved.");
      },
    });
    item.element.replaceChildren(composer.element);
    composer.focus();
  }

  // It cannot be taken back, so it is asked once, in its place.
  #askRemove(item, comment, row) {
    item.isHeld = true;
    const sure = h("button", { class: "btn small danger", type: "button", id: `sure-${comment.id}`, onclick: () => this.#remove(item, comment) }, t("Delete it"));
    row.replaceChildren(sure, h("button", { class: "btn small ghost", type: "button", id: `keep-${comment.id}`, onclick: () => this.#release(item, comment, "remove") }, t("Keep it")));
    sure.focus();
  }

  async #remove(item, comment) {
    item.isHeld = false;
    item.face = "";
    for (const button of item.element.querySelectorAll("button")) button.disabled = true; // it is on its way
    try {
      await this.panel.remove(comment.id);
      this.panel.replace({ ...comment, is_removed: true, text: "" });
      this.panel.forget(comment.id);
      this.panel.composer?.focus();
      say(t("Comment removed."));
    } catch (error) {
      this.#failed(error);
    }
  }
}
