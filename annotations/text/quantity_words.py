"""The words around a number that belong to its figure: unit, counted noun, approximator; and what they imply."""

import re
from dataclasses import replace
from typing import Final

from annotations.text import approximators
from annotations.text.nouns import is_person, match_counted
from annotations.text.numerals import Numeral
from annotations.text.quantity import Quantity
from annotations.text.units import match_unit
from annotations.text.words import BLANK

_COMPOUND: Final = re.compile(r"-([A-Za-z]+)(-old|-strong)?(?![\w-])")
_AGE_LEAD: Final = re.compile(r"[A-Z][\w’'-]{1,30}, $")
_LISTED: Final = re.compile(r",? (?:[A-Z][\w-]+(?:, [A-Z][\w-]+){0,6},? and [A-Z])|:")
_FEW: Final = 12
_ORDINAL_TAIL: Final = re.compile(
    rf"{BLANK}(?:(?P<time>time)\b|(?:such|consecutive|successive|straight)\b(?:{BLANK}(?P<noun>[a-z]+))?)"
)


def complete(text: str, draft: Quantity, last: Numeral) -> Quantity:
    """Add unit or counted noun, approximator, bounds, salience and score, in this order."""
    measured = _with_unit(text, draft, last)
    softened = _with_approximator(text, measured)
    bounded = _with_bounds(softened)
    return replace(bounded, salience=_salience(text, bounded, last), score=_score(bounded, last))


def _with_unit(text: str, draft: Quantity, last: Numeral) -> Quantity:
    if last.form == "ordinal":
        return _as_ordinal(text, draft)
    if last.form == "fraction" or draft.kind == "ratio":
        return _with_counted(text, replace(draft, kind="ratio", unit="ratio"), last)
    if last.currency:
        return replace(draft, kind="money", unit=last.currency)
    unit = match_unit(text, draft.end)
    if unit:
        end = unit.end + 4 if text.startswith("-old", unit.end) else unit.end
        return replace(draft, end=end, kind=unit.kind, unit=unit.code)
    compound = _COMPOUND.match(text, draft.end)
    if compound and compound.group(1).lower() not in {"and", "to", "or"}:
        return _as_compound(text, draft, compound)
    if _is_age(text, draft):
        return replace(draft, kind="duration", unit="year")
    return _with_counted(text, draft, last)


def _as_ordinal(text: str, draft: Quantity) -> Quantity:
    """Take in `such announcement` after an ordinal."""
    match = _ORDINAL_TAIL.match(text, draft.end)
    if not match:
        return replace(draft, kind="ordinal")
    return replace(draft, end=match.end(), kind="ordinal", counted=match["noun"] or "")


def _as_compound(text: str, draft: Quantity, compound: re.Match[str]) -> Quantity:
    """Read `28-member`, `100,000-strong` and `40-odd` as attributive figures."""
    word = compound.group(1).lower()
    plain_draft = replace(draft, end=compound.end(), counted=word)
    if word not in {"odd", "strong"}:
        return plain_draft
    counted = match_counted(text, compound.end())
    softness = "about" if word == "odd" else "none"
    if not counted:
        return replace(plain_draft, counted="", approximator=softness, unit="person" if word == "strong" else "count")
    phrase = text[counted.start : counted.end]
    unit = "person" if word == "strong" or is_person(counted.head, phrase) else "count"
    return replace(draft, end=counted.end, counted=phrase, unit=unit, approximator=softness)


def _is_age(text: str, draft: Quantity) -> bool:
    value = draft.value
    if value is None or not 1 <= value <= 115 or text[draft.end : draft.end + 1] not in {",", "."}:
        return False
    return (
        bool(_AGE_LEAD.search(text[max(0, draft.start - 34) : draft.start])) and text[draft.end : draft.end + 1] == ","
    )


def _with_counted(text: str, draft: Quantity, last: Numeral) -> Quantity:
    counted = match_counted(text, last.end)
    if not counted:
        return draft
    phrase = text[counted.start : counted.end]
    unit = draft.unit
    if draft.kind != "ratio" and is_person(counted.head, phrase):
        unit = "person"
    return replace(draft, end=counted.end, counted=phrase, unit=unit)


def _with_approximator(text: str, draft: Quantity) -> Quantity:
    before = approximators.match_before(text, draft.start) if draft.kind != "ordinal" else None
    if before and not (draft.kind == "ratio" and before.type in {"at_most"}):
        type_ = draft.approximator if draft.approximator == "between" else before.type
        draft = replace(draft, start=before.start, approximator=type_)
    after = approximators.match_after(text, draft.end)
    if not after:
        return draft
    counted = match_counted(text, after.end) if not draft.counted and draft.kind == "count" else None
    draft = replace(draft, end=after.end, approximator=after.type)
    if not counted:
        return draft
    phrase = text[counted.start : counted.end]
    unit = "person" if is_person(counted.head, phrase) else "count"
    return replace(draft, end=counted.end, counted=phrase, unit=unit)


def _with_bounds(draft: Quantity) -> Quantity:
    if draft.approximator in {"more_than", "at_least"}:
        top = 100 if draft.unit == "percent" and (draft.value or 0) <= 100 else None
        return replace(draft, low=draft.value, high=top)
    if draft.approximator in {"less_than", "at_most"}:
        return replace(draft, high=draft.value)
    return draft


def _salience(text: str, quantity: Quantity, last: Numeral) -> str:
    """Minor: attributive compounds, ordinals, and small counts whose members are named right after."""
    if quantity.kind == "ordinal":
        return "minor"
    hyphenated = text[last.end : last.end + 1] == "-"
    if hyphenated and (quantity.unit in {"count", "page", "year"}):
        return "minor"
    if quantity.kind == "duration" and quantity.unit == "year" and text[last.end : last.end + 1] == ",":
        return "minor"
    small = quantity.unit == "count" and quantity.value is not None and quantity.value <= _FEW
    return "minor" if small and _LISTED.match(text, quantity.end) else "key"


def _score(quantity: Quantity, last: Numeral) -> float:
    if quantity.kind in {"money", "percent", "measure", "duration"}:
        return 0.97
    if quantity.kind in {"ratio", "ordinal"}:
        return 0.85
    if quantity.counted:
        return 0.93 if last.form == "digits" else 0.85
    return 0.75 if last.form == "digits" and quantity.approximator != "none" else 0.6
