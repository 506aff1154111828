"""Reading aids of the workbench by keyboard alone: find, guidelines, addresses of spans, the next unsure one."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from annotations.actions.documents import DocumentDraft, create_document
from annotations.actions.events import Actor
from annotations.actions.projects import edit_project, save_label
from annotations.actions.spans import delete_span
from annotations.models import Document, Project, Span, User
from tests.conftest import TEXT
from tests.web.conftest import mark, suggest

from .conftest import OpenPage
from .workbench import open_workbench, press, ready

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "Long. " * 900
GUIDELINES = f"# Ours\n\nRead first.\n\n## 1 Claim\n\nOne proposition.\n\n{LONG}\n\n## 3 Figure\n\nA number.\n"


def _until(page: Page, condition: str) -> None:
    """Wait until something is so that no element shows; the page's policy forbids Playwright's own way."""
    for _ in range(200):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(25)
    pytest.fail(f"never came true: {condition}")


def _selected(page: Page) -> Callable[[], str]:
    return lambda: str(page.evaluate("getSelection().toString()"))


# --- find ------------------------------------------------------------------------------------------------------------


def test_found_words_are_counted_stepped_through_and_labelled(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    page = open_workbench(open_as, annotator, document)
    page.keyboard.press("f")
    expect(page.locator("#find-words")).to_be_focused()
    page.keyboard.type("126 000")
    expect(page.locator("#find-count")).to_have_text("Not in this text")
    for _ in "126 000":
        page.keyboard.press("Backspace")
    page.keyboard.type("COMMAND")
    expect(page.locator("#find-count")).to_have_text("1 of 2")
    _until(page, "CSS.highlights.get('found')?.size === 1 && CSS.highlights.get('found-now')?.size === 1")
    page.keyboard.press("Enter")
    expect(page.locator("#find-count")).to_have_text("2 of 2")
    expect(page.locator("#live")).to_contain_text("Northern Command said")
    page.keyboard.press("Shift+Enter")
    expect(page.locator("#find-count")).to_have_text("1 of 2")
    page.keyboard.press("Shift+Enter")
    expect(page.locator("#find-count")).to_have_text("2 of 2")
    page.keyboard.press("Escape")
    expect(page.locator("#doc")).to_be_focused()
    expect(page.locator(".find")).to_be_hidden()
    assert _selected(page)() == "Command"
    assert page.evaluate("CSS.highlights.has('found-now')") is False
    page.keyboard.press("5")
    expect(page.locator("mark.sp.teal")).to_have_text("Command")
    _until(page, "document.querySelector('mark.sp.teal').dataset.s.startsWith('new-') === false")
    span = Span.objects.get()
    assert TEXT[span.start : span.end] == "Command"
    assert span.start == TEXT.rindex("Command")


def test_match_over_marks_is_found_and_whole_words_are_an_option(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    mark(document, annotator, "figure")
    page = open_workbench(open_as, annotator, document)
    page.keyboard.press("f")
    page.keyboard.type("troops stood")
    expect(page.locator("#find-words")).to_have_value("troops stood")
    expect(page.locator("#find-count")).to_have_text("1 of 1")
    page.locator("#find-words").fill("it")
    expect(page.locator("#find-count")).to_have_text(f"1 of {TEXT.lower().count('it')}")
    page.locator(".find input[type=checkbox]").press("Space")
    expect(page.locator("#find-count")).to_have_text("1 of 2")


def test_find_opens_from_the_tools_without_a_mouse(open_as: OpenPage, annotator: User, document: Document) -> None:
    page = open_workbench(open_as, annotator, document)
    page.locator("#tools > summary").press("Enter")
    page.get_by_role("button", name="Find in the text").press("Enter")
    expect(page.locator("#find-words")).to_be_focused()


def test_far_match_of_a_large_text_is_shown_where_it_is_read(
    open_as: OpenPage, editor: User, annotator: User, project: Project
) -> None:
    lines = "\n\n".join(f"Paragraph {number} of a long report on the border." for number in range(2000))
    draft = DocumentDraft(title="Long", text=lines + "\n\nThe needle lies here.")
    page = open_workbench(open_as, annotator, create_document(project, Actor(user=editor), draft))
    page.keyboard.press("f")
    page.keyboard.type("NEEDLE")
    expect(page.locator("#find-count")).to_have_text("1 of 1")
    expect(page.get_by_text("The needle lies here.")).to_be_in_viewport()


# --- guidelines ------------------------------------------------------------------------------------------------------


@pytest.fixture
def guided(project: Project, editor: User) -> Project:
    """Return the project with guidelines, changed once, and a word of its own on figures."""
    by = Actor(user=editor)
    project = edit_project(project, by, revision=project.revision, changes={"guidelines": GUIDELINES})
    save_label(project, by, "denial", {"guideline": "Only what is *denied*."})
    return project


def test_guidelines_open_at_the_label_in_hand_and_keep_their_place(
    open_as: OpenPage, guided: Project, annotator: User, document: Document
) -> None:
    mark(document, annotator, "figure")
    page = open_workbench(open_as, annotator, document)
    page.keyboard.press("]")
    page.keyboard.press("g")
    expect(page.locator(".guide-body")).to_be_focused()
    expect(page.locator(".guide")).to_contain_text("Version 2, by editor")
    expect(page.locator(".guide .here")).to_have_text("3 Figure")
    expect(page.locator(".guide .here")).to_be_in_viewport()
    top = page.evaluate("document.querySelector('.guide-body').scrollTop")
    assert top > 300
    page.keyboard.press("Escape")
    expect(page.locator(".guide")).to_be_hidden()
    expect(page.locator("#doc")).to_be_focused()
    page.keyboard.press("g")
    _until(page, f"Math.abs(document.querySelector('.guide-body').scrollTop - {top}) < 2")
    page.keyboard.press("g")
    expect(page.locator(".guide")).to_be_hidden()
    page.keyboard.press("2")
    page.keyboard.press("g")
    expect(page.locator(".guide .here")).to_contain_text("Only what is denied.")


def test_contents_of_the_guidelines_lead_to_their_headings(
    open_as: OpenPage, guided: Project, annotator: User, document: Document
) -> None:
    page = open_workbench(open_as, annotator, document)
    page.keyboard.press("g")
    expect(page.locator(".guide-body")).to_be_focused()
    page.locator(".guide-contents summary").press("Enter")
    page.get_by_role("link", name="3 Figure", exact=True).press("Enter")
    expect(page.locator(".guide .here")).to_be_focused()
    expect(page.locator(".guide .here")).to_have_text("3 Figure")
    assert "#" not in page.url


# --- addresses -------------------------------------------------------------------------------------------------------


def test_copied_address_opens_the_span_after_a_reload(open_as: OpenPage, annotator: User, document: Document) -> None:
    span = mark(document, annotator, "figure")
    page = open_workbench(open_as, annotator, document)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.keyboard.press("]")
    page.keyboard.press("y")
    expect(page.locator(".toast")).to_contain_text("Copied: the address of “An estimated 126,000 troops”.")
    address = page.evaluate("navigator.clipboard.readText()")
    assert address.endswith(f"/documents/{document.pk}/?span={span.pk}")
    page.goto(address)
    expect(page.locator("#insp-title")).to_have_text("An estimated 126,000 troops")
    page.reload()
    expect(page.locator("#insp-title")).to_have_text("An estimated 126,000 troops")


def test_address_is_shown_selected_where_there_is_no_clipboard(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    span = mark(document, annotator, "figure")
    page = open_workbench(open_as, annotator, document)
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.keyboard.press("]")
    page.keyboard.press("y")
    expect(page.locator("#address-field")).to_be_focused()
    assert _selected(page)().endswith(f"?span={span.pk}")
    page.keyboard.press("Escape")
    expect(page.locator("#doc")).to_be_focused()


def test_address_of_a_dismissed_span_says_so(open_as: OpenPage, annotator: User, document: Document) -> None:
    span = mark(document, annotator, "figure")
    delete_span(span, Actor(user=annotator), revision=span.revision)
    page = open_workbench(open_as, annotator, document, f"?span={span.pk}")
    expect(page.locator(".linked")).to_contain_text("was dismissed: “An estimated 126,000 troops”")


# --- unsure ----------------------------------------------------------------------------------------------------------


def test_next_unsure_goes_by_the_text_and_says_why(open_as: OpenPage, annotator: User, document: Document) -> None:
    ends = TEXT.index("of it are")
    for start, end, score in ((0, 8, 0.9), (46, 60, 0.5), (ends, ends + 5, 0.61)):
        Span.objects.filter(pk=suggest(document, start, end).pk).update(score=score)
    page = open_workbench(open_as, annotator, document)
    page.keyboard.press("u")
    expect(page.locator(".toast")).to_have_text("Unsure (1 of 2). Figure: the engine is 50 of 100 sure.")
    page.keyboard.press("u")
    expect(page.locator(".toast")).to_have_text("Unsure (2 of 2). Figure: the engine is 61 of 100 sure.")
    expect(page.locator("#insp-title")).to_have_text("of it")
    page.keyboard.press("u")
    expect(page.locator(".toast")).to_have_text("Unsure (1 of 2). Figure: the engine is 50 of 100 sure.")


def test_after_a_reload_the_text_stands_where_it_stood_with_the_same_span_active(
    open_as: OpenPage, annotator: User, long: Document
) -> None:
    assert long.current is not None
    words = "126,000 troops"
    start = long.current.text.rindex(words)
    span = mark(long, annotator, "figure", start, start + len(words))
    page = open_workbench(open_as, annotator, long)
    page.set_viewport_size({"width": 1200, "height": 500})
    top = "() => document.querySelector('.desk').scrollTop"
    first = page.evaluate(top)
    press(page, "]")
    expect(page.locator("#insp-title")).to_have_text(span.quote)
    at = page.evaluate(top)
    assert at > first + 200
    page.reload()
    ready(page)
    expect(page.locator("#insp-title")).to_have_text(span.quote)
    _until(page, f"() => Math.abs(document.querySelector('.desk').scrollTop - {at}) < 60")
    page.goto("/accounts/me/")
    page.goto(f"/documents/{long.pk}/")
    ready(page)
    assert page.evaluate(top) < at - 200
    expect(page.locator("fc-workbench")).not_to_have_attribute("data-active", "")
