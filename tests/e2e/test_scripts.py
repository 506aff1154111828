"""Texts from the right, in both directions, without blanks, with joined signs: cursor, marks, handles, offsets."""

import pytest
from playwright.sync_api import Page, expect

from annotations.actions.documents import DocumentDraft, create_document
from annotations.actions.events import Actor
from annotations.models import Document, Project, Span, User

from .conftest import OpenPage
from .workbench import press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ARABIC = "قالت الوزارة إن 126,000 جندي عبروا الحدود يوم الثلاثاء."
HEBREW = "המשרד הכחיש את הדיווח של Example Courier על 40 בסיסים."
JAPANESE = "政府は十二万六千人の部隊が国境に集結したと発表した。"
CHINESE = "国防部否认部队已经越过边境。"
EMOJI = "Report 👨‍👩‍👧‍👦🇺🇦 from the café́ on Monday."
# Where the cursor stands beside the letter after it, in pixels from the letter's left and right side.
BESIDE = """() => {
  const { view, caret } = document.querySelector("fc-workbench");
  const { focus } = view.selection();
  const letter = view.rangeOf(focus, focus + 1).getBoundingClientRect();
  const drawn = caret.rectAt(focus);
  return [Math.abs(drawn.left - letter.left), Math.abs(drawn.left - letter.right)];
}"""
EDGES = """() => {
  const { view, active } = document.querySelector("fc-workbench");
  const words = view.rangeOf(active.from, active.to).getBoundingClientRect();
  const middle = (id) => {
    const { left, width } = document.getElementById(id).getBoundingClientRect();
    return left + width / 2;
  };
  return [middle("handle-start") - words.right, middle("handle-end") - words.left];
}"""


def _open(open_as: OpenPage, project: Project, editor: User, text: str, language: str) -> tuple[Page, Document]:
    draft = DocumentDraft(title="Scripts", text=text, language=language)
    document = create_document(project, Actor(user=editor), draft)
    page = open_as(editor, f"/documents/{document.pk}/")
    page.locator("fc-workbench[data-ready]").wait_for()
    page.locator("#doc").focus()
    return page, document


def _only_span(page: Page, document: Document, quote: str) -> None:
    expect(page.locator("#insp-title")).to_have_text(quote)
    page.wait_for_function("() => document.querySelector('fc-workbench').store.all.every((span) => span.revision)")
    span = Span.objects.get()
    assert document.current is not None
    assert (span.quote, document.current.text[span.start : span.end]) == (quote, quote)


@pytest.mark.parametrize(("text", "words"), [(ARABIC, "قالت الوزارة"), (HEBREW, "המשרד הכחיש")])
def test_left_is_forward_where_the_text_runs_from_the_right(
    open_as: OpenPage, project: Project, editor: User, text: str, words: str
) -> None:
    page, document = _open(open_as, project, editor, text, "ar")
    line = page.locator("[data-o]")
    expect(line).to_have_css("direction", "rtl")
    press(page, "Control+ArrowUp")
    from_left, from_right = page.evaluate(BESIDE)
    assert from_right < 1.5 < from_left
    press(page, "Shift+ArrowLeft", "Shift+ArrowLeft", "Shift+ArrowLeft", "Shift+ArrowRight", "1")
    _only_span(page, document, words)
    expect(page.locator("#handle-start")).to_be_visible()
    page.wait_for_function(f"() => ({EDGES})().every((off) => Math.abs(off) < 2)")
    press(page, "Alt+ArrowLeft")
    expect(page.locator("#insp-title")).not_to_have_text(words)
    expect(page.locator("#insp-title")).to_contain_text(words)


def test_number_in_a_text_from_the_right_is_one_word_with_its_edges_where_it_stands(
    open_as: OpenPage, project: Project, editor: User
) -> None:
    page, document = _open(open_as, project, editor, ARABIC, "ar")
    start = ARABIC.index("126")
    page.evaluate("([from, to]) => document.querySelector('fc-workbench').view.select(from, to)", [start, start + 7])
    press(page, "3")
    _only_span(page, document, "126,000")
    expect(page.locator("#handle-start")).to_be_visible()
    width = page.locator("mark.ochre").evaluate("element => element.getBoundingClientRect().width")
    close = f"(width) => (([first, last]) => Math.abs(first + width) < 2 && Math.abs(last - width) < 2)(({EDGES})())"
    page.wait_for_function(close, arg=width)


@pytest.mark.parametrize(("text", "language", "words"), [(JAPANESE, "ja", "政府"), (CHINESE, "zh", "国防")])
def test_words_are_steps_where_no_blanks_part_them(
    open_as: OpenPage, project: Project, editor: User, text: str, language: str, words: str
) -> None:
    page, document = _open(open_as, project, editor, text, language)
    press(page, "Control+ArrowUp", "Shift+ArrowRight", "1")
    _only_span(page, document, words)


def test_family_flag_and_accents_are_one_step_each(open_as: OpenPage, project: Project, editor: User) -> None:
    page, document = _open(open_as, project, editor, EMOJI, "en")
    press(page, "Control+ArrowUp", *["ArrowRight"] * 7, *["Control+Shift+ArrowRight"] * 2, "1")
    _only_span(page, document, "👨‍👩‍👧‍👦🇺🇦")


def test_each_paragraph_has_its_own_direction(open_as: OpenPage, project: Project, editor: User) -> None:
    page, _ = _open(open_as, project, editor, f"A report in two scripts\n\n{ARABIC}\n\n{CHINESE}\n", "en")
    found = page.locator("[data-o]").evaluate_all("all => all.map((each) => getComputedStyle(each).direction)")
    assert found == ["ltr", "rtl", "ltr"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
