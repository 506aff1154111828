"""The worlds the tests run in: the embedded default always, PostgreSQL with Redis where both answer."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import psycopg
import redis

from factcheck import broker
from factcheck.environment import read_text

EMBEDDED = "SQLite, embedded broker"
SERVERS = "PostgreSQL, Redis"
# The first three belong to the other world; with the last three a developer's shell would change what is tested.
NOT_INHERITED = frozenset(
    {"DATABASE_URL", "CELERY_BROKER_URL", "REDIS_URL", "ALLOWED_HOSTS", "DJANGO_DEBUG", "FACTCHECK_DATA_DIR"}
)
USUAL_POSTGRESQL = "postgres://postgres@127.0.0.1:5432/"
USUAL_REDIS = "redis://127.0.0.1:6379/15"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_PLACES = ("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",)


@dataclass(frozen=True)
class World:
    """A name and the environment that makes the settings choose its database and broker."""

    name: str
    variables: dict[str, str]

    def environment(self) -> dict[str, str]:
        """Return this process's environment, less what would leak from another world."""
        kept = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
        return {**kept, **self.variables}


@dataclass(frozen=True)
class Missing:
    """A world, a program or a browser that is not here, and why."""

    reason: str


def embedded_world(folder: Path) -> World:
    """Return SQLite and the embedded broker, both in a folder of their own."""
    return World(EMBEDDED, {"FACTCHECK_DATA_DIR": str(folder)})


def server_world(folder: Path) -> World | Missing:
    """Return PostgreSQL and Redis from DATABASE_URL and REDIS_URL or at their usual ports, or why they are missing."""
    given = read_text("DATABASE_URL")
    # A name of its own: two runs at once must not drop each other's test database.
    database = given if given.startswith("postgres") else f"{USUAL_POSTGRESQL}factcheck_{os.getpid()}"
    redis_url = read_text("REDIS_URL", default=USUAL_REDIS)
    trouble = _postgresql_trouble(given or f"{USUAL_POSTGRESQL}postgres") or _redis_trouble(redis_url)
    if trouble:
        return Missing(trouble)
    return World(SERVERS, {"DATABASE_URL": database, "REDIS_URL": redis_url, "FACTCHECK_DATA_DIR": str(folder)})


def broker_trouble() -> str:
    """Say why no broker can be embedded here; empty when one can."""
    return "" if broker.server_program() else "no Valkey program for this system: worker tests cannot run"


def chromium() -> str | Missing:
    """Return the browser's program, or why there is none."""
    given = read_text("FACTCHECK_CHROMIUM")
    found = given or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    found = found or next((place for place in CHROMIUM_PLACES if Path(place).exists()), None)
    return found or Missing("no Chromium is installed; on Debian: apt-get install chromium")


def _postgresql_trouble(url: str) -> str:
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.Error as error:
        return f"PostgreSQL does not answer: {_first_line(error)}"
    return ""


def _redis_trouble(url: str) -> str:
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=2) as client:
            client.ping()
    except (redis.RedisError, ValueError) as error:
        return f"Redis does not answer: {_first_line(error)}"
    return ""


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
