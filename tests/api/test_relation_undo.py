"""Undo of relations through the API."""

from collections.abc import Callable
from typing import Any

import pytest

from annotations.models import Project, Relation, User

from .conftest import Api, mark

Programs = Callable[[User], Api]
URL = "projects/border/relations/"


@pytest.fixture
def relation(api: Programs, annotator: User, spans_url: str, project: Project) -> dict[str, Any]:
    program = api(annotator)
    figure, claim = (program.post(spans_url, mark(label=label)).json()["id"] for label in ("figure", "claim"))
    made: dict[str, Any] = program.post(URL, {"type": "quantifies", "source": figure, "target": claim}).json()
    return made


def test_undo_withdraws_and_brings_back(api: Programs, annotator: User, relation: dict[str, Any]) -> None:
    program, path = api(annotator), f"relations/{relation['id']}/undo/"
    assert program.post(path).status_code == 428
    back = program.post(path, If_Match='"1"')
    assert (back.status_code, back["ETag"], back.json()["state"]) == (200, '"2"', "withdrawn")
    assert program.get(URL).json()["results"] == []
    assert program.post(path, If_Match='"1"').status_code == 412
    again = program.post(path, If_Match='"2"')
    assert (again.json()["id"], again.json()["state"], again.json()["revision"]) == (relation["id"], "live", 3)
    assert [each["id"] for each in program.get(URL).json()["results"]] == [relation["id"]]


def test_repeat_under_a_key_takes_nothing_back_twice(api: Programs, annotator: User, relation: dict[str, Any]) -> None:
    program, path = api(annotator), f"relations/{relation['id']}/undo/"
    first = program.post(path, If_Match='"1"', Idempotency_Key="undo-once")
    again = program.post(path, If_Match='"1"', Idempotency_Key="undo-once")
    assert (again.status_code, again.json(), again["Idempotent-Replay"]) == (200, first.json(), "true")
    assert Relation.objects.get().revision == 2


def test_what_another_did_is_not_taken_back(
    api: Programs, viewer: User, annotator: User, reviewer: User, stranger: User, relation: dict[str, Any]
) -> None:
    path = f"relations/{relation['id']}/undo/"
    refused = api(reviewer).post(path, If_Match='"1"')
    assert (refused.status_code, refused.json()["code"]) == (403, "not_yours")
    assert api(viewer).post(path, If_Match='"1"').status_code == 403
    assert api(stranger).post(path, If_Match='"1"').status_code == 404
    assert Relation.objects.get().revision == 1
