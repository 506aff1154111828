// What a person does to spans: painted at once, remembered for undo, handed to the save queue.
import { t } from "./i18n.js";
import { Problem } from "./api.js";
import { isReturned, partsOf, resultOf, snapshot } from "./store.js";

export class Edits {
  constructor({ store, api, me, isEnforced }) {
    Object.assign(this, { store, api, me, isEnforced });
    // Kinds of things other than spans that are saved and undone in the same order: `{send(op), turn(entry, side)}` by name.
    this.things = new Map();
    // Whether something hangs on a span, so that no other may stand for it.
    this.isHeld = () => true;
  }

  /** Why the person may not do `verb` to this span; an empty string when they may. */
  refusal(span, verb) {
    const own = span.author === this.me.username;
    if (span.state === "suggested" || verb === "change" || verb === "delete" || verb === "submit") {
      if (!this.me.may.includes("label")) return t("Labelling needs the role annotator or higher.");
      if (span.state === "suggested") return verb === "delete" || verb === "submit" ? t("Accept or reject the suggestion first.") : "";
      if (!own) return t("This span is {author}’s. Only its author may change it.", span);
      return verb === "submit" && span.state !== "draft" ? t("Only a draft can be submitted.") : "";
    }
    if (verb === "accept") return own ? t("This is yours already; there is nothing to accept.") : t("This is no suggestion.");
    if (span.state !== "in_review") return t("Only a span in review can be decided on.");
    if (own && this.isEnforced) return t("You made this span. A second person has to decide on it: a reviewer or an editor.");
    return this.me.may.includes("decide") ? "" : t("Deciding on others’ work needs the role reviewer or higher.");
  }

  /** Whether a span waits in review for this person's decision. */
  isDue(span) {
    return span.state === "in_review" && !this.refusal(span, "approve");
  }

  create(label, { start, end, quote, attributes = {} }) {
    const id = `new-${crypto.randomUUID()}`;
    const span = { id, label, start, end, quote, attributes, state: "draft", origin: "human", author: this.me.username, revision: 0 };
    this.store.put([span]);
    this.#push("create", id, null, { base: 0, body: { label, start, end, quote, attributes } });
    return this.store.get(id);
  }

  /** Changes label, range or attributes of an own span, or of a suggestion, which becomes the person's draft.
   * `seen`: the revision that the person looked at, where that is not the one that stands.
   * Returns the id of what stands then: a draft that comes to say what an engine proposes gives way to the proposal. */
  change(span, changes, seen = undefined) {
    const twin = this.#proposed(span, changes);
    if (twin) return this.#giveWay(span, twin, changes);
    const before = snapshot(span);
    const state = { suggested: "draft", approved: "in_review" }[span.state] ?? span.state;
    const attributes = changes.label && changes.label !== span.label ? {} : span.attributes;
    this.store.put([{ attributes, ...pick(span), ...changes, id: span.id, state, author: this.me.username }]);
    this.#push("change", span.id, before, { body: changes, seen });
    return span.id;
  }

  /** Accepts a suggestion; returns the id of what stands. Nothing stands twice: an equal draft of one's own gives way to it,
   * and where that has to stay, the suggestion is set aside as a duplicate. */
  accept(span, body = {}) {
    const own = this.store.all.find((each) => each !== span && each.author === this.me.username && isSame(each, span));
    if (own?.state === "draft" && !isReturned(own) && !this.isHeld(own)) return this.#giveWay(own, span, {});
    if (own) this.act(span, "reject", { reason: "duplicate" });
    else this.act(span, "accept", body);
    return (own ?? span).id;
  }

  // What hangs on a span keeps it: links, comments and a claim would lose what they are about.
  #proposed(span, changes) {
    if (span.state !== "draft" || span.author !== this.me.username || !["label", "start", "end"].some((name) => name in changes) || this.isHeld(span)) return undefined;
    return this.store.all.find((each) => each.state === "suggested" && isSame(each, { ...span, ...changes }));
  }

  #giveWay(span, twin, { attributes = span.attributes }) {
    this.together(() => {
      this.delete(span);
      this.act(twin, "accept");
      if (Object.keys(attributes).length) this.change(this.store.get(twin.id), { attributes: { ...twin.attributes, ...attributes } });
    });
    return twin.id;
  }

  /** Gives a span another label. What has no place there comes back, on this page, with the label that it stood under. */
  relabel(span, { key, attributes_schema: schema }) {
    const aside = { ...span.aside, [span.label]: span.attributes };
    const attributes = Object.entries({ ...aside[key], ...span.attributes }).filter(([name, value]) => fits(value, schema?.properties?.[name], span));
    span.aside = aside; // of the record in the store: what the server sends about the span leaves it there
    return this.change(span, { label: key, attributes: Object.fromEntries(attributes) });
  }

  delete(span) {
    const before = snapshot(span);
    this.store.put([{ id: span.id, state: "dismissed" }]);
    this.#push("delete", span.id, before);
  }

  /** verb: accept, reject, submit, approve or return; `body` holds reason and note. */
  act(span, verb, body = {}) {
    const state = { accept: "draft", reject: "dismissed", submit: "in_review", approve: "approved", return: "draft" }[verb];
    const before = snapshot(span);
    const author = verb === "accept" ? this.me.username : span.author;
    this.store.put([{ id: span.id, state, author, ...body }]);
    this.#push("act", span.id, before, { verb, body });
  }

  /** Adds the reason to one's rejection of a suggestion; undo takes both back. */
  explain(known, reason) {
    const id = this.store.idOf(known);
    const entry = this.store.done.findLast((each) => each.id === id && each.kind === "act" && each.after.state === "dismissed");
    if (!entry) return;
    const base = this.store.find(id).revision;
    this.store.put([{ id, reason }]);
    entry.after = snapshot(this.store.find(id));
    this.store.onStep(entry, "done");
    this.queue.push({ kind: "act", id, base, entry, verb: "explain", body: { reason } });
  }

  /** What `work` does is one thing for undo. */
  together(work) {
    const outer = this.group;
    this.group ??= crypto.randomUUID();
    work();
    this.group = outer;
  }

  /** Takes back the last thing done, with all that was done together with it; returns these steps, or undefined. */
  undo() {
    return this.#turnAll(() => this.store.takeUndo(), this.store.done, "before");
  }

  redo() {
    return this.#turnAll(() => this.store.takeRedo(), this.store.undone, "after");
  }

  #turnAll(take, left, side) {
    const turned = [this.#turn(take(), side)];
    const [first] = turned;
    while (first?.group && left.at(-1)?.group === first.group) turned.push(this.#turn(take(), side));
    return first && turned;
  }

  #turn(entry, side) {
    if (!entry) return undefined;
    if (entry.thing) return this.#turnThing(entry, side);
    const id = this.store.idOf(entry.id);
    const op = { kind: "turn", id, base: this.store.find(id)?.revision, entry, side };
    this.store.put(partsOf(entry).map((part) => ({ ...resultOf(op, part), id: this.store.idOf(part.id) })));
    this.queue.push(op);
    return entry;
  }

  #turnThing(entry, side) {
    const keeper = this.things.get(entry.thing);
    if (keeper) keeper.turn(entry, side);
    else this.fetchThing(entry.thing).then((fetched) => fetched.turn(entry, side), () => this.#unturn(entry, side));
    return entry;
  }

  // What keeps it could not be fetched, which was said: the step stands where it stood.
  #unturn(entry, side) {
    if (side === "before" && this.store.undone.at(-1) === entry) this.store.takeRedo();
    else if (side === "after" && this.store.done.at(-1) === entry) this.store.takeUndo();
  }

  #push(kind, id, before, rest = {}) {
    const span = this.store.find(id);
    const entry = { uid: crypto.randomUUID(), group: this.group, id, kind, before, after: snapshot(span), revision: null };
    this.store.remember(entry);
    this.queue.push({ kind, id, base: span.revision, entry, ...rest });
  }

  /** Sends one thing of the queue and takes in what the server made of it. */
  async send(op) {
    if (op.thing) return (this.things.get(op.thing) ?? (await this.fetchThing(op.thing))).send(op);
    if (op.entry.items) return this.#sendMany(op);
    const span = this.store.find(op.id);
    const head = { revision: op.seen ?? span?.revision, key: op.key };
    if (op.kind !== "turn" && op.verb !== "explain") op.entry.base = op.kind === "create" ? 0 : head.revision;
    return this.arrived(op, await this.#request(op, span, head));
  }

  // Asked for with the first of them; without the network the op waits like any other.
  async #sendMany(op) {
    const { sendMany } = await import("./later/many.js").catch(() => {
      throw new Problem(0);
    });
    return sendMany(this, op);
  }

  /** Takes in what stands on the server after an op: its answer, or what was found there when that was lost. */
  arrived(op, record) {
    if (op.kind !== "turn") op.entry.revision = record.revision;
    Object.assign(op.entry, { at: record.revision, sent: true });
    this.#take(op, record);
  }

  // What comes after it for the same span now rests on the name and the revision that the server gave.
  #take(op, record) {
    const old = op.id;
    const id = record.id ?? this.store.idOf(old);
    const here = this.waitingFor(old);
    for (const each of here) if (!each.entry?.items) Object.assign(each, { id, base: record.revision });
    if (old !== id) this.#nameEnds(old, id);
    this.store.rename(old, here.length <= 1 ? record : { id, revision: record.revision });
  }

  // Things that hang on a span know it by its name here: they learn the new one, also where they are kept, before it is gone.
  #nameEnds(old, id) {
    for (const op of this.queue.filter((each) => Object.values(each.entry?.ends ?? {}).includes(old))) {
      for (const [end, name] of Object.entries(op.entry.ends)) if (name === old) op.entry.ends[end] = id;
      if (op.entry.span === old) op.entry.span = id;
      this.queue.keep.add(op);
    }
  }

  /** What is not on the server yet and touches this span. */
  waitingFor(id) {
    const is = (other) => this.store.idOf(other) === this.store.idOf(id);
    return this.queue.filter((op) => (op.thing || !op.entry?.items ? is(op.id) : op.entry.items.some((part) => is(part.id))));
  }

  #request(op, span, head) {
    if (op.kind === "create") return this.api.createSpan(op.body, op.key);
    if (op.kind === "change") return this.api.changeSpan(span.id, op.body, head);
    if (op.kind === "delete") return this.#dismissed(span, head);
    if (op.kind === "act") return this.api.actOnSpan(span.id, op.verb, op.body, head);
    return this.#turnOnServer(op, span, head);
  }

  async #dismissed(span, head) {
    const { revision } = await this.api.deleteSpan(span.id, head);
    return { id: span.id, state: "dismissed", revision: revision ?? span.revision + 1 };
  }

  // The server walks back, or forth, to the revision that stood before the step, or after it.
  #turnOnServer({ entry, side }, span, head) {
    return this.api.actOnSpan(span.id, "undo", { to: side === "before" ? entry.base : entry.revision }, head);
  }
}

const isSame = (one, other) => ["label", "start", "end"].every((name) => one[name] === other[name]);

const pick = ({ start, end, quote, label }) => ({ start, end, quote, label });

// Whether an attribute may stand under a label, of the schemas that labels have; a range has to lie in its span.
function fits(value, schema, { start, end }) {
  if (!schema) return false;
  if (schema.enum) return schema.enum.includes(value);
  const kind = Array.isArray(value) ? "array" : Number.isInteger(value) ? "integer" : typeof value;
  const kinds = kind === "integer" ? ["integer", "number"] : [kind];
  if (![schema.type].flat().some((type) => kinds.includes(type))) return false;
  return kind !== "object" || (value.start >= start && value.end <= end);
}
