// "Decide many": accepts or rejects the suggestions that a label, an engine and a score choose, after showing every one.
import { h } from "../dom.js";
import { n, share, sure, t } from "../i18n.js";
import { chosenBy, enginesOf } from "./choice.js";
import { decideMany } from "./many.js";

const SHOWN = 300;

/** Opens the dialog. */
export function decide(page) {
  const why = refusal(page);
  if (why) return page.toast(why);
  return new Dialog(page).open();
}

function refusal({ data, queue, store }) {
  if (!data.me.may.includes("label")) return t("Labelling needs the role annotator or higher.");
  if (queue.state.name === "refused") return t("First settle what is not saved.");
  return store.all.some((span) => span.state === "suggested") ? "" : t("Nothing is left to decide.");
}

class Dialog {
  #left = new Set();
  #shown = SHOWN;

  constructor(page) {
    this.page = page;
    this.form = h("form", { method: "dialog", class: "stack", oninput: (event) => this.#input(event), onsubmit: (event) => this.#submit(event), onkeydown: (event) => this.#key(event) }, this.#head(), this.#choice(), this.#preview(), this.#foot());
    this.element = h("dialog", { class: "sheet bulk", id: "bulk", "aria-labelledby": "bulk-title" }, this.form);
    this.element.onclose = () => {
      this.element.remove();
      this.page.article.focus({ preventScroll: true });
    };
  }

  open() {
    document.body.append(this.element);
    this.#draw();
    this.element.showModal();
    this.form.elements.label.focus();
  }

  #head() {
    return h("div", { class: "head" }, h("h2", { id: "bulk-title" }, t("Decide many suggestions")), h("button", { class: "btn", type: "button", onclick: () => this.element.close() }, t("Close"), " ", h("kbd", {}, "Esc")));
  }

  #choice() {
    const waiting = this.#waiting();
    const labels = this.page.data.labels.map((label) => [label.key, t("{name} ({count})", { name: label.name, count: n(waiting.filter((span) => span.label === label.key).length) })]);
    const used = labels.filter(([key]) => waiting.some((span) => span.label === key));
    const engines = enginesOf(waiting).map((name) => [name, name]);
    const select = (name, words, first, options) => h("div", { class: "field" }, h("label", { for: `bulk-${name}` }, words), h("select", { id: `bulk-${name}`, name }, h("option", { value: "" }, first), options.map(([value, text]) => h("option", { value }, text))));
    const radio = (name, value, words, checked = false) => h("label", { class: "check" }, h("input", { type: "radio", name, value, checked }), words);
    return h("div", { class: "stack" },
      h("div", { class: "fields" },
        select("label", t("Label"), t("All labels ({count})", { count: n(waiting.length) }), used),
        select("engine", t("Engine"), t("All engines"), engines)),
      h("div", { class: "fields" },
        h("fieldset", { class: "field" }, h("legend", {}, t("What to do")), h("div", { class: "cluster" }, radio("verb", "accept", t("Accept"), true), radio("verb", "reject", t("Reject")))),
        h("fieldset", { class: "field" }, h("legend", {}, t("How sure the engine is")), h("div", { class: "cluster" }, radio("side", "above", t("at or above"), true), radio("side", "below", t("below"))))),
      h("div", { class: "score" },
        h("input", { type: "range", name: "slide", min: 0, max: 100, value: "80", "aria-label": t("How sure in percent, as a slider") }),
        h("input", { type: "number", name: "score", min: 0, max: 100, value: "80", inputmode: "numeric", "aria-label": t("How sure in percent, from 0 to 100") }), "%"));
  }

  #preview() {
    this.count = h("p", { class: "count", role: "status" });
    this.list = h("ul", { class: "picked" });
    this.more = h("button", { class: "btn small ghost", type: "button", onclick: () => this.#showMore() });
    return h("div", { class: "stack" }, this.count, h("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": t("Chosen suggestions") }, this.list, this.more));
  }

  #foot() {
    this.button = h("button", { class: "btn pri", type: "submit" });
    return h("div", { class: "cluster" }, this.button, h("p", { class: "hint" }, t("Spans that people made are never touched. Undo takes all of it back.")));
  }

  #waiting() {
    return this.page.store.all.filter((span) => span.state === "suggested");
  }

  #chosen() {
    const { label, engine, side, score } = this.form.elements;
    return chosenBy(this.#waiting(), { label: label.value, engine: engine.value, side: side.value, score: Number(score.value) / 100 });
  }

  #ticked() {
    return this.#chosen().filter((span) => !this.#left.has(span.id));
  }

  #input({ target }) {
    const { elements } = this.form;
    if (target.name === "slide") elements.score.value = target.value;
    if (target.name === "score" && target.value !== "") elements.slide.value = target.value;
    // One accepts what is sure and rejects what is not: the score turns with the verb, until somebody says otherwise.
    if (target.name === "side") this.isTurned = true;
    if (target.name === "verb" && !this.isTurned) elements.side.value = target.value === "accept" ? "above" : "below";
    if (target.dataset.span) this.#left[target.checked ? "delete" : "add"](target.dataset.span);
    else this.#draw();
    this.#tell();
  }

  #draw() {
    const chosen = this.#chosen();
    this.list.replaceChildren(...chosen.slice(0, this.#shown).map((span) => this.#row(span)));
    const rest = chosen.length - this.#shown;
    this.more.hidden = rest <= 0;
    this.more.textContent = t("Show {count} more", { count: n(Math.max(rest, 0)) });
    this.#tell();
  }

  #row({ id, label, quote, score, engine }) {
    const look = this.page.looks(label);
    const words = quote.length > 140 ? `${quote.slice(0, 139)}…` : quote;
    return h("li", {}, h("label", { class: "check" },
      h("input", { type: "checkbox", checked: !this.#left.has(id), dataset: { span: id } }),
      h("span", { class: `sw ${look.colour} pt-sug-${look.pattern}` }), h("span", { class: "name" }, look.name),
      h("span", { class: "words" }, words.replaceAll("\n", " ")),
      h("span", { class: "conf", title: [engine?.name, typeof score === "number" && sure(score)].filter(Boolean).join(": ") }, typeof score === "number" ? share(score) : "–")));
  }

  #showMore() {
    const at = this.#shown;
    this.#shown = Infinity;
    this.#draw();
    this.list.children[at]?.querySelector("input").focus();
  }

  #tell() {
    const count = this.#ticked().length;
    const isAccept = this.form.elements.verb.value === "accept";
    this.count.textContent = t("Chosen: {count} of {all} suggestions", { count: n(count), all: n(this.#waiting().length) });
    this.button.replaceChildren(isAccept ? t("Accept {count}", { count: n(count) }) : t("Reject {count}", { count: n(count) }), " ", h("kbd", {}, "Ctrl ↵"));
    this.button.disabled = !count;
  }

  #key(event) {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (!this.button.disabled) this.form.requestSubmit(this.button);
  }

  // Enter in a field means the field: only the button decides.
  #submit(event) {
    event.preventDefault();
    if (event.submitter !== this.button || !this.#ticked().length) return;
    const spans = this.#ticked();
    const verb = this.form.elements.verb.value;
    this.element.close();
    decideMany(this.page.edits, spans, verb);
    this.page.commands.tellDone(verb === "accept" ? t("Accepted: {count}.", { count: n(spans.length) }) : t("Rejected: {count}.", { count: n(spans.length) }));
  }
}
