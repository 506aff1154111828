"""The workbench by a real mouse: edges are dragged, and what is selected is text, wherever the drag ends."""

import pytest
from playwright.sync_api import Page, expect

from annotations.models import Document, Span, User

from .conftest import OpenPage, settled
from .workbench import PLACE, drag

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SELECTED = "() => getSelection().toString()"


def _workbench(open_as: OpenPage, user: User, document: Document) -> Page:
    page = open_as(user, f"/documents/{document.pk}/")
    page.locator("fc-workbench[data-ready]").wait_for()
    with page.expect_response(
        "**/later/idle*"
    ):  # the last of what comes with the first touch, what watches drags before it
        page.locator("#doc").focus()
    page.wait_for_function("() => document.querySelector('fc-workbench').inspector")
    return page


def _mark(page: Page, words: str, key: str) -> None:
    left, line = page.evaluate(PLACE, words)
    right, _ = page.evaluate(PLACE, page.evaluate(AFTER, words))
    drag(page, (left, line), (right, line))
    page.mouse.up()
    page.keyboard.press(key)
    settled(page)


AFTER = """(words) => {
  const { text } = document.querySelector("fc-workbench").view;
  const end = text.indexOf(words) + words.length;
  return text.slice(end, end + 12);
}"""


def _grip(page: Page, edge: str) -> tuple[float, float]:
    box = page.locator(f"#handle-{edge}").bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_dragged_edge_leaves_the_span_active(open_as: OpenPage, annotator: User, document: Document) -> None:
    page = _workbench(open_as, annotator, document)
    _mark(page, "126,000 troops", "3")
    goal, line = page.evaluate(PLACE, " near the")
    drag(page, _grip(page, "end"), (goal, line))
    page.mouse.up()
    settled(page)
    assert Span.objects.get().quote == "126,000 troops stood"
    expect(page.locator("#insp-title")).to_have_text("126,000 troops stood")
    expect(page.locator("mark.on")).to_have_text("126,000 troops stood")
    expect(page.locator("#handle-end")).to_be_visible()


def test_edge_that_is_only_pressed_leaves_the_span_active(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    page = _workbench(open_as, annotator, document)
    _mark(page, "126,000 troops", "3")
    page.mouse.click(*_grip(page, "end"))
    expect(page.locator("mark.on")).to_have_text("126,000 troops")
    expect(page.locator("#handle-end")).to_be_visible()


def test_escape_takes_a_dragged_edge_back(open_as: OpenPage, annotator: User, document: Document) -> None:
    page = _workbench(open_as, annotator, document)
    _mark(page, "126,000 troops", "3")
    before = _grip(page, "end")
    drag(page, before, tuple(page.evaluate(PLACE, " near the")))
    assert page.evaluate("() => CSS.highlights.has('pending')")
    page.keyboard.press("Escape")
    assert not page.evaluate("() => CSS.highlights.has('pending')")
    page.mouse.move(before[0] + 200, before[1])
    page.mouse.up()
    settled(page)
    assert not page.evaluate("() => CSS.highlights.has('pending')")
    assert Span.objects.get().quote == "126,000 troops"
    expect(page.locator("mark.on")).to_have_text("126,000 troops")
    assert _grip(page, "end") == pytest.approx(before, abs=1)


@pytest.mark.parametrize("place", ["#cards", "#insp-about", ".rail"])
def test_drag_that_ends_beside_the_text_ends_in_the_line_beside(
    open_as: OpenPage, annotator: User, document: Document, place: str
) -> None:
    page = _workbench(open_as, annotator, document)
    page.locator("#insp-about").click()  # what follows the mouse is there from the first touch on
    page.wait_for_load_state("networkidle")
    x, line = page.evaluate(PLACE, "troops stood")  # within the first line in every face
    box = page.locator(place).bounding_box()
    assert box is not None
    beside = box["x"] + box["width"] / 2
    drag(page, (x, line), (beside, line))
    seen = page.evaluate(SELECTED)
    page.mouse.up()
    assert page.evaluate(SELECTED) == seen
    page.keyboard.press("1")
    settled(page)
    assert Span.objects.get().quote == seen.strip(" ,.")
    assert len(seen) < 80, "no more than the line"
    assert ("troops stood" in seen) == (beside > x)


@pytest.mark.parametrize("place", ["header.bar", ".foot"])
def test_drag_over_the_bars_selects_nothing_but_text(
    open_as: OpenPage, annotator: User, document: Document, place: str
) -> None:
    page = _workbench(open_as, annotator, document)
    box = page.locator(place).bounding_box()
    assert box is not None
    drag(page, page.evaluate(PLACE, "stood near"), (box["x"] + box["width"] / 2, box["y"] + 9))
    page.mouse.up()
    seen = page.evaluate(SELECTED)
    page.keyboard.press("1")
    settled(page)
    assert document.current is not None
    assert "".join(seen.split()) in "".join(document.current.text.split())
    quote = Span.objects.get().quote
    assert quote.endswith("126,000 troops") if place == "header.bar" else quote.startswith("stood near")


def test_everything_selected_is_the_text_alone_and_spares_the_active_span(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    page = _workbench(open_as, annotator, document)
    _mark(page, "126,000 troops", "3")
    page.keyboard.press("Control+a")
    assert page.evaluate(SELECTED).startswith("Northern Command puts")
    assert page.evaluate(SELECTED).endswith("are reservists.")
    page.keyboard.press("1")
    settled(page)
    assert document.current is not None
    assert {(span.label.key, span.quote) for span in Span.objects.select_related("label")} == {
        ("figure", "126,000 troops"),
        ("claim", document.current.text.strip("\n.")),
    }


def test_buttons_move_the_edges_by_a_word_and_keep_the_focus(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    page = _workbench(open_as, annotator, document)
    _mark(page, "126,000 troops", "3")
    later = page.get_by_role("button", name="Move the end one word to the right")
    later.click()
    later.click()
    page.get_by_role("button", name="Move the start one word to the left").click()
    settled(page)
    assert Span.objects.get().quote == "estimated 126,000 troops stood near"
    expect(page.locator("#edge-start-1")).to_be_focused()


def test_edge_goes_to_the_words_that_the_mouse_points_at(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    page = _workbench(open_as, annotator, document)
    _mark(page, "An estimated 126,000 troops", "3")
    left, line = page.evaluate(PLACE, " troops")
    drag(page, _grip(page, "end"), (left, line - 4))
    page.mouse.up()
    settled(page)
    assert Span.objects.get().quote == "An estimated 126,000"


def test_edge_is_not_dragged_past_the_other(open_as: OpenPage, annotator: User, document: Document) -> None:
    page = _workbench(open_as, annotator, document)
    _mark(page, "126,000 troops", "3")
    drag(page, _grip(page, "end"), tuple(page.evaluate(PLACE, "Northern Command puts")))
    page.mouse.up()
    drag(page, _grip(page, "start"), tuple(page.evaluate(PLACE, "a second column")))
    page.mouse.up()
    settled(page)
    assert (Span.objects.get().quote, Span.objects.get().revision) == ("126,000 troops", 1)
