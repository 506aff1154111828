// A field over a list of options: the field keeps the focus and names the chosen one; arrows walk, Enter takes it like a click.

export class Chooser {
  #at = 0;

  /** `onMove(index)` is told which option is chosen by now; `onWalk(index)` that arrows led there. */
  constructor(field, list, { onMove, onWalk } = {}) {
    Object.assign(this, { field, list, onMove, onWalk });
    field.addEventListener("keydown", (event) => this.#key(event));
  }

  /** Shows these elements, with the one at `at`, or the last before it, chosen. */
  fill(options, at = 0) {
    for (const [index, option] of options.entries()) {
      option.setAttribute("role", "option");
      option.id = `${this.list.id}-${index}`;
      option.addEventListener("pointermove", () => index !== this.#at && this.#choose(index));
    }
    this.list.replaceChildren(...options);
    this.#choose(Math.max(Math.min(at, options.length - 1), 0));
    this.list.children[this.#at]?.scrollIntoView({ block: "nearest" });
  }

  get at() {
    return this.#at;
  }

  #choose(at) {
    const { children } = this.list;
    this.#at = at;
    for (const [index, option] of [...children].entries()) option.setAttribute("aria-selected", String(index === at));
    this.field.setAttribute("aria-activedescendant", children[at]?.id ?? "");
    this.onMove?.(at);
  }

  #key(event) {
    const { children } = this.list;
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.isComposing || (!by && event.key !== "Enter")) return;
    event.preventDefault();
    if (!children.length) return;
    if (!by) return children[this.#at].click();
    this.#choose((this.#at + by + children.length) % children.length);
    children[this.#at].scrollIntoView({ block: "nearest" });
    this.onWalk?.(this.#at);
  }
}
