"""Relations as JSON: one tuple of columns and one builder for API and export; the API adds what its ends say."""

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any, Final

from annotations.models import ENDS, Relation, Span

from .raw import id_text, keeps_text

JSON = dict[str, Any]

# The order of these columns is the order in which `relation_record` reads them.
COLUMNS: Final = (
    "id",
    "type",
    "source_id",
    "target_id",
    "source__version__document_id",
    "target__version__document_id",
    "scope",
    "note",
    "state",
    "origin",
    "author__username",
    "created_at",
    "updated_at",
    "revision",
)
# The same of an object.
_row: Final = attrgetter(*(name.replace("__", ".") for name in COLUMNS))
_IDS: Final = (0, 2, 3, 4, 5)
_NAMES: Final = (
    *("id", "type", "source", "target", "source_document", "target_document", "scope", "note", "state", "origin"),
    *("author", "created_at", "updated_at", "revision"),
)


def relation_record(row: Sequence[Any]) -> JSON:
    """Build a relation's record from one `.values_list(*COLUMNS)` row."""
    return dict(zip(_NAMES, row, strict=True))


def as_json_row() -> Callable[[Sequence[Any]], Sequence[Any]]:
    """Return what makes a raw row of COLUMNS one of values that orjson writes rightly."""
    return _from_sqlite if keeps_text(Relation) else tuple


def _from_sqlite(row: Sequence[Any]) -> Sequence[Any]:
    values = list(row)
    for place in _IDS:
        values[place] = id_text(row[place])
    return values


def record_of(relation: Relation) -> JSON:
    """Build the record of a relation fetched `with_ends`, and what each end says (no query then)."""
    ends = {"source": end_record(relation.source), "target": end_record(relation.target)}
    return {**relation_record(_row(relation)), "ends": ends}


def types_record() -> JSON:
    """Name the labels that each type leads from, and those that it leads to."""
    return {str(kind): {"source": sorted(source), "target": sorted(target)} for kind, (source, target) in ENDS.items()}


def end_record(span: Span) -> JSON:
    """Build an end in the names of a claim's appearance: it may lie in a document that the reader has not open."""
    return {
        "id": span.pk,
        "document": span.version.document_id,
        "title": span.version.document.title,
        "label": span.label.key,
        "start": span.start,
        "end": span.end,
        "quote": span.quote,
        "state": span.state,
    }
