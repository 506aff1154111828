"""The workbench by keyboard as its hints promise it: from the first key after opening, and from form to form."""

import pytest
from playwright.sync_api import Page, Route, expect

from annotations.models import Document, Evidence, Span, User

from .conftest import OpenPage, settled
from .workbench import press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _workbench(open_as: OpenPage, user: User, document: Document) -> Page:
    page = open_as(user, f"/documents/{document.pk}/")
    page.locator("fc-workbench[data-ready]").wait_for()
    return page


def _mark(page: Page, key: str) -> None:
    press(page, "Shift+ArrowRight", "Shift+ArrowRight", key)
    settled(page)


def test_shift_and_arrow_select_before_anything_has_the_focus(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    page = _workbench(open_as, annotator, document)
    _mark(page, "1")
    assert document.current is not None
    assert document.current.text.startswith(Span.objects.get().quote)


def test_saved_verdict_leads_to_a_source_without_another_key(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    page = _workbench(open_as, annotator, document)
    _mark(page, "1")
    press(page, "v", "2")
    page.keyboard.type("Two counts differ.")
    press(page, "Control+Enter")
    expect(page.locator(".adder summary")).to_be_focused()
    press(page, "s")
    page.keyboard.type("example.org/count")
    press(page, "Control+Enter")
    expect(page.locator("#source-stance")).to_be_focused()
    page.keyboard.type("Supports")
    press(page, "Control+Enter")
    expect(page.locator(".adder summary")).to_be_focused()
    settled(page)
    assert Evidence.objects.get().source.url == "https://example.org/count"
    press(page, "Escape")
    expect(page.locator("#doc")).to_be_focused()
    expect(page.locator("#insp-span")).to_be_visible()


def test_inspector_shows_the_beginning_of_another_span(open_as: OpenPage, annotator: User, document: Document) -> None:
    page = _workbench(open_as, annotator, document)
    page.set_viewport_size({"width": 1280, "height": 420})
    _mark(page, "1")
    press(page, "Escape", "Control+ArrowDown")
    _mark(page, "3")
    press(page, "s")
    expect(page.locator("#source-url")).to_be_focused()
    assert page.locator("#insp").evaluate("element => element.scrollTop") > 0
    press(page, "Escape", "[")
    expect(page.locator("#insp .lb")).to_have_text("Claim")
    assert page.locator("#insp").evaluate("element => element.scrollTop") == 0


def test_hover_and_focus_show_the_same_span_in_text_and_margin(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    page = _workbench(open_as, annotator, document)
    _mark(page, "1")
    press(page, "Escape")
    near = "() => [...(CSS.highlights.get('near') ?? [])].map(String)"
    words = [Span.objects.get().quote]
    page.wait_for_load_state("networkidle")
    page.locator("mark.sp").first.hover()
    expect(page.locator("#cards .card.near")).to_have_count(1)
    assert page.evaluate(near) == words
    page.locator("#main").hover(position={"x": 5, "y": 5})
    expect(page.locator("#cards .card.near")).to_have_count(0)
    page.locator("#cards .cb").focus()
    expect(page.locator("#cards .card.near")).to_have_count(1)
    assert page.evaluate(near) == words


def test_keys_meant_for_a_form_that_cannot_be_fetched_do_nothing_else(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    page = open_as(annotator, "/accounts/me/")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.context.route("**/annotator/inspector*.js", hold)
    page.goto(f"/documents/{document.pk}/")
    page.locator("fc-workbench[data-ready]").wait_for()
    press(page, "Shift+ArrowRight", "Shift+ArrowRight", "3")
    expect(page.locator("mark.sp")).to_have_count(1)
    press(page, "e", "1", "2")
    assert held
    held[0].abort()
    expect(page.locator(".toast")).to_contain_text("This needs the network once")
    settled(page)
    assert Span.objects.get().label.key == "figure"


def _type(page: Page, key: str, code: str, *, ctrl: bool = False) -> None:
    """Press a key of a Ukrainian keyboard as the system tells it to the browser."""
    tools = page.context.new_cdp_session(page)
    told = {"key": key, "code": code, "modifiers": 2 if ctrl else 0, "windowsVirtualKeyCode": ord(code[-1])}
    for kind in ("rawKeyDown", "keyUp"):
        tools.send("Input.dispatchKeyEvent", {"type": kind, **told})
    tools.detach()


def test_letter_keys_and_undo_work_on_a_ukrainian_keyboard(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    page = _workbench(open_as, annotator, document)
    _mark(page, "1")
    _type(page, "т", "KeyN")
    expect(page.locator(".toast")).to_contain_text("Nothing is left to decide")
    _type(page, "я", "KeyZ", ctrl=True)
    expect(page.locator("mark.sp")).to_have_count(0)
    _type(page, "е", "KeyT")
    expect(page.locator("#spans")).to_be_visible()


def test_keys_work_with_caps_lock(open_as: OpenPage, annotator: User, document: Document) -> None:
    page = _workbench(open_as, annotator, document)
    page.locator("#doc").focus()
    press(page, "Shift+ArrowRight", "Shift+ArrowRight", "Enter")
    page.keyboard.type("FIG")
    press(page, "Enter")
    settled(page)
    assert Span.objects.get().label.key == "figure"
    _type(page, "E", "KeyE")
    expect(page.locator("#at-value")).to_be_focused()
    press(page, "Escape")
    expect(page.locator("#doc")).to_be_focused()
    _type(page, "C", "KeyC")
    page.keyboard.type("WHO COUNTED?")
    press(page, "Control+Enter")
    expect(page.locator("#insp .comment, #insp .thread").first).to_contain_text("WHO COUNTED?")
    press(page, "Escape")
    settled(page)
    _type(page, "Z", "KeyZ", ctrl=True)
    expect(page.locator(".toast")).to_contain_text("wrote a comment")
    _type(page, "Z", "KeyZ", ctrl=True)
    expect(page.locator("mark.sp")).to_have_count(0)
