// The keys of the workbench: one table, from which both the listening and the list under "?" (later/keylist.js) are made; and the
// keys that a person gave it instead.
import { isField, useKeys } from "./dom.js";
import { t } from "./i18n.js";

/** `[group, what it does, keys, command, argument]`; a key is written like "Ctrl+Shift+ArrowRight". */
export const table = (labels) => [
  [t("Move in the text"), t("One character"), ["ArrowRight"], "step", ["grapheme", 1]],
  [t("Move in the text"), "", ["ArrowLeft"], "step", ["grapheme", -1]],
  [t("Move in the text"), t("One word"), ["Ctrl+ArrowRight"], "step", ["word", 1]],
  [t("Move in the text"), "", ["Ctrl+ArrowLeft"], "step", ["word", -1]],
  [t("Move in the text"), t("One line"), ["ArrowDown"], "row", [1]],
  [t("Move in the text"), "", ["ArrowUp"], "row", [-1]],
  [t("Move in the text"), t("One paragraph"), ["Ctrl+ArrowDown"], "step", ["paragraph", 1]],
  [t("Move in the text"), "", ["Ctrl+ArrowUp"], "step", ["paragraph", -1]],
  [t("Select"), t("A word more"), ["Shift+ArrowRight"], "step", ["word", 1, true]],
  [t("Select"), "", ["Shift+ArrowLeft"], "step", ["word", -1, true]],
  [t("Select"), t("A sentence more"), ["Shift+ArrowDown"], "step", ["sentence", 1, true]],
  [t("Select"), "", ["Shift+ArrowUp"], "step", ["sentence", -1, true]],
  [t("Select"), t("A character more"), ["Ctrl+Shift+ArrowRight"], "step", ["grapheme", 1, true]],
  [t("Select"), "", ["Ctrl+Shift+ArrowLeft"], "step", ["grapheme", -1, true]],
  [t("Select"), t("A paragraph more"), ["Ctrl+Shift+ArrowDown"], "step", ["paragraph", 1, true]],
  [t("Select"), "", ["Ctrl+Shift+ArrowUp"], "step", ["paragraph", -1, true]],
  [t("Select"), t("The whole text"), ["Ctrl+a"], "selectAll", []],
  ...labels.map((label) => [t("Label"), t("{name}: the selection, or the active span", label), [label.shortcut], "label", [label.key]]),
  [t("Label"), t("Choose a label by its name"), ["Enter"], "openPalette", []],
  [t("Spans"), t("Next span"), ["]"], "next", [1]],
  [t("Spans"), t("Previous span"), ["["], "next", [-1]],
  [t("Spans"), t("Next that waits for a decision"), ["n"], "nextUndecided", []],
  [t("Spans"), t("Next of yours that came back from review"), ["p"], "nextReturned", []],
  [t("Spans"), t("Next of the spans that overlap"), ["o"], "overlap", []],
  [t("Spans"), t("Move the end by a word"), ["Alt+ArrowRight"], "edge", ["end", 1]],
  [t("Spans"), "", ["Alt+ArrowLeft"], "edge", ["end", -1]],
  [t("Spans"), t("Move the start by a word"), ["Alt+Shift+ArrowRight"], "edge", ["start", 1]],
  [t("Spans"), "", ["Alt+Shift+ArrowLeft"], "edge", ["start", -1]],
  [t("Spans"), t("Link it to another span"), ["l"], "relations.link", []],
  [t("Spans"), t("Join it to the one of its label before it"), ["j"], "relations.join", []],
  [t("Spans"), t("Say that it states a known claim"), ["m"], "sameclaim.choose", []],
  [t("Spans"), t("Make the selected words its cue"), ["q"], "cue.set", []],
  [t("Spans"), t("Remove the span"), ["Delete", "Backspace"], "remove", []],
  [t("Spans"), t("Split it at the text cursor"), ["k"], "split.split", []],
  [t("Decide"), t("Decide many suggestions at once"), ["b"], "bulk.decide", []],
  [t("Decide"), t("Accept the suggestion, or approve what is in review"), ["a"], "agree", []],
  [t("Decide"), t("Reject it"), ["x"], "reject", []],
  [t("Decide"), t("Return it to its author"), ["r"], "giveBack", []],
  [t("Inspector"), t("First field"), ["e"], "focusField", []],
  [t("Inspector"), t("Verdict; then 1 to 9"), ["v"], "focusVerdict", []],
  [t("Inspector"), t("Add a source"), ["s"], "addSource", []],
  [t("Inspector"), t("Write a comment"), ["c"], "comments.focus", []],
  [t("Inspector"), t("Show the links of the span in the text"), ["h"], "relations.show", []],
  [t("Everything"), t("All spans as a table"), ["t"], "listSpans", []],
  [t("Everything"), t("Who is here"), ["w"], "presence.list", []],
  [t("Everything"), t("Options"), [","], "options.open", []],
  [t("Read"), t("Find in the text"), ["f"], "find.open", []],
  [t("Read"), t("Guidelines, at the label in hand"), ["g"], "guidelines.toggle", []],
  [t("Read"), t("Next that is unsure"), ["u"], "unsure.next", []],
  [t("Read"), t("Copy the address of the span"), ["y"], "address.copy", []],
  [t("Read"), t("Nothing here"), ["0"], "nothing.say", []],
  [t("Read"), t("Side by side with another document"), ["d"], "beside.choose", []],
  [t("Everything"), t("Undo"), ["Ctrl+z"], "undo", []],
  [t("Everything"), t("Do it again"), ["Ctrl+Shift+z", "Ctrl+y"], "redo", []],
  [t("Everything"), t("Submit, after a question; in a form: save it"), ["Ctrl+Enter"], "submit.ask", []],
  [t("Everything"), t("This list"), ["?"], "showKeys", []],
  [t("Everything"), t("Drop the selection, then the active span"), ["Escape"], "escape", []],
];

const ARROWS = /^Arrow/;

// What stands on the keys of a Latin keyboard beside the letters, alone and with Shift.
const PLACES = { BracketLeft: "[{", BracketRight: "]}", Semicolon: ";:", Quote: "'\"", Comma: ",<", Period: ".>", Slash: "/?", Backquote: "`~" };

// Letters of another script: the keys of the table are then found by their place, as programs of those languages do.
const isForeign = (key) => /[\p{L}\p{M}]/u.test(key) && !/[\p{sc=Latin}\p{sc=Common}\p{sc=Inherited}]/u.test(key);

/** The character that a Latin keyboard has in the place of this key, or undefined. */
const latin = ({ code, shiftKey }) => /^Key[A-Z]$/.exec(code)?.[0].at(-1) ?? PLACES[code]?.[Number(shiftKey)];

// With Alt a digit is a digit, so the question mark of a Cyrillic keyboard (Shift and 7) is out of reach: the key with "?" on
// other keyboards has it there. And some systems write another sign with Alt.
function charOf({ key, code, shiftKey }, isAlt) {
  const isMoved = isAlt && (/^[^\x20-\x7e]/.test(key) || (code === "Slash" && (key === "." || key === ",")));
  return isMoved || isForeign(key) ? (latin({ code, shiftKey }) ?? key) : key;
}

/** How the table writes a key press. A digit is a digit on every keyboard; AltGr is part of the character. */
export function nameOf(event) {
  const isComposed = event.getModifierState?.("AltGraph");
  const parts = [];
  if ((event.ctrlKey || event.metaKey) && !isComposed) parts.push("Ctrl");
  if (event.altKey && !isComposed) parts.push("Alt");
  const isAlt = event.altKey && !isComposed;
  if (/^Digit\d$/.test(event.code) && (isAlt || !event.shiftKey) && !isComposed) return [...parts, ...(event.shiftKey ? ["Shift"] : []), event.code.at(-1)].join("+");
  const key = isComposed ? event.key : charOf(event, isAlt);
  const isSign = key.length === 1 && key.toLowerCase() === key.toUpperCase();
  if (event.shiftKey && !isSign) parts.push("Shift");
  return [...parts, key.length === 1 ? key.toLowerCase() : key].join("+");
}

// Shift or Ctrl and an arrow do nothing else while no control has the focus, and Ctrl+A would take in the page around the
// text: what the page promises works at once.
const isMeantForText = (event, name) => document.activeElement === document.body && (name === "Ctrl+a" || ((event.shiftKey || event.ctrlKey || event.metaKey) && !event.altKey && ARROWS.test(event.key)));

/** Listens on the page; `run(command, args)` does it. Bare arrow keys only speak while the text has the focus;
 * Escape leads from the inspector back to it. */
export function listen(rows, { article, run, isWriting = isField }) {
  let commands = byKey(rows);
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const leads = event.key === "Escape" && !event.target.closest("dialog") && (isWriting(event.target) || event.target.closest("#insp"));
    if (leads) article?.focus({ preventScroll: true });
    if (leads || isWriting(event.target)) return;
    const name = nameOf(event);
    const found = commands.get(name);
    if (!found) return;
    if (article && isMeantForText(event, name)) article.focus({ preventScroll: true });
    const isInText = document.activeElement === article;
    if (!isInText && ARROWS.test(event.key) && !event.altKey) return;
    if (!isInText && ["Backspace", "Enter", "Ctrl+a"].includes(name)) return;
    event.preventDefault();
    run(found.command, found.args);
  });
  return {
    /** Listens by another table from now on. */
    use(others) {
      commands = byKey(others);
    },
  };
}

const byKey = (rows) => new Map(rows.flatMap(([, , keys, command, args]) => keys.map((key) => [key, { command, args }])));

/** The table of a page with the keys that a person gave it, or with single keys switched off. Kept in this browser. */
export class Keyring {
  constructor(usual, { username, article = null, run, isWriting }) {
    Object.assign(this, { usual, place: `factcheck-keys-${username}` });
    this.choices = this.#read();
    this.map = listen([], { article, run, isWriting });
    this.#apply();
  }

  #read() {
    try {
      const { keys = {}, isSingle: single = true } = JSON.parse(localStorage.getItem(this.place) ?? "{}");
      return { keys, isSingle: single };
    } catch {
      return { keys: {}, isSingle: true }; // storage may be refused, or hold what is not ours
    }
  }

  keep(choices) {
    this.choices = choices;
    try {
      localStorage.setItem(this.place, JSON.stringify(choices));
    } catch {
      // the choice then lasts for this page
    }
    this.#apply();
  }

  #apply() {
    this.rows = withChoices(this.usual, this.choices);
    this.map.use(this.rows);
    this.#caps();
  }

  // Keys named elsewhere on the page follow.
  #caps() {
    const now = new Map(this.usual.flatMap(([, , keys], at) => keys.map((key, place) => [key, this.rows[at][2][place] ?? this.rows[at][2][0]])));
    for (const cap of document.querySelectorAll(":is(.rail, .foot, .bar, .beside-head, #insp-about) kbd:not([data-usual])")) {
      const usual = cap.textContent.trim().toLowerCase();
      if (now.has(usual)) cap.dataset.usual = usual;
    }
    useKeys(now);
    for (const button of document.querySelectorAll("[data-label][aria-keyshortcuts]")) {
      button.dataset.usual ??= button.getAttribute("aria-keyshortcuts");
      button.setAttribute("aria-keyshortcuts", now.get(button.dataset.usual) ?? button.dataset.usual);
    }
  }
}

/** Whether this is one sign, without Ctrl or Alt. */
export const isSingle = (key) => [...key].length === 1;

/** Alt with these opens a menu, the address or a tab in some browser: there it takes Shift as well. */
const MENUS = new Set([..."bdefhsv0123456789"]);
const withAlt = (key) => (MENUS.has(key) ? `Alt+Shift+${key}` : `Alt+${key}`);

/** Names a row of the table, whatever its keys are. */
export const idOf = ([, , , command, args]) => [command, ...args].join(" ");

/** Arrows and the keys of every program (undo, Enter, Esc) stay as they are. */
export const mayChange = ([, words, keys]) => Boolean(words) && isSingle(keys[0]);

/** The table with a person's choices: `{keys: {id: key}, isSingle}`; without single keys, each of them needs Alt (and Shift, where Alt alone is a browser's). */
export function withChoices(rows, { keys = {}, isSingle: single = true } = {}) {
  return rows.map((row) => {
    const [group, words, usual, command, args] = row;
    const chosen = mayChange(row) && keys[idOf(row)] ? [keys[idOf(row)]] : usual;
    const found = chosen.map((key) => (!single && isSingle(key) ? withAlt(key) : key));
    return [group, words, found, command, args];
  });
}

// Keys pressed while what they are meant for is still on its way: they wait, and are typed once it is there. Otherwise
// "E 1 2 6" over a slow network would label the span three times instead of writing a figure.

const FOCUSABLE = "a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), summary, [tabindex='0']";
const WRITABLE = "textarea, input:is([type=text], [type=url], [type=search])";

// Nobody waits longer for a form: the keys are let go, not run as commands that were never meant.
const PATIENCE = 5000;

const typed = [];
let arrivals = 0;
let isRetyping = false;

function take(event) {
  if (isRetyping) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  typed.push(event);
}

/** Whether something pressed has not been done yet. */
export const isHoldingKeys = () => arrivals > 0 || typed.length > 0;

/** Holds every key until `arrival` settles and what waited for it has run; where it fails, or resolves to false, they
 * are let go. Gives `arrival` back. */
export function holdKeys(arrival) {
  arrivals += 1;
  document.addEventListener("keydown", take, { capture: true });
  let isOver = false;
  const drop = () => {
    typed.length = 0;
    release();
  };
  const late = setTimeout(drop, PATIENCE);
  const release = () => setTimeout(() => {
    if (isOver) return;
    isOver = true;
    clearTimeout(late);
    arrivals -= 1;
    typeOn();
  });
  arrival.then((found) => (found === false ? drop() : release()), drop);
  return arrival;
}

// One key after the other, as they were pressed: what one opens is there before the next arrives, and may hold it again.
function typeOn() {
  if (arrivals) return;
  const event = typed.shift();
  if (!event) {
    document.removeEventListener("keydown", take, { capture: true });
    return;
  }
  isRetyping = true;
  retype(event);
  isRetyping = false;
  soon(typeOn);
}

// As a task of its own, without the milliseconds that timers in a row have to wait.
function soon(act) {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    act();
  };
  port2.postMessage(0);
}

function retype({ key, code, ctrlKey, shiftKey, altKey, metaKey }) {
  const target = document.activeElement ?? document.body;
  const again = new KeyboardEvent("keydown", { key, code, ctrlKey, shiftKey, altKey, metaKey, bubbles: true, cancelable: true });
  if (!target.dispatchEvent(again) || ctrlKey || metaKey) return;
  if (key === "Escape") document.querySelector("dialog:modal")?.close(); // only a real press does it by itself
  else if (key === "Tab") stepFocus(target, shiftKey ? -1 : 1);
  else if (target.matches(WRITABLE) && (key.length === 1 || key === "Backspace")) write(target, key);
  else if (key === "Enter" && target.matches("input") && target.form) target.form.requestSubmit(target.form.querySelector("button:not([type=button])"));
  else if (key === "Enter" || key === " ") target.click();
}

function write(field, key) {
  const { selectionStart: start, selectionEnd: end } = field;
  if (key === "Backspace") field.setRangeText("", start === end ? Math.max(start - 1, 0) : start, end, "end");
  else field.setRangeText(key, start, end, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

function stepFocus(from, direction) {
  const all = [...document.querySelectorAll(FOCUSABLE)].filter((element) => element.checkVisibility());
  all.at((all.indexOf(from) + direction) % all.length)?.focus();
}
