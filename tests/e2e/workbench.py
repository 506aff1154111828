"""What every test of the workbench does: open it, wait until it is ready, press keys."""

from playwright.sync_api import Page, Route

from annotations.models import Document, User

from .conftest import OpenPage

API = "**/api/v1/**"
# Where a word begins on the screen, at half the height of its line.
PLACE = """(words) => {
  const { view } = document.querySelector("fc-workbench");
  const at = view.text.indexOf(words);
  const { left, top, height } = view.rangeOf(at, at + 1).getBoundingClientRect();
  return [left + 1, top + height / 2];
}"""
ANSWERS = "() => fetch('/api/v1/').then(() => true, () => false)"


def ready(page: Page) -> None:
    """Wait until the page works, then give the text the focus."""
    page.locator("fc-workbench[data-ready]").wait_for()
    page.locator("#doc").focus()


def open_workbench(open_as: OpenPage, user: User, document: Document, query: str = "", **options: object) -> Page:
    """Open an article as somebody, with the focus in its text; `options` are the window's."""
    page = open_as(user, f"/documents/{document.pk}/{query}", **options)
    ready(page)
    return page


def press(page: Page, *keys: str) -> None:
    """Press keys one after the other."""
    for key in keys:
        page.keyboard.press(key)


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Drag from one point of the window to another; the button stays down."""
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    page.mouse.move(*end, steps=4)


def _refuse(route: Route) -> None:
    route.abort()


def cut(page: Page) -> None:
    """Take the network to the server's API away, until the page feels it: that is a moment after it is asked for."""
    page.context.route(API, _refuse)
    while page.evaluate(ANSWERS):
        page.wait_for_timeout(20)


def mend(page: Page) -> None:
    """Give the network back."""
    page.context.unroute(API, _refuse)
