"""The live stream: who may listen hears every change once, in order, and again after a pause."""

import asyncio
from collections.abc import Awaitable
from contextlib import asynccontextmanager
from typing import Any

import orjson
import pytest
from django.db import connection
from django.test import Client

from annotations.actions import people, projects
from annotations.actions.events import Actor, Thing, log
from annotations.api import stream, tail
from annotations.models import Event, Project, User

pytestmark = pytest.mark.django_db(transaction=True)
PATH = "/api/v1/projects/border/events/"
PATIENCE = 5.0


@pytest.fixture(autouse=True)
def quick_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tail, "POLL_SECONDS", 0.02)


class Line:
    """One open connection, from the client's side."""

    def __init__(self, headers: dict[str, str], path: str, query: str, method: str) -> None:
        raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        self.scope: Any = {
            "type": "http",
            "method": method,
            "path": path,
            "query_string": query.encode(),
            "headers": [(b"host", b"localhost"), (b"accept", b"text/event-stream"), *raw],
        }
        self.gone = asyncio.Event()
        self.sent: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def receive(self) -> dict[str, Any]:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def start(self) -> tuple[int, dict[str, str]]:
        found = await asyncio.wait_for(self.sent.get(), PATIENCE)
        return found["status"], {name.decode(): value.decode() for name, value in found["headers"]}

    async def body(self) -> bytes:
        found: bytes = (await asyncio.wait_for(self.sent.get(), PATIENCE))["body"]
        return found

    async def event(self) -> dict[str, Any]:
        """Return the next event, past greetings and pings."""
        while not (body := await self.body()).startswith(b"id:"):
            pass
        number, kind, data = body.decode().rstrip().split("\n")
        assert kind == "event: change"
        record: dict[str, Any] = orjson.loads(data.removeprefix("data: "))
        assert number == f"id: {record['id']}"
        return record


@asynccontextmanager
async def line(headers: dict[str, str], path: str = PATH, query: str = "", method: str = "GET") -> Any:
    opened = Line(headers, path, query, method)
    task = asyncio.create_task(stream.events(opened.scope, opened.receive, opened.sent.put))  # type: ignore[arg-type]
    try:
        yield opened
    finally:
        opened.gone.set()
        await asyncio.wait_for(task, PATIENCE)


def run(story: Awaitable[None]) -> None:
    async def told() -> None:
        await story

    asyncio.run(told())


def key_of(user: User) -> dict[str, str]:
    _, key = people.create_token(user, Actor(user=user), name="stream")
    return {"Authorization": f"Token {key}"}


async def happen(project: Project, *verbs: str, kind: str = "span") -> list[int]:
    """Log something from another thread, as another request would."""

    def write() -> list[int]:
        try:
            return [log(Actor(), verb, Thing(kind, None, project.pk)).pk for verb in verbs]
        finally:
            connection.close()

    return await asyncio.to_thread(write)


def test_listener_hears_each_change_once_and_in_order(viewer: User, project: Project) -> None:
    headers = key_of(viewer)

    async def story() -> None:
        async with line(headers) as opened:
            status, sent = await opened.start()
            assert (status, sent["content-type"]) == (200, "text/event-stream; charset=utf-8")
            assert (sent["x-accel-buffering"], sent["cache-control"]) == ("no", "no-store")
            await opened.body()
            ids = await happen(project, "one", "two")
            ids += await happen(project, "three")
            heard = [await opened.event() for _ in range(3)]
            assert [each["id"] for each in heard] == ids
            assert [each["verb"] for each in heard] == ["one", "two", "three"]

    run(story())


def test_session_of_the_browser_may_listen(viewer: User, project: Project) -> None:
    browser = Client()
    browser.force_login(viewer)
    cookie = {"Cookie": f"sessionid={browser.cookies['sessionid'].value}"}

    async def story() -> None:
        async with line(cookie) as opened:
            assert (await opened.start())[0] == 200

    run(story())


def test_other_projects_are_not_heard(viewer: User, project: Project, other_project: Project) -> None:
    headers = key_of(viewer)

    async def story() -> None:
        async with line(headers) as opened:
            await opened.start()
            await opened.body()
            await happen(other_project, "secret")
            await happen(project, "ours")
            assert (await opened.event())["verb"] == "ours"

    run(story())


@pytest.mark.parametrize("by_header", [True, False])
def test_what_was_missed_comes_first(viewer: User, project: Project, by_header: bool) -> None:  # noqa: FBT001
    headers = key_of(viewer)
    seen = Event.objects.latest("id").pk

    async def story() -> None:
        missed = await happen(project, "missed one", "missed two")
        more = {"Last-Event-ID": str(seen)} if by_header else {}
        query = "" if by_header else f"last_event_id={seen}"
        async with line({**headers, **more}, query=query) as opened:
            await opened.start()
            live = await happen(project, "live")
            heard = [(await opened.event())["id"]]
            while heard[-1] != live[0]:
                heard.append((await opened.event())["id"])
            # On PostgreSQL those from about the time of the last one come again.
            assert [each for each in heard if each > seen] == missed + live

    run(story())


def test_refusals_are_problem_documents(viewer: User, stranger: User, project: Project) -> None:
    cases: list[tuple[dict[str, str], str, str, int]] = [
        ({}, PATH, "GET", 401),
        ({"Authorization": "Token nonsense"}, PATH, "GET", 401),
        ({"Cookie": "sessionid=nonsense"}, PATH, "GET", 401),
        (key_of(stranger), PATH, "GET", 404),
        (key_of(viewer), "/api/v1/projects/nowhere/events/", "GET", 404),
        (key_of(viewer), PATH, "POST", 405),
    ]

    async def story() -> None:
        for headers, path, method, expected in cases:
            async with line(headers, path=path, method=method) as opened:
                status, sent = await opened.start()
                assert (status, sent["content-type"]) == (expected, "application/problem+json")
                assert orjson.loads(await opened.body())["status"] == expected

    run(story())


def test_silence_is_broken_by_pings(viewer: User, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "PING_SECONDS", 0.05)
    headers = key_of(viewer)

    async def story() -> None:
        async with line(headers) as opened:
            await opened.start()
            assert [await opened.body() for _ in range(3)][1:] == [stream.PING] * 2

    run(story())


def test_nobody_polls_while_nobody_listens(viewer: User, project: Project) -> None:
    headers = key_of(viewer)

    async def story() -> None:
        async with line(headers) as opened:
            await opened.start()
            reader = tail.tail()
            assert len(reader.listeners) == 1
        assert reader.listeners == set()
        assert reader.task is not None
        await asyncio.wait_for(reader.task, PATIENCE)

    run(story())


def test_slow_listener_is_dropped_and_the_others_are_not(project: Project) -> None:
    async def story() -> None:
        slow, quick = tail.Listener(project.pk), tail.Listener(project.pk)
        for number in range(tail.LONGEST_QUEUE + 1):
            for listener in (slow, quick):
                listener.offer(number, b"x")
            quick.queue.get_nowait()
        assert (slow.is_dropped, quick.is_dropped) == (True, False)

    run(story())


def test_dropped_listener_gets_what_it_has_and_then_the_end(viewer: User, project: Project) -> None:
    headers = key_of(viewer)

    async def story() -> None:
        async with line(headers) as opened:
            await opened.start()
            await opened.body()
            await happen(project, "left", kind="member")
            assert (await opened.event())["verb"] == "left"
            last = await asyncio.wait_for(opened.sent.get(), PATIENCE)
            assert last == {"type": "http.response.body", "body": b"", "more_body": False}

    run(story())


def test_who_left_the_project_is_not_let_in_again(viewer: User, editor: User, project: Project) -> None:
    headers = key_of(viewer)
    projects.remove_member(project, Actor(user=editor), "viewer")

    async def story() -> None:
        async with line(headers) as opened:
            assert (await opened.start())[0] == 404

    run(story())


def test_event_that_commits_late_is_still_heard(
    viewer: User, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    # On PostgreSQL a lower id may be committed after a higher one; the tail has then passed it already.
    monkeypatch.setattr(tail, "looking_back", lambda: tail.WINDOW)
    headers = key_of(viewer)

    async def story() -> None:
        async with line(headers) as opened:
            await opened.start()
            await opened.body()
            first = (await happen(project, "first"))[0]
            assert (await opened.event())["id"] == first
            reader = tail.tail()
            reader.last += 50
            late = (await happen(project, "late"))[0]
            assert late < reader.last
            assert (await opened.event())["id"] == late

    run(story())


def test_threads_give_their_connections_back(viewer: User, project: Project) -> None:
    assert tail.newest()[0] == Event.objects.latest("id").pk
    found = tail.missed(tail.Listener(project.pk), 0)
    assert [row[0] for row in found] == sorted(row[0] for row in found)
    assert connection.connection is None
