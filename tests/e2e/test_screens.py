"""Every page and state, light and dark, phone and desktop: no rule of accessibility broken, no sideways scroll.

With `--screens FOLDER` each is also kept as a picture, to be looked at.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from annotations.models import Project, User

from .desk import Desk, make_desk
from .screens import CHAPTERS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(240)]

AXE: Final = Path(AXE_FILE_PATH).read_text(encoding="utf-8")
FEW: Final = {"resultTypes": ["violations"], "preload": False}
RULES: Final = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "rules": {"target-size": {"enabled": True}},
    **FEW,
}
CONTRAST: Final = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}, **FEW}
DESK: Final = {"width": 1440, "height": 900}
PHONE: Final = {"width": 390, "height": 844}
# 1280 at 400 % is 320; a big television has 3840; at 1100 the cards leave the margin.
WIDTHS: Final = (3840, 1100, 640, 320)
LETTERS: Final = 32
# An animation whose element is taken away may never say that it has ended; nothing here lasts three seconds.
SETTLED: Final = """async () => {
  const settle = async () => {
    await document.fonts.ready;
    await new Promise((done) => requestAnimationFrame(() => setTimeout(() => requestAnimationFrame(done))));
    const ending = document.getAnimations().filter((each) => each.effect.getTiming().iterations !== Infinity);
    await Promise.all(ending.map((each) => each.finished.catch(() => null)));
  };
  await Promise.race([settle(), new Promise((done) => setTimeout(done, 3000))]);
}"""
TOO_WIDE: Final = """async () => {
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const wide = document.documentElement.scrollWidth - innerWidth;
  const open = document.querySelector("dialog[open]");
  const cut = open ? open.scrollWidth - open.clientWidth : 0;
  return Math.max(wide, cut);
}"""
BAR: Final = """() => {
  const bar = document.querySelector("header.bar");
  const seen = [...bar.children].filter((each) => each.checkVisibility() && each.getBoundingClientRect().height > 1);
  const rows = seen.map((each) => each.getBoundingClientRect()).map((box) => (box.top + box.bottom) / 2);
  const menu = bar.querySelector(":scope > details.menu:last-of-type > .menu-body").getBoundingClientRect();
  return { spread: Math.max(...rows) - Math.min(...rows), wide: document.documentElement.scrollWidth - innerWidth,
           left: menu.left, right: innerWidth - menu.right };
}"""


@pytest.fixture
def desk(project: Project, editor: User, annotator: User, reviewer: User) -> Desk:
    return make_desk(project, editor, annotator, reviewer)


@pytest.fixture
def folder(request: pytest.FixtureRequest) -> Path | None:
    """Return where pictures are wanted, or nothing."""
    given = request.config.getoption("--screens")
    if not given:
        return None
    Path(given).mkdir(parents=True, exist_ok=True)
    return Path(given)


@pytest.fixture
def cast(viewer: User, annotator: User, reviewer: User, editor: User, stranger: User) -> dict[str, User]:
    return {each.username: each for each in (viewer, annotator, reviewer, editor, stranger)}


@contextmanager
def windows(browser: Browser, server: LiveServer, cast: dict[str, User]) -> Iterator[Callable[[str], BrowserContext]]:
    """Return a function that gives everybody a window of their own, opened when it is first asked for."""
    found: dict[str, BrowserContext] = {}

    def window(who: str) -> BrowserContext:
        if who not in found:
            found[who] = browser.new_context(base_url=server.url, viewport=DESK)
            if who:
                client = Client()
                client.force_login(cast[who])
                session = client.cookies[settings.SESSION_COOKIE_NAME].value
                cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": server.url}
                found[who].add_cookies([cookie])
        return found[who]

    try:
        yield window
    finally:
        for each in found.values():
            each.close()


def _broken(page: Page, rules: dict[str, Any]) -> list[str]:
    found = page.evaluate("(options) => axe.run(document, options)", rules)["violations"]
    return [
        f"{each['id']}: {node['target']} {node.get('failureSummary', '')}" for each in found for node in each["nodes"]
    ]


def _too_wide(page: Page) -> Iterator[str]:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 700})
        if (much := page.evaluate(TOO_WIDE)) > 0:
            yield f"at {width}: {much} px too wide"


def _too_wide_in_big_letters(page: Page) -> Iterator[str]:
    page.set_viewport_size(DESK)
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": LETTERS}})
    if (much := page.evaluate(TOO_WIDE)) > 0:
        yield f"with letters of {LETTERS} px: {much} px too wide"


def _on_a_phone(page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.context.new_cdp_session(page).send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    page.evaluate(SETTLED)


def _faults(page: Page, keep: Callable[[str], None]) -> Iterator[str]:
    """Look at one open screen: at the desk by day and by night, on a phone, in every width, in big letters."""
    page.evaluate(SETTLED)
    page.evaluate(AXE)
    keep("desk.light")
    yield from (f"at the desk: {each}" for each in _broken(page, RULES))
    page.emulate_media(color_scheme="dark")
    keep("desk.dark")
    yield from (f"in the dark: {each}" for each in _broken(page, CONTRAST))
    yield from _too_wide(page)
    _on_a_phone(page)
    keep("phone.dark")
    page.emulate_media(color_scheme="light")
    keep("phone.light")
    yield from (f"on a phone: {each}" for each in _broken(page, RULES))
    yield from _too_wide_in_big_letters(page)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_no_screen_breaks_a_rule_of_accessibility_or_scrolls_sideways(
    browser: Browser, live_server: LiveServer, desk: Desk, cast: dict[str, User], folder: Path | None, chapter: str
) -> None:
    faults: list[str] = []
    with windows(browser, live_server, cast) as window:
        for screen in CHAPTERS[chapter](desk):
            page = window(screen.who).new_page()
            page.goto(screen.path)
            if screen.steps:
                screen.steps(page)

            def keep(how: str, page: Page = page, name: str = screen.name) -> None:
                if folder:
                    page.screenshot(path=folder / f"{name}.{how}.png")

            faults += [f"{screen.name} {each}" for each in _faults(page, keep)]
            page.context.set_offline(offline=False)
            page.close()
    assert faults == []


@pytest.mark.parametrize("language", ["en", "uk"])
@pytest.mark.parametrize("who", ["annotator", "reviewer"])
def test_the_bar_of_the_text_is_one_line_on_a_phone(
    browser: Browser, live_server: LiveServer, desk: Desk, cast: dict[str, User], who: str, language: str
) -> None:
    with windows(browser, live_server, cast) as window:
        context = window(who)
        context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": live_server.url}])
        page = context.new_page()
        page.goto(f"/documents/{desk.document.pk}/")
        page.locator("fc-workbench[data-ready]").wait_for()
        expect(page.locator("html")).to_have_attribute("lang", language)
        page.locator("header.bar > details.menu > summary").last.click()
        for width in (390, 360):
            page.set_viewport_size({"width": width, "height": 844})
            bar = page.evaluate(BAR)
            assert bar["wide"] <= 0, width
            assert bar["spread"] <= 4, width
            assert bar["left"] >= 0, width
            assert bar["right"] >= 0, width
        for name in ("#tools > summary", "#submit-form button", "[data-theme-switch]"):
            expect(page.locator(f"header.bar {name}")).to_be_visible()
