"""Rows as the database gives them, for the two places where a hundred thousand pass: Django's converters cost half.

SQLite keeps ids as text and times in UTC without saying so: here they stay so, and JSON_OPTIONS tells orjson.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import orjson
from django.db import connections
from django.db.models import Model, QuerySet

AT_ONCE = 2000
JSON_OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_NAIVE_UTC


def raw_rows(found: QuerySet[Any], *columns: str) -> Iterator[tuple[Any, ...]]:
    """Yield `.values_list(*columns)` without conversion, `AT_ONCE` at a time."""
    compiler = found.values_list(*columns).query.get_compiler(using=found.db)
    for chunk in compiler.execute_sql(chunked_fetch=True, chunk_size=AT_ONCE):
        yield from chunk


def keeps_text(model: type[Model]) -> bool:
    """Say whether ids come as text here."""
    return connections[model.objects.db].vendor == "sqlite"  # type: ignore[attr-defined]


def id_text(raw: str | None) -> str | None:
    """Spell SQLite's 32 hexadecimal digits as a UUID is written."""
    return raw and f"{raw[:8]}-{raw[8:12]}-{raw[12:16]}-{raw[16:20]}-{raw[20:]}"


def to_uuid(raw: str | UUID) -> UUID:
    return raw if isinstance(raw, UUID) else UUID(raw)


def json_text(raw: str) -> orjson.Fragment:
    """Pass stored JSON on as it is."""
    return orjson.Fragment(raw)
