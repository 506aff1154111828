"""Events as JSON."""

from typing import Any, Final

JSON = dict[str, Any]

COLUMNS: Final = (
    "id",
    "verb",
    "kind",
    "object_id",
    "document_id",
    "actor__username",
    "engine",
    "before",
    "after",
    "at",
    "request_id",
)
_NAMES: Final = ("id", "verb", "kind", "object", "document", "actor", "engine", "before", "after", "at", "request_id")


def event_record(row: tuple[Any, ...]) -> JSON:
    """Build an event's record from one `.values_list(*COLUMNS)` row."""
    return dict(zip(_NAMES, row, strict=True))
