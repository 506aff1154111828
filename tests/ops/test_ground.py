"""Small promises of the ground: lock files, the CI script, the two kinds of requests, log lines, the tests' worlds."""

import logging
import re
from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from factcheck import worlds
from factcheck.environment import BASE_DIR
from factcheck.request_id import RequestIdFilter, RequestIdMiddleware
from factcheck.routing import asks_for_events

LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-uv.lock")
EVENTS = "/api/v1/projects/demo/events/"


@pytest.mark.parametrize("name", LOCKS)
def test_lock_file_pins_everything_by_hash_and_names_no_host(name: str) -> None:
    text = (BASE_DIR / name).read_text()
    assert "://" not in text
    blocks = re.split(r"\n(?=\S)", text.strip())
    assert all("==" in block and "--hash=sha256:" in block for block in blocks)


@pytest.mark.parametrize("name", LOCKS)
def test_lock_file_holds_every_package_that_is_asked_for(name: str) -> None:
    asked = (BASE_DIR / name.replace(".lock", ".in")).read_text()
    pinned = set(re.findall(r"^([a-z0-9-]+)==", (BASE_DIR / name).read_text(), flags=re.M))
    wanted = set(re.findall(r"^([a-z0-9][a-z0-9-]*)", asked, flags=re.M))
    assert wanted <= pinned


def test_continuous_integration_runs_the_command_of_the_readme() -> None:
    lines = (BASE_DIR / ".ci" / "run").read_text().strip().splitlines()
    assert lines[-1] == "python3 manage.py test"
    assert lines[-1] in (BASE_DIR / "README.md").read_text()


@pytest.mark.parametrize(
    ("path", "accept", "asked"),
    [
        (EVENTS, b"text/event-stream", True),
        (EVENTS, b"application/json", False),
        ("/api/v1/projects/demo/spans/", b"text/event-stream", False),
        ("/api/v1/projects/a/b/events/", b"text/event-stream", False),
    ],
)
def test_only_the_event_stream_leaves_django(path: str, accept: bytes, asked: bool) -> None:  # noqa: FBT001
    scope = {"type": "http", "path": path, "headers": [(b"accept", accept)]}
    assert asks_for_events(scope) is asked


def _served(given: str) -> tuple[str, str]:
    """Serve one request that logs a line; return the id in the line and the id in the answer."""
    record = logging.LogRecord("factcheck", logging.INFO, __file__, 1, "a line", None, None)

    def view(request: HttpRequest) -> HttpResponse:
        RequestIdFilter().filter(record)
        return HttpResponse()

    answer = RequestIdMiddleware(view)(RequestFactory().get("/", headers={"X-Request-ID": given}))
    return record.request_id, answer.headers["X-Request-ID"]


def test_log_line_and_answer_carry_the_same_id() -> None:
    in_line, in_answer = _served("proxy-gave-this-1")
    assert in_line == in_answer == "proxy-gave-this-1"


def test_malformed_id_is_replaced() -> None:
    in_line, in_answer = _served("two words\nand a line")
    assert in_line == in_answer
    assert re.fullmatch(r"[0-9a-f]{12}", in_line)


def test_world_inherits_no_other_world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://one.example/facts")
    environment = worlds.embedded_world(tmp_path).environment()
    assert "DATABASE_URL" not in environment
    assert environment["FACTCHECK_DATA_DIR"] == str(tmp_path)


def test_missing_server_is_told_with_its_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://nobody@127.0.0.1:1/none")
    missing = worlds.server_world(tmp_path)
    assert isinstance(missing, worlds.Missing)
    assert missing.reason.startswith("PostgreSQL does not answer: ")
