// The links of the document's spans: what the server told, what is not saved yet, and what a person does to them. They are
// saved, kept over a reload and undone in one order with the spans.
import { Problem } from "../api.js";
import { t } from "../i18n.js";
import { resultOf } from "../store.js";
import { LinkPanel } from "./linkpanel.js";
import { laidOver, waysBetween } from "./pairs.js";

const THING = "relation";
const PAUSE = 120;
const REMEMBERED = ["type", "scope", "note", "state", "author", "source_document", "target_document", "ends"];

const snapshot = (link) => Object.fromEntries(REMEMBERED.map((name) => [name, link[name]]));
const isOurs = (op) => op.thing === THING;
const isUnnamed = (id) => id.startsWith("new-");

/** The links of a page, made the first time; with them their section in the inspector. */
export function keep(page) {
  page.links ??= new Links(page);
  return page.links;
}

class Links {
  #told = new Map();
  #names = new Map();
  #index = null;
  #due = new Set();
  #timer = 0;

  constructor(page) {
    Object.assign(this, { page, types: page.data.relation_types, panel: new LinkPanel(page, this) });
    page.edits.things.set(THING, this);
    page.sections.splice(page.sections.indexOf(page.comments), 0, this.panel);
    page.cards.linksOf = (span) => this.of(span).length;
    page.store.onChange(() => this.#forget());
    page.addEventListener("news", ({ detail }) => this.#hear(detail));
    this.#inspect();
  }

  /** Reads the links of the document once; again after a failure. */
  load() {
    this.loaded ??= this.#read().catch((error) => {
      if (error.status === undefined) throw error;
      this.loaded = undefined;
    });
    return this.loaded;
  }

  async #read() {
    const { api } = this.page;
    let query = `?document=${api.document}&page_size=1000`;
    while (query) {
      const page = await api.get(`projects/${api.project}/relations/${query}`);
      for (const record of page.results) this.#learn(record);
      query = page.next ? new URL(page.next, location.href).search : "";
    }
    this.#changed();
    this.#inspect();
  }

  // The inspector asks which links the active span has.
  #inspect() {
    this.page.activate(this.page.active, { isScrolled: false, isQuiet: true });
  }

  #learn(record) {
    if (!(this.#told.get(record.id)?.revision > record.revision)) this.#told.set(record.id, record);
  }

  /* What is shown. */

  /** The links of a span: `{link, type, isSource, other}`; `other` is the far end, its `span` there if it lies in this text. */
  of(span) {
    this.#index ??= this.#indexed();
    return this.#index.get(span.id) ?? [];
  }

  /** Whether two spans are linked in this way already. */
  has(span, otherId, { type, isSource }) {
    return this.of(span).some((each) => each.type === type && each.isSource === isSource && each.other.id === otherId);
  }

  #indexed() {
    const index = new Map();
    for (const link of laidOver(this.#told, this.page.queue.filter(isOurs)).values()) {
      const [source, target] = ["source", "target"].map((name) => this.#end(link, name));
      if (!source || !target || link.state !== "live" || !this.#joins(link.type, source, target)) continue;
      for (const [end, other, isSource] of [[source, target, true], [target, source, false]]) {
        if (end.span) index.set(end.id, [...(index.get(end.id) ?? []), { link, type: link.type, isSource, other }]);
      }
    }
    return index;
  }

  // An end in this text is as the page has it by now; null where it was removed.
  #end(link, name) {
    const span = this.page.store.get(link[name]);
    if (span) return { ...link.ends?.[name], id: span.id, label: span.label, quote: span.quote, span };
    return link[`${name}_document`] === this.page.api.document ? null : link.ends?.[name];
  }

  #joins(type, source, target) {
    return waysBetween(this.types, source.label, target.label).some((way) => way.type === type && way.isSource);
  }

  #forget() {
    this.#index = null;
  }

  #changed() {
    this.#forget();
    this.panel.redraw();
    this.page.cards.update();
  }

  /* What a person does. */

  /** Why this person may not change a link, or take it off; an empty string when they may. */
  refusal(link, verb) {
    const { me } = this.page.data;
    if (!me.may.includes("label")) return t("Linking needs the role annotator or higher.");
    if (link.author === me.username || (verb === "remove" && me.may.includes("decide"))) return "";
    return t("This link is {author}’s.", link);
  }

  /** Links two ends, each like a span with its `document` and `title`; returns the link. */
  create(type, source, target) {
    const ends = { source: source.id, target: target.id };
    const after = {
      type, scope: type === "denies" ? "whole" : "", note: "", state: "live", author: this.page.data.me.username,
      source_document: source.document, target_document: target.document, ends: { source, target },
    };
    const id = `new-${crypto.randomUUID()}`;
    this.#push("create", { id, before: null, after, ends, group: this.page.edits.group ?? crypto.randomUUID() });
    return { id, ...after, ...ends };
  }

  /** Changes scope or note; right after its making, that is one thing with it for undo. */
  edit(link, changes) {
    const last = this.page.store.done.at(-1);
    const id = this.#nameOf(link.id);
    const group = last?.kind === "create" && last.thing === THING && this.#nameOf(last.id) === id ? last.group : undefined;
    this.#push("edit", { id, before: snapshot(link), after: { ...snapshot(link), ...changes }, ends: endsOf(link), group });
  }

  remove(link) {
    this.#push("remove", { id: this.#nameOf(link.id), before: snapshot(link), after: { ...snapshot(link), state: "withdrawn" }, ends: endsOf(link) });
  }

  #push(kind, { id, ...rest }) {
    const entry = { uid: crypto.randomUUID(), thing: THING, kind, id, span: this.page.active?.id, revision: null, ...rest };
    this.page.store.remember(entry);
    this.#send({ kind, id, entry });
  }

  #send(op) {
    this.page.queue.push({ thing: THING, base: this.#told.get(op.id)?.revision, ...op });
    this.#changed();
    if (op.kind !== "edit") this.#inspect();
  }

  /** Takes back or does again what an entry of the page's undo says. */
  turn(entry, side) {
    const target = entry[side] ?? { ...entry.after, state: "withdrawn" };
    if (!entry.isVoid) this.#send({ kind: "turn", id: this.#nameOf(entry.id), entry, target, side });
    return entry;
  }

  #nameOf(id) {
    return this.#names.get(id) ?? id;
  }

  /* Saving: asked by the queue, one thing at a time. */

  async send(op) {
    const record = await this.#request(op);
    op.entry.revision = record.revision;
    this.#take(op, record);
  }

  #request(op) {
    const { api } = this.page;
    const head = { revision: this.#told.get(op.id)?.revision ?? op.base, key: op.key };
    if (op.kind === "create") return this.#make(op, head.key);
    if (op.kind === "remove") return this.#withdraw(op, head);
    const { scope, note, state } = resultOf(op);
    if (op.kind === "turn" && op.entry.revision === head.revision) return api.post(`relations/${op.id}/undo/`, {}, head);
    if (state === "withdrawn") return this.#withdraw(op, head);
    if (op.entry.kind !== "edit") return api.post(`relations/${op.id}/undo/`, {}, head);
    return api.request("PATCH", `relations/${op.id}/`, { body: { scope, note }, ...head });
  }

  async #make({ entry }, key) {
    const { api, store } = this.page;
    const [source, target] = [entry.ends.source, entry.ends.target].map((id) => store.idOf(id));
    if (isUnnamed(source) || isUnnamed(target)) throw new Problem(409, { detail: t("One of the two spans is not saved.") });
    const { type, scope, note } = entry.after;
    return api.post(`projects/${api.project}/relations/`, { type, source, target, scope, note }, { key });
  }

  async #withdraw(op, head) {
    const { revision } = await this.page.api.request("DELETE", `relations/${op.id}/`, head);
    return { ...this.#told.get(op.id), ...resultOf(op), ...op.entry.ends, id: op.id, revision: revision ?? head.revision + 1 };
  }

  // What comes after it for the same link now rests on the name and the revision that the server gave.
  #take(op, record) {
    const old = op.id;
    for (const each of this.page.queue.filter((other) => isOurs(other) && other.id === old)) {
      each.entry.id = record.id;
      Object.assign(each, { id: record.id, base: record.revision });
    }
    this.#names.set(old, record.id);
    this.#told.set(record.id, record);
    this.#changed();
  }

  /** Answers the queue about a refusal: "retry", "drop" or "keep". */
  async settle(op, error) {
    if (op.kind !== "create" && isUnnamed(op.id)) return "drop"; // what it rests on was never made
    if (error.code === "duplicate_relation") return this.#drop(op, t("These two are linked in this way already."));
    if (error.status !== 412) return "keep";
    const theirs = await this.page.api.get(`relations/${op.id}/`);
    const wanted = resultOf(op);
    this.#told.set(theirs.id, theirs);
    if (["state", "scope", "note"].every((name) => theirs[name] === wanted[name])) {
      op.entry.revision = theirs.revision; // ours arrived, and only the answer was lost
      return "drop";
    }
    return theirs.state === "withdrawn" && op.kind !== "turn" ? this.#drop(op, t("Somebody has taken this link off.")) : "retry";
  }

  #drop(op, words) {
    op.entry.isVoid = true;
    this.page.toast(words);
    this.again();
    return "drop";
  }

  /** Shows what stands on the server after something of ours was given up. */
  again() {
    this.loaded = undefined;
    this.#changed();
    return this.load();
  }

  /* What others do. */

  #hear({ kind, object, document, after }) {
    if (kind !== "relation" || !object || !this.loaded) return;
    const known = this.#told.get(object);
    if (known?.revision >= (after?.revision ?? Infinity)) return;
    const isNear = known || document === this.page.api.document || [after?.source, after?.target].some((id) => id && this.page.store.find(id));
    if (!isNear) return;
    this.#due.add(object);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#fetch(), PAUSE);
  }

  // Our own saves come back as news, too: while they are on their way, what they tell is about to be known anyway.
  async #fetch() {
    if (this.page.queue.state.name === "saving" && this.page.queue.count(isOurs)) {
      this.#timer = setTimeout(() => this.#fetch(), PAUSE * 3);
      return;
    }
    const ids = [...this.#due].filter((id) => this.#due.delete(id));
    try {
      for (const record of await Promise.all(ids.map((id) => this.page.api.get(`relations/${id}/`)))) this.#learn(record);
      this.#changed();
    } catch (error) {
      if (error.status === undefined) throw error;
      if (error.status === 0) for (const id of ids) this.#due.add(id);
    }
  }
}

const endsOf = ({ source, target }) => ({ source, target });
