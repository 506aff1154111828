// Names written as `@name` in a comment: the same rules as text/mentions.py, held by the same cases. Pure.

const NAMED = /(?<![\p{L}\p{N}_.@+-])@([\p{L}\p{N}_.@+-]+)/gu;
const AFTER = /[.@+-]$/;

/** Where people of `known` (a Set) are named, @ included, in UTF-16 units. */
export function placesOf(text, known) {
  const found = [];
  for (const match of text.matchAll(NAMED)) {
    let name = match[1];
    while (name && !known.has(name) && AFTER.test(name)) name = name.slice(0, -1);
    if (known.has(name)) found.push([match.index, match.index + 1 + name.length]);
  }
  return found;
}

/** The text in pieces `[words, is a mention]`. */
export function piecesOf(text, named) {
  const pieces = [];
  let done = 0;
  for (const [start, end] of placesOf(text, new Set(named))) {
    pieces.push([text.slice(done, start), false], [text.slice(start, end), true]);
    done = end;
  }
  return [...pieces, [text.slice(done), false]].filter(([words]) => words);
}

/** What is being typed of a name right before the cursor: `{start, typed}`, or null. */
export function typedName(text, cursor) {
  const match = /(?:^|[^\p{L}\p{N}_.@+-])@([\p{L}\p{N}_.+-]*)$/u.exec(text.slice(0, cursor));
  return match && { start: cursor - match[1].length - 1, typed: match[1] };
}

/** The people whose name begins so, then those whose name holds it. */
export function fitting(people, typed) {
  const wanted = typed.toLowerCase();
  const begins = people.filter((each) => each.username.toLowerCase().startsWith(wanted));
  const holds = people.filter((each) => !begins.includes(each) && each.username.toLowerCase().includes(wanted));
  return [...begins, ...holds];
}

const HUES = ["blue", "rust", "ochre", "slate", "teal", "plum", "olive", "rose"];

/** The hue and the letters that stand for a user name, as the server draws them. */
export function face(name) {
  const words = name.replaceAll(/[._-]/g, " ").split(/\s+/).filter(Boolean);
  const letters = words.length > 1 ? [...words[0]][0] + [...words[1]][0] : [...name].slice(0, 2).join("");
  return { hue: HUES[[...name].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % HUES.length], letters };
}
