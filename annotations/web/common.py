"""What two documents have in common: the claims that appear in both, with what each says; else numbers both contain."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from annotations.models import Document, Reader, Span
from annotations.models.usual import usual_value

FIGURE: Final = "figure"
SHOWN: Final = 120
FIELDS: Final = (
    "id", "version_id", "claim_id", "start", "quote", "attributes", "label__key",
    "claim__short_text", "claim__normalized_text",
)  # fmt: skip
Row = Mapping[str, Any]
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Common:
    """One thing in common: its number, what it is called, the claim that both share if there is one, what each says."""

    number: int
    name: str
    claim: UUID | None
    left: str
    right: str


def common_of(left: Document, right: Document, reader: Reader) -> tuple[list[Common], dict[str, int]]:
    """Return what both have in common in the order of the left text, and the number of each span (one or two queries).

    Claims first. Only where none is shared: figures of the same value and unit, which says no more than that.
    """
    both = Span.objects.filter(version_id__in=(left.current_id, right.current_id)).standing().seen_by(reader)
    shared = _claims_of(left, reader).intersection(_claims_of(right, reader))
    if shared:
        rows = _rows(both.filter(claim_id__in=shared))
        return _numbered(rows, {row["id"]: (row["claim_id"],) for row in rows}, left.current_id)
    rows = _rows(both.filter(label__key=FIGURE))
    return _numbered(rows, {row["id"]: _figure(row["attributes"]) for row in rows}, left.current_id)


def _claims_of(document: Document, reader: Reader) -> set[UUID]:
    spans = Span.objects.filter(version_id=document.current_id, claim__isnull=False).standing().seen_by(reader)
    return set(spans.order_by().values_list("claim_id", flat=True).distinct())


def _rows(found: QuerySet[Span]) -> list[dict[str, Any]]:
    return list(found.order_by("start", "-end", "id").values(*FIELDS))


def _figure(attributes: Mapping[str, Any]) -> Key:
    value = attributes.get("value")
    return (value, attributes.get("unit", "")) if isinstance(value, int | float) else ()


def _numbered(rows: list[dict[str, Any]], keys: Mapping[UUID, Key], left: UUID | None) -> tuple[list[Common], Any]:
    sides: dict[Key, tuple[list[Row], list[Row]]] = defaultdict(lambda: ([], []))
    for row in rows:
        if keys[row["id"]]:
            sides[keys[row["id"]]][row["version_id"] != left].append(row)
    pairs = [pair for pair in sides.values() if all(pair)]
    found = [_common(number, *pair) for number, pair in enumerate(pairs, start=1)]
    numbers = {str(row["id"]): number for number, pair in enumerate(pairs, start=1) for side in pair for row in side}
    return found, numbers


def _common(number: int, left: list[Row], right: list[Row]) -> Common:
    first = left[0]
    name = first["claim__short_text"] or (first["claim__normalized_text"] or first["quote"])[:SHOWN]
    claims = {row["claim_id"] for row in (*left, *right)}
    return Common(number, name, first["claim_id"] if len(claims) == 1 else None, _said(left), _said(right))


def _said(rows: Iterable[Row]) -> str:
    """Say what one side gives: the figure with unit and approximator where there is one, else its first words."""
    rows = list(rows)
    values = list(dict.fromkeys(filter(None, (value_of(row["attributes"]) for row in rows))))
    return "; ".join(values) or str(rows[0]["quote"])[:SHOWN]


def value_of(attributes: Mapping[str, Any]) -> str:
    """Write a figure's value as people do, or nothing where it has none."""
    value, ends = attributes.get("value"), [attributes.get(name) for name in ("low", "high")]
    given = [each for each in (ends if value is None else [value]) if isinstance(each, int | float)]
    if not given:
        return ""
    told = _measured("–".join(map(_number, given)), str(attributes.get("unit") or ""), int(given[-1]))
    about = attributes.get("approximator") or "none"
    return told if about in ("none", "between") else f"{usual_value(about)} {told}"


def _measured(number: str, unit: str, count: int) -> str:
    """Put the unit behind a number: the two that most figures have as people say them, a currency as its code."""
    if unit == "percent":
        return _("%(number)s percent") % {"number": number}
    if unit == "person":
        return ngettext("%(number)s person", "%(number)s people", count) % {"number": number}
    if unit.isupper() or not unit:
        return f"{number} {unit}".rstrip()
    return _("%(figure)s %(unit)s") % {"figure": number, "unit": usual_value(unit)}


def _number(value: float) -> str:
    return number_format(int(value) if value == int(value) else value, use_l10n=True, force_grouping=True)


def sharing(document: Document, reader: Reader, *, most: int) -> dict[UUID, int]:
    """Return the documents that share claims with this one, by how many, the most first (one query)."""
    mine = Span.objects.filter(version=document.current_id, claim__isnull=False).standing().seen_by(reader).order_by()
    theirs = Span.objects.filter(claim__in=mine.values("claim"), version__current_of__project=document.project_id)
    others = theirs.standing().seen_by(reader).exclude(version=document.current_id).order_by()
    counted = (
        others.values_list("version__current_of")
        .annotate(number=Count("claim", distinct=True))
        .order_by("-number", "version__current_of")
    )
    return dict(counted[:most])
