"""The running site for a measurement: `quickstart` on an empty folder, its processes by name, and what they hold."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from factcheck.environment import BASE_DIR

PATIENCE: Final = 90


@dataclass(slots=True)
class Site:
    """One running site; `seconds` until it said where it runs, `exit_code` once it has ended."""

    port: int
    folder: Path
    process: "subprocess.Popen[str]"
    seconds: float
    exit_code: int | None = None

    @property
    def family(self) -> dict[int, str]:
        """The supervisor and its descendants by pid, named by what they run; the broker among them."""
        return _family(self.process.pid)

    def pid_of(self, name: str) -> int:
        return next(pid for pid, each in self.family.items() if each == name)


@contextmanager
def running_site(port: int, **variables: str) -> Iterator[Site]:
    """Start it with its own database, whatever the environment says, and stop it cleanly: with Ctrl-C."""
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    with tempfile.TemporaryDirectory(prefix="factcheck-bench-") as folder:
        words = ("quickstart", "--no-input", "--port", str(port), "--data-dir", folder)
        started = time.monotonic()
        process = subprocess.Popen(  # noqa: S603 - this project's own command
            [sys.executable, "manage.py", *words],
            cwd=BASE_DIR,
            env={**kept, **variables},
            stdout=subprocess.PIPE,
            text=True,
        )
        site = Site(port, Path(folder), process, 0.0)
        try:
            site.seconds = _wait(process, started)
            yield site
        finally:
            process.send_signal(signal.SIGINT)
            site.exit_code = process.wait(30)


def _wait(process: "subprocess.Popen[str]", started: float) -> float:
    """Return the seconds until the command says where the site is."""
    deadline = started + PATIENCE
    for line in process.stdout or ():
        if "runs at" in line:
            return time.monotonic() - started
        if time.monotonic() > deadline:
            break
    raise RuntimeError("quickstart did not say where it runs.")


def _family(pid: int) -> dict[int, str]:
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return {each: _name(each) for each in found}


def _name(pid: int) -> str:
    words = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
    line = " ".join(words)
    for name in ("supervisor", "uvicorn", "beat", "worker", "valkey"):
        if name in line:
            return name
    return words[0][-30:]


def megabytes(pid: int) -> float:
    """Return what a process holds (PSS: what it shares is divided among those that share it)."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")) / 1024
