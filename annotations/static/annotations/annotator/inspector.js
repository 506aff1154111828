// The inspector: what the active span is, who made it, what may be done with it, and its attributes.
import { cap, h, say, shortened, swatch, sync } from "./dom.js";
import { n, nt, quoted, storedFor, t, usual } from "./i18n.js";
import { boundsOf, filledBy } from "./later/quantity.js";
import { CHECKABLE, isReturned } from "./store.js";
import { STATES, stateOf } from "./text.js";

const FIRST = ["value", "approximator", "unit", "counted", "place", "as_of", "type", "worthiness", "voice", "denied", "scope", "subtype", "kind", "speaker", "entity"];
const ON_THE_LINK = new Set(["scope", "scope_note"]);
const PAUSE = 800; // milliseconds without a key after which a menu is taken to stand
const BOUNDS = ["value", "low", "high"];
const howManyShown = () => (matchMedia("(max-width: 51.25em)").matches ? 2 : 6);
// What else can be done with a span: [words, key, command, test of the span]. A command is named as in keys.js.
const TOOLS = () => [
  [t("Link"), "l", "relations.link", (span, me) => me.may.includes("label")],
  [t("Comment"), "c", "comments.focus", (span, me) => me.may.includes("comment")],
  [t("Join"), "j", "relations.join", (span) => span.label === "quote"],
  [t("Same claim"), "m", "sameclaim.choose", (span, me) => me.may.includes("draft") && CHECKABLE.has(span.label) && span.state !== "suggested"],
  [t("Overlapping"), "o", "overlap", (span, me, others) => others.some((other) => other !== span && other.from < span.to && other.to > span.from)],
  [t("Split"), "k", "split.split", (span, me) => span.author === me.username],
  [t("Guidelines"), "g", "guidelines.toggle", () => true],
  [t("Copy address"), "y", "address.copy", () => true],
];
/** Why something was rejected or returned: the code and its words. */
export const REASONS = () => [
  ["not_checkworthy", t("Not check-worthy")],
  ["wrong_boundary", t("Wrong boundary")],
  ["wrong_label", t("Wrong label")],
  ["duplicate", t("Duplicate")],
  ["boilerplate", t("Boilerplate")],
  ["other", t("Other")],
];

export class Inspector {
  /** `place` is the element to fill; `about` what it shows when no span is active. */
  constructor(place, { about, looks, edits, onChange, onDecide, onTool, onDrop, verdictWaits }) {
    Object.assign(this, { place, about, looks, edits, onChange, onDecide, onTool, onDrop, verdictWaits, shown: "" });
  }

  /** Shows a span, or nothing; `sections` are elements to stand below it: verdict and sources, links, comments. */
  show(span, sections = []) {
    this.about.hidden = Boolean(span);
    this.place.hidden = !span;
    if (!span) {
      this.shown = "";
      return this.place.replaceChildren();
    }
    const look = this.looks(span.label);
    const goBack = this.#hold(span);
    this.isDrawing = true;
    sync(this.place, [this.#head(span, look), this.#returned(span), this.#decisions(span), this.#edges(span), this.#tools(span), this.#attributes(span, look), ...sections].filter(Boolean));
    this.isDrawing = false;
    this.#startAtTop(span);
    return goBack?.();
  }

  // Another span is read from its beginning. Its id may still change with the first save; its place tells it apart.
  #startAtTop(span) {
    if (this.shown === placeOf(span)) return;
    this.shown = placeOf(span);
    this.place.parentElement.scrollTop = 0;
    delete this.place.parentElement.dataset.tall; // as later/sheet.js made it
  }

  // An answer may come while somebody types: the field is made anew, with what they have written so far and their cursor.
  #hold(span) {
    const old = this.place.contains(document.activeElement) ? document.activeElement : null;
    if (!old) return null;
    const isWritten = this.shown === placeOf(span) && old.matches(".attributes :is(input, select)");
    const { value, selectionStart, selectionEnd } = old;
    return () => {
      const field = old.isConnected ? old : document.getElementById(old.id);
      if (!field) return;
      const { seen } = this;
      field.focus({ preventScroll: field === old });
      if (!isWritten || field === old) return;
      if (value !== old.dataset.written) this.seen = seen; // what is being written answers to what stood here before
      if (value !== old.dataset.written) field.value = value;
      if (field.matches("input")) field.setSelectionRange(selectionStart, selectionEnd);
      else field.dispatchEvent(new Event("change")); // what is being chosen is still to be taken
    };
  }

  #head(span, look) {
    return h("div", {},
      h("div", { class: "top" },
        h("span", { class: `lb ${look.colour}` }, swatch(look), look.name),
        h("span", { class: `state ${stateOf(span)}` }, STATES[stateOf(span)]()),
        h("span", { class: "id" }, t("chars {start}–{end}", { start: n(span.start), end: n(span.end) })),
      ),
      h("h2", { id: "insp-title", tabindex: "-1", dir: "auto" }, shortened(span.quote, 280)),
      h("p", { class: "said" }, this.#history(span)),
    );
  }

  #history(span) {
    const parts = [];
    if (span.engine) parts.push(span.score ? t("Suggested by the engine “{name}”, {score} of 100 sure", { ...span.engine, score: n(Math.round(span.score * 100)) }) : t("Suggested by the engine “{name}”", span.engine));
    if (span.author) parts.push(span.author === this.edits.me.username ? t("Yours") : t("By {author}", span));
    if (isReturned(span)) return parts.join(" · "); // why it came back stands below, where it cannot be missed
    if (span.decided_by) parts.push(t("decided by {who}", { who: span.decided_by }));
    if (span.reason) parts.push(REASONS().find(([key]) => key === span.reason)?.[1] ?? span.reason);
    if (span.note) parts.push(quoted(span.note));
    return `${parts.join(" · ")}`;
  }

  // Until it is handed in again.
  #returned(span) {
    if (!isReturned(span)) return "";
    const told = { who: span.decided_by, note: span.note, reason: REASONS().find(([key]) => key === span.reason)?.[1] ?? span.reason };
    const alone = span.note ? t("Returned by {who}: “{note}”", told) : t("Returned by {who}: {reason}.", told);
    return h("p", { class: "notice warn", id: "insp-returned" }, span.reason && span.note ? t("Returned by {who}: {reason}. “{note}”", told) : alone);
  }

  #decisions(span) {
    const own = span.author === this.edits.me.username;
    const verbs = { suggested: ["accept", "reject"], draft: own ? ["submit", "delete"] : [], in_review: ["approve", "return", "reject"], approved: own ? ["delete"] : [] }[span.state] ?? [];
    const withVerdict = span.state === "in_review" && this.verdictWaits(span);
    const words = {
      accept: [t("Accept"), "a", "pri"],
      approve: [withVerdict ? t("Approve with its verdict") : t("Approve"), "a", "pri"],
      reject: [t("Reject"), "x", ""],
      return: [t("Return"), "r", ""],
      submit: [t("Submit only this span"), "", ""],
      delete: [t("Remove"), "Delete", "ghost"],
    };
    // A button that can never work is none: in its place stands who decides.
    const refusals = new Set(verbs.map((verb) => this.edits.refusal(span, verb)).filter(Boolean));
    const buttons = verbs.filter((verb) => !this.edits.refusal(span, verb)).map((verb) => {
      const [name, key, look] = words[verb];
      return h("button", { class: `btn ${look}`, type: "button", dataset: { verb }, onclick: () => this.onDecide(span.id, verb) }, name, key ? cap(key) : null);
    });
    if (!verbs.length) return "";
    const verdict = withVerdict && buttons.length ? h("p", { class: "hint", id: "insp-verdict" }, verdictIn(withVerdict)) : null;
    return h("div", { class: "decide" }, verdict, buttons.length ? h("div", { class: "cluster" }, buttons) : null, refusals.size ? h("p", { class: "hint", id: "insp-why" }, [...refusals].join(" ")) : null);
  }

  /** Says what the verdict is that would be approved with the span, once its words are known. */
  tellVerdict(verdict) {
    const place = this.place.querySelector("#insp-verdict");
    if (place && verdict) place.textContent = verdictIn(verdict);
  }

  // For who neither drags nor presses keys: each button moves an edge as Alt and an arrow key do.
  #edges(span) {
    if (this.edits.refusal(span, "change")) return "";
    const moves = {
      start: [t("Start"), t("Move the start one word to the left"), t("Move the start one word to the right")],
      end: [t("End"), t("Move the end one word to the left"), t("Move the end one word to the right")],
    };
    const button = (edge, direction, words) => h("button", { class: "btn small ghost", type: "button", id: `edge-${edge}${direction}`, "aria-label": words, title: words, onclick: () => this.onTool("edge", edge, direction) }, direction < 0 ? "←" : "→");
    return h("div", { class: "edges", role: "group", "aria-label": t("Edges") }, Object.entries(moves).map(([edge, [name, left, right]]) => h("span", {}, name, button(edge, -1, left), button(edge, 1, right))));
  }

  #tools(span) {
    const fit = TOOLS().filter(([, , , suits]) => suits(span, this.edits.me, this.edits.store.all));
    return h("div", { class: "cluster tools" }, fit.map(([words, key, command]) => h("button", { class: "btn small ghost", type: "button", id: `tool-${key}`, onclick: () => this.onTool(command) }, words, cap(key))));
  }

  #attributes(span, look) {
    const isOnLink = this.#hasScopedLink(span);
    const properties = Object.entries(look.attributes_schema?.properties ?? {}).filter(([name]) => !isOnLink || !ON_THE_LINK.has(name));
    if (!properties.length) return "";
    const rank = ([name]) => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);
    const sorted = [...properties].sort((one, other) => rank(one) - rank(other));
    const why = this.edits.refusal(span, "change");
    const most = howManyShown();
    // The same form stays while it says the same: a redraw then takes nothing from who writes or chooses in it.
    const face = JSON.stringify([span.id, placeOf(span), span.attributes, why, isOnLink, most]);
    if (this.form?.face === face) return this.form.element;
    const make = ([name]) => this.#field(span, name, look, Boolean(why));
    const scope = isOnLink ? h("p", { class: "hint" }, t("How much it denies is said on its link, below.")) : null;
    const isFull = ([name]) => span.attributes[name] !== undefined;
    const shown = sorted.filter((entry, index) => index < most || isFull(entry));
    const rest = sorted.filter((entry) => !shown.includes(entry));
    const element = h("form", { class: "attributes", "aria-label": t("Attributes"), onsubmit: (event) => event.preventDefault() },
      h("h3", {}, t("Attributes"), " ", cap("e")),
      h("div", { class: "pairs" }, shown.map(make)), scope,
      rest.length ? h("details", { open: this.isAllShown }, h("summary", { onclick: (event) => { this.isAllShown = !event.target.closest("details").open; } }, t("{count} more", { count: rest.length })), h("div", { class: "pairs" }, rest.map(make))) : null,
    );
    this.form = { face, element };
    return element;
  }

  // How much a denial denies stands on its link, where there is one: one place to say it.
  #hasScopedLink(span) {
    return Boolean(this.edits.things.get("relation")?.of(span).some(({ type, isSource }) => type === "denies" && isSource));
  }

  #field(span, name, look, isFixed) {
    const schema = look.attributes_schema.properties[name];
    const id = `at-${name}`;
    const value = span.attributes[name];
    const title = usual(schema.title ?? name);
    const label = h("label", { for: id }, title);
    if (schema.properties?.quote) return h("div", { class: "field wide" }, h("span", { class: "label" }, title), h("output", { id }, value ? quoted(value.quote) : t("none")), isFixed ? null : this.#fromSelection(name, "cue.set", value));
    const control = makeControl(schema, value, { id, name, disabled: isFixed });
    const read = isFixed ? undefined : figureIn(span, look, name);
    const stood = (control.dataset.written = control.value);
    const take = () => {
      if (this.isDrawing || control.value === control.dataset.written) return;
      control.dataset.written = control.value;
      this.#change(span, name, look, control);
    };
    control.addEventListener("focus", () => {
      this.seen = { name, place: placeOf(span), value, revision: (this.edits.store.get(span.id) ?? span).revision };
    });
    // Who goes through a menu by keys passes over what is not meant, and types more than one letter of what is.
    let pause = 0;
    control.addEventListener("change", () => {
      clearTimeout(pause);
      if (schema.enum && this.byKey === name) pause = setTimeout(() => control.isConnected && take(), PAUSE);
      else take();
    });
    control.addEventListener("blur", take);
    control.addEventListener("pointerdown", () => (this.byKey = ""));
    const error = h("p", { class: "error", id: `${id}-error`, hidden: true });
    const fill = () => {
      control.value = span.quote.trim();
      control.focus();
      take();
    };
    if (read) control.placeholder = `${BOUNDS.filter((each) => Number.isFinite(read[each]) && (each === "value" || read.value === null)).map((each) => n(read[each])).join("–")} ↵`;
    control.addEventListener("keydown", (event) => {
      this.byKey = name;
      if (event.key === "Enter" && !event.isComposing && read && !control.value) fill();
      else if (event.key === "Enter" && !event.isComposing) take(); // a field made anew while somebody wrote tells no change
      if (event.key !== "Escape" || event.isComposing || schema.enum || control.value === stood) return; // a menu left behind is a choice
      this.onDrop(control.value);
      control.value = control.dataset.written = stood; // keys.js then leads back to the text, and there is nothing to save
      this.wrong = null;
      complain(control, error, "");
    });
    if (this.wrong?.name === name && this.wrong.place === placeOf(span)) {
      control.value = control.dataset.written = this.wrong.written;
      complain(control, error, this.wrong.why);
    }
    return h("div", { class: `field ${schema.type === "array" || schema.maxLength > 300 ? "wide" : ""}` }, label, control, error, read ? h("button", { class: "btn small", type: "button", id: `${id}-read`, tabindex: "-1", onclick: fill }, t("Fill in from the text")) : null, name === "denied" && !isFixed ? this.#fromSelection(name, "cue.quote") : null);
  }

  // Words of the text for a field: a press on the button leaves the selection as it is.
  #fromSelection(name, command, value) {
    const button = (words, verb, key) => h("button", { class: "btn small", type: "button", id: `at-${name}-${verb}`, onpointerdown: (event) => event.preventDefault(), onclick: () => this.onTool(verb, name) }, words, key ? h("kbd", {}, key) : null);
    return h("div", { class: "cluster" }, button(t("Set from selection"), command, command === "cue.set" ? "Q" : ""), value ? button(t("Clear"), "cue.clear") : null);
  }

  // The revision that the person saw, where somebody changed this very value since: the server then asks which one counts.
  #overtaken(span, name) {
    const { seen } = this;
    if (seen?.name !== name || seen.place !== placeOf(span)) return undefined;
    const now = this.edits.store.get(span.id) ?? span; // news may have come since the inspector was drawn
    return JSON.stringify(seen.value) === JSON.stringify(now.attributes[name]) ? undefined : seen.revision;
  }

  #change(span, name, look, control) {
    const { properties } = look.attributes_schema;
    const schema = properties[name];
    const values = readControl(name, control.value, { properties, attributes: (this.edits.store.get(span.id) ?? span).attributes });
    const error = control.parentElement.querySelector(".error");
    const why = values === undefined ? (schema.pattern ? t("Write it like 2022, 2022-02 or 2022-02-15.") : name === "value" ? t("Write a figure like 126k, some 17,600 or between 4.5 and 4.7 percent.") : t("Write a number, like 4.5 or 126k.")) : "";
    this.wrong = why ? { place: placeOf(span), name, written: control.value, why } : null;
    complain(control, error, why);
    if (why) return;
    this.onChange(span.id, values, this.#overtaken(span, name));
    this.seen = this.form = null; // what was typed is shown as it was understood
    const others = Object.entries(values).filter(([each, value]) => each !== name && value !== null);
    if (others.length) say(t("Filled in: {fields}", { fields: others.map(([each, value]) => `${usual(properties[each].title ?? each)} ${shownFor(properties[each], each, value)}`).join(", ") }));
  }
}

const sourcesIn = (count) => (count ? nt("{count} source below", "{count} sources below", count) : t("no source"));
// Words and sources come after the name: `sources` is how many, or undefined while that is not known.
const verdictIn = ({ name, justification, sources }) => [t("Its verdict: {name}", { name }), justification && quoted(shortened(justification, 160)), sources !== undefined && sourcesIn(sources)].filter(Boolean).join(" · ");

// What the words of a span say as a figure, offered while its value and bounds are empty; else undefined.
function figureIn({ quote, attributes }, look, name) {
  const { properties } = look.attributes_schema;
  if (name !== "value" || !isNumeric(properties[name]) || BOUNDS.some((each) => each in attributes)) return undefined;
  return readControl(name, quote, { properties, attributes });
}

function complain(control, error, why) {
  control.setAttribute("aria-invalid", String(Boolean(why)));
  control.setAttribute("aria-describedby", error.id);
  error.hidden = !why;
  error.textContent = why;
}

/** What a span is told apart by while its id may still change. */
export const placeOf = ({ label, start, end }) => `${label} ${start} ${end}`;

function makeControl(schema, value, { id, name, disabled }) {
  if (schema.enum) return h("select", { id, name, disabled, value }, h("option", { value: "" }, "–"), schema.enum.map((each) => h("option", { value: each, selected: each === value }, wordsFor(each))));
  const written = Array.isArray(value) ? value.join(", ") : shownFor(schema, name, value ?? "");
  const isNumber = name !== "value" && isNumeric(schema);
  return h("input", { id, name, disabled, type: "text", inputmode: isNumber ? "decimal" : null, autocomplete: "off", value: String(written), placeholder: schema.type === "array" ? t("one, two") : name === "value" && isNumeric(schema) ? t("e.g. 126k") : null });
}

// What the short names of the scheme mean.
const MEANINGS = { CFS: "worth checking", UFS: "of no weight", NFS: "states no fact" };
const wordsFor = (value) => usual(MEANINGS[value] ?? value.replaceAll("_", " "));
// The one free text whose usual words are ours: typed as they are read, they are stored as programs know them.
const isUnit = (name) => name === "unit";
const shownFor = (schema, name, value) => (schema.enum ? wordsFor(value) : isUnit(name) ? usual(value) : value);

const isNumeric = (schema) => [schema.type].flat().some((type) => type === "number" || type === "integer");

/** What was written as values by attribute: null takes one away; undefined for what does not fit. A figure may fill several. */
export function readControl(name, written, { properties, attributes }) {
  const schema = properties[name];
  const text = written.trim();
  if (name === "approximator" && "low" in properties) return { [name]: text || null, ...boundsFor(text, attributes) };
  if (!text) return { [name]: null };
  if (isNumeric(schema)) return filledBy(text, name, { properties, attributes });
  if (schema.type === "array") return { [name]: text.split(",").map((part) => part.trim()).filter(Boolean) };
  if (schema.pattern && !new RegExp(schema.pattern, "u").test(text)) return undefined;
  return { [name]: isUnit(name) ? storedFor(text) : text };
}

// The bounds that another approximator gives a value that stands; those that the one before gave it go.
function boundsFor(approximator, attributes) {
  if (!Number.isFinite(attributes.value)) return {};
  const [now, before] = [{ ...attributes, approximator }, attributes].map(boundsOf);
  const isTouched = (end) => now[end] !== null || (before[end] !== null && attributes[end] === before[end]);
  return Object.fromEntries(["low", "high"].filter(isTouched).map((end) => [end, now[end]]));
}

/** Asks for a reason and a note in the page's dialog, which shows `about` and whose button says `action`; where `isNoteEnough` words do without
 * a reason from the list; resolves with `{reason, note}` or null. */
export function askReason(dialog, title, { action, about, isNoteEnough }) {
  const form = dialog.querySelector("form");
  dialog.querySelector("h2").textContent = title;
  dialog.querySelector(".q").replaceChildren(...about);
  form.querySelector("[value=ok]").replaceChildren(action, " ", h("kbd", {}, "Ctrl ↵"));
  form.reset();
  form.querySelector(".reasons").replaceChildren(...REASONS().map(([key, words], index) =>
    h("label", { class: "check" }, h("input", { type: "radio", name: "reason", value: key, required: true }), h("kbd", {}, String(index + 1)), words)));
  form.onkeydown = (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("[value=ok]"));
    }
    if (event.target.type !== "radio") return;
    if (event.key.length === 1 && /[^\s\d]/u.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey) form.querySelector("textarea").focus(); // who writes means the note
    if (!/^[1-6]$/.test(event.key)) return;
    const radio = form.querySelectorAll("input[type=radio]")[Number(event.key) - 1];
    radio.checked = true;
    radio.focus();
  };
  form.oninput = () => {
    for (const radio of form.querySelectorAll("[name=reason]")) radio.required = !(isNoteEnough && form.elements.note.value.trim());
  };
  form.elements.note.placeholder = isNoteEnough ? t("Your own words are enough.") : "";
  dialog.returnValue = "";
  dialog.showModal();
  form.querySelector("input").focus();
  return new Promise((resolve) => {
    dialog.onclose = () => {
      const data = new FormData(form);
      resolve(dialog.returnValue === "ok" ? { reason: data.get("reason") ?? "", note: data.get("note").trim() } : null);
    };
  });
}
