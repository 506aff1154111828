"""Relations through the API: made, found, read, described and withdrawn, also across documents."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from annotations.actions.documents import DocumentDraft, create_document
from annotations.actions.events import Actor
from annotations.models import Document, Event, Project, User

from .conftest import Api, mark

Programs = Callable[[User], Api]
URL = "projects/border/relations/"
Record = dict[str, Any]


@pytest.fixture
def other(project: Project, editor: User) -> Document:
    return create_document(project, Actor(user=editor), DocumentDraft(title="Denied", text="Nobody denied it. He did."))


@pytest.fixture
def figure(api: Programs, annotator: User, spans_url: str) -> str:
    return str(api(annotator).post(spans_url, mark()).json()["id"])


@pytest.fixture
def claim(api: Programs, annotator: User, spans_url: str) -> str:
    return str(api(annotator).post(spans_url, mark(label="claim")).json()["id"])


@pytest.fixture
def denial(api: Programs, annotator: User, other: Document) -> str:
    body = {"label": "denial", "start": 0, "end": 17, "quote": "Nobody denied it."}
    return str(api(annotator).post(f"documents/{other.pk}/spans/", body).json()["id"])


@pytest.fixture
def relation(api: Programs, annotator: User, denial: str, claim: str) -> Record:
    """Return the annotator's relation between two documents as the API told of it."""
    body = {"type": "denies", "source": denial, "target": claim, "scope": "part", "note": "Not its numbers."}
    answer = api(annotator).post(URL, body)
    assert (answer.status_code, answer["ETag"]) == (201, '"1"')
    record: Record = answer.json()
    return record


def test_made_relation_says_what_it_joins(
    relation: Record, denial: str, claim: str, document: Document, other: Document
) -> None:
    assert (relation["type"], relation["source"], relation["target"]) == ("denies", denial, claim)
    assert (relation["source_document"], relation["target_document"]) == (str(other.pk), str(document.pk))
    assert (relation["scope"], relation["note"], relation["author"]) == ("part", "Not its numbers.", "annotator")
    assert (relation["state"], relation["origin"], relation["revision"]) == ("live", "human", 1)
    source = relation["ends"]["source"]
    assert (source["title"], source["quote"], source["label"]) == ("Denied", "Nobody denied it.", "denial")


def test_reading_gives_what_making_gave(api: Programs, viewer: User, relation: Record) -> None:
    one = api(viewer).get(f"relations/{relation['id']}/")
    assert (one.json(), one["ETag"]) == (relation, '"1"')
    assert api(viewer).get(URL).json() == {"next": None, "previous": None, "results": [relation]}


def test_relations_are_found_by_either_end(
    api: Programs, annotator: User, relation: Record, figure: str, claim: str, document: Document, other: Document
) -> None:
    program = api(annotator)
    inner = program.post(URL, {"type": "quantifies", "source": figure, "target": claim}).json()

    def found(query: str) -> list[str]:
        return [each["id"] for each in program.get(f"{URL}?{query}").json()["results"]]

    assert found(f"document={document.pk}") == [relation["id"], inner["id"]]
    assert found(f"document={other.pk}") == [relation["id"]]
    assert found(f"span={claim}") == [relation["id"], inner["id"]]
    assert found(f"span={figure}") == [inner["id"]]
    assert found("type=quantifies") == [inner["id"]]
    assert found(f"type=denies&span={figure}") == []
    page = program.get(f"{URL}?page_size=1").json()
    assert [each["id"] for each in page["results"]] == [relation["id"]]
    assert [each["id"] for each in program.get(page["next"]).json()["results"]] == [inner["id"]]


def test_wrong_filters_are_refused(
    api: Programs, annotator: User, stranger: User, other_project: Project, project: Project
) -> None:
    program = api(annotator)
    for wrong in ("type=likes", "document=7", "span=x", "state=all", "page_size=0", "document=%00"):
        assert program.get(f"{URL}?{wrong}").status_code == 400, wrong
    strange = create_document(other_project, Actor(user=stranger), DocumentDraft(title="A", text="A text."))
    for unseen in (f"document={strange.pk}", f"document={uuid4()}", f"span={uuid4()}"):
        assert program.get(f"{URL}?{unseen}").status_code == 404, unseen


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"type": "likes"}, "type"),
        ({"type": None}, "type"),
        ({"source": "T1"}, "source"),
        ({"source": None}, "source"),
        ({"scope": "most"}, "scope"),
        ({"note": 5}, "note"),
        ({"note": "x" * 2001}, "note"),
        ({"state": "withdrawn"}, "state"),
        ({"type": "continues", "scope": ""}, "source"),
    ],
)
def test_wrong_fields_are_named(
    api: Programs, annotator: User, denial: str, claim: str, change: Record, field: str
) -> None:
    body = {"type": "denies", "source": denial, "target": claim, **change}
    answer = api(annotator).post(URL, body)
    assert answer.status_code == 400
    assert [each["field"] for each in answer.json()["errors"]] == [field]


def test_what_cannot_be_seen_cannot_be_joined(
    api: Programs, annotator: User, stranger: User, other_project: Project, claim: str
) -> None:
    strange = create_document(other_project, Actor(user=stranger), DocumentDraft(title="A", text="Nobody did."))
    body = {"label": "denial", "start": 0, "end": 11}
    unseen = api(stranger).post(f"documents/{strange.pk}/spans/", body).json()["id"]
    for source in (unseen, str(uuid4())):
        answer = api(annotator).post(URL, {"type": "denies", "source": source, "target": claim})
        assert answer.status_code == 404
    body = {"type": "denies", "source": unseen, "target": claim}
    assert api(stranger).post("projects/other/relations/", body).status_code == 404


def test_same_pair_twice_is_a_conflict_and_a_repeat_is_none(
    api: Programs, annotator: User, figure: str, claim: str
) -> None:
    program, body = api(annotator), {"type": "quantifies", "source": figure, "target": claim}
    first = program.post(URL, body, Idempotency_Key="a-key")
    again = program.post(URL, body, Idempotency_Key="a-key")
    assert (again.status_code, again.json(), again["Idempotent-Replay"]) == (201, first.json(), "true")
    twice = program.post(URL, body)
    assert (twice.status_code, twice.json()["code"]) == (409, "duplicate_relation")


def test_author_changes_scope_and_note_under_the_revision_read(
    api: Programs, annotator: User, reviewer: User, relation: Record
) -> None:
    program, path = api(annotator), f"relations/{relation['id']}/"
    assert program.patch(path, {"scope": "whole"}).status_code == 428
    changed = program.patch(path, {"scope": "whole", "note": ""}, 1)
    assert (changed.status_code, changed["ETag"]) == (200, '"2"')
    assert (changed.json()["scope"], changed.json()["note"]) == ("whole", "")
    assert program.patch(path, {"scope": "part"}, 1).status_code == 412
    assert program.patch(path, {"target": relation["target"]}, 2).status_code == 400
    refused = api(reviewer).patch(path, {"note": "Mine."}, 2)
    assert (refused.status_code, refused.json()["code"]) == (403, "not_yours")


@pytest.mark.parametrize("name", ["annotator", "reviewer", "editor"])
def test_author_or_reviewer_withdraws(
    name: str, api: Programs, relation: Record, request: pytest.FixtureRequest
) -> None:
    program, path = api(request.getfixturevalue(name)), f"relations/{relation['id']}/"
    assert program.delete(path).status_code == 428
    gone = program.delete(path, 1)
    assert (gone.status_code, gone["ETag"], gone.content) == (204, '"2"', b"")
    assert program.get(URL).json()["results"] == []
    assert program.get(path).json()["state"] == "withdrawn"
    again = program.delete(path, 2)
    assert (again.status_code, again.json()["code"]) == (409, "wrong_state")
    assert Event.objects.latest("id").actor == request.getfixturevalue(name)


def test_annotator_does_not_withdraw_what_another_made(
    api: Programs, annotator: User, editor: User, figure: str, claim: str
) -> None:
    body = {"type": "quantifies", "source": figure, "target": claim}
    made = api(editor).post(URL, body).json()
    refused = api(annotator).delete(f"relations/{made['id']}/", 1)
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")


def test_relation_of_a_dismissed_span_is_not_listed_until_the_span_is_back(
    api: Programs, annotator: User, relation: Record, claim: str, document: Document
) -> None:
    program = api(annotator)
    program.delete(f"spans/{claim}/", 1)
    assert program.get(URL).json()["results"] == []
    assert program.get(f"{URL}?document={document.pk}").json()["results"] == []
    program.post(f"spans/{claim}/undo/", If_Match='"2"')
    assert [each["id"] for each in program.get(URL).json()["results"]] == [relation["id"]]


def test_change_of_a_relation_is_told_in_the_log(
    api: Programs, annotator: User, relation: Record, other: Document
) -> None:
    program = api(annotator)
    program.delete(f"relations/{relation['id']}/", 1)
    told = program.get(f"projects/border/events/?document={other.pk}").json()["results"][:2]
    assert [(each["kind"], each["verb"], each["object"]) for each in told] == [
        ("relation", "withdrawn", relation["id"]),
        ("relation", "created", relation["id"]),
    ]
    assert (told[0]["before"], told[0]["after"]["state"]) == ({"state": "live"}, "withdrawn")
