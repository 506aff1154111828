// The list of keys under "?", where a person gives them other keys or switches single keys off.
import { h } from "../dom.js";
import { t } from "../i18n.js";
import { idOf, isSingle, mayChange, nameOf, withChoices } from "../keys.js";

const MODIFIERS = new Set(["Shift", "Control", "Alt", "Meta", "AltGraph"]);
const lists = new WeakMap();

/** Shows the list of a workbench. */
export async function open({ keyring }) {
  const { reasonRows } = await import("./why.js");
  showKeys(keyring, reasonRows());
}

/** Shows the list of a keyring, with `more` rows that are listened to elsewhere. */
export function showKeys(keyring, more = []) {
  if (!lists.has(keyring)) lists.set(keyring, new KeyList(keyring, more));
  lists.get(keyring).show();
}

class KeyList {
  constructor(keyring, more) {
    Object.assign(this, { keyring, usual: [...keyring.usual, ...more], dialog: document.getElementById("keys") });
    this.switch = this.dialog.querySelector("#keys-single");
    this.switch.addEventListener("change", () => this.#keep({ ...keyring.choices, isSingle: this.switch.checked }));
    this.dialog.querySelector("#keys-usual").addEventListener("click", () => this.#keep({ keys: {}, isSingle: true }));
    this.#draw();
  }

  show() {
    this.dialog.showModal();
  }

  #keep(choices) {
    this.keyring.keep(choices);
    this.#draw();
  }

  #draw() {
    this.rows = withChoices(this.usual, this.keyring.choices);
    this.switch.checked = this.keyring.choices.isSingle;
    describe(this.rows, this.dialog.querySelector(".groups"), (row) => this.#changer(row));
  }

  #changer(row) {
    const usual = this.usual[this.rows.indexOf(row)];
    if (!mayChange(usual)) return null;
    return h("button", { class: "link", type: "button", dataset: { row: idOf(row) }, "aria-label": t("Change the key: {what}", { what: row[1] }), onclick: (event) => this.#ask(event.currentTarget, row) }, t("Change"));
  }

  #ask(button, row) {
    button.textContent = t("Press a key…");
    const stop = () => {
      button.removeEventListener("keydown", take);
      button.textContent = t("Change");
    };
    const take = (event) => {
      if (MODIFIERS.has(event.key) || event.key === "Tab") return;
      event.preventDefault();
      event.stopPropagation();
      if (event.key !== "Escape") this.#choose(row, this.keyring.choices.isSingle ? nameOf(event) : nameOf(event).replace(/^Alt\+(Shift\+)?/, ""));
      else this.#say("");
      stop();
      this.dialog.querySelector(`[data-row="${CSS.escape(idOf(row))}"]`)?.focus();
    };
    button.addEventListener("keydown", take);
    button.addEventListener("blur", stop, { once: true });
  }

  #choose(row, key) {
    const rows = withChoices(this.usual, { ...this.keyring.choices, isSingle: true });
    const why = refusal(rows, idOf(row), key);
    this.#say(why || t("{what}: {key} from now on.", { what: row[1], key: key.toUpperCase() }));
    if (!why) this.#keep({ ...this.keyring.choices, keys: { ...this.keyring.choices.keys, [idOf(row)]: key } });
  }

  #say(words) {
    this.dialog.querySelector("#keys-said").textContent = words;
  }
}

const SIGNS = { ArrowRight: "→", ArrowLeft: "←", ArrowUp: "↑", ArrowDown: "↓", Enter: "↵", Escape: "Esc", Delete: "Del" };

/** A key combination as one `kbd` a key. */
const caps = (key) => key.split("+").map((part) => h("kbd", {}, SIGNS[part] ?? (part.length === 1 ? part.toUpperCase() : part)));

// Fills the list of shortcuts; `after(row)` gives what stands behind a row, or null.
function describe(rows, place, after) {
  const groups = Map.groupBy ? Map.groupBy(rows, ([group]) => group) : groupRows(rows);
  place.replaceChildren(
    ...[...groups].map(([group, found]) =>
      h("section", {}, h("h3", { class: "eyebrow" }, group), h("dl", { class: "keys" }, lines(found, after))),
    ),
  );
}

// A row without words is the other direction of the one before it.
function lines(rows, after) {
  const found = [];
  for (const row of rows) {
    const [, words, keys] = row;
    if (words) found.push({ words, keys: [...keys], more: after(row) });
    else found.at(-1).keys.push(...keys);
  }
  return found.map(({ words, keys, more }) => h("div", {}, h("dt", {}, keys.map((key) => h("span", { class: "combo" }, caps(key)))), h("dd", {}, words, more && " ", more)));
}

function groupRows(rows) {
  const groups = new Map();
  for (const row of rows) groups.set(row[0], [...(groups.get(row[0]) ?? []), row]);
  return groups;
}

/** What browsers, systems and screen readers do with these stays theirs. */
const TAKEN = new Set([
  "Tab", "Enter", "Escape", " ", "CapsLock", "Insert", "Home", "End", "PageUp", "PageDown", "ContextMenu", "'", "/",
  ..."abcdfghijklmnopqrstuvwx".split("").map((letter) => `Ctrl+${letter}`),
  ..."0123456789+-=".split("").map((sign) => `Ctrl+${sign}`),
  ..."abcijknoprtwm".split("").map((letter) => `Ctrl+Shift+${letter}`),
  ..."def".split("").map((letter) => `Alt+${letter}`),
]);

// Right after a rejection digits are reasons, at all other times they are labels.
const isReason = (id) => id.startsWith("why.");

/** Why this key cannot be the key of a row, in words; an empty string when it can. */
export function refusal(rows, id, key) {
  if (/^F\d+$/.test(key) || TAKEN.has(key) || /Arrow|Dead|Process|Unidentified|^(Shift|Ctrl|Alt|Meta)/.test(key)) {
    return t("{key} belongs to the browser or the text cursor. Choose a letter, a digit or a sign.", { key: key === " " ? t("Space") : key });
  }
  if (!isSingle(key)) return t("Choose a letter, a digit or a sign.");
  const other = rows.find((row) => idOf(row) !== id && row[2].includes(key) && !(isReason(id) !== isReason(idOf(row)) && /^\d$/.test(key)));
  return other ? t("{key} is taken already: {what}. Change that one first.", { key: key.toUpperCase(), what: other[1] }) : "";
}
