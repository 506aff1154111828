"""Undo over the API: back to a named revision, one by one or many at once, and what is answered to nonsense."""

from collections.abc import Callable

import pytest

from annotations.models import Document, Span, User

from .conftest import Api, mark

Programs = Callable[[User], Api]


@pytest.fixture
def program(api: Programs, annotator: User) -> Api:
    return api(annotator)


@pytest.fixture
def path(program: Api, document: Document) -> str:
    """Return the address of a span at revision 3: made, made a claim, made a denial."""
    made = program.post(f"documents/{document.pk}/spans/", mark()).json()
    path = f"spans/{made['id']}/"
    for revision, label in enumerate(("claim", "denial"), start=1):
        program.patch(path, {"label": label}, revision)
    return path


def test_span_stands_again_as_at_a_revision(program: Api, path: str) -> None:
    undone = program.post(f"{path}undo/", {"to": 1}, If_Match='"3"').json()
    assert (undone["label"], undone["revision"]) == ("figure", 4)
    again = program.post(f"{path}undo/", {"to": 3}, If_Match='"4"').json()
    assert (again["label"], again["revision"]) == ("denial", 5)
    assert program.post(f"{path}undo/", {"to": 0}, If_Match='"5"').json()["state"] == "dismissed"


@pytest.mark.parametrize("to", [-1, 1.5, "1", True, 99, 2**40])
def test_nonsense_is_refused_by_name(program: Api, path: str, to: object) -> None:
    answer = program.post(f"{path}undo/", {"to": to}, If_Match='"3"')
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "to")


def test_many_at_once_name_their_revisions(program: Api, path: str) -> None:
    pk = path.split("/")[1]
    answer = program.post("spans/bulk/", {"operations": [{"op": "undo", "id": pk, "revision": 3, "to": 1}]})
    assert [each["label"] for each in answer.json()["results"]] == ["figure"]
    wrong = program.post("spans/bulk/", {"operations": [{"op": "undo", "id": pk, "revision": 4, "to": 9}]})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (400, "operations.0.to")


def test_nobody_else_walks_back(api: Programs, reviewer: User, stranger: User, path: str) -> None:
    refused = api(reviewer).post(f"{path}undo/", {"to": 1}, If_Match='"3"')
    assert (refused.status_code, refused.json()["code"]) == (403, "not_yours")
    assert api(stranger).post(f"{path}undo/", {"to": 1}, If_Match='"3"').status_code == 404
    assert Span.objects.get().label.key == "denial"


def test_reason_is_added_to_a_rejected_suggestion(program: Api, path: str) -> None:
    answer = program.post(f"{path}explain/", {"reason": "duplicate"}, If_Match='"3"')
    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_state")


def test_nobody_deletes_what_is_anothers_among_many(api: Programs, program: Api, reviewer: User, path: str) -> None:
    pk = path.split("/")[1]
    answer = api(reviewer).post("spans/bulk/", {"operations": [{"op": "delete", "id": pk, "revision": 3}]})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (403, "operations.0")
