// Choosing the document to read beside this one: those with claims in common first, then a search.
import { h } from "../dom.js";
import { t } from "../i18n.js";

/** Asks which document; a link of the list leads to both of them side by side. */
export async function choose(page) {
  const place = h("div", { class: "stack beside-choice" });
  const dialog = h("dialog", { class: "sheet", id: "beside", "aria-labelledby": "beside-title" },
    h("div", { class: "stack" },
      h("div", { class: "page-head" }, h("h2", { id: "beside-title", tabindex: "-1" }, t("Side by side")), h("form", { method: "dialog" }, h("button", { class: "btn", value: "" }, t("Close"), " ", h("kbd", {}, "Esc")))),
      place));
  if (!(await fill(page, place, page.data.urls.beside))) return;
  document.body.append(dialog);
  dialog.addEventListener("submit", (event) => search(event, page, place));
  dialog.onclose = () => {
    dialog.remove();
    page.article.focus({ preventScroll: true });
  };
  dialog.showModal();
  (place.querySelector(".others a") ?? place.querySelector("input")).focus();
}

async function search(event, page, place) {
  if (event.target.method !== "get") return;
  event.preventDefault();
  const query = new URLSearchParams(new FormData(event.target));
  if (await fill(page, place, `${page.data.urls.beside}?${query}`)) (place.querySelector(".others a") ?? place.querySelector("input")).focus();
}

async function fill(page, place, address) {
  try {
    const found = await page.api.page(address);
    place.replaceChildren(...found.querySelector("#beside-choice").childNodes);
    return true;
  } catch (error) {
    if (error.status === undefined) throw error;
    page.toast(error.status ? error.message : t("This needs the network once, and there is none."));
    return false;
  }
}
