"""The workbench in a real browser, by keyboard: what is marked is what is stored, and nothing is lost on the way."""

import pytest
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from annotations.actions.events import Actor
from annotations.actions.projects import save_label
from annotations.models import Document, Evidence, Span, SpanState, User, Verdict
from benchmarks.loading import AT_MOST_KILOBYTES, AT_MOST_REQUESTS, loaded

from .conftest import OpenPage, settled
from .workbench import open_workbench, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _mark_figure(page: Page) -> None:
    """Select "An estimated 126,000 troops", the start of the second paragraph, and label it a figure."""
    press(page, "Control+ArrowDown", *["Shift+ArrowRight"] * 4, "3")
    settled(page)


def test_keyboard_alone_makes_a_span_with_the_right_offsets(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    page = open_workbench(open_as, annotator, document)
    _mark_figure(page)
    span = Span.objects.get()
    assert document.current is not None
    assert span.quote == "An estimated 126,000 troops" == document.current.text[span.start : span.end]
    assert (span.label.key, span.author, span.state) == ("figure", annotator, SpanState.DRAFT)
    expect(page.locator("mark.sp.ochre")).to_have_text("An estimated 126,000 troops")
    expect(page.locator("#live")).to_contain_text("Figure added")


def test_offsets_behind_an_emoji_are_code_points(open_as: OpenPage, annotator: User, document: Document) -> None:
    page = open_workbench(open_as, annotator, document)
    press(page, *["Control+ArrowDown"] * 2, *["Control+ArrowLeft"] * 2, *["Shift+ArrowRight"] * 2, "1")
    settled(page)
    span = Span.objects.get()
    assert document.current is not None
    assert span.quote == "the capital" == document.current.text[span.start : span.end]


def test_relabel_move_remove_undo_and_redo_reach_the_server(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    page = open_workbench(open_as, annotator, document)
    _mark_figure(page)

    def stands(label: str, quote: str) -> None:
        settled(page)
        span = Span.objects.get()
        assert (span.label.key, span.quote) == (label, quote)

    press(page, "1")
    stands("claim", "An estimated 126,000 troops")
    press(page, "Alt+ArrowRight", "Alt+ArrowRight")
    stands("claim", "An estimated 126,000 troops stood near")
    press(page, "Control+z", "Control+z", "Control+z")
    stands("figure", "An estimated 126,000 troops")
    press(page, "Control+Shift+z")
    stands("claim", "An estimated 126,000 troops")
    press(page, "Delete")
    settled(page)
    assert Span.objects.get().state == SpanState.DISMISSED
    expect(page.locator("mark.sp")).to_have_count(0)
    press(page, "Control+z")
    settled(page)
    assert Span.objects.get().state == SpanState.DRAFT


def test_verdict_and_source_are_given_without_a_mouse(open_as: OpenPage, annotator: User, document: Document) -> None:
    page = open_workbench(open_as, annotator, document)
    _mark_figure(page)
    press(page, "v")
    expect(page.locator("[name=rating]").first).to_be_focused()
    press(page, "3")
    page.keyboard.type("Two counts differ.")
    press(page, "Control+Enter")
    expect(page.locator(".verdicts .v")).to_have_text("Half true")
    settled(page)
    press(page, "Escape", "s")
    expect(page.locator("#source-url")).to_be_focused()
    page.keyboard.type("https://example.org/count")
    press(page, "Control+Enter")
    expect(page.locator("#source-stance")).to_be_focused()
    expect(page.locator(".evidence .error")).to_have_text("Choose what the source does to the statement.")
    page.keyboard.type("Supports")
    press(page, "Control+Enter")
    expect(page.locator(".src li")).to_have_count(1)
    settled(page)
    verdict = Verdict.objects.get()
    assert (verdict.rating.slug, verdict.justification) == ("half-true", "Two counts differ.")
    assert Evidence.objects.get().source.url == "https://example.org/count"


def test_letters_typed_in_a_field_are_no_commands(open_as: OpenPage, annotator: User, document: Document) -> None:
    page = open_workbench(open_as, annotator, document)
    _mark_figure(page)
    press(page, "e")
    page.keyboard.type("126,000")
    press(page, "Tab")
    settled(page)
    span = Span.objects.get()
    assert (span.label.key, span.attributes) == ("figure", {"value": 126000})


def test_lost_network_is_shown_and_everything_arrives_in_order_once_it_is_back(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    page = open_workbench(open_as, annotator, document)
    page.wait_for_load_state("networkidle")
    page.context.set_offline(offline=True)
    press(page, "Control+ArrowDown", *["Shift+ArrowRight"] * 4, "3", "1", "Alt+ArrowRight")
    expect(page.locator("#saved")).to_have_text("Offline: 3 waiting")
    expect(page.locator("mark.sp.blue")).to_have_text("An estimated 126,000 troops stood")
    page.context.set_offline(offline=False)
    settled(page)
    span = Span.objects.get()
    assert (span.label.key, span.quote, span.revision) == ("claim", "An estimated 126,000 troops stood", 3)


def test_change_whose_answer_was_lost_is_no_conflict(open_as: OpenPage, annotator: User, document: Document) -> None:
    page = open_workbench(open_as, annotator, document)
    _mark_figure(page)
    settled(page)
    lost: list[int] = []

    def lose_first(route: Route) -> None:
        if route.request.method == "PATCH" and not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    page.route("**/api/v1/spans/**", lose_first)
    press(page, "1")
    settled(page)
    assert lost == [200]
    expect(page.locator("#conflict")).to_be_hidden()
    assert (Span.objects.get().label.key, Span.objects.get().revision) == ("claim", 2)


def test_what_the_server_refuses_stays_visible_until_it_is_settled(
    open_as: OpenPage, annotator: User, editor: User, document: Document
) -> None:
    page = open_workbench(open_as, annotator, document)
    _mark_figure(page)
    save_label(document.project, Actor(user=editor), "claim", {"is_on": False})
    press(page, "Control+ArrowUp", *["Shift+ArrowRight"] * 4, "1")
    expect(page.locator("#saved")).to_contain_text("Not saved: This project has no label “claim”.")
    page.get_by_role("button", name="Discard").click()
    settled(page)
    expect(page.locator("mark.sp")).to_have_count(1)


def test_second_person_approves_what_the_first_submitted(
    open_as: OpenPage, annotator: User, reviewer: User, document: Document
) -> None:
    page = open_workbench(open_as, annotator, document)
    _mark_figure(page)
    press(page, "Control+Enter")
    expect(page.locator("#submit")).to_be_visible()
    press(page, "Enter")
    expect(page.locator("#insp-span .state")).to_have_text("in review")
    expect(page.locator("#insp-why")).to_contain_text("A second person has to decide on it: a reviewer or an editor.")
    expect(page.locator("#insp .decide button")).to_have_count(0)
    second = open_workbench(open_as, reviewer, document)
    press(second, "]", "a")
    settled(second)
    expect(second.locator("#insp-span .state")).to_have_text("approved")
    span = Span.objects.get()
    assert (span.state, span.author, span.decided_by) == (SpanState.APPROVED, annotator, reviewer)


def test_page_opens_with_few_requests(
    open_as: OpenPage, annotator: User, document: Document, live_server: LiveServer
) -> None:
    context = open_as(annotator, "about:blank").context
    where = f"{live_server.url}/documents/{document.pk}/"
    cold, warm = loaded(context, where), loaded(context, where)
    assert cold.requests <= AT_MOST_REQUESTS
    assert cold.script_kilobytes <= AT_MOST_KILOBYTES
    assert warm.files == 0
