// A page without a page: store, edits and save queue over a server in memory that keeps every revision of every span.
import { ANNOTATOR } from "./cases.mjs";

const { Edits } = await import(`${ANNOTATOR}/edits.js`);
const { SaveQueue } = await import(`${ANNOTATOR}/queue.js`);
const { Store, replay, restoreSteps } = await import(`${ANNOTATOR}/store.js`);

export const ME = { username: "me", may: ["label"] };
const problem = (status, rest = {}) => Object.assign(new Error(`status ${status}`), { status, errors: [], ...rest });

/** Answers as the real one does; `history` holds what each span was at each revision, and who made it so. */
export class Server {
  constructor(spans = [], { isBlind = false } = {}) {
    this.isBlind = isBlind;
    this.history = new Map(spans.map((span) => [span.id, [...Array(span.revision - 1).fill(null), { ...span, by: "engine" }]]));
    this.asked = [];
    this.answers = new Map();
    this.isAway = false;
  }

  now(id) {
    return structuredClone(this.history.get(id).at(-1));
  }

  get standing() {
    return [...this.history.keys()].map((id) => this.now(id)).filter(({ id, state }) => state !== "dismissed" && !this.#own(id)?.supersedes);
  }

  // In a blind project a decision on a suggestion is a span of one's own; its revisions go on from the suggestion's.
  #own(id) {
    return this.history.get(`own-${id}`)?.at(-1);
  }

  #decide(suggestion, changes) {
    if (!this.isBlind || suggestion.state !== "suggested") return this.write(suggestion.id, changes);
    const { id, revision } = suggestion;
    if (this.#own(id)?.supersedes) throw problem(409);
    if (!this.#own(id)) this.history.set(`own-${id}`, Array(revision).fill(null));
    return this.write(`own-${id}`, { ...suggestion, ...changes, author: "me", supersedes: id });
  }

  write(id, changes, by = "me") {
    const before = this.history.get(id)?.at(-1) ?? { supersedes: null };
    const revisions = this.history.get(id) ?? [];
    revisions.push({ ...before, ...changes, id, revision: revisions.length + 1, by });
    this.history.set(id, revisions);
    return this.now(id);
  }

  #expect(id, revision) {
    const current = this.now(id);
    if (current.revision !== revision) throw problem(412, { current });
    return current;
  }

  // The same key gets the same answer again.
  #once(key, work) {
    if (this.isAway) throw problem(0);
    if (!this.answers.has(key)) this.answers.set(key, work());
    return structuredClone(this.answers.get(key));
  }

  #step(id, verb, body, revision) {
    const current = this.#expect(id, revision);
    this.asked.push([verb, id]);
    if (verb === "undo") return this.#undo(id, body.to, current);
    const does = {
      accept: { state: "draft", author: "me" }, reject: { state: "dismissed", decided_by: "me", reason: "" },
      explain: body, submit: { state: "in_review" }, delete: { state: "dismissed" },
    };
    return this.#decide(current, does[verb]);
  }

  #undo(known, to, found) {
    const id = this.isBlind && found.state === "suggested" ? `own-${known}` : known;
    const current = this.now(id);
    if (to === current.revision) return current;
    const revisions = this.history.get(id);
    if (!Number.isInteger(to) || revisions.slice(to).some((each) => each?.by !== "me")) throw problem(403);
    const unmade = { ...revisions.find(Boolean), state: "dismissed", supersedes: null };
    const { label, start, end, quote, attributes, state, author, decided_by, reason, supersedes } = revisions[to - 1] ?? unmade;
    const written = this.write(id, { label, start, end, quote, attributes, state, author, decided_by, reason, supersedes });
    return id.startsWith("own-") && !supersedes ? this.now(id.slice(4)) : written;
  }

  api() {
    return {
      spans: async () => this.standing,
      get: async (path) => this.now(path.split("/")[1]),
      createSpan: async (body, key) => this.#once(key, () => this.write(`s${this.history.size + 1}`, { attributes: {}, ...body, state: "draft", author: "me", origin: "human" })),
      changeSpan: async (id, body, { revision, key }) => this.#once(key, () => {
        const current = this.#expect(id, revision);
        const { state, label, attributes } = current;
        const kept = body.label && body.label !== label ? {} : attributes;
        return this.#decide(current, { attributes: kept, ...body, ...(state === "suggested" && { state: "draft", author: "me" }) });
      }),
      deleteSpan: async (id, { revision, key }) => this.#once(key, () => ({ revision: this.#step(id, "delete", {}, revision).revision })),
      actOnSpan: async (id, verb, body, { revision, key }) => this.#once(key, () => this.#step(id, verb, body, revision)),
      post: async (path, { operations }, { key }) => this.#once(key, () => this.#bulk(operations)),
    };
  }

  #bulk(operations) {
    const kept = structuredClone(this.history);
    const results = operations.map(({ op, id, revision, to }, index) => {
      try {
        return this.#step(id, op, { to }, revision);
      } catch (error) {
        this.history = kept;
        throw problem(error.status, { errors: [{ field: `operations.${index}` }] });
      }
    });
    this.asked.push(["bulk", operations.length]);
    return { results };
  }
}

/** A window on the server; `kept` is the database of the browser, which the next window opens again. */
export function open(server, kept = new Map()) {
  const store = new Store((point) => point);
  store.put(server.standing);
  const edits = new Edits({ store, api: server.api(), me: ME, isEnforced: true });
  let number = kept.size ? Math.max(...[...kept.values()].map((row) => row.number)) : 0;
  const step = (entry) => structuredClone({ number: entry.number, side: entry.side, entry });
  const add = (op) => kept.set((op.uid ??= `op${(number += 1)}`), structuredClone({ number: (op.number ??= (number += 1)), op }));
  let isWoken = () => {};
  let isClosed = false;
  const queue = new SaveQueue({
    send: (op) => (isClosed ? new Promise(() => {}) : edits.send(op)),
    settle: async (op, error) => {
      throw Object.assign(new Error(`refused: ${op.kind} ${op.verb ?? ""} ${error.status}`), { cause: error });
    },
    wait: () => new Promise((resolve) => {
      isWoken = resolve;
    }),
    onState: () => {},
    keep: {
      add,
      done: (op, resting) => {
        kept.delete(op.uid);
        if (op.entry.side) kept.set(op.entry.uid, step(op.entry));
        for (const other of resting) add(other);
      },
    },
  });
  edits.queue = queue;
  store.onStep = (entry, side) => {
    entry.number ??= number += 1;
    entry.side = side;
    if (side) kept.set(entry.uid, step(entry));
    else kept.delete(entry.uid);
  };
  const left = structuredClone([...kept.values()].sort((one, other) => one.number - other.number));
  const ops = left.filter((row) => row.op).map((row) => row.op);
  restoreSteps(store, left.filter((row) => row.entry), ops);
  const restored = queue.restore(replay(store, ops));
  const wake = () => isWoken();
  const reload = () => {
    isClosed = true;
    return open(server, structuredClone(kept));
  };
  return { store, edits, queue, kept, restored, wake, reload };
}
