"""Projects, labels, ratings, members, guidelines and numbers through the API."""

from collections.abc import Callable
from typing import Any

import pytest

from annotations.models import Project, User

from .conftest import Api, mark

Programs = Callable[[User], Api]


def test_maker_of_a_project_is_its_editor(api: Programs, annotator: User) -> None:
    program = api(annotator)
    answer = program.post("projects/", {"name": "Elections 2026"})
    found = answer.json()
    assert (answer.status_code, answer["ETag"], found["slug"], found["role"]) == (
        201,
        '"1"',
        "elections-2026",
        "editor",
    )
    labels = program.get("projects/elections-2026/labels/").json()["results"]
    assert [each["key"] for each in labels][:5] == ["claim", "denial", "figure", "quote", "speaker"]
    assert program.get("projects/").json()["results"] == [found]


@pytest.mark.parametrize(
    "body",
    [{}, {"name": ""}, {"name": " "}, {"name": "x" * 201}, {"name": "x", "slug": "a b"}, {"name": "x", "slug": "ü"}],
)
def test_wrong_project_is_refused(api: Programs, annotator: User, body: dict[str, Any]) -> None:
    assert api(annotator).post("projects/", body).status_code == 400


def test_taken_slug_is_a_conflict(api: Programs, annotator: User, project: Project) -> None:
    assert api(annotator).post("projects/", {"name": "Border"}).json()["code"] == "slug_taken"


def test_rules_of_work_change(api: Programs, editor: User, project: Project) -> None:
    program = api(editor)
    changes = {"name": "Desk", "second_person": "warn", "lease_minutes": 30, "guidelines": "Mark *it*."}
    found = program.patch("projects/border/", changes, 1).json()
    assert (found["name"], found["second_person"], found["lease_minutes"]) == ("Desk", "warn", 30)
    assert program.get("projects/border/guidelines/").json() == {"guidelines": "Mark *it*.", "revision": 2}
    for wrong in ({"lease_minutes": 0}, {"second_person": "maybe"}, {"slug": "other"}, {"lease_minutes": 2000}):
        assert program.patch("projects/border/", wrong, 2).status_code == 400


@pytest.mark.django_db(transaction=True)
def test_label_is_made_changed_and_switched_off(api: Programs, editor: User, annotator: User, spans_url: str) -> None:
    program, schema = api(editor), {"type": "object", "properties": {"sure": {"type": "boolean"}}}
    body = {"key": "rumour", "name": "Rumour", "shortcut": "6", "colour": "rose", "attributes_schema": schema}
    made = program.post("projects/border/labels/", body)
    assert (made.status_code, made.json()["attributes_schema"]) == (201, schema)
    assert program.post("projects/border/labels/", body).json()["code"] == "key_taken"
    assert api(annotator).post(spans_url, mark(label="rumour", attributes={"sure": True})).status_code == 201
    taken = program.patch("projects/border/labels/rumour/", {"shortcut": "1"})
    assert (taken.status_code, taken.json()["code"]) == (409, "shortcut_taken")
    assert program.patch("projects/border/labels/rumour/", {"is_on": False}).json()["is_on"] is False
    assert api(annotator).post(spans_url, mark(label="rumour", start=0)).status_code == 400


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "array"},
        {"type": 3},
        {"type": "object", "properties": {"a": {"$ref": "https://example.org/schema.json"}}},
        {"type": "object", "properties": {"a": {"$ref": "#/$defs/nothing"}}},
        {"type": "object", "properties": {"a": {"type": "string", "pattern": "("}}},
        {"type": "object", "patternProperties": {"(": {}}},
        "{}",
        [],
    ],
)
def test_schema_that_cannot_be_checked_is_refused(api: Programs, editor: User, project: Project, schema: Any) -> None:
    answer = api(editor).post("projects/border/labels/", {"key": "rumour", "attributes_schema": schema})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"].startswith("attributes_schema")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"key": "a b"},
        {"key": "x" * 41},
        {"key": "x", "colour": "#fff"},
        {"key": "x", "shortcut": "12"},
        {"key": "x", "order": -1},
        {"key": "x", "order": 40000},
        {"key": "x", "is_on": "yes"},
    ],
)
def test_wrong_label_is_refused(api: Programs, editor: User, project: Project, body: dict[str, Any]) -> None:
    assert api(editor).post("projects/border/labels/", body).status_code == 400


def test_rating_is_made_and_changed(api: Programs, editor: User, project: Project) -> None:
    program = api(editor)
    made = program.post("projects/border/ratings/", {"slug": "mixed", "numeric": None, "icon": "mix"})
    assert (made.status_code, made.json()["name"], made.json()["numeric"]) == (201, "Mixed", None)
    assert program.post("projects/border/ratings/", {"slug": "mixed"}).json()["code"] == "slug_taken"
    changed = program.patch("projects/border/ratings/mixed/", {"definition": "Some of both.", "numeric": 3}).json()
    assert (changed["definition"], changed["numeric"]) == ("Some of both.", 3)
    assert "mixed" in [each["slug"] for each in program.get("projects/border/ratings/").json()["results"]]
    assert program.patch("projects/border/ratings/nothing/", {}).status_code == 404


def test_members_come_change_and_go(api: Programs, editor: User, stranger: User, project: Project) -> None:
    program, path = api(editor), "projects/border/members/"
    joined = program.post(path, {"username": "stranger", "role": "viewer"})
    assert (joined.status_code, joined.json()["role"]) == (201, "viewer")
    assert program.post(path, {"username": "stranger", "role": "annotator"}).status_code == 200
    assert program.patch(f"{path}stranger/", {"role": "reviewer"}).json()["role"] == "reviewer"
    names = [each["username"] for each in program.get(path).json()["results"]]
    assert names == ["annotator", "editor", "reviewer", "stranger", "viewer"]
    assert program.delete(f"{path}stranger/").status_code == 204
    assert program.delete(f"{path}stranger/").status_code == 404
    assert program.post(path, {"username": "nobody-here", "role": "viewer"}).json()["code"] == "unknown_user"
    assert program.post(path, {"username": "stranger", "role": "owner"}).status_code == 400


@pytest.mark.django_db(transaction=True)
def test_last_editor_stays(api: Programs, editor: User, project: Project) -> None:
    program, path = api(editor), "projects/border/members/editor/"
    for answer in (program.patch(path, {"role": "viewer"}), program.delete(path)):
        assert (answer.status_code, answer.json()["code"]) == (409, "last_editor")


def test_member_who_left_sees_nothing(api: Programs, editor: User, annotator: User, project: Project) -> None:
    assert api(annotator).get("projects/border/").status_code == 200
    api(editor).delete("projects/border/members/annotator/")
    assert api(annotator).get("projects/border/").status_code == 404


def test_numbers_count_by_state_and_label(api: Programs, annotator: User, spans_url: str) -> None:
    program = api(annotator)
    program.post(spans_url, mark())
    program.post(spans_url, mark(label="claim"))
    found = program.get("projects/border/stats/").json()
    assert found["documents"] == {"in_progress": 1}
    assert found["spans"] == {"draft": 2}
    assert found["labels"] == {"figure": {"draft": 1}, "claim": {"draft": 1}}
    assert (found["claims"], found["verdicts"]) == ({}, {})
