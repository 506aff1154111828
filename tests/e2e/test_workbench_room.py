"""The workbench in every width: the text keeps its room, and nothing lies over what one needs."""

import pytest
from playwright.sync_api import Locator, Page, expect

from annotations.models import Document, User
from tests.actions.story import mark, suggest

from .conftest import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HIGHEST_CARD = """(list) => {
  const top = (element) => element.getBoundingClientRect().top;
  return Math.min(...[...list.querySelectorAll(".card")].map(top)) - top(list);
}"""
TOLD = "() => document.querySelector('fc-workbench').toast('This needs the network once, and there is none.')"


def _open(open_as: OpenPage, user: User, document: Document, width: int, height: int = 800) -> Page:
    page = open_as(user, f"/documents/{document.pk}/", viewport={"width": width, "height": height})
    page.locator("fc-workbench[data-ready]").wait_for()
    return page


def _box(place: Locator) -> dict[str, float]:
    box = place.bounding_box()
    assert box is not None
    return {"left": box["x"], "right": box["x"] + box["width"], "top": box["y"], "bottom": box["y"] + box["height"]}


@pytest.mark.parametrize("width", [821, 900, 990])
def test_hints_of_the_foot_give_way_to_the_list_of_all(
    open_as: OpenPage, annotator: User, document: Document, width: int
) -> None:
    page = _open(open_as, annotator, document, width)
    button = page.get_by_role("button", name="all shortcuts")
    assert _box(button)["right"] <= width
    assert _box(page.locator(".hints"))["right"] <= _box(button)["left"]


def test_guidelines_leave_the_text_its_room(open_as: OpenPage, annotator: User, document: Document) -> None:
    page = _open(open_as, annotator, document, 1280)
    page.keyboard.press("g")
    expect(page.locator(".guide")).to_be_visible()
    text, guide = _box(page.locator("#doc")), _box(page.locator(".guide"))
    assert text["right"] <= guide["left"]
    assert text["right"] - text["left"] > 500


def test_what_is_told_lies_over_the_text_not_over_the_inspector(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    mark(document, annotator)
    page = _open(open_as, annotator, document, 1280)
    page.locator("mark.sp").first.click()
    page.evaluate(TOLD)
    toast = _box(page.locator(".toast"))
    assert _box(page.locator(".rail"))["right"] <= toast["left"] < toast["right"] <= _box(page.locator("#insp"))["left"]
    assert toast["bottom"] <= _box(page.locator(".foot"))["top"]
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator(".sheet-bar")).to_be_visible()
    assert _box(page.locator(".toast"))["bottom"] <= _box(page.locator("#insp"))["top"]


def test_last_of_many_cards_stays_in_reach_when_it_is_active(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    for words in ("Northern", "Command", "puts", "border", "force", "border force", "puts border force"):
        suggest(document, words, "speaker")
    suggest(document, "at 126,000")
    page = _open(open_as, annotator, document, 1440)
    page.locator("mark.sp").last.click()
    active = page.locator("#cards .card.on")
    expect(active).to_contain_text("at 126,000")
    page.wait_for_function("() => !document.querySelector('#cards').getAnimations({ subtree: true }).length")
    assert page.locator("#cards").evaluate(HIGHEST_CARD) >= 0
