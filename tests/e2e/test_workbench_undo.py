"""Undo and redo across reloads, splitting, clearing one's drafts, and the reason that comes after a rejection."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from annotations.actions import spans
from annotations.actions.claims import claim_of_span
from annotations.actions.verdicts import VerdictDraft, record_verdict, submit_verdict
from annotations.models import Document, Event, Span, User
from tests.actions.story import as_, held, mark, place, seen, submit, suggest

from .conftest import OpenPage, settled
from .workbench import open_workbench, press, ready

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = "An estimated 126,000 troops"


def _may(page: Page, command: str, *, is_on: bool = True) -> None:
    """Wait until there is something to undo, or to do again."""
    expect(page.locator(f"#tools [data-command={command}]")).to_have_attribute("aria-disabled", str(not is_on).lower())


def _until(page: Page, check: Callable[[], bool]) -> None:
    """Wait until the database says so."""
    for _ in range(200):
        if check():
            return
        page.wait_for_timeout(50)
    assert check()


def _revision(span: Span, number: int) -> Callable[[], bool]:
    return lambda: Span.objects.filter(pk=span.pk, revision=number).exists()


def test_everything_goes_back_and_forth_again_across_reloads(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    page = open_workbench(open_as, annotator, document)
    press(page, "Control+ArrowDown", *["Shift+ArrowRight"] * 4, "3")
    expect(page.locator("mark.sp.rust, mark.sp.ochre, mark.sp.olive, mark.sp.plum, mark.sp.teal")).to_have_count(1)
    press(page, "1", "Alt+ArrowRight")
    _until(page, lambda: Span.objects.filter(revision=3).exists())
    page.reload()
    ready(page)
    _may(page, "undo")
    marked = page.locator("mark.sp")
    press(page, "Control+z")
    expect(marked).to_have_text(WORDS)
    press(page, "Control+z", "Control+z")
    expect(marked).to_have_count(0)
    _until(page, lambda: Span.objects.filter(revision=6, state="dismissed").exists())
    page.reload()
    ready(page)
    _may(page, "redo")
    press(page, "Control+y", "Control+y", "Control+y")
    expect(page.locator("mark.sp.blue")).to_have_text(f"{WORDS} stood")
    _until(page, lambda: Span.objects.filter(revision=9, state="draft").exists())
    span = Span.objects.get()
    assert (span.label.key, span.quote) == ("claim", f"{WORDS} stood")
    _may(page, "redo", is_on=False)


def test_undo_ends_with_what_was_handed_in(open_as: OpenPage, annotator: User, document: Document) -> None:
    page = open_workbench(open_as, annotator, document)
    press(page, "Control+ArrowDown", *["Shift+ArrowRight"] * 4, "1")
    _may(page, "undo")
    press(page, "Control+Enter", "Enter")
    expect(page.locator(".toast")).to_contain_text("Sent to review: 1 span")
    _may(page, "undo", is_on=False)
    press(page, "Control+z")
    expect(page.locator(".toast")).to_contain_text("What you sent to review comes back when a reviewer returns it.")
    assert Span.objects.get().state == "in_review"


def test_undo_of_what_somebody_else_changed_since_says_so(
    open_as: OpenPage, annotator: User, reviewer: User, document: Document
) -> None:
    suggest(document, WORDS, "claim")
    page = open_workbench(open_as, annotator, document)
    span = Span.objects.get()
    press(page, "n", "x")
    _until(page, _revision(span, 2))
    found = seen(span, annotator)
    Span.objects.filter(pk=span.pk).update(decided_by=None)
    spans.change(found, as_(reviewer), "edited", {"note": "Mine."})
    press(page, "Escape", "Control+z")
    expect(page.locator(".toast")).to_contain_text("This cannot be taken back or done again any more")
    expect(page.locator("mark.sp")).to_have_count(0)
    _may(page, "undo", is_on=False)


def test_reason_is_one_more_key_and_goes_back_with_the_rejection(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    suggest(document, WORDS, "claim")
    page = open_workbench(open_as, annotator, document)
    press(page, "n", "x")
    bar = page.locator(".why")
    expect(bar).to_contain_text("Wrong boundary")
    expect(page.locator("#doc")).to_be_focused()
    press(page, "2")
    expect(bar).to_have_count(0)
    _until(page, lambda: Span.objects.filter(state="dismissed", reason="wrong_boundary").exists())
    told = Event.objects.filter(kind="span").order_by("pk").values_list("verb", flat=True)
    assert list(told) == ["rejected", "explained"]
    press(page, "Control+z")
    expect(page.locator("mark.sp.sug, mark.sp")).to_have_count(1)
    _until(page, lambda: Span.objects.filter(state="suggested", reason="", revision=4).exists())
    _may(page, "undo", is_on=False)


def test_any_other_key_goes_on_without_a_reason(open_as: OpenPage, annotator: User, document: Document) -> None:
    suggest(document, WORDS, "claim")
    suggest(document, "The ministry", "claim")
    page = open_workbench(open_as, annotator, document)
    press(page, "n", "x")
    expect(page.locator(".why")).to_be_visible()
    press(page, "]")
    expect(page.locator(".why")).to_have_count(0)
    press(page, "3")
    _until(page, lambda: Span.objects.filter(state="draft", label__key="figure").exists())
    assert Span.objects.get(state="dismissed").reason == ""


def test_reason_can_be_clicked(open_as: OpenPage, annotator: User, document: Document) -> None:
    suggest(document, WORDS, "claim")
    page = open_workbench(open_as, annotator, document)
    press(page, "n", "x")
    page.locator(".why").get_by_role("button", name="Duplicate").click()
    _until(page, lambda: Span.objects.filter(state="dismissed", reason="duplicate").exists())


def test_editing_a_suggestion_makes_it_ones_own_and_looking_does_not(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    suggest(document, WORDS, "figure")
    page = open_workbench(open_as, annotator, document)
    span = Span.objects.get()
    press(page, "n", "e")
    expect(page.locator("#at-value")).to_be_focused()
    press(page, "Escape")
    expect(page.locator("#doc")).to_be_focused()
    expect(page.locator("#insp-span .state")).to_have_text("suggested")
    press(page, "e")
    expect(page.locator("#at-value")).to_be_focused()
    page.keyboard.type("126k")
    press(page, "Tab")
    expect(page.locator("#insp-span .state")).to_have_text("draft")
    _until(page, _revision(span, 2))
    span.refresh_from_db()
    assert (span.state, span.author, span.attributes["value"]) == ("draft", annotator, 126000)


def test_split_is_one_step(open_as: OpenPage, annotator: User, document: Document) -> None:
    start, end = place(document, "estimated")
    cue = {"start": start, "end": end, "quote": "estimated"}
    mark(document, annotator, f"{WORDS} stood near the border", "denial", subtype="explicit", cue=cue)
    page = open_workbench(open_as, annotator, document)
    press(page, "Control+ArrowDown", *["Control+ArrowRight"] * 2, *["ArrowRight"] * 4)
    page.evaluate("() => { const wb = document.querySelector('fc-workbench'); wb.activate(wb.store.all[0]); }")
    press(page, "k")
    _until(page, lambda: Span.objects.filter(state="draft").count() == 2)
    found = [(span.quote, sorted(span.attributes)) for span in Span.objects.order_by("start")]
    assert found == [("An estimated", ["cue", "subtype"]), ("126,000 troops stood near the border", [])]
    press(page, "Control+z")
    _until(page, lambda: Span.objects.exclude(state="dismissed").count() == 1)
    _until(page, lambda: Span.objects.filter(quote=f"{WORDS} stood near the border", revision=3).exists())
    press(page, "Control+y")
    _until(page, lambda: Span.objects.filter(state="draft", quote="An estimated").count() == 1)
    expect(page.locator("#insp .tools button", has_text="Split")).to_have_text("SplitK")


def test_clearing_ones_drafts_asks_spares_others_and_goes_back(
    open_as: OpenPage, annotator: User, reviewer: User, document: Document
) -> None:
    for words in (WORDS, "The ministry"):
        mark(document, annotator, words, "claim")
    mark(document, reviewer, "reservists", "claim")
    suggest(document, "4.7 percent")
    page = open_workbench(open_as, annotator, document)
    page.locator("#tools > summary").click()
    page.locator("[data-command='clear.ask']").click()
    expect(page.locator("#clear h2")).to_have_text("Remove your 2 drafts?")
    press(page, "Escape")
    expect(page.locator("#clear")).to_have_count(0)
    page.locator("#tools > summary").click()
    page.locator("[data-command='clear.ask']").click()
    page.locator("#clear").get_by_role("button", name="Remove all 2").click()
    _until(page, lambda: Span.objects.filter(state="dismissed").count() == 2)
    left = Span.objects.exclude(state="dismissed").values_list("author__username", flat=True)
    assert set(left) == {reviewer.username, None}
    page.reload()
    ready(page)
    _may(page, "undo")
    press(page, "Control+z")
    _until(page, lambda: Span.objects.filter(state="draft", author=annotator).count() == 2)


def test_verdict_saved_twice_by_a_double_click_is_one(open_as: OpenPage, annotator: User, document: Document) -> None:
    mark(document, annotator, WORDS, "claim")
    page = open_workbench(open_as, annotator, document)
    press(page, "]", "v", "2")
    page.get_by_role("button", name="Save verdict").dblclick()
    expect(page.locator(".verdicts li")).to_have_count(1)
    expect(page.locator(".vf + [role=status]")).to_have_text("Verdict saved.")
    assert Event.objects.filter(kind="verdict", verb="created").count() == 1


def test_accepting_what_one_has_already_leaves_one_span_and_says_so(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    suggest(document, value=126000)
    page = open_workbench(open_as, annotator, document)
    own = mark(document, annotator, "126,000 troops", "figure", unit="person")
    page.reload()
    ready(page)
    page.wait_for_function("() => document.querySelector('fc-workbench').links")  # or the links might hold it
    press(page, "n", "a")
    settled(page)
    own.refresh_from_db()
    assert own.state == "dismissed"
    (left,) = Span.objects.filter(state="draft")
    assert (left.author, left.attributes) == (annotator, {"value": 126000, "unit": "person"})
    press(page, "Control+z")
    settled(page)
    own.refresh_from_db()
    assert own.state == "draft"


def test_what_one_has_in_review_stays_and_the_suggestion_is_set_aside(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    suggested = suggest(document)
    submit(mark(document, annotator, "126,000 troops", "figure"), annotator)
    page = open_workbench(open_as, annotator, document)
    press(page, "n", "a")
    expect(page.locator(".toast")).to_contain_text("You have this span already.")
    settled(page)
    assert Span.objects.get(pk=suggested.pk).reason == "duplicate"
    press(page, "Control+z")
    expect(page.locator("#insp-span .state.suggested")).to_be_visible()


def test_span_approved_with_its_verdict_is_not_taken_back_alone(
    open_as: OpenPage, annotator: User, reviewer: User, document: Document
) -> None:
    span = submit(mark(document, annotator, WORDS), annotator)
    claim = claim_of_span(seen(span, annotator), as_(annotator))[0]
    verdict = record_verdict(claim, as_(annotator), VerdictDraft("false", "Two counts differ."))
    submit_verdict(held(verdict, annotator), as_(annotator), revision=1)
    page = open_workbench(open_as, reviewer, document)
    press(page, "n", "a")
    expect(page.locator(".toast")).to_contain_text("Approved, with its verdict “False”.")
    expect(page.locator(".verdicts li.approved")).to_have_count(1)
    settled(page)
    press(page, "Control+z")
    expect(page.locator(".toast")).to_contain_text("An approved verdict stands, and the span with it.")
    settled(page)
    span.refresh_from_db()
    assert span.state == "approved"


def test_number_after_a_refused_verdict_labels_nothing(open_as: OpenPage, annotator: User, document: Document) -> None:
    suggest(document, WORDS, "claim")
    page = open_workbench(open_as, annotator, document)
    press(page, "n", "v", "4")
    expect(page.locator(".toast")).to_have_text("Accept the suggestion first.")
    assert Span.objects.get().state == "suggested"
