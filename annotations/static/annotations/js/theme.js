/* The theme switch, the reader's options, and whether a finger is at work: on <html> before the first paint. Loaded as a blocking script in <head>; not a module. */
(() => {
  "use strict";
  const KEY = "factcheck-theme";
  const ORDER = ["auto", "light", "dark"];
  const root = document.documentElement;

  const read = () => {
    try {
      return ORDER.includes(localStorage.getItem(KEY)) ? localStorage.getItem(KEY) : "auto";
    } catch {
      return "auto"; // storage may be refused; the system's theme then rules
    }
  };

  const apply = (theme) => {
    if (theme === "auto") delete root.dataset.theme;
    else root.dataset.theme = theme;
    for (const button of document.querySelectorAll("[data-theme-switch]")) {
      button.setAttribute("aria-label", button.dataset[theme] ?? theme);
      button.title = button.dataset[theme] ?? theme;
    }
  };

  // The first press shows a change: away from what the system has, then to the other one, then back to the system's.
  const next = () => {
    const order = matchMedia("(prefers-color-scheme: dark)").matches ? ORDER : ["auto", "dark", "light"];
    const theme = order[(order.indexOf(read()) + 1) % order.length];
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // the choice then lasts for this page
    }
    apply(theme);
  };

  // Options of the workbench (annotator/later/options.js writes them): kept per person, on <html> before the first paint.
  const OPTIONS = ["exact", "untrimmed", "stay", "spoken", "letters", "line"];
  const PLACE = `factcheck-options-${root.dataset.me ?? ""}`;

  const applyOptions = () => {
    let chosen = {};
    try {
      chosen = JSON.parse(localStorage.getItem(PLACE) ?? "{}") ?? {};
    } catch {
      // refused, or not ours: the usual then rules
    }
    for (const name of OPTIONS) {
      if (chosen[name]) root.dataset[name] = chosen[name] === true ? "" : String(chosen[name]);
      else delete root.dataset[name];
    }
  };

  // A finger is told of taps and not of keys, until somebody presses one: base.css shows .fingered or .keyed.
  root.toggleAttribute("data-finger", matchMedia("(pointer: coarse)").matches);

  root.classList.add("js");
  apply(read());
  applyOptions();
  addEventListener("options", applyOptions);
  addEventListener("DOMContentLoaded", () => apply(read()));
  addEventListener("storage", (event) => {
    if (event.key === KEY) apply(read());
    if (event.key === PLACE) applyOptions();
  });
  addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-theme-switch]")) next();
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  addEventListener("keydown", (event) => {
    if (!event.target.closest?.("input, textarea, select")) delete root.dataset.finger; // not the keys of the screen
    const menu = event.key === "Escape" && document.querySelector("details.menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
})();
