"""“Nothing here” in the workbench by keyboard alone: said, taken back, undone, ended by marking, handed in."""

import pytest
from playwright.sync_api import expect

from annotations.models import Document, NothingHere, User
from tests.web.conftest import mark

from .conftest import OpenPage, settled
from .workbench import cut, mend, open_workbench

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_nothing_here_is_said_undone_done_again_and_taken_back(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    page = open_workbench(open_as, annotator, document)
    line = page.locator("#nothing")
    page.keyboard.press("0")
    expect(line).to_be_visible()
    expect(line).to_contain_text("You found nothing to mark here.")
    settled(page)
    assert NothingHere.objects.standing().count() == 1
    page.keyboard.press("0")
    expect(page.locator(".toast")).to_contain_text("You said so already.")
    page.keyboard.press("Control+z")
    expect(line).to_be_hidden()
    page.keyboard.press("Control+y")
    expect(line).to_be_visible()
    settled(page)
    page.reload()
    page.locator("fc-workbench[data-ready]").wait_for()
    expect(line).to_be_visible()
    page.get_by_role("button", name="Take it back").press("Enter")
    expect(line).to_be_hidden()
    expect(page.locator("#doc")).to_be_focused()
    settled(page)
    assert NothingHere.objects.standing().count() == 0


def test_marking_ends_the_answer(open_as: OpenPage, annotator: User, document: Document) -> None:
    page = open_workbench(open_as, annotator, document)
    page.keyboard.press("0")
    expect(page.locator("#nothing")).to_be_visible()
    for key in ("Control+ArrowDown", *["Shift+ArrowRight"] * 4, "3"):
        page.keyboard.press(key)
    expect(page.locator("#nothing")).to_be_hidden()
    expect(page.locator("mark.sp[data-s]:not([data-s^=new])")).to_have_count(1)
    assert NothingHere.objects.standing().count() == 0
    page.keyboard.press("0")
    expect(page.locator(".toast")).to_contain_text("You marked 1 span here.")


def test_answer_is_handed_in(open_as: OpenPage, annotator: User, document: Document) -> None:
    page = open_workbench(open_as, annotator, document)
    page.keyboard.press("0")
    expect(page.locator("#nothing")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("dialog")).to_contain_text("You found nothing to mark here. That is your answer.")
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("Handed in: you found nothing to mark here.")


def test_who_marked_something_is_told_so_at_once(open_as: OpenPage, annotator: User, document: Document) -> None:
    mark(document, annotator)
    page = open_workbench(open_as, annotator, document)
    page.keyboard.press("0")
    expect(page.locator(".toast")).to_contain_text("You marked 1 span here.")
    expect(page.locator("#nothing")).to_be_hidden()


def test_without_network_the_answer_waits_also_over_a_reload(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    page = open_workbench(open_as, annotator, document)
    cut(page)
    page.keyboard.press("0")
    expect(page.locator("#nothing")).to_be_visible()
    expect(page.locator("#saved")).to_have_text("Offline: 1 waiting")
    page.reload()
    expect(page.locator("#nothing")).to_be_visible()
    assert NothingHere.objects.count() == 0
    mend(page)
    settled(page)
    assert NothingHere.objects.standing().count() == 1
    page.locator("#doc").press("Control+z")
    settled(page)
    expect(page.locator("#nothing")).to_be_hidden()
    assert NothingHere.objects.standing().count() == 0
