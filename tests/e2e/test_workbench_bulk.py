"""Deciding many suggestions at once: chosen by label, engine and score, shown before, and taken back with one key."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from annotations.models import Document, Span, User
from tests.actions.story import mark, suggest

from .conftest import OpenPage
from .workbench import cut, mend, open_workbench, ready

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SURE = ("Northern Command", "the capital", "The ministry")
UNSURE = ("the border", "reservists")


@pytest.fixture
def suggested(document: Document) -> Document:
    """Lay three sure and two unsure suggestions on the article, and a sure one of another label."""
    for words in (*SURE, *UNSURE):
        suggest(document, words, "claim")
    suggest(document, "126,000", "figure")
    Span.objects.filter(quote__in=UNSURE).update(score=0.4)
    return document


def _until(page: Page, check: Callable[[], bool]) -> None:
    for _ in range(200):
        if check():
            return
        page.wait_for_timeout(50)
    assert check()


def _in(state: str, count: int) -> Callable[[], bool]:
    return lambda: Span.objects.filter(state=state).count() == count


def test_keyboard_alone_accepts_the_sure_ones_of_a_label_and_takes_them_back(
    open_as: OpenPage, annotator: User, reviewer: User, suggested: Document
) -> None:
    mark(suggested, reviewer, "126,000 troops", "claim")
    page = open_workbench(open_as, annotator, suggested)
    page.keyboard.press("b")
    expect(page.locator("#bulk-label")).to_be_focused()
    page.keyboard.type("Claim")
    expect(page.locator(".bulk .count")).to_have_text("Chosen: 3 of 6 suggestions")
    expect(page.locator(".picked .words")).to_have_text(list(SURE))
    page.locator(".picked input").nth(1).focus()
    page.keyboard.press("Space")
    expect(page.locator(".bulk .count")).to_have_text("Chosen: 2 of 6 suggestions")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#bulk")).to_have_count(0)
    expect(page.locator("#doc")).to_be_focused()
    _until(page, lambda: Span.objects.filter(state="draft", author=annotator).count() == 2)
    assert set(Span.objects.filter(author=annotator).values_list("quote", flat=True)) == {SURE[0], SURE[2]}
    page.reload()
    ready(page)
    expect(page.locator("#tools [data-command=undo]")).to_have_attribute("aria-disabled", "false")
    page.keyboard.press("Control+z")
    _until(page, _in("suggested", 6))
    page.keyboard.press("Control+y")
    _until(page, lambda: Span.objects.filter(state="draft", author=annotator).count() == 2)
    assert Span.objects.get(author=reviewer).revision == 1


def test_unsure_ones_are_rejected_by_the_score(open_as: OpenPage, annotator: User, suggested: Document) -> None:
    page = open_workbench(open_as, annotator, suggested)
    page.locator("#tools > summary").click()
    page.locator("[data-command='bulk.decide']").click()
    bulk = page.locator("#bulk")
    bulk.get_by_label("Reject", exact=True).check()
    expect(bulk.get_by_label("below")).to_be_checked()
    bulk.get_by_label("How sure in percent, from 0 to 100").fill("50")
    expect(bulk.get_by_label("How sure in percent, as a slider")).to_have_value("50")
    expect(page.locator(".picked .words")).to_have_text(list(UNSURE))
    bulk.get_by_role("button", name="Reject 2").click()
    _until(page, _in("dismissed", 2))
    assert set(Span.objects.filter(state="dismissed").values_list("quote", flat=True)) == set(UNSURE)


def test_without_network_it_waits_and_arrives_once(open_as: OpenPage, annotator: User, suggested: Document) -> None:
    page = open_workbench(open_as, annotator, suggested)
    page.keyboard.press("b")
    expect(page.locator("#bulk-label")).to_be_focused()
    page.keyboard.press("Escape")
    cut(page)
    page.keyboard.press("b")
    expect(page.locator("#bulk-label")).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#saved")).to_have_text("Offline: 1 waiting")
    page.reload()
    ready(page)
    expect(page.locator("#saved")).to_have_text("Offline: 1 waiting")
    page.keyboard.press("Control+z")
    expect(page.locator("#saved")).to_have_text("Offline: 2 waiting")
    page.keyboard.press("Control+y")
    expect(page.locator("#saved")).to_have_text("Offline: 3 waiting")
    mend(page)
    _until(page, _in("draft", 4))
    expect(page.locator("#saved")).to_have_text("Saved")
    assert set(Span.objects.filter(state="draft").values_list("revision", flat=True)) == {4}


def test_what_somebody_decided_meanwhile_is_left_to_them(
    open_as: OpenPage, annotator: User, reviewer: User, suggested: Document
) -> None:
    page = open_workbench(open_as, annotator, suggested)
    page.context.route("**/events/**", lambda route: route.abort())
    page.keyboard.press("b")
    expect(page.locator("#bulk-label")).to_be_focused()
    Span.objects.filter(quote="The ministry").update(state="draft", author=reviewer, revision=2)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".toast")).to_have_text("1 was changed meanwhile and is left as it is.")
    _until(page, lambda: Span.objects.filter(state="draft", author=annotator).count() == 3)
    assert Span.objects.get(author=reviewer).revision == 2
