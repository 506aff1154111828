"""Who acts, and the log line that every action leaves in its own transaction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction

from annotations.models import Event, User

# Actions nest (an import creates documents): the outermost block is the transaction, no savepoints inside.
one_transaction = transaction.atomic(savepoint=False)


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, or an engine ("rules 1.0.0"), or neither: the system itself. Never both.

    `unsettled` collects the documents whose state is brought in step once, after many operations.
    """

    user: User | None = None
    engine: str = ""
    request_id: str = ""
    unsettled: set[UUID] | None = field(default=None, compare=False)

    def person(self) -> User:
        """Return the person; engines and the system never reach the actions that ask."""
        if self.user is None:
            raise TypeError("Only a person can do this.")
        return self.user


SYSTEM = Actor()


@dataclass(frozen=True, slots=True)
class Thing:
    """What an event is about, and where it belongs."""

    kind: str
    pk: UUID | None
    project_id: UUID | None
    document_id: UUID | None = None


def log(
    by: Actor,
    verb: str,
    thing: Thing,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> Event:
    """Write one event (one statement)."""
    event = _event(by, verb, thing, before or {}, after or {})
    event.save(force_insert=True)
    return event


def log_many(by: Actor, verb: str, changes: Iterable[tuple[Thing, Mapping[str, Any], Mapping[str, Any]]]) -> None:
    """Write one event for each `(thing, before, after)` (one statement for all)."""
    Event.objects.bulk_create(_event(by, verb, *change) for change in changes)


def _event(by: Actor, verb: str, thing: Thing, before: Mapping[str, Any], after: Mapping[str, Any]) -> Event:
    return Event(
        actor=by.user,
        engine=by.engine,
        request_id=by.request_id,
        verb=verb,
        kind=thing.kind,
        object_id=thing.pk,
        project_id=thing.project_id,
        document_id=thing.document_id,
        before=dict(before),
        after=dict(after),
    )
