"""What waits to be saved outlives the page: a reload, a second window, and another person at the same browser."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, Route, expect

from annotations.models import Document, Event, Span, User

from .conftest import OpenPage, settled
from .workbench import cut, mend, ready

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _without_network(open_as: OpenPage, user: User, document: Document) -> Page:
    """Open the document in a window whose pages load and whose API does not answer."""
    page = open_as(user, "/accounts/me/")
    cut(page)
    page.goto(f"/documents/{document.pk}/")
    ready(page)
    return page


# Whether the browser has written so many rows: a reload in the very moment of an edit is asked about by the page.
KEPT = """async (count) => {
  const done = (request) => new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
  const db = await done(indexedDB.open("factcheck"));
  const found = await done(db.transaction("ops").objectStore("ops").count());
  db.close();
  return found >= count;
}"""


def _edit_three_times(page: Page) -> None:
    """Mark the start of the second paragraph as a figure, make it a claim, move its end."""
    for key in ("Control+ArrowDown", *["Shift+ArrowRight"] * 4, "3", "1", "Alt+ArrowRight"):
        page.keyboard.press(key)
    expect(page.locator("#saved")).to_have_text("Offline: 3 waiting")
    page.wait_for_function(KEPT, arg=6)  # three things to send and three to undo


def test_three_edits_without_network_survive_a_reload_and_arrive_in_order(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    page = _without_network(open_as, annotator, document)
    _edit_three_times(page)
    page.reload()
    ready(page)
    expect(page.locator("#saved")).to_have_text("Offline: 3 waiting")
    expect(page.locator("mark.sp.blue")).to_have_text("An estimated 126,000 troops stood")
    assert Span.objects.count() == 0
    mend(page)
    settled(page)
    span = Span.objects.get()
    assert (span.label.key, span.quote, span.revision) == ("claim", "An estimated 126,000 troops stood", 3)
    events = Event.objects.filter(object_id=span.pk).order_by("pk")
    assert [event.after["revision"] for event in events if event.after] == [1, 2, 3]
    page.reload()
    ready(page)
    settled(page)
    expect(page.locator("mark.sp")).to_have_count(1)
    assert Span.objects.get().revision == 3


def test_edit_whose_answer_was_lost_with_the_page_is_not_made_twice(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    page = open_as(annotator, f"/documents/{document.pk}/")
    ready(page)

    def lose_answer(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch()
        route.abort()

    page.context.route("**/api/v1/documents/*/spans/", lose_answer)
    for key in ("Control+ArrowDown", *["Shift+ArrowRight"] * 4, "3"):
        page.keyboard.press(key)
    expect(page.locator("#saved")).to_have_text("Offline: 1 waiting")
    page.context.unroute("**/api/v1/documents/*/spans/", lose_answer)
    page.reload()
    ready(page)
    settled(page)
    expect(page.locator("mark.sp")).to_have_count(1)
    assert (Span.objects.count(), Span.objects.get().revision) == (1, 1)


def test_second_window_leaves_a_living_ones_edits_alone_and_takes_them_over_when_it_closes(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    first = _without_network(open_as, annotator, document)
    _edit_three_times(first)
    second = first.context.new_page()
    second.goto(f"/documents/{document.pk}/")
    ready(second)
    settled(second)
    expect(second.locator("mark.sp")).to_have_count(0)
    first.close()
    expect(second.locator("#saved")).to_have_text("Offline: 3 waiting")
    mend(first)
    settled(second)
    assert (Span.objects.count(), Span.objects.get().revision) == (1, 3)


def test_what_one_person_left_is_never_sent_by_the_next_one_at_this_browser(
    open_as: OpenPage, annotator: User, reviewer: User, document: Document
) -> None:
    page = _without_network(open_as, annotator, document)
    _edit_three_times(page)
    mend(page)
    _sign_in(page, reviewer)
    page.goto(f"/documents/{document.pk}/")
    ready(page)
    page.wait_for_load_state("networkidle")
    settled(page)
    assert Span.objects.count() == 0
    _sign_in(page, annotator)
    page.goto(f"/documents/{document.pk}/")
    ready(page)
    settled(page)
    assert Span.objects.get().author == annotator


def test_open_page_refuses_to_save_for_one_person_what_another_did(
    open_as: OpenPage, annotator: User, reviewer: User, document: Document
) -> None:
    page = _without_network(open_as, annotator, document)
    _edit_three_times(page)
    _sign_in(page, reviewer)
    other = page.context.new_page()
    other.goto("/accounts/me/")
    mend(page)
    expect(page.locator("#saved")).to_contain_text("Not saved: You are signed in as reviewer by now.")
    assert Span.objects.count() == 0


def _sign_in(page: Page, user: User) -> None:
    """Give this browser somebody else's session, and a new token as signing in does."""
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    address = page.evaluate("location.origin")
    page.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])


def test_every_key_works_without_the_network_soon_after_the_first_touch(
    open_as: OpenPage, annotator: User, document: Document
) -> None:
    page = open_as(annotator, f"/documents/{document.pk}/")
    ready(page)
    for _ in range(2):
        page.keyboard.press("Shift+ArrowRight")
    page.wait_for_function(
        "() => performance.getEntriesByType('resource').some(({ name }) => /later.unsure/.test(name))"
    )
    page.context.set_offline(offline=True)
    page.keyboard.press("1")
    for key, shown in (("Enter", "#palette"), ("t", "#spans"), (",", "#options"), ("f", ".find"), ("g", ".guide")):
        page.keyboard.press(key)
        expect(page.locator(shown).first).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator(shown).first).to_be_hidden()
        page.locator("#doc").focus()
    for key in ("u", "y", "l", "Escape", "q", "0"):
        page.keyboard.press(key)
        expect(page.get_by_text("This needs the network once")).to_have_count(0)
