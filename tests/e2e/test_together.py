"""Two people on one text, on the really running site: they see each other come and go; in a blind project nothing."""

import json
import re
from typing import Any
from urllib.request import Request, urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

from .site import Site

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.timeout(240)]
TEXT = "A first line of it.\n\n" + "\n\n".join(f"Paragraph {n} says that {n} things happened there." for n in range(60))
# Keeps what the stream says: a stream that is still open has no body to read.
HEAR = """
window.heard = [];
const Plain = EventSource;
window.EventSource = class extends Plain {
  constructor(...args) {
    super(...args);
    for (const kind of ["change", "presence"]) this.addEventListener(kind, ({ data }) => heard.push(data));
  }
};
"""


class Program:
    """The site's API, as one of its people."""

    def __init__(self, site: Site, username: str) -> None:
        self.url = f"{site.url}api/v1/"
        self.token = ""
        asked = {"username": username, "password": site.passwords[username]}
        self.token = self.call("POST", "token/", asked)["token"]

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        known = {"Authorization": f"Token {self.token}"} if self.token else {}
        data = None if body is None else json.dumps(body).encode()
        asked = Request(self.url + path, data, {"Content-Type": "application/json", **known, **headers}, method=method)
        with urlopen(asked) as response:
            return json.loads(response.read() or b"null")


@pytest.fixture
def desk(site: Site) -> tuple[str, str]:
    """Make a project with a long text and two annotators; return its slug and the document."""
    editor = Program(site, "editor")
    slug = _project(editor)
    for name, role in (("annotator", "annotator"), ("viewer", "annotator"), ("reviewer", "reviewer")):
        editor.call("POST", f"projects/{slug}/members/", {"username": name, "role": role})
    document = editor.call("POST", f"projects/{slug}/documents/", {"title": "Sixty paragraphs", "text": TEXT})
    return slug, document["id"]


def _project(editor: Program) -> str:
    known = len(editor.call("GET", "projects/")["results"])
    slug: str = editor.call("POST", "projects/", {"name": f"Two readers {known}"})["slug"]
    return slug


def opened(page: Page, site: Site, document: str) -> Page:
    page.goto(f"{site.url}documents/{document}/")
    page.locator("fc-workbench[data-ready]").wait_for()
    return page


def test_two_readers_see_each_other_come_read_and_go(browser: Browser, site: Site, desk: tuple[str, str]) -> None:
    one_context, one = site.sign_in(browser, "annotator")
    other_context, other = site.sign_in(browser, "reviewer")
    opened(one, site, desk[1])
    opened(other, site, desk[1])
    face = one.get_by_role("group", name="Who is here").get_by_role("button", name=re.compile("^reviewer"))
    expect(face).to_be_visible()
    expect(
        other.get_by_role("group", name="Who is here").get_by_role("button", name=re.compile("^annotator"))
    ).to_be_visible()
    other.locator("[data-n='40']").evaluate("element => element.scrollIntoView({block: 'start'})")
    expect(face).to_have_accessible_name(re.compile(r"reviewer reads paragraph (39|40|41)"))
    expect(one.locator("[data-here='re']")).to_have_count(1)
    one.keyboard.press("w")
    expect(one.get_by_role("dialog", name="Who is here")).to_be_visible()
    assert Axe().run(one).violations_count == 0
    one.keyboard.press("Enter")
    expect(one.get_by_role("dialog", name="Who is here")).to_be_hidden()
    expect(one.locator("[data-here='re']")).to_be_in_viewport()
    assert Axe().run(one).violations_count == 0
    other_context.close()
    expect(face).to_be_hidden()
    expect(one.locator("[data-here]")).to_have_count(0)
    one_context.close()


def test_phone_shows_who_is_here(browser: Browser, site: Site, desk: tuple[str, str]) -> None:
    one_context, one = site.sign_in(browser, "annotator", viewport={"width": 390, "height": 844})
    other_context, other = site.sign_in(browser, "reviewer")
    opened(one, site, desk[1])
    opened(other, site, desk[1])
    expect(one.get_by_role("button", name=re.compile("^reviewer"))).to_be_visible()
    assert Axe().run(one).violations_count == 0
    assert one.evaluate("document.documentElement.scrollWidth") <= 390
    other_context.close()
    one_context.close()


def test_editor_makes_a_project_blind(browser: Browser, site: Site, desk: tuple[str, str]) -> None:
    context, page = site.sign_in(browser, "editor")
    page.goto(f"{site.url}projects/{desk[0]}/settings/")
    page.get_by_role("radio", name=re.compile("once both have handed in")).check()
    assert Axe().run(page).violations_count == 0
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.get_by_role("radio", name=re.compile("once both have handed in"))).to_be_checked()
    context.close()


def test_nothing_of_a_blind_reader_reaches_the_other_browser(
    browser: Browser, site: Site, desk: tuple[str, str]
) -> None:
    slug, document = desk
    editor, first = Program(site, "editor"), Program(site, "viewer")
    revision = editor.call("GET", f"projects/{slug}/")["revision"]
    editor.call("PATCH", f"projects/{slug}/", {"policy": "blind"}, **{"If-Match": f'"{revision}"'})
    context, page = site.sign_in(browser, "annotator")
    page.add_init_script(HEAR)
    answers: list[str] = []

    def listen(route: Route) -> None:
        answer = route.fetch(max_redirects=0)
        answers.append(f"{answer.headers}{answer.text()}")
        route.fulfill(response=answer)

    page.route(re.compile(r"^(?!.*(/static/|/events/)).*$"), listen)
    opened(page, site, document)
    page.locator("#doc").focus()
    first_context, other = site.sign_in(browser, "viewer")
    opened(other, site, document)
    first.call("POST", f"documents/{document}/presence/", {"page": "whispered-page", "start": 5})
    note = {"label": "denial", "start": 0, "end": 7, "attributes": {"denied": "whispered words"}}
    span = first.call("POST", f"documents/{document}/spans/", note)
    claim = first.call("POST", f"spans/{span['id']}/claim/")
    first.call("POST", f"claims/{claim['id']}/verdicts/", {"rating": "half-true", "justification": "whispered too"})
    # One's own span comes back by the stream after all that: what was to be told of the first is told by then.
    Program(site, "annotator").call("POST", f"documents/{document}/spans/", {"label": "claim", "start": 8, "end": 19})
    expect(page.locator("mark.sp").filter(has_text="line of it")).to_have_count(1)
    for path in (
        f"projects/{slug}/",
        f"projects/{slug}/claims/",
        f"projects/{slug}/queue/",
        f"documents/{document}/history/",
    ):
        page.goto(f"{site.url}{path}")
    opened(page, site, document)
    page.keyboard.press("w")
    expect(page.get_by_text("This project is blind: annotators do not see each other.")).to_be_visible()
    told = page.evaluate("JSON.stringify(heard)") + "".join(answers)
    leaks = [word for word in ("whispered", span["id"], claim["id"], '"viewer"', ">viewer<") if word in told]
    assert leaks == []
    _, reviewing = site.sign_in(browser, "reviewer")
    opened(reviewing, site, document)
    expect(reviewing.locator("mark.sp").filter(has_text="A first")).to_have_count(1)
    for each in (context, first_context, reviewing.context):
        each.close()
