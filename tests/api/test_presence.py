"""Who has a document open: told by pages, kept for seconds, written to no table."""

from collections.abc import Callable, Iterator

import pytest
import redis
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.api import presence, whereabouts
from annotations.api.whereabouts import Board, Place, ProcessBoard, RedisBoard
from annotations.models import Document, Event, Project, User
from factcheck.environment import read_text

from .conftest import Api

Programs = Callable[[User], Api]


def boards() -> list[str]:
    """Name the kinds of board that this world has."""
    return ["process", "redis"] if read_text("REDIS_URL") else ["process"]


@pytest.fixture(params=boards())
def board(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Board]:
    """Return an empty board of each kind."""
    url = read_text("REDIS_URL")
    found: Board = RedisBoard(url) if request.param == "redis" else ProcessBoard()
    monkeypatch.setattr(presence, "board", lambda: found)
    yield found
    if request.param == "redis":
        with redis.Redis.from_url(url) as client:
            client.delete(*client.keys(f"{whereabouts.CHANGES}*") or ["none"])


@pytest.fixture
def url(document: Document) -> str:
    return f"/api/v1/documents/{document.pk}/presence/"


def tell(program: Api, url: str, **where: object) -> list[dict[str, object]]:
    response = program.post(url, {"page": "a-page", **where})
    assert response.status_code == 200, response.content
    found: list[dict[str, object]] = response.json()["here"]
    return found


def test_readers_learn_of_each_other(
    board: Board, api: Programs, annotator: User, reviewer: User, url: str, document: Document
) -> None:
    assert tell(api(annotator), url, start=7) == []
    here = tell(api(reviewer), url)
    assert here == [
        {
            "document": str(document.pk),
            "username": "annotator",
            "page": "a-page",
            "start": 7,
            "span": None,
            "is_leaving": False,
        }
    ]
    assert [each["username"] for each in api(annotator).get(url).json()["here"]] == ["reviewer"]


def test_page_that_closes_is_gone_at_once(
    board: Board, api: Programs, annotator: User, reviewer: User, url: str
) -> None:
    tell(api(annotator), url)
    tell(api(annotator), url, is_leaving=True)
    assert tell(api(reviewer), url) == []


def test_page_that_falls_silent_is_gone_after_a_while(
    board: Board, api: Programs, annotator: User, reviewer: User, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(api(annotator), url)
    monkeypatch.setattr(whereabouts, "HERE_SECONDS", -1)
    assert api(reviewer).get(url).json()["here"] == []


def test_changes_are_told_once_and_in_order(board: Board) -> None:
    mark, first = board.since("")
    assert first == []
    for start in (1, 2):
        board.tell(Place("project", "document", "ana", "page", start=start))
    mark, found = board.since(mark)
    assert [each.start for each in found] == [1, 2]
    assert board.since(mark) == (mark, [])


def test_redis_that_is_away_hides_people_and_stops_nothing() -> None:
    board = RedisBoard("redis://127.0.0.1:1/0")
    board.tell(Place("project", "document", "ana", "page"))
    assert board.here("document") == []
    assert board.since("") == ("", [])


def test_telling_writes_nothing_to_the_database(
    board: Board, api: Programs, annotator: User, url: str, project: Project
) -> None:
    program = api(annotator)
    tell(program, url)
    before = Event.objects.count()
    with CaptureQueriesContext(connection) as captured:
        tell(program, url, start=30)
    assert [query["sql"] for query in captured.captured_queries if not query["sql"].startswith("SELECT")] == []
    assert len(captured.captured_queries) == 2
    assert Event.objects.count() == before


def test_stranger_and_viewer(board: Board, api: Programs, stranger: User, viewer: User, url: str) -> None:
    assert api(stranger).post(url, {"page": "p"}).status_code == 404
    assert tell(api(viewer), url) == []


@pytest.mark.parametrize(
    "body", [{}, {"page": ""}, {"page": "p" * 41}, {"page": "p", "start": -1}, {"page": "p", "span": "x"}, {"page": 4}]
)
def test_what_cannot_be_meant_is_refused(body: object, board: Board, api: Programs, viewer: User, url: str) -> None:
    assert api(viewer).post(url, body).status_code == 400


def test_lease_of_a_closed_page_ends_soon_and_comes_back(
    api: Programs, annotator: User, reviewer: User, document: Document
) -> None:
    program = api(annotator)
    taken = program.post("/api/v1/projects/border/queue/next/", {"queue": "annotate"}).json()
    where = f"/api/v1/assignments/{taken['id']}"
    left = program.post(f"{where}/leave/", {})
    assert left.status_code == 200
    assert left.json()["lease_expires_at"] < taken["lease_expires_at"]
    assert program.post(f"{where}/renew/", {}).json()["lease_expires_at"] >= taken["lease_expires_at"]
    assert api(reviewer).post(f"{where}/leave/", {}).status_code == 403
    program.post(f"{where}/release/", {})
    assert program.post(f"{where}/leave/", {}).status_code == 200
