// The guidelines beside the text, opened at the label in hand. The server renders them; this puts them where one works.
import { h, say } from "../dom.js";
import { t, when } from "../i18n.js";

const panels = new WeakMap();

function panelOf(page) {
  if (!panels.has(page)) panels.set(page, new Panel(page));
  return panels.get(page);
}

/** Opens the panel at the label in hand, or closes it. */
export const toggle = (page) => panelOf(page).toggle();

/** Asks the server for the guidelines before somebody wants them. */
export const prepare = (page) => panelOf(page).fill();

class Panel {
  constructor(page) {
    this.page = page;
    this.body = h("div", { class: "guide-body", tabindex: "0", role: "group", "aria-labelledby": "guide-title", onclick: (event) => this.#follow(event) });
    this.panel = h("aside", { class: "guide", hidden: true, "aria-labelledby": "guide-title", onkeydown: (event) => this.#escape(event) },
      h("div", { class: "guide-head" },
        h("h2", { id: "guide-title" }, t("Guidelines")),
        h("button", { class: "btn small ghost", type: "button", onclick: () => page.article.focus({ preventScroll: true }) }, t("To the text")),
        h("button", { class: "btn small", type: "button", onclick: () => this.#close() }, t("Close"), h("kbd", {}, "G"))),
      this.body);
    page.querySelector(".desk").after(this.panel);
  }

  async toggle() {
    if (!this.panel.hidden) return this.#close();
    try {
      await this.fill();
    } catch (error) {
      if (error.status === undefined) throw error;
      return this.page.toast(error.status ? error.message : t("This needs the network once, and there is none."));
    }
    return this.#open();
  }

  /** Resolves when the guidelines are in the panel; they are asked for once. */
  fill() {
    this.filled ??= this.#fetch();
    this.filled.catch(() => {
      this.filled = undefined;
    });
    return this.filled;
  }

  async #fetch() {
    const found = await this.page.api.page(this.page.data.urls.guidelines);
    this.body.replaceChildren(...found.querySelector("#guide").childNodes);
    for (const time of this.body.querySelectorAll("time[data-local]")) time.textContent = when(time.dateTime);
  }

  // Where one was reading is kept; another label in hand leads to that label.
  #open() {
    this.back = document.activeElement;
    this.panel.hidden = false;
    this.body.focus({ preventScroll: true });
    const label = labelInHand(this.page);
    const place = label && label !== this.label ? this.#placeOf(label) : null;
    this.label = label;
    if (place) this.#show(place);
    else this.body.scrollTop = this.top ?? 0;
    say(place ? t("Guidelines, at {label}", { label: this.page.looks(label).name }) : t("Guidelines"));
  }

  #placeOf(label) {
    const section = this.body.querySelector(`[data-label-guide="${CSS.escape(label)}"]`);
    const about = section?.dataset.about;
    return about ? this.body.querySelector(`#${CSS.escape(about)}`) : section;
  }

  #show(place) {
    this.body.scrollTop += place.getBoundingClientRect().top - this.body.getBoundingClientRect().top - 8;
    for (const other of this.body.querySelectorAll(".here")) other.classList.remove("here");
    place.classList.add("here");
  }

  // Links inside the guidelines move in the panel; the address of the page stays that of the text.
  #follow(event) {
    const link = event.target.closest("a[href^='#']");
    if (!link) {
      const outside = event.target.closest("a[href]");
      if (outside) outside.target = "_blank";
      return;
    }
    event.preventDefault();
    const place = this.body.querySelector(`#${CSS.escape(link.hash.slice(1))}`);
    if (!place) return;
    link.closest("details")?.removeAttribute("open");
    this.#show(place);
    place.focus({ preventScroll: true });
  }

  #escape(event) {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    this.#close();
  }

  #close() {
    const hadFocus = this.panel.contains(document.activeElement);
    this.top = this.body.scrollTop;
    this.panel.hidden = true;
    const { back } = this;
    const place = back?.isConnected ? back : document.getElementById(back?.id || "doc"); // it may have been drawn anew
    if (hadFocus) (place && place !== document.body ? place : this.page.article).focus({ preventScroll: true });
    say(t("Guidelines closed"));
  }
}

/** The label of the active span, else the one that was used last. */
const labelInHand = (page) => page.active?.label ?? page.store.done.findLast((entry) => entry.after?.label)?.after.label;
