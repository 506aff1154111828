"""Run the site's processes on this machine: broker, worker, beat and web, restarted when they die, ended together.

Standard library only: Django stays out of this process, which does nothing but wait.
"""

import argparse
import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from factcheck import broker
from factcheck.environment import BASE_DIR, data_directory
from factcheck.health import is_served

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
POLL_SECONDS = 0.1
BROKER_SECONDS = 1.0
READY_SECONDS = 60.0
STOP_SECONDS = 12.0
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
STEADY_SECONDS = 60.0
LARGEST_LOG = 5_000_000
# One process: SQLite has one writer, and each further one costs memory. No gossip: there is nobody to talk to.
WORKER_WORDS = ("-A", "factcheck", "worker", "--concurrency", "1", "--without-gossip", "--without-mingle", "-l", "INFO")


def command(module: str, *words: str) -> tuple[str, ...]:
    """Return the command line of a module that runs as a child and ends with this process."""
    return (sys.executable, "-m", "factcheck.child", module, *words)


def web_command(port: int) -> tuple[str, ...]:
    """Return the command line of the web server on this machine's own address."""
    return (
        *command("uvicorn", "factcheck.asgi:application"),
        *("--host", "127.0.0.1", "--port", str(port), "--loop", "asyncio", "--http", "h11", "--ws", "none"),
        *(
            "--no-access-log",
            "--no-proxy-headers",
            "--no-server-header",
            "--log-level",
            "warning",
            "--timeout-graceful-shutdown",
            "3",
        ),
    )


@dataclass
class Child:
    """One process that must be running: started, looked at, started again after a growing pause, ended."""

    name: str
    command: Sequence[str]
    logs: Path
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = FIRST_PAUSE
    due: float = 0.0

    def start(self) -> None:
        """Start the process in a group of its own: Ctrl-C in the terminal reaches the supervisor alone."""
        self._let_go()
        log_path = self.logs / f"{self.name}.log"
        if log_path.exists() and log_path.stat().st_size > LARGEST_LOG:
            log_path.replace(log_path.with_suffix(".log.1"))
        with log_path.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, cwd=BASE_DIR, stdin=subprocess.PIPE, stdout=log, stderr=log, start_new_session=True
            )
        self.started = time.monotonic()
        self.due = 0.0

    def tend(self) -> str | None:
        """Start the process again when it is dead and its pause is over; return news, if any."""
        if self.process is None or self.process.poll() is None:
            return None
        now = time.monotonic()
        if not self.due:
            if now - self.started > STEADY_SECONDS:
                self.pause = FIRST_PAUSE
            self.due = now + self.pause
            self.pause = min(self.pause * 2, LONGEST_PAUSE)
            return f"{self.name} ended with code {self.process.returncode}; starting it again. See {self.logs}."
        if now >= self.due:
            self.start()
        return None

    def end(self) -> None:
        """Ask the process to end."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def wait_or_kill(self, deadline: float) -> None:
        """Wait for the end; past the deadline, force it."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._let_go()

    def _let_go(self) -> None:
        if self.process is not None and self.process.stdin is not None:
            self.process.stdin.close()


class Supervisor:
    """Keep a list of children and, where it is ours, the embedded broker alive until told to stop."""

    def __init__(self, children: Sequence[Child], *, broker_folder: Path | None, say: Callable[[str], None]) -> None:
        self.children = children
        self.broker_folder = broker_folder
        self.say = say
        self.stopping = False
        self.broker_process: subprocess.Popen[bytes] | None = None
        self.broker_asked = 0.0

    def stop(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        """Make `run` return soon; a signal handler, so it only takes a note."""
        self.stopping = True

    def run(self, when_ready: Callable[[], bool], announce: Callable[[], None]) -> bool:
        """Start everything, announce it when it is ready, tend it until stopped; False when it never got ready."""
        try:
            self._start()
            ready = self._wait_until(when_ready)
            if ready:
                announce()
                self._tend_until_stopped()
            return ready or self.stopping
        finally:
            self._end()

    def _start(self) -> None:
        self._tend_broker()
        for child in self.children:
            child.start()

    def _wait_until(self, when_ready: Callable[[], bool]) -> bool:
        deadline = time.monotonic() + READY_SECONDS
        while not self.stopping and time.monotonic() < deadline:
            if when_ready():
                return True
            self._tend()
            time.sleep(POLL_SECONDS)
        return False

    def _tend_until_stopped(self) -> None:
        while not self.stopping:
            self._tend()
            time.sleep(POLL_SECONDS)

    def _tend(self) -> None:
        self._tend_broker()
        for child in self.children:
            news = child.tend()
            if news:
                self.say(news)

    def _tend_broker(self) -> None:
        if self.broker_folder is None or (self.broker_process and self.broker_process.poll() is None):
            return
        # One that an earlier run left behind is not our child, so it is asked instead, and not at every turn.
        now = time.monotonic()
        if now - self.broker_asked > BROKER_SECONDS:
            self.broker_asked = now
            self.broker_process = broker.start(self.broker_folder)

    def _end(self) -> None:
        deadline = time.monotonic() + STOP_SECONDS
        for child in self.children:
            child.end()
        for child in self.children:
            child.wait_or_kill(deadline)
        # Last, so that a task that was ended early can still be handed back.
        if self.broker_folder is not None:
            broker.stop(self.broker_folder)


def main() -> None:
    """Run the site until Ctrl-C or SIGTERM; `quickstart` becomes this program when its preparations are done."""
    options = _options()
    folder = data_directory()
    (folder / "logs").mkdir(exist_ok=True)
    supervisor = Supervisor(
        [
            Child("worker", command("celery", *WORKER_WORDS), folder / "logs"),
            Child("beat", command("factcheck.beat"), folder / "logs"),
            Child("web", web_command(options.port), folder / "logs"),
        ],
        broker_folder=folder if broker.is_embedded() else None,
        say=_say,
    )
    for number in STOP_SIGNALS:
        signal.signal(number, supervisor.stop)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)
    served = supervisor.run(lambda: is_served(options.port), lambda: _announce(folder, options.new))
    if not served:
        sys.exit(f"The web server did not answer within {READY_SECONDS:.0f} seconds. {folder / 'logs'} says why.")
    _say("Stopped. The data stay; the same command goes on from here.")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="factcheck.supervisor")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--new", nargs="*", default=[], metavar="USERNAME", help="accounts whose passwords are shown")
    return parser.parse_args()


def _announce(folder: Path, new: Sequence[str]) -> None:
    note = folder / "quickstart.json"
    facts = json.loads(note.read_text(encoding="utf-8"))
    lines = ["", f"Factcheck runs at {facts['url']}", ""]
    shown = [account for account in facts["accounts"] if account["username"] in new]
    if shown:
        lines += [f"  {'role':<12}{'username':<16}password"]
        lines += [f"  {account['role']:<12}{account['username']:<16}{account['password']}" for account in shown]
        lines += ["", f"The passwords are shown this once; {note} keeps them for you alone."]
    else:
        lines += [f"The accounts are those of the first start: {note} keeps them."]
    _say("\n".join([*lines, "Ctrl-C ends it."]))


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
