"""The life of a span: every state and every verb, who may, and what the document and the log say afterwards."""

from collections.abc import Callable
from datetime import timedelta
from itertools import product
from typing import Any, Final

import pytest
from django.utils import timezone

from annotations.actions import decisions, spans
from annotations.actions.documents import settle
from annotations.actions.projects import edit_project
from annotations.actions.queue import submit_document, take_next
from annotations.errors import Conflict
from annotations.models import (
    Assignment,
    AssignmentState,
    Document,
    DocumentState,
    Event,
    Project,
    Span,
    SpanState,
    User,
)

from .story import approve, as_, at_most, facts, mark, opened, refused, seen, submit, suggest

# state -> verb -> state, as the product says; every pair that is not here is refused.
MOVES: Final = {
    "suggested": {"accept": "draft", "edit": "draft", "reject": "dismissed"},
    "draft": {"submit": "in_review", "edit": "draft", "delete": "dismissed"},
    "in_review": {
        "approve": "approved",
        "return": "draft",
        "reject": "dismissed",
        "edit": "in_review",
        "delete": "dismissed",
    },
    "approved": {"edit": "in_review", "delete": "dismissed"},
    "dismissed": {},
}
VERBS: Final = ("accept", "reject", "submit", "approve", "return", "edit", "delete")
OF_THE_AUTHOR: Final = ("submit", "edit", "delete")
Move = Callable[..., Span]


def _edit(span: Span, by: Any, *, revision: int, **_: Any) -> Span:
    return spans.edit_span(span, by, revision=revision, changes={"end": span.end - 1})


def _delete(span: Span, by: Any, *, revision: int, **_: Any) -> Span:
    return spans.delete_span(span, by, revision=revision)


ACTS: Final[dict[str, Move]] = {
    "accept": decisions.accept,
    "reject": decisions.reject,
    "submit": decisions.submit,
    "approve": decisions.approve,
    "return": decisions.return_span,
    "edit": _edit,
    "delete": _delete,
}


def _bring_to(state: str, document: Document, annotator: User, reviewer: User) -> Span:
    """Lead a new span to a state by the road people take."""
    if state == "suggested":
        return suggest(document)
    span = mark(document, annotator)
    if state == "draft":
        return span
    if state == "dismissed":
        return spans.delete_span(seen(span, annotator), as_(annotator), revision=1)
    submit(span, annotator)
    return approve(span, reviewer) if state == "approved" else span


def _act(verb: str, span: Span, annotator: User, reviewer: User) -> Span:
    user = annotator if verb in OF_THE_AUTHOR else reviewer
    found = seen(span, user)
    return ACTS[verb](found, as_(user), revision=found.revision, reason="other", note="Look again.")


@pytest.mark.parametrize(("state", "verb"), [(state, verb) for state, moves in MOVES.items() for verb in moves])
def test_span_moves_as_the_product_says(
    state: str, verb: str, article: Document, annotator: User, reviewer: User
) -> None:
    span = _bring_to(state, article, annotator, reviewer)
    before = seen(span, annotator)
    moved = _act(verb, span, annotator, reviewer)
    stored = seen(span, annotator)
    assert stored.state == moved.state == MOVES[state][verb]
    assert stored.revision == moved.revision == before.revision + 1
    event = Event.objects.filter(object_id=span.pk).first()
    assert event is not None
    assert event.actor == (annotator if verb in OF_THE_AUTHOR else reviewer)
    assert event.after["revision"] == stored.revision
    if before.state != stored.state:
        assert (event.before["state"], event.after["state"]) == (before.state, stored.state)


def test_every_other_move_is_refused_and_changes_nothing(
    lasting: None, article: Document, annotator: User, reviewer: User
) -> None:
    # One test and no savepoints: what an action leaves half done would stay, and be seen.
    for state in MOVES:
        span = _bring_to(state, article, annotator, reviewer)
        for verb in sorted(set(VERBS) - set(MOVES[state])):
            before = facts()
            with pytest.raises(Conflict) as told:
                _act(verb, span, annotator, reviewer)
            assert told.value.code == "wrong_state", (state, verb)
            assert told.value.detail.endswith("."), (state, verb)
            assert facts() == before, (state, verb)
        Span.objects.filter(pk=span.pk).update(state="dismissed", author=annotator)


@pytest.mark.parametrize("verb", ["approve", "return", "reject"])
def test_nobody_decides_on_an_own_span(verb: str, article: Document, reviewer: User) -> None:
    span = mark(article, reviewer)
    submit(span, reviewer)
    with refused("second_person", 409, "You made this span", "A second person"):
        _act(verb, span, reviewer, reviewer)


def test_where_the_project_only_warns_self_approval_is_marked(
    project: Project, article: Document, reviewer: User, editor: User
) -> None:
    edit_project(project, as_(editor), revision=1, changes={"second_person": "warn"})
    own, other = mark(article, reviewer), mark(article, editor, "The ministry", "speaker")
    submit(own, reviewer)
    submit(other, editor)
    assert approve(own, reviewer).self_approved
    assert not approve(other, reviewer).self_approved
    assert seen(own, reviewer).decided_by == reviewer


def test_self_approval_is_forgotten_when_the_span_goes_back(
    project: Project, article: Document, reviewer: User, editor: User
) -> None:
    edit_project(project, as_(editor), revision=1, changes={"second_person": "warn"})
    span = mark(article, reviewer)
    submit(span, reviewer)
    approve(span, reviewer)
    spans.edit_span(seen(span, reviewer), as_(reviewer), revision=3, changes={"label": "claim"})
    assert not seen(span, reviewer).self_approved
    assert not approve(span, editor).self_approved


@pytest.mark.parametrize("verb", ["approve", "return", "reject"])
def test_what_another_reviewer_holds_waits_for_them(
    verb: str, article: Document, annotator: User, reviewer: User, editor: User
) -> None:
    span = mark(article, annotator)
    submit(span, annotator)
    taken = take_next(article.project, as_(editor), "review")
    assert taken is not None
    with refused("held", 409, "editor is reviewing this document now"):
        _act(verb, span, annotator, reviewer)
    Assignment.objects.update(lease_expires_at=timezone.now() - timedelta(seconds=1))
    assert _act(verb, span, annotator, reviewer).state == MOVES["in_review"][verb]


def test_holder_may_decide(article: Document, annotator: User, reviewer: User) -> None:
    span = mark(article, annotator)
    submit(span, annotator)
    take_next(article.project, as_(reviewer), "review")
    assert approve(span, reviewer).state == SpanState.APPROVED


def test_return_needs_a_reason_or_a_note_and_reject_a_reason(
    article: Document, annotator: User, reviewer: User
) -> None:
    span = mark(article, annotator)
    submit(span, annotator)
    for act in (decisions.return_span, decisions.reject):
        with refused("required", 400, "Give a reason", "wrong_boundary"):
            act(seen(span, reviewer), as_(reviewer), revision=2)
    with refused("required", 400):
        decisions.reject(seen(span, reviewer), as_(reviewer), revision=2, note="No.")
    with refused("unknown_reason", 400, "not_checkworthy"):
        decisions.return_span(seen(span, reviewer), as_(reviewer), revision=2, reason="ugly")
    back = decisions.return_span(seen(span, reviewer), as_(reviewer), revision=2, note="The edge is one word off.")
    assert (back.state, back.note, back.decided_by) == (SpanState.DRAFT, "The edge is one word off.", reviewer)


def test_returned_span_marks_the_authors_assignment_and_submitting_clears_it(
    article: Document, annotator: User, reviewer: User
) -> None:
    take_next(article.project, as_(annotator), "annotate")
    span = mark(article, annotator)
    submit_document(opened(article, annotator), as_(annotator))
    assert Assignment.objects.get().state == AssignmentState.SUBMITTED
    decisions.return_span(seen(span, reviewer), as_(reviewer), revision=2, reason="wrong_boundary")
    assert Assignment.objects.get().state == AssignmentState.RETURNED
    submit_document(opened(article, annotator), as_(annotator))
    assert Assignment.objects.get().state == AssignmentState.SUBMITTED
    again = seen(span, annotator)
    assert (again.state, again.reason, again.decided_by) == (SpanState.IN_REVIEW, "", None)


def test_refused_return_leaves_the_assignment_alone(
    article: Document, annotator: User, reviewer: User, editor: User
) -> None:
    take_next(article.project, as_(annotator), "annotate")
    span = mark(article, annotator)
    submit_document(opened(article, annotator), as_(annotator))
    take_next(article.project, as_(editor), "review")
    with refused("held", 409):
        decisions.return_span(seen(span, reviewer), as_(reviewer), revision=2, reason="other")
    assert Assignment.objects.get(queue="annotate").state == AssignmentState.SUBMITTED


def test_accepted_suggestion_stays_marked_as_the_engines(article: Document, annotator: User) -> None:
    mine = _act("accept", suggest(article), annotator, annotator)
    assert (mine.author, mine.origin, mine.score) == (annotator, "engine", 0.9)
    assert mine.run is not None


def test_suggestion_equal_to_ones_own_span_is_refused(article: Document, annotator: User) -> None:
    mark(article, annotator)
    with refused("duplicate_span", 409):
        _act("accept", suggest(article), annotator, annotator)


def test_rejected_suggestion_keeps_who_and_why(article: Document, annotator: User) -> None:
    span = seen(suggest(article), annotator)
    gone = decisions.reject(span, as_(annotator), revision=1, reason="not_checkworthy", note="A headline.")
    assert (gone.state, gone.reason, gone.note) == (SpanState.DISMISSED, "not_checkworthy", "A headline.")
    assert (gone.decided_by, gone.author) == (annotator, None)


@pytest.mark.parametrize("verb", ["accept", "reject", "submit", "approve", "return"])
def test_decision_on_an_old_revision_is_refused(verb: str, article: Document, annotator: User, reviewer: User) -> None:
    state = {"accept": "suggested", "reject": "suggested", "submit": "draft"}.get(verb, "in_review")
    span = seen(_bring_to(state, article, annotator, reviewer), annotator)
    with refused("stale", 412, f"at revision {span.revision}; you read revision {span.revision + 7}"):
        ACTS[verb](span, as_(annotator), revision=span.revision + 7, reason="other")
    Span.objects.filter(pk=span.pk).update(revision=span.revision + 1)
    user = annotator if verb in OF_THE_AUTHOR else reviewer
    with refused("stale", 412, "Somebody changed this span since you read it"):
        ACTS[verb](span, as_(user), revision=span.revision, reason="other")


def test_many_drafts_go_to_review_in_as_many_statements_as_few(article: Document, annotator: User) -> None:
    for number, wanted in enumerate((2, 22)):
        for at in range(wanted):
            draft = spans.SpanDraft("claim", number, number + 2 + at)
            spans.create_span(opened(article, annotator), as_(annotator), draft)
        mine = Span.objects.filter(author=annotator, state=SpanState.DRAFT)
        with at_most(3):
            assert decisions.submit_drafts(article, as_(annotator), mine) == wanted
    assert set(Span.objects.values_list("state", "revision")) == {("in_review", 2)}
    assert Event.objects.filter(verb="submitted").count() == 24


def test_only_ones_own_drafts_are_handed_in(article: Document, annotator: User, reviewer: User) -> None:
    mine, theirs = mark(article, annotator), mark(article, reviewer)
    waiting = suggest(article, "The ministry", "speaker")
    assert submit_document(opened(article, annotator), as_(annotator)) == {"spans": 1, "verdicts": 0}
    states = [seen(span, annotator).state for span in (mine, theirs, waiting)]
    assert states == ["in_review", "draft", "suggested"]


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ((), DocumentState.READY),
        (("suggested",), DocumentState.READY),
        (("dismissed",), DocumentState.READY),
        (("draft",), DocumentState.IN_PROGRESS),
        (("draft", "approved"), DocumentState.IN_PROGRESS),
        (("in_review", "draft"), DocumentState.IN_REVIEW),
        (("in_review", "approved"), DocumentState.IN_REVIEW),
        (("approved",), DocumentState.DONE),
        (("approved", "dismissed", "suggested"), DocumentState.DONE),
    ],
)
def test_document_follows_its_spans(
    states: tuple[str, ...], expected: str, article: Document, annotator: User, reviewer: User
) -> None:
    for place, state in enumerate(states):
        words = ("126,000", "troops", "border")[place]
        span = suggest(article, words)
        if state != "suggested":
            author = None if state == "dismissed" else annotator
            Span.objects.filter(pk=span.pk).update(state=state, author=author, decided_by=reviewer)
    for before in set(DocumentState.values) - {"received", "out_of_scope"}:
        Document.objects.filter(pk=article.pk).update(state=before)
        settle(article.pk)
        assert Document.objects.get(pk=article.pk).state == expected


def test_document_out_of_scope_or_still_unread_stays_so(article: Document) -> None:
    for state in ("out_of_scope", "received"):
        Document.objects.filter(pk=article.pk).update(state=state)
        settle(article.pk)
        assert Document.objects.get(pk=article.pk).state == state


def test_table_of_this_file_names_every_state_and_verb() -> None:
    assert set(MOVES) == set(SpanState.values)
    assert {verb for moves in MOVES.values() for verb in moves} == set(VERBS) == set(ACTS)
    assert len(list(product(MOVES, VERBS))) == 35
