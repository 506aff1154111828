"""Walking back and forth: whatever somebody did to some spans, all undone is the start, all redone is the end."""

from collections.abc import Callable
from random import Random
from typing import Any, Final, NamedTuple

import pytest

from annotations.actions import decisions, spans
from annotations.actions import undo as taking_back
from annotations.actions.bulk import Operation, apply_operations
from annotations.models import Document, Event, Project, Span, SpanState, User

from .story import approve, as_, at_most, edit, mark, receive, refused, seen, submit, suggest

SEEN: Final = ("label__key", "start", "end", "quote", "attributes", "state", "author_id", "decided_by_id", "reason")
LABELS: Final = ("claim", "denial", "figure")


class Step(NamedTuple):
    span: Span
    before: int
    after: int


def _look(document: Document) -> dict[str, Any]:
    standing = Span.objects.filter(version=document.current).standing()
    return {str(found.pop("pk")): found for found in standing.values("pk", *SEEN)}


def _to(span: Span, user: User, revision: int) -> Span:
    found = seen(span, user)
    return taking_back.undo(found, as_(user), revision=found.revision, to=revision)


def _relabel(span: Span, user: User, dice: Random) -> None:
    edit(span, user, label=dice.choice(LABELS))


def _move(span: Span, user: User, dice: Random) -> None:
    edit(span, user, start=dice.randrange(20), end=dice.randrange(21, 60))


def _describe(span: Span, user: User, dice: Random) -> None:
    edit(span, user, label="figure", attributes={"value": dice.randrange(9)})


def _decide(act: Callable[..., Span]) -> Callable[[Span, User, Random], None]:
    def work(span: Span, user: User, dice: Random) -> None:
        act(seen(span, user), as_(user), revision=seen(span, user).revision)

    return work


def _explained(span: Span, user: User, dice: Random) -> None:
    decisions.reject(seen(span, user), as_(user), revision=seen(span, user).revision)
    decisions.explain(seen(span, user), as_(user), revision=seen(span, user).revision, reason="duplicate")


EDITS: Final = (_relabel, _move, _describe)
ACTS: Final[dict[str, tuple[Callable[[Span, User, Random], None], ...]]] = {
    SpanState.SUGGESTED: (_decide(decisions.accept), _decide(decisions.reject), _explained, *EDITS),
    SpanState.DRAFT: (_decide(decisions.submit), _decide(spans.delete_span), *EDITS * 2),
    SpanState.IN_REVIEW: (_decide(spans.delete_span), *EDITS),
}


def _act(document: Document, user: User, dice: Random) -> Step | None:
    """Do one thing to one of the spans, or make one; None when that changed nothing or would double a span."""
    able = [span for span in Span.objects.filter(version=document.current) if span.state in ACTS]
    if not able or dice.random() < 0.2:
        if Span.objects.filter(quote="The ministry", state__in=ACTS).exists():
            return None
        made = mark(document, user, "The ministry", dice.choice(LABELS))
        return Step(made, 0, made.revision)
    span = dice.choice(sorted(able, key=lambda each: str(each.pk)))
    try:
        dice.choice(ACTS[span.state])(span, user, dice)
    except spans.Conflict:
        return None
    return Step(span, span.revision, seen(span, user).revision)


@pytest.mark.parametrize("seed", range(12))
def test_random_work_walks_all_the_way_back_and_forth(seed: int, article: Document, annotator: User) -> None:
    dice = Random(seed)
    suggest(article, "126,000 troops")
    suggest(article, "The ministry denied it", "denial")
    start = _look(article)
    steps = [step for step in (_act(article, annotator, dice) for _ in range(14)) if step]
    end = _look(article)
    for _ in range(2):
        for step in reversed(steps):
            _to(step.span, annotator, step.before)
        assert _look(article) == start
        for step in steps:
            _to(step.span, annotator, step.after)
        assert _look(article) == end


def test_walk_in_the_middle_goes_on_from_there(article: Document, annotator: User) -> None:
    span = mark(article, annotator)
    edit(span, annotator, label="claim")
    edit(span, annotator, end=span.end + 5)
    _to(span, annotator, 1)
    edit(span, annotator, label="denial")
    _to(span, annotator, 4)
    assert (seen(span, annotator).label.key, seen(span, annotator).end) == ("figure", span.end)
    _to(span, annotator, 5)
    assert seen(span, annotator).label.key == "denial"


def test_one_step_over_many_changes_is_one_event(article: Document, annotator: User) -> None:
    span = mark(article, annotator)
    for label in ("claim", "denial", "quote"):
        edit(span, annotator, label=label)
    found = seen(span, annotator)
    with at_most(6):
        taking_back.undo(found, as_(annotator), revision=4, to=1)
    last = Event.objects.order_by("-pk")[0]
    assert (last.verb, last.before["label"], last.after["label"]) == ("undone", "quote", "figure")


def test_where_it_stands_is_no_change(article: Document, annotator: User) -> None:
    span = mark(article, annotator)
    number = Event.objects.count()
    assert _to(span, annotator, 1).revision == 1
    assert Event.objects.count() == number


def test_revision_that_is_not_there_yet_is_refused(article: Document, annotator: User) -> None:
    with refused("out_of_range", 400, "there is no 2 yet"):
        _to(mark(article, annotator), annotator, 2)


def test_walk_ends_where_somebody_else_came_between(article: Document, annotator: User, reviewer: User) -> None:
    span = mark(article, annotator)
    submit(span, annotator)
    found = seen(span, reviewer)
    decisions.return_span(found, as_(reviewer), revision=2, reason="wrong_label")
    edit(span, annotator, label="claim")
    _to(span, annotator, 3)
    with refused("not_yours", 403, "Somebody else changed this span"):
        _to(span, annotator, 1)
    approve_again = submit(span, annotator)
    approve(approve_again, reviewer)
    with refused("not_yours", 403):
        _to(span, annotator, 4)


def test_suggestion_cannot_be_made_unproposed(article: Document, annotator: User) -> None:
    span = suggest(article)
    edit(span, annotator, label="claim")
    with refused("not_yours", 403):
        _to(span, annotator, 0)


def test_many_go_back_in_one_request_or_none(
    project: Project, article: Document, annotator: User, editor: User
) -> None:
    other = receive(project, editor, title="Second")
    found = [suggest(each, words) for each in (article, other) for words in ("126,000 troops", "border")]
    accepted = [Operation("accept", span=seen(span, annotator), revision=1) for span in found]
    apply_operations(as_(annotator), accepted)
    back = [Operation("undo", span=seen(span, annotator), revision=2, to=1) for span in found]
    results = apply_operations(as_(annotator), back)
    assert {span.state for span in results} == {SpanState.SUGGESTED}
    forth = [Operation("undo", span=seen(span, annotator), revision=3, to=2) for span in found]
    assert {span.state for span in apply_operations(as_(annotator), forth)} == {SpanState.DRAFT}


def test_reason_comes_after_the_rejection(article: Document, annotator: User, reviewer: User) -> None:
    span = suggest(article)
    decisions.reject(seen(span, annotator), as_(annotator), revision=1)
    with refused("required", 400):
        decisions.explain(seen(span, annotator), as_(annotator), revision=2)
    with refused("wrong_state", 409, "you rejected yourself"):
        decisions.explain(seen(span, reviewer), as_(reviewer), revision=2, reason="duplicate")
    decisions.explain(seen(span, annotator), as_(annotator), revision=2, reason="duplicate")
    told = Event.objects.filter(object_id=span.pk).order_by("pk").values_list("verb", "after__reason")
    assert list(told) == [("rejected", ""), ("explained", "duplicate")]
    assert _to(span, annotator, 1).state == SpanState.SUGGESTED
    assert seen(span, annotator).reason == ""


def test_only_a_rejected_suggestion_is_explained(article: Document, annotator: User) -> None:
    for span in (mark(article, annotator), suggest(article, "border")):
        with refused("wrong_state", 409):
            decisions.explain(seen(span, annotator), as_(annotator), revision=1, reason="duplicate")
