"""A link appears in other people's open pages by itself, on the really running site with its stream of events."""

import pytest
from playwright.sync_api import Browser, Page, expect

from .site import Site

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.timeout(240)]
MAKE = """async () => {
  const { api } = document.querySelector("fc-workbench");
  const ids = {};
  for (const [label, start] of [["claim", 3], ["denial", 40]]) {
    ids[label] = (await api.createSpan({ label, start, end: start + 24 })).id;
  }
  return ids;
}"""


def _ready(page: Page, where: str, quote_of: str = "") -> None:
    page.goto(where)
    page.locator("fc-workbench[data-ready]").wait_for()
    if quote_of:
        expect(page.locator(".links")).to_be_visible()


def test_link_and_its_removal_reach_another_person_without_reload(site: Site, browser: Browser) -> None:
    context, page = site.sign_in(browser, "annotator")
    page.get_by_role("link", name="Putin Orders Troops Near Ukraine").first.click()
    page.wait_for_url("**/documents/*/**")
    page.locator("fc-workbench[data-ready]").wait_for()
    ids = page.evaluate(MAKE)
    base = page.url.partition("?")[0]
    other, watching = site.sign_in(browser, "reviewer")
    _ready(watching, f"{base}?span={ids['claim']}", "claim")
    expect(watching.locator(".links .hint")).to_have_text("none yet")
    _ready(page, f"{base}?span={ids['denial']}", "denial")
    page.keyboard.press("l")
    expect(page.locator("#linker-search")).to_be_focused()
    page.locator("#linker-list").get_by_text(watching.locator("#insp-title").inner_text(), exact=True).click()
    # Within a second where nothing else runs; here a busy machine has its share of it.
    expect(watching.locator(".links .how")).to_have_text("is denied by", timeout=8_000)
    page.keyboard.press("Enter")
    page.locator("#link-off-0").press("Enter")
    expect(watching.locator(".links .go")).to_have_count(0, timeout=8_000)
    context.close()
    other.close()
