// The section "Links" of the inspector: each link of the active span as a line in words. The far end is shown in the text
// while a line is looked at, or all of them at a key; never for good.
import { cap, h } from "../dom.js";
import { quoted, t } from "../i18n.js";
import { labelsBeside, said } from "./pairs.js";

const SHORT = 110;
const short = (quote) => (quote.length > SHORT ? `${quote.slice(0, SHORT - 1)}…` : quote).replaceAll("\n", " ");

/** Shows stretches of the text as the far ends of links; none takes them away. */
export const showInText = (view, spans) => show("far-end", view, spans);

/** Shows which spans can be chosen as the other end. */
export const showFitting = (view, spans) => show("fitting", view, spans);

function show(name, view, spans) {
  if (!globalThis.CSS?.highlights) return;
  CSS.highlights.delete(name);
  if (spans.length) CSS.highlights.set(name, new Highlight(...spans.map((span) => view.rangeOf(span.from, span.to))));
}

export class LinkPanel {
  #face = "";

  constructor(page, links) {
    Object.assign(this, { page, links, isShowing: false });
    this.list = h("ul");
    this.head = h("div", { class: "head" });
    this.element = h("section", { class: "links", "aria-labelledby": "links-title" }, this.head, this.list);
    for (const kind of ["focusout", "pointerleave"]) this.element.addEventListener(kind, () => this.#show(null));
  }

  /** The section for a span; null where nothing can be linked. */
  panel(span) {
    if (!labelsBeside(this.links.types, span.label).length) return null;
    this.links.load();
    this.#draw(span);
    return this.element;
  }

  /** Draws it again where it stands; what has the focus keeps it. */
  redraw() {
    if (this.page.active && this.element.isConnected) this.#draw(this.page.active);
  }

  #draw(span) {
    const lines = this.links.of(span);
    const face = JSON.stringify([span.id, this.isShowing, lines.map(({ link, type, isSource, other }) => [link.id, type, isSource, link.scope, link.note, link.author, other.quote, other.label])]);
    if (face === this.#face) return;
    this.#face = face;
    const held = this.element.contains(document.activeElement) ? document.activeElement.id : "";
    this.head.replaceChildren(...this.#heading(lines));
    this.list.replaceChildren(...lines.map((line, index) => this.#line(line, index)));
    if (held) (document.getElementById(held) ?? this.list.querySelector("button") ?? this.page.article).focus({ preventScroll: true });
    this.#show(null);
  }

  #heading(lines) {
    const here = lines.filter(({ other }) => other.span);
    return [
      h("h3", { id: "links-title" }, t("Links")),
      lines.length ? null : h("span", { class: "hint" }, t("none yet")),
      here.length ? h("button", { class: "btn small ghost", type: "button", id: "links-show", "aria-pressed": String(this.isShowing), onclick: () => this.toggle() }, t("Show in the text"), cap("h")) : null,
    ].filter(Boolean);
  }

  #line(line, index) {
    const { link, other } = line;
    const show = () => this.#show(line);
    const words = `${said(line)}: ${quoted(short(other.quote))}`;
    return h("li", { onpointerenter: show },
      h("button", { class: "go", type: "button", id: `link-go-${index}`, title: other.quote, onclick: () => this.#go(line), onfocus: show },
        h("span", {}, h("span", { class: "how" }, said(line)), " · ", h("span", { class: "where" }, this.#where(other))),
        h("span", { class: "sw-q" }, h("span", { class: `sw ${this.page.looks(other.label).colour} pt-${this.page.looks(other.label).pattern}` }), h("span", { class: "quoted" }, short(other.quote)))),
      this.links.refusal(link, "remove") ? null : h("button", { class: "off", type: "button", id: `link-off-${index}`, "aria-label": t("Remove the link: {words}", { words }), title: t("Remove the link"), onclick: () => this.#remove(line) }, "×"),
      link.type === "denies" ? this.#scope(line, index) : null);
  }

  #where({ span, title }) {
    if (!span) return t("in “{title}”", { title });
    return span.from < this.page.active.from ? t("above") : t("below");
  }

  // How much of the claim is denied: only who made the link changes it, everybody reads it.
  #scope({ link }, index) {
    const fixed = this.links.refusal(link, "change");
    const words = { whole: t("the whole claim"), part: t("a part of it") };
    if (fixed) return h("p", { class: "scope hint" }, [words[link.scope], link.note].filter(Boolean).join(": "));
    const change = (event) => this.links.edit(link, { [event.target.name]: event.target.value.trim() });
    return h("div", { class: "scope" },
      h("label", { for: `link-scope-${index}` }, t("Denied")),
      h("select", { id: `link-scope-${index}`, name: "scope", onchange: change }, Object.entries(words).map(([key, each]) => h("option", { value: key, selected: key === link.scope }, each))),
      ...(link.scope === "part" || link.note ? [
        h("label", { for: `link-note-${index}` }, t("Which part")),
        h("input", { id: `link-note-${index}`, name: "note", type: "text", maxlength: 2000, autocomplete: "off", value: link.note, onchange: change }),
      ] : []));
  }

  #remove({ link }) {
    this.links.remove(link);
    this.page.commands.tellDone(t("Link removed."));
  }

  #go({ other }) {
    if (!other.span) return location.assign(`${location.pathname.replace(this.page.api.document, other.document)}?span=${other.id}`);
    this.page.article.focus({ preventScroll: true });
    return this.page.activate(this.page.store.get(other.id));
  }

  /** Shows the far ends of all links in the text, or no longer. */
  toggle() {
    this.isShowing = !this.isShowing;
    this.redraw();
  }

  // The far end of the line that is looked at; all of them while "Show in the text" is on.
  #show(line) {
    const lines = line ? [line] : this.isShowing && this.page.active ? this.links.of(this.page.active) : [];
    showInText(this.page.view, lines.map(({ other }) => other.span).filter(Boolean));
  }
}
