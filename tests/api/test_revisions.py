"""Two people at one thing: whoever read an older revision is told, and nobody's work is lost."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from annotations.actions import people
from annotations.actions.events import Actor
from annotations.models import Document, Event, Span, User

from .conftest import END, Api, mark

Programs = Callable[[User], Api]


@pytest.fixture
def span(api: Programs, annotator: User, spans_url: str) -> dict[str, Any]:
    record: dict[str, Any] = api(annotator).post(spans_url, mark()).json()
    return record


def test_change_needs_the_revision_that_was_read(api: Programs, annotator: User, span: dict[str, Any]) -> None:
    program, path = api(annotator), f"spans/{span['id']}/"
    for answer in (program.patch(path, {"end": END - 1}), program.delete(path), program.post(f"{path}submit/")):
        assert (answer.status_code, answer.json()["code"]) == (428, "if_match_missing")


@pytest.mark.parametrize("tag", ["1", "'1'", '"one"', '"-1"', '"1', "", '"1" "2"', '"9999999999"', '"1",'])
def test_malformed_revision_is_refused(api: Programs, annotator: User, span: dict[str, Any], tag: str) -> None:
    answer = api(annotator).send("PATCH", f"spans/{span['id']}/", {"end": END - 1}, If_Match=tag)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "If-Match"


@pytest.mark.parametrize("tag", ['"1"', 'W/"1"', "*", '"7", "1"', ' "1" '])
def test_revision_may_be_written_in_the_ways_of_http(
    api: Programs, annotator: User, span: dict[str, Any], tag: str
) -> None:
    answer = api(annotator).send("PATCH", f"spans/{span['id']}/", {"end": END - 7}, If_Match=tag)
    assert (answer.status_code, answer["ETag"]) == (200, '"2"')


def test_stale_change_shows_the_span_as_it_stands(api: Programs, annotator: User, span: dict[str, Any]) -> None:
    program, path = api(annotator), f"spans/{span['id']}/"
    now = program.patch(path, {"end": END - 7}, 1).json()
    for answer in (
        program.patch(path, {"end": END - 1}, 1),
        program.delete(path, 1),
        program.post(f"{path}submit/", If_Match='"1"'),
        program.post(f"{path}submit/", If_Match='"1"', Idempotency_Key="a-key"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (412, "stale")
        assert answer.json()["current"] == now


def test_change_that_changes_nothing_keeps_the_revision(api: Programs, annotator: User, span: dict[str, Any]) -> None:
    answer = api(annotator).patch(f"spans/{span['id']}/", {"end": END}, 1)
    assert (answer.status_code, answer["ETag"]) == (200, '"1"')


@pytest.mark.django_db(transaction=True)
def test_of_two_changes_at_once_one_wins_and_both_are_told(annotator: User, document: Document) -> None:
    _, key = people.create_token(annotator, Actor(user=annotator), name="two tabs")
    program = Api(Client(headers={"Authorization": f"Token {key}"}))
    span = program.post(f"documents/{document.pk}/spans/", mark()).json()
    statuses: list[int] = []
    gate = threading.Barrier(2)

    def send(end: int) -> None:
        other = Api(Client(headers={"Authorization": f"Token {key}"}))
        gate.wait()
        statuses.append(other.patch(f"spans/{span['id']}/", {"end": end}, 1).status_code)
        connection.close()

    threads = [threading.Thread(target=send, args=(end,)) for end in (END - 7, END - 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200, 412]
    assert Span.objects.get(pk=span["id"]).revision == 2
    assert Event.objects.filter(object_id=span["id"], verb="edited").count() == 1


def test_document_and_project_are_guarded_too(api: Programs, editor: User, document: Document) -> None:
    program, path = api(editor), f"documents/{document.pk}/"
    assert program.get(path)["ETag"] == '"1"'
    assert program.patch(path, {"title": "New"}).status_code == 428
    assert program.patch(path, {"title": "New"}, 1)["ETag"] == '"2"'
    stale = program.patch(path, {"title": "Newer"}, 1)
    assert (stale.status_code, "current" in stale.json()) == (412, False)
    assert program.patch("projects/border/", {"name": "New"}).status_code == 428
    assert program.patch("projects/border/", {"name": "New"}, 1)["ETag"] == '"2"'
    assert program.patch("projects/border/guidelines/", {"guidelines": "Mark it."}, 2).json()["revision"] == 3
