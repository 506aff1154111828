"""`manage.py quickstart`: prepare the demo project, then become the supervisor that runs the whole site here."""

import contextlib
import errno
import fcntl
import io
import json
import os
import shutil
import signal
import socket
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connections

from annotations.actions import demo
from factcheck import broker
from factcheck.supervisor import STOP_SIGNALS

PROJECT = "demo"
NOTE = "quickstart.json"
# What a reset deletes: our own files by name, whatever else somebody keeps in the folder.
OURS = (
    "db.sqlite3",
    "db.sqlite3-wal",
    "db.sqlite3-shm",
    NOTE,
    "logs",
    "static",
    "appendonlydir",
    "broker.log",
)


class Command(BaseCommand):
    help = "Set up the demo project and run broker, worker, beat and web server on this machine until Ctrl-C."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options; `--data-dir` was already read by manage.py, before the settings."""
        parser.add_argument("--port", type=int, default=8000, help="port on 127.0.0.1 (default 8000)")
        parser.add_argument("--data-dir", help="folder of database, keys and logs (default var)")
        parser.add_argument("--reset", action="store_true", help="delete the data and begin anew; asks first")
        parser.add_argument("--no-input", action="store_true", help="never ask")

    def handle(self, *args: str, **options: Any) -> None:
        """Check, prepare, and hand over; every refusal is one line."""
        port, folder = options["port"], Path(settings.DATA_DIR)
        if settings.PRODUCTION:
            raise CommandError("quickstart serves this machine only. Unset ALLOWED_HOSTS, or see docs/operations.md.")
        if settings.CELERY_BROKER_URL.startswith("memory://"):
            raise CommandError("No broker program is found for this system. Install valkey-server, or set REDIS_URL.")
        _claim(folder)
        _check_port(port)
        try:
            if options["reset"]:
                self._reset(folder, ask=not options["no_input"])
            new = self._prepare(folder, port)
        except KeyboardInterrupt:
            broker.stop(folder)
            raise CommandError("Stopped before it was ready. Run it again to go on.", returncode=130) from None
        except DatabaseError as error:
            raise CommandError(f"The database refused: {error}. Check DATABASE_URL and the folder {folder}.") from None
        self.stdout.flush()
        connections.close_all()
        # Held back while one program becomes the other; the supervisor takes them up.
        signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)
        command = [sys.executable, "-m", "factcheck.supervisor", "--port", str(port), "--new", *new]
        os.execv(sys.executable, command)  # noqa: S606 - become the supervisor: Django's memory is given back

    def _prepare(self, folder: Path, port: int) -> list[str]:
        if broker.is_embedded():
            with self._step("Starting the broker"):
                broker.start(folder)
        with self._step("Preparing the database"):
            call_command("migrate", verbosity=0, interactive=False)
        with self._step("Preparing the pages"):
            _make_pages()
        with self._step("Loading the demo project"):
            created = demo.create_demo()
            call_command("load_seeds", project=PROJECT, verbosity=0)
        _write_note(folder, port, created)
        return [account["username"] for account in created]

    def _reset(self, folder: Path, *, ask: bool) -> None:
        if settings.DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3":
            raise CommandError("--reset deletes the embedded database only. Empty the one in DATABASE_URL yourself.")
        if ask and input(f"Delete the database and everything made in {folder}? Type yes: ").strip().lower() != "yes":
            raise CommandError("Nothing was deleted.")
        broker.stop(folder)
        for name in OURS:
            path = folder / name
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)

    @contextlib.contextmanager
    def _step(self, what: str) -> Iterator[None]:
        began = time.monotonic()
        self.stdout.write(f"{what} ...", ending="")
        self.stdout.flush()
        took = "stopped"
        try:
            yield
            took = f"{time.monotonic() - began:.1f} s"
        finally:
            self.stdout.write(f" {took}")


def _claim(folder: Path) -> None:
    # The lock is kept across the exec and let go by the system however the process ends; a pid in a file would linger.
    try:
        handle = os.open(folder / "quickstart.lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise CommandError(f"The data folder {folder} cannot be written ({error.strerror}). Use --data-dir.") from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise CommandError(f"quickstart already runs on {folder}. Stop it with Ctrl-C, or use --data-dir.") from None
    os.set_inheritable(handle, True)  # noqa: FBT003 - the standard library takes it by position only


def _check_port(port: int) -> None:
    if not 1024 <= port <= 65535:
        raise CommandError(f"Port {port} is not between 1024 and 65535. Choose another with --port.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            reason = "is in use" if error.errno == errno.EADDRINUSE else f"cannot be used ({error.strerror})"
            raise CommandError(f"Port {port} {reason}. Choose another: quickstart --port {port + 1}") from None


def _make_pages() -> None:
    if not (settings.FONTS_DIR / "fonts.css").exists():
        call_command("build_fonts", stdout=io.StringIO())
    call_command("collectstatic", verbosity=0, interactive=False)


def _write_note(folder: Path, port: int, created: list[dict[str, str]]) -> None:
    path = folder / NOTE
    known = json.loads(path.read_text(encoding="utf-8"))["accounts"] if path.exists() else []
    made = {account["username"] for account in created}
    note = {
        "url": f"http://127.0.0.1:{port}/",
        "pid": os.getpid(),
        "accounts": [account for account in known if account["username"] not in made] + created,
        "project": PROJECT,
    }
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text(json.dumps(note, indent=2) + "\n", encoding="utf-8")
