"""Lists: query parameters that are checked, and pages by keyset, so that a deep page costs what the first one does."""

import base64
import binascii
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

import orjson
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework.request import Request

from annotations.errors import Invalid

from .replies import reply

DEFAULT_SIZE: Final = 100
LARGEST_SIZE: Final = 1000
PAGING: Final = ("cursor", "page_size")

Rows = Callable[[list[Any]], Iterable[Any]]


def read_query(request: Request, *names: str) -> dict[str, str]:
    """Return the query parameters that were given; raise `Invalid` for one that this list does not know."""
    found: dict[str, str] = {}
    for name, text in request.query_params.items():
        value = str(text)
        if name not in names:
            known = ", ".join(sorted(names)) or "none"
            raise Invalid.field(
                name[:60], "unknown_parameter", _("This address knows the parameters: %(known)s.") % {"known": known}
            )
        if "\0" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
            raise Invalid.field(name, "malformed", _("%(name)s holds a character that is not text.") % {"name": name})
        found[name] = value
    return found


def one_of(query: Mapping[str, str], name: str, words: Iterable[str]) -> str:
    """Return a parameter that must be one of these words, or nothing."""
    value, known = query.get(name, ""), list(words)
    if value and value not in known:
        raise Invalid.field(
            name,
            "unknown_value",
            _("%(name)s is one of: %(known)s.") % {"name": name, "known": ", ".join(map(str, known))},
        )
    return value


def day_of(query: Mapping[str, str], name: str) -> date | None:
    """Return a parameter that must be a day, or nothing."""
    value = query.get(name, "")
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise Invalid.field(
            name, "bad_date", _("%(name)s must be a day such as 2022-02-15.") % {"name": name}
        ) from error


def is_yes(query: Mapping[str, str], name: str) -> bool:
    """Return a parameter that must be true or false; not given is false."""
    return one_of(query, name, ("true", "false", "1", "0")) in ("true", "1")


def number_of(query: Mapping[str, str], name: str, *, default: int, lowest: int, highest: int) -> int:
    """Return a parameter that must be a whole number."""
    value = query.get(name, "")
    is_number = value.isascii() and value.isdecimal() and len(value) < 20
    if value and not (is_number and lowest <= int(value) <= highest):
        raise Invalid.field(
            name,
            "out_of_range",
            _("%(name)s must be a whole number from %(lowest)s to %(highest)s.")
            % {"name": name, "lowest": lowest, "highest": highest},
        )
    return int(value) if value else default


@dataclass(frozen=True, slots=True)
class Key:
    """One column of an order: `name` is a lookup of the rows, `read` turns its JSON back into a value."""

    name: str
    read: Callable[[Any], Any] = str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class _Cursor:
    values: list[Any]
    is_backward: bool


BY_ID: Final = (Key("id", UUID),)
NEWEST_FIRST: Final = (Key("id", UUID, descending=True),)


def whole(value: Any) -> int:
    """Read a whole number of a cursor."""
    if type(value) is not int or abs(value) >= 2**63:
        raise ValueError(value)
    return value


def moment(value: Any) -> datetime:
    """Read a time of a cursor."""
    found = datetime.fromisoformat(value)
    if found.tzinfo is None or not 1 < found.year < 9999:
        raise ValueError(value)
    return found


def page_of(
    request: Request, found: QuerySet[Any], keys: Sequence[Key], rows: Rows, query: Mapping[str, str]
) -> HttpResponse:
    """Answer with one page of `found` in the order of `keys`, whose last one must be unique (one query, and `rows`)."""
    size = number_of(query, "page_size", default=DEFAULT_SIZE, lowest=1, highest=LARGEST_SIZE)
    cursor = _read_cursor(query["cursor"], keys) if query.get("cursor") else None
    is_backward = cursor is not None and cursor.is_backward
    if cursor is not None:
        found = found.filter(_beyond(keys, cursor.values, is_backward=is_backward))
    order = [("-" if key.descending != is_backward else "") + key.name for key in keys]
    page = list(found.order_by(*order)[: size + 1])
    has_more, page = len(page) > size, page[:size]
    if is_backward:
        page.reverse()
    has_next, has_previous = (True, has_more) if is_backward else (has_more, cursor is not None)
    return reply(
        {
            "next": _link(request, keys, page[-1], is_backward=False) if has_next and page else None,
            "previous": _link(request, keys, page[0], is_backward=True) if has_previous and page else None,
            "results": list(rows(page)),
        }
    )


def _beyond(keys: Sequence[Key], values: Sequence[Any], *, is_backward: bool) -> Q:
    """Build `(a, b) > (x, y)` key by key, since the directions may differ."""
    found, same = Q(), Q()
    for key, value in zip(keys, values, strict=True):
        sign = "lt" if key.descending != is_backward else "gt"
        found |= same & Q(**{f"{key.name}__{sign}": value})
        same &= Q(**{key.name: value})
    return found


def _link(request: Request, keys: Sequence[Key], row: Any, *, is_backward: bool) -> str:
    values = [value_of(row, key.name) for key in keys]
    body = orjson.dumps([int(is_backward), _signature(keys), *values])
    cursor = base64.urlsafe_b64encode(body).rstrip(b"=").decode()
    query = {**request.query_params.dict(), "cursor": cursor}
    return request.build_absolute_uri(f"{request.path}?{urlencode(query)}")


def value_of(row: Any, name: str) -> Any:
    """Follow a lookup such as `actor__username` over objects fetched along."""
    for part in name.split("__"):
        row = None if row is None else getattr(row, part)
    return row


def _signature(keys: Sequence[Key]) -> str:
    return ",".join(("-" if key.descending else "") + key.name for key in keys)


def _read_cursor(text: str, keys: Sequence[Key]) -> _Cursor:
    try:
        body = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        backward, signature, *values = orjson.loads(body)
        if signature != _signature(keys) or backward not in (0, 1):
            raise ValueError(signature)
        read = [key.read(value) for key, value in zip(keys, values, strict=True)]
        if any(isinstance(value, str) and "\0" in value for value in read):
            raise ValueError(read)
    except (ValueError, TypeError, AttributeError, binascii.Error) as error:
        message = _("This cursor is not one of this list in this order. Start again without it.")
        raise Invalid.field("cursor", "bad_cursor", message) from error
    return _Cursor(read, bool(backward))
