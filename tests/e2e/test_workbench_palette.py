"""The label palette and the table of spans, by keyboard alone."""

import pytest
from playwright.sync_api import Page, expect

from annotations.models import Document, Span, User

from .conftest import OpenPage, settled

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _selected(open_as: OpenPage, user: User, document: Document, **options: object) -> Page:
    page = open_as(user, f"/documents/{document.pk}/", **options)
    page.locator("fc-workbench[data-ready]").wait_for()
    page.locator("#doc").focus()
    for key in ("Control+ArrowDown", *["Shift+ArrowRight"] * 4):
        page.keyboard.press(key)
    return page


def test_enter_opens_the_palette_and_letters_find_the_label(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    page = _selected(open_as, annotator, document)
    page.keyboard.press("Enter")
    expect(page.locator("#palette-search")).to_be_focused()
    expect(page.locator("#palette-list [role=option]")).to_have_count(5)
    page.keyboard.type("den")
    expect(page.locator("#palette-list [role=option]")).to_have_text(["Denial2"])
    page.keyboard.press("Enter")
    expect(page.locator("mark.sp.rust")).to_have_count(1)
    settled(page)
    span = Span.objects.get()
    assert (span.label.key, span.quote) == ("denial", "An estimated 126,000 troops")
    expect(page.locator("#doc")).to_be_focused()


def test_palette_goes_by_arrows_and_escape_leaves_the_selection(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    page = _selected(open_as, annotator, document)
    page.keyboard.press("Enter")
    expect(page.locator("#palette-search")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#doc")).to_be_focused()
    page.wait_for_function("() => getSelection().toString() === 'An estimated 126,000 troops'")
    page.keyboard.press("Enter")
    expect(page.locator("#palette-search")).to_be_focused()
    for key in ("ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("mark.sp.ochre")).to_have_count(1)
    settled(page)


def test_spans_are_a_table_whose_rows_lead_to_the_text(open_as: OpenPage, annotator: User, document: Document) -> None:
    page = _selected(open_as, annotator, document)
    page.keyboard.press("Enter")
    expect(page.locator("#palette-search")).to_be_focused()
    page.keyboard.press("Enter")
    settled(page)
    for key in ("Escape", "t"):
        page.keyboard.press(key)
    expect(page.locator("#spans h2")).to_have_text("Spans: 1")
    expect(page.locator("#spans tbody tr").first).to_contain_text("Claim")
    page.locator("#spans tbody button").press("Enter")
    expect(page.locator("#insp-title")).to_have_text("An estimated 126,000 troops")
