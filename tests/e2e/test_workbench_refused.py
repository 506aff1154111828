"""What the server would not save: two versions to choose from, a twin of a suggestion, a session that has ended."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from annotations.actions import spans
from annotations.models import Document, Span, User
from tests.actions.story import as_, edit, mark, seen, suggest

from .conftest import OpenPage, settled
from .workbench import cut, mend, open_workbench, press, ready

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = "An estimated 126,000 troops"


def _may(page: Page, command: str, *, is_on: bool = True) -> None:
    expect(page.locator(f"#tools [data-command={command}]")).to_have_attribute("aria-disabled", str(not is_on).lower())


def _first_field(page: Page, span: Span) -> None:
    page.goto(f"{page.url.split('?')[0]}?span={span.pk}")
    ready(page)
    press(page, "e")
    expect(page.locator("#at-value")).to_be_focused()


def test_two_windows_of_one_person_do_not_overwrite_each_other_in_silence(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    span = mark(document, annotator, WORDS, value=1)
    page = open_workbench(open_as, annotator, document)
    _first_field(page, span)
    press(page, "Control+a")
    page.keyboard.type("3")
    edit(span, annotator, attributes={"value": 2})
    page.wait_for_function("() => document.querySelector('fc-workbench').store.all[0].revision === 2")
    press(page, "Tab")
    expect(page.locator("#conflict")).to_be_visible()
    page.locator("#conflict").get_by_role("button", name="Take theirs").click()
    expect(page.locator("#at-value")).to_have_value("2")
    assert Span.objects.get().attributes["value"] == 2


def test_taking_theirs_lets_go_of_what_rested_on_ones_own(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    span = mark(document, annotator, WORDS)
    page = open_workbench(open_as, annotator, document)
    cut(page)
    press(page, "]", "1", "Alt+Shift+ArrowRight")
    expect(page.locator("#saved")).to_have_text("Offline: 2 waiting")
    edit(span, annotator, label="denial")
    mend(page)
    page.locator("#conflict").get_by_role("button", name="Take theirs").click()
    expect(page.locator("#insp .lb")).to_have_text("Denial")
    expect(page.locator("mark.sp")).to_have_text(WORDS)
    expect(page.locator("#saved")).to_have_text("Saved")
    _may(page, "undo", is_on=False)
    assert (Span.objects.get().label.key, Span.objects.get().revision) == ("denial", 2)


def _in_conflict(page: Page, span: Span, change: Callable[[], object], *keys: str) -> None:
    """Do something to the span while another window changes it unseen."""
    cut(page)
    press(page, "]", *keys)
    expect(page.locator("#saved")).to_contain_text("Offline: ")
    change()
    mend(page)
    expect(page.locator("#conflict")).to_be_visible()


def test_both_versions_stand_side_by_side_and_the_focus_comes_back(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    span = mark(document, annotator, WORDS, value=1, unit="troops")
    page = open_workbench(open_as, annotator, document)
    _first_field(page, span)
    press(page, "Control+a")
    page.keyboard.type("777")
    edit(span, annotator, attributes={"value": 555}, label="figure")
    page.wait_for_function("() => document.querySelector('fc-workbench').store.all[0].revision === 2")
    press(page, "Tab")
    rows = page.locator("#conflict tbody tr")
    expect(rows).to_have_text(["Value555777"])
    page.locator("#conflict").get_by_role("button", name="Keep mine").press("Enter")
    settled(page)
    expect(page.locator("#at-approximator")).to_be_focused()
    assert Span.objects.get().attributes["value"] == 777


def test_keeping_ones_own_sends_all_that_was_shown(open_as: OpenPage, annotator: User, document: Document) -> None:
    span = mark(document, annotator, WORDS, value=1)
    page = open_workbench(open_as, annotator, document)
    _in_conflict(page, span, lambda: edit(span, annotator, label="denial"), "Alt+Shift+ArrowRight")
    rows = page.locator("#conflict tbody th")
    expect(rows).to_have_text(["Label", "Words", "Value"])
    page.locator("#conflict").get_by_role("button", name="Keep mine").click()
    settled(page)
    stored = Span.objects.get()
    assert (stored.label.key, stored.quote, stored.attributes) == ("figure", "estimated 126,000 troops", {"value": 1})


def test_closing_the_question_keeps_it_open_also_over_a_reload(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    span = mark(document, annotator, WORDS)
    page = open_workbench(open_as, annotator, document)
    _in_conflict(page, span, lambda: edit(span, annotator, label="denial"), "1")
    expect(page.locator("#conflict tbody tr")).to_have_text(["LabelDenialClaim"])
    press(page, "Escape")
    bar = page.locator("#saved")
    expect(bar).to_contain_text("Not saved: somebody changed this span, too. Choose which version counts.")
    assert Span.objects.get().label.key == "denial"
    bar.get_by_role("button", name="Choose").click()
    expect(page.locator("#conflict")).to_be_visible()
    press(page, "Escape")
    page.reload()
    page.locator("#conflict").get_by_role("button", name="Keep mine").click()
    settled(page)
    assert (Span.objects.get().label.key, Span.objects.get().revision) == ("claim", 3)


def test_keeping_ones_own_brings_back_what_another_window_removed(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    span = mark(document, annotator, WORDS)
    page = open_workbench(open_as, annotator, document)
    gone = seen(span, annotator)
    _in_conflict(page, span, lambda: spans.delete_span(gone, as_(annotator), revision=1), "1")
    expect(page.locator("#conflict .gone")).to_be_visible()
    page.locator("#conflict").get_by_role("button", name="Keep mine").click()
    settled(page)
    stored = Span.objects.get()
    assert (stored.state, stored.label.key, stored.quote) == ("draft", "claim", WORDS)
    expect(page.locator("mark.sp.blue")).to_have_text(WORDS)


def test_suggestion_that_one_has_already_is_set_aside_as_a_duplicate(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    suggested = suggest(document, WORDS, "claim")
    page = open_as(annotator, f"/documents/{document.pk}/")
    ready(page)
    mark(document, annotator, WORDS, "claim")  # in another window: this one does not know yet
    press(page, "n", "a")
    expect(page.locator(".toast")).to_contain_text("The suggestion is set aside as a duplicate.")
    settled(page)
    suggested.refresh_from_db()
    assert (suggested.state, suggested.reason) == ("dismissed", "duplicate")
    expect(page.locator("mark.sp")).to_have_count(1)
    press(page, "Control+z")
    settled(page)
    suggested.refresh_from_db()
    assert suggested.state == "suggested"


def test_twin_of_ones_own_span_is_not_made_and_the_page_goes_on(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    mark(document, annotator, WORDS, "claim")
    other = mark(document, annotator, WORDS, "figure")
    page = open_as(annotator, f"/documents/{document.pk}/?span={other.pk}")
    ready(page)
    press(page, "1")
    expect(page.locator(".toast")).to_contain_text("Not saved: You already have a span with this label here.")
    settled(page)
    other.refresh_from_db()
    assert other.label.key == "figure"
    _may(page, "undo", is_on=False)


def test_who_was_signed_out_meanwhile_signs_in_and_loses_nothing(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    annotator.set_password("a long sentence of words")
    annotator.save()
    page = open_workbench(open_as, annotator, document)
    page.wait_for_load_state("networkidle")
    page.context.clear_cookies(name="sessionid")
    press(page, "Control+ArrowDown", *["Shift+ArrowRight"] * 4, "1")
    bar = page.locator("#saved")
    expect(bar).to_contain_text("Not saved: you are signed out")
    bar.get_by_role("link", name="Sign in").press("Enter")
    page.locator("[name=username]").fill(annotator.username)
    page.locator("[name=password]").fill("a long sentence of words")
    press(page, "Enter")
    ready(page)
    settled(page)
    expect(page.locator("mark.sp.blue")).to_have_text(WORDS)
    assert Span.objects.get().label.key == "claim"


def test_retry_works_once_signed_in_in_another_window(open_as: OpenPage, annotator: User, document: Document) -> None:
    page = open_workbench(open_as, annotator, document)
    page.wait_for_load_state("networkidle")
    held = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    press(page, "Control+ArrowDown", *["Shift+ArrowRight"] * 4, "1")
    expect(page.locator("#saved")).to_contain_text("Not saved: you are signed out")
    page.context.add_cookies(held)
    page.locator("#saved").get_by_role("button", name="Retry").click()
    settled(page)
    assert Span.objects.get().label.key == "claim"
