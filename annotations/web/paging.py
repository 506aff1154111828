"""Pages of a list by cursor: the cost of a page does not grow with its depth."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from annotations.errors import Invalid

M = TypeVar("M", bound=Model)
SIZE = 50
LARGEST = 2**63


@dataclass(frozen=True, slots=True)
class Page(Generic[M]):
    """Some rows, and the query strings of the pages beside them (empty where there is none)."""

    rows: Sequence[M]
    newer: str = ""
    older: str = ""


def paged(request: HttpRequest, found: QuerySet[M], *, key: str = "", down: bool = True, size: int = SIZE) -> Page[M]:
    """Cut the page that `?after=` or `?before=` names out of a list (one query).

    Rows go by `key` (a column or annotation, never null), then by id; `down` puts the greatest first.
    """
    name, cursor = next(((each, request.GET[each]) for each in ("after", "before") if request.GET.get(each)), ("", ""))
    is_back = name == "before"
    falling = down != is_back
    names = [each for each in (key, "pk") if each]
    if cursor:
        found = _from(found, cursor, names, "lt" if falling else "gt")
    rows = list(found.order_by(*(f"-{each}" if falling else each for each in names))[: size + 1])
    has_more = len(rows) > size
    rows = rows[:size]
    if is_back:
        rows.reverse()
    has_newer, has_older = (has_more, True) if is_back else (bool(cursor), has_more)
    return Page(
        rows,
        newer=_link(request, "before", _encode(rows[0], names)) if rows and has_newer else "",
        older=_link(request, "after", _encode(rows[-1], names)) if rows and has_older else "",
    )


def _from(found: QuerySet[M], cursor: str, names: Sequence[str], way: str) -> QuerySet[M]:
    """Filter to what lies beyond the cursor; raise `Invalid` for one that is not ours."""
    try:
        return found.filter(_beyond(names, _decode(cursor, len(names)), way))
    except (ValueError, TypeError, ValidationError) as error:
        told = _("This page's address is not complete. Begin with the first page.")
        raise Invalid.field("after", "bad_cursor", told) from error


def _beyond(names: Sequence[str], values: Sequence[Any], way: str) -> Q:
    """Build (a, b) < (x, y), which reads an index where `a` has one."""
    last = Q(**{f"{names[-1]}__{way}": values[-1]})
    if len(names) == 1:
        return last
    return Q(**{f"{names[0]}__{way}": values[0]}) | Q(**{names[0]: values[0]}) & last


def _encode(row: Model, names: Sequence[str]) -> str:
    values = [getattr(row, name) for name in names]
    return urlsafe_b64encode(json.dumps(values, default=str).encode()).decode()


def _decode(cursor: str, length: int) -> list[Any]:
    """Read a cursor strictly; raise `ValueError` or `TypeError` for anything else."""
    values = json.loads(urlsafe_b64decode(cursor.encode()))
    *first, last = values
    is_plain = all((isinstance(each, int) and abs(each) < LARGEST) or isinstance(each, str) for each in values)
    if len(values) != length or not is_plain or any("\0" in str(each) for each in values):
        raise ValueError(cursor)
    return [*first, last if isinstance(last, int) else UUID(last)]


def _link(request: HttpRequest, name: str, cursor: str) -> str:
    query = request.GET.copy()
    for each in ("after", "before"):
        query.pop(each, None)
    query[name] = cursor
    return f"?{query.urlencode()}"
