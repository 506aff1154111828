"""An hour at a long article, with the keyboard alone, while a second person watches: what the workbench is for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import settled
from .site import Site
from .workbench import cut, mend

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.timeout(300)]

LETTERS = 100_000
SPANS = 1_000
FILLER = (
    "Nobody at the market would speak of it. The shops had opened late, and the square was quiet, as on any other "
    "morning of a cold spring. Whoever came by looked up at the screen beside the town hall, shrugged and went on. "
    "Over the river the lights were out. Somebody had swept the steps of the school, and the gate stood ajar. "
)
SIZES = {"desktop": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
# What a mouse or a finger would send is counted: there must be none.
COUNT_POINTERS = """
window.pointers = 0;
for (const kind of ["pointerdown", "mousedown", "touchstart"]) {
  addEventListener(kind, (event) => { window.pointers += event.isTrusted; }, true);
}
"""
ACTIVE = "() => { const { active } = document.querySelector('fc-workbench'); return active && active.id; }"
CARET = """() => {
  const { caret, view } = document.querySelector("fc-workbench");
  return view.map.toPoint(caret.place.focus);
}"""
STANDS = """([start, end, label]) => document.querySelector("fc-workbench").store.all.some(
  (span) => span.start === start && span.end === end && span.label === label && span.state === "draft")"""
STATE = "([id, state]) => (document.querySelector('fc-workbench').store.get(id)?.state ?? 'gone') === state"
VALUE = """([id, value]) => {
  const span = document.querySelector("fc-workbench").store.get(id);
  return span && span.attributes.value === value;
}"""


def article() -> str:
    """Write 100 kB in which each part holds a denial of a claim and a figure, between words that state little."""
    parts = ["Along the frontier: what was said and what was denied"]
    length = len(parts[0])
    number = 0
    while length < LETTERS:
        number += 1
        parts.append(
            f"The ministry denied that the column of convoy {_name(number)} was on its way. "
            f"An estimated {_troops(number)} troops stood near the border, Northern Command said. {FILLER}"
        )
        length += len(parts[-1]) + 2
    return "\n\n".join(parts) + "\n"


def _name(number: int) -> str:
    """Spell a number with letters, so that it is a name and no figure."""
    return "".join("abcdefghij"[int(digit)] for digit in str(number)).capitalize()


def _troops(number: int) -> str:
    return f"{12_000 + 37 * number:,}"


@dataclass(frozen=True, slots=True)
class Desk:
    """Somebody's page, and the page of a second person who has the same article open."""

    page: Page
    watcher: Page
    api: str
    document: str

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def seen(self, question: str, *about: Any) -> None:
        """Wait until both pages say yes; the second has to hear of it from the server."""
        self.page.wait_for_function(question, arg=list(about), timeout=5_000)
        self.watcher.wait_for_function(question, arg=list(about), timeout=10_000)

    def active(self) -> str:
        """Return the id of the active span once the server has named it."""
        settled(self.page)
        return str(self.page.evaluate(ACTIVE))

    def spans(self) -> dict[str, Any]:
        """Return what stands on the server, by id, without what changes with each save."""
        found: dict[str, Any] = {}
        query = "?page_size=1000"
        while query:
            page = self.page.request.get(f"{self.api}documents/{self.document}/spans/{query}").json()
            found |= {each["id"]: _said(each) for each in page["results"]}
            query = "?" + page["next"].partition("?")[2] if page["next"] else ""
        return found

    def links(self) -> list[tuple[str, ...]]:
        """Return the standing relations of the article."""
        answer = self.page.request.get(f"{self.api}projects/demo/relations/?document={self.document}").json()
        names = ("source", "target", "type", "scope", "note")
        return [tuple(each[name] for name in names) for each in answer["results"] if each["state"] == "live"]


def _said(record: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(record[name] for name in ("start", "end", "quote", "label", "state", "attributes", "author"))


def _new_document(site: Site, page: Page) -> str:
    """Send the article through the API in the person's own session, and wait for the engine's suggestions."""
    token = next(each["value"] for each in page.context.cookies() if each["name"] == "csrftoken")
    answer = page.request.post(
        f"{site.url}api/v1/projects/demo/documents/",
        data={"title": "Along the frontier", "text": article(), "language": "en"},
        headers={"X-CSRFToken": token, "Referer": site.url},
    )
    assert answer.status == 201, answer.text()
    return str(answer.json()["id"])


def _open(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("fc-workbench[data-ready]").wait_for()


@pytest.fixture(params=list(SIZES))
def desk(request: pytest.FixtureRequest, site: Site, browser: Browser) -> Iterator[Desk]:
    """Open a new article of 100 kB for the annotator, by size of the window, and for the reviewer beside."""
    context, page = site.sign_in(browser, "annotator", viewport=SIZES[request.param])
    others, watcher = site.sign_in(browser, "reviewer")
    editor, sender = site.sign_in(browser, "editor")
    document = _new_document(site, sender)
    address = f"{site.url}documents/{document}/"
    context.add_init_script(COUNT_POINTERS)
    _open(page, address)
    expect(page.locator("#runs")).to_contain_text("suggestions", timeout=90_000)
    page.reload()
    page.locator("fc-workbench[data-ready]").wait_for()
    _open(watcher, address)
    editor.close()
    yield Desk(page, watcher, f"{site.url}api/v1/", document)
    context.close()
    others.close()


def _go_to_part(desk: Desk, number: int) -> None:
    """Tab into the text and put the cursor before the figure of a part, word by word."""
    page = desk.page
    for _ in range(60):
        if page.evaluate("document.activeElement?.matches('#doc')"):
            break
        page.keyboard.press("Tab")
    at = article().index(_troops(number))
    for _ in range(number + 3):
        if page.evaluate(CARET) >= article().rindex("\n", 0, at):
            break
        page.keyboard.press("Control+ArrowDown")
    for _ in range(40):
        if page.evaluate(CARET) >= at - 1:
            break
        page.keyboard.press("Control+ArrowRight")
    assert page.evaluate(CARET) == at - 1  # after the word before: the blank between is trimmed


def _decide_suggestions(desk: Desk) -> None:
    desk.press("n")
    accepted = desk.active()
    desk.press("a")
    desk.seen(STATE, accepted, "draft")
    rejected = desk.active()
    assert rejected != accepted
    desk.press("x")
    desk.seen(STATE, rejected, "gone")
    desk.press("Escape", "Escape")


def _mark_overlapping_figure(desk: Desk, number: int) -> str:
    """Mark "12,111 troops" and two words more across the end of the engine's figure; move its edge by two words."""
    text = article()
    _go_to_part(desk, number)
    start = text.index(_troops(number))
    desk.press(*["Shift+ArrowRight"] * 4, "3")
    end = text.index("near", start) + len("near")
    desk.seen(STANDS, start, end, "figure")
    desk.press("Alt+ArrowRight", "Alt+ArrowRight")
    end = text.index("border", start) + len("border")
    desk.seen(STANDS, start, end, "figure")
    figure = desk.active()
    desk.press("e")
    expect(desk.page.locator("#at-value")).to_be_focused()
    desk.page.keyboard.type("some 17,600")
    desk.press("Tab")
    expect(desk.page.locator("#at-approximator")).to_have_value("about")
    desk.seen(VALUE, figure, 17600)
    desk.press("Escape")
    expect(desk.page.locator("#doc")).to_be_focused()
    return figure


def _step_to(desk: Desk, key: str, is_there: Callable[[], bool]) -> str:
    """Press a key until the active span is the one looked for."""
    for _ in range(60):
        desk.press(key)
        if is_there():
            return desk.active()
    raise AssertionError(f"{key} never came to it")


def _link_denial(desk: Desk, number: int) -> tuple[str, str]:
    """Accept the denial of a part and link it to the claim it denies, in part; return their ids."""
    page = desk.page
    words = f"column of convoy {_name(number)} was on its way"

    def is_active(label: str) -> bool:
        found = page.evaluate("() => { const { active } = document.querySelector('fc-workbench'); return active; }")
        return found is not None and found["label"] == label and words in found["quote"]

    claim = _step_to(desk, "[", lambda: is_active("claim"))
    denial = _step_to(desk, "[", lambda: is_active("denial"))
    desk.press("a")
    desk.seen(STATE, denial, "draft")
    _step_to(desk, "[", lambda: page.evaluate(ACTIVE) == denial)
    _open(desk.watcher, f"{page.url.split('?')[0]}?span={denial}")
    desk.press("l")
    expect(page.locator("#linker-search")).to_be_focused()
    page.keyboard.type(f"convoy {_name(number)} claim")
    expect(page.locator("#linker-list [role=option]").first).to_contain_text("denies · Claim")
    desk.press("Enter")
    expect(page.locator("#linker-title")).to_contain_text("How much of the claim is denied?")
    desk.press("2")
    expect(page.locator("#linker-note")).to_be_focused()
    page.keyboard.type("Not all of it.")
    desk.press("Enter")
    expect(page.locator("#link-scope-0")).to_have_value("part")
    expect(page.locator(".links .go")).to_contain_text("denies")
    expect(desk.watcher.locator(".links .go")).to_contain_text("denies", timeout=10_000)
    expect(desk.watcher.locator(".links")).to_contain_text("Not all of it.")
    settled(page)
    return denial, claim


def _turn_all(desk: Desk, key: str, until: str) -> int:
    """Press a key until the page says that nothing is left; return how often it did something."""
    for times in range(60):
        desk.press(key)
        if desk.page.locator("#toasts").get_by_text(until).is_visible():
            return times
    raise AssertionError(f"{key} never came to an end")


def test_working_hour_with_the_keyboard_alone(desk: Desk) -> None:
    page = desk.page
    before = desk.spans()
    assert len(before) >= SPANS
    _decide_suggestions(desk)
    figure = _mark_overlapping_figure(desk, 3)
    denial, claim = _link_denial(desk, 3)
    made = desk.spans()
    assert desk.links() == [(denial, claim, "denies", "part", "Not all of it.")]
    assert made[figure][5]["approximator"] == "about"

    times = _turn_all(desk, "Control+z", "There is nothing to undo.")
    desk.seen(STATE, figure, "gone")
    settled(page)
    assert desk.spans() == before
    assert desk.links() == []
    assert _turn_all(desk, "Control+Shift+z", "There is nothing to do again.") == times
    desk.seen(VALUE, figure, 17600)
    settled(page)
    assert desk.spans() == made
    assert desk.links() == [(denial, claim, "denies", "part", "Not all of it.")]
    _step_to(desk, "]", lambda: page.evaluate(ACTIVE) == figure)
    settled(page)
    assert page.evaluate(ACTIVE) == figure

    cut(page)
    desk.press("Alt+ArrowLeft", "1", "Alt+ArrowLeft")
    expect(page.locator("#saved")).to_have_text("Offline: 3 waiting")
    page.reload()
    page.locator("fc-workbench[data-ready]").wait_for()
    expect(page.locator("#saved")).to_have_text("Offline: 3 waiting")
    mend(page)
    settled(page)
    start = article().index(_troops(3))
    end = article().index("near", start) + len("near")
    desk.seen(STANDS, start, end, "claim")
    assert desk.spans()[figure][:4] == (start, end, article()[start:end], "claim")
    assert page.evaluate("window.pointers") == 0
