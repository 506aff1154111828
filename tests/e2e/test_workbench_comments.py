"""Comments in the workbench, by keyboard: written with a mention, seen elsewhere, answered, resolved and removed."""

import pytest
from playwright.sync_api import Page, expect

from annotations.actions.comments import write_comment
from annotations.actions.events import Actor
from annotations.actions.spans import SpanDraft, create_span
from annotations.models import Comment, Document, Mention, Span, User

from .conftest import OpenPage, settled
from .workbench import cut, mend

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Without a stream, as on this server, the page asks for news every ten seconds.
NEWS = 20_000


@pytest.fixture
def span(document: Document, annotator: User) -> Span:
    return create_span(document, Actor(user=annotator), SpanDraft("claim", 47, 74))


def _at(open_as: OpenPage, user: User, document: Document, span: Span, **options: object) -> Page:
    page = open_as(user, f"/documents/{document.pk}/?span={span.pk}", **options)
    page.locator("fc-workbench[data-ready]").wait_for()
    page.locator("#doc").focus()
    expect(page.locator("#comments-title")).to_be_attached()
    return page


def test_comment_with_a_mention_is_written_by_keyboard_alone_and_reaches_another_window(
    open_as: OpenPage, annotator: User, reviewer: User, document: Document, span: Span
) -> None:
    other = _at(open_as, reviewer, document, span)
    other.keyboard.press("c")
    expect(other.locator("#comment-new")).to_be_focused()
    other.keyboard.type("Half a thou")
    page = _at(open_as, annotator, document, span)
    page.keyboard.press("c")
    expect(page.locator("#comment-new")).to_be_focused()
    page.keyboard.type("Is it the same count, @re")
    expect(page.locator(".people [role=option]")).to_have_text(["rereviewerreviewer"])
    page.keyboard.press("Enter")
    expect(page.locator("#comment-new")).to_have_value("Is it the same count, @reviewer ")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".comment .words")).to_have_text("Is it the same count, @reviewer")
    expect(page.locator(".comment .at")).to_have_text("@reviewer")
    expect(page.locator("#comment-new")).to_have_value("")
    expect(page.locator(".card .talk")).to_have_text("1")
    assert Mention.objects.get().user == reviewer
    expect(other.locator(".comment .words")).to_have_text("Is it the same count, @reviewer", timeout=NEWS)
    expect(other.locator("#comment-new")).to_be_focused()
    expect(other.locator("#comment-new")).to_have_value("Half a thou")
    expect(other.locator("#live")).to_contain_text("annotator commented on")
    expect(other.locator(".card .talk")).to_have_text("1")


def test_thread_is_answered_resolved_reopened_reworded_and_removed_by_keyboard(
    open_as: OpenPage, annotator: User, document: Document, span: Span
) -> None:
    root = write_comment(span, Actor(user=annotator), "Is it?")
    page = _at(open_as, annotator, document, span)
    page.locator(f"#answer-{root.pk}").press("Enter")
    expect(page.locator(f"#reply-{root.pk}")).to_be_focused()
    page.keyboard.type("It is.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".comment .words")).to_have_text(["Is it?", "It is."])
    expect(page.locator(f"#answer-{root.pk}")).to_be_focused()
    page.locator(f"#resolve-{root.pk}").press("Enter")
    expect(page.locator(f"#fold-{root.pk}")).to_have_text("Resolved by annotator. Comments: 2")
    expect(page.locator(f"#fold-{root.pk}")).to_be_focused()
    expect(page.locator(".card .talk")).to_have_count(0)
    page.keyboard.press("Enter")
    page.locator(f"#reopen-{root.pk}").press("Enter")
    expect(page.locator(f"#resolve-{root.pk}")).to_be_focused()
    page.locator(f"#reword-{root.pk}").press("Enter")
    expect(page.locator(f"#edit-{root.pk}")).to_have_value("Is it?")
    page.keyboard.press("Control+a")
    page.keyboard.type("Is it so?")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".comment .words").first).to_have_text("Is it so?")
    expect(page.locator(f"#reword-{root.pk}")).to_be_focused()
    page.locator(f"#remove-{root.pk}").press("Enter")
    expect(page.locator(f"#sure-{root.pk}")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".comment .words")).to_have_text(["This comment was removed.", "It is."])
    assert Comment.objects.get(pk=root.pk).is_removed


def test_half_written_comment_outlasts_other_spans_a_reload_and_a_lost_network(
    open_as: OpenPage, annotator: User, document: Document, span: Span
) -> None:
    create_span(document, Actor(user=annotator), SpanDraft("claim", 0, 8))
    page = _at(open_as, annotator, document, span)
    page.keyboard.press("c")
    expect(page.locator("#comment-new")).to_be_focused()
    page.keyboard.type("Not yet done")
    page.keyboard.press("Escape")
    expect(page.locator("#doc")).to_be_focused()
    page.keyboard.press("]")
    expect(page.locator("#insp-title")).to_have_text("Northern")
    expect(page.locator("#comment-new")).to_have_value("")
    page.keyboard.press("]")
    expect(page.locator("#comment-new")).to_have_value("Not yet done")
    page.reload()
    page.locator("fc-workbench[data-ready]").wait_for()
    page.locator("#doc").focus()
    page.keyboard.press("c")
    expect(page.locator("#comment-new")).to_be_focused()
    expect(page.locator("#comment-new")).to_have_value("Not yet done")
    page.context.set_offline(True)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".comment .who")).to_contain_text("not saved yet")
    expect(page.locator("#saved")).to_have_text("Offline: 1 waiting")
    page.context.set_offline(False)
    settled(page)
    expect(page.locator(".comment .words")).to_have_text("Not yet done")
    expect(page.locator(".comment .who")).not_to_contain_text("not saved yet")
    assert Comment.objects.count() == 1


def test_viewer_reads_and_is_offered_no_field(
    open_as: OpenPage, annotator: User, viewer: User, document: Document, span: Span
) -> None:
    write_comment(span, Actor(user=annotator), "<b>Is it?</b>")
    page = _at(open_as, viewer, document, span)
    expect(page.locator(".comment .words")).to_have_text("<b>Is it?</b>")
    expect(page.locator("#comment-new")).to_have_count(0)
    expect(page.locator(".comments button")).to_have_count(0)
    page.keyboard.press("c")
    expect(page.locator(".toast")).to_contain_text("role annotator")


def test_mention_leads_to_its_words(
    open_as: OpenPage, annotator: User, reviewer: User, document: Document, span: Span
) -> None:
    write_comment(span, Actor(user=annotator), "@reviewer Is it the same count?")
    page = open_as(reviewer, "/accounts/mentions/")
    expect(page.locator(".words")).to_have_text("@reviewer Is it the same count?")
    page.get_by_role("link", name="An estimated 126,000 troops").press("Enter")
    expect(page.locator("#insp-title")).to_have_text("An estimated 126,000 troops")
    expect(page.locator("header .unread")).to_have_count(0)


def test_mention_is_read_where_its_comment_is_read(
    open_as: OpenPage, annotator: User, reviewer: User, document: Document, span: Span
) -> None:
    write_comment(span, Actor(user=annotator), "@reviewer Is it the same count?")
    page = open_as(reviewer, f"/documents/{document.pk}/")
    expect(page.locator(".menu > summary .unread")).to_have_text("1")
    page.locator(f'#doc mark[data-s~="{span.pk}"]').first.click()
    expect(page.locator(".unread")).to_have_count(0)
    assert not Mention.objects.unread().exists()
    expect(page.locator(".menu > summary .vh").first).to_have_text("Menu of reviewer")


def test_key_leads_to_the_answer_that_somebody_waits_for(
    open_as: OpenPage, annotator: User, reviewer: User, document: Document, span: Span
) -> None:
    asked = write_comment(span, Actor(user=reviewer), "Is it the same count?")
    page = _at(open_as, annotator, document, span)
    expect(page.locator(".comment .words")).to_have_count(1)
    page.keyboard.press("c")
    expect(page.locator(f"#reply-{asked.pk}")).to_be_focused()
    page.keyboard.type("It is.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".comment .words")).to_have_text(["Is it the same count?", "It is."])
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    expect(page.locator("#comment-new")).to_be_focused()


def test_resolving_and_rewording_wait_for_the_network_outlast_a_reload_and_go_back(
    open_as: OpenPage, annotator: User, document: Document, span: Span
) -> None:
    asked = write_comment(span, Actor(user=annotator), "Is it the same count?")
    page = _at(open_as, annotator, document, span)
    words = page.locator(".comment .words")
    expect(words).to_have_text("Is it the same count?")
    cut(page)
    page.locator(f"#reword-{asked.pk}").press("Enter")
    page.locator(f"#edit-{asked.pk}").fill("Is it the count of Monday?")
    page.locator(f"#edit-{asked.pk}").press("Control+Enter")
    expect(words).to_have_text("Is it the count of Monday?")
    page.locator(f"#resolve-{asked.pk}").press("Enter")
    expect(page.locator(f"#fold-{asked.pk}")).to_contain_text("Resolved by annotator")
    expect(page.locator("#saved")).to_have_text("Offline: 2 waiting")
    page.reload()
    page.locator("fc-workbench[data-ready]").wait_for()
    page.locator("#doc").focus()
    expect(page.locator("#saved")).to_have_text("Offline: 2 waiting")
    mend(page)
    settled(page)
    asked.refresh_from_db()
    assert (asked.text, asked.resolved_by) == ("Is it the count of Monday?", annotator)
    page.keyboard.press("Escape")
    for told, is_resolved, text in (
        ("resolved a thread", False, "Is it the count of Monday?"),
        ("changed a comment", False, "Is it the same count?"),
    ):
        page.keyboard.press("Control+z")
        expect(page.locator(".toast")).to_have_text(f"Undone: {told}")
        settled(page)
        asked.refresh_from_db()
        assert (bool(asked.resolved_at), asked.text) == (is_resolved, text)
    page.keyboard.press("Control+y")
    settled(page)
    asked.refresh_from_db()
    assert asked.text == "Is it the count of Monday?"


def test_mention_that_comes_while_one_works_is_counted(
    open_as: OpenPage, annotator: User, reviewer: User, document: Document, span: Span
) -> None:
    page = _at(open_as, reviewer, document, span)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.wait_for_load_state("networkidle")
    write_comment(span, Actor(user=annotator), "@reviewer Is it the same count?")
    expect(page.locator(".menu > summary .unread")).to_have_text("1", timeout=NEWS)
    expect(page.locator(".menu > summary .vh").last).to_have_text("Menu of reviewer, 1 unread mention")
