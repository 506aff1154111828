"""Marks where many spans lie over each other: what is drawn, what is told, and that server and browser agree."""

import pytest
from playwright.sync_api import Page, expect

from annotations.models import Document, Label, Project, User
from tests.actions.story import mark, suggest

from .conftest import OpenPage
from .desk import Desk, make_desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MARKS = """() => {
  const { innerHTML } = document.querySelector("#doc .chunk");
  return innerHTML.replace(/ (aria-details|style)="[^"]*"/g, "");
}"""
REDRAW = "() => document.querySelector('fc-workbench').view.redraw()"


def _open(open_as: OpenPage, user: User, document: Document) -> Page:
    page = open_as(user, f"/documents/{document.pk}/")
    page.locator("fc-workbench[data-ready]").wait_for()
    return page


@pytest.fixture
def piled(document: Document, annotator: User) -> Document:
    """Return an article with five spans over "126,000", the two outer ones by a person."""
    Label.objects.filter(project=document.project).update(is_on=True)
    mark(document, annotator, "An estimated 126,000 troops stood near the border", "claim")
    mark(document, annotator, "An estimated 126,000 troops stood", "denial")
    for words in ("An estimated 126,000 troops", "estimated 126,000", "126,000 troops"):
        suggest(document, words)
    return document


@pytest.fixture
def desk(project: Project, editor: User, annotator: User, reviewer: User) -> Desk:
    return make_desk(project, editor, annotator, reviewer)


def test_person_has_a_line_wherever_engines_propose_and_a_sign_tells_of_the_rest(
    open_as: OpenPage, annotator: User, piled: Document
) -> None:
    page = _open(open_as, annotator, piled)
    deepest = page.locator("mark.sp", has_text="126,000").first
    expect(deepest).to_have_class("sp rust c-ochre cp-sug-heavy a-rust ap-double b-blue bp-solid st en")
    expect(page.get_by_role("img", name="2 more spans here")).to_have_attribute("data-more", "+2")
    expect(page.get_by_role("img", name="1 more span here").first).to_have_attribute("data-more", "+1")
    expect(deepest).to_have_attribute(
        "aria-description", "Figure, suggested; Figure, suggested; Figure, suggested; Denial, draft; Claim, draft"
    )


def test_browser_draws_what_the_server_drew_and_the_signs_move_nothing(
    open_as: OpenPage, annotator: User, piled: Document
) -> None:
    page = _open(open_as, annotator, piled)
    before = page.evaluate(MARKS)
    height = page.locator("#doc").bounding_box()
    page.evaluate(REDRAW)
    assert page.evaluate(MARKS) == before
    page.evaluate("() => { for (const sign of document.querySelectorAll('.more')) sign.remove(); }")
    assert page.locator("#doc").bounding_box() == height


PRINT = "() => { dispatchEvent(new Event('beforeprint')); return document.querySelector('.legend'); }"
NUMBERS = "() => [...document.querySelectorAll('mark[data-number]')].map((mark) => mark.dataset.number)"


def test_paper_tells_what_the_lines_mean_and_numbers_the_spans(
    open_as: OpenPage, annotator: User, piled: Document
) -> None:
    page = _open(open_as, annotator, piled)
    expect(page.locator(".paper")).to_be_hidden()
    page.emulate_media(media="print")
    page.wait_for_function(PRINT)
    expect(page.locator("p.paper")).to_have_text("Border force at 126,000 · The Example Courier")
    expect(page.locator(".legend li")).to_have_text(["Claim", "Denial", "Figure, suggested"])
    assert page.evaluate(NUMBERS) == ["1 2 3", "4", "5"]
    page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    expect(page.locator(".legend")).to_have_count(0)
    assert page.evaluate(NUMBERS) == []


def test_paper_ends_with_the_verdicts(open_as: OpenPage, annotator: User, desk: Desk) -> None:
    page = _open(open_as, annotator, desk.document)
    page.emulate_media(media="print")
    page.wait_for_function(PRINT)
    expect(page.locator("section.paper li")).to_have_text("3126,000 troopsHalf true")
