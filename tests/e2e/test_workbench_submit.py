"""Submitting and finishing a review: the question before it, what it names, and what comes after."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from annotations.access import Do, get_document
from annotations.actions.events import Actor
from annotations.actions.queue import submit_document, take_next
from annotations.models import Assignment, Document, NothingHere, Project, Queue, Span, User
from tests.actions.story import mark, suggest

from .conftest import OpenPage, settled
from .workbench import open_workbench, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = "An estimated 126,000 troops"


def _write(page: Page, field: str, words: str, *keys: str) -> None:
    """Press the keys that lead into a field, write there, and leave it."""
    press(page, *keys)
    expect(page.locator(field)).to_be_focused()
    page.keyboard.type(words)
    press(page, "Escape")
    expect(page.locator("#doc")).to_be_focused()


def _asked(page: Page) -> Locator:
    """Press the key and return the question."""
    press(page, "Control+Enter")
    dialog = page.locator("#submit")
    expect(dialog).to_be_visible()
    return dialog


def _go(dialog: Locator, words: str) -> None:
    dialog.locator("li", has_text=words).get_by_role("button").press("Enter")
    expect(dialog).to_have_count(0)


def test_escape_goes_back_to_where_one_was_and_nothing_is_submitted(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    span = mark(document, annotator, WORDS)
    page = open_workbench(open_as, annotator, document)
    dialog = _asked(page)
    expect(dialog).to_contain_text("Goes to review: 1 span")
    expect(dialog).to_contain_text(WORDS)
    expect(dialog).to_contain_text("A second person decides on each span.")
    expect(dialog.get_by_role("button", name="Submit")).to_be_focused()
    press(page, "Escape")
    expect(dialog).to_have_count(0)
    expect(page.locator("#doc")).to_be_focused()
    page.locator("#submit-form button").press("Enter")
    expect(dialog).to_be_visible()
    press(page, "Escape")
    expect(page.locator("#submit-form button")).to_be_focused()
    span.refresh_from_db()
    assert span.state == "draft"


@pytest.mark.parametrize("key", ["Enter", "Control+Enter"])
def test_enter_confirms_and_the_queue_is_at_hand(
    open_as: OpenPage, project: Project, annotator: User, document: Document, key: str
) -> None:
    mark(document, annotator, WORDS)
    page = open_workbench(open_as, annotator, document)
    _asked(page)
    press(page, key)
    toast = page.locator(".toast")
    expect(toast).to_contain_text("Sent to review: 1 span.")
    expect(page.locator("#doc")).to_be_focused()
    expect(page.locator("#held a")).to_have_text("To the queue, for the next one")
    assert Span.objects.get().state == "in_review"
    toast.get_by_role("link").click()
    page.wait_for_url(f"**/projects/{project.slug}/queue/**")


def test_key_that_is_held_down_does_not_confirm(open_as: OpenPage, annotator: User, document: Document) -> None:
    span = mark(document, annotator, WORDS)
    page = open_workbench(open_as, annotator, document)
    page.keyboard.down("Control")
    page.keyboard.down("Enter")
    expect(page.locator("#submit")).to_be_visible()
    for _ in range(3):
        page.keyboard.down("Enter")
    page.keyboard.up("Enter")
    page.keyboard.up("Control")
    settled(page)
    expect(page.locator("#submit")).to_be_visible()
    span.refresh_from_db()
    assert span.state == "draft"


def test_half_written_forms_are_named_and_lead_back_to_their_words(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    mark(document, annotator, WORDS)
    mark(document, annotator, "The ministry denied", "denial")
    page = open_workbench(open_as, annotator, document)
    _write(page, "#why", "Two counts", "]", "v", "2")
    _write(page, "#source-url", "example.org", "s")
    _write(page, "#comment-new", "Which ministry", "]", "c")
    dialog = _asked(page)
    for words in ("the verdict on", "a source for"):
        expect(dialog).to_contain_text(f"Half-written: {words} “{WORDS}”.")
    _go(dialog, "a comment on “The ministry denied”")
    expect(page.locator("#comment-new")).to_be_focused()
    expect(page.locator("#comment-new")).to_have_value("Which ministry")
    press(page, "Escape")
    _go(_asked(page), "a source for")
    expect(page.locator("#source-url")).to_be_focused()
    expect(page.locator("#source-url")).to_have_value("https://example.org")
    press(page, "Escape")
    _go(_asked(page), "the verdict on")
    expect(page.locator("[name=rating]:checked")).to_be_focused()
    expect(page.locator("#why")).to_have_value("Two counts")
    press(page, "Escape")
    _asked(page)
    press(page, "Enter")
    expect(page.locator(".toast")).to_contain_text("Sent to review: 2 spans.")
    expect(page.locator("#why")).to_have_value("Two counts")


def test_field_that_was_not_understood_is_named(open_as: OpenPage, annotator: User, document: Document) -> None:
    mark(document, annotator, WORDS)
    page = open_workbench(open_as, annotator, document)
    press(page, "]", "e")
    expect(page.locator("#at-value")).to_be_focused()
    page.keyboard.type("a lot")
    press(page, "Tab", "Escape")
    expect(page.locator("#doc")).to_be_focused()
    _go(_asked(page), f"Not understood: “a lot”, written about “{WORDS}”.")
    expect(page.locator("#at-value")).to_be_focused()


def test_undecided_suggestions_stay_and_can_be_gone_to(open_as: OpenPage, annotator: User, document: Document) -> None:
    mark(document, annotator, WORDS)
    suggest(document, "reservists", "claim")
    page = open_workbench(open_as, annotator, document)
    _go(_asked(page), "1 suggestion is undecided. It stays a suggestion")
    expect(page.locator("#insp-title")).to_have_text("reservists")
    expect(page.locator("#doc")).to_be_focused()


def test_who_marked_nothing_is_offered_the_answer(open_as: OpenPage, annotator: User, document: Document) -> None:
    page = open_workbench(open_as, annotator, document)
    dialog = _asked(page)
    expect(dialog).to_contain_text("You have marked nothing here")
    press(page, "Escape")
    assert NothingHere.objects.count() == 0
    dialog = _asked(page)
    dialog.get_by_role("button", name="Submit “Nothing here”").click()
    expect(page.locator(".toast")).to_contain_text("Handed in: you found nothing to mark here.")
    expect(page.locator("#nothing")).to_be_visible()
    assert NothingHere.objects.standing().count() == 1


def test_who_submitted_everything_is_told_that_nothing_is_new(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    mark(document, annotator, WORDS)
    submit_document(get_document(annotator, document.pk, to=Do.LABEL), Actor(user=annotator))
    page = open_workbench(open_as, annotator, document)
    dialog = _asked(page)
    expect(dialog).to_contain_text("There is nothing new to submit")
    expect(dialog.get_by_role("button", name="Submit")).to_have_count(0)
    press(page, "Enter")
    expect(dialog).to_have_count(0)


def test_reviewer_is_asked_before_the_review_ends(
    open_as: OpenPage, project: Project, annotator: User, reviewer: User, document: Document
) -> None:
    mark(document, annotator, WORDS)
    mark(document, annotator, "The ministry denied", "denial")
    submit_document(get_document(annotator, document.pk, to=Do.LABEL), Actor(user=annotator))
    take_next(project, Actor(user=reviewer), Queue.REVIEW)
    page = open_workbench(open_as, reviewer, document)
    press(page, "n", "a")
    settled(page)
    dialog = _asked(page)
    expect(dialog).to_contain_text("Finish your review?")
    expect(dialog).to_contain_text("1 span still waits for a decision. It goes back to the queue, for any reviewer.")
    press(page, "Escape")
    assert Assignment.objects.get().state == "in_progress"
    _asked(page)
    press(page, "Enter")
    page.wait_for_url(re.compile(r"/queue/$"))
    expect(page.get_by_text("Your review is finished.")).to_be_visible()
    assert Assignment.objects.get().state == "done"
    assert sorted(Span.objects.values_list("state", flat=True)) == ["approved", "in_review"]


def test_review_that_ends_keeps_half_written_words_on_the_page(
    open_as: OpenPage, project: Project, annotator: User, reviewer: User, document: Document
) -> None:
    mark(document, annotator, WORDS)
    submit_document(get_document(annotator, document.pk, to=Do.LABEL), Actor(user=annotator))
    take_next(project, Actor(user=reviewer), Queue.REVIEW)
    page = open_workbench(open_as, reviewer, document)
    _write(page, "#why", "Two counts", "n", "v", "2")
    _asked(page)
    press(page, "Enter")
    expect(page.locator(".toast")).to_contain_text("Review finished.")
    expect(page.locator("#why")).to_have_value("Two counts")
    expect(page.locator("#submit-form button")).to_contain_text("Submit")


def test_verdict_that_was_submitted_is_shown_in_review(open_as: OpenPage, annotator: User, document: Document) -> None:
    mark(document, annotator, WORDS)
    page = open_workbench(open_as, annotator, document)
    press(page, "]", "v", "1")
    page.keyboard.type("Two counts agree.")
    press(page, "Control+Enter")
    expect(page.locator(".verdicts li.draft")).to_have_count(1)
    settled(page)
    press(page, "Escape")
    _asked(page)
    press(page, "Enter")
    expect(page.locator(".toast")).to_contain_text("Sent to review: 1 span, 1 verdict.")
    expect(page.locator(".verdicts li.in_review")).to_have_count(1)
    expect(page.locator(".verdicts li.draft")).to_have_count(0)
