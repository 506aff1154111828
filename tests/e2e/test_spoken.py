"""What a screen reader is given: spans with label, state and place, landmarks, a table, and what keys did."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from annotations.models import Document, User

from .conftest import OpenPage
from .desk import Desk, make_desk
from .workbench import open_workbench

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Node = dict[str, Any]


@pytest.fixture
def desk(project: Any, editor: User, annotator: User, reviewer: User) -> Desk:
    return make_desk(project, editor, annotator, reviewer)


def _tree(page: Page) -> list[Node]:
    nodes: list[Node] = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    return [node for node in nodes if not node["ignored"]]


def _of(nodes: list[Node], role: str) -> list[Node]:
    return [node for node in nodes if node["role"]["value"] == role]


def _property(node: Node, name: str) -> Any:
    return next((each["value"].get("value") for each in node.get("properties", []) if each["name"] == name), None)


def test_marks_are_in_the_tree_with_label_and_state(open_as: OpenPage, annotator: User, desk: Desk) -> None:
    page = open_workbench(open_as, annotator, desk.document)
    expect(page.locator("#cards .card").first).to_be_visible()
    marks = _of(_tree(page), "mark")
    told = [node.get("description", {}).get("value", "") for node in marks]
    assert len(marks) == page.locator("mark.sp").count() > 8
    assert {"Figure, in review; Claim, in review", "Denial, suggested", "Figure, draft; Claim, draft"} <= set(told)


def test_landmarks_have_names_and_the_text_a_help(open_as: OpenPage, annotator: User, desk: Desk) -> None:
    page = open_workbench(open_as, annotator, desk.document)
    nodes = _tree(page)
    asides = {node["name"]["value"] for node in _of(nodes, "complementary")}
    assert asides == {"Labels and suggestions", "Spans beside the text", "Inspector"}
    assert len(_of(nodes, "main")) == len(_of(nodes, "banner")) == 1
    (article,) = _of(nodes, "article")
    assert article["name"]["value"] == "Document text"
    assert "Question mark lists all keys" in article["description"]["value"]
    assert [_property(node, "level") for node in _of(nodes, "heading")].count(1) == 1


def test_keys_tell_label_state_and_place_in_the_live_region(open_as: OpenPage, annotator: User, desk: Desk) -> None:
    page = open_workbench(open_as, annotator, desk.document)
    live = page.locator("#live")
    expect(live).to_have_attribute("aria-live", "polite")
    page.keyboard.press("]")
    expect(live).to_have_text("Speaker, in review, 1 of 14: Northern Command")
    page.keyboard.press("n")
    expect(live).to_contain_text("suggested, the engine is 90 of 100 sure, ")
    page.keyboard.press("a")
    next_one = r"^Accepted\. Next: \w+, suggested, the engine is \d+ of 100 sure, \d+ of 14: .+"
    expect(live).to_have_text(re.compile(next_one))
    said = live.text_content() or ""
    assert said.endswith(page.locator("#insp-title").text_content() or "?")
    page.keyboard.press("Control+z")
    expect(live).to_have_text("Undone: accepted “reports of 40 new bases an invention”")
    page.keyboard.press("Control+y")
    expect(live).to_have_text("Done again: accepted “reports of 40 new bases an invention”")


def test_score_of_a_suggestion_explains_itself(open_as: OpenPage, annotator: User, desk: Desk) -> None:
    page = open_workbench(open_as, annotator, desk.document)
    card = page.locator("#cards .card.sug").first
    expect(card.locator(".conf")).to_have_text("90%")
    expect(card.locator(".conf")).to_have_attribute("title", "the engine is 90 of 100 sure")
    expect(card.get_by_role("button").first).to_have_accessible_name(
        re.compile("^Denial, suggested, the engine is 90 of 100 sure: ")
    )
    page.set_viewport_size({"width": 390, "height": 844})
    page.keyboard.press("n")
    expect(page.locator("#insp .said")).to_have_text("Suggested by the engine “rules”, 90 of 100 sure")


def test_list_of_spans_is_a_table_with_headers(open_as: OpenPage, annotator: User, desk: Desk) -> None:
    page = open_workbench(open_as, annotator, desk.document)
    page.keyboard.press("t")
    expect(page.locator("#spans tbody tr")).to_have_count(14)
    nodes = _tree(page)
    assert len(_of(nodes, "table")) == 1
    assert [node["name"]["value"] for node in _of(nodes, "columnheader")] == [
        "No.", "Span", "Label", "State", "Characters", "By",
    ]  # fmt: skip
    assert len(_of(nodes, "rowheader")) == 14


def test_nothing_moves_for_who_wants_no_motion(open_as: OpenPage, annotator: User, desk: Desk) -> None:
    page = open_as(annotator, f"/documents/{desk.document.pk}/", reduced_motion="reduce")
    page.locator("fc-workbench[data-ready]").wait_for()
    moving = page.evaluate(
        """() => [...document.querySelectorAll("*")].filter((each) => {
          const { transitionDuration, animationName } = getComputedStyle(each);
          return animationName !== "none" || transitionDuration.split(",").some((time) => parseFloat(time) > 0);
        }).map((each) => each.outerHTML.slice(0, 80))"""
    )
    assert moving == []


def test_text_cursor_tells_where_it_stands(open_as: OpenPage, annotator: User, desk: Desk) -> None:
    page = _listened(open_as, annotator, desk)
    live = page.locator("#live")
    page.keyboard.press("Control+ArrowLeft")
    expect(live).to_have_text("Command; in Speaker, in review")
    page.keyboard.press("Control+ArrowRight")
    expect(live).to_have_text("Command; out of Speaker, in review")
    page.keyboard.press("ArrowRight")
    expect(live).to_have_text("p")
    page.keyboard.press("Control+ArrowDown")
    expect(live).to_have_text(re.compile("^An estimated 126,000 troops .* …? .*; in Claim, in review"))
    page.keyboard.press("ArrowDown")
    expect(live).to_have_text(re.compile(r"^(?!An estimated)\S.{30,}"))


def test_first_move_of_all_is_told(open_as: OpenPage, annotator: User, document: Document) -> None:
    page = open_as(annotator, f"/documents/{document.pk}/")
    page.locator("fc-workbench[data-ready]").wait_for()
    page.keyboard.press("Control+ArrowRight")
    expect(page.locator("#live")).to_have_text("Northern")


def test_growing_selection_tells_what_came_in_and_what_is_selected(
    open_as: OpenPage, annotator: User, desk: Desk
) -> None:
    page = _listened(open_as, annotator, desk)
    live = page.locator("#live")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    expect(live).to_have_text("border added. Selected: puts border")
    page.keyboard.press("Shift+ArrowLeft")
    expect(live).to_contain_text("border left out.")


def test_decision_of_a_reviewer_on_an_own_span_is_said_and_shown(
    open_as: OpenPage, annotator: User, desk: Desk
) -> None:
    page = _listened(open_as, annotator, desk)
    told = {"id": 10**9, "kind": "span", "verb": "returned", "actor": "reviewer", "object": str(desk.figure.pk)}
    page.evaluate("(event) => document.querySelector('fc-workbench').live.take(event)", told)
    expect(page.locator(".toast")).to_have_text("reviewer returned your span: 17,600 tents")
    expect(page.locator("#live")).to_have_text("reviewer returned your span: 17,600 tents")


def test_key_for_overlaps_says_when_no_span_stands_there(open_as: OpenPage, annotator: User, desk: Desk) -> None:
    page = _listened(open_as, annotator, desk)
    page.keyboard.press("Control+ArrowRight")
    page.keyboard.press("o")
    expect(page.locator(".toast")).to_have_text("No span stands at the text cursor.")


def _listened(open_as: OpenPage, user: User, desk: Desk) -> Page:
    """Open the text with the cursor after its first words, once what speaks is there."""
    page = open_workbench(open_as, user, desk.document)
    page.keyboard.press("Control+ArrowRight")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("Control+ArrowRight")
    return page
