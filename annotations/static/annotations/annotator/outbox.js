// What waits to be saved, kept in the browser's database (IndexedDB) until the server has answered, so that it survives a
// reload, a crash or a closed window. One database for the site; everything in it belongs to one person and one document.

const NAME = "factcheck";
const OPS = "ops";
const PATIENCE = 1000;
const lockOf = (tab) => `factcheck-tab-${tab}`;

const promised = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

function open() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(OPS, { keyPath: "uid" }).createIndex("owner", "owner");
  return promised(request);
}

// The name this window had before it was loaded again: its own steps go to nobody else.
function previousTab(tab) {
  try {
    const before = sessionStorage.getItem(NAME);
    sessionStorage.setItem(NAME, tab);
    return before;
  } catch {
    return null; // storage may be refused
  }
}

/** Every window holds a lock of its own while it lives: what a dead one left, exactly one other takes over and sends. */
export class Outbox {
  #tab = crypto.randomUUID();
  #number = Date.now();
  #watched = new Set();
  #before = previousTab(this.#tab);
  #fault = () => {
    this.isKeeping = false;
  };

  /** `onLeft(ops, steps)` is given what an earlier window of the same person left for this document, in order: what is
   * not sent yet, and what can be undone and redone. */
  constructor({ user, document, onLeft }) {
    Object.assign(this, { owner: `${document} ${user}`, onLeft });
    // False where the browser keeps nothing (no storage, no room): work then lasts as long as the page.
    this.isKeeping = Boolean(globalThis.indexedDB && navigator.locks);
    this.db = this.isKeeping ? open() : Promise.reject(new Error("no storage"));
    this.db.catch(this.#fault);
    if (this.isKeeping) navigator.locks.request(lockOf(this.#tab), () => new Promise(() => {}));
  }

  /** Keeps one thing, or keeps it anew after it changed. */
  add(op) {
    op.uid ??= crypto.randomUUID();
    op.number ??= this.#number += 1;
    return this.#write((ops) => ops.put(this.#row(op)));
  }

  /** Forgets what the server has, and in the same stroke keeps what it changed in the things that rest on it. */
  done(op, resting) {
    return this.#write((ops) => {
      ops.delete(op.uid);
      if (op.entry?.side) ops.put(this.#step(op.entry));
      for (const other of resting) ops.put(this.#row(other));
    });
  }

  /** Keeps where a step of the undo stacks stands: "done", "undone", or nowhere any more. */
  step(entry, side) {
    entry.uid ??= crypto.randomUUID();
    entry.number ??= this.#number += 1;
    entry.side = side;
    return this.#write((rows) => (side ? rows.put(this.#step(entry)) : rows.delete(entry.uid)));
  }

  /** Looks for what other windows left. Resolves when what is free is taken over; those that still live are waited for. */
  async look() {
    if (!this.isKeeping) return;
    try {
      const tabs = new Set((await this.#rows()).map((row) => row.tab));
      const found = [...tabs].filter((tab) => tab !== this.#tab && !this.#watched.has(tab)).map((tab) => this.#watch(tab));
      // A copy of a window that still lives bears its name: it does not wait for its end.
      await Promise.race([Promise.all(found), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
    } catch {
      this.#fault();
    }
  }

  // The lock of a window is free once that window is gone. What it could undo is taken over by itself, loaded again, or
  // by a window that opens later; one that only waits for its end takes what is unsent.
  async #watch(tab) {
    this.#watched.add(tab);
    const isOwn = tab === this.#before;
    const isFree = await navigator.locks.request(lockOf(tab), isOwn ? {} : { ifAvailable: true }, (lock) => lock && this.#takeOver(tab, true).then(() => true));
    if (!isFree) navigator.locks.request(lockOf(tab), () => this.#takeOver(tab, false)).catch(this.#fault);
  }

  async #takeOver(tab, withSteps) {
    const left = (await this.#rows()).filter((row) => row.tab === tab && (withSteps || !row.step)).sort((one, other) => one.number - other.number);
    await this.#write((kept) => left.forEach((row) => kept.put({ ...row, tab: this.#tab })));
    const ops = left.filter((row) => !row.step).map(({ tab: _, owner: __, ...op }) => op);
    const steps = left.filter((row) => row.step).map(({ step, entry }) => ({ side: step, entry }));
    if (left.length) this.onLeft(ops, steps);
  }

  #step(entry) {
    return { uid: entry.uid, number: entry.number, step: entry.side, entry: structuredClone(entry), tab: this.#tab, owner: this.owner };
  }

  #row(op) {
    return { ...structuredClone(op), tab: this.#tab, owner: this.owner };
  }

  async #rows() {
    const db = await this.db;
    return promised(db.transaction(OPS).objectStore(OPS).index("owner").getAll(this.owner));
  }

  // Transactions that write run in the order they are asked for, so nothing is forgotten before it is kept.
  async #write(change) {
    try {
      const transaction = (await this.db).transaction(OPS, "readwrite");
      change(transaction.objectStore(OPS));
      await new Promise((resolve, reject) => {
        transaction.oncomplete = resolve;
        transaction.onabort = () => reject(transaction.error);
      });
    } catch {
      this.#fault();
    }
  }
}
