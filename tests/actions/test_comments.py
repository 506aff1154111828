"""Comments: who may do what to whose words, whom they name, and what the log and the database hold of it."""

import pytest

from annotations.actions.claims import claim_of_span
from annotations.actions.comments import edit_comment, remove_comment, reopen, reply, resolve, write_comment
from annotations.actions.mentions import read_mentions
from annotations.actions.projects import remove_member
from annotations.actions.verdicts import VerdictDraft, record_verdict
from annotations.errors import Invalid
from annotations.models import Comment, Document, Event, Mention, Origin, Project, Span, User, unread_mentions
from annotations.models.base import uuid7
from tests.actions.story import as_, at_most, held, known, mark, opened, refused, seen
from tests.models.test_refusals import refused_by_the_database


@pytest.fixture
def span(document: Document, annotator: User) -> Span:
    return mark(document, annotator)


@pytest.fixture
def root(span: Span, annotator: User) -> Comment:
    return write_comment(span, as_(annotator), "Is it @reviewer?")


def _named(user: User) -> int:
    count = unread_mentions(user)
    assert count == Mention.objects.visible_to(user).unread().count()
    return count


def test_comment_stands_on_each_kind_of_thing_and_is_told_in_its_document(
    span: Span, document: Document, annotator: User
) -> None:
    claim, _ = claim_of_span(span, as_(annotator))
    verdict = record_verdict(claim, as_(annotator), VerdictDraft("true"))
    found = [
        write_comment(span, as_(annotator), "One."),
        write_comment(opened(document, annotator), as_(annotator), "Two."),
        write_comment(known(claim, annotator), as_(annotator), "Three."),
        write_comment(held(verdict, annotator), as_(annotator), "Four."),
    ]
    assert [each.kind for each in found] == ["span", "document", "claim", "verdict"]
    events = Event.objects.filter(kind="comment").order_by("id")
    assert {(event.verb, event.document_id, event.actor) for event in events} == {("created", document.pk, annotator)}
    assert not any("One." in str(event.after) for event in events)


def test_writing_costs_five_statements(span: Span, annotator: User, reviewer: User) -> None:
    with at_most(4):
        write_comment(span, as_(annotator), "@reviewer, @nobody: see a@b.c")


def test_members_are_named_and_others_are_not(
    root: Comment, span: Span, annotator: User, reviewer: User, stranger: User, project: Project, editor: User
) -> None:
    write_comment(span, as_(annotator), "@stranger and @reviewer, @reviewer. And me@editor")
    assert (_named(reviewer), _named(stranger), _named(editor)) == (2, 0, 0)
    remove_member(project, as_(editor), "reviewer")
    assert _named(reviewer) == 0


def test_rewording_tells_whoever_is_new_and_forgets_whoever_is_gone(
    root: Comment, annotator: User, reviewer: User, editor: User
) -> None:
    changed = edit_comment(root, as_(annotator), revision=1, text="Is it @editor?")
    assert (_named(reviewer), _named(editor), changed.revision) == (0, 1, 2)
    assert changed.edited_at
    same = edit_comment(changed, as_(annotator), revision=2, text=" Is it @editor?\r\n")
    assert same.revision == 2


def test_mentions_are_read_one_by_one_or_all(root: Comment, span: Span, annotator: User, reviewer: User) -> None:
    write_comment(span, as_(annotator), "@reviewer!")
    first = Mention.objects.filter(user=reviewer).first()
    assert first is not None
    assert read_mentions(annotator, as_(annotator), [first.pk]) == 0
    assert read_mentions(reviewer, as_(reviewer), [first.pk, uuid7()]) == 1
    assert _named(reviewer) == 1
    assert read_mentions(reviewer, as_(reviewer)) == 1
    told = Event.objects.filter(kind="mention")
    assert {(event.verb, event.project_id) for event in told} == {("read", None)}


def test_removed_comment_stays_for_its_replies(root: Comment, annotator: User, reviewer: User) -> None:
    answer = reply(root, as_(reviewer), "It is.")
    remove_comment(root, as_(annotator), revision=1)
    (thread,) = Comment.objects.threads(annotator)
    assert (thread.is_removed, [each.text for each in thread.answers]) == (True, ["It is."])
    assert _named(reviewer) == 0
    remove_comment(answer, as_(reviewer), revision=1)
    assert not Comment.objects.threads(annotator)
    assert Comment.objects.count() == 2


def test_thread_is_resolved_and_reopened_by_anybody(root: Comment, reviewer: User, annotator: User) -> None:
    done = resolve(root, as_(reviewer), revision=1)
    assert done.resolved_by == reviewer
    with refused("resolved", 409, "Reopen"):
        reply(done, as_(annotator), "And?")
    with refused("wrong_state", 409):
        resolve(done, as_(annotator), revision=2)
    assert reopen(done, as_(annotator), revision=2).resolved_at is None
    with refused("wrong_state", 409):
        reopen(root, as_(annotator), revision=3)


def test_refusals(root: Comment, annotator: User, reviewer: User) -> None:
    answer = reply(root, as_(reviewer), "It is.")
    with refused("not_a_thread", 409):
        reply(answer, as_(annotator), "Deeper.")
    with refused("not_a_thread", 409):
        resolve(answer, as_(annotator), revision=1)
    with refused("not_yours", 403, "annotator wrote this"):
        edit_comment(root, as_(reviewer), revision=1, text="No.")
    with refused("not_yours", 403):
        remove_comment(root, as_(reviewer), revision=1)
    with refused("stale", 412):
        edit_comment(root, as_(annotator), revision=7, text="No.")
    Comment.objects.filter(pk=root.pk).update(revision=5)
    with refused("stale", 412, "Somebody changed"):
        resolve(root, as_(annotator), revision=1)
    Comment.objects.filter(pk=answer.pk).update(origin=Origin.IMPORT)
    answer.refresh_from_db()
    with refused("imported", 403):
        edit_comment(answer, as_(reviewer), revision=1, text="No.")


@pytest.mark.parametrize("text", ["", " \n ", "x" * 4001, "bell\a", "\x85\x9f", "lone \ud800"])
def test_words_that_are_none_are_refused(text: str, span: Span, annotator: User) -> None:
    with pytest.raises(Invalid):
        write_comment(span, as_(annotator), text)


def test_database_refuses_what_no_action_writes(
    root: Comment, span: Span, document: Document, annotator: User, reviewer: User
) -> None:
    usual = {"project": document.project, "author": annotator, "text": "Yes."}
    answer = reply(root, as_(reviewer), "It is.")
    wrong = {
        "comment_on_one_thing": [{}, {"span": span, "document": document}],
        "comment_says_something": [{"span": span, "text": ""}],
        "comment_is_not_too_long": [{"span": span, "text": "🛰" * 4001}],
        "comment_thread_resolved_by_somebody": [{"span": span, "resolved_by": annotator}],
        "a reply belongs": [{"document": document, "root": root}, {"span": span, "root": answer}],
    }
    for name, rows in wrong.items():
        for fields in rows:
            with refused_by_the_database(name):
                Comment.objects.create(**{**usual, **fields})
    with refused_by_the_database("a comment stays"):
        Comment.objects.filter(pk=root.pk).update(author=reviewer)
    with refused_by_the_database("mention_once"):
        Mention.objects.create(comment=root, user=reviewer)


def test_only_members_see_them(root: Comment, annotator: User, viewer: User, stranger: User) -> None:
    assert [Comment.objects.visible_to(user).count() for user in (annotator, viewer, stranger)] == [1, 1, 0]
    assert [*Comment.objects.visible_to(viewer).open_counts()] == [{"span_id": seen(root.span, viewer).pk, "count": 1}]
