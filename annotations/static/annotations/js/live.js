/* Keeps parts of a page fresh while something is under way: every [data-live] with an id is taken anew from the same
   address as long as one of them holds [data-live-pending]. Without this module the page is right when it is loaded. */
const PAUSE = 2000;
const LONGEST = 30000;

/** Put the fresh parts in the place of those whose words changed; what the person is using is left alone. */
export const refresh = (current, fresh) => {
  for (const part of current.querySelectorAll("[data-live][id]")) {
    const next = fresh.getElementById(part.id);
    if (!next || next.isEqualNode(part) || part.contains(current.activeElement)) continue;
    part.replaceChildren(...next.childNodes);
    part.toggleAttribute("data-live-pending", next.hasAttribute("data-live-pending"));
  }
};

const isPending = () => document.querySelector("[data-live-pending]") !== null;

const follow = async (pause) => {
  await new Promise((resolve) => setTimeout(resolve, pause));
  if (document.hidden) return follow(pause);
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(String(answer.status));
    refresh(document, new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch {
    pause = Math.min(pause * 2, LONGEST); // the server is away: ask less and less often
  }
  return isPending() ? follow(pause) : undefined;
};

if (typeof document !== "undefined" && isPending()) follow(PAUSE);
