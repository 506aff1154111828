"""Figures as people type them in the inspector: what they say fills the fields it speaks of."""

import pytest
from playwright.sync_api import Page, expect

from annotations.models import Document, Span, User

from .conftest import OpenPage, settled

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _figure(open_as: OpenPage, user: User, document: Document) -> Page:
    """Mark the start of the second paragraph as a figure and put the cursor into its first field."""
    page = open_as(user, f"/documents/{document.pk}/")
    page.locator("fc-workbench[data-ready]").wait_for()
    page.locator("#doc").focus()
    for key in ("Control+ArrowDown", *["Shift+ArrowRight"] * 4, "3", "e"):
        page.keyboard.press(key)
    expect(page.locator("#at-value")).to_be_focused()
    return page


@pytest.mark.parametrize(
    ("typed", "filled"),
    [
        ("126k", {"value": 126000}),
        ("126 000", {"value": 126000}),
        ("some 17,600", {"value": 17600, "approximator": "about"}),
        (
            "понад 100 тис. осіб",
            {"value": 100000, "low": 100000, "approximator": "more_than", "unit": "person", "counted": "осіб"},
        ),
        (
            "between 4.5 and 4.7 percent",
            {"low": 4.5, "high": 4.7, "unit": "percent", "kind": "percent", "approximator": "between"},
        ),
    ],
)
def test_typed_figure_fills_the_fields_it_speaks_of(
    open_as: OpenPage, annotator: User, document: Document, typed: str, filled: dict[str, object]
) -> None:
    page = _figure(open_as, annotator, document)
    page.keyboard.type(typed)
    page.keyboard.press("Tab")
    settled(page)
    expect(page.locator("#at-approximator")).to_have_value(str(filled.get("approximator", "")))
    assert Span.objects.get().attributes == filled


def test_what_is_no_figure_is_said_and_not_saved(open_as: OpenPage, annotator: User, document: Document) -> None:
    page = _figure(open_as, annotator, document)
    page.keyboard.type("a lot")
    page.keyboard.press("Tab")
    expect(page.locator("#at-value-error")).to_contain_text("Write a figure like 126k")
    expect(page.locator("#at-value")).to_have_attribute("aria-invalid", "true")
    assert Span.objects.get().attributes == {}


def test_escape_puts_back_what_stood_in_the_field(open_as: OpenPage, annotator: User, document: Document) -> None:
    page = _figure(open_as, annotator, document)
    page.keyboard.type("126k")
    page.keyboard.press("Enter")
    expect(page.locator("#at-value")).to_have_value("126000")
    page.keyboard.press("Control+a")
    page.keyboard.type("nearly 7")
    page.keyboard.press("Escape")
    expect(page.locator("#doc")).to_be_focused()
    expect(page.locator("#at-value")).to_have_value("126000")
    settled(page)
    assert Span.objects.get().attributes == {"value": 126000}


def test_retyped_figure_leaves_nothing_of_the_words_before(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    page = _figure(open_as, annotator, document)
    for typed in ("not more than 5 million", "half a million"):
        page.keyboard.press("Control+a")
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
        settled(page)
    assert Span.objects.get().attributes == {"value": 500000}


def test_label_pressed_by_mistake_takes_no_figure_away(open_as: OpenPage, annotator: User, document: Document) -> None:
    page = _figure(open_as, annotator, document)
    page.keyboard.type("some 17,600 people")
    for key in ("Enter", "Escape", "1"):
        page.keyboard.press(key)
    settled(page)
    assert (Span.objects.get().label.key, Span.objects.get().attributes) == ("claim", {})
    page.keyboard.press("3")
    expect(page.locator("#at-value")).to_have_value("17600")
    settled(page)
    said = {"value": 17600, "approximator": "about", "unit": "person", "counted": "people"}
    assert Span.objects.get().attributes == said
