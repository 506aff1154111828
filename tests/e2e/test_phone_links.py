"""Links made with a finger: it is clear what to do and how to stop, and the text stands where it stood."""

import pytest
from playwright.sync_api import Page, expect

from annotations.models import Document, Relation, Span, User
from tests.actions.story import mark

from .conftest import OpenPage, settled
from .phone import Phone, open_phone

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DENIAL = "The ministry denied that a second column was on its way"
FAR = "4.5 and 4.7 percent of the new ones are reservists"
FITTING = "() => [...(CSS.highlights.get('fitting') ?? [])].map(String)"


@pytest.fixture
def denial(long: Document, annotator: User) -> Span:
    """Return a denial near the beginning, in a text with a claim at its end and a figure that fits no denial."""
    mark(long, annotator, FAR, "claim")
    mark(long, annotator, "126,000 troops", "figure")
    return mark(long, annotator, DENIAL, "denial")


def _begin(open_as: OpenPage, user: User, document: Document, span: Span) -> tuple[Phone, float]:
    """Open a span's sheet and choose Link; return the phone and where the text then stands."""
    phone = open_phone(open_as, user, document, f"?span={span.pk}")
    expect(phone.page.locator("#insp-title")).to_have_text(span.quote)
    place = phone.page.evaluate("scrollY")
    assert place > 0
    phone.page.locator(".tools").get_by_role("button", name="Link", exact=True).tap()
    expect(phone.page.locator("#linker")).to_be_visible()
    return phone, place


def _back(page: Page, place: float) -> None:
    """Wait until the sheet of the denial is there again; the text has not moved."""
    expect(page.locator("#linker")).to_have_count(0)
    expect(page.locator("#insp-title")).to_have_text(DENIAL)
    expect(page.locator("#insp-title")).to_be_visible()
    expect(page.locator("mark.on").first).to_be_in_viewport()
    assert page.evaluate("scrollY") == place


def test_mark_far_away_is_tapped_and_the_text_comes_back(
    open_as: OpenPage, annotator: User, long: Document, denial: Span
) -> None:
    phone, place = _begin(open_as, annotator, long, denial)
    page = phone.page
    page.locator("mark", has_text="new ones").tap()
    expect(page.locator("#linker")).to_contain_text("How much of the claim is denied?")
    page.get_by_role("button", name="The whole claim").tap()
    _back(page, place)
    expect(page.locator(".toast")).to_contain_text("Linked: denies")
    expect(page.locator(".links .go")).to_contain_text(FAR)
    settled(page)
    assert Relation.objects.standing().count() == 1


def test_choice_says_what_to_do_and_how_to_stop(
    open_as: OpenPage, annotator: User, long: Document, denial: Span
) -> None:
    phone, place = _begin(open_as, annotator, long, denial)
    page = phone.page
    expect(page.get_by_label("Tap a mark in the text, or search here")).not_to_be_focused()
    expect(page.get_by_role("button", name="Cancel")).to_be_in_viewport(ratio=1)
    assert page.evaluate(FITTING) == [FAR]
    page.mouse.wheel(0, 300)
    page.wait_for_function("(place) => scrollY > place + 200", arg=place)
    page.get_by_role("button", name="Cancel").tap()
    _back(page, place)
    assert page.evaluate(FITTING) == []


def test_tap_beside_the_marks_leaves_the_span_that_is_linked(
    open_as: OpenPage, annotator: User, long: Document, denial: Span
) -> None:
    phone, place = _begin(open_as, annotator, long, denial)
    page = phone.page
    page.locator(".blk", has_text="Northern Command puts").first.tap()
    page.locator("mark", has_text="126,000 troops").tap()
    expect(page.locator(".toast")).to_contain_text("Denial and Figure cannot be linked")
    expect(page.locator("#linker-title")).to_contain_text("choose the other span")
    page.get_by_role("button", name="Cancel").tap()
    _back(page, place)
