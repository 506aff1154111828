"""Verdicts, sources and comments go back and forth like spans, wait without the network, and outlive a reload."""

import re

import pytest
from playwright.sync_api import Page, expect

from annotations.actions.claims import claim_of_span
from annotations.actions.evidence import EvidenceDraft, SourceDraft, add_evidence
from annotations.actions.verdicts import VerdictDraft, record_verdict
from annotations.models import Claim, Comment, Document, Evidence, Span, User, Verdict
from tests.actions.story import as_, mark, seen

from .conftest import OpenPage, settled
from .workbench import cut, mend, press, ready

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = "An estimated 126,000 troops"
WAITS = "not saved yet"


@pytest.fixture
def span(document: Document, annotator: User) -> Span:
    return mark(document, annotator, WORDS, "claim")


@pytest.fixture
def claim(span: Span, annotator: User) -> Claim:
    return claim_of_span(seen(span, annotator), as_(annotator))[0]


def _ready(page: Page) -> None:
    ready(page)
    press(page, "Escape", "]")
    expect(page.locator("#vh")).to_be_visible()


def _open(open_as: OpenPage, user: User, document: Document) -> Page:
    page = open_as(user, f"/documents/{document.pk}/")
    _ready(page)
    return page


def _write_source(page: Page, address: str = "https://example.org/count") -> None:
    page.keyboard.press("s")
    expect(page.locator("#source-url")).to_be_focused()
    page.keyboard.type(address)
    page.locator("#source-stance").select_option("supports")
    page.locator("#source-stance").press("Control+Enter")


def _write_verdict(page: Page, number: str, words: str) -> None:
    page.keyboard.press("v")
    expect(page.locator("[name=rating]:focus")).to_have_count(1)
    page.keyboard.press(number)
    page.keyboard.press("Control+a")
    page.keyboard.type(words)
    page.keyboard.press("Control+Enter")


def _write_comment(page: Page, words: str) -> None:
    page.keyboard.press("c")
    expect(page.locator("#comment-new")).to_be_focused()
    page.keyboard.type(words)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#comment-new")).to_have_value("")
    page.keyboard.press("Escape")


def test_undo_after_a_source_takes_the_source_and_leaves_the_span(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    page = open_as(annotator, f"/documents/{document.pk}/")
    page.locator("fc-workbench[data-ready]").wait_for()
    page.locator("#doc").focus()
    for key in ("Control+ArrowDown", *["Shift+ArrowRight"] * 4, "1"):
        page.keyboard.press(key)
    _write_source(page)
    expect(page.locator(".adder + [role=status]")).to_have_text("Source added.")
    sources = page.locator(".src li")
    page.keyboard.press("Control+z")
    expect(sources).to_have_count(0)
    settled(page)
    assert (Evidence.objects.standing().count(), Span.objects.get().state) == (0, "draft")
    page.reload()
    _ready(page)
    page.keyboard.press("Control+y")
    expect(sources).to_have_count(1)
    settled(page)
    assert Evidence.objects.standing().get().source.url == "https://example.org/count"
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    settled(page)
    assert (Evidence.objects.standing().count(), Span.objects.get().state) == (0, "dismissed")


def test_source_taken_off_comes_back_and_the_focus_stays_near(
    open_as: OpenPage, annotator: User, document: Document, claim: Claim
) -> None:
    for title in ("The count", "The letter"):
        add_evidence(claim, as_(annotator), SourceDraft(title=title), EvidenceDraft("126,000", "refutes"))
    page = _open(open_as, annotator, document)
    page.get_by_role("button", name="Remove The count").press("Enter")
    expect(page.locator(".src .ti")).to_have_text("The letter")
    expect(page.get_by_role("button", name="Remove The letter")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".adder > summary")).to_be_focused()
    settled(page)
    assert Evidence.objects.standing().count() == 0
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect(page.locator(".src .ti")).to_have_text(["The letter", "The count"])
    settled(page)
    back = Evidence.objects.standing().values_list("source__title", "passage", "stance").order_by("source__title")
    assert list(back) == [("The count", "126,000", "refutes"), ("The letter", "126,000", "refutes")]
    page.keyboard.press("Control+y")
    expect(page.locator(".src .ti")).to_have_text("The letter")
    settled(page)
    assert Evidence.objects.standing().get().source.title == "The letter"


def test_comment_is_taken_away_and_written_again(
    open_as: OpenPage, annotator: User, document: Document, span: Span
) -> None:
    page = _open(open_as, annotator, document)
    _write_comment(page, "Is it the same count?")
    words = page.locator(".comment .words")
    expect(words).to_have_text("Is it the same count?")
    page.keyboard.press("Control+z")
    expect(words).to_have_count(0)
    settled(page)
    assert (Comment.objects.filter(is_removed=False).count(), Span.objects.get().state) == (0, "draft")
    page.keyboard.press("Control+y")
    expect(words).to_have_text("Is it the same count?")
    settled(page)
    assert Comment.objects.filter(is_removed=False).get().text == "Is it the same count?"


def test_verdict_goes_back_to_the_words_before_it_and_the_first_is_taken_back(
    open_as: OpenPage, annotator: User, document: Document, span: Span
) -> None:
    page = _open(open_as, annotator, document)
    _write_verdict(page, "3", "Two counts differ.")
    expect(page.locator(".vf + [role=status]")).to_have_text("Verdict saved.")
    _write_verdict(page, "1", "They agree.")
    expect(page.locator(".verdicts li")).to_have_count(2)
    page.locator(".adder > summary").focus()
    page.keyboard.press("Control+z")
    expect(page.locator(".verdicts li").first).to_contain_text("Two counts differ.")
    expect(page.locator("#why")).to_have_value("Two counts differ.")
    settled(page)
    told = Verdict.objects.order_by("number").values_list("justification", "state")
    assert list(told) == [
        ("Two counts differ.", "superseded"), ("They agree.", "superseded"), ("Two counts differ.", "draft")
    ]  # fmt: skip
    page.keyboard.press("Control+z")
    expect(page.locator(".verdicts li:not(.superseded)")).to_have_count(0)
    expect(page.locator("#why")).to_have_value("")
    settled(page)
    assert not Verdict.objects.exclude(state="superseded").exists()
    page.keyboard.press("Control+y")
    page.keyboard.press("Control+y")
    settled(page)
    assert Verdict.objects.get(state="draft").justification == "They agree."
    assert Span.objects.get().state == "draft"


def test_what_is_written_without_network_waits_survives_a_reload_and_arrives_in_order(
    open_as: OpenPage, annotator: User, document: Document, span: Span
) -> None:
    page = _open(open_as, annotator, document)
    page.wait_for_load_state("networkidle")
    cut(page)
    _write_verdict(page, "3", "Two counts differ.")
    expect(page.locator(".verdicts li")).to_contain_text(WAITS)
    expect(page.locator("#saved")).to_have_text("Offline: 1 waiting")
    _write_source(page)
    expect(page.locator(".src li")).to_contain_text(WAITS)
    _write_comment(page, "Is it the same count?")
    expect(page.locator("#saved")).to_have_text("Offline: 3 waiting")
    page.reload()
    _ready(page)
    expect(page.locator("#saved")).to_have_text("Offline: 3 waiting")
    expect(page.locator(".verdicts li")).to_contain_text("Two counts differ.")
    expect(page.locator(".src li")).to_contain_text("example.org")
    expect(page.locator(".comment .words")).to_have_text("Is it the same count?")
    assert (Verdict.objects.count(), Evidence.objects.count(), Comment.objects.count()) == (0, 0, 0)
    mend(page)
    settled(page)
    expect(page.locator("#insp-span")).not_to_contain_text(WAITS)
    verdict, source, comment = Verdict.objects.get(), Evidence.objects.get(), Comment.objects.get()
    assert verdict.created_at < source.created_at < comment.created_at
    page.reload()
    _ready(page)
    expect(page.locator(".src li")).to_have_count(1)
    assert Verdict.objects.count() == 1


def test_half_written_verdict_and_source_survive_a_reload(
    open_as: OpenPage, annotator: User, document: Document, span: Span
) -> None:
    page = _open(open_as, annotator, document)
    page.keyboard.press("v")
    expect(page.locator("[name=rating]").first).to_be_focused()
    page.keyboard.press("3")
    page.keyboard.type("Two counts")
    page.keyboard.press("Escape")
    page.keyboard.press("s")
    expect(page.locator("#source-url")).to_be_focused()
    page.keyboard.type("example.org/co")
    page.reload()
    _ready(page)
    expect(page.locator("#rating-half-true")).to_be_checked()
    expect(page.locator("#why")).to_have_value("Two counts")
    expect(page.locator("#source-url")).to_be_visible()
    # The scheme is filled in when the field is left, which a reload may or may not do.
    expect(page.locator("#source-url")).to_have_value(re.compile("^(https://)?example.org/co$"))


def test_verdict_that_the_server_refuses_stands_in_its_form_again(
    open_as: OpenPage, annotator: User, reviewer: User, document: Document, claim: Claim
) -> None:
    page = _open(open_as, annotator, document)
    page.wait_for_load_state("networkidle")
    record_verdict(claim, as_(reviewer), VerdictDraft("false"))
    _write_verdict(page, "3", "Two counts differ.")
    expect(page.locator(".vf + [role=status]")).to_contain_text("Not saved: reviewer has an open verdict")
    expect(page.locator("#why")).to_have_value("Two counts differ.")
    expect(page.locator("#saved")).to_have_text("Saved")
    expect(page.locator("#tools [data-command=undo]")).to_have_attribute("aria-disabled", "true")


# Without a stream, as on this server, the page asks for news every ten seconds.
def test_verdict_of_somebody_else_comes_without_a_reload(
    open_as: OpenPage, annotator: User, reviewer: User, document: Document, claim: Claim
) -> None:
    record_verdict(claim, as_(annotator), VerdictDraft("half-true", "Half so."))
    looking = _open(open_as, reviewer, document)
    expect(looking.locator(".verdicts li.draft")).to_contain_text("Half true")
    passing = open_as(reviewer, f"/documents/{document.pk}/")
    expect(passing.locator(".card .vi.mix")).to_have_count(1)
    looking.wait_for_load_state("networkidle")
    record_verdict(claim, as_(annotator), VerdictDraft("false", "Two counts differ."))
    expect(looking.locator(".verdicts li.draft")).to_contain_text("Two counts differ.", timeout=20_000)
    expect(passing.locator(".card .vi.no")).to_have_count(1, timeout=20_000)


def test_what_a_source_lacks_is_said_at_its_field(
    open_as: OpenPage, annotator: User, document: Document, span: Span
) -> None:
    page = _open(open_as, annotator, document)
    press(page, "s")
    expect(page.locator("#source-url")).to_be_focused()
    press(page, "Control+Enter")
    expect(page.locator(".field:has(#source-url) [role=status]")).to_have_text("A source needs an address or a title.")
    page.keyboard.type("example.org/count")
    press(page, "Control+Enter")
    expect(page.locator(".field:has(#source-stance) [role=status]")).to_have_text(
        "Choose what the source does to the statement."
    )
    expect(page.locator("#source-stance")).to_be_focused()
    page.locator("#source-stance").select_option("supports")
    press(page, "Control+Enter")
    expect(page.locator(".adder + [role=status]")).to_have_text("Source added.")
    settled(page)
    assert Evidence.objects.get().stance == "supports"
