"""The text under a finger: marking with the palette below it, and edges moved by their knobs."""

import pytest
from playwright.sync_api import Route, expect

from annotations.models import Document, Span, User

from .conftest import OpenPage, settled
from .phone import EDGE, open_phone

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# How far a finger may miss the middle of a knob, to the left, right, top and bottom, and still catch it.
REACH = """([edge, x, y]) => {
  const isKnob = (by, down) => document.elementFromPoint(x + by, y + down)?.id === `handle-${edge}`;
  return [[-1, 0], [1, 0], [0, -1], [0, 1]].map(([by, down]) => {
    let far = 0;
    while (far < 40 && isKnob(by * far, down * far)) far += 1;
    return far;
  });
}"""
# The first words, then which edge goes where.
WALKS = {
    "two letters at the rim": [
        "An",
        ("end", "An estimated 126,000"),
        ("end", "An"),
        ("end", "An estimated"),
        ("start", "estimated"),
        ("start", "An estimated"),
    ],
    "one short word": ["on", ("end", "on Tuesday"), ("end", "on"), ("start", "border on"), ("start", "on")],
    "over a line break": [
        "stood near the border",
        ("end", "stood"),
        ("end", "stood near the border"),
        ("start", "the border"),
        ("start", "An estimated 126,000 troops stood near the border"),
        ("end", "An estimated 126,000 troops stood near the border on Tuesday, Northern Command said"),
        ("end", "An estimated 126,000 troops stood"),
    ],
}


def test_tap_on_the_palette_labels_what_is_selected(open_as: OpenPage, annotator: User, document: Document) -> None:
    phone = open_phone(open_as, annotator, document)
    phone.mark("126,000 troops", "figure")
    settled(phone.page)
    assert Span.objects.get().quote == "126,000 troops"


def test_palette_finds_the_selection_that_the_phone_dropped_at_the_tap(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    phone = open_phone(open_as, annotator, document)
    phone.page.evaluate("addEventListener('pointerup', () => getSelection().removeAllRanges())")
    phone.mark("126,000 troops", "figure")
    expect(phone.page.locator("mark.ochre")).to_have_text("126,000 troops")


@pytest.mark.parametrize("walk", WALKS)
def test_finger_moves_either_edge_by_its_knob_either_way(
    open_as: OpenPage, annotator: User, document: Document, walk: str
) -> None:
    phone = open_phone(open_as, annotator, document)
    words, *moves = WALKS[walk]
    phone.mark(words, "claim")
    for edge, then in moves:
        phone.pull(edge, of=words, to=then)
        phone.let_go()
        expect(phone.page.locator("#insp-title")).to_have_text(then)
        words = then
    settled(phone.page)
    assert Span.objects.get().quote == words


def test_knobs_of_two_letters_are_caught_one_by_one_and_leave_the_words_free(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    phone = open_phone(open_as, annotator, document)
    phone.mark("An", "claim")
    for edge in ("start", "end"):
        left, right, top, bottom = phone.page.evaluate(REACH, [edge, *phone.knob(edge)])
        assert min(left, right) >= 17, "the text begins near the rim of the window"
        assert left + right >= 40
        assert top + bottom >= 43
    x, y = phone.page.evaluate(EDGE, ["end", "An"])
    assert phone.page.evaluate("([x, y]) => document.elementFromPoint(x, y)?.tagName", [x - 5, y]) == "MARK"


def test_edge_in_the_hand_stays_there_while_the_span_is_saved(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    phone = open_phone(open_as, annotator, document)
    held: list[Route] = []
    phone.page.route("**/spans/", lambda route: held.append(route))
    phone.mark("stood", "claim")
    phone.pull("end", of="stood", to="stood near the border")
    held.pop().continue_()
    settled(phone.page)
    expect(phone.page.locator("#handle-end")).to_be_visible()
    phone.let_go()
    expect(phone.page.locator("#insp-title")).to_have_text("stood near the border")


@pytest.mark.parametrize(
    ("edge", "words", "goal", "seen"),
    [
        ("start", "crossed it", "unit of ours has crossed it", "mmand said. “No unit of ours has"),
        ("end", "crossed it", "crossed it,” its spokesman", ",” its spokesman told reporters"),
        ("end", "An", "An estimated", "An estimated 126,000 troops"),
    ],
)
def test_loupe_shows_the_edge_and_its_line_beside_the_finger(
    open_as: OpenPage, annotator: User, document: Document, edge: str, words: str, goal: str, seen: str
) -> None:
    phone = open_phone(open_as, annotator, document)
    phone.mark(words, "claim")
    _, at = phone.knob(edge)
    phone.pull(edge, of=words, to=goal)
    loupe = phone.page.locator(".loupe")
    expect(loupe).to_have_text(seen)
    box = loupe.bounding_box()
    assert box is not None
    assert box["height"] < 50, "one line of it"
    line = phone.page.evaluate(EDGE, [edge, goal])[1]
    assert box["y"] + box["height"] <= line - 8, "the line is seen below it"
    finger = at + line - phone.page.evaluate(EDGE, [edge, words])[1]
    assert box["y"] + box["height"] <= finger - 20, "the finger does not hide it"
    phone.let_go()
    expect(phone.page.locator("#insp-title")).to_have_text(goal)
    expect(loupe).to_have_count(0)
