"""A browser, the really running site, and windows on Django's test server in which a fault of a page fails the test."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from annotations.actions.documents import DocumentDraft, create_document
from annotations.actions.events import Actor
from annotations.models import Document, Project, User
from factcheck.worlds import chromium
from tests.conftest import TEXT

from .site import FLAGS, Site, running_site

OpenPage = Callable[..., Page]
PATIENCE = 20_000  # milliseconds; what is there is seen at once, and a busy machine is no fault of the page


def settled(page: Page) -> None:
    """Wait until what was pressed is done and saved. "Saved" alone also stood there before the key arrived."""
    page.wait_for_function("() => document.querySelector('fc-workbench').isSettled")
    expect(page.locator("#saved")).to_have_text("Saved")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium once for all browser tests."""
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        # Playwright keeps an event loop in this thread; the database is used beside it, not in it.
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        expect.set_options(timeout=PATIENCE)
        found = playwright.chromium.launch(executable_path=str(chromium()), args=FLAGS)
        yield found
        found.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Start `quickstart` once, on an empty folder."""
    with running_site(tmp_path_factory.mktemp("site")) as found:
        yield found


@pytest.fixture
def long(project: Project, editor: User) -> Document:
    """Return an article that is longer than any phone is high."""
    text = f"{TEXT * 6}\nBetween 4.5 and 4.7 percent of the new ones are reservists.\n\n{TEXT}"
    return create_document(project, Actor(user=editor), DocumentDraft(title="A long one", text=text))


@pytest.fixture
def open_as(browser: Browser, live_server: LiveServer) -> Iterator[OpenPage]:
    """Return a function that opens an address of the test server as somebody, in a window of their own."""
    faults: list[str] = []
    contexts = []

    def build(user: User, path: str, **options: Any) -> Page:
        signed_in = Client()
        signed_in.force_login(user)
        asked = {"viewport": {"width": 1440, "height": 900}, **options}
        context = browser.new_context(base_url=live_server.url, **asked)
        contexts.append(context)
        session = signed_in.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(path)
        return page

    yield build
    for context in contexts:
        context.close()
    assert faults == []
