"""Links between spans in the workbench: made, described, undone and removed by keyboard, also without network."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from annotations import access
from annotations.access import Do
from annotations.actions.documents import DocumentDraft, create_document
from annotations.actions.events import Actor
from annotations.actions.relations import RelationDraft, create_relation
from annotations.actions.spans import SpanDraft, create_span
from annotations.models import Document, Project, Relation, Span, User

from .conftest import OpenPage, settled
from .workbench import cut, mend, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DENIAL = "The ministry denied that a second column was on its way"
DENIED = "a second column was on its way"
FIGURE = "An estimated 126,000 troops"
Marker = Callable[..., Span]


@pytest.fixture
def mark(annotator: User) -> Marker:
    """Return a function that marks words of a document."""

    def build(document: Document, words: str, label: str, user: User = annotator) -> Span:
        opened = access.get_document(user, document.pk, to=Do.READ)
        text = Document.objects.with_text().values_list("text", flat=True).get(pk=document.pk)
        start = text.index(words)
        return create_span(opened, Actor(user=user), SpanDraft(label, start, start + len(words)))

    return build


@pytest.fixture
def denial(mark: Marker, document: Document) -> Span:
    return mark(document, DENIAL, "denial")


@pytest.fixture
def claims(mark: Marker, document: Document) -> list[Span]:
    """Return the claim that is denied and one further away."""
    far = mark(document, "An estimated 126,000 troops stood near the border on Tuesday", "claim")
    return [mark(document, DENIED, "claim"), far]


def _open(open_as: OpenPage, user: User, document: Document, span: Span, **options: object) -> Page:
    page = open_as(user, f"/documents/{document.pk}/?span={span.pk}", **options)
    page.locator("fc-workbench[data-ready]").wait_for()
    expect(page.locator("#insp-title")).to_have_text(span.quote)
    return page


def _link_to_nearest(page: Page) -> None:
    press(page, "l")
    expect(page.locator("#linker-search")).to_be_focused()
    press(page, "Enter")


def _saved(page: Page, count: int) -> None:
    """Wait until all is saved; that many links then stand on the server."""
    settled(page)
    assert Relation.objects.standing().count() == count


def test_denial_is_linked_to_the_claim_it_denies_with_its_scope(
    open_as: OpenPage, annotator: User, document: Document, denial: Span, claims: list[Span]
) -> None:
    page = _open(open_as, annotator, document, denial)
    expect(page.locator("#at-scope")).to_have_count(1)
    press(page, "l")
    expect(page.locator("#linker-title")).to_contain_text("Link “The ministry denied")
    expect(page.locator("#linker-search")).to_be_focused()
    options = page.locator("#linker-list [role=option]")
    expect(options).to_have_count(3)
    expect(options.first).to_contain_text("denies · Claim")
    expect(options.first).to_contain_text(DENIED)
    press(page, "Enter")
    expect(page.locator("#linker-title")).to_contain_text("How much of the claim is denied?")
    press(page, "2")
    expect(page.locator("#linker-note")).to_be_focused()
    page.keyboard.type("Not that one column came.")
    press(page, "Enter")
    expect(page.locator("#linker")).to_have_count(0)
    expect(page.locator("#doc")).to_be_focused()
    expect(page.locator(".links .go")).to_contain_text("denies")
    expect(page.locator("#link-scope-0")).to_have_value("part")
    expect(page.get_by_label("Which part")).to_have_value("Not that one column came.")
    expect(page.locator("label[for=link-note-0]")).to_be_visible()
    expect(page.locator("#at-scope")).to_have_count(0)  # one place says it
    _saved(page, 1)
    relation = Relation.objects.get()
    assert (relation.source, relation.target, relation.type) == (denial, claims[0], "denies")
    assert (relation.scope, relation.note) == ("part", "Not that one column came.")


def test_keys_typed_ahead_of_the_dialog_arrive_one_after_the_other(
    open_as: OpenPage, annotator: User, document: Document, denial: Span, claims: list[Span]
) -> None:
    page = _open(open_as, annotator, document, denial)
    held: list[Route] = []
    page.route("**/later/linkdialog.js", lambda route: held.append(route))
    press(page, "l", "Enter", "2", *"Not that", "Enter")
    expect(page.locator("#linker")).to_have_count(0)
    while not held:
        page.wait_for_timeout(20)
    held[0].continue_()
    expect(page.locator(".links .go")).to_contain_text("denies")
    _saved(page, 1)
    relation = Relation.objects.get()
    assert (relation.target, relation.scope, relation.note) == (claims[0], "part", "Not that")


def test_what_is_linked_already_is_not_chosen_before_that_is_known(
    open_as: OpenPage, annotator: User, document: Document, denial: Span, claims: list[Span]
) -> None:
    opened = access.get_document(annotator, document.pk, to=Do.READ)
    create_relation(opened.project, Actor(user=annotator), denial, claims[0], RelationDraft("denies", scope="whole"))
    held: list[Route] = []
    page = open_as(annotator, "/")
    page.route("**/api/v1/projects/*/relations/?*", lambda route: held.append(route))
    page.goto(f"/documents/{document.pk}/?span={denial.pk}")
    page.locator("fc-workbench[data-ready]").wait_for()
    page.keyboard.press("l")
    expect(page.locator("#linker-list [role=option]")).to_have_count(3)
    page.keyboard.press("Enter")
    assert len(held) == 1
    held[0].continue_()
    expect(page.locator("#linker .stack > .quoted")).to_contain_text("An estimated 126,000 troops stood")
    page.keyboard.press("Escape")
    _saved(page, 2)


def test_escape_skips_the_scope_and_cancels_the_choice(
    open_as: OpenPage, annotator: User, document: Document, denial: Span, claims: list[Span]
) -> None:
    page = _open(open_as, annotator, document, denial)
    press(page, "l")
    expect(page.locator("#linker-search")).to_be_focused()
    press(page, "Escape")
    expect(page.locator("#linker")).to_have_count(0)
    expect(page.locator("#insp-title")).to_have_text(DENIAL)
    _link_to_nearest(page)
    expect(page.locator("#linker .choices button").first).to_be_focused()
    press(page, "Escape")
    expect(page.locator("#link-scope-0")).to_have_value("whole")
    _saved(page, 1)


def test_only_what_may_be_linked_is_offered(
    open_as: OpenPage, annotator: User, document: Document, denial: Span, claims: list[Span], mark: Marker
) -> None:
    mark(document, "126,000", "figure")
    speaker = mark(document, "its spokesman", "speaker")
    page = _open(open_as, annotator, document, denial)
    press(page, "l")
    expect(page.locator("#linker-list [role=option]")).to_have_count(4)
    page.keyboard.type("spok")
    expect(page.locator("#linker-list [role=option]").first).to_contain_text("is said by · Speaker")
    page.locator("#linker-search").fill("126,000")
    expect(page.locator("#linker-list [role=option]").first).to_contain_text("An estimated 126,000 troops stood")
    expect(page.locator("#linker-list [role=option]")).to_have_count(2)
    page.locator("mark", has_text="126,000").first.click()
    expect(page.locator(".toast")).to_contain_text("Denial and Figure cannot be linked")
    page.locator("mark", has_text="troops stood").click()
    expect(page.locator("#linker-title")).to_contain_text("How much")
    press(page, "Enter")
    _saved(page, 1)
    page.goto(f"/documents/{document.pk}/?span={speaker.pk}")
    page.locator("fc-workbench[data-ready]").wait_for()
    press(page, "l")
    expect(page.locator("#linker-list [role=option]").first).to_contain_text("says · Denial")


def test_undo_takes_link_and_scope_back_in_one_step_and_redo_brings_both(
    open_as: OpenPage, annotator: User, document: Document, denial: Span, claims: list[Span]
) -> None:
    page = _open(open_as, annotator, document, denial)
    _link_to_nearest(page)
    press(page, "2")
    expect(page.locator("#linker-note")).to_be_focused()
    press(page, "Enter")
    expect(page.locator("#link-scope-0")).to_have_value("part")
    expect(page.locator(".toast")).to_contain_text("Linked: denies a part of “")
    press(page, "Control+z")
    expect(page.locator(".links .go")).to_have_count(0)
    _saved(page, 0)
    press(page, "Control+Shift+z")
    expect(page.locator("#link-scope-0")).to_have_value("part")
    _saved(page, 1)
    relation = Relation.objects.get()
    assert (relation.scope, relation.state) == ("part", "live")


def test_link_is_removed_and_its_removal_undone(
    open_as: OpenPage, annotator: User, document: Document, denial: Span, claims: list[Span], project: Project
) -> None:
    create_relation(project, Actor(user=annotator), denial, claims[0], RelationDraft("denies"))
    page = _open(open_as, annotator, document, claims[0])
    expect(page.locator(".links .how")).to_have_text("is denied by")
    expect(page.locator(".card.on .lk")).to_have_text("⇄ 1")
    page.locator("#link-off-0").press("Enter")
    expect(page.locator(".links .go")).to_have_count(0)
    _saved(page, 0)
    press(page, "Control+z")
    expect(page.locator(".links .go")).to_have_count(1)
    _saved(page, 1)
    page.locator("#link-go-0").press("Enter")
    expect(page.locator("#insp-title")).to_have_text(DENIAL)
    expect(page.locator("#doc")).to_be_focused()


def test_links_made_without_network_survive_a_reload_also_to_spans_that_are_new(
    open_as: OpenPage, annotator: User, document: Document, denial: Span, claims: list[Span]
) -> None:
    page = open_as(annotator, f"/documents/{document.pk}/?span={denial.pk}")
    page.locator("fc-workbench[data-ready]").wait_for()
    expect(page.locator(".links")).to_be_visible()
    cut(page)
    page.locator("#doc").focus()
    _link_to_nearest(page)
    press(page, "2")
    expect(page.locator("#linker-note")).to_be_focused()
    press(page, "Enter")
    expect(page.locator("#saved")).to_have_text("Offline: 2 waiting")
    page.evaluate("document.querySelector('fc-workbench').view.select(0, 0)")
    press(page, *["Shift+ArrowRight"] * 2, "3")
    expect(page.locator("#insp-title")).to_have_text("Northern Command")
    _link_to_nearest(page)
    expect(page.locator(".links .how")).to_have_text("quantifies")
    expect(page.locator("#saved")).to_have_text("Offline: 4 waiting")
    page.reload()
    page.locator("fc-workbench[data-ready]").wait_for()
    expect(page.locator("#saved")).to_have_text("Offline: 4 waiting")
    expect(page.locator("#link-scope-0")).to_have_value("part")
    mend(page)
    _saved(page, 2)
    assert Relation.objects.get(type="denies").scope == "part"
    assert Relation.objects.get(type="quantifies").source.quote == "Northern Command"
    page.reload()
    page.locator("fc-workbench[data-ready]").wait_for()
    expect(page.locator("#link-scope-0")).to_have_value("part")
    assert Relation.objects.count() == 2


def test_end_in_another_document_is_searched_and_opened(
    open_as: OpenPage, annotator: User, editor: User, document: Document, denial: Span, project: Project, mark: Marker
) -> None:
    draft = DocumentDraft(title="A second column", text="A column of forty trucks was seen on Monday.")
    other = create_document(project, Actor(user=editor), draft)
    far = mark(other, "A column of forty trucks was seen", "claim")
    page = _open(open_as, annotator, document, denial)
    press(page, "l")
    expect(page.locator("#linker-list [role=option]")).to_have_text(["Other documents…"])
    press(page, "Enter")
    expect(page.locator("#linker-search")).to_be_focused()
    page.keyboard.type("trucks")
    expect(page.locator("#linker-list .where")).to_have_text("in “A second column”")
    press(page, "Enter")
    expect(page.locator("#linker-title")).to_contain_text("How much")
    press(page, "Enter")
    expect(page.locator(".links .where")).to_have_text("in “A second column”")
    _saved(page, 1)
    page.locator("#link-go-0").press("Enter")
    page.wait_for_url(f"**/documents/{other.pk}/?span={far.pk}")
    page.locator("fc-workbench[data-ready]").wait_for()
    expect(page.locator(".links .how")).to_have_text("is denied by")


def test_quote_is_joined_to_the_one_before_it(
    open_as: OpenPage, annotator: User, document: Document, mark: Marker
) -> None:
    first = mark(document, "No unit of ours", "quote")
    second = mark(document, "has crossed it", "quote")
    page = _open(open_as, annotator, document, second)
    press(page, "j")
    expect(page.locator(".links .how")).to_have_text("continues")
    _saved(page, 1)
    relation = Relation.objects.get()
    assert (relation.source, relation.target, relation.type) == (second, first, "continues")
    press(page, "j")
    expect(page.locator(".toast")).to_contain_text("there is no other one")


def test_other_browser_sees_the_link_without_reload(
    open_as: OpenPage, annotator: User, reviewer: User, document: Document, denial: Span, claims: list[Span]
) -> None:
    watching = _open(open_as, reviewer, document, claims[0])
    expect(watching.locator(".links .hint")).to_have_text("none yet")
    page = _open(open_as, annotator, document, denial)
    _link_to_nearest(page)
    press(page, "2", "Enter")
    _saved(page, 1)
    # The test server streams no events; the page then asks every ten seconds.
    expect(watching.locator(".links .how")).to_have_text("is denied by", timeout=30_000)
    expect(watching.locator(".links .scope")).to_contain_text("a part of it", timeout=30_000)


def test_cue_is_set_from_the_selection_and_cleared(
    open_as: OpenPage, annotator: User, document: Document, denial: Span
) -> None:
    page = _open(open_as, annotator, document, denial)
    press(page, "q")
    expect(page.locator(".toast")).to_contain_text("Select words inside the span")
    press(page, *["Control+ArrowRight"] * 2, "Shift+ArrowRight", "q")
    expect(page.locator("#at-cue")).to_have_text("“denied”")
    settled(page)
    denial.refresh_from_db()
    start = denial.start + len("The ministry ")
    assert denial.attributes["cue"] == {"start": start, "end": start + 6, "quote": "denied"}
    page.get_by_role("button", name="Clear").press("Enter")
    expect(page.locator("#at-cue")).to_have_text("none")


def test_far_end_is_shown_in_the_text_on_demand(
    open_as: OpenPage, annotator: User, document: Document, denial: Span, claims: list[Span], project: Project
) -> None:
    create_relation(project, Actor(user=annotator), denial, claims[0], RelationDraft("denies"))
    page = _open(open_as, annotator, document, denial)
    expect(page.locator(".links .go")).to_have_count(1)
    _shown(page, "")
    page.locator("#link-go-0").focus()
    _shown(page, DENIED)
    page.locator("#doc").focus()
    _shown(page, "")
    page.locator("#links-show").focus()
    press(page, "h")
    expect(page.locator("#links-show")).to_have_attribute("aria-pressed", "true")
    _shown(page, DENIED)


def _shown(page: Page, words: str) -> None:
    """Wait until these words are shown in the text as the far end of a link."""
    shown = "(words) => [...(CSS.highlights.get('far-end') ?? [])].map(String).join() === words"
    page.wait_for_function(shown, arg=words)


def test_reader_sees_links_and_makes_none(
    open_as: OpenPage,
    viewer: User,
    annotator: User,
    document: Document,
    denial: Span,
    claims: list[Span],
    project: Project,
) -> None:
    create_relation(project, Actor(user=annotator), denial, claims[0], RelationDraft("denies"))
    page = _open(open_as, viewer, document, denial)
    expect(page.locator(".links .scope")).to_have_text("the whole claim")
    expect(page.locator(".links .off")).to_have_count(0)
    press(page, "l")
    expect(page.locator(".toast")).to_contain_text("Linking needs the role annotator or higher.")
