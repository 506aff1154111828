"""The queues: one thing to one person, and everybody else is told who holds it or why it is not theirs."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from annotations.actions import people
from annotations.actions.documents import DocumentDraft, create_document
from annotations.actions.events import Actor
from annotations.models import Assignment, Document, Project, User

from .conftest import Api, mark

Programs = Callable[[User], Api]
QUEUE = "projects/border/queue/"
NEXT = f"{QUEUE}next/"


@pytest.fixture
def in_review(api: Programs, annotator: User, document: Document, spans_url: str) -> Document:
    """Return the document with a figure of the annotator's in review."""
    program = api(annotator)
    program.post(spans_url, mark())
    program.post(f"documents/{document.pk}/submit/")
    return document


@pytest.fixture
def verdict(api: Programs, annotator: User, spans_url: str) -> dict[str, Any]:
    """Return the annotator's verdict in review."""
    program = api(annotator)
    span = program.post(spans_url, mark()).json()
    claim = program.post(f"spans/{span['id']}/claim/").json()
    made = program.post(f"claims/{claim['id']}/verdicts/", {"rating": "true"}).json()
    record: dict[str, Any] = program.post(f"verdicts/{made['id']}/submit/", If_Match='"1"').json()
    return record


def queue_of(program: Api, name: str) -> dict[str, Any]:
    queues: list[dict[str, Any]] = program.get(QUEUE).json()["queues"]
    return next(each for each in queues if each["queue"] == name)


def test_next_is_leased_and_says_why(api: Programs, annotator: User, document: Document) -> None:
    taken = api(annotator).post(NEXT, {"queue": "annotate"}).json()
    assert (taken["kind"], taken["document"]["id"], taken["verdict"]) == ("document", str(document.pk), None)
    assert (taken["user"], taken["state"], taken["reason"]) == ("annotator", "in_progress", "Priority 1 of 9")
    assert taken["lease_expires_at"] > timezone.now().isoformat()
    assert api(annotator).post(NEXT, {"queue": "annotate"}).json()["id"] == taken["id"]


def test_empty_queue_answers_with_nothing(api: Programs, reviewer: User, document: Document) -> None:
    answer = api(reviewer).post(NEXT, {"queue": "review"})
    assert (answer.status_code, answer.content) == (204, b"")


@pytest.mark.parametrize("body", [{}, {"queue": "odd"}, {"queue": None}, {"queue": ["annotate"]}])
def test_unknown_queue_is_refused(api: Programs, annotator: User, project: Project, body: dict[str, Any]) -> None:
    assert api(annotator).post(NEXT, body).status_code == 400


def test_what_another_holds_is_shown_with_a_name_and_a_time(
    api: Programs, annotator: User, reviewer: User, document: Document
) -> None:
    api(annotator).post(NEXT, {"queue": "annotate"})
    assert api(reviewer).post(NEXT, {"queue": "annotate"}).status_code == 204
    found = queue_of(api(reviewer), "annotate")
    item = found["items"][0]
    assert (found["count"], item["held_by"], item["may_take"]) == (0, "annotator", False)
    assert item["why_not"].startswith("annotator is annotating this until ")
    assert queue_of(api(annotator), "annotate")["items"][0]["may_take"] is True


def test_own_spans_wait_for_somebody_else(api: Programs, annotator: User, reviewer: User, in_review: Document) -> None:
    theirs = queue_of(api(reviewer), "review")
    assert (theirs["count"], theirs["items"][0]["may_take"], theirs["items"][0]["why_not"]) == (1, True, "")
    mine = queue_of(api(annotator), "review")["items"][0]
    assert mine["why_not"] == "Deciding on others' work needs the role reviewer or higher. You are annotator here."


def test_reviewer_does_not_review_their_own(api: Programs, reviewer: User, document: Document, spans_url: str) -> None:
    program = api(reviewer)
    program.post(spans_url, mark())
    program.post(f"documents/{document.pk}/submit/")
    found = queue_of(program, "review")
    assert (found["count"], found["items"][0]["why_not"]) == (0, "You drafted this.")
    assert program.post(NEXT, {"queue": "review"}).status_code == 204


def test_verdicts_wait_for_who_had_no_part_in_them(
    api: Programs, reviewer: User, editor: User, verdict: dict[str, Any]
) -> None:
    api(editor).post(f"claims/{verdict['claim']}/evidence/", {"source": {"title": "A report"}})
    assert queue_of(api(editor), "verdicts")["items"][0]["why_not"] == "You gathered its sources."
    taken = api(reviewer).post(NEXT, {"queue": "verdicts"}).json()
    assert (taken["kind"], taken["verdict"]["id"], taken["document"]) == ("verdict", verdict["id"], None)


def test_lease_is_renewed_given_back_and_taken_again(api: Programs, annotator: User, document: Document) -> None:
    program = api(annotator)
    path = f"assignments/{program.post(NEXT, {'queue': 'annotate'}).json()['id']}/"
    soon = timezone.now() + timedelta(minutes=1)
    Assignment.objects.update(lease_expires_at=soon)
    assert program.post(f"{path}renew/").json()["lease_expires_at"] > soon.isoformat()
    assert program.post(f"{path}release/").json()["state"] == "released"
    assert program.post(f"{path}renew/").json()["code"] == "wrong_state"


@pytest.mark.django_db(transaction=True)
def test_lease_is_its_holders_and_is_taken_over_with_a_reason(
    api: Programs, annotator: User, reviewer: User, document: Document
) -> None:
    path = f"assignments/{api(annotator).post(NEXT, {'queue': 'annotate'}).json()['id']}/"
    for verb in ("renew", "release", "submit"):
        answer = api(reviewer).post(f"{path}{verb}/")
        assert (answer.status_code, answer.json()["code"]) == (403, "not_yours")
    assert api(reviewer).post(f"{path}takeover/").status_code == 400
    taken = api(reviewer).post(f"{path}takeover/", {"note": "Breaking news."}).json()
    assert (taken["user"], taken["note"], taken["document"]["id"]) == ("reviewer", "Breaking news.", str(document.pk))
    assert api(annotator).post(f"{path}renew/").status_code == 409


def test_submitting_a_lease_hands_the_drafts_in(
    api: Programs, annotator: User, document: Document, spans_url: str
) -> None:
    program = api(annotator)
    taken = program.post(NEXT, {"queue": "annotate"}).json()
    program.post(spans_url, mark())
    assert program.post(f"assignments/{taken['id']}/submit/").json()["state"] == "submitted"
    assert program.get(spans_url).json()["results"][0]["state"] == "in_review"


def test_viewer_takes_nothing(api: Programs, viewer: User, document: Document) -> None:
    assert api(viewer).post(NEXT, {"queue": "annotate"}).status_code == 403
    found = queue_of(api(viewer), "annotate")
    assert (found["count"], found["items"][0]["may_take"]) == (0, False)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_never_hold_the_same(annotator: User, reviewer: User, editor: User, project: Project) -> None:
    for number in range(3):
        create_document(project, Actor(user=editor), DocumentDraft(title=str(number), text=f"Text {number}."))
    keys = [people.create_token(each, Actor(user=each), name="a")[1] for each in (annotator, reviewer, editor)]
    taken: list[str] = []
    gate = threading.Barrier(len(keys))

    def take(key: str) -> None:
        program = Api(Client(headers={"Authorization": f"Token {key}"}))
        gate.wait()
        taken.append(program.post(NEXT, {"queue": "annotate"}).json()["document"]["id"])
        connection.close()

    threads = [threading.Thread(target=take, args=(key,)) for key in keys]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(taken)) == 3
