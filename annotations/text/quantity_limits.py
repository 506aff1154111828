"""Numbers that are no quantities: years, parts of names, relative time, scores."""

import re
from collections.abc import Sequence
from typing import Final

from annotations.text import approximators
from annotations.text.dates import match_year
from annotations.text.noun_words import NAMED_BY_NUMBER, SURELY_COUNTED
from annotations.text.nouns import match_counted
from annotations.text.numerals import Numeral
from annotations.text.quantity import Quantity
from annotations.text.ranges import Range, holder
from annotations.text.units import match_unit
from annotations.text.words import BLANK

_RELATIVE_TIME: Final = re.compile(rf"{BLANK}(?:ago|later|earlier|before|after|afterwards|since|beforehand)\b")
_NAME_BEFORE: Final = re.compile(r"([^\s(“\"‘']{1,25})[ \u00a0-]$")
_GLUED: Final = re.compile(r"[^\W_]|-[A-Za-z]\d|/\d|@|\.\d|:\d")
_YEAR_LEAD: Final = re.compile(
    rf"\b(?:since|in|by|until|till|of|from|to|for|the|before|after|during|through){BLANK}$", re.IGNORECASE
)
_STRONG_KINDS: Final = frozenset({"percent", "money", "measure"})
# `the two said`: it stands for people already named.
_STANDS_FOR: Final = re.compile(r"\b(?:the|these|those|other|any|all)\s$", re.IGNORECASE)
# Halves of `3-2` or `2/7` that no rule joined: a score or a code.
_PART_BEFORE: Final = re.compile(r"\d[-–/]$")
_PART_AFTER: Final = re.compile(r"[-–/]\d")


def is_quantity(text: str, numeral: Numeral, masks: Sequence[Range]) -> bool:
    """Tell whether a number may count or measure: no date, year, address, or part of a name."""
    if numeral.form != "digits":
        return not (numeral.form == "words" and _is_name_in_words(text, numeral))
    if holder(masks, numeral.start) or holder(masks, numeral.end - 1):
        return False
    if numeral.currency or numeral.is_scaled:
        return True
    if _GLUED.match(text, numeral.end) and not match_unit(text, numeral.end):
        return False
    return not _is_year(text, numeral) and not _is_named(text, numeral)


def _is_name_in_words(text: str, numeral: Numeral) -> bool:
    """Tell `Formula One` from `One hundred men`."""
    before = _NAME_BEFORE.search(text[max(0, numeral.start - 26) : numeral.start])
    return (
        bool(before) and text[numeral.start].isupper() and before.group(1).lower() in NAMED_BY_NUMBER
        if before
        else False
    )


def _is_year(text: str, numeral: Numeral) -> bool:
    year = match_year(text, numeral.start)
    if not year or year.end < numeral.end:
        return False
    before = text[max(0, numeral.start - 20) : numeral.start]
    counted = match_counted(text, numeral.end)
    if not counted or _YEAR_LEAD.search(before) or year.end > numeral.end:
        return True
    return not (counted.head in SURELY_COUNTED or approximators.match_before(text, numeral.start))


def _is_named(text: str, numeral: Numeral) -> bool:
    """Tell whether the number belongs to a name: `Radio 4`, `Article 5`, `Boeing 737`."""
    before = _NAME_BEFORE.search(text[max(0, numeral.start - 26) : numeral.start])
    if not before or text[numeral.end : numeral.end + 1] == "%":
        return False
    word = before.group(1)
    if word.rstrip("’'").lower() in NAMED_BY_NUMBER:
        return True
    place = numeral.start - len(before.group())
    if not word[0].isupper() or numeral.value > 9999 or _begins_sentence(text, place):
        return False
    counts = match_unit(text, numeral.end) or match_counted(text, numeral.end)
    return not counts and not approximators.match_before(text, numeral.start)


def _begins_sentence(text: str, place: int) -> bool:
    before = text[max(0, place - 3) : place].rstrip(" “\"‘'")
    return not before or before[-1] in ".!?:\n"


def says_something(text: str, quantity: Quantity, last: Numeral) -> bool:
    """Refuse the word one (unless it measures), relative time and bare small words that count nothing."""
    if _PART_BEFORE.search(text[max(0, quantity.number.start - 2) : quantity.number.start]):
        return False
    if _PART_AFTER.match(text, quantity.number.end):
        return False
    if quantity.kind == "duration" and _RELATIVE_TIME.match(text, quantity.end):
        return False
    if last.form != "words" or quantity.kind == "ratio":
        return True
    if quantity.value == 1:
        return quantity.kind in _STRONG_KINDS
    if quantity.number == (quantity.start, quantity.end) and _STANDS_FOR.search(
        text[max(0, quantity.start - 16) : quantity.start]
    ):
        return False
    return quantity.value != 0 or quantity.kind in _STRONG_KINDS
