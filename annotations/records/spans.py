"""Spans as JSON: one tuple of columns, one builder, shared by the API, the pages and the export."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from annotations.models import Reader, Span

from .raw import id_text, json_text, keeps_text, raw_rows

JSON = dict[str, Any]

# The order of these columns is the order in which `span_record` reads them.
COLUMNS: Final = (
    "id",
    "label__key",
    "start",
    "end",
    "quote",
    "attributes",
    "state",
    "origin",
    "run__engine",
    "run__engine_version",
    "score",
    "author__username",
    "decided_by__username",
    "decided_at",
    "reason",
    "note",
    "self_approved",
    "claim_id",
    "created_at",
    "updated_at",
    "revision",
)


def span_record(row: Sequence[Any]) -> JSON:
    """Build a span's record from one `.values_list(*COLUMNS)` row (about 1 µs)."""
    (
        pk,
        label,
        start,
        end,
        quote,
        attributes,
        state,
        origin,
        engine,
        engine_version,
        score,
        author,
        decided_by,
        decided_at,
        reason,
        note,
        self_approved,
        claim,
        created_at,
        updated_at,
        revision,
    ) = row
    return {
        "id": pk,
        "label": label,
        "start": start,
        "end": end,
        "quote": quote,
        "attributes": attributes,
        "state": state,
        "origin": origin,
        "engine": {"name": engine, "version": engine_version} if engine else None,
        "score": score,
        "author": author,
        "decided_by": decided_by,
        "decided_at": decided_at,
        "reason": reason,
        "note": note,
        "self_approved": self_approved,
        "claim": claim,
        "created_at": created_at,
        "updated_at": updated_at,
        "revision": revision,
    }


def record_of(span: Span) -> JSON:
    """Build the record of a span already in memory, with its label, run and people (no query then)."""
    row = (
        span.pk,
        span.label.key,
        span.start,
        span.end,
        span.quote,
        span.attributes,
        span.state,
        span.origin,
        span.run.engine if span.run else None,
        span.run.engine_version if span.run else None,
        span.score,
        span.author.username if span.author else None,
        span.decided_by.username if span.decided_by else None,
        span.decided_at,
        span.reason,
        span.note,
        span.self_approved,
        span.claim_id,
        span.created_at,
        span.updated_at,
        span.revision,
    )
    return span_record(row)


def json_records(found: QuerySet[Span]) -> Iterator[JSON]:
    """Yield records for orjson alone: write them with JSON_OPTIONS (about 8 µs a span)."""
    as_json = as_json_row()
    return (span_record(as_json(row)) for row in raw_rows(found, *COLUMNS))


def as_json_row() -> Callable[[Sequence[Any]], Sequence[Any]]:
    """Return what makes a raw row of COLUMNS one of values that orjson writes rightly."""
    return _from_sqlite if keeps_text(Span) else _from_postgresql


def _from_sqlite(row: Sequence[Any]) -> Sequence[Any]:
    values = list(row)
    values[0], values[17] = id_text(row[0]), id_text(row[17])
    values[5] = json_text(row[5])
    return values


def _from_postgresql(row: Sequence[Any]) -> Sequence[Any]:
    values = list(row)
    values[5] = json_text(row[5])
    return values


def spans_of(version_id: UUID | None, reader: Reader | None = None) -> list[JSON]:
    """Return the standing spans of a version in reading order, for orjson (one query)."""
    found = Span.objects.filter(version_id=version_id).standing().seen_by(reader)
    return list(json_records(found.order_by("start", "-end", "id")))
