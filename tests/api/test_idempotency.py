"""Idempotency-Key: what is sent twice is done once, and both times answered the same."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from annotations.actions import people, upkeep
from annotations.actions.events import Actor
from annotations.models import Answer, Document, Event, Project, Span, User

from .conftest import Api, mark

Programs = Callable[[User], Api]
KEY = "3f1c6d6e-0d0f-4f1e-9d57-0c6a2b1f7f11"
pytestmark = pytest.mark.django_db(transaction=True)


def test_repeat_gets_the_first_answer(api: Programs, annotator: User, spans_url: str) -> None:
    program = api(annotator)
    first = program.post(spans_url, mark(), Idempotency_Key=KEY)
    events = Event.objects.count()
    again = program.post(spans_url, mark(), Idempotency_Key=KEY)
    assert (again.status_code, again.content, again["ETag"]) == (201, first.content, '"1"')
    assert again["Idempotent-Replay"] == "true"
    assert "Idempotent-Replay" not in first
    assert (Span.objects.count(), Event.objects.count()) == (1, events)


def test_repeat_after_a_change_still_gets_the_first_answer(api: Programs, annotator: User, spans_url: str) -> None:
    program = api(annotator)
    first = program.post(spans_url, mark(), Idempotency_Key=KEY)
    program.delete(f"spans/{first.json()['id']}/", 1)
    again = program.post(spans_url, mark(), Idempotency_Key=KEY)
    assert (again.status_code, again.content) == (201, first.content)
    assert Span.objects.count() == 1


def test_same_key_for_another_body_is_a_conflict(api: Programs, annotator: User, spans_url: str) -> None:
    program = api(annotator)
    program.post(spans_url, mark(), Idempotency_Key=KEY)
    other = program.post(spans_url, mark(label="claim"), Idempotency_Key=KEY)
    assert (other.status_code, other.json()["code"]) == (409, "key_reused")
    assert Span.objects.count() == 1


def test_same_key_for_another_address_is_a_conflict(
    api: Programs, annotator: User, document: Document, spans_url: str
) -> None:
    program = api(annotator)
    program.post(spans_url, mark(), Idempotency_Key=KEY)
    assert program.post(f"documents/{document.pk}/submit/", Idempotency_Key=KEY).status_code == 409
    assert Span.objects.get().state == "draft"


def test_same_key_of_another_person_is_another_key(
    api: Programs, annotator: User, reviewer: User, spans_url: str
) -> None:
    first = api(annotator).post(spans_url, mark(), Idempotency_Key=KEY)
    second = api(reviewer).post(spans_url, mark(), Idempotency_Key=KEY)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["id"] != second.json()["id"]


def test_refusal_is_not_kept(api: Programs, annotator: User, spans_url: str) -> None:
    program = api(annotator)
    assert program.post(spans_url, mark(label="nonsense"), Idempotency_Key=KEY).status_code == 400
    assert program.post(spans_url, mark(), Idempotency_Key=KEY).status_code == 201
    assert Answer.objects.count() == 1


def test_transition_is_done_once(api: Programs, annotator: User, spans_url: str) -> None:
    program = api(annotator)
    span = program.post(spans_url, mark()).json()
    path = f"spans/{span['id']}/submit/"
    first = program.post(path, If_Match='"1"', Idempotency_Key=KEY)
    again = program.post(path, If_Match='"1"', Idempotency_Key=KEY)
    assert (first.status_code, again.status_code, again["ETag"]) == (200, 200, '"2"')
    assert first.content == again.content


def test_document_is_taken_in_once(api: Programs, editor: User, project: Project, published: list[str]) -> None:
    program, body = api(editor), {"title": "Once", "text": "Only once."}
    first = program.post("projects/border/documents/", body, Idempotency_Key=KEY)
    again = program.post("projects/border/documents/", body, Idempotency_Key=KEY)
    assert first.json() == again.json()
    assert (Document.objects.count(), len(published)) == (1, 1)


def test_answer_of_the_queue_outlives_the_work(api: Programs, annotator: User, document: Document) -> None:
    program, path = api(annotator), "projects/border/queue/next/"
    first = program.post(path, {"queue": "annotate"}, Idempotency_Key=KEY)
    program.post(f"documents/{document.pk}/nothing-here/")
    program.post(f"assignments/{first.json()['id']}/submit/")
    assert program.post(path, {"queue": "annotate"}).status_code == 204
    again = program.post(path, {"queue": "annotate"}, Idempotency_Key=KEY)
    assert (again.status_code, again.content) == (200, first.content)


@pytest.mark.parametrize("key", ["", "   ", "k" * 201, "two\twords"])
def test_malformed_key_is_refused(api: Programs, annotator: User, spans_url: str, key: str) -> None:
    answer = api(annotator).post(spans_url, mark(), Idempotency_Key=key)
    assert (answer.status_code, Span.objects.count()) == (400, 0)


def test_twins_at_once_are_one(annotator: User, spans_url: str) -> None:
    _, key = people.create_token(annotator, Actor(user=annotator), name="twins")
    answers: list[HttpResponse] = []
    gate = threading.Barrier(4)

    def send() -> None:
        program = Api(Client(headers={"Authorization": f"Token {key}"}))
        gate.wait()
        answers.append(program.post(spans_url, mark(), Idempotency_Key=KEY))
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [each.status_code for each in answers] == [201] * 4
    assert len({each.content for each in answers}) == 1
    assert Span.objects.count() == 1


def test_answers_are_forgotten_after_a_day(
    api: Programs, annotator: User, spans_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    api(annotator).post(spans_url, mark(), Idempotency_Key=KEY)
    assert upkeep.forget_old_answers() == 0
    later = timezone.now() + upkeep.KEEP
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert upkeep.forget_old_answers() == 1


def test_bulk_is_done_once(api: Programs, annotator: User, document: Document) -> None:
    operation: dict[str, Any] = {"op": "create", "document": str(document.pk), **mark()}
    program = api(annotator)
    first = program.post("spans/bulk/", {"operations": [operation]}, Idempotency_Key=KEY)
    again = program.post("spans/bulk/", {"operations": [operation]}, Idempotency_Key=KEY)
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.content == again.content
