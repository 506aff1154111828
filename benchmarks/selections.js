// Makes random selections in the workbench's text and presses a label's key after each. Gives back, for each, the code
// points that were selected, reckoned from nothing but the DOM, data-o and Intl.Segmenter: not by the page's own code.
({ seed, count }) => {
  const doc = document.getElementById("doc");
  const labels = document.querySelector("fc-workbench").data.labels.filter((label) => label.is_on && label.shortcut);
  const lines = [...doc.querySelectorAll("[data-o]")].map((element) => ({ element, point: Number(element.dataset.o), text: element.textContent }));
  const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
  let state = seed;
  const random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let z = Math.imul(state ^ (state >>> 15), 1 | state);
    z = (z + Math.imul(z ^ (z >>> 7), 61 | z)) ^ z;
    return ((z ^ (z >>> 14)) >>> 0) / 4294967296;
  };
  const below = (n) => Math.floor(random() * n);
  const textsOf = (element) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const found = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) found.push(node);
    return found;
  };

  // Anywhere a browser may put the end of a selection: inside a character, on a mark, a line, a section, the article.
  function somewhere(index) {
    const { element } = lines[index];
    const kind = random();
    if (kind < 0.85) {
      const texts = textsOf(element);
      const node = texts[below(texts.length)];
      return [node, below(node.length + 1)];
    }
    const marks = element.querySelectorAll("mark");
    const holder = kind < 0.9 && marks.length ? marks[below(marks.length)] : kind < 0.97 ? element : kind < 0.99 ? element.parentElement : doc;
    const near = holder.contains(element) && holder !== element ? [...holder.childNodes].findIndex((child) => child.contains(element)) + below(2) : below(holder.childNodes.length + 1);
    return [holder, near];
  }

  function pair() {
    const index = below(lines.length);
    const kind = random();
    const other = kind < 0.8 ? index : kind < 0.98 ? Math.min(lines.length - 1, Math.max(0, index - 2 + below(5))) : below(lines.length);
    return [somewhere(index), somewhere(other)];
  }

  // The line of a DOM position, and the UTF-16 units of it that stand before.
  function placeOf(node, offset) {
    const range = document.createRange();
    range.setStart(node, offset);
    let index = lines.findLastIndex(({ element }) => range.comparePoint(element, 0) <= 0);
    if (index < 0) index = 0;
    let unit = 0;
    for (const text of textsOf(lines[index].element)) {
      if (text === node) unit += offset;
      else if (range.comparePoint(text, 0) < 0) unit += text.length;
    }
    return { index, unit };
  }

  const between = (from, to) => lines.slice(from.index, to.index + 1).map(({ text }, at) => text.slice(at ? 0 : from.unit, from.index + at === to.index ? to.unit : undefined)).join("");

  function snapped({ index, unit }, isEnd) {
    const { point, text } = lines[index];
    const inside = unit > 0 && unit < text.length ? segmenter.segment(text).containing(unit) : null;
    const edge = inside && inside.index < unit ? inside.index + (isEnd ? inside.segment.length : 0) : unit;
    return point + [...text.slice(0, edge)].length;
  }

  // What the browser says is selected now; isSame: our reckoning and the browser's own string agree.
  function selected() {
    const range = getSelection().getRangeAt(0);
    const from = placeOf(range.startContainer, range.startOffset);
    const to = placeOf(range.endContainer, range.endOffset);
    const said = textsOf(doc).length ? range.toString() : "";
    return { start: snapped(from, false), end: snapped(to, true), isSame: between(from, to) === said };
  }

  function press(label) {
    doc.dispatchEvent(new KeyboardEvent("keydown", { key: label.shortcut, code: `Digit${label.shortcut}`, bubbles: true, cancelable: true }));
  }

  if (!count) return [{ ...selected(), label: labels[0].key, key: labels[0].shortcut }];
  const cases = [];
  while (cases.length < count) {
    const [anchor, focus] = pair();
    getSelection().setBaseAndExtent(...anchor, ...focus);
    if (!getSelection().getRangeAt(0).toString()) continue; // two DOM positions, but no text between: nothing is selected
    const label = labels[below(labels.length)];
    cases.push({ ...selected(), label: label.key });
    press(label);
  }
  return cases;
}
