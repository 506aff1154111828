// What happens elsewhere: other people's spans and decisions, the engine's run. A stream of events, or asking every ten
// seconds where no stream gets through. Also keeps the lease of what one holds.
import { say } from "./dom.js";
import { t } from "./i18n.js";

const PAUSE = 120;
const POLL = 10000;
const FEW = 8;
const UNTOUCHED = 4000;
const TOUCHES = ["pointerdown", "keydown", "wheel", "touchstart"];

export class Live {
  #due = new Set();
  #timer = 0;
  #last;
  #seen = new Set();

  /** `isBusy()`: something of ours is on its way, so news waits. */
  constructor({ api, me, store, isBusy, last, onClaim, onNews, onRun, onPresence }) {
    Object.assign(this, { api, me, store, isBusy, onClaim, onNews, onRun, onPresence });
    this.#last = last;
    this.page = crypto.randomUUID();
    addEventListener("pageshow", ({ persisted }) => persisted && this.start());
    this.#tellWhereSoon();
  }

  start() {
    const query = new URLSearchParams({ document: this.api.document, page: this.page, ...(this.#last && { last_event_id: this.#last }) });
    const source = new EventSource(`${this.api.base}projects/${this.api.project}/events/?${query}`);
    source.addEventListener("change", (message) => this.take(JSON.parse(message.data)));
    source.addEventListener("presence", (message) => this.onPresence(JSON.parse(message.data)));
    source.addEventListener("error", () => source.readyState === EventSource.CLOSED && this.#poll());
    addEventListener("pagehide", () => source.close(), { once: true });
  }

  // The stream says who came; where they read is told from the first touch of the page, or after a while.
  #tellWhereSoon() {
    const begin = () => {
      clearTimeout(timer);
      for (const kind of TOUCHES) removeEventListener(kind, begin);
      this.onPresence(null);
    };
    const timer = setTimeout(begin, UNTOUCHED);
    for (const kind of TOUCHES) addEventListener(kind, begin, { passive: true });
  }

  #poll() {
    if (this.polling) return;
    this.polling = setInterval(async () => {
      try {
        const page = await this.api.get(`projects/${this.api.project}/events/?document=${this.api.document}${this.#last ? `&after=${this.#last}` : ""}`);
        for (const event of page.results ?? []) if (!this.#last || event.id > this.#last) this.take(event);
      } catch (error) {
        if (error.status === undefined) throw error;
      }
    }, POLL);
  }

  take(event) {
    // After a pause the server tells some events again that it cannot know to be known.
    if (this.#seen.has(event.id)) return;
    this.#seen.add(event.id);
    this.#last = Math.max(this.#last ?? 0, event.id);
    // A link is told in the document where it starts, and may end in this one.
    if (event.document && event.document !== this.api.document && event.kind !== "relation") return;
    if (event.kind === "span" && event.object) this.#expect(event);
    if (event.kind === "claim") this.#join(event);
    if (event.kind === "run" && event.object) this.onRun(event.object);
    if (["verdict", "evidence", "claim"].includes(event.kind)) this.onClaim(event);
    this.onNews(event);
  }

  // A span gets its claim, or leaves it, without a new revision.
  #join({ object, before, after }) {
    const id = (after ?? before)?.span;
    if (this.store.find(id)) this.store.put([{ id, claim: after?.span ? object : null }]);
  }

  #expect(event) {
    const known = this.store.find(event.object);
    if (known && known.revision >= (event.after?.revision ?? Infinity)) return;
    this.#due.add(event.object);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#fetch(), PAUSE);
  }

  // Our own saves come back as events too: while they are on their way, what they tell is about to be known anyway.
  async #fetch() {
    if (this.isBusy()) {
      this.#timer = setTimeout(() => this.#fetch(), PAUSE * 3);
      return;
    }
    const ids = [...this.#due];
    this.#due.clear();
    try {
      const records = ids.length > FEW ? await this.api.spans() : await Promise.all(ids.map((id) => this.api.get(`spans/${id}/`)));
      this.store.put(records.filter((record) => !(this.store.find(record.id)?.revision >= record.revision)));
    } catch (error) {
      if (error.status === undefined) throw error;
      for (const id of ids) if (error.status === 0) this.#due.add(id);
    }
  }

  /** Renews the lease of an assignment while the page is open, and lets it end soon when the page is closed. */
  keep(assignment, minutes) {
    const path = `assignments/${assignment.id}`;
    const renew = async () => {
      try {
        await this.api.post(`${path}/renew/`);
      } catch (error) {
        if (error.status === undefined) throw error;
        if (error.status < 500 && error.status) {
          clearInterval(this.lease);
          say(t("Your lease has ended: {reason}", { reason: error.message }));
        }
      }
    };
    this.lease = setInterval(renew, Math.max(minutes * 20000, 30000));
    // Another tab may hold the same document: when one is closed, those that stay keep the lease.
    const tabs = new BroadcastChannel(`factcheck-lease-${assignment.id}`);
    tabs.addEventListener("message", renew);
    addEventListener("pagehide", () => {
      this.api.tell(`${path}/leave/`);
      tabs.postMessage("left");
    });
    addEventListener("pageshow", ({ persisted }) => persisted && renew());
    // A reload has closed the page just before: what that shortened is made long again.
    if (Date.parse(assignment.lease_expires_at) - Date.now() < minutes * 30000) renew();
  }
}
