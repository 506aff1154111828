// Fetches what the folder later/ still holds once the page has been touched and has nothing better to do, so that every key
// works when the network goes: one module after another, once for a page.

// Safari knows no idle callback.
const idle = () => new Promise((resolve) => (globalThis.requestIdleCallback ?? setTimeout)(resolve));
const online = () => new Promise((resolve) => addEventListener("online", resolve, { once: true }));

/** Begins; a module may `prepare(page)` what else it would ask the server for. */
export async function watch(page) {
  const { imports } = JSON.parse(document.querySelector("script[type=importmap]").textContent);
  for (const address of Object.keys(imports).filter((each) => each.includes("/later/"))) {
    await idle();
    await fetched(address, page);
  }
}

async function fetched(address, page) {
  try {
    await (await import(address)).prepare?.(page);
  } catch {
    if (navigator.onLine) return; // whoever wants it asks again
    await online();
    await fetched(address, page);
  }
}
