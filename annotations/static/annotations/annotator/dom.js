// Making elements without markup strings, telling screen readers what a key did, and fingers what they may do.
import { t } from "./i18n.js";

/** `h("button", {class: "btn", onclick: f, "aria-label": "…"}, "text", child)`; false, null and undefined are left out. */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "dataset") Object.assign(element.dataset, value);
    else if (name === "value" || name === "checked") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Adds a style sheet to the page; resolves once its rules count. */
export function addSheet(href) {
  return new Promise((resolve, reject) => {
    document.head.append(h("link", { rel: "stylesheet", href, onload: resolve, onerror: reject }));
  });
}

/** The beginning of a text, with a sign where it was cut. */
export const shortened = (text, most) => (text.length > most ? `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, "")}…` : text);

const SVG = "http://www.w3.org/2000/svg";

/** A symbol of the page, for the eye only. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

/** The swatch of a label. */
export const swatch = (look, pattern = look.pattern) => h("span", { class: `sw ${look.colour} pt-${pattern}` });

let chosen = new Map();

/** Takes the keys a person has chosen: the usual key to theirs, as keys.js writes them. */
export function useKeys(keys) {
  chosen = keys;
  for (const cap of document.querySelectorAll("kbd[data-usual]")) cap.textContent = capOf(cap.dataset.usual);
}

const SIGNS = { Delete: "Del", Escape: "Esc" };

/** How the page writes a key of the table: "a" as A, "Alt+Shift+1" as Alt Shift 1. */
export const written = (key) => key.split("+").map((part) => SIGNS[part] ?? (part.length === 1 ? part.toUpperCase() : part)).join(" ");

/** The same for the key that usually is `usual`, or for what the person chose instead. */
export const capOf = (usual) => written(chosen.get(usual) ?? usual);

/** A key cap that follows the person's choice. */
export const cap = (usual) => h("kbd", { dataset: { usual } }, capOf(usual));

/** Puts these elements into `parent` in order, moving none that stands right: what has the focus keeps it. */
export function sync(parent, elements) {
  for (const child of [...parent.children]) if (!elements.includes(child)) child.remove();
  for (const [index, element] of elements.entries()) if (parent.children[index] !== element) parent.insertBefore(element, parent.children[index] ?? null);
}

/** Whether the person is writing in a field: single keys then are letters. */
export function isField(target) {
  return target instanceof Element && Boolean(target.closest("input, textarea, select, [contenteditable], dialog[open]"));
}

/** Whether a finger is at work and no keys are, as js/theme.js found. */
export const isByFinger = () => "finger" in document.documentElement.dataset;

/** Says that a span has to be chosen first, and how. */
export const chooseFirst = () => (isByFinger() ? t("Tap a span first.") : t("Choose a span first: click it, or press {key}.", { key: capOf("]") }));

let lastSaid = 0;
let words = "";

/** Reads a result aloud through the page's live region. */
export function say(text) {
  const live = document.getElementById("live");
  if (!live) return;
  live.textContent = "";
  cancelAnimationFrame(lastSaid);
  words = text;
  lastSaid = requestAnimationFrame(() => {
    live.textContent = text;
    words = "";
  });
}

/** Reads `text` aloud; what is about to be said is not lost for it: `join` makes one sentence of both. */
export const sayFirst = (text, join) => say(words ? join(words) : text);
