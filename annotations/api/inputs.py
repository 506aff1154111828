"""Fields and the base of what the API takes in: strict kinds, known names, bounded sizes. One check for every door."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

import orjson
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.fields import empty
from rest_framework.request import Request

from annotations.actions.evidence import check_url
from annotations.actions.imports import read_date
from annotations.errors import Invalid
from annotations.models import Precision

LARGEST: Final = 2**31 - 1
LARGEST_JSON: Final = 20_000
DEEPEST_JSON: Final = 20
FIRST_YEAR, LAST_YEAR = 1900, 2200


class Text(serializers.CharField):
    """Text that was sent as text; blanks at its ends are kept unless asked otherwise."""

    default_error_messages = {"invalid": gettext_lazy("This must be text.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"trim_whitespace": False, **options})

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return str(super().to_internal_value(data))


class Slug(Text):
    """A name for addresses: Latin letters, digits, hyphens and underscores."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        words = gettext_lazy("This must be made of Latin letters, digits, hyphens and underscores.")
        self.validators.append(RegexValidator(r"\A[-a-zA-Z0-9_]+\Z", words, code="slug"))


class WholeNumber(serializers.IntegerField):
    """A whole number that was sent as one: no text, no fraction, no true or false."""

    default_error_messages = {"range": gettext_lazy("This must be a whole number from {lowest} to {highest}.")}

    def __init__(self, *, min_value: int = 0, max_value: int = LARGEST, **options: Any) -> None:
        super().__init__(min_value=min_value, max_value=max_value, **options)
        self.lowest, self.highest = min_value, max_value

    def to_internal_value(self, data: Any) -> int:
        # Not isinstance: true is an int to Python.
        if type(data) is not int or not self.lowest <= data <= self.highest:
            self.fail("range", lowest=self.lowest, highest=self.highest)
        return data


class Choice(serializers.ChoiceField):
    """One of a few words."""

    default_error_messages = {"invalid_choice": gettext_lazy("This must be one of: {words}.")}

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str) or data not in self.choices:
            if data == "" and self.allow_blank:
                return ""
            self.fail("invalid_choice", words=", ".join(map(str, self.choices)))
        return data


class YesOrNo(serializers.BooleanField):
    """True or false, not a word for it."""

    default_error_messages = {"invalid": gettext_lazy("This must be true or false.")}

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid")
        return bool(data)


class WebAddress(Text):
    """An address that a page may link to: http or https with a host, nothing that runs."""

    def to_internal_value(self, data: Any) -> str:
        address = super().to_internal_value(data).strip()
        try:
            check_url(address)
        except Invalid as error:
            raise serializers.ValidationError(error.detail, code=error.code) from error
        return address


@extend_schema_field({"type": "object", "additionalProperties": {}})
class JsonObject(serializers.Field):
    """A JSON object of limited size and depth."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        trouble = json_trouble(data)
        if trouble:
            raise serializers.ValidationError(trouble, code="invalid")
        return dict(data)

    def to_representation(self, value: Any) -> Any:
        return value


def json_trouble(data: Any) -> str:
    """Say what is wrong with an object of free form; nothing if it can be stored."""
    if not isinstance(data, dict):
        return _("This must be a JSON object.")
    if _depth(data) > DEEPEST_JSON:
        return _("This is nested more than %(levels)s levels deep.") % {"levels": DEEPEST_JSON}
    if len(orjson.dumps(data)) > LARGEST_JSON:
        return _("This is larger than %(size)s kB.") % {"size": LARGEST_JSON // 1000}
    return ""


def _depth(data: Any) -> int:
    """Count the levels, at most one more than allowed (no recursion)."""
    depth, level = 0, [data]
    while level and depth <= DEEPEST_JSON:
        depth += 1
        inner = [each.values() if isinstance(each, dict) else each for each in level]
        level = [value for values in inner for value in values if isinstance(value, dict | list)]
    return depth


@extend_schema_field({"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$", "examples": ["2022-02-15", "2022-02"]})
class PartialDate(serializers.RegexField):
    """A date as precisely as it is known: a day, a month or a year."""

    default_error_messages = {"invalid": gettext_lazy("Write a date as 2022-02-15, 2022-02 or 2022.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(r"\A[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?\Z", **options)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return str(super().to_internal_value(data))


def known_date(text: str | None) -> dict[str, date | str | None]:
    """Read a partial date into the fields of a row."""
    if not text:
        return {"published_at": None}
    precision = {10: Precision.DAY, 7: Precision.MONTH, 4: Precision.YEAR}[len(text)]
    return {"published_at": read_date(text), "published_precision": str(precision)}


class Day(serializers.DateField):
    """A whole date, sent as text."""

    def to_internal_value(self, value: Any) -> date:
        if not isinstance(value, str):
            self.fail("invalid", format="2022-02-15")
        return super().to_internal_value(value)


class Moment(serializers.DateTimeField):
    """A time in a year that a calendar still knows in every time zone."""

    def to_internal_value(self, value: Any) -> datetime:
        try:
            moment = super().to_internal_value(value)
        except (OverflowError, TypeError):
            self.fail("invalid", format="2022-02-15T12:00:00Z")
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:
            self.fail("invalid", format="2022-02-15T12:00:00Z")
        return moment


@extend_schema_field(OpenApiTypes.UUID)
class Id(serializers.UUIDField):
    """The id of a row, as text."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            self.fail("invalid", value=data)
        return super().to_internal_value(data)


class Input(serializers.Serializer[Any]):
    """What a request may hold: these names and no others."""

    default_error_messages = {
        "invalid": gettext_lazy("Send a JSON object."),
        "unknown": gettext_lazy("There is no such field here."),
    }

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, Mapping):
            raise serializers.ValidationError({"non_field_errors": [self.error_messages["invalid"]]}, code="invalid")
        unknown = [name for name in data if name not in self.fields]
        if unknown:
            words = self.error_messages["unknown"]
            raise serializers.ValidationError({name[:60]: [words] for name in unknown}, code="unknown_field")
        return super().to_internal_value(data)


def read_input(request: Request, kind: type[Input], *, partial: bool = False) -> dict[str, Any]:
    """Return the checked body; raise a validation error that names every wrong field."""
    data = request.data if isinstance(request.data, dict) else _not_an_object(request.data)
    found = kind(data=data if data is not None else empty, partial=partial)
    found.is_valid(raise_exception=True)
    return dict(found.validated_data)


def _not_an_object(data: Any) -> Any:
    if data is None or not hasattr(data, "items"):
        raise Invalid(_("Send a JSON object."), code="not_an_object")
    return data
