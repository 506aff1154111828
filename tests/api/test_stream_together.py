"""The live stream between people: who comes, reads and goes, what a blind project tells, what was committed late."""

import asyncio
import threading
import uuid
from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from django.db import connection, transaction

from annotations.actions import projects, spans
from annotations.actions.events import Actor, Thing, log
from annotations.api import tail, whereabouts
from annotations.models import Document, Project, User

from .test_stream import Line, happen, key_of, line, run

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def own_board(monkeypatch: pytest.MonkeyPatch) -> Iterator[whereabouts.ProcessBoard]:
    board = whereabouts.ProcessBoard()
    monkeypatch.setattr(tail, "board", lambda: board)
    monkeypatch.setattr(tail, "POLL_SECONDS", 0.02)
    yield board


async def told_of(opened: Line) -> dict[str, Any]:
    """Return where somebody reads, as the stream says it next."""
    while not (body := await opened.body()).startswith(b"event: presence"):
        pass
    found: dict[str, Any] = orjson.loads(body.decode().split("data: ")[1])
    return found


def at(document: Document) -> str:
    return f"document={document.pk}&page={uuid.uuid4()}"


def test_open_stream_is_presence(document: Document, annotator: User, reviewer: User) -> None:
    one, other = key_of(annotator), key_of(reviewer)

    async def story() -> None:
        async with line(one, query=at(document)) as opened:
            await opened.start()
            async with line(other, query=at(document)) as beside:
                await beside.start()
                assert (await told_of(beside))["username"] == "annotator"
                came = await told_of(opened)
                assert (came["username"], came["is_leaving"]) == ("reviewer", False)
            went = await told_of(opened)
            assert (went["page"], went["is_leaving"]) == (came["page"], True)

    run(story())


def test_only_pages_on_the_same_document_hear_of_it(
    own_board: whereabouts.ProcessBoard, document: Document, project: Project, annotator: User, reviewer: User
) -> None:
    one, other = key_of(annotator), key_of(reviewer)

    async def story() -> None:
        async with line(one, query="document=" + str(uuid.uuid4())) as elsewhere, line(other) as nowhere:
            for opened in (elsewhere, nowhere):
                await opened.start()
                await opened.body()
            own_board.tell(whereabouts.Place(str(project.pk), str(document.pk), "editor", "page"))
            await happen(project, "after")
            for opened in (elsewhere, nowhere):
                assert (await opened.body()).startswith(b"id:")

    run(story())


def test_blind_project_tells_each_annotator_of_their_own(
    own_board: whereabouts.ProcessBoard,
    document: Document,
    project: Project,
    annotator: User,
    reviewer: User,
    viewer: User,
    editor: User,
) -> None:
    projects.edit_project(project, Actor(user=editor), revision=1, changes={"policy": "blind"})
    headers, judging = key_of(annotator), key_of(reviewer)
    document = Document.objects.select_related("project", "current").get(pk=document.pk)

    def mark(person: User, start: int) -> uuid.UUID:
        try:
            return spans.create_span(document, Actor(user=person), spans.SpanDraft("claim", start, start + 8)).pk
        finally:
            connection.close()

    async def story() -> None:
        async with line(headers, query=at(document)) as blinded, line(judging, query=at(document)) as judge:
            for opened in (blinded, judge):
                await opened.start()
                await opened.body()
            own_board.tell(whereabouts.Place(str(project.pk), str(document.pk), "viewer", "page"))
            hidden = await asyncio.to_thread(mark, viewer, 0)
            own = await asyncio.to_thread(mark, annotator, 9)
            names, changed = set(), []
            while "viewer" not in names or len(changed) < 2:
                body = (await judge.body()).decode()
                if body.startswith("event: presence"):
                    names.add(orjson.loads(body.split("data: ")[1])["username"])
                elif body.startswith("id:"):
                    changed.append(orjson.loads(body.split("data: ")[1])["object"])
            assert changed == [str(hidden), str(own)]
            assert orjson.loads((await blinded.body()).split(b"data: ")[1])["object"] == str(own)

    run(story())


def test_going_blind_cuts_everybody_off(project: Project, annotator: User, editor: User) -> None:
    headers = key_of(annotator)

    def go_blind() -> None:
        try:
            projects.edit_project(project, Actor(user=editor), revision=1, changes={"policy": "blind"})
        finally:
            connection.close()

    async def story() -> None:
        async with line(headers) as opened:
            await opened.start()
            await opened.body()
            await asyncio.to_thread(go_blind)
            while await opened.body():
                pass

    run(story())


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer: ids appear in order")
def test_who_comes_back_hears_what_was_committed_behind_their_last_event(project: Project, viewer: User) -> None:
    headers = key_of(viewer)
    has_id, may_commit = threading.Event(), threading.Event()
    late: list[int] = []

    def slow() -> None:
        try:
            with transaction.atomic():
                late.append(log(Actor(), "late", Thing("span", None, project.pk)).pk)
                has_id.set()
                assert may_commit.wait(20)
        finally:
            connection.close()

    async def story() -> None:
        writing = asyncio.create_task(asyncio.to_thread(slow))
        await asyncio.to_thread(has_id.wait, 20)
        last = (await happen(project, "quick"))[0]
        assert late[0] < last
        async with line(headers, query=f"last_event_id={last}") as first:
            await first.start()
        may_commit.set()
        await writing
        async with line(headers, query=f"last_event_id={last}") as again:
            await again.start()
            while (heard := await again.event())["id"] != late[0]:
                assert heard["id"] < last

    run(story())
