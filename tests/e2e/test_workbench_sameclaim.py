"""A span states a claim that is known already: chosen by keyboard, seen side by side, taken off again."""

import pytest
from playwright.sync_api import Page, expect

from annotations.actions.claims import claim_of_span
from annotations.actions.documents import DocumentDraft, create_document
from annotations.actions.events import Actor
from annotations.models import Claim, Document, Span, User
from tests.actions.story import mark
from tests.conftest import TEXT

from .conftest import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = "An estimated 126,000 troops stood near the border on Tuesday"


@pytest.fixture
def known(document: Document, annotator: User) -> Claim:
    """Return the claim of a first article, with one of other words beside it."""
    claim, _ = claim_of_span(mark(document, annotator, WORDS, "claim"), Actor(user=annotator))
    claim_of_span(mark(document, annotator, "it are reservists", "claim"), Actor(user=annotator))
    return claim


@pytest.fixture
def span(document: Document, editor: User, annotator: User) -> Span:
    """Return a claim in a second article."""
    draft = DocumentDraft(title="A second article", text=TEXT)
    return mark(create_document(document.project, Actor(user=editor), draft), annotator, WORDS, "claim")


def _open(open_as: OpenPage, user: User, span: Span) -> Page:
    page = open_as(user, f"/documents/{span.version.document_id}/?span={span.pk}")
    page.locator("fc-workbench[data-ready]").wait_for()
    page.locator("#doc").focus()
    return page


def test_span_joins_a_known_claim_by_keyboard_and_leaves_it(
    open_as: OpenPage, annotator: User, known: Claim, span: Span, document: Document
) -> None:
    page = _open(open_as, annotator, span)
    page.keyboard.press("m")
    expect(page.locator("#same-claim-search")).to_be_focused()
    expect(page.locator("#same-claim-list [role=option] .quoted")).to_have_text([WORDS, "it are reservists"])
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("It states this claim by now")
    expect(page.locator("#doc")).to_be_focused()
    assert Span.objects.get(pk=span.pk).claim_id == known.pk
    page.keyboard.press("m")
    expect(page.locator("#same-claim .elsewhere a")).to_have_text(["Border force at 126,000"])
    page.get_by_role("button", name="It states another claim").press("Enter")
    expect(page.locator("#same-claim-search")).to_be_focused()
    assert Span.objects.get(pk=span.pk).claim_id is None
    page.keyboard.press("Escape")
    expect(page.locator("#doc")).to_be_focused()


def test_claim_that_two_texts_state_is_marked_side_by_side(
    open_as: OpenPage, annotator: User, known: Claim, span: Span, document: Document
) -> None:
    page = _open(open_as, annotator, span)
    page.keyboard.press("m")
    page.locator("#same-claim-search").press("Enter")
    expect(page.locator(".toast")).to_contain_text("It states this claim by now")
    page.goto(f"/documents/{document.pk}/beside/{span.version.document_id}/")
    page.locator("html[data-ready]").wait_for()
    expect(page.locator("[data-row='1']")).to_contain_text(WORDS)
    expect(page.locator("[data-row]")).to_have_count(1)


def test_claims_are_searched_and_one_without_words_in_common_is_not_hidden(
    open_as: OpenPage, annotator: User, known: Claim, span: Span
) -> None:
    page = _open(open_as, annotator, span)
    page.keyboard.press("m")
    page.locator("#same-claim-search").fill("reserv")
    expect(page.locator("#same-claim-list [role=option] .quoted")).to_have_text(["it are reservists"])
    page.locator("#same-claim-search").fill("nobody says this")
    expect(page.locator("#same-claim [role=status]")).to_have_text("No claim holds these words.")


def test_quote_states_no_claim_and_says_so(
    open_as: OpenPage, annotator: User, known: Claim, document: Document
) -> None:
    quote = mark(document, annotator, "No unit of ours has crossed it", "quote")
    page = _open(open_as, annotator, quote)
    page.keyboard.press("m")
    expect(page.locator(".toast")).to_have_text("Only a claim, denial or figure states a claim.")
