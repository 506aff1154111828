"""The embedded broker: a private socket, reused when it is there, and gone when it is told to."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from celery import Celery
from kombu.exceptions import OperationalError

from factcheck import broker
from factcheck.rhythm import TASK_SECONDS, TRANSPORT_OPTIONS

pytestmark = pytest.mark.stack


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder whose broker is ended whatever the test does."""
    monkeypatch.setenv("FACTCHECK_DATA_DIR", str(tmp_path))
    for name in ("CELERY_BROKER_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    yield tmp_path
    broker.stop(tmp_path)


def test_each_data_folder_has_its_own_short_socket(tmp_path: Path) -> None:
    deep = tmp_path / ("a-long-name" * 20)
    assert broker.socket_path(tmp_path) != broker.socket_path(deep)
    assert len(str(broker.socket_path(deep))) < 104


def test_started_broker_answers_and_stops(folder: Path) -> None:
    process = broker.start(folder)
    assert process is not None
    assert broker.is_alive(broker.socket_path(folder))
    broker.stop(folder)
    assert process.wait(timeout=5) == 0
    assert not broker.is_alive(broker.socket_path(folder))


def test_running_broker_is_reused(folder: Path) -> None:
    first = broker.start(folder)
    assert first is not None
    assert broker.start(folder) is None
    broker.stop(folder)
    first.wait(timeout=5)


def test_folder_open_to_others_is_refused(folder: Path) -> None:
    place = broker.socket_path(folder).parent
    place.mkdir()
    place.chmod(0o755)
    with pytest.raises(SystemExit, match="open to others"):
        broker.start(folder)
    place.rmdir()


def test_environment_goes_before_the_embedded_broker(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert broker.is_embedded()
    monkeypatch.setenv("REDIS_URL", "redis://one.example:6379/0")
    assert broker.broker_url() == "redis://one.example:6379/0"
    monkeypatch.setenv("CELERY_BROKER_URL", "redis://two.example:6379/0")
    assert broker.broker_url() == "redis://two.example:6379/0"
    assert not broker.is_embedded()


def test_unknown_kind_of_broker_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CELERY_BROKER_URL", "amqp://one.example/")
    with pytest.raises(SystemExit, match="CELERY_BROKER_URL starts with 'amqp'"):
        broker.broker_url()


def test_queueing_without_a_broker_fails_within_a_second(folder: Path) -> None:
    app = Celery("without-a-broker", broker=broker.broker_url(), fixups=[], set_as_current=False)
    app.conf.broker_transport_options = TRANSPORT_OPTIONS
    app.conf.task_publish_retry_policy = {"max_retries": 1, "interval_start": 0}
    began = time.monotonic()
    with pytest.raises(OperationalError):
        app.send_task("annotations.tasks.sweep")
    assert time.monotonic() - began < 1


def test_task_ends_before_it_would_be_delivered_again() -> None:
    assert TRANSPORT_OPTIONS["visibility_timeout"] > TASK_SECONDS
