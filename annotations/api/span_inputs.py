"""What is sent about spans, checked by hand: this is the busiest door, and a serializer costs it ten times as much.

The serializers here describe the same for the OpenAPI document; a test holds the two together.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request

from annotations.actions.bulk import LIMIT, OPERATIONS
from annotations.actions.spans import SpanDraft
from annotations.errors import FieldError, Invalid
from annotations.models import Reason

from .inputs import LARGEST, Choice, Id, Input, JsonObject, Text, WholeNumber, json_trouble
from .problems import summary

LONGEST_KEY: Final = 40
LONGEST_NOTE: Final = 5000


class NewSpan(Input):
    """A span to make. Offsets are code points, `end` exclusive; `quote` lets the server check them."""

    label: Any = Text(max_length=LONGEST_KEY)
    start = WholeNumber()
    end = WholeNumber()
    quote = Text(required=False, allow_null=True)
    attributes = JsonObject(required=False)


class SpanChanges(NewSpan):
    """What to change; what is not named stays."""

    label: Any = Text(max_length=LONGEST_KEY, required=False)
    start = WholeNumber(required=False)
    end = WholeNumber(required=False)


class Decision(Input):
    """Why, where a reason is due."""

    reason = Choice(Reason.choices, required=False, allow_blank=True)
    note = Text(required=False, allow_blank=True, max_length=LONGEST_NOTE)


class KnownClaim(Input):
    """The claim that the span states as well, where it is known already."""

    claim = Id(required=False, allow_null=True)


class Undoing(Decision):
    """How far back: the revision to stand as again; without it, the one before the last."""

    to = WholeNumber(required=False)


class BulkOperation(NewSpan):
    """One operation: `create` needs document, label, start and end; the others id and revision."""

    op = Choice(OPERATIONS)
    document = Id(required=False)
    id = Id(required=False)
    revision = WholeNumber(required=False)
    label: Any = Text(max_length=LONGEST_KEY, required=False)
    start = WholeNumber(required=False)
    end = WholeNumber(required=False)
    reason = Choice(Reason.choices, required=False, allow_blank=True)
    note = Text(required=False, allow_blank=True, max_length=LONGEST_NOTE)
    to = WholeNumber(required=False)


class Bulk(Input):
    operations = serializers.ListField(child=BulkOperation(), min_length=1, max_length=LIMIT)


def _label(value: Any) -> str:
    is_key = isinstance(value, str) and 0 < len(value) <= LONGEST_KEY
    return (
        ""
        if is_key
        else _("This must be the key of a label, at most %(longest)s characters.") % {"longest": LONGEST_KEY}
    )


def _offset(value: Any) -> str:
    return (
        ""
        if type(value) is int and 0 <= value <= LARGEST
        else _("This must be a whole number from 0 to %(highest)s.") % {"highest": LARGEST}
    )


def _quote(value: Any) -> str:
    return "" if value is None or isinstance(value, str) else _("This must be text.")


CHECKS: Final[Mapping[str, Callable[[Any], str]]] = {
    "label": _label,
    "start": _offset,
    "end": _offset,
    "quote": _quote,
    "attributes": json_trouble,
}
NEEDED: Final = ("label", "start", "end")


def slice_wanted(data: Any) -> tuple[int, int]:
    """Return the range that a body asks for, to be cut along with the document; an empty one where it is nonsense.

    The door comes before the checks, so that whoever cannot see the document learns nothing from them.
    """
    if not isinstance(data, dict):
        return 0, 0
    start: Any = data.get("start")
    end: Any = data.get("end")
    if _offset(start) or _offset(end) or start == LARGEST:
        return 0, 0
    return int(start), int(end)


def read_draft(request: Request) -> SpanDraft:
    """Return the span that a request wants to make."""
    return draft_of(_checked(request.data, needed=NEEDED))


def read_changes(request: Request) -> dict[str, Any]:
    """Return the changes that a request wants."""
    return _checked(request.data, needed=())


def draft_of(found: Mapping[str, Any]) -> SpanDraft:
    """Build the draft from checked fields."""
    return SpanDraft(
        label=found["label"],
        start=found["start"],
        end=found["end"],
        quote=found.get("quote"),
        attributes=found.get("attributes", {}),
    )


def _checked(data: Any, *, needed: tuple[str, ...]) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise Invalid(_("Send a JSON object."), code="not_an_object")
    errors = list(_problems(data, needed))
    if errors:
        raise Invalid(summary(errors), code=errors[0].code if len(errors) == 1 else "invalid", errors=errors)
    return data


def _problems(data: Mapping[str, Any], needed: tuple[str, ...]) -> Iterator[FieldError]:
    for name in needed:
        if name not in data:
            yield FieldError(name, "required", _("This field is required."))
    for name, value in data.items():
        check = CHECKS.get(name)
        if check is None:
            yield FieldError(name[:60], "unknown", _("There is no such field here."))
            continue
        trouble = check(value)
        if trouble:
            yield FieldError(name, "invalid", trouble)
