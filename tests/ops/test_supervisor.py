"""The supervisor: dead children come back, all end together, and none outlives it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from factcheck import supervisor
from factcheck.environment import BASE_DIR
from factcheck.supervisor import Child, Supervisor

STAYS = (sys.executable, "-c", "import time; time.sleep(60)")
ENDS = (sys.executable, "-c", "print('done')")
STUBBORN = (sys.executable, "-c", "import signal, time; signal.signal(15, signal.SIG_IGN); print('up'); time.sleep(60)")


def run_until(
    children: Sequence[Child], enough: Callable[[list[str]], bool], *, seconds: float = 10
) -> tuple[bool, list[str]]:
    """Run children until their news are enough, then stop; return whether it got ready, and the news."""
    news: list[str] = []
    site = Supervisor(children, broker_folder=None, say=news.append)
    deadline = time.monotonic() + seconds

    def is_ready() -> bool:
        if enough(news) or time.monotonic() > deadline:
            site.stop()
        return False

    return site.run(is_ready, lambda: None), news


def is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def wait_until(condition: Callable[[], bool], *, seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return False


def test_dead_child_is_started_again_and_told(tmp_path: Path) -> None:
    child = Child("job", ENDS, tmp_path, pause=0.05)
    _, news = run_until([child], lambda news: len(news) >= 2)
    assert news[0].startswith("job ended with code 0; starting it again.")
    assert (tmp_path / "job.log").read_text().count("done") >= 2


def test_pause_grows_with_every_death(tmp_path: Path) -> None:
    child = Child("job", ENDS, tmp_path, pause=0.05)
    run_until([child], lambda news: len(news) >= 2)
    assert child.pause == 0.2


def test_stop_ends_every_child(tmp_path: Path) -> None:
    children = [Child(name, STAYS, tmp_path) for name in ("web", "worker")]
    run_until(children, lambda news: all(child.process is not None for child in children))
    assert [child.process is not None and child.process.poll() for child in children] == [-signal.SIGTERM] * 2


def test_stubborn_child_is_killed_at_the_deadline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "STOP_SECONDS", 0.3)
    child = Child("job", (*STUBBORN[:1], "-u", *STUBBORN[1:]), tmp_path)
    run_until([child], lambda news: "up" in (tmp_path / "job.log").read_text())
    assert child.process is not None
    assert child.process.poll() == -signal.SIGKILL


def test_site_that_never_gets_ready_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "READY_SECONDS", 0.2)
    child = Child("web", STAYS, tmp_path)
    assert Supervisor([child], broker_folder=None, say=print).run(lambda: False, lambda: None) is False
    assert child.process is not None
    assert child.process.poll() is not None


def test_large_log_is_set_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "LARGEST_LOG", 10)
    (tmp_path / "job.log").write_text("eleven chars")
    child = Child("job", STAYS, tmp_path)
    run_until([child], lambda news: child.process is not None)
    assert (tmp_path / "job.log.1").read_text() == "eleven chars"


def test_child_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    (tmp_path / "sleeper.py").write_text(
        "import os, pathlib, time\npathlib.Path('pid').write_text(str(os.getpid()))\ntime.sleep(60)\n"
    )
    parent_code = (
        "import subprocess, sys, time\n"
        "subprocess.Popen([sys.executable, '-m', 'factcheck.child', 'sleeper'], stdin=subprocess.PIPE,"
        " start_new_session=True)\n"
        "time.sleep(60)\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(BASE_DIR), str(tmp_path)))}
    with subprocess.Popen([sys.executable, "-c", parent_code], cwd=tmp_path, env=environment) as parent:
        note = tmp_path / "pid"
        started = wait_until(lambda: note.exists() and note.read_text() != "")
        parent.kill()
    assert started
    assert wait_until(lambda: is_gone(int(note.read_text())))
