"""One reader of the event log a process, for all who listen: it polls only while somebody does."""

import asyncio
import contextlib
import logging
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final
from uuid import UUID
from weakref import WeakKeyDictionary

import orjson
from django.db import DatabaseError, connection, connections
from django.db.models import DateTimeField, ExpressionWrapper, Q, Subquery

from annotations.models import Event, Reader
from annotations.records.events import COLUMNS, event_record
from annotations.records.presence import presence_record
from annotations.records.raw import JSON_OPTIONS

from .whereabouts import Place, board

logger = logging.getLogger(__name__)

POLL_SECONDS: Final = 0.5
# PostgreSQL hands out ids before the commit, so a lower one may appear after a higher one: look back this far.
WINDOW: Final = 100
AT_ONCE: Final = 500
LONGEST_TRANSACTION: Final = timedelta(seconds=60)
LONGEST_QUEUE: Final = 256
Row = tuple[Any, ...]


@dataclass(eq=False)
class Listener:
    """One open stream. `is_dropped` when it could not keep up, or has to prove anew that it may listen."""

    project_id: UUID
    reader: Reader | None = None
    document: str = ""
    page: str = ""
    queue: asyncio.Queue[tuple[int, bytes]] = field(default_factory=lambda: asyncio.Queue(LONGEST_QUEUE))
    is_dropped: bool = False

    def is_at(self, place: Place) -> bool:
        """Tell whether this page is to hear where that one reads."""
        if self.reader is None or self.reader.is_blinded or self.reader.user.username == place.username:
            return False
        return self.document == place.document and str(self.project_id) == place.project

    def place(self, *, is_leaving: bool = False) -> Place | None:
        """Return where this page is, as far as its stream says; None where it names no document."""
        if self.reader is None or not (self.document and self.page):
            return None
        name = self.reader.user.username
        return Place(str(self.project_id), self.document, name, self.page, is_leaving=is_leaving, at=time.time())

    def offer(self, number: int, message: bytes) -> None:
        """Hand over one message, or drop the listener: it comes back and asks for what it missed."""
        try:
            self.queue.put_nowait((number, message))
        except asyncio.QueueFull:
            self.is_dropped = True


class Tail:
    """The reader of one event loop."""

    def __init__(self) -> None:
        self.listeners: set[Listener] = set()
        self.last = 0
        self.recent: deque[int] = deque(maxlen=WINDOW * 2)
        self.mark = ""
        self.task: asyncio.Task[None] | None = None

    @contextlib.asynccontextmanager
    async def listening(self, listener: Listener) -> Any:
        """Lend a listener that hears everything from now on."""
        if not self.listeners:
            self.recent = deque(await asyncio.to_thread(newest), maxlen=WINDOW * 2)
            self.last = max(self.recent, default=0)
            self.mark, _ = await asyncio.to_thread(board().since, "")
        self.listeners.add(listener)
        if self.task is None or self.task.done():
            self.task = asyncio.create_task(self._run())
        try:
            yield listener
        finally:
            self.listeners.discard(listener)

    async def _run(self) -> None:
        while self.listeners:
            await asyncio.sleep(POLL_SECONDS)
            await self._tell_places()
            try:
                rows = await asyncio.to_thread(fresh, self.last, tuple(self.recent))
                blinded = [each for each in self.listeners if each.reader and each.reader.is_blinded] if rows else []
                shown = await asyncio.to_thread(shown_to, blinded, [row[1] for row in rows]) if blinded else {}
            except DatabaseError as error:
                logger.warning("The event log cannot be read now: %s", error)
                continue
            self._spread(rows, shown)

    async def _tell_places(self) -> None:
        self.mark, places = await asyncio.to_thread(board().since, self.mark)
        for place in places:
            for listener in [each for each in self.listeners if each.is_at(place)]:
                listener.offer(0, said_where(place))

    def _spread(self, rows: Sequence[Row], shown: Mapping[Listener, Set[int]]) -> None:
        for project_id, *row in rows:
            self.last = max(self.last, row[0])
            self.recent.append(row[0])
            of_project = [each for each in self.listeners if each.project_id == project_id]
            if not of_project:
                continue
            message = written(tuple(row))
            for listener in of_project:
                # A blinded listener that came since the rows were read asks for them again.
                is_blinded = listener.reader is not None and listener.reader.is_blinded
                if not is_blinded or row[0] in shown.get(listener, ()):
                    listener.offer(row[0], message)
                listener.is_dropped |= changes_who_sees_what(tuple(row)) or (is_blinded and listener not in shown)


_tails: WeakKeyDictionary[asyncio.AbstractEventLoop, Tail] = WeakKeyDictionary()


def tail() -> Tail:
    """Return the reader of the running event loop."""
    return _tails.setdefault(asyncio.get_running_loop(), Tail())


@contextlib.contextmanager
def own_connection() -> Iterator[None]:
    """Give the thread's database connection back at the end: an idle one for each thread costs memory."""
    try:
        yield
    finally:
        connections.close_all()


def newest() -> list[int]:
    """Return the ids of the latest events: those happened before anybody listened (one query)."""
    with own_connection():
        return list(Event.objects.order_by("-id").values_list("id", flat=True)[:WINDOW])


def looking_back() -> int:
    """Return how far below the last id a new event may appear: not at all on SQLite, which has one writer."""
    return WINDOW if connection.vendor == "postgresql" else 0


def fresh(last: int, seen: tuple[int, ...]) -> list[Row]:
    """Return the rows that nobody has heard of yet, each behind its project's id (one query)."""
    with own_connection():
        back = looking_back()
        found = Event.objects.filter(id__gt=last - back).order_by("id")
        if back:
            found = found.exclude(id__in=[each for each in seen if each > last - back])
        return list(found.values_list("project_id", *COLUMNS)[:AT_ONCE])


def missed(listener: Listener, after: int, *, is_first: bool = False) -> list[Row]:
    """Return the next rows after the last one that a client saw (one query).

    The first time also those that were committed behind it: ids below it from about the same time. The client knows
    some of them already and passes these over.
    """
    with own_connection():
        wanted = Q(id__gt=after)
        if is_first and looking_back():
            at = Event.objects.filter(id=after).values("at")
            since = ExpressionWrapper(Subquery(at) - LONGEST_TRANSACTION, output_field=DateTimeField())
            wanted |= Q(id__gt=after - WINDOW, id__lt=after, at__gte=since)
        found = Event.objects.of_project(listener.project_id).seen_by(listener.reader).filter(wanted)
        return list(found.values_list(*COLUMNS)[:AT_ONCE])


def said_where(place: Place) -> bytes:
    """Write where somebody reads as a server-sent event; it has no id, since nobody asks for it afterwards."""
    return b"event: presence\ndata: %s\n\n" % orjson.dumps(presence_record(place))


def tell(place: Place | None) -> None:
    """Pin a page up, or take it down (no query)."""
    if place is not None:
        board().tell(place)


def beside(listener: Listener) -> list[bytes]:
    """Return where the others read that have the same document open."""
    return [said_where(each) for each in board().here(listener.document) if listener.is_at(each)]


def shown_to(listeners: Sequence[Listener], ids: Sequence[int]) -> dict[Listener, Set[int]]:
    """Return which of these events a blind project tells each listener (one query a person)."""
    found: dict[tuple[UUID, Reader | None], Set[int]] = {}
    with own_connection():
        for project_id, reader in {(each.project_id, each.reader) for each in listeners}:
            told = Event.objects.of_project(project_id).filter(id__in=ids).seen_by(reader)
            found[project_id, reader] = set(told.values_list("id", flat=True))
    return {each: found[each.project_id, each.reader] for each in listeners}


def written(row: Row) -> bytes:
    """Write a row as a server-sent event."""
    data = orjson.dumps(event_record(row), option=JSON_OPTIONS)
    return b"id: %d\nevent: change\ndata: %s\n\n" % (row[0], data)


def changes_who_sees_what(row: Row) -> bool:
    """Tell whether a member left or got another role, or the project went blind: everyone then has to ask again."""
    event = dict(zip(COLUMNS, row, strict=True))
    is_membership = event["kind"] == "member" and event["verb"] in ("left", "joined")
    return is_membership or (event["kind"] == "project" and "policy" in event["after"])
