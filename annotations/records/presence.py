"""Who reads where, as JSON."""

from typing import Any, Protocol

JSON = dict[str, Any]


class ReadsHere(Protocol):
    """What the record is built from: one open page."""

    @property
    def document(self) -> str: ...
    @property
    def username(self) -> str: ...
    @property
    def page(self) -> str: ...
    @property
    def start(self) -> int | None: ...
    @property
    def span(self) -> str | None: ...
    @property
    def is_leaving(self) -> bool: ...


def presence_record(place: ReadsHere) -> JSON:
    return {
        "document": place.document,
        "username": place.username,
        "page": place.page,
        "start": place.start,
        "span": place.span,
        "is_leaving": place.is_leaving,
    }
