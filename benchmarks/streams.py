"""What 200 open event streams cost one web process: memory, and whether anything else has to wait for them.

On a running site with its embedded broker, and again with a Redis server beside it. A stream that is cut off, a request
that is not answered and a message that does not arrive count as broken.
"""

import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.error import URLError
from urllib.request import Request, urlopen

from factcheck import broker
from factcheck.environment import BASE_DIR

from .figure import Figure
from .site import Site, megabytes, running_site

PORT: Final = 18_766
REDIS_PORT: Final = 18_767
STREAMS: Final = 200
CHANGES: Final = 10
REQUESTS: Final = 40
SETTLE_SECONDS: Final = 12
PATIENCE: Final = 10


@dataclass(slots=True)
class Observed:
    """What was seen at one site; times in seconds."""

    before: float = 0.0
    after: float = 0.0
    open: int = 0
    heard: int = 0
    reached: list[float] = field(default_factory=list)
    calm: list[float] = field(default_factory=list)
    beside: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Caller:
    """A program with a token that works on the first document of the demo project."""

    port: int
    key: str
    document: str = ""

    def ask(self, path: str, body: dict[str, Any] | None = None) -> Any:
        """Send one request and return the answer's JSON; one that is not answered in time raises."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Token {self.key}", "Content-Type": "application/json"}
        request = Request(f"http://127.0.0.1:{self.port}/api/v1/{path}", data, headers)
        with urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
            return json.load(answer)

    def timed(self) -> float:
        """Return how long reading the document's spans takes; endless where the site does not answer."""
        began = time.monotonic()
        with suppress(URLError, TimeoutError):
            self.ask(f"documents/{self.document}/spans/")
            return time.monotonic() - began
        return float("inf")


def measure() -> list[Figure]:
    with running_site(PORT) as site:
        figures = _figures("embedded broker", _observe(site))
    program = broker.server_program()
    if program is None:
        return [*figures, Figure("streams: not measured with Redis, no server program here", 0, "")]
    with _redis(program) as address, running_site(PORT, REDIS_URL=address) as site:
        return [*figures, *_figures("Redis", _observe(site))]


@contextmanager
def _redis(program: str) -> Iterator[str]:
    """Run a server of our own: the one in REDIS_URL carries the tasks of somebody else."""
    with tempfile.TemporaryDirectory(prefix="factcheck-bench-") as folder:
        words = (program, "--port", str(REDIS_PORT), "--bind", "127.0.0.1", "--dir", folder, "--save", "")
        process = subprocess.Popen(words, stdout=subprocess.DEVNULL)  # noqa: S603 - the server our broker uses
        try:
            yield f"redis://127.0.0.1:{REDIS_PORT}/0"
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _observe(site: Site) -> Observed:
    time.sleep(SETTLE_SECONDS)  # the worker reads the demo's articles meanwhile
    caller = _caller(site)
    web = site.pid_of("uvicorn")
    seen = Observed()
    seen.calm = [caller.timed() for _ in range(REQUESTS)]
    seen.before = megabytes(web)
    asyncio.run(_with_streams(caller, web, seen))
    return seen


def _caller(site: Site) -> Caller:
    note = json.loads((site.folder / "quickstart.json").read_text("utf-8"))
    name = next(each["username"] for each in note["accounts"] if each["username"].startswith("annotator"))
    kept = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "REDIS_URL")}
    made = subprocess.run(  # noqa: S603 - this project's own command
        [sys.executable, "manage.py", "create_token", name],
        cwd=BASE_DIR, env={**kept, "FACTCHECK_DATA_DIR": str(site.folder)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    caller = Caller(site.port, made.stdout.split()[-1])
    return Caller(site.port, caller.key, caller.ask("projects/demo/documents/")["results"][0]["id"])


async def _with_streams(caller: Caller, web: int, seen: Observed) -> None:
    """Open them all, work beside them, and count what each one hears."""
    streams = await asyncio.gather(*(_open(caller) for _ in range(STREAMS)))
    seen.open = len(streams)
    for number in range(CHANGES):
        began = time.monotonic()
        made = await asyncio.to_thread(_change, caller, number)
        seen.heard += sum(await asyncio.gather(*(_hear(reader, made) for reader, _ in streams)))
        seen.reached.append(time.monotonic() - began)
    seen.beside = await asyncio.to_thread(lambda: [caller.timed() for _ in range(REQUESTS)])
    seen.after = megabytes(web)
    for _, writer in streams:
        writer.close()


async def _open(caller: Caller) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", caller.port)
    writer.write(
        b"GET /api/v1/projects/demo/events/ HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n"
        b"Authorization: Token %s\r\n\r\n" % caller.key.encode()
    )
    await asyncio.wait_for(reader.readuntil(b": listening"), PATIENCE * 3)
    return reader, writer


async def _hear(reader: asyncio.StreamReader, made: bytes) -> bool:
    with suppress(TimeoutError, asyncio.IncompleteReadError):
        await asyncio.wait_for(reader.readuntil(made), PATIENCE)
        return True
    return False


def _change(caller: Caller, number: int) -> bytes:
    """Mark something; return the new span's id, which the event names."""
    text = caller.ask(f"documents/{caller.document}/")["version"]["text"]
    start, end = number * 3, number * 3 + 40
    body = {"label": "claim", "start": start, "end": end, "quote": text[start:end]}
    return bytes(caller.ask(f"documents/{caller.document}/spans/", body)["id"], "ascii")


def _figures(name: str, seen: Observed) -> list[Figure]:
    heading = f"{STREAMS} streams, {name}"
    return [
        Figure(f"{heading}: open", seen.open, "", at_least=STREAMS),
        Figure(f"{heading}: web process before (PSS)", seen.before, "MB"),
        Figure(f"{heading}: memory more", seen.after - seen.before, "MB", at_most=60),
        Figure(f"{heading}: {CHANGES} changes heard by each", seen.heard, "", at_least=STREAMS * CHANGES),
        Figure(f"{heading}: from a save until all have heard", statistics.median(seen.reached), "s", at_most=1),
        Figure(f"{heading}: a request before, median", statistics.median(seen.calm) * 1000, "ms"),
        Figure(f"{heading}: a request beside them, median", statistics.median(seen.beside) * 1000, "ms"),
        Figure(f"{heading}: the slowest of {REQUESTS}", max(seen.beside) * 1000, "ms", at_most=2000),
    ]
