"""The reader's options: they count at once, stay for the person, and say what they do before it is done."""

import pytest
from playwright.sync_api import Page, expect

from annotations.models import Document, Span, User
from tests.actions.story import suggest

from .conftest import OpenPage
from .workbench import PLACE, drag, open_workbench, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _options(page: Page, *names: str) -> None:
    """Turn check boxes over, by their words, with the keyboard."""
    press(page, ",")
    expect(page.locator("#options")).to_be_visible()
    for name in names:
        page.get_by_label(name).focus()
        press(page, "Space")
    press(page, "Escape")
    expect(page.locator("#options")).to_be_hidden()
    page.locator("#doc").focus()


def _quotes() -> list[str]:
    return [span.quote for span in Span.objects.order_by("created_at")]


def test_stray_punctuation_is_seen_struck_out_said_and_left_out(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    page = open_workbench(open_as, annotator, document)
    press(page, "Control+ArrowDown", "Shift+ArrowDown")
    expect(page.locator(".kept .stray")).to_have_count(1)
    expect(page.locator("#live")).to_have_text(
        "Kept: An estimated 126,000 troops stood near the border on Tuesday, Northern Command said"
    )
    press(page, "1")
    expect(page.locator(".kept .stray")).to_have_count(0)
    expect(page.locator("#insp-span .state.draft")).to_be_visible()
    expect(page.locator("mark.sp.blue").last).to_contain_text("said")
    page.wait_for_function("() => !document.querySelector('fc-workbench').queue.state.waiting")
    assert _quotes() == ["An estimated 126,000 troops stood near the border on Tuesday, Northern Command said"]


def test_with_trimming_off_a_span_is_what_was_selected(open_as: OpenPage, annotator: User, document: Document) -> None:
    page = open_workbench(open_as, annotator, document)
    _options(page, "Leave out stray blanks")
    press(page, "Control+ArrowDown", "Shift+ArrowDown", "1")
    expect(page.locator("mark.sp.blue")).to_have_text(
        "An estimated 126,000 troops stood near the border on Tuesday, Northern Command said."
    )


def test_whole_words_are_taken_and_shown_before(open_as: OpenPage, annotator: User, document: Document) -> None:
    page = open_workbench(open_as, annotator, document)
    left, top = page.evaluate(PLACE, "imated")
    right, _ = page.evaluate(PLACE, ",000 troops")
    drag(page, (left, top), (right, top))
    page.mouse.up()
    expect(page.locator(".kept .gain")).to_have_count(2)
    press(page, "3")
    expect(page.locator("mark.sp.ochre")).to_have_text("estimated 126,000")
    press(page, "Delete", "Escape")
    _options(page, "Whole words")
    drag(page, (left, top), (right, top))
    page.mouse.up()
    press(page, "3")
    expect(page.locator("mark.sp.ochre")).to_have_text("imated 126")


def test_options_stay_for_the_person_and_stand_before_the_first_paint(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    page = open_workbench(open_as, annotator, document)
    _options(page, "Whole words", "Very large", "Wide")
    before = page.locator("#doc").evaluate("element => getComputedStyle(element).fontSize")
    page.add_init_script(
        "addEventListener('readystatechange', () => { window.seen ??= document.documentElement.dataset.letters; });"
    )
    page.reload()
    page.locator("fc-workbench[data-ready]").wait_for()
    assert page.evaluate("window.seen ?? document.documentElement.dataset.letters") == "huge"
    assert page.locator("#doc").evaluate("element => getComputedStyle(element).fontSize") == before == "30.4px"
    press(page, ",")
    expect(page.get_by_label("Whole words")).not_to_be_checked()
    page.get_by_role("button", name="The usual options").click()
    expect(page.locator("#doc")).to_have_css("font-size", "19px")


def test_spoken_edges_are_in_the_tree_and_not_in_what_is_copied(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    page = open_workbench(open_as, annotator, document)
    press(page, "Control+ArrowDown", *["Shift+ArrowRight"] * 4, "3")
    expect(page.locator("mark.sp.ochre")).to_have_count(1)
    _options(page, "Speak where")
    expect(page.locator("mark[data-from]")).to_have_attribute("data-from", "[Figure begins] ")
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    said = [node["name"]["value"] for node in tree if node.get("name", {}).get("value")]
    assert any("[Figure begins]" in each for each in said)
    assert any("[Figure ends]" in each for each in said)
    press(page, "Control+ArrowUp", "Shift+ArrowDown")
    assert page.evaluate("String(getSelection())").startswith("An estimated 126,000 troops stood")
    press(page, "1")
    expect(page.locator("mark.blue").first).to_be_visible()
    page.wait_for_function("() => !document.querySelector('fc-workbench').queue.state.waiting")
    assert document.current is not None
    for span in Span.objects.all():
        assert document.current.text[span.start : span.end] == span.quote


def test_hints_follow_the_keys_a_person_chose(open_as: OpenPage, annotator: User, document: Document) -> None:
    page = open_workbench(open_as, annotator, document)
    press(page, "Control+ArrowDown", *["Shift+ArrowRight"] * 4, "3")
    expect(page.locator("#insp-span .attributes kbd")).to_have_text("E")
    press(page, "?")
    page.get_by_role("button", name="Change the key: First field").click()
    press(page, "z")
    page.get_by_label("Single keys work").uncheck()
    press(page, "Escape")
    expect(page.locator("#insp-span .attributes kbd")).to_have_text("Alt Z")
    expect(page.locator(".evidence h3 kbd")).to_have_text("Alt Shift V")
    page.locator("#doc").focus()
    press(page, "Alt+z")
    expect(page.locator("#at-value")).to_be_focused()
    press(page, "Escape", "Alt+Shift+1")
    expect(page.locator("#insp-span .lb")).to_have_text("Claim")
    press(page, "Alt+Shift+v")
    expect(page.locator("[name=rating]").first).to_be_focused()


def test_half_written_source_is_not_left_without_a_word(open_as: OpenPage, annotator: User, document: Document) -> None:
    page = open_workbench(open_as, annotator, document)
    press(page, "Control+ArrowDown", *["Shift+ArrowRight"] * 4, "3", "s")
    expect(page.locator("#source-url")).to_be_focused()
    page.keyboard.type("example.org/count")
    told = []
    page.on("dialog", lambda dialog: (told.append(dialog.type), dialog.accept()))
    page.wait_for_function("() => !document.querySelector('fc-workbench').queue.state.waiting")
    page.goto("/")
    assert told == ["beforeunload"]


def test_decided_span_stays_in_hand_for_who_wants_that(open_as: OpenPage, annotator: User, document: Document) -> None:
    suggest(document)
    suggest(document, "Northern Command", "speaker")
    page = open_workbench(open_as, annotator, document)
    _options(page, "Go on to the next after a decision")
    press(page, "n")
    quote = page.locator("mark.on").first.text_content()
    press(page, "a")
    expect(page.locator("#insp-span .state.draft")).to_be_visible()
    expect(page.locator("mark.on").first).to_have_text(quote or "")
    press(page, "n", "x")
    expect(page.locator(".why")).to_be_visible()
