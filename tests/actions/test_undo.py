"""Taking back: the span is as it was, doing it again brings the change back, and nobody takes back for another."""

from collections.abc import Callable
from typing import Any, Final

import pytest

from annotations.actions import decisions, spans
from annotations.actions import undo as taking_back
from annotations.actions.queue import submit_document
from annotations.models import Document, DocumentState, Event, Project, Span, SpanState, User

from .story import approve, as_, at_most, edit, mark, opened, receive, refused, seen, submit, suggest, undo

KEPT: Final = (
    *("label_id", "start", "end", "quote", "attributes", "state", "author_id", "decided_by_id", "decided_at"),
    *("self_approved", "reason", "note", "origin", "run_id", "proposal", "claim_id"),
)
Act = Callable[[Span, User], Any]


def _look(span: Span) -> dict[str, Any]:
    return Span.objects.values(*KEPT).get(pk=span.pk)


def _move(act: Callable[..., Span], **more: str) -> Act:
    return lambda span, user: act(seen(span, user), as_(user), revision=seen(span, user).revision, **more)


def _delete(span: Span, user: User) -> None:
    spans.delete_span(seen(span, user), as_(user), revision=seen(span, user).revision)


def _hand_in(span: Span, user: User) -> None:
    submit_document(opened(span.version.document, user), as_(user))


AUTHOR_ACTS: Final[dict[str, Act]] = {
    "moved": lambda span, user: edit(span, user, start=span.start - 3, end=span.end + 2),
    "relabelled": lambda span, user: edit(span, user, label="claim"),
    "described": lambda span, user: edit(span, user, attributes={"value": 5}),
    "submitted": _move(decisions.submit),
    "handed in": _hand_in,
    "deleted": _delete,
}
REVIEWER_ACTS: Final[dict[str, Act]] = {
    "approved": _move(decisions.approve, note="Counted."),
    "returned": _move(decisions.return_span, reason="wrong_label", note="A claim."),
    "rejected": _move(decisions.reject, reason="duplicate"),
}
SUGGESTION_ACTS: Final[dict[str, Act]] = {
    "accepted": _move(decisions.accept),
    "rejected": _move(decisions.reject, reason="boilerplate", note="A teaser."),
    "edited": lambda span, user: edit(span, user, attributes={"value": 5}),
}


def _back_and_forth(span: Span, user: User, act: Act) -> None:
    before = _look(span)
    act(span, user)
    after = _look(span)
    assert after != before
    for expected in (before, after, before, after):
        undone = undo(span, user)
        assert _look(span) == expected
        for name in ("state", "decided_at", "quote", "attributes"):
            assert getattr(undone, name) == expected[name]


@pytest.mark.parametrize("name", AUTHOR_ACTS)
def test_author_takes_back_and_brings_back(name: str, article: Document, annotator: User) -> None:
    _back_and_forth(mark(article, annotator, value=126000), annotator, AUTHOR_ACTS[name])


@pytest.mark.parametrize("name", AUTHOR_ACTS)
def test_author_takes_back_what_was_done_to_a_returned_span(
    name: str, article: Document, annotator: User, reviewer: User
) -> None:
    span = mark(article, annotator, value=126000)
    submit(span, annotator)
    REVIEWER_ACTS["returned"](span, reviewer)
    _back_and_forth(span, annotator, AUTHOR_ACTS[name])


@pytest.mark.parametrize("name", ["moved", "relabelled", "described", "deleted"])
def test_approval_comes_back_with_the_words_it_was_given_to(
    name: str, article: Document, annotator: User, reviewer: User
) -> None:
    span = mark(article, annotator)
    submit(span, annotator)
    approve(span, reviewer)
    _back_and_forth(span, annotator, AUTHOR_ACTS[name])
    undo(span, annotator)
    assert (seen(span, annotator).state, seen(span, annotator).decided_by) == (SpanState.APPROVED, reviewer)
    assert Document.objects.get(pk=article.pk).state == DocumentState.DONE


@pytest.mark.parametrize("name", REVIEWER_ACTS)
def test_reviewer_takes_back_a_decision(name: str, article: Document, annotator: User, reviewer: User) -> None:
    span = mark(article, annotator)
    submit(span, annotator)
    _back_and_forth(span, reviewer, REVIEWER_ACTS[name])


@pytest.mark.parametrize("name", SUGGESTION_ACTS)
def test_suggestion_is_a_suggestion_again(name: str, article: Document, annotator: User) -> None:
    span = suggest(article)
    _back_and_forth(span, annotator, SUGGESTION_ACTS[name])
    undo(span, annotator)
    assert (seen(span, annotator).state, seen(span, annotator).author) == (SpanState.SUGGESTED, None)


def test_new_span_goes_and_comes_back(article: Document, annotator: User) -> None:
    span = mark(article, annotator)
    before = _look(span)
    assert undo(span, annotator).state == SpanState.DISMISSED
    assert Document.objects.get(pk=article.pk).state == DocumentState.READY
    assert undo(span, annotator).state == SpanState.DRAFT
    assert _look(span) == before
    assert Document.objects.get(pk=article.pk).state == DocumentState.IN_PROGRESS


def test_every_step_back_is_a_step_in_the_log(article: Document, annotator: User) -> None:
    span = mark(article, annotator)
    edit(span, annotator, label="claim")
    undo(span, annotator)
    undo(span, annotator)
    told = Event.objects.filter(object_id=span.pk).order_by("id").values_list("verb", "after__revision")
    assert list(told) == [("created", 1), ("edited", 2), ("undone", 3), ("undone", 4)]


def test_nobody_takes_back_what_another_did(article: Document, annotator: User, reviewer: User) -> None:
    span = mark(article, annotator)
    with refused("not_yours", 403, "not yours to take back"):
        undo(span, reviewer)
    submit(span, annotator)
    approve(span, reviewer)
    with refused("not_yours", 403):
        undo(span, annotator)


def test_untouched_suggestion_has_nothing_to_take_back(article: Document, annotator: User) -> None:
    with refused("not_yours", 403):
        undo(suggest(article), annotator)


def test_span_does_not_come_back_onto_its_double(article: Document, annotator: User) -> None:
    span = mark(article, annotator)
    _delete(span, annotator)
    mark(article, annotator)
    with refused("duplicate_span", 409, "already have a span"):
        undo(span, annotator)


def test_edge_does_not_go_back_onto_another_span(article: Document, annotator: User) -> None:
    span = mark(article, annotator, "126,000 troops")
    edit(span, annotator, end=span.start + len("126,000"))
    mark(article, annotator, "126,000 troops")
    with refused("duplicate_span", 409):
        undo(span, annotator)


def test_undo_of_an_old_revision_is_refused(article: Document, annotator: User) -> None:
    span = mark(article, annotator)
    with refused("stale", 412):
        taking_back.undo(seen(span, annotator), as_(annotator), revision=9)


def test_undo_costs_six_statements(article: Document, annotator: User) -> None:
    span = mark(article, annotator)
    edit(span, annotator, label="claim")
    found = seen(span, annotator)
    with at_most(6):
        taking_back.undo(found, as_(annotator), revision=2)


def test_label_off_since_then_comes_back(article: Document, annotator: User, project: Project, editor: User) -> None:
    # Off means: nobody marks with it any more. What stood is not lost by that.
    other = receive(project, editor, title="Second")
    span = mark(other, annotator)
    edit(span, annotator, label="claim")
    article.project.labels.filter(key="figure").update(is_on=False)
    assert undo(span, annotator).label.key == "figure"
