// Two documents side by side: a number, or ] and [, brings what both have in common to the same height in both columns.
import { load, t } from "../annotator/i18n.js";
import { Keyring } from "../annotator/keys.js";

load(JSON.parse(document.getElementById("beside-words")?.textContent ?? "null"));
const rows = [...document.querySelectorAll("[data-row]")];
const columns = [...document.querySelectorAll(".column")];
const live = document.getElementById("live");
let now = -1;

const inText = (number) => columns.map((column) => column.querySelector(`.common[data-common="${number}"]`));

/** Shows one thing in common in both texts. */
function show(index) {
  now = (index + rows.length) % rows.length;
  const row = rows[now];
  for (const other of document.querySelectorAll(".now")) other.classList.remove("now");
  for (const other of rows) other.toggleAttribute("aria-current", other === row);
  row.scrollIntoView({ block: "nearest" });
  inText(row.dataset.row).forEach((sign, side) => {
    if (!sign) return;
    sign.classList.add("now");
    const column = columns[side];
    if (getComputedStyle(column).overflowY !== "visible") column.scrollTop += sign.getBoundingClientRect().top - column.getBoundingClientRect().top - column.clientHeight / 3;
    else if (column.offsetParent) sign.scrollIntoView({ block: "center" });
  });
  live.textContent = [...row.cells].map((cell) => cell.textContent.trim()).join(" · ");
}

document.addEventListener("click", (event) => {
  const sign = event.target.closest("[data-common]");
  if (!sign || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  show(rows.findIndex((row) => row.dataset.row === sign.dataset.common));
  if (sign.classList.contains("common")) rows[now].querySelector(".said").focus({ preventScroll: true });
});

// The same commands as in the workbench, so that keys chosen there count here; the list is fetched when it is wanted.
const verbs = {
  next: (direction) => rows.length && show(now < 0 && direction < 0 ? rows.length - 1 : now + direction),
  showKeys: async () => (await import("../annotator/later/keylist.js")).showKeys(keyring),
};
const keyring = new Keyring(
  [
    [t("Read"), t("Next that both have in common"), ["]"], "next", [1]],
    [t("Read"), t("Previous that both have in common"), ["["], "next", [-1]],
    [t("Everything"), t("This list"), ["?"], "showKeys", []],
  ],
  {
    username: document.documentElement.dataset.me,
    run: (command, args) => verbs[command](...args),
    isWriting: (target) => Boolean(target.closest("input:not([type=radio]), textarea, select, dialog[open]")),
  },
);
document.getElementById("show-keys").addEventListener("click", verbs.showKeys);

// On a narrow page one text is shown at a time; the other keeps its place.
for (const radio of document.querySelectorAll(".switch input")) radio.addEventListener("change", () => {
  if (now >= 0) show(now);
});

// The address of a row, as in a page without scripts, leads there too.
const wanted = rows.findIndex((row) => [`#${row.id}`, `#left-${row.dataset.row}`, `#right-${row.dataset.row}`].includes(location.hash));
if (wanted >= 0) show(wanted);
document.documentElement.dataset.ready = "";
