"""Tests that need real transactions: what a thread or a worker does is committed, and cleared away at the end."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Barrier, Thread
from typing import Any

from django.db import connection, connections


@contextmanager
def cleared() -> Iterator[None]:
    """Empty the log at the end: on SQLite it refuses the DELETE by which Django clears tables (no rule is lost)."""
    yield
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'event_no_delete'")
        (rule,) = cursor.fetchone()
        cursor.execute("DROP TRIGGER event_no_delete")
        cursor.execute("DELETE FROM annotations_event")
        cursor.execute(rule)


def at_once(acts: list[Callable[[], Any]]) -> list[Any]:
    """Run every act in a thread of its own, all begun together; return their results or what they raised."""
    ready = Barrier(len(acts))
    results: list[Any] = [None] * len(acts)

    def run(number: int) -> None:
        try:
            ready.wait(timeout=20)
            results[number] = acts[number]()
        except Exception as error:  # noqa: BLE001 - the test looks at what was raised, whatever it is
            results[number] = error
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results
