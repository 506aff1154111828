"""What a newcomer finds without knowing a key, and that Escape leads back from each of it to where one was."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from annotations.models import Document, User
from tests.actions.story import mark

from .conftest import OpenPage
from .workbench import open_workbench

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = "An estimated 126,000 troops"


def _choose(page: Page, name: str) -> None:
    """Open the menu of tools with the keyboard and take an entry."""
    page.locator("#tools > summary").press("Enter")
    page.locator("#tools").get_by_role("button", name=name).press("Enter")


@pytest.mark.parametrize(
    ("name", "shows"),
    [
        ("All spans as a table", "#spans"),
        ("Keys", "#keys"),
        ("Options", "#options"),
        ("Who is here", "#readers"),
        ("Side by side with another document", "#beside"),
    ],
)
def test_escape_leads_from_what_the_menu_opened_to_the_text(
    open_as: OpenPage, annotator: User, document: Document, name: str, shows: str
) -> None:
    page = open_workbench(open_as, annotator, document)
    _choose(page, name)
    expect(page.locator(shows)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(shows)).to_be_hidden()
    expect(page.locator("#doc")).to_be_focused()


def test_escape_leads_from_the_table_to_the_button_that_opened_it(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    mark(document, annotator, WORDS)
    page = open_workbench(open_as, annotator, document)
    button = page.locator("#insp-about").get_by_role("button", name="All spans as a table")
    button.press("Enter")
    expect(page.locator("#spans")).to_contain_text("A quote leads to its place")
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    button.press("Enter")
    page.locator("#spans tbody button").press("Enter")
    expect(page.locator("#insp-title")).to_have_text(WORDS)
    expect(page.locator("#doc")).to_be_focused()


def test_palette_and_keys_explain_themselves(open_as: OpenPage, annotator: User, document: Document) -> None:
    mark(document, annotator, WORDS)
    page = open_workbench(open_as, annotator, document)
    for key in ("]", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("#palette-search")).to_have_accessible_description(
        "Letters narrow the list, arrow keys choose, Enter labels."
    )
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_contain_text("Esc leads from a field back to the text")
    expect(page.locator("#keys")).to_contain_text("Submit, after a question; in a form: save it")


def test_link_and_comment_are_in_the_menu_and_say_what_they_need(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    mark(document, annotator, WORDS, "claim")
    page = open_workbench(open_as, annotator, document)
    for name in ("Link the span to another…", "Comment on the span"):
        _choose(page, name)
        expect(page.locator(".toast")).to_contain_text("Choose a span first")
    page.keyboard.press("]")
    _choose(page, "Comment on the span")
    expect(page.locator("#comment-new")).to_be_focused()
    _choose(page, "Link the span to another…")
    expect(page.locator("#linker-search")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#doc")).to_be_focused()


def test_inspector_leads_to_links_comments_and_guidelines(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    mark(document, annotator, WORDS, "claim")
    page = open_workbench(open_as, annotator, document)
    page.keyboard.press("]")
    tools = page.locator("#insp .tools")
    expect(tools.get_by_role("button")).to_have_text(
        ["LinkL", "CommentC", "Same claimM", "SplitK", "GuidelinesG", "Copy addressY"]
    )
    tools.get_by_role("button", name="Guidelines").press("Enter")
    expect(page.locator(".guide")).to_be_visible()
    page.keyboard.press("Escape")
    expect(tools.get_by_role("button", name="Guidelines")).to_be_focused()
    tools.get_by_role("button", name="Comment").press("Enter")
    expect(page.locator("#comment-new")).to_be_focused()


def test_reader_is_offered_no_tool_that_is_not_theirs(
    open_as: OpenPage, viewer: User, annotator: User, document: Document
) -> None:
    mark(document, annotator, WORDS, "claim")
    page = open_workbench(open_as, viewer, document)
    page.keyboard.press("]")
    expect(page.locator("#insp .tools").get_by_role("button")).to_have_text(["GuidelinesG", "Copy addressY"])


@pytest.mark.parametrize("width", [1440, 390])
def test_menu_breaks_no_rule_of_accessibility(
    open_as: OpenPage, annotator: User, document: Document, width: int
) -> None:
    page = open_workbench(open_as, annotator, document, viewport={"width": width, "height": 600})
    page.locator("#tools > summary").press("Enter")
    assert [(each["id"], len(each["nodes"])) for each in Axe().run(page).response["violations"]] == []
    last = page.locator("#tools").get_by_role("button", name="Keys")
    last.focus()
    expect(last).to_be_in_viewport()
