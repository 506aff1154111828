"""A real worker on a real broker: killed in the middle of a run, another finishes it, and nothing is there twice."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from annotations import tasks
from annotations.models import Document, EngineRun, Project, RunState, Span, SpanState, User
from factcheck import broker
from factcheck.supervisor import WORKER_WORDS
from tests.actions.story import TEXT, receive

pytestmark = pytest.mark.stack

PATIENCE = 40.0
# What a package with an engine of its own brings: a module, and metadata with an entry point.
ENGINE = """
import pathlib, time
from annotations.engines import Suggestion

FOLDER = pathlib.Path(__file__).parent

class Slow:
    name, version = "slow", "1"
    labels, languages = frozenset({"figure"}), frozenset({"en"})

    def annotate(self, text, context):
        while (FOLDER / "hold").exists():
            time.sleep(0.05)
        start = text.index("126,000")
        return [Suggestion(start, start + 7, "figure", "126,000", 0.8), Suggestion(0, 2, "figure", text[:2], 0.5)]
"""


class Workers:
    """Worker processes that use the test's database, each in a group of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.alive: list[subprocess.Popen[bytes]] = []

    def start(self) -> subprocess.Popen[bytes]:
        environment = {
            **os.environ,
            "DATABASE_URL": _database_url(),
            "FACTCHECK_DATA_DIR": str(settings.DATA_DIR),
            "FACTCHECK_ENGINES": "slow",
            "PYTHONPATH": str(self.folder),
        }
        with (self.folder / "worker.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "celery", *WORKER_WORDS],
                cwd=settings.BASE_DIR,
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.alive.append(process)
        return process

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """Kill the worker and its child at once, as a power cut does."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        self.alive.remove(process)

    def log(self) -> str:
        return (self.folder / "worker.log").read_text(encoding="utf-8", errors="replace")[-3000:]


def _database_url() -> str:
    """Return the address of the database of the tests, for another process."""
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{found['NAME']}"
    person = found["USER"] + (f":{found['PASSWORD']}" if found["PASSWORD"] else "")
    return f"postgres://{person}@{found['HOST']}:{found['PORT']}/{found['NAME']}"


@pytest.fixture
def running_broker() -> Iterator[None]:
    """Start the embedded broker, unless it runs already or another one is set."""
    process = broker.start(settings.DATA_DIR) if broker.is_embedded() else None
    yield
    if process is not None:
        broker.stop(settings.DATA_DIR)
        process.wait(timeout=10)


@pytest.fixture
def workers(lasting: None, running_broker: None, tmp_path: Path) -> Iterator[Workers]:
    (tmp_path / "slow_engine.py").write_text(ENGINE, encoding="utf-8")
    (tmp_path / "hold").touch()
    metadata = tmp_path / "slow_engine-1.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: slow-engine\nVersion: 1\n", encoding="utf-8")
    (metadata / "entry_points.txt").write_text("[factcheck.engines]\nslow = slow_engine:Slow\n", encoding="utf-8")
    found = Workers(tmp_path)
    yield found
    for process in list(found.alive):
        found.kill(process)


def _wait_for(what: Callable[[], bool], workers: Workers) -> None:
    deadline = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < deadline, workers.log()
        time.sleep(0.05)


def test_run_killed_with_its_worker_is_finished_by_another_and_nothing_is_there_twice(
    workers: Workers, project: Project, editor: User
) -> None:
    document = receive(project, editor)
    run = EngineRun.objects.create(version=document.current, engine="slow", engine_version="1")

    def is_(state: str) -> Callable[[], bool]:
        return lambda: EngineRun.objects.get().state == state

    first = workers.start()
    tasks.run_engine.apply_async((str(run.pk),))
    _wait_for(is_(RunState.RUNNING), workers)
    workers.kill(first)
    assert EngineRun.objects.get().state == RunState.RUNNING
    assert not Span.objects.exists()

    (workers.folder / "hold").unlink()
    workers.start()
    tasks.sweep.apply_async()
    EngineRun.objects.update(lease_expires_at=timezone.now() - timedelta(seconds=1))
    tasks.sweep.apply_async()
    _wait_for(is_(RunState.DONE), workers)
    tasks.run_engine.apply_async((str(run.pk),))
    tasks.sweep.apply_async()
    time.sleep(0.5)

    run.refresh_from_db()
    assert (run.state, run.attempts, run.proposed, run.error) == (RunState.DONE, 2, 2, "")
    spans = Span.objects.values_list("quote", "state", "author")
    assert list(spans) == [("An", SpanState.SUGGESTED, None), ("126,000", SpanState.SUGGESTED, None)]
    assert Document.objects.get().state == "ready"
    assert TEXT.startswith("An")
