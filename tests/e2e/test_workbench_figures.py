"""Figures as people type them in the inspector: what they say fills the fields it speaks of."""

import pytest
from playwright.sync_api import Page, expect

from annotations.models import Document, Span, User
from tests.actions.story import mark, suggest

from .conftest import OpenPage, settled
from .workbench import open_workbench, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _figure(open_as: OpenPage, user: User, document: Document) -> Page:
    """Mark the start of the second paragraph as a figure and put the cursor into its first field."""
    page = open_workbench(open_as, user, document)
    press(page, "Control+ArrowDown", *["Shift+ArrowRight"] * 4, "3", "e")
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


def test_words_of_the_span_fill_in_its_figure_by_key_and_by_button(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    filled = {"value": 126000, "approximator": "estimate", "unit": "person", "counted": "troops"}
    page = _figure(open_as, annotator, document)
    expect(page.locator("#at-value")).to_have_attribute("placeholder", "126,000 ↵")
    page.keyboard.press("Enter")
    expect(page.locator("#at-value")).to_have_value("126000")
    expect(page.locator("#at-value")).to_be_focused()
    settled(page)
    assert Span.objects.get().attributes == filled
    page.keyboard.press("Escape")
    page.keyboard.press("Control+z")
    page.locator("#at-value-read").click()
    expect(page.locator("#at-value")).to_have_value("126000")
    expect(page.locator("#at-value-read")).to_have_count(0)
    settled(page)
    assert Span.objects.get().attributes == filled


def test_tab_leads_from_the_value_to_the_next_field(open_as: OpenPage, annotator: User, document: Document) -> None:
    page = _figure(open_as, annotator, document)
    page.keyboard.type("14,000")
    page.keyboard.press("Tab")
    settled(page)
    expect(page.locator("#at-value")).to_have_value("14000")
    expect(page.locator("#at-approximator")).to_be_focused()


def test_range_is_filled_in_and_words_without_a_figure_offer_nothing(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    mark(document, annotator, "Between 4.5 and 4.7 percent", "figure")
    mark(document, annotator, "Northern Command", "figure")
    page = open_workbench(open_as, annotator, document)
    press(page, "]")
    expect(page.locator("#insp-title")).to_have_text("Northern Command")
    expect(page.locator("#at-value")).to_have_attribute("placeholder", "e.g. 126k")
    expect(page.locator("#at-value-read")).to_have_count(0)
    press(page, "]", "e")
    expect(page.locator("#at-value")).to_have_attribute("placeholder", "4.5–4.7 ↵")
    press(page, "Enter")
    expect(page.locator("#at-value-read")).to_have_count(0)
    settled(page)
    said = {"low": 4.5, "high": 4.7, "unit": "percent", "kind": "percent", "approximator": "between"}
    assert Span.objects.get(quote__startswith="Between").attributes == said


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


def test_retyped_figure_leaves_nothing_of_the_words_before_but_the_approximator(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    page = _figure(open_as, annotator, document)
    for typed in ("not more than 5 million", "half a million"):
        press(page, "Escape", "e")  # the key takes the field's words up as a whole
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
        settled(page)
    assert Span.objects.get().attributes == {"value": 500000, "high": 500000, "approximator": "at_most"}


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


def test_figure_that_comes_to_equal_a_suggestion_takes_its_place(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    suggest(document, "Northern Command puts", "figure")
    page = open_workbench(open_as, annotator, document)
    press(page, "Control+Home", *["Shift+ArrowRight"] * 4, "3", "e")
    expect(page.locator("#at-value")).to_be_focused()
    page.keyboard.type("126000")
    page.keyboard.press("Tab")
    page.wait_for_function("() => document.querySelector('fc-workbench').links")  # or links might hang on it
    press(page, "Escape", "Alt+ArrowLeft")
    expect(page.locator(".toast")).to_contain_text("An engine proposes the same")
    settled(page)
    span = Span.objects.standing().get()
    assert (span.state, span.origin, span.attributes["value"]) == ("draft", "engine", 126000)
    page.locator(".toast button").click()
    settled(page)
    assert sorted(Span.objects.standing().values_list("state", flat=True)) == ["draft", "suggested"]


def test_letters_choose_in_a_menu_and_bounds_follow_its_words(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    span = mark(document, annotator, "126,000 troops", "figure", value=126000, low=126000, approximator="at_least")
    page = open_workbench(open_as, annotator, document)
    press(page, "]", "e", "Tab")
    expect(page.locator("#at-approximator")).to_be_focused()
    press(page, "Home")
    page.keyboard.type("at", delay=40)
    expect(page.locator("#at-approximator")).to_have_value("at_least")
    press(page, "ArrowDown", "ArrowDown")
    expect(page.locator("#at-approximator")).to_have_value("at_most")
    press(page, "Escape")
    settled(page)
    span.refresh_from_db()
    assert span.attributes == {"value": 126000, "high": 126000, "approximator": "at_most"}
