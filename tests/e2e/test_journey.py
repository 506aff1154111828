"""What the whole product is for, done by two people with the keyboard on the really running site."""

import json
import re
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import settled
from .site import Site

ARTICLE = "Russian units leave Ukraine frontier"
FIGURE = "An estimated 126,000 Russian troops"
WHY = "Two counts of the same week differ, and neither names who counted."
PASSAGE = "roughly 126,000 troops near the border"
SOURCE = "https://example.org/reports/126000"

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.timeout(240)]


def open_article(page: Page) -> None:
    page.get_by_role("link", name=ARTICLE).first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/documents/*/**")
    expect(page.get_by_text(re.compile(r"rules”: \d+ suggestions")).first).to_be_visible(timeout=30_000)


def paragraph_of_caret(page: Page) -> str:
    return page.evaluate(
        """() => {
            const node = getSelection().anchorNode;
            const element = node && (node.nodeType === 3 ? node.parentElement : node);
            return element?.closest("[data-o]")?.textContent ?? "";
        }"""
    )


def select_with_the_keyboard(page: Page, words: str) -> None:
    """Tab into the text, go down to the paragraph, grow the selection word by word."""
    for _ in range(60):
        if page.evaluate("document.activeElement?.matches('#doc')"):
            break
        page.keyboard.press("Tab")
    for _ in range(80):
        if paragraph_of_caret(page).startswith(words):
            break
        page.keyboard.press("Control+ArrowDown")
    for _ in words.split():
        page.keyboard.press("Shift+ArrowRight")
    assert page.evaluate("getSelection().toString()") == words


def give_verdict(page: Page) -> None:
    page.keyboard.press("v")
    expect(page.locator("[name=rating]").first).to_be_focused()
    page.keyboard.press("3")
    expect(page.locator("[name=justification]")).to_be_focused()
    page.keyboard.type(WHY)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Verdict saved.").first).to_be_visible()
    page.keyboard.press("Escape")


def add_source(page: Page) -> None:
    page.keyboard.press("s")
    for field, words in (("url", SOURCE), ("title", "A report"), ("publisher", "The office"), ("passage", PASSAGE)):
        expect(page.locator(f"#source-{field}")).to_be_focused()
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    page.keyboard.type("Refutes")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Source added.").first).to_be_visible()
    page.keyboard.press("Escape")


def exported(site: Site, page: Page) -> list[dict]:
    """Download the export as the page's own person."""
    cookies = "; ".join(f"{each['name']}={each['value']}" for each in page.context.cookies())
    request = Request(f"{site.url}api/v1/projects/demo/export/?format=jsonl", headers={"Cookie": cookies})
    with urlopen(request) as answer:
        return [json.loads(line) for line in answer.read().splitlines()]


def test_a_figure_is_labelled_judged_submitted_reviewed_and_exported(site: Site, browser: Browser) -> None:
    context, page = site.sign_in(browser, "annotator")
    open_article(page)
    select_with_the_keyboard(page, FIGURE)
    page.keyboard.press("3")
    settled(page)
    give_verdict(page)
    add_source(page)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("dialog", name="Submit for review?")).to_contain_text("Goes to review: 1 span, 1 verdict")
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("Sent to review: 1 span, 1 verdict.")
    context.close()

    context, page = site.sign_in(browser, "reviewer")
    page.get_by_role("link", name="Queue").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/queue/**")
    page.get_by_role("link", name=re.compile("^Review")).focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name=re.compile("Take next")).first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/documents/*/**")
    page.locator("fc-workbench[data-ready]").wait_for()
    page.keyboard.press("n")
    expect(page.locator("#insp-span h2")).to_have_text(FIGURE)
    expect(page.get_by_text(WHY).first).to_be_visible()
    page.keyboard.press("a")
    expect(page.locator("#insp-span").get_by_text("approved").first).to_be_visible()
    expect(page.locator(".verdicts li.approved").first).to_be_visible()
    settled(page)
    lines = exported(site, page)
    context.close()

    line = next(each for each in lines if each["document"]["title"].startswith(ARTICLE))
    [span] = line["spans"]
    start = line["version"]["text"].index(FIGURE)
    assert (span["start"], span["end"], span["quote"]) == (start, start + len(FIGURE), FIGURE)
    assert line["version"]["text"][span["start"] : span["end"]] == FIGURE
    assert (span["label"], span["state"]) == ("figure", "approved")
    assert (span["author"], span["decided_by"]) == ("annotator", "reviewer")
    [claim] = line["claims"]
    assert span["claim"] == claim["id"]
    [verdict] = claim["verdicts"]
    assert (verdict["rating"], verdict["justification"], verdict["state"]) == ("half-true", WHY, "approved")
    assert (verdict["proposed_by"], verdict["approved_by"]) == ("annotator", "reviewer")
    [evidence] = claim["evidence"]
    assert (evidence["source"]["url"], evidence["passage"], evidence["stance"]) == (SOURCE, PASSAGE, "refutes")
    assert [each["id"] for each in verdict["evidence"]] == [evidence["id"]]
