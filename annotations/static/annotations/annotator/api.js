// All requests of the workbench. Nothing else calls fetch.
import { t } from "./i18n.js";

const PATIENCE = 20000;

/** What the server said no with; status 0 when nobody answered. */
export class Problem extends Error {
  constructor(status, body = {}) {
    super(body.detail || body.title || t("The server did not answer."));
    this.status = status;
    this.code = body.code;
    this.errors = body.errors ?? [];
    this.current = body.current;
  }
}

const cookie = (name) => document.cookie.match(new RegExp(`(?:^|; )${name}=([^;]*)`))?.[1] ?? "";

export class Api {
  #token = cookie("csrftoken");

  constructor({ base, document, project, username }) {
    Object.assign(this, { base, document, project, username });
  }

  // Signing in changes the token of this browser: what one person did is never sent in the name of the next.
  async #samePerson() {
    const token = cookie("csrftoken");
    if (token === this.#token) return;
    const { username } = await this.get("me/");
    if (username !== this.username) throw new Problem(403, { code: "other_person", detail: t("You are signed in as {other} by now. {name} has to sign in again to save this.", { other: username, name: this.username }) });
    this.#token = token;
  }

  /** Sends one request; `revision` becomes If-Match, `key` Idempotency-Key. Returns the body, or the new revision of a 204. */
  async request(method, path, { body, revision, key } = {}) {
    if (method !== "GET") await this.#samePerson();
    const headers = { Accept: "application/json", "X-CSRFToken": cookie("csrftoken") };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    if (revision !== undefined) headers["If-Match"] = `"${revision}"`;
    if (key) headers["Idempotency-Key"] = key;
    let response;
    try {
      response = await fetch(this.base + path, {
        method,
        headers,
        body: body === undefined ? undefined : JSON.stringify(body),
        credentials: "same-origin",
        signal: AbortSignal.timeout(PATIENCE),
      });
    } catch {
      throw new Problem(0);
    }
    if (!response.ok) throw new Problem(response.status, await response.json().catch(() => ({})));
    if (response.status === 204) return { revision: Number(response.headers.get("ETag")?.replaceAll(/\D/g, "")) || undefined };
    // An answer that is cut off is no answer: the request is sent again under its key.
    return response.json().catch(() => {
      throw new Problem(0);
    });
  }

  /** Tells the server something while the page is closed; nobody is left to hear the answer. */
  tell(path, body = {}) {
    const headers = { "Content-Type": "application/json", "X-CSRFToken": cookie("csrftoken") };
    fetch(this.base + path, { method: "POST", headers, body: JSON.stringify(body), credentials: "same-origin", keepalive: true }).catch(() => {});
  }

  get(path) {
    return this.request("GET", path);
  }

  /** A page of this site, as a document: for what the server renders. */
  async page(address) {
    const response = await fetch(address, { credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE) }).catch(() => {
      throw new Problem(0);
    });
    const found = new DOMParser().parseFromString(await response.text(), "text/html");
    if (!response.ok) throw new Problem(response.status, { detail: found.querySelector("main")?.textContent.trim() });
    return found;
  }

  post(path, body = {}, options = {}) {
    return this.request("POST", path, { key: crypto.randomUUID(), body, ...options });
  }

  createSpan(body, key) {
    return this.post(`documents/${this.document}/spans/`, body, { key });
  }

  changeSpan(id, body, { revision, key }) {
    return this.request("PATCH", `spans/${id}/`, { body, revision, key });
  }

  deleteSpan(id, { revision, key }) {
    return this.request("DELETE", `spans/${id}/`, { revision, key });
  }

  /** verb: accept, reject, submit, approve, return, undo or claim. */
  actOnSpan(id, verb, body, { revision, key } = {}) {
    return this.post(`spans/${id}/${verb}/`, body, { revision, key });
  }

  /** Every span of the document, page by page. */
  async spans() {
    const found = [];
    let query = "?page_size=1000";
    while (query) {
      const page = await this.get(`documents/${this.document}/spans/${query}`);
      found.push(...page.results);
      query = page.next ? new URL(page.next, location.href).search : "";
    }
    return found;
  }
}
