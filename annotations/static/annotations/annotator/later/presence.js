// Who else has this text open and where they read: faces in the bar, flags beside the lines, a list under one key.
import { h } from "../dom.js";
import { n, nt, t } from "../i18n.js";

const TICK = 2000;
const BEAT = 15000;
const GONE = 40000;
const FACES = 3;
const HUES = ["blue", "rust", "ochre", "slate", "teal", "plum", "olive", "rose"];

/** The hue and the letters that stand for a name, as the server draws them (templatetags/looks.py). */
export const hueOf = (name) => HUES[[...name].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % HUES.length];
export function initialsOf(name) {
  const words = name.split(/[\s._-]+/u).filter(Boolean);
  return words.length > 1 ? words.slice(0, 2).map((word) => [...word][0]).join("") : [...name].slice(0, 2).join("");
}

/** The one presence of a page; it begins to tell where this person reads. */
export function presenceOf(page) {
  page.readers ??= new Presence(page);
  return page.readers;
}

/** The list of who is here, asked for by key or menu. */
export const list = (page) => presenceOf(page).list();

class Presence {
  #places = new Map();
  #greeted = new Set();
  #told = { at: 0, start: null, span: null };
  #flagged = [];

  constructor(page) {
    this.page = page;
    this.id = page.live?.page ?? crypto.randomUUID();
    this.bar = h("div", { class: "avs readers", role: "group", "aria-label": t("Who is here"), hidden: true });
    this.rail = h("section", { class: "readers js-only", "aria-labelledby": "rail-readers", hidden: true }, h("h2", { class: "eyebrow", id: "rail-readers" }, t("Here now")), h("ul"));
    this.voice = h("p", { class: "vh", "aria-live": "polite" });
    document.querySelector("#tools")?.before(this.bar);
    page.querySelector(".rail")?.append(this.rail);
    document.body.append(this.voice);
    setInterval(() => this.#tick(), TICK);
    addEventListener("pagehide", () => page.api.tell(this.#path, { page: this.id, is_leaving: true }));
    this.#tick();
  }

  get #path() {
    return `documents/${this.page.api.document}/presence/`;
  }

  /** Takes in what the stream said of somebody; null is a call to begin. */
  take(place) {
    if (place) this.#take(place, { isNew: true });
    this.#draw();
  }

  #take(place, { isNew }) {
    if (place.username === this.page.data.me.username) return;
    if (place.is_leaving) return void this.#places.delete(place.page);
    const { start } = this.#places.get(place.page) ?? {};
    this.#places.set(place.page, { ...place, start: place.start ?? start ?? null, heard: Date.now() });
    if (isNew && !this.#greeted.has(place.username)) this.voice.textContent = t("{name} is here.", { name: place.username });
    this.#greeted.add(place.username);
  }

  async #tick() {
    const count = this.#places.size;
    for (const [id, { heard }] of this.#places) if (Date.now() - heard > GONE) this.#places.delete(id);
    if (this.#places.size !== count) this.#draw();
    const here = { start: this.#firstInSight(), span: this.#span() };
    const isMoved = here.start !== this.#told.start || here.span !== this.#told.span;
    if (document.hidden || (!isMoved && Date.now() - this.#told.at < BEAT)) return;
    this.#told = { ...here, at: Date.now() };
    try {
      const found = await this.page.api.request("POST", this.#path, { body: { page: this.id, ...here } });
      for (const place of found.here) this.#take(place, { isNew: this.#greeted.size > 0 });
      this.#draw();
    } catch (error) {
      if (error.status === undefined) throw error;
    }
  }

  #span() {
    const id = this.page.active?.id;
    return id && !id.startsWith("new-") ? id : null;
  }

  // The lines follow each other downwards, so the first one in sight is found by halving.
  #firstInSight() {
    const { lines, map } = this.page.view;
    const top = Math.max(this.page.querySelector(".desk").getBoundingClientRect().top, 0) + 8;
    let low = 0;
    let high = lines.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (lines[middle].element.getBoundingClientRect().bottom > top) high = middle;
      else low = middle + 1;
    }
    return lines.length ? map.toPoint(lines[low].from) : null;
  }

  /** People with the page they were last heard from, by name. */
  get people() {
    const found = new Map();
    for (const place of [...this.#places.values()].sort((one, other) => one.heard - other.heard)) found.set(place.username, place);
    return [...found.values()].sort((one, other) => one.username.localeCompare(other.username));
  }

  #lineOf({ start }) {
    const { lines, map } = this.page.view;
    if (start === null || !lines.length) return undefined;
    const unit = map.toUnit(Math.min(start, this.page.data.version.length));
    return lines.findLast((line) => line.from <= unit) ?? lines[0];
  }

  #words(place) {
    const number = this.#lineOf(place)?.element.dataset.n;
    if (number) return t("{name} reads paragraph {number}", { name: place.username, number: n(Number(number)) });
    return this.#lineOf(place) ? t("{name} reads the beginning", { name: place.username }) : t("{name} is here", { name: place.username });
  }

  #draw() {
    const people = this.people;
    const focused = document.activeElement?.dataset.reader;
    this.bar.hidden = this.rail.hidden = !people.length;
    this.bar.replaceChildren(...people.slice(0, FACES).map((place) => this.#face(place)), ...(people.length > FACES ? [h("button", { class: "av more", type: "button", "aria-label": nt("{count} more is here", "{count} more are here", people.length - FACES), onclick: () => this.list() }, `+${n(people.length - FACES)}`)] : []));
    this.rail.querySelector("ul").replaceChildren(...people.map((place) => h("li", {}, this.#entry(place))));
    if (focused) [...this.bar.querySelectorAll("[data-reader]")].find((face) => face.dataset.reader === focused)?.focus();
    this.#flag(people);
    if (this.dialog?.open) this.#fill();
  }

  #face(place) {
    const words = this.#words(place);
    return h("button", { class: `av ${hueOf(place.username)}`, type: "button", title: words, "aria-label": words, dataset: { reader: place.username }, onclick: () => this.#go(place) }, initialsOf(place.username));
  }

  #entry(place) {
    return h("button", { class: "reader", type: "button", onclick: () => this.#go(place) }, h("span", { class: `av ${hueOf(place.username)}`, "aria-hidden": "true" }, initialsOf(place.username)), h("span", {}, this.#words(place)));
  }

  // Attributes of the line and no elements: the text stays what it is, and the flag moves with its line.
  #flag(people) {
    for (const element of this.#flagged) delete element.dataset.here;
    const byLine = Map.groupBy ? Map.groupBy(people, (place) => this.#lineOf(place)?.element) : new Map(people.map((place) => [this.#lineOf(place)?.element, [place]]));
    byLine.delete(undefined);
    for (const [element, here] of byLine) {
      element.dataset.here = here.map(({ username }) => initialsOf(username)).join(" ");
      element.style.setProperty("--here", `var(--${hueOf(here[0].username)})`);
    }
    this.#flagged = [...byLine.keys()];
  }

  #go(place) {
    this.dialog?.close();
    const line = this.#lineOf(place);
    if (!line) return;
    line.element.scrollIntoView({ block: "start" });
    this.page.view.select(line.from, line.from);
    this.page.article.focus({ preventScroll: true });
  }

  list() {
    this.dialog ??= this.#makeDialog();
    this.#fill();
    this.dialog.showModal();
    (this.dialog.querySelector("ul button") ?? this.dialog.querySelector("h2")).focus();
  }

  #makeDialog() {
    const close = h("form", { method: "dialog" }, h("button", { class: "btn", value: "" }, t("Close"), " ", h("kbd", {}, "Esc")));
    const dialog = h("dialog", { class: "sheet readers", id: "readers", "aria-labelledby": "readers-title" },
      h("div", { class: "stack" }, h("div", { class: "page-head" }, h("h2", { id: "readers-title", tabindex: "-1" }, t("Who is here")), close), h("ul"), h("p", { class: "muted" })));
    document.body.append(dialog);
    return dialog;
  }

  #fill() {
    const { people } = this;
    const place = [...this.dialog.querySelectorAll("ul button")].indexOf(document.activeElement);
    this.dialog.querySelector("ul").replaceChildren(...people.map((each) => h("li", {}, this.#entry(each))));
    if (place >= 0) (this.dialog.querySelectorAll("ul button")[place] ?? this.dialog.querySelector("h2")).focus();
    const isBlind = this.page.data.project.policy === "blind" && !this.page.data.me.may.includes("decide");
    this.dialog.querySelector("p").textContent = isBlind ? t("This project is blind: annotators do not see each other.") : people.length ? "" : t("Nobody else has this text open.");
  }
}
