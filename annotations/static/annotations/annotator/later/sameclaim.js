// Saying that a span states a claim that is known already, from this document or another; and taking it off again.
import { chooseFirst, h } from "../dom.js";
import { n, nt, quoted, t } from "../i18n.js";
import { holdKeys } from "../keys.js";
import { CHECKABLE } from "../store.js";
import { Chooser } from "./chooser.js";

const MOST = 50;
const PAUSE = 200;
const key = () => h("kbd", {}, "Esc");
const wordsOf = (text) => new Set(text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? []);

/** Asks which claim the active span states; of a span with a claim it shows where else that one is stated. */
export async function choose(page) {
  const span = page.active;
  const why = refusal(page, span);
  if (why) return page.toast(why);
  return holdKeys(page.queue.whenSent().then(() => new SameClaim(page, page.active).open()));
}

function refusal(page, span) {
  if (!span) return chooseFirst();
  if (!page.data.me.may.includes("draft")) return t("Working on claims needs the role annotator or higher.");
  if (!CHECKABLE.has(span.label)) return t("Only a claim, denial or figure states a claim.");
  return span.state === "suggested" ? t("Accept the suggestion first.") : "";
}

class SameClaim {
  #timer = 0;
  #asked = 0;

  constructor(page, span) {
    Object.assign(this, { page, span });
    this.body = h("div", { class: "stack" });
    this.element = h("dialog", { class: "sheet same-claim", id: "same-claim", "aria-labelledby": "same-claim-title", onclose: () => this.#close() }, this.body);
  }

  async open() {
    document.body.append(this.element);
    const isShown = await this.#work(() => (this.span.claim ? this.#showClaim() : this.#ask()));
    if (isShown === false) this.element.remove();
    else this.element.showModal();
    this.element.querySelector("input, .go")?.focus();
    return isShown;
  }

  #close() {
    clearTimeout(this.#timer);
    this.element.remove();
    this.page.article.focus({ preventScroll: true });
  }

  #head(title) {
    return h("div", { class: "page-head" }, h("h2", { id: "same-claim-title" }, title), h("button", { class: "btn", type: "button", onclick: () => this.element.close() }, t("Close"), " ", key()));
  }

  // What the server refuses is said where the person looks; resolves to false then.
  async #work(act) {
    try {
      return await act();
    } catch (error) {
      if (error.status === undefined) throw error;
      if (this.element.open) this.status.textContent = error.message;
      else this.page.toast(error.message);
      return false;
    }
  }

  /* A claim to choose. */

  async #ask() {
    this.input = h("input", {
      id: "same-claim-search", type: "text", role: "combobox", "aria-expanded": "true", "aria-controls": "same-claim-list", "aria-autocomplete": "list", autocomplete: "off",
      oninput: () => this.#searchSoon(),
    });
    this.list = h("ul", { id: "same-claim-list", role: "listbox", "aria-labelledby": "same-claim-title" });
    this.chooser = new Chooser(this.input, this.list);
    this.status = h("p", { role: "status", class: "hint" });
    this.body.replaceChildren(this.#head(t("Which claim does it state?")), h("p", { class: "quoted" }, this.span.quote),
      h("div", { class: "field" }, h("label", { for: "same-claim-search" }, t("Search the claims of the project")), this.input), this.list, this.status);
    await this.#search();
  }

  #searchSoon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#work(() => this.#search()), PAUSE);
  }

  async #search() {
    const asked = (this.#asked += 1);
    const { api } = this.page;
    const query = new URLSearchParams({ q: this.input.value.trim(), page_size: MOST });
    const { results } = await api.get(`projects/${api.project}/claims/?${query}`);
    if (asked !== this.#asked) return;
    const shown = nearestFirst(results, this.span.quote);
    this.chooser.fill(shown.map((claim) => this.#option(claim)));
    this.status.textContent = shown.length ? "" : this.input.value.trim() ? t("No claim holds these words.") : t("There is no claim yet: it begins with the first verdict or source of a span.");
  }

  #option(claim) {
    const titles = [...new Set(claim.spans.map((each) => each.title))];
    const [verdict] = claim.verdicts;
    const about = [nt("{count} appearance", "{count} appearances", claim.spans.length), ...titles.slice(0, 2), this.#nameOf(verdict)];
    return h("li", { onclick: () => this.#join(claim) },
      h("span", { class: "words" }, h("span", { class: "quoted" }, claim.normalized_text), h("span", { class: "where" }, about.filter(Boolean).join(" · "))));
  }

  #nameOf(verdict) {
    return this.page.data.ratings.find(({ slug }) => slug === verdict?.rating)?.name ?? verdict?.name;
  }

  async #join(claim) {
    const { page, span } = this;
    const isDone = await this.#work(() => page.api.actOnSpan(span.id, "claim", { claim: claim.id }));
    if (isDone === false) return;
    page.store.put([{ id: span.id, claim: claim.id }]);
    this.element.close();
    page.toast(t("It states this claim by now: {claim}", { claim: claim.short_text || claim.normalized_text }));
  }

  /* The claim that it has. */

  async #showClaim() {
    const claim = await this.page.api.get(`claims/${this.span.claim}/`);
    this.status = h("p", { role: "status", class: "hint" });
    const others = claim.spans.filter((each) => each.id !== this.span.id);
    this.body.replaceChildren(this.#head(t("The claim that it states")),
      h("p", {}, h("a", { class: "go", href: `/claims/${claim.id}/` }, claim.normalized_text)),
      h("h3", {}, others.length ? t("Also stated here: {count}", { count: n(others.length) }) : t("Stated nowhere else yet")),
      h("ul", { class: "elsewhere" }, others.map((each) => h("li", {}, h("a", { href: `/documents/${each.document}/?span=${each.id}` }, each.title), h("span", { class: "quoted" }, quoted(each.quote))))),
      this.status,
      h("div", { class: "cluster" }, h("button", { class: "btn", type: "button", onclick: () => this.#leave() }, t("It states another claim"))));
  }

  // Off the one claim, and on to the choice of another.
  async #leave() {
    const { page, span } = this;
    const isDone = await this.#work(() => page.api.request("DELETE", `spans/${span.id}/claim/`));
    if (isDone === false) return;
    page.store.put([{ id: span.id, claim: null }]);
    this.span = page.store.get(span.id);
    await this.#work(() => this.#ask());
    this.input.focus();
  }
}

/** Claims with more of the span's words come first; among equals the newest, as the server sent them. */
export function nearestFirst(claims, quote) {
  const wanted = wordsOf(quote);
  const shared = (claim) => [...wordsOf(claim.normalized_text)].filter((word) => wanted.has(word)).length;
  return claims.map((claim) => ({ claim, count: shared(claim) })).sort((one, other) => other.count - one.count).map(({ claim }) => claim);
}
