"""What every test of the workbench does: open it, wait until it is ready, press keys."""

from playwright.sync_api import Page

from annotations.models import Document, User

from .conftest import OpenPage


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
