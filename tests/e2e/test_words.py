"""The interface in Ukrainian, in a real browser: no English is left, and both sides write days in one way."""

import re
from datetime import UTC, datetime
from typing import Final

import pytest
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Browser, Page, expect

from annotations.models import Document, Span, User
from annotations.templatetags.words import moment

from .conftest import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Names, formats and keys, which are the same in every language.
SAME: Final = frozenset(
    re.findall(
        r"\w+",
        "factcheck rules api url https json jsonl markdown en uk pt br utc shift alt ctrl enter"
        " utf windows iso koi gb jis",
    )
)
# What stands in the interface: not the text and its quotes, not keys, not what says itself to be of another language.
SPOKEN: Final = """() => {
  const own = "#doc, script, style, noscript, kbd, code, .av, [lang]:not(html)";
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) if (!walk.currentNode.parentElement.closest(own)) found.push(walk.currentNode.data);
  const names = ["aria-label", "title", "placeholder"];
  for (const each of document.querySelectorAll("[aria-label], [title], [placeholder]"))
    if (!each.closest(own)) found.push(...names.map((name) => each.getAttribute(name) ?? ""));
  return found.filter((text) => /[A-Za-z]{2,}/.test(text));
}"""


def english(page: Page, document: Document) -> list[str]:
    """Return the texts of the page that hold a Latin word beyond names and the article's words."""
    project = document.project
    own = [project.name, document.title, document.publisher, document.current.text if document.current else ""]
    own += User.objects.values_list("username", flat=True)
    known = SAME | _latin(" ".join(own))
    return [text for text in page.evaluate(SPOKEN) if not _latin(text) <= known]


def _latin(text: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[A-Za-z]{2,}", text)}


@pytest.fixture
def ukrainian(open_as: OpenPage, document: Document, annotator: User) -> Page:
    page = open_as(annotator, reverse("workbench", args=[document.pk]), locale="uk-UA")
    expect(page.locator("fc-workbench[data-ready]")).to_be_visible()
    return page


def test_the_workbench_speaks_no_english_to_a_ukrainian(ukrainian: Page, document: Document, annotator: User) -> None:
    page = ukrainian
    page.locator("#doc").focus()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("1")
    expect(page.locator("#insp-span")).to_contain_text("Ваш")
    expect(page.locator("#insp-span")).to_contain_text("Вердикт")
    expect(page.locator("#saved")).to_have_text("Збережено")
    assert english(page, document) == []
    page.keyboard.press("Shift+Slash")
    expect(page.locator("#keys")).to_be_visible()
    expect(page.locator("#keys .groups")).to_contain_text("Рух у тексті")
    assert english(page, document) == []


def _saved(page: Page) -> None:
    page.wait_for_function("() => document.querySelector('fc-workbench').isSettled")


def test_a_figure_is_read_in_ukrainian_and_stored_as_programs_know_it(
    ukrainian: Page, document: Document, annotator: User
) -> None:
    page = ukrainian
    page.locator("#doc").focus()
    for key in ("Control+ArrowDown", *["Shift+ArrowRight"] * 4, "3", "e"):
        page.keyboard.press(key)
    expect(page.locator("#at-value")).to_be_focused()
    page.keyboard.type("щонайменше 126 тис. осіб")
    page.keyboard.press("Tab")
    expect(page.locator("#at-unit")).to_have_value("особа")
    expect(page.locator("#at-approximator option:checked")).to_have_text("щонайменше")
    expect(page.locator("#live")).to_have_text(re.compile("Заповнено: .*Одиниця особа, Наближення щонайменше"))
    page.locator("#at-unit").fill("гектар")
    page.keyboard.press("Tab")
    _saved(page)
    page.locator(".attributes summary").click()
    assert english(page, document) == []
    page.locator("#at-salience").select_option(label="ключовий")
    _saved(page)
    figure = Span.objects.get().attributes
    usual = {"unit": "hectare", "approximator": "at_least", "salience": "key"}
    assert figure == {"value": 126000, "low": 126000, "counted": "осіб", **usual}


# Keys, and what then stands in the page.
OPENED: Final = {
    "find": (["f"], ".find"),
    "guidelines": (["g"], ".guide"),
    "options": (["Comma"], "#options"),
    "link": (["Shift+ArrowRight", "1", "l"], "#linker-search"),
    "beside": (["d"], "#beside-title"),
    "nothing": (["0"], "#nothing"),
    "unsure": (["u"], ".toast"),
    "submit": (["Shift+ArrowRight", "1", "Control+Enter"], "#submit"),
    "undo": (["Shift+ArrowRight", "1", "Control+z"], ".toast"),
}


@pytest.mark.parametrize("name", OPENED)
def test_what_a_key_opens_speaks_no_english_to_a_ukrainian(name: str, ukrainian: Page, document: Document) -> None:
    keys, shown = OPENED[name]
    ukrainian.locator("#doc").focus()
    for key in keys:
        ukrainian.keyboard.press(key)
    expect(ukrainian.locator(shown).first).to_be_visible()
    assert english(ukrainian, document) == []


@pytest.mark.parametrize(
    "name", ["documents", "queue", "claims", "import", "export", "guidelines", "settings", "settings-members"]
)
def test_pages_speak_no_english_to_a_ukrainian(name: str, open_as: OpenPage, document: Document, editor: User) -> None:
    page = open_as(editor, reverse(name, args=[document.project.slug]), locale="uk-UA")
    expect(page.locator("html")).to_have_attribute("lang", "uk")
    assert english(page, document) == []


def test_a_language_is_chosen_with_the_keyboard(open_as: OpenPage, annotator: User) -> None:
    page = open_as(annotator, reverse("me"))
    chooser = page.get_by_label("Language").last
    chooser.focus()
    chooser.select_option("uk")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "uk")
    expect(page.get_by_role("heading", name="Проєкти")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "uk"])
def test_server_and_browser_write_days_in_one_way(language: str, browser: Browser) -> None:
    at = [datetime(2026, month, 3, 9, 5, tzinfo=UTC) for month in range(1, 13)]
    page = browser.new_page()
    told = page.evaluate(
        """([at, tag]) => at.map((each) => new Intl.DateTimeFormat(tag, { day: "numeric", month: "short",
        year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "UTC" })
        .format(new Date(each)))""",
        [[each.isoformat() for each in at], "en-GB" if language == "en" else language],
    )
    page.close()
    with translation.override(language):
        assert [moment(each) for each in at] == [each.replace("\u202f", " ").replace("\u00a0", " ") for each in told]
