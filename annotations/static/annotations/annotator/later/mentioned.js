// A mention is read where its comment is read, and comes while one works: the number beside one's name follows by itself.
import { h } from "../dom.js";
import { n, nt, t } from "../i18n.js";

const known = new Set();
let last = Promise.resolve();

/** Tells the server that the comments of these threads that name the reader have been seen. */
export async function readMentions({ api, username }, threads) {
  const named = threads.flatMap((each) => [each, ...each.replies]).filter(({ id, mentions }) => mentions.includes(username) && !known.has(id)).map(({ id }) => id);
  if (!document.querySelector(".unread") || !named.length || document.hidden) return;
  for (const id of named) known.add(id);
  const isTold = await tell(api, named);
  if (!isTold) for (const id of named) known.delete(id); // the next look at them tells it
}

/** Asks how many mentions the reader has not read by now. */
export const askUnread = (api) => tell(api, []);

// One after the other, or an older number would come last. Resolves to whether the server answered.
function tell(api, comments) {
  last = last.then(() => ask(api, comments));
  return last;
}

async function ask(api, comments) {
  try {
    const { unread } = await api.post("me/mentions/read/", { comments });
    show(unread, api.username);
    return true;
  } catch (error) {
    if (error.status === undefined) throw error;
    return false;
  }
}

function show(count, name) {
  const link = document.querySelector(".menu-body a[href$='/mentions/']");
  const summary = link?.closest(".menu").querySelector("summary");
  for (const place of [summary, link].filter(Boolean)) {
    place.querySelector(".unread")?.remove();
    if (count) place.append(h("b", { class: "unread", "aria-hidden": place === summary ? "true" : null }, n(count)));
  }
  const words = [t("Menu of {name}", { name }), count && nt("{count} unread mention", "{count} unread mentions", count)];
  summary?.querySelector(".vh")?.replaceChildren(words.filter(Boolean).join(", "));
}
