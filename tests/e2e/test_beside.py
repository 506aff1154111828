"""Side by side in a browser, by keyboard alone: chosen in the workbench, stepped through in both texts at once."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from annotations.actions.documents import DocumentDraft, create_document
from annotations.actions.events import Actor
from annotations.models import Claim, Document, Project, Span, User
from tests.conftest import TEXT
from tests.web.conftest import START, more_documents
from tests.web.test_beside import pair

from .conftest import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FILLING = "".join(f"\nParagraph {number} between the two.\n" for number in range(60))


def _no_violations(page: Page) -> None:
    assert [(each["id"], len(each["nodes"])) for each in Axe().run(page).response["violations"]] == []


@pytest.fixture
def two(project: Project, editor: User, annotator: User) -> tuple[Document, Document]:
    """Return two long articles that share a claim at the top and one far below."""
    texts = (TEXT + FILLING + TEXT, TEXT + FILLING + FILLING + TEXT)
    found = [
        create_document(project, Actor(user=editor), DocumentDraft(title=f"Article {number}", text=text))
        for number, text in enumerate(texts, start=1)
    ]
    pair(found[0], found[1], annotator, (126000, 100000))
    far = [Span.objects.get(version=each.current) for each in found]
    claim = Claim.objects.create(project=project, normalized_text="A second count.", short_text="A second count")
    for each, text, span in zip(found, texts, far, strict=True):
        start = text.rindex("An estimated")
        Span.objects.create(
            version=each.current, label=span.label, start=start, end=start + 12, quote="An estimated", author=annotator,
            claim=claim,
        )  # fmt: skip
    return found[0], found[1]


def _scrolled(page: Page) -> Callable[[], list[int]]:
    return lambda: list(page.evaluate("[...document.querySelectorAll('.column')].map((each) => each.scrollTop)"))


def test_another_document_is_chosen_in_the_workbench_and_read_beside_this_one(
    open_as: OpenPage, two: tuple[Document, Document], annotator: User
) -> None:
    page = open_as(annotator, f"/documents/{two[0].pk}/")
    page.locator("fc-workbench[data-ready]").wait_for()
    page.locator("#doc").focus()
    page.keyboard.press("d")
    expect(page.get_by_role("link", name="Article 2")).to_be_focused()
    page.keyboard.press("Enter")
    page.locator("html[data-ready]").wait_for()
    expect(page.locator(".column.left h2")).to_have_text("Article 1")
    page.keyboard.press("]")
    expect(page.locator("#live")).to_contain_text("126,000 people · 100,000 people")
    page.keyboard.press("]")
    expect(page.locator("#live")).to_contain_text("A second count")
    for side in ("left", "right"):
        expect(page.locator(f"#{side}-2")).to_be_in_viewport()
    assert min(_scrolled(page)()) > 400
    page.keyboard.press("]")
    expect(page.locator("#left-1")).to_be_in_viewport()
    page.locator("[data-row='2'] .said").first.press("Enter")
    expect(page.locator("#right-2")).to_be_in_viewport()


def test_choice_is_searched_without_leaving_the_text(
    open_as: OpenPage, two: tuple[Document, Document], project: Project, editor: User, annotator: User
) -> None:
    more_documents(project, editor, 1)
    page = open_as(annotator, f"/documents/{two[0].pk}/")
    page.locator("fc-workbench[data-ready]").wait_for()
    page.locator("#doc").focus()
    page.keyboard.press("d")
    expect(page.locator("#beside")).to_be_visible()
    page.locator("#beside-q").fill("Article 0")
    page.locator("#beside-q").press("Enter")
    expect(page.locator("#beside .others a")).to_have_text(["Article 0"])
    page.keyboard.press("Escape")
    expect(page.locator("#doc")).to_be_focused()
    expect(page.locator("#beside")).to_have_count(0)


def test_phone_shows_one_text_at_a_time(open_as: OpenPage, two: tuple[Document, Document], annotator: User) -> None:
    size = {"width": 390, "height": 844}
    page = open_as(annotator, f"/documents/{two[0].pk}/beside/{two[1].pk}/", viewport=size)
    page.locator("html[data-ready]").wait_for()
    page.keyboard.press("]")
    expect(page.locator("#live")).to_contain_text("126,000")
    expect(page.locator(".column.right")).to_be_hidden()
    page.locator(".switch input").first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#right-1")).to_be_in_viewport()
    expect(page.locator(".column.left")).to_be_hidden()
    _no_violations(page)


def test_numbers_lead_to_their_row_without_scripts(
    open_as: OpenPage, two: tuple[Document, Document], annotator: User
) -> None:
    page = open_as(annotator, f"/documents/{two[0].pk}/beside/{two[1].pk}/", java_script_enabled=False)
    assert START  # the first claim stands there in both
    page.locator("[data-row='2'] .said").last.click()
    expect(page.locator("#right-2")).to_be_in_viewport()


def test_keys_are_listed_chosen_and_switched_off_beside_as_in_the_workbench(
    open_as: OpenPage, two: tuple[Document, Document], annotator: User
) -> None:
    page = open_as(annotator, f"/documents/{two[0].pk}/beside/{two[1].pk}/")
    page.locator("html[data-ready]").wait_for()
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys")
    expect(keys).to_contain_text("Next that both have in common")
    _no_violations(page)
    keys.get_by_role("button", name="Change the key: Next that both have in common").click()
    page.keyboard.press("i")
    page.keyboard.press("Escape")
    now = page.locator("tr[aria-current]")
    page.keyboard.press("]")
    expect(now).to_have_count(0)
    page.keyboard.press("i")
    expect(now).to_have_attribute("data-row", "1")
    page.goto(f"/documents/{two[0].pk}/")
    page.locator("fc-workbench[data-ready]").wait_for()
    page.keyboard.press("i")
    expect(page.locator("#cards .card.on, mark.on").first).to_be_visible()
    page.keyboard.press("?")
    expect(keys).to_contain_text("Right after a rejection")
    page.get_by_label("Single keys work").uncheck()
    page.keyboard.press("Escape")
    page.goto(f"/documents/{two[0].pk}/beside/{two[1].pk}/")
    page.locator("html[data-ready]").wait_for()
    page.keyboard.press("i")
    expect(now).to_have_count(0)
    page.keyboard.press("Alt+i")
    expect(now).to_have_attribute("data-row", "1")
