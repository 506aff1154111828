// The sheet of a phone: its grip makes it tall, low, or sends it away; what is written in it stands above the keys of the screen.
const PHONE = "(max-width: 51.25em)";
const WRITTEN = "input:not([type=radio], [type=checkbox]), textarea";
const PULL = 24; // pixels from which a finger on the grip means a direction
const ABOVE = 100; // pixels from the top of the sheet to a field: the grip and the field's name

/** Watches the inspector of a workbench from now on. */
export function watch(page) {
  const sheet = page.querySelector("#insp");
  const see = (target) => {
    if (sheet.contains(target) && target.matches(WRITTEN) && matchMedia(PHONE).matches) raise(sheet, target);
  };
  sheet.addEventListener("focusin", ({ target }) => see(target));
  see(document.activeElement); // somebody was quicker than this came
  hold(sheet.querySelector(".sheet-bar"), (by) => {
    if (by > 0 && !("tall" in sheet.dataset)) page.commands.close();
    else sheet.toggleAttribute("data-tall", by < 0 || (by === 0 && !("tall" in sheet.dataset)));
  });
}

// By hand and not with scrollIntoView, which would also move the text below the sheet.
function raise(sheet, field) {
  sheet.dataset.tall = "";
  sheet.scrollTop += field.getBoundingClientRect().top - sheet.getBoundingClientRect().top - ABOVE;
}

// A pull on the bar says so once, as soon as it is one; a tap on its grip, or a key, says 0.
function hold(bar, move) {
  let from = null;
  let wasPulled = false;
  bar.addEventListener("pointerdown", (event) => {
    if (event.target.closest(".btn")) return;
    from = event.clientY;
    wasPulled = false;
    event.target.setPointerCapture(event.pointerId);
  });
  bar.addEventListener("pointermove", ({ clientY }) => {
    if (from === null || Math.abs(clientY - from) < PULL) return;
    wasPulled = true;
    move(clientY - from);
    from = null;
  });
  bar.addEventListener("lostpointercapture", () => {
    from = null;
  });
  bar.querySelector(".grip").addEventListener("click", (event) => {
    if (!wasPulled || !event.detail) move(0);
  });
}
