// Where the document stands: its state beside the text and the line of its engines above it, true while people work.
import { h } from "../dom.js";
import { nt, t } from "../i18n.js";

const PAUSE = 300;
// Events beside those of spans, which the store tells of, that may move a document's state.
const TELLING = new Set(["document", "verdict", "nothing_here", "run"]);

const STATES = () => ({
  queued: () => t("Waiting for a worker"),
  running: () => t("Reading the text…"),
  done: (run) => nt("{count} suggestion", "{count} suggestions", run.proposed),
  failed: (run) => t("Failed: {error}", { error: run.error.split("\n").at(-1).slice(0, 120) }),
});

export class Standing {
  #timer = 0;

  /** `page` is the <fc-workbench>. */
  constructor(page) {
    Object.assign(this, { page, runs: page.data.runs, place: document.getElementById("state") });
    page.store.onChange((changes) => this.#changed(changes));
    page.addEventListener("news", ({ detail }) => TELLING.has(detail.kind) && this.#askSoon());
    if (this.runs.some(({ state }) => state === "failed")) this.#drawRuns();
    this.#count();
    this.#askSoon(); // what came before this was not heard
  }

  #changed(changes) {
    const decided = ({ before, after }) => [before?.state, after?.state].includes("suggested");
    if (changes.some(decided)) this.#count();
    if (changes.some((change) => this.#matters(change))) this.#askSoon();
  }

  // A suggestion that comes or goes moves nothing, nor does one draft more where there are some.
  #matters({ before, after }) {
    const [was, is] = [before, after].map((span) => (!span || span.state === "suggested" ? "" : span.state));
    if (was === is) return false;
    return was || is !== "draft" || !this.place.querySelector(".in_progress, .in_review");
  }

  #askSoon() {
    this.#timer ||= setTimeout(() => this.#ask(), PAUSE);
  }

  async #ask() {
    try {
      await this.page.queue.whenSent();
      this.#timer = 0; // what is done from now on is asked for anew
      const state = (await this.page.api.page(this.page.data.urls.state)).querySelector(".state");
      if (state) this.place.replaceChildren(state); // none: signed out by now
    } catch (error) {
      if (error.status === undefined) throw error; // else what comes next asks again
    }
  }

  /* The engines. */

  /** Takes in that a run has moved: its line, and what it found. */
  async ran(id) {
    const { api, store } = this.page;
    this.#take(await api.get(`runs/${id}/`));
    if (this.runs[0].state === "done") store.put((await api.spans()).filter((record) => !store.find(record.id)));
  }

  #take(run) {
    this.runs = [run, ...this.runs.filter((other) => other.id !== run.id)];
    this.#drawRuns();
  }

  #drawRuns() {
    const told = new Set();
    const place = document.getElementById("runs");
    place.hidden = !this.runs.length;
    place.replaceChildren(...this.runs.map((run) => {
      const { name } = run.engine;
      const isFirst = Boolean(run.proposed) && !told.has(name);
      if (isFirst) told.add(name);
      return h("p", { class: `run ${run.state}` },
        h("span", { class: `state ${run.state}` }, t("Engine “{name}”: {state}", { name, state: STATES()[run.state](run) })),
        isFirst ? h("span", { class: "hint", dataset: { engine: name }, "aria-live": "off" }) : null,
        run.state === "failed" && this.page.data.me.may.includes("label") ? h("button", { class: "btn small", type: "button", onclick: () => this.#again() }, t("Run again")) : null);
    }));
    this.#count();
  }

  // Not spoken: who decides hears what they did.
  #count() {
    for (const place of document.querySelectorAll("#runs [data-engine]")) {
      const left = this.page.store.all.filter((span) => span.state === "suggested" && span.engine?.name === place.dataset.engine).length;
      place.textContent = left ? nt("{count} is undecided", "{count} are undecided", left) : t("all are decided");
    }
  }

  async #again() {
    try {
      this.#take(await this.page.api.post(`documents/${this.page.api.document}/preannotate/`));
    } catch (error) {
      if (error.status === undefined) throw error;
      this.page.toast(error.message);
    }
  }
}
