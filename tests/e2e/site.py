"""The really running site: `quickstart` on an empty folder, with its own broker, worker, beat and web server."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from playwright.sync_api import Browser, BrowserContext, Page

from factcheck.environment import BASE_DIR

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_SECONDS = 90


@dataclass(frozen=True, slots=True)
class Site:
    """Where it runs, and the accounts it made."""

    url: str
    passwords: dict[str, str]

    def sign_in(self, browser: Browser, username: str, **options: object) -> tuple[BrowserContext, Page]:
        """Sign a person in with the keyboard, in a browser profile of their own."""
        context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **options})  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(f"{self.url}accounts/login/")
        page.locator("[name=username]").focus()
        page.keyboard.type(username)
        page.keyboard.press("Tab")
        page.keyboard.type(self.passwords[username])
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "/accounts/login/" not in url)
        # Who is in one project lands in it; another test may have made a second.
        page.goto(f"{self.url}projects/demo/")
        return context, page


@contextlib.contextmanager
def running_site(folder: Path) -> Iterator[Site]:
    """Start the site as a newcomer does, and end it as they do: with Ctrl-C."""
    port = _free_port()
    with _database() as variables:
        command = [sys.executable, "manage.py", "quickstart", "--no-input", "--port", str(port)]
        process = subprocess.Popen(
            [*command, "--data-dir", str(folder)],
            cwd=BASE_DIR,
            env={**os.environ, **variables},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            told = _wait(process)
            assert told, "quickstart did not say where it runs"
            facts = json.loads((folder / "quickstart.json").read_text(encoding="utf-8"))
            yield Site(facts["url"], {each["username"]: each["password"] for each in facts["accounts"]})
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=40)
        assert process.returncode == 0


def _wait(process: "subprocess.Popen[str]") -> bool:
    return any("runs at" in line for line in process.stdout or ())


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def _database() -> Iterator[dict[str, str]]:
    """Give the site a PostgreSQL database of its own where the tests run on one; else the embedded default serves."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield {}
        return
    server = url.rpartition("/")[0]
    name = f"factcheck_site_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield {"DATABASE_URL": f"{server}/{name}"}
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
