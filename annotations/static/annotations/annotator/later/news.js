// Says and shows what somebody else did to one's own spans while the text is open.
import { quoted, t } from "../i18n.js";
import { askUnread } from "./mentioned.js";
import { nameOf } from "./waiting.js";

const MOST = 60;
const NAMING = new Set(["created", "replied", "edited"]); // what is done to comments that may name the reader
const TOLD = {
  approved: (told) => t("{who} approved your span: {quote}", told),
  returned: (told) => t("{who} returned your span: {quote}", told),
  rejected: (told) => t("{who} rejected your span: {quote}", told),
};

/** Reads which verdict a claim has by now, where nobody here has it open. */
export async function readVerdict(page, id) {
  if (!page.store.all.some(({ claim }) => claim === id)) return;
  try {
    const { verdicts, evidence } = await page.api.get(`claims/${id}/`);
    const standing = verdicts.find(({ state }) => state !== "superseded");
    page.setVerdict(id, standing && { ...standing, name: nameOf(page.data.ratings, standing) }, evidence.length);
  } catch (error) {
    if (error.status === undefined) throw error; // the next look at the span reads it
  }
}

/** Listens to the stream of a workbench from now on. */
export function watch(page) {
  page.addEventListener("news", ({ detail: { kind, verb, actor, object, after } }) => {
    const { username } = page.data.me;
    if (kind === "comment" && actor !== username && NAMING.has(verb)) askUnread(page.api);
    const span = kind === "span" && TOLD[verb] && actor && actor !== username ? page.store.find(object) : null;
    if (span?.author !== username) return;
    const quote = span.quote.length > MOST ? `${span.quote.slice(0, MOST - 1)}…` : span.quote;
    page.toast([TOLD[verb]({ who: actor, quote }), after?.note && quoted(after.note)].filter(Boolean).join(" "));
  });
}
