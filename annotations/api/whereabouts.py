"""Who reads where, kept for seconds and never in the database: in this process, or in Redis where there are several."""

import logging
import threading
import time
from collections import deque
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any, Final, Protocol, cast

import orjson
import redis

from factcheck.environment import read_text

logger = logging.getLogger(__name__)

# A page tells every 15 seconds; one that was not heard of for so long is gone.
HERE_SECONDS: Final = 40
KEPT: Final = 1000
CHANGES: Final = "factcheck:whereabouts"


@dataclass(frozen=True, slots=True)
class Place:
    """One open page: whose it is and what it shows; `start` is the first line in sight, in code points."""

    project: str
    document: str
    username: str
    page: str
    start: int | None = None
    span: str | None = None
    is_leaving: bool = False
    at: float = 0.0

    @property
    def key(self) -> str:
        # With the name: nobody moves another's page by guessing its id.
        return f"{self.username}\n{self.page}"


class Board(Protocol):
    """Where pages are pinned up. `since` returns what changed after a mark, and the next mark."""

    def tell(self, place: Place) -> None: ...

    def here(self, document: str) -> list[Place]: ...

    def since(self, mark: str) -> tuple[str, list[Place]]: ...


class ProcessBoard:
    """The board of a site with one web process."""

    def __init__(self) -> None:
        self._places: dict[str, dict[str, Place]] = {}
        self._changes: deque[tuple[int, Place]] = deque(maxlen=KEPT)
        self._count = 0
        self._lock = threading.Lock()

    def tell(self, place: Place) -> None:
        """Pin up or take down one page, and forget those of the document that are gone."""
        with self._lock:
            places = {each.key: each for each in self._present(place.document) if each.key != place.key}
            if not place.is_leaving:
                places[place.key] = place
            self._places[place.document] = places
            if not places:
                del self._places[place.document]
            self._count += 1
            self._changes.append((self._count, place))

    def here(self, document: str) -> list[Place]:
        with self._lock:
            return self._present(document)

    def _present(self, document: str) -> list[Place]:
        return [each for each in self._places.get(document, {}).values() if is_fresh(each)]

    def since(self, mark: str) -> tuple[str, list[Place]]:
        with self._lock:
            last = int(mark) if mark else self._count
            return str(self._count), [place for number, place in self._changes if number > last]


class RedisBoard:
    """The board of a site with several web processes. Without Redis nobody is seen, and everything else goes on."""

    def __init__(self, url: str) -> None:
        self._redis = redis.Redis.from_url(url, socket_connect_timeout=1, socket_timeout=1)

    def tell(self, place: Place) -> None:
        """Pin up or take down one page (one round trip)."""
        name, written = f"{CHANGES}:{place.document}", orjson.dumps(asdict(place))
        try:
            with self._redis.pipeline(transaction=False) as pipe:
                pipe.hset(name, place.key, written)
                if place.is_leaving:
                    pipe.hdel(name, place.key)
                pipe.expire(name, HERE_SECONDS)
                pipe.xadd(CHANGES, {"place": written}, maxlen=KEPT, approximate=True)
                pipe.execute()
        except redis.RedisError as error:
            logger.warning("Who is here cannot be kept now: %s", error)

    def here(self, document: str) -> list[Place]:
        try:
            found = cast("dict[bytes, bytes]", self._redis.hgetall(f"{CHANGES}:{document}"))
        except redis.RedisError as error:
            logger.warning("Who is here cannot be read now: %s", error)
            return []
        return [each for each in map(_read, found.values()) if is_fresh(each)]

    def since(self, mark: str) -> tuple[str, list[Place]]:
        try:
            if not mark:
                last = cast("list[Any]", self._redis.xrevrange(CHANGES, count=1))
                return (last[0][0].decode() if last else "0-0"), []
            found = cast("list[Any]", self._redis.xrange(CHANGES, min=f"({mark}", count=KEPT))
        except redis.RedisError as error:
            logger.warning("Who is here cannot be read now: %s", error)
            return mark, []
        return (found[-1][0].decode() if found else mark), [_read(fields[b"place"]) for _, fields in found]


def _read(written: bytes) -> Place:
    return Place(**orjson.loads(written))


def is_fresh(place: Place) -> bool:
    """Say whether the page was heard of lately."""
    return time.time() - place.at < HERE_SECONDS


@cache
def board() -> Board:
    """Return the board of this site."""
    url = read_text("REDIS_URL", default="")
    return RedisBoard(url) if url else ProcessBoard()
