"""Where the document stands, true without a reload: its state beside the text, and the line of its engines."""

import pytest
from playwright.sync_api import expect

from annotations import access
from annotations.access import Do
from annotations.actions.claims import claim_of_span
from annotations.actions.events import Actor
from annotations.actions.queue import submit_document
from annotations.actions.verdicts import VerdictDraft, record_verdict, submit_verdict
from annotations.models import Document, EngineRun, RunState, User, Verdict
from tests.actions.story import held, known, mark, seen, submit, suggest

from .conftest import OpenPage, settled
from .workbench import open_workbench, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = "An estimated 126,000 troops"
# On the test server no stream gets through: the page asks every ten seconds.
NEWS = 20_000


def test_state_follows_what_one_does(open_as: OpenPage, annotator: User, document: Document) -> None:
    page = open_workbench(open_as, annotator, document)
    state = page.locator("#state")
    expect(state).not_to_have_text("In progress")
    press(page, "Control+ArrowDown", *["Shift+ArrowRight"] * 4, "3")
    expect(state).to_have_text("In progress")
    press(page, "Control+z")
    expect(state).to_have_text("Ready")
    press(page, "Control+y")
    expect(state).to_have_text("In progress")
    press(page, "Control+Enter")
    expect(page.locator("#submit")).to_be_visible()
    press(page, "Enter")
    expect(state).to_have_text("In review")
    press(page, "Escape")
    expect(page.locator("#held")).to_contain_text("Sent to review: 1 span.")
    expect(state).to_be_visible()


def test_state_follows_what_others_do(open_as: OpenPage, annotator: User, reviewer: User, document: Document) -> None:
    page = open_workbench(open_as, annotator, document)
    state = page.locator("#state")
    span = mark(document, reviewer, WORDS)
    expect(state).to_have_text("In progress", timeout=NEWS)
    submit(span, reviewer)
    expect(state).to_have_text("In review", timeout=NEWS)


def test_line_of_the_engine_counts_what_is_undecided(open_as: OpenPage, annotator: User, document: Document) -> None:
    for words in ("reservists", "The ministry"):
        suggest(document, words, "claim")
    EngineRun.objects.filter(state=RunState.DONE).update(proposed=2)
    page = open_workbench(open_as, annotator, document)
    line = page.locator(".run", has_text="2 suggestions")
    expect(line).to_contain_text("2 are undecided")
    press(page, "n", "a")
    expect(line).to_contain_text("1 is undecided")
    press(page, "a")
    expect(line).to_contain_text("all are decided")
    press(page, "Control+z")
    expect(line).to_contain_text("1 is undecided")


def test_failed_engine_can_be_run_again(open_as: OpenPage, annotator: User, document: Document) -> None:
    EngineRun.objects.update(state=RunState.FAILED, error="Out of memory")
    page = open_workbench(open_as, annotator, document)
    expect(page.locator("#runs")).to_contain_text("Failed: Out of memory")
    page.get_by_role("button", name="Run again").press("Enter")
    expect(page.locator("#runs")).to_contain_text("Waiting for a worker")


def test_reviewer_reads_the_verdict_where_it_is_approved(
    open_as: OpenPage, annotator: User, reviewer: User, document: Document
) -> None:
    span = mark(document, annotator, "126,000 troops", "figure")
    by = Actor(user=annotator)
    claim, _ = claim_of_span(seen(span, annotator), by)
    verdict = record_verdict(known(claim, annotator), by, VerdictDraft("half-true", "Two counts differ."))
    submit_verdict(held(verdict, annotator), by, revision=1)
    submit_document(access.get_document(annotator, document.pk, to=Do.LABEL), by)
    page = open_workbench(open_as, reviewer, document)
    press(page, "]")
    expect(page.locator("#insp-verdict")).to_have_text("Its verdict: Half true · “Two counts differ.” · no source")
    press(page, "r")
    expect(page.locator("#reason .q")).to_have_text("Figure “126,000 troops”")
    press(page, "Escape", "a")
    settled(page)
    expect(page.locator("#insp-verdict")).to_have_count(0)
    expect(page.locator(".toast")).to_contain_text("Approved, with its verdict “Half true”. “126,000 troops”")
    assert Verdict.objects.get().state == "approved"
