// <fc-workbench>: wires text, store, save queue, cards, inspector and keys together over the page that the server sent.
import { Api, Problem } from "./api.js";
import { Caret } from "./caret.js";
import { Cards } from "./cards.js";
import { Commands } from "./commands.js";
import { Edits } from "./edits.js";
import { addSheet, h, say } from "./dom.js";
import { load, n, sure, t } from "./i18n.js";
import { Keyring, holdKeys, isHoldingKeys, table } from "./keys.js";
import { Outbox } from "./outbox.js";
import { SaveQueue } from "./queue.js";
import { Steps } from "./segments.js";
import { Store, replay, restoreSteps } from "./store.js";
import { STATES, TextView, stateOf } from "./text.js";

/** Which module of later/ keeps a kind of thing other than spans. */
const KEEPERS = { relation: "relations", nothing_here: "nothing", source: "written", verdict: "written", comment: "written", talk: "written" };

const NO_NETWORK = () => t("This needs the network once, and there is none.");

const island = (id) => JSON.parse(document.getElementById(id)?.textContent ?? "null");

class Workbench extends HTMLElement {
  // What stands below the attributes in the inspector: each gives an element for a span, or null.
  sections = [];

  connectedCallback() {
    const data = island("workbench-data");
    load(island("workbench-words"));
    this.data = data;
    this.article = this.querySelector("#doc");
    const looks = new Map(data.labels.map((label) => [label.key, label]));
    this.looks = (key) => looks.get(key) ?? { key, name: key, colour: "slate", pattern: "solid" };
    this.talk = new Map(Object.entries(data.comments));
    this.verdicts = new Map(Object.entries(data.verdicts));
    this.view = new TextView(this.article, { length: data.version.length, looks: this.looks });
    this.steps = new Steps(this.view.text, this.view.lines, data.document.language, document.documentElement.dataset);
    this.store = new Store((point) => this.view.map.toUnit(point));
    this.store.put(this.#records(data.spans));
    this.view.adopt(this.store.all);
    this.#connect(data);
    this.#build(data);
    this.#listen(data);
    this.#welcome();
  }

  // The island names the columns once and leaves the quotes to the text.
  #records({ keys, rows }) {
    return rows.map((row) => {
      const span = Object.fromEntries(keys.map((key, index) => [key, row[index]]));
      span.quote = this.view.text.slice(this.view.map.toUnit(span.start), this.view.map.toUnit(span.end));
      return span;
    });
  }

  #connect(data) {
    this.api = new Api({ base: data.urls.api, document: data.document.id, project: data.project.slug, username: data.me.username });
    this.edits = new Edits({ store: this.store, api: this.api, me: data.me, isEnforced: data.project.second_person === "enforce" });
    this.outbox = new Outbox({ user: data.me.username, document: data.document.id, onLeft: (ops, steps) => this.#restore(ops, steps) });
    this.store.onStep = (entry, side) => {
      this.outbox.step(entry, side);
      this.#showSteps();
    };
    this.queue = new SaveQueue({
      keep: this.outbox,
      send: (op) => this.edits.send(op),
      settle: async (op, error) => (await this.later("refused"))?.settle(this, op, error) ?? "keep",
      wait: (ms) => new Promise((resolve) => {
        setTimeout(resolve, ms);
        addEventListener("online", resolve, { once: true });
      }),
      onState: (state) => this.#showState(state),
    });
    Object.assign(this.edits, { queue: this.queue, fetchThing: (name) => this.thing(name), isHeld: (span) => this.#isHeld(span), tell: (words) => this.toast(words) });
  }

  #restore(ops, steps) {
    restoreSteps(this.store, steps, ops);
    this.queue.restore(replay(this.store, ops));
    for (const { thing } of ops) if (thing) this.thing(thing).catch(() => {}); // it shows what waits
    this.#showSteps();
  }

  #showSteps() {
    for (const [verb, stack] of [["undo", this.store.done], ["redo", this.store.undone]]) for (const button of document.querySelectorAll(`[data-command=${verb}]`)) button.setAttribute("aria-disabled", String(!stack.length));
    this.commands?.stepped();
  }

  #build(data) {
    const find = (selector) => this.querySelector(selector);
    this.caret = new Caret(this.view, this.steps, {
      caret: find("#caret"),
      handles: { start: find("#handle-start"), end: find("#handle-end") },
      onResize: (edge, unit, { isFinal }) => this.commands.resize(edge, unit, isFinal),
    });
    this.cards = new Cards(find("#cards"), {
      view: this.view, store: this.store, looks: this.looks, verdictOf: (span) => this.verdicts.get(span.claim), talkOf: (span) => this.talk.get(span.id), isDue: (span) => this.edits.isDue(span),
      onPick: (id) => this.activate(this.store.get(id), { isScrolled: false }),
      onDecide: (id, verb) => this.commands.decide(this.store.get(id), verb),
    });
    this.commands = new Commands(this);
    this.rows = table(data.labels.filter((label) => label.is_on && label.shortcut));
    this.store.onChange((changes) => this.#changed(changes));
    this.#count();
    this.cards.update();
  }

  #listen(data) {
    this.keyring = new Keyring(this.rows, { username: data.me.username, article: this.article, run: (command, args) => this.run(command, args) });
    addEventListener("pointerdown", ({ target }) => (this.pressed = target), true);
    this.article.addEventListener("click", (event) => this.pressed?.closest?.(".handle") || this.#click(event)); // the end of a drag is no click
    for (const button of document.querySelectorAll("[data-label]")) {
      let held = null;
      button.addEventListener("pointerdown", (event) => {
        event.preventDefault(); // the selection stays
        held = this.view.selection();
      });
      button.addEventListener("click", () => {
        if (held && this.view.selection()?.from !== held.from) this.view.select(held.anchor, held.focus); // some phones drop it all the same
        held = null;
        this.commands.label(button.dataset.label);
      });
    }
    for (const button of document.querySelectorAll("[data-command]")) button.addEventListener("click", () => {
      const menu = button.closest("details.menu");
      if (menu) this.article.focus({ preventScroll: true }); // what closes after it leads back here, not to a menu that is gone
      menu?.removeAttribute("open");
      this.run(button.dataset.command);
    });
    document.querySelector("#nothing form")?.addEventListener("submit", (event) => {
      event.preventDefault();
      this.run("nothing.withdraw");
    });
    document.querySelector("#submit-form")?.addEventListener("submit", (event) => {
      event.preventDefault();
      this.run("submit.ask");
    });
    this.addEventListener("news", () => this.#stand(), { once: true });
    this.addEventListener("news", ({ detail }) => detail.kind === "comment" && this.#load().then((isThere) => isThere && this.comments.take(detail)));
    for (const kind of ["focusin", "pointerdown", "keydown"]) addEventListener(kind, () => this.#load(), { once: true });
    addEventListener("beforeunload", (event) => !this.isSigningIn && (!this.queue.isEmpty || this.evidence?.isDirty) && event.preventDefault());
    addEventListener("resize", () => this.caret.drawHandles(this.changeable(this.active)));
    import("./live.js").then(({ Live }) => this.#goLive(data, Live));
    if (data.runs.some(({ state }) => state === "failed")) this.#stand();
  }

  #goLive(data, Live) {
    this.live = new Live({
      api: this.api, me: data.me, store: this.store, last: data.last_event, isBusy: () => this.queue.state.name === "saving",
      onClaim: (event) => this.#claimChanged(event), onNews: (event) => this.dispatchEvent(new CustomEvent("news", { detail: event })),
      onPresence: (place) => this.#showPresence(place), onRun: (id) => this.#stand().then((standing) => standing?.ran(id)),
    });
    this.live.start();
    if (data.assignment) this.live.keep(data.assignment, data.project.lease_minutes);
  }

  // Resolves to what keeps the document's state and the line of its engines true; undefined while the network is away.
  #stand() {
    this.standing ??= import("./later/standing.js").then(({ Standing }) => new Standing(this)).catch(() => {
      this.standing = undefined;
    });
    return this.standing;
  }

  // Not by later(): it comes by itself, and keys do not wait for what nobody asked for.
  async #showPresence(place) {
    this.sheet ??= addSheet(this.data.urls.later);
    this.presence ??= Promise.all([import("./later/presence.js"), this.sheet]).then(([{ presenceOf }]) => presenceOf(this));
    const presence = await this.presence.catch(() => undefined);
    if (presence) presence.take(place);
    else this.presence = this.sheet = undefined; // the network is away: the next word of somebody tries again
  }

  #welcome() {
    const wanted = new URLSearchParams(location.search).get("span") ?? location.hash.replace("#span-", "");
    const span = this.store.get(wanted);
    if (span) this.activate(span);
    if (performance.getEntriesByType("navigation")[0]?.type !== "navigate") import("./later/place.js").then(({ back }) => back(this), () => null);
    this.kept = this.outbox.look();
    this.dataset.ready = "";
    setTimeout(() => import("./later/print.js").then(({ watch }) => watch(this), () => null), 1000); // printing waits for no module
  }

  /** Shows, or hides, the line that this person found nothing to mark. */
  showNothing(isSaid) {
    this.data.nothing_here = isSaid;
    document.getElementById("nothing").hidden = !isSaid;
  }

  /* What the page shows when spans change. */

  #changed(changes) {
    if (this.data.nothing_here && changes.some(({ after }) => after?.author === this.data.me.username)) this.showNothing(false);
    this.view.apply(changes);
    const change = changes.find(({ before, after }) => (before ?? after)?.id === this.view.active);
    if (change) {
      if (change.after) this.evidence?.rename(this.view.active, change.after.id);
      this.activate(change.after, { isScrolled: false, isQuiet: true });
    }
    this.#afterPaint();
  }

  // A mark has to be on the screen within a frame: cards, counts and the inspector come right after it.
  #afterPaint() {
    this.cards.update();
    if (this.isPending) return;
    this.isPending = true;
    requestAnimationFrame(() => setTimeout(() => this.flush()));
  }

  /** Brings the page up to date now. */
  flush() {
    if (!this.isPending) return;
    this.isPending = false;
    this.caret.drawHandles(this.changeable(this.active)); // first: it reads places, and what follows moves them
    this.#count();
    this.#inspect(this.active);
  }

  #count() {
    const { label, state } = this.store.counts(this.data.me.username);
    for (const place of document.querySelectorAll("[data-count]")) place.textContent = n(label[place.dataset.count] ?? 0);
    for (const place of document.querySelectorAll("[data-left]")) place.textContent = n(state[place.dataset.left] ?? 0);
    for (const place of document.querySelectorAll("[data-returned]")) place.hidden = !state.returned;
  }

  #showState({ name, waiting, reason, code }) {
    const place = document.getElementById("saved");
    const words = { saved: t("Saved"), saving: t("Saving…"), offline: t("Offline: {waiting} waiting", { waiting: n(waiting) }), refused: t("Not saved: {reason}", { reason: code === "not_signed_in" ? t("you are signed out") : reason }) }[name];
    if (name === "offline" && !place.classList.contains(name)) this.toast(this.outbox.isKeeping ? t("The server cannot be reached. What you do is kept in this browser and sent once it answers.") : t("The server cannot be reached. What you do is sent once it answers: leave this page open."));
    place.className = `saved ${name}`;
    place.replaceChildren(words, ...(name === "refused" ? [
      ...(code === "not_signed_in" ? [h("a", { class: "btn small", href: this.data.urls.sign_in, onclick: () => { this.isSigningIn = this.outbox.isKeeping; } /* and sent by whoever comes back as the same person */ }, t("Sign in"))] : []),
      h("button", { class: "btn small", type: "button", onclick: () => this.queue.retry() }, code === "stale" ? t("Choose") : t("Retry")),
      h("button", { class: "btn small ghost", type: "button", onclick: () => this.run("refused.giveUp") }, t("Discard")),
    ] : []));
  }

  /** Reads a span again from the server. */
  async refresh(id) {
    this.store.put([await this.api.get(`spans/${this.store.idOf(id)}/`)]);
  }

  /** Whether all that was pressed has been done, and all that was done is on the server. */
  get isSettled() {
    return "ready" in this.dataset && !isHoldingKeys() && !this.isPending && this.queue.isEmpty;
  }

  /** Does what a key or a button names: a verb of commands.js, or "module.verb" of the folder later/. */
  async run(command, args = []) {
    this.moved = null; // of the text cursor, as long as nothing came after it
    const [module, verb] = command.split(".");
    if (!verb) return this.commands[command](...args);
    const found = await this.later(module);
    return found?.[verb](this, ...args);
  }

  /** A module of the folder later/, fetched the first time; undefined where the network is away. Keys wait for it. */
  later(name) {
    this.modules ??= new Map();
    this.sheet ??= addSheet(this.data.urls.later);
    if (!this.modules.has(name)) this.modules.set(name, holdKeys(Promise.all([import(`./later/${name}.js`), this.sheet]).then(([found]) => found)));
    return this.modules.get(name).catch(() => {
      this.modules.delete(name);
      this.sheet = undefined;
      this.toast(NO_NETWORK());
    });
  }

  /** What keeps a kind of thing other than spans; its module is fetched the first time. */
  async thing(name) {
    if (!this.edits.things.has(name)) (await this.later(KEEPERS[name]))?.keep(this);
    if (!this.edits.things.has(name)) throw new Problem(0);
    return this.edits.things.get(name);
  }

  /* The active span. */

  get active() {
    return this.view.active ? this.store.get(this.view.active) : undefined;
  }

  activate(span, { isScrolled = true, isQuiet = false } = {}) {
    this.view.activate(span);
    this.cards.active = span?.id ?? null;
    const isOpening = !this.hasAttribute("data-active");
    this.toggleAttribute("data-active", Boolean(span));
    if (!isQuiet) this.caret.drawHandles(null); // else it stays under a finger that is on its way there
    this.#afterPaint();
    if (!span || (isQuiet && !isOpening)) return; // where the sheet of a phone opens over a new span, that one makes way
    const [mark] = this.view.marksOf(span);
    mark?.scrollIntoView({ block: isScrolled && !isQuiet && !this.view.isSeen(mark) ? "center" : "nearest" });
    if (isQuiet) return;
    const place = this.store.all.indexOf(span) + 1;
    const state = [STATES[stateOf(span)](), span.state === "suggested" && span.score && sure(span.score)].filter(Boolean).join(", ");
    say(t("{label}, {state}, {place} of {count}: {quote}", { label: this.looks(span.label).name, state, place: n(place), count: n(this.store.all.length), quote: span.quote }));
  }

  // The inspector comes with the first span that is looked at: opening a text does not wait for it.
  #inspect(span) {
    if (this.inspector) this.inspector.show(span, span ? this.sections.map((section) => section.panel(span)) : []);
    else if (span) this.#load().then((isThere) => isThere && this.#inspect(this.active));
  }

  /** Resolves when inspector and evidence are there and show the active span. */
  async loadSide() {
    const isThere = await (this.inspector ? this.side : holdKeys(this.#load()));
    if (!isThere) this.toast(NO_NETWORK());
    this.flush();
  }

  // Asked for at the first touch of the page, so that it is there when the network goes; resolves to whether it is there.
  #load() {
    this.side ??= this.#fetchSide().then(() => true, () => {
      this.side = undefined; // the next one who wants it asks again
      return false;
    });
    return this.side;
  }

  #fetchSide() {
    this.#warm();
    this.#stand();
    const side = Promise.all([import("./inspector.js"), import("./evidence.js"), import("./later/comments.js")]).then(([{ Inspector }, { Evidence }, { Comments }]) => {
      this.evidence = new Evidence(this, { onVerdict: (...told) => this.setVerdict(...told) });
      this.comments = new Comments(this);
      this.sections = [this.evidence, ...this.sections, this.comments];
      this.inspector = new Inspector(this.querySelector("#insp-span"), {
        about: this.querySelector("#insp-about"), looks: this.looks, edits: this.edits,
        onChange: (id, values, seen) => this.commands.setAttributes(id, values, seen),
        onDecide: (id, verb) => this.commands.decide(this.store.get(id), verb), onTool: (command, ...args) => this.run(command, args),
        onDrop: (written) => this.toast(t("Not kept: “{written}”. Enter or Tab keeps what is written, Esc leaves it.", { written })),
        verdictWaits: (span) => this.waitingVerdict(span),
      });
      this.sheet ??= addSheet(this.data.urls.later);
      Promise.all([import("./later/links.js"), this.sheet]).then(([{ keep }]) => keep(this), () => {}); // without network: later, with the first link
    });
    for (const name of ["selecting", "pointing", "dragging", "voice", "news", "sheet", "place", "idle"]) side.then(() => import(`./later/${name}.js`)).then(({ watch }) => watch(this)).catch(() => null); // without them nothing is lost
    return side;
  }

  // What deciding may ask for, also without the network.
  #warm() {
    this.sheet ??= addSheet(this.data.urls.later);
    this.sheet.catch(() => {
      this.sheet = undefined;
    });
    for (const name of ["why", "split", "bulk", "turned"]) import(`./later/${name}.js`).catch(() => {});
  }

  /** Shows in the margin which verdict a claim has, or that it has none. */
  setVerdict(claim, verdict, sources) {
    if (verdict) this.verdicts.set(claim, { ...verdict, sources });
    else this.verdicts.delete(claim);
    if (this.active?.claim === claim) this.inspector?.tellVerdict(this.verdicts.get(claim));
    this.cards.update();
  }

  #claimChanged(event) {
    const claim = event.kind === "claim" ? event.object : (event.after?.claim ?? event.before?.claim);
    if (claim && !this.evidence?.reload(claim) && event.kind === "verdict") import("./later/news.js").then(({ readVerdict }) => readVerdict(this, claim), () => null);
  }

  // Something hangs on it, be it only on its way to the server; while links are not known, any might.
  #isHeld(span) {
    const isWaiting = Object.values(this.written ?? {}).some((kind) => kind.waiting(span.id).length);
    return Boolean(span.claim || this.talk.get(span.id) || isWaiting || !this.links || this.links.of(span).length);
  }

  /** The span where this person may change it, else null. */
  changeable(span) {
    return span && !this.edits.refusal(span, "change") ? span : null;
  }

  /** The verdict of a span that waits for this person's decision, or null. */
  waitingVerdict(span) {
    const verdict = this.verdicts.get(span.claim);
    const isMine = verdict?.proposed_by === this.data.me.username;
    return verdict?.state === "in_review" && !(isMine && this.edits.isEnforced) ? verdict : null;
  }

  #click(event) {
    const here = this.view.selection();
    if (here && here.from !== here.to) return;
    const ids = event.target.closest("mark")?.dataset.s.split(" ") ?? [];
    const place = ids.indexOf(this.view.active);
    this.activate(this.store.get(ids[(place + 1) % ids.length]), { isScrolled: false });
  }

  /** Says something for a few seconds; with a link for as long as it takes to get there. */
  toast(words, link = null) {
    const toast = h("p", { class: "toast" }, words, link);
    say(link ? `${words} ${link.textContent}` : words);
    document.getElementById("toasts").replaceChildren(toast);
    setTimeout(() => toast.contains(document.activeElement) || toast.remove(), link ? 15000 : 6000);
  }
}

customElements.define("fc-workbench", Workbench);
