// Says and shows what somebody else did to one's own spans while the text is open.
import { t } from "../i18n.js";

const MOST = 60;
const TOLD = {
  approved: (told) => t("{who} approved your span: {quote}", told),
  returned: (told) => t("{who} returned your span: {quote}", told),
  rejected: (told) => t("{who} rejected your span: {quote}", told),
};

/** Listens to the stream of a workbench from now on. */
export function watch(page) {
  page.addEventListener("news", ({ detail: { kind, verb, actor, object } }) => {
    const { username } = page.data.me;
    const span = kind === "span" && TOLD[verb] && actor && actor !== username ? page.store.find(object) : null;
    if (span?.author !== username) return;
    const quote = span.quote.length > MOST ? `${span.quote.slice(0, MOST - 1)}…` : span.quote;
    page.toast(TOLD[verb]({ who: actor, quote }));
  });
}
