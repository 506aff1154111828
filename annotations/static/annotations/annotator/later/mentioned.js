// A mention is read where its comment is read: the number beside one's name goes down by itself.
import { n, t } from "../i18n.js";

const known = new Set();

/** Tells the server that the comments of these threads that name the reader have been seen. */
export async function readMentions({ api, username }, threads) {
  const places = [...document.querySelectorAll(".unread")];
  const named = threads.flatMap((each) => [each, ...each.replies]).filter(({ id, mentions }) => mentions.includes(username) && !known.has(id)).map(({ id }) => id);
  if (!places.length || !named.length || document.hidden) return;
  for (const id of named) known.add(id);
  try {
    const { unread } = await api.post("me/mentions/read/", { comments: named });
    for (const place of places) place.textContent = n(unread);
    if (unread) return;
    for (const place of places) place.remove();
    document.querySelector(".menu > summary > .vh")?.replaceChildren(t("Menu of {name}", { name: username }));
  } catch (error) {
    if (error.status === undefined) throw error;
    for (const id of named) known.delete(id); // the next look at them tells it
  }
}
