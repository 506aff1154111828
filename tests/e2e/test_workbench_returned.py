"""Work that came back from review: where it is seen, what it says, how one gets there, and when it goes."""

import re

import pytest
from playwright.sync_api import expect

from annotations.actions.decisions import return_span
from annotations.actions.events import Actor
from annotations.actions.queue import take_next
from annotations.models import Document, Queue, Span, User
from tests.actions.story import mark, seen, submit, suggest

from .conftest import OpenPage, settled
from .workbench import open_workbench, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = "126,000 troops"
WAITING = "The ministry"


@pytest.fixture
def returned(document: Document, annotator: User, reviewer: User) -> Span:
    """Return a span that came back to the annotator while another one still waits in review."""
    submit(mark(document, annotator, WAITING, "speaker"), annotator)
    span = submit(mark(document, annotator, WORDS), annotator)
    found = seen(span, reviewer)
    told = {"reason": "wrong_label", "note": "It is a claim."}
    return return_span(found, Actor(user=reviewer), revision=found.revision, **told)


def test_author_sees_what_came_back_and_why_until_it_is_handed_in_again(
    open_as: OpenPage, annotator: User, document: Document, returned: Span
) -> None:
    page = open_workbench(open_as, annotator, document)
    card = page.locator(f"#card-{returned.pk}")
    expect(card.locator(".state.returned")).to_have_attribute("title", "returned")
    expect(card.get_by_role("button", name=re.compile("Figure, returned"))).to_be_visible()
    expect(page.locator("#insp-about [data-returned]")).to_contain_text("1 returned to you, with the reason.")
    rail = page.get_by_role("region", name="Came back")
    rail.get_by_role("button").press("Enter")
    callout = page.locator("#insp-returned")
    expect(callout).to_have_text("Returned by reviewer: Wrong label. “It is a claim.”")
    expect(page.locator("#insp-span h2")).to_have_text(WORDS)
    expect(page.locator("#insp-span .top .state")).to_have_text("returned")
    page.get_by_role("button", name="Submit only this span").press("Enter")
    settled(page)
    expect(callout).to_have_count(0)
    expect(rail).to_be_hidden()
    expect(card.locator(".state.returned")).to_have_count(0)
    returned.refresh_from_db()
    assert returned.state == "in_review"


def test_table_of_spans_names_what_came_back(
    open_as: OpenPage, annotator: User, document: Document, returned: Span
) -> None:
    page = open_workbench(open_as, annotator, document)
    press(page, "t")
    expect(page.locator("#spans tr", has_text=WORDS).locator(".state")).to_have_text("returned")


def test_nobody_else_is_told_that_it_came_back_to_them(
    open_as: OpenPage, reviewer: User, document: Document, returned: Span
) -> None:
    page = open_workbench(open_as, reviewer, document)
    expect(page.locator(f"#card-{returned.pk} .state.returned")).to_be_visible()
    expect(page.get_by_role("region", name="Came back")).to_be_hidden()


def test_in_a_review_what_waits_stands_out_and_proposals_step_back(
    open_as: OpenPage, reviewer: User, annotator: User, document: Document
) -> None:
    submit(mark(document, annotator, WORDS), annotator)
    suggest(document, WAITING, "speaker")
    taken = take_next(document.project, Actor(user=reviewer), Queue.REVIEW)
    assert taken is not None
    page = open_workbench(open_as, reviewer, document)
    due, proposed = page.locator(".card.due"), page.locator(".card.sug")
    expect(due).to_have_count(1)
    expect(due).not_to_have_css("border-top-color", "rgba(0, 0, 0, 0)")
    expect(proposed).to_have_css("border-top-color", "rgba(0, 0, 0, 0)")
    expect(proposed.locator(".ar")).to_be_hidden()
    proposed.get_by_role("button").first.press("Enter")
    expect(proposed.locator(".ar")).to_be_visible()
    expect(page.locator(".foot")).to_contain_text("approve, return, reject")
    expect(page.locator(".foot")).not_to_contain_text("accept, reject")


def test_words_of_ones_own_are_reason_enough_to_return(
    open_as: OpenPage, annotator: User, reviewer: User, document: Document
) -> None:
    span = submit(mark(document, annotator, WORDS), annotator)
    page = open_workbench(open_as, reviewer, document)
    press(page, "n", "r")
    expect(page.locator("#reason")).to_be_visible()
    page.locator("#reason-note").fill("The count is that of Monday.")
    press(page, "Control+Enter")
    expect(page.locator("#reason")).to_be_hidden()
    settled(page)
    span.refresh_from_db()
    assert (span.state, span.reason, span.note) == ("draft", "", "The count is that of Monday.")
