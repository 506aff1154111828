"""The workbench on a phone: its sheet, its bar, and what opens over them."""

import re

import pytest
from playwright.sync_api import Locator, expect

from annotations.models import Document, User
from tests.actions.story import suggest

from .conftest import OpenPage, settled
from .phone import PHONE, SELECT, Phone, open_phone

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# A phone, a small one, a wide window at 400 %.
SIZES = [(390, 844), (320, 640), (320, 256)]
BAR = """() => {
  const bar = document.querySelector("header.bar");
  const { top, height } = bar.getBoundingClientRect();
  const wanted = ["#saved", "#tools > summary", "#submit-form button"].map((each) => bar.querySelector(each));
  const places = wanted.map((each) => each.getBoundingClientRect());
  const isSeen = places.every((box) => box.top >= 0 && box.left >= 0 && box.right <= innerWidth && box.width > 0);
  return { top, height, isSeen };
}"""
# Scrolls until words stand right above the palette.
LOW = """(words) => {
  const { view } = document.querySelector("fc-workbench");
  const from = view.text.indexOf(words);
  const { bottom } = view.rangeOf(from, from + words.length).getBoundingClientRect();
  scrollBy(0, bottom + 10 - document.querySelector(".rail").getBoundingClientRect().top);
}"""
FREE = """() => {
  const shown = [...document.querySelectorAll("mark.on, .handle")].filter((each) => each.checkVisibility());
  const sides = shown.map((each) => each.getBoundingClientRect());
  const above = document.querySelector("header.bar").getBoundingClientRect().bottom;
  const below = document.querySelector("#insp").getBoundingClientRect().top;
  return [Math.min(...sides.map((box) => box.top)) - above, below - Math.max(...sides.map((box) => box.bottom))];
}"""
# Where the parts of the inspector begin, in the order in which somebody needs them.
PARTS = """() => [".top", ".decide", ".attributes", "#vh", "#sh", ".links", ".comments"]
  .map((part) => document.querySelector(`#insp-span ${part}`).getBoundingClientRect().top)"""
# The controls of a part of the page that something else lies over, or that stand outside the window.
COVERED = """(part) => {
  const covered = [];
  for (const control of document.querySelectorAll(`${part} :is(a, button, input, select, summary)`)) {
    if (!control.checkVisibility()) continue;
    control.scrollIntoView({ block: "nearest" });
    const { left, width, top, height } = control.getBoundingClientRect();
    const found = document.elementFromPoint(left + width / 2, top + height / 2);
    const hit = found?.closest("label")?.control ?? found;
    if (!hit || !(control.contains(hit) || hit.contains(control))) covered.push(control.textContent || control.id);
  }
  return covered;
}"""


def test_sheet_has_a_way_out_and_a_way_back(open_as: OpenPage, annotator: User, document: Document) -> None:
    phone = open_phone(open_as, annotator, document)
    phone.mark("126,000 troops", "figure")
    mark = phone.page.locator("mark.ochre")
    bar = phone.page.locator(".sheet-bar")
    for button in bar.get_by_role("button").all():
        box = button.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44
    mark.tap()
    bar.get_by_role("button", name="Close").tap()
    expect(bar).to_be_hidden()
    mark.tap()
    expect(bar).to_be_visible()
    bar.get_by_role("button", name="Undo").tap()
    expect(phone.page.locator("mark.sp")).to_have_count(0)


def test_grip_makes_the_sheet_tall_and_low_and_sends_it_away(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    phone = open_phone(open_as, annotator, document)
    phone.mark("126,000 troops", "figure")
    sheet, grip = phone.page.locator("#insp"), phone.page.get_by_role("button", name="Taller or lower")
    low = sheet.evaluate("sheet => sheet.offsetHeight")
    grip.tap()
    assert sheet.evaluate("sheet => sheet.offsetHeight") > low * 1.5
    grip.tap()
    assert sheet.evaluate("sheet => sheet.offsetHeight") == low
    _pull(phone, grip, -80)
    assert sheet.evaluate("sheet => sheet.offsetHeight") > low * 1.5
    _pull(phone, grip, 300)
    assert sheet.evaluate("sheet => sheet.offsetHeight") == low
    _pull(phone, grip, 80)
    expect(grip).to_be_hidden()


def _pull(phone: Phone, grip: Locator, by: int) -> None:
    box = grip.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    phone.touch("touchStart", (x, y))
    for part in (0.2, 0.5, 1):
        phone.touch("touchMove", (x, y + by * part))
    phone.touch("touchEnd")


@pytest.mark.parametrize("options", [PHONE, {}])
def test_inspector_goes_from_what_a_span_is_to_what_is_said_about_it(
    open_as: OpenPage, annotator: User, document: Document, options: dict[str, object]
) -> None:
    page = open_as(annotator, f"/documents/{document.pk}/", **options)
    page.locator("fc-workbench[data-ready]").wait_for()
    page.evaluate(SELECT, "An estimated 126,000 troops")
    page.locator("[data-label=claim]").click()
    expect(page.locator("#insp-span .links")).to_be_attached()
    tops = page.evaluate(PARTS)
    assert tops == sorted(tops)
    sheet = page.locator("#insp").evaluate("sheet => [sheet.scrollHeight, sheet.clientHeight]")
    assert sheet[0] <= 2.6 * sheet[1], "a few turns of the thumb"


def test_attributes_that_were_opened_stay_open_while_they_are_filled(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    phone = open_phone(open_as, annotator, document)
    phone.mark("An estimated 126,000 troops", "claim")
    settled(phone.page)
    form = phone.page.get_by_role("form", name="Attributes")
    expect(form.locator("select:visible, input:visible")).to_have_count(2)
    form.get_by_text("2 more").tap()
    form.get_by_label("Voice").select_option(index=1)
    settled(phone.page)
    expect(form.get_by_label("Hedges")).to_be_visible()


@pytest.mark.parametrize("way", ["tap", "key"])
def test_new_source_begins_in_its_first_field_above_the_keys_of_the_screen(
    open_as: OpenPage, annotator: User, long: Document, way: str
) -> None:
    phone = open_phone(open_as, annotator, long)
    page = phone.page
    page.evaluate("scrollTo(0, 700)")
    phone.mark("new ones", "figure")
    place = page.evaluate("scrollY")
    if way == "tap":
        page.locator(".adder > summary").tap()
    else:
        page.keyboard.press("s")
    field = page.get_by_label("Address (URL)")
    expect(field).to_be_focused()
    expect(page.locator("#insp[data-tall]")).to_be_visible()
    box, bar = field.bounding_box(), page.locator(".sheet-bar").bounding_box()
    assert box is not None
    assert bar is not None
    assert bar["y"] + bar["height"] < box["y"]
    assert box["y"] + box["height"] < PHONE["viewport"]["height"] / 2
    assert page.evaluate("scrollY") == place, "the text stands where it stood"
    page.get_by_role("button", name="Cancel").tap()
    expect(field).to_be_hidden()


@pytest.mark.parametrize("size", SIZES)
def test_bar_stays_and_leaves_an_active_span_free(
    open_as: OpenPage, annotator: User, long: Document, size: tuple[int, int]
) -> None:
    phone = open_phone(open_as, annotator, long, viewport={"width": size[0], "height": size[1]})
    phone.page.mouse.wheel(0, 600)
    phone.page.wait_for_function("() => scrollY > 500")
    place = phone.page.evaluate("scrollY")
    phone.page.locator("#tools > summary").focus()
    assert phone.page.evaluate("scrollY") == place, "the focus of the bar moves nothing"
    bar = phone.page.evaluate(BAR)
    assert bar["top"] == 0
    assert bar["isSeen"]
    assert bar["height"] <= (45 if size[1] < 480 else 56)
    phone.page.evaluate(LOW, "new ones")
    phone.mark("new ones", "figure")
    above, below = phone.page.evaluate(FREE)
    assert min(above, below) >= 0, "just marked, where the sheet then opened"
    phone.page.evaluate("scrollTo(0, 0)")
    phone.page.locator("#tools > summary").tap()
    phone.page.get_by_role("button", name="All spans as a table").tap()
    phone.page.locator("#spans tbody button").first.tap()
    expect(phone.page.locator("#spans")).to_be_hidden()
    above, below = phone.page.evaluate(FREE)
    assert min(above, below) >= 0, "gone to from the table"


@pytest.mark.parametrize("size", SIZES)
def test_what_opens_lies_over_the_sheet(
    open_as: OpenPage, annotator: User, document: Document, size: tuple[int, int]
) -> None:
    suggest(document, "126,000 troops", "figure")
    suggest(document, "a second column", "claim")
    phone = open_phone(open_as, annotator, document, viewport={"width": size[0], "height": size[1]})
    page = phone.page
    phone.mark("near the border", "claim")
    for menu in ("#tools", "header.bar > details.menu:last-of-type"):
        page.locator(f"{menu} > summary").tap()
        assert page.evaluate(COVERED, f"{menu} .menu-body") == []
        page.locator(f"{menu} > summary").tap()
    for command, part in (
        ("guidelines.toggle", ".guide"),
        ("bulk.decide", "#bulk"),
        ("relations.link", "#linker"),
        ("find.open", ".find"),
    ):
        page.evaluate("(command) => void document.querySelector('fc-workbench').run(command)", command)
        page.locator(part).wait_for()
        assert page.evaluate(COVERED, part) == [], part
        page.locator(part).get_by_role("button", name=re.compile("Close|Cancel")).first.tap()
        expect(page.locator(part)).to_be_hidden()
    page.locator("mark", has_text="126,000 troops").tap()
    page.locator(".decide [data-verb=reject]").tap()
    page.locator(".why").wait_for()
    assert page.evaluate(COVERED, ".why") == []
    expect(page.locator("#insp-title")).to_have_text("a second column")
    if size == SIZES[0]:
        height = page.locator(".why").evaluate("why => why.offsetHeight")
        assert page.evaluate(FREE)[0] >= height, "the next one is seen"


def test_words_speak_of_taps_until_somebody_uses_keys(open_as: OpenPage, annotator: User, document: Document) -> None:
    phone = open_phone(open_as, annotator, document)
    page, toast = phone.page, phone.page.locator(".toast")
    expect(page.locator("#insp-about")).to_contain_text("select words, then tap a label", use_inner_text=True)
    page.locator("[data-label=claim]").tap()
    expect(toast).to_have_text("Press and hold a word to select it, then tap a label.")
    page.locator("#tools > summary").tap()
    expect(page.locator("kbd:visible")).to_have_count(0)
    expect(page.get_by_role("button", name="Keys")).to_have_count(0)
    page.get_by_role("button", name="Nothing here").press("Escape")
    expect(page.locator("#tools kbd:visible")).to_have_count(0)
    page.locator("#tools > summary").tap()
    expect(page.locator("#tools kbd:visible").first).to_be_visible()
    expect(page.locator("#insp-about")).not_to_contain_text("tap a label", use_inner_text=True)


def test_removed_span_comes_back_with_the_button_that_says_so(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    phone = open_phone(open_as, annotator, document)
    phone.mark("126,000 troops", "figure")
    phone.page.get_by_role("button", name="Remove").tap()
    expect(phone.page.locator("mark.sp")).to_have_count(0)
    toast = phone.page.locator(".toast")
    expect(toast).to_have_text("Removed. Undo", use_inner_text=True)
    toast.get_by_role("button", name="Undo").tap()
    expect(phone.page.locator("mark.ochre")).to_have_text("126,000 troops")
    expect(toast).to_have_count(0)
    settled(phone.page)
