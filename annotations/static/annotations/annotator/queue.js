// The save queue: what was done here goes to the server in order, is tried again with the same key, and never gets lost
// in silence. Pure: sending, waiting and keeping are given to it.

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30000;

const NOT_KEPT = { add() {}, done() {} };

/** Whether trying the same request again may help. Status 0: the network did not answer. */
export const isPassing = (status) => status === 0 || status === 408 || status === 425 || status === 429 || status >= 500;

/**
 * `send(op)` resolves or throws an error with `status`. `settle(op, error)` is asked about a refusal and answers
 * "retry", "drop" or "keep" (wait for the person). `wait(ms)` resolves after ms or earlier, when the network is back.
 * `keep` remembers beyond this page what waits: `add(op)`, and `done(op, resting)` once it need not be sent any more.
 */
export class SaveQueue {
  #running = false;
  #refused = [];
  #waiting = [];
  #awaited = [];

  constructor({ send, settle, wait, onState, keep = NOT_KEPT, newKey = () => crypto.randomUUID() }) {
    Object.assign(this, { send, settle, wait, onState, keep, newKey });
    this.isOffline = false;
  }

  /** "saved", "saving", "offline" or "refused", with the number of things not yet on the server, why, and the code of that. */
  get state() {
    const waiting = this.#waiting.length;
    if (this.#refused.length) return { name: "refused", waiting: waiting + this.#refused.length, reason: this.#refused[0].reason, code: this.#refused[0].code };
    if (!waiting) return { name: "saved", waiting };
    return { name: this.isOffline ? "offline" : "saving", waiting };
  }

  get isEmpty() {
    return !this.#waiting.length && !this.#refused.length;
  }

  /** The things not yet on the server that pass the test. */
  filter(test) {
    return [...this.#waiting, ...this.#refused].filter(test);
  }

  /** How many things not yet on the server pass the test; while there are some, news from there is about the past. */
  count(test) {
    return this.filter(test).length;
  }

  /** Resolves once everything that can be sent is sent. */
  whenSent() {
    return this.#waiting.length ? new Promise((resolve) => this.#awaited.push(resolve)) : Promise.resolve();
  }

  push(op) {
    const blocking = this.#refused.find((other) => other.id === op.id);
    const kept = { ...op, ...(blocking && { reason: blocking.reason, code: blocking.code }), key: this.newKey() };
    (blocking ? this.#refused : this.#waiting).push(kept);
    this.keep.add(kept);
    this.#tell();
    return this.#run();
  }

  /** Takes back what was kept by an earlier page: it goes out with the keys it had, so nothing is done twice. */
  restore(ops) {
    this.#waiting.push(...ops);
    this.#tell();
    return this.#run();
  }

  /** Tries again what was refused. */
  retry() {
    this.#waiting.unshift(...this.#refused.splice(0));
    this.#tell();
    return this.#run();
  }

  /** Gives up what was refused and hands it out, so that the page can show what stands on the server. */
  discard() {
    const given = this.#refused.splice(0);
    for (const op of given) this.keep.done(op, []);
    this.#tell();
    return given;
  }

  /** Drops what waits and passes the test, but not what is on its way; hands it out. */
  forget(test) {
    const given = this.#waiting.filter((op, index) => (index || !this.#running) && test(op));
    this.#waiting = this.#waiting.filter((op) => !given.includes(op));
    for (const op of given) this.keep.done(op, []);
    this.#tell();
    return given;
  }

  async #run() {
    if (this.#running) return;
    this.#running = true;
    let pause = FIRST_WAIT;
    try {
      while (this.#waiting.length) pause = await this.#sendFirst(pause);
    } finally {
      // Also after a fault of ours: the next save, or a retry, begins again instead of waiting for ever.
      this.#running = false;
    }
    for (const resolve of this.#awaited.splice(0)) resolve();
  }

  // Sends the first thing that waits; returns the pause to make before the next one that fails.
  async #sendFirst(pause) {
    const op = this.#waiting[0];
    let next = FIRST_WAIT;
    try {
      await this.send(op);
      this.#waiting.shift();
      this.keep.done(op, this.filter((other) => other.id === op.id));
      this.isOffline = false;
    } catch (error) {
      if (error.status === undefined) throw error; // a fault of ours, not of the request
      if (isPassing(error.status)) {
        this.isOffline = true;
        this.#tell();
        await this.wait(pause);
        next = Math.min(pause * 2, LONGEST_WAIT);
      } else {
        await this.#refuse(op, error);
        next = pause;
      }
    }
    this.#tell();
    return next;
  }

  async #refuse(op, error) {
    const answer = await this.settle(op, error);
    if (answer === "retry") {
      op.key = this.newKey();
      this.keep.add(op);
      return;
    }
    this.#waiting.shift();
    if (answer !== "keep") {
      this.keep.done(op, this.filter((other) => other.id === op.id));
      return;
    }
    // What comes after it for the same span rests on it, so it waits with it, in order.
    const resting = this.#waiting.filter((other) => other.id === op.id);
    this.#waiting = this.#waiting.filter((other) => other.id !== op.id);
    for (const each of [op, ...resting]) {
      this.#refused.push({ ...each, reason: error.message, code: error.code, key: this.newKey() });
      this.keep.add(this.#refused.at(-1));
    }
  }

  #tell() {
    this.onState(this.state);
  }
}
