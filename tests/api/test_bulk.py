"""Many operations in one request: all of them or none, and the one that fails is named."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from annotations.models import Document, Span, SpanState, User

from .conftest import Api, mark

Programs = Callable[[User], Api]
PATH = "spans/bulk/"


@pytest.fixture
def create(document: Document) -> Callable[..., dict[str, Any]]:
    """Return a function that builds the operation of making a span."""
    return lambda **changes: {"op": "create", "document": str(document.pk), **mark(**changes)}


def test_all_are_done_in_order(api: Programs, annotator: User, create: Callable[..., dict[str, Any]]) -> None:
    program = api(annotator)
    made = program.post(PATH, {"operations": [create(), create(label="claim")]})
    first, second = made.json()["results"]
    assert made.status_code == 200
    operations = [
        {"op": "update", "id": first["id"], "revision": 1, "label": "denial"},
        {"op": "submit", "id": first["id"], "revision": 2},
        {"op": "delete", "id": second["id"], "revision": 1},
    ]
    results = program.post(PATH, {"operations": operations}).json()["results"]
    assert [(each["label"], each["state"]) for each in results][1:] == [("denial", "in_review"), ("claim", "dismissed")]


@pytest.mark.django_db(transaction=True)
def test_one_wrong_undoes_all(api: Programs, annotator: User, create: Callable[..., dict[str, Any]]) -> None:
    answer = api(annotator).post(PATH, {"operations": [create(), create(label="nonsense")]})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "operations.1.label")
    assert Span.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_stale_one_undoes_all(api: Programs, annotator: User, create: Callable[..., dict[str, Any]]) -> None:
    program = api(annotator)
    span = program.post(PATH, {"operations": [create()]}).json()["results"][0]
    stale = [create(label="claim"), {"op": "delete", "id": span["id"], "revision": 7}]
    answer = program.post(PATH, {"operations": stale})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (412, "operations.1")
    assert [each.state for each in Span.objects.all()] == [SpanState.DRAFT]


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "explode"},
        {"op": "create", "label": "claim", "start": 0, "end": 3},
        {"op": "create", "document": "x", "label": "claim", "start": 0, "end": 3},
        {"op": "delete", "id": str(uuid.uuid4())},
        {"op": "delete", "id": 3, "revision": 1},
        {"op": "delete", "id": str(uuid.uuid4()), "revision": 1.5},
        "delete",
    ],
)
def test_malformed_operation_is_named(api: Programs, annotator: User, operation: object) -> None:
    answer = api(annotator).post(PATH, {"operations": [operation]})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"].startswith("operations.0")


def test_unseen_span_is_not_there(
    api: Programs, annotator: User, stranger: User, create: Callable[..., dict[str, Any]]
) -> None:
    span = api(annotator).post(PATH, {"operations": [create()]}).json()["results"][0]
    for operation in ({"op": "delete", "id": span["id"], "revision": 1}, create(label="claim")):
        answer = api(stranger).post(PATH, {"operations": [operation]})
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_reviewers_steps_are_refused_to_annotators(
    api: Programs, annotator: User, reviewer: User, create: Callable[..., dict[str, Any]]
) -> None:
    span = api(reviewer).post(PATH, {"operations": [create()]}).json()["results"][0]
    api(reviewer).post(f"spans/{span['id']}/submit/", If_Match='"1"')
    operation = {"op": "approve", "id": span["id"], "revision": 2}
    assert api(annotator).post(PATH, {"operations": [operation]}).status_code == 403


def test_too_many_are_refused(api: Programs, annotator: User, create: Callable[..., dict[str, Any]]) -> None:
    assert api(annotator).post(PATH, {"operations": [create()] * 1001}).status_code == 400
    assert api(annotator).post(PATH, {"operations": []}).status_code == 400
