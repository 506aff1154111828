"""Many span operations at once: all of them, or none."""

from typing import Any

import pytest

from annotations.actions.bulk import LIMIT, OPERATIONS, Operation, apply_operations, move
from annotations.actions.spans import SpanDraft
from annotations.errors import FactcheckError
from annotations.models import Document, Event, Span, User

from .story import as_, at_most, mark, opened, refused, seen, suggest


def _create(document: Document, start: int, end: int, label: str = "claim") -> Operation:
    return Operation("create", document=document, draft=SpanDraft(label, start, end))


def _on(op: str, span: Span, user: User, **more: Any) -> Operation:
    found = seen(span, user)
    return Operation(op, span=found, revision=found.revision, **more)


def test_all_kinds_of_operations_go_together(article: Document, annotator: User) -> None:
    door = opened(article, annotator)
    first, second = suggest(article, "126,000"), suggest(article, "The ministry", "speaker")
    mine, gone = mark(article, annotator, "border", "claim"), mark(article, annotator, "troops")
    results = apply_operations(
        as_(annotator),
        [
            _create(door, 0, 12),
            _on("accept", first, annotator),
            _on("reject", second, annotator, reason="duplicate"),
            _on("update", mine, annotator, changes={"label": "denial"}),
            _on("delete", gone, annotator),
        ],
    )
    assert [span.state for span in results] == ["draft", "draft", "dismissed", "draft", "dismissed"]
    assert [seen(span, annotator).revision for span in results] == [1, 2, 2, 2, 2]
    assert seen(mine, annotator).label.key == "denial"


def test_first_failure_is_named_and_nothing_is_kept(article: Document, annotator: User) -> None:
    door = opened(article, annotator)
    operations = [_create(door, 0, 12), _create(door, 20, 30), _create(door, 9, 3)]
    with refused("reversed", 400):
        apply_operations(as_(annotator), operations)
    with pytest.raises(FactcheckError) as told:
        apply_operations(as_(annotator), operations)
    assert [each.field for each in told.value.errors] == ["operations.2.end"]


def test_refusal_without_a_field_names_its_operation(article: Document, annotator: User) -> None:
    span = mark(article, annotator)
    operations = [_on("submit", span, annotator), _on("accept", span, annotator)]
    with refused("stale", 412):
        apply_operations(as_(annotator), operations)
    with pytest.raises(FactcheckError) as told:
        apply_operations(as_(annotator), [_on("approve", span, annotator)])
    assert [(each.field, each.code) for each in told.value.errors] == [("operations.0", "wrong_state")]


def test_one_span_takes_several_operations_in_a_row(article: Document, annotator: User) -> None:
    span = seen(mark(article, annotator), annotator)
    operations = [
        Operation("update", span=span, revision=1, changes={"label": "claim"}),
        Operation("submit", span=seen(span, annotator), revision=2),
        Operation("undo", span=seen(span, annotator), revision=3),
    ]
    results = apply_operations(as_(annotator), operations)
    assert (results[-1].state, results[-1].revision, results[-1].label.key) == ("draft", 4, "claim")


def test_double_inside_one_request_is_refused_whole(article: Document, annotator: User) -> None:
    door = opened(article, annotator)
    with refused("duplicate_span", 409):
        apply_operations(as_(annotator), [_create(door, 0, 12), _create(door, 0, 12)])


def test_more_than_a_thousand_are_refused(article: Document, annotator: User) -> None:
    door = opened(article, annotator)
    with refused("too_many", 400, "At most 1000"):
        apply_operations(as_(annotator), [_create(door, 0, 12)] * (LIMIT + 1))


def test_operation_without_its_thing_is_refused(annotator: User) -> None:
    with refused("required", 400, "Name the span"):
        apply_operations(as_(annotator), [Operation("submit", revision=1)])
    with refused("required", 400, "needs a document"):
        apply_operations(as_(annotator), [Operation("create")])


def test_each_operation_is_one_event(article: Document, annotator: User) -> None:
    door = opened(article, annotator)
    number = Event.objects.count()
    apply_operations(as_(annotator), [_create(door, 0, at) for at in range(2, 22)])
    assert Event.objects.count() == number + 20


def test_words_of_the_interface_name_an_action_each() -> None:
    assert OPERATIONS[:3] == ("create", "update", "delete")
    assert {move(word).__name__ for word in OPERATIONS[3:]} == {
        *("accept", "reject", "explain", "submit", "approve", "return_span", "undo"),
    }


def test_state_of_the_document_is_brought_in_step_once(article: Document, annotator: User) -> None:
    words = ("126,000", "The ministry", "border", "troops")
    operations = [_on("delete", mark(article, annotator, each), annotator) for each in words]
    with at_most(2 * len(words) + 3):
        apply_operations(as_(annotator), operations)
    assert Document.objects.get(pk=article.pk).state == "ready"
