"""Tasks: the row is the truth about a run; the broker only wakes, and its absence loses nothing."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.utils import timezone

from annotations import tasks
from annotations.actions import runs
from annotations.engines import DocumentContext, Suggestion
from annotations.models import Answer, Document, EngineRun, Project, RunState, Span, User
from factcheck.rhythm import TASK_SECONDS, TRANSPORT_OPTIONS
from tests.actions.story import TEXT, Proposer, receive, suggestion

OnCommit = Callable[..., Any]


class Broken(Proposer):
    """An engine that fails as its version says."""

    def annotate(self, text: str, context: DocumentContext) -> list[Suggestion]:
        raise {"1": RuntimeError("the model file is missing"), "2": SoftTimeLimitExceeded()}[self.version]


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Callable[[Proposer], None]:
    """Return a function that makes an engine the only one of the site."""

    def put(found: Proposer) -> None:
        settings.ENGINES = [found.name]
        for module in ("annotations.actions.runs", "annotations.actions.documents"):
            monkeypatch.setattr(f"{module}.get_engine", lambda name: found)

    return put


@pytest.fixture
def run(project: Project, editor: User, engine: Callable[[Proposer], None]) -> EngineRun:
    engine(Proposer([suggestion(TEXT, "126,000 troops")]))
    document = receive(project, editor, language="en")
    return EngineRun.objects.get(version=document.current)


def test_task_delivered_twice_reads_once(run: EngineRun) -> None:
    for _ in range(2):
        tasks.run_engine(str(run.pk))
    run.refresh_from_db()
    assert (run.state, run.attempts, Span.objects.count()) == (RunState.DONE, 1, 1)


def test_task_for_a_run_that_is_gone_does_nothing(run: EngineRun) -> None:
    tasks.run_engine(str(uuid4()))
    run.refresh_from_db()
    assert run.state == RunState.QUEUED


@pytest.mark.parametrize(
    ("version", "words"), [("1", "RuntimeError: the model file is missing"), ("2", "SoftTimeLimitExceeded")]
)
def test_failing_engine_leaves_its_reason_on_the_run_and_can_be_run_again(
    version: str, words: str, run: EngineRun, engine: Callable[[Proposer], None], caplog: pytest.LogCaptureFixture
) -> None:
    engine(Broken([], version))
    with caplog.at_level(logging.CRITICAL):
        tasks.run_engine(str(run.pk))
    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert run.error.startswith(words)
    assert Document.objects.get().state == "ready"
    engine(Proposer([suggestion(TEXT, "126,000 troops")]))
    EngineRun.objects.update(state=RunState.QUEUED)
    tasks.run_engine(str(run.pk))
    run.refresh_from_db()
    assert (run.state, run.error, Span.objects.count()) == (RunState.DONE, "", 1)


def test_engine_that_is_no_longer_here_is_named(
    project: Project, editor: User, caplog: pytest.LogCaptureFixture
) -> None:
    document = receive(project, editor)
    gone = EngineRun.objects.create(version=document.current, engine="gone", engine_version="1")
    with caplog.at_level(logging.CRITICAL):
        tasks.run_engine(str(gone.pk))
    gone.refresh_from_db()
    assert "There is no engine named “gone”; the engines here are:" in gone.error


def test_worker_is_told_after_the_commit_only(
    run: EngineRun, published: list[str], django_capture_on_commit_callbacks: OnCommit
) -> None:
    with django_capture_on_commit_callbacks(execute=False) as callbacks:
        tasks.wake([run.pk])
    assert (published, len(callbacks)) == ([], 1)
    callbacks[0]()
    assert published == [str(run.pk)]
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        tasks.wake([])
    assert callbacks == []


def test_without_a_broker_the_run_waits_says_so_and_is_swept_up_when_it_is_back(
    run: EngineRun,
    no_broker: None,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: OnCommit,
) -> None:
    with caplog.at_level(logging.CRITICAL), django_capture_on_commit_callbacks(execute=True):
        tasks.wake([run.pk])
    run.refresh_from_db()
    assert (run.state, run.error) == (RunState.QUEUED, runs.WAITING)
    assert "starts by itself when it is back" in run.error
    told: list[str] = []
    monkeypatch.setattr(tasks.run_engine, "delay", told.append)
    tasks.sweep()
    assert told == []  # queued just now: a worker may be on its way to it
    EngineRun.objects.update(updated_at=timezone.now() - timedelta(seconds=30))
    tasks.sweep()
    assert told == [str(run.pk)]
    tasks.run_engine(told[0])
    run.refresh_from_db()
    assert (run.state, run.error, run.proposed) == (RunState.DONE, "", 1)


def test_run_that_a_worker_has_is_never_said_to_wait(
    run: EngineRun, no_broker: None, caplog: pytest.LogCaptureFixture, django_capture_on_commit_callbacks: OnCommit
) -> None:
    assert runs.claim_run(run.pk) is not None
    with caplog.at_level(logging.CRITICAL), django_capture_on_commit_callbacks(execute=True):
        tasks.wake([run.pk])
    run.refresh_from_db()
    assert (run.state, run.error) == (RunState.RUNNING, "")


def test_sweep_wakes_what_a_dead_worker_left_and_nothing_else(run: EngineRun, published: list[str]) -> None:
    assert runs.claim_run(run.pk) is not None
    tasks.sweep()
    assert published == []
    EngineRun.objects.update(lease_expires_at=timezone.now() - timedelta(seconds=1))
    tasks.sweep()
    assert published == [str(run.pk)]
    tasks.run_engine(published[0])
    tasks.sweep()
    assert published == [str(run.pk)]
    run.refresh_from_db()
    assert (run.state, run.attempts, Span.objects.count()) == (RunState.DONE, 2, 1)


def test_sweep_clears_answers_of_yesterday(annotator: User) -> None:
    Answer.objects.create(user=annotator, key="a", request_sha256="0" * 64, status=201, body=b"{}")
    Answer.objects.update(at=timezone.now() - timedelta(hours=25))
    tasks.sweep()
    assert not Answer.objects.exists()


def test_no_worker_outlives_its_lease_and_no_message_the_worker() -> None:
    limit = tasks.run_engine.time_limit
    assert tasks.run_engine.soft_time_limit < limit <= TASK_SECONDS
    assert limit < runs.LEASE.total_seconds() <= TRANSPORT_OPTIONS["visibility_timeout"]
