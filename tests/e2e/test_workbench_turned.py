"""What undo and redo say and show: the step in a few words, seen and spoken, and the place where it happened."""

import pytest
from playwright.sync_api import Page, expect

from annotations.actions.documents import DocumentDraft, create_document
from annotations.actions.events import Actor
from annotations.models import Document, Project, User
from tests.actions.story import mark, suggest

from .conftest import OpenPage, settled
from .workbench import open_workbench, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = "An estimated 126,000 troops"
LONG = "\n\n".join(f"Paragraph {number} tells what happened there." for number in range(80)) + "\n"
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


def _told(page: Page, words: str) -> None:
    """Expect these words to be shown and spoken."""
    expect(page.locator(".toast")).to_have_text(words)
    expect(page.locator("#live")).to_have_text(words)


def test_each_step_is_named_when_it_is_taken_back_and_done_again(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    page = open_workbench(open_as, annotator, document)
    press(page, "Control+ArrowDown", *["Shift+ArrowRight"] * 4, "3", "1", "Alt+ArrowRight", "Delete")
    settled(page)
    for words in (
        f"removed “{WORDS} stood”",
        f"the span is “{WORDS}” again.",
        "the label is Figure again.",
        f"marked “{WORDS}” as Figure",
    ):
        press(page, "Control+z")
        _told(page, f"Undone: {words}")
    press(page, "Control+z")
    _told(page, "There is nothing to undo.")
    press(page, "Control+y")
    _told(page, f"Done again: marked “{WORDS}” as Figure")
    press(page, "Control+y")
    _told(page, "Done again: label Figure → Claim")


def test_what_was_decided_at_once_is_named_with_its_number(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    for words in (WORDS, "The ministry"):
        suggest(document, words, "claim")
    page = open_workbench(open_as, annotator, document)
    press(page, "b")
    page.locator("#bulk").get_by_role("button", name="Accept 2").click()
    settled(page)
    press(page, "Control+z")
    _told(page, "Undone: accepted 2 suggestions")


def test_link_and_nothing_here_are_named(open_as: OpenPage, annotator: User, document: Document) -> None:
    page = open_workbench(open_as, annotator, document)
    press(page, "0")
    expect(page.locator("#nothing")).to_be_visible()
    press(page, "Control+z")
    _told(page, "Undone: said “nothing here”")
    expect(page.locator("#nothing")).to_be_hidden()
    mark(document, annotator, "The ministry denied that a second column was on its way", "denial")
    suggest(document, WORDS, "claim")
    page.reload()
    page.locator("fc-workbench[data-ready]").wait_for()
    page.locator("#doc").focus()
    press(page, "]", "l")
    expect(page.locator("#linker [role=option]").first).to_contain_text("The ministry denied")
    press(page, "Enter", "Enter")
    expect(page.locator(".links li")).to_have_count(1)
    settled(page)
    press(page, "Control+z")
    expect(page.locator(".toast")).to_contain_text("Undone: linked “The ministry denied")
    expect(page.locator(".toast")).to_contain_text(f"with “{WORDS}”")
    expect(page.locator(".toast")).to_contain_text(f"A suggestion again: “{WORDS}”.")
    press(page, "Control+y")
    expect(page.locator(".toast")).to_contain_text("Done again: linked “The ministry denied")


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_place_of_what_was_turned_comes_into_sight(
    open_as: OpenPage, project: Project, editor: User, annotator: User, size: dict[str, int]
) -> None:
    document = create_document(project, Actor(user=editor), DocumentDraft(title="Long", text=LONG, language="eo"))
    mark(document, annotator, "Paragraph 60 tells", "claim")
    page = open_workbench(open_as, annotator, document, viewport=size)
    press(page, "]", "Delete")
    expect(page.locator("mark.sp")).to_have_count(0)
    place = page.locator(".blk", has_text="Paragraph 60 tells")
    for key in ("Control+z", "Control+y"):
        page.locator(".blk").first.scroll_into_view_if_needed()
        expect(place).not_to_be_in_viewport()
        press(page, key)
        expect(place).to_be_in_viewport(ratio=1)
    expect(page.locator(".toast")).to_have_text("Done again: removed “Paragraph 60 tells”")


def test_place_that_is_in_sight_stays_where_it_is(open_as: OpenPage, annotator: User, document: Document) -> None:
    page = open_workbench(open_as, annotator, document)
    press(page, "Control+ArrowDown", *["Shift+ArrowRight"] * 4, "3")
    settled(page)
    before = page.locator("mark.sp").bounding_box()
    press(page, "1", "Control+z")
    _told(page, "Undone: the label is Figure again.")
    settled(page)
    assert page.locator("mark.sp").bounding_box() == before


def test_field_is_said_to_hold_again_what_it_held(open_as: OpenPage, annotator: User, document: Document) -> None:
    mark(document, annotator, "126,000 troops", "figure", value=126000)
    page = open_workbench(open_as, annotator, document)
    press(page, "]", "e")
    page.keyboard.type("127000")
    press(page, "Enter")
    settled(page)  # keys may wait for the inspector; a choice by mouse does not
    page.locator("#at-approximator").select_option("about")
    settled(page)
    press(page, "Escape", "Control+z")
    _told(page, "Undone: Approximator is empty again.")
    press(page, "Control+z")
    _told(page, "Undone: Value is “126000” again.")


def test_message_that_offers_undo_goes_when_something_else_is_done(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    mark(document, annotator, "126,000 troops", "figure")
    page = open_workbench(open_as, annotator, document)
    press(page, "]", "Delete")
    offer = page.locator(".toast button")
    expect(offer).to_have_text("UndoCtrl Z")
    press(page, "Control+ArrowDown", "Shift+ArrowRight", "1")
    expect(offer).to_have_count(0)
    settled(page)
