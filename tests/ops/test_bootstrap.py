"""The first command on a fresh machine: makes the environment once, or says in one line what is missing."""

import os
import sys
from pathlib import Path

import pytest

from factcheck import bootstrap

NOT_HERE = ("a_package_that_no_machine_has",)


class StartedOverError(Exception):
    """Stands for the process that has become another."""


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without the packages: its own lock files, environment folder and index."""
    for name in (bootstrap.RUN_LOCK, bootstrap.TEST_LOCK, bootstrap.INSTALLER_LOCK):
        (tmp_path / name).write_text("nothing==1 --hash=sha256:" + "0" * 64 + "\n")
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "LANDMARKS", NOT_HERE)
    monkeypatch.setattr(bootstrap, "TEST_LANDMARKS", NOT_HERE)
    monkeypatch.setenv("FACTCHECK_VENV", str(tmp_path / "environment"))

    def start_over(program: str, command: list[str]) -> None:
        raise StartedOverError(program)

    monkeypatch.setattr(bootstrap.os, "execv", start_over)
    return tmp_path


def give_uv(machine: Path, monkeypatch: pytest.MonkeyPatch, *, code: int) -> Path:
    """Put a `uv` first on PATH that writes its arguments down and ends with a code."""
    folder = machine / "programs"
    folder.mkdir(exist_ok=True)
    calls = machine / "calls"
    program = folder / "uv"
    program.write_text(f'#!/bin/sh\necho "$*" >> {calls}\necho "no route to host"\nexit {code}\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return calls


def test_old_python_is_told_which_newer_one_is_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap.sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: name if name == "python3.12" else None)
    with pytest.raises(SystemExit, match=r"3\.11 or newer is needed.*run it with python3\.12, which is here\.$"):
        bootstrap.ensure(["manage.py", "quickstart"])


def test_old_python_alone_is_told_to_install_a_newer_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap.sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: None)
    with pytest.raises(SystemExit, match=r"install Python 3\.11 or newer"):
        bootstrap.ensure(["manage.py", "quickstart"])


def test_ready_made_environment_is_used_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACTCHECK_VENV", str(tmp_path / "environment"))
    bootstrap.ensure(["manage.py", "quickstart"])
    assert not (tmp_path / "environment").exists()


def test_first_start_makes_the_environment_and_starts_over_in_it(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = give_uv(machine, monkeypatch, code=0)
    with pytest.raises(StartedOverError, match="environment/bin/python"):
        bootstrap.ensure(["manage.py", "quickstart"])
    assert "--require-hashes" in calls.read_text()
    assert bootstrap.RUN_LOCK in calls.read_text()


def test_second_start_needs_no_network(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = give_uv(machine, monkeypatch, code=0)
    for _ in range(2):
        with pytest.raises(StartedOverError):
            bootstrap.ensure(["manage.py", "quickstart"])
    assert len(calls.read_text().splitlines()) == 1


def test_changed_lock_file_is_installed(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = give_uv(machine, monkeypatch, code=0)
    for text in ("first==1\n", "second==2\n"):
        (machine / bootstrap.RUN_LOCK).write_text(text)
        with pytest.raises(StartedOverError):
            bootstrap.ensure(["manage.py", "quickstart"])
    assert len(calls.read_text().splitlines()) == 2


def test_test_command_installs_the_longer_list(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = give_uv(machine, monkeypatch, code=0)
    with pytest.raises(StartedOverError):
        bootstrap.ensure(["manage.py", "test"])
    assert bootstrap.TEST_LOCK in calls.read_text()
    assert bootstrap.is_stamped(bootstrap.environment_folder(), machine / bootstrap.RUN_LOCK)


def test_failed_installation_says_why_in_one_line_and_leaves_nothing_half_made(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_uv(machine, monkeypatch, code=2)
    # A pip that is there and fails as well: this interpreter's `-m pip`, which has none.
    monkeypatch.setattr(bootstrap.importlib.util, "find_spec", lambda name: name if name == "pip" else None)
    with pytest.raises(SystemExit, match="could not be installed") as refusal:
        bootstrap.ensure(["manage.py", "quickstart"])
    assert "\n" not in str(refusal.value)
    assert not (machine / "environment").exists()


def test_unwritable_folder_is_told_with_the_way_out(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (machine / "file").touch()
    monkeypatch.setenv("FACTCHECK_VENV", str(machine / "file" / "environment"))
    with pytest.raises(SystemExit, match="set FACTCHECK_VENV to a folder you can write"):
        bootstrap.ensure(["manage.py", "quickstart"])


def test_stamp_changes_with_the_lock_file_and_the_interpreter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text("one==1\n")
    first = bootstrap.fingerprint(lock)
    lock.write_text("one==2\n")
    second = bootstrap.fingerprint(lock)
    monkeypatch.setattr(bootstrap.sys, "version", sys.version + " of another build")
    assert len({first, second, bootstrap.fingerprint(lock)}) == 3
