"""What operators ask: does it live, can it work, how much is there."""

import pytest
from django.db import DatabaseError
from django.test import Client
from kombu.exceptions import OperationalError

from annotations.actions import people
from annotations.actions.events import Actor
from annotations.api import health
from annotations.models import Document, User


def test_process_lives_without_a_database() -> None:
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert "no-store" in answer["Cache-Control"]


def test_ready_when_database_and_broker_answer(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health.app.conf, "broker_url", "memory://")
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["checks"]) == (200, {"database": "ok", "broker": "ok"})


class Down:
    """A database or broker that is down."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def __call__(self, *args: object, **kwargs: object) -> None:
        raise self.error


def test_broker_that_is_down_is_named(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health.app, "connection_for_write", Down(OperationalError("refused")))
    answer = Client().get("/readyz")
    found = answer.json()["checks"]
    assert (answer.status_code, found["database"]) == (503, "ok")
    assert found["broker"].startswith("The message broker does not answer")


def test_database_that_is_down_is_named(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as down:
        down.setattr(health.app.conf, "broker_url", "memory://")
        down.setattr(health.connection, "cursor", Down(DatabaseError("password of the database")))
        answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"].startswith("The database does not answer")
    assert "password" not in answer.content.decode()


def test_metrics_count_runs_and_documents(document: Document) -> None:
    answer = Client().get("/metrics")
    lines = answer.content.decode().splitlines()
    assert answer["Content-Type"].startswith("text/plain; version=0.0.4")
    assert 'factcheck_runs{state="queued"} 1' in lines
    assert 'factcheck_runs{state="failed"} 0' in lines
    assert 'factcheck_documents{state="received"} 1' in lines
    assert "# TYPE factcheck_runs gauge" in lines


def test_metrics_are_for_this_machine_and_for_site_staff(annotator: User) -> None:
    _, key = people.create_token(annotator, Actor(user=annotator), name="scraper")
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    assert Client(**elsewhere).get("/metrics").status_code == 403
    assert Client().get("/metrics", headers={"X-Forwarded-For": "192.0.2.7"}).status_code == 403
    scraper = Client(headers={"Authorization": f"Token {key}"}, **elsewhere)
    assert scraper.get("/metrics").status_code == 403
    User.objects.filter(pk=annotator.pk).update(is_staff=True)
    assert scraper.get("/metrics").status_code == 200
    browser = Client(**elsewhere)
    browser.force_login(annotator)
    annotator.refresh_from_db()
    assert browser.get("/metrics").status_code == 200


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_only_reading_is_allowed(path: str) -> None:
    assert Client().post(path).status_code == 405
