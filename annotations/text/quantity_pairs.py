"""Two numbers that make one figure: ranges (`4 to 5 million`) and ratios (`three out of fifteen`)."""

import re
from collections.abc import Sequence
from typing import Final

from annotations.text.dates import match_year
from annotations.text.numerals import Number, Numeral, plain
from annotations.text.quantity import Quantity
from annotations.text.ranges import Range
from annotations.text.units import match_unit
from annotations.text.words import BLANK

_DASHES: Final = "-–—"
_JOIN: Final = re.compile(rf"{BLANK}?(?:to|[{_DASHES}]){BLANK}?$")
_AND: Final = re.compile(rf"{BLANK}and{BLANK}$")
_OR: Final = re.compile(rf"{BLANK}or{BLANK}$")
_BETWEEN: Final = re.compile(rf"\bbetween{BLANK}$", re.IGNORECASE)
_FROM: Final = re.compile(rf"\bfrom{BLANK}(?:about |around |some )?$", re.IGNORECASE)
_CHANGE: Final = re.compile(
    r"\b(?:by|up|down|rose|fell|gained|lost|dropped|climbed|jumped|slipped|declined|increased|decreased|grew|shrank"
    r"|cut|raised|lifted|risen|fallen|grown) (?:about |around |nearly |almost |some )?$"
)
_RATIO: Final = re.compile(rf"{BLANK}(?:in|out{BLANK}of)(?:{BLANK}every)?{BLANK}$|{BLANK}[a-z]+{BLANK}in{BLANK}$")
_SCORE: Final = re.compile(
    r"\b(?:beat|won|win|wins|lost|lose|draw|drew|defeat\w*|vote[ds]?|voting|passed|lead|led|victory|edged|scor\w*"
    r"|ruled|ruling)\b"
)


def join_numerals(text: str, numerals: Sequence[Numeral], index: int) -> tuple[Quantity, int]:
    """Read one numeral, or two that make a range (`4 to 5`) or a ratio (`three out of fifteen`)."""
    numeral = numerals[index]
    alone = Quantity(
        numeral.start,
        numeral.end,
        Range(numeral.start, numeral.end),
        numeral.value,
        numerator=numeral.numerator,
        denominator=numeral.denominator,
    )
    if index + 1 == len(numerals) or numerals[index + 1].start - numeral.end > 60:
        return alone, 1
    following = numerals[index + 1]
    joined = _as_range(text, numeral, following) or _as_ratio(text, numeral, following)
    return (joined, 2) if joined else (alone, 1)


def _as_range(text: str, left: Numeral, right: Numeral) -> Quantity | None:
    if left.form not in {"digits", "words"} or right.form not in {"digits", "words"}:
        return None
    unit = match_unit(text, left.end)
    if unit and unit.end <= right.start and _same_unit(text, unit.code, right):
        gap = text[unit.end : right.start]
    else:
        gap = text[left.end : right.start]
    before = text[max(0, left.start - 28) : left.start]
    between = _BETWEEN.search(before)
    low = _scaled_low(left, right, gap)
    if low >= right.value or not _joins(gap, before, is_between=bool(between), close=right.value - low <= 3):
        return None
    start = left.start - len(between.group()) if between else left.start
    return Quantity(
        start, right.end, Range(left.start, right.end), None, approximator="between", low=low, high=right.value
    )


def _same_unit(text: str, code: str, right: Numeral) -> bool:
    unit = match_unit(text, right.end)
    return bool(unit) and unit.code == code if unit else False


def _scaled_low(left: Numeral, right: Numeral, gap: str) -> Number:
    """Carry the magnitude of `4 to 5 million` over to its first number."""
    if left.is_scaled or not right.is_scaled or (gap.strip() == "and" and left.value > 999):
        return left.value
    scale = next((10**power for power in (12, 9, 6, 3) if right.value >= 10**power), 1)
    carried = plain(left.value * scale)
    return carried if carried < right.value else left.value


def _joins(gap: str, before: str, *, is_between: bool, close: bool) -> bool:
    if is_between:
        return bool(_AND.match(gap))
    if _OR.match(gap):
        return close
    if not _JOIN.match(gap) or _FROM.search(before):
        return False
    if gap.strip() == "to":
        return not _CHANGE.search(before)
    return not _SCORE.search(before)


def _as_ratio(text: str, left: Numeral, right: Numeral) -> Quantity | None:
    """Read `three out of fifteen` and `one in ten` as one figure."""
    top, bottom = left.value, right.value
    if not isinstance(top, int) or not isinstance(bottom, int) or not 0 < top < bottom:
        return None
    if left.form not in {"digits", "words"} or left.currency or not _RATIO.match(text[left.end : right.start]):
        return None
    if match_year(text, right.start) or match_unit(text, right.end):
        return None
    is_out_of = "out" in text[left.end : right.start]
    if not is_out_of and (top > 9 or bottom > 1000 or left.form != right.form):
        return None
    return Quantity(
        left.start,
        right.end,
        Range(left.start, right.end),
        plain(top / bottom),
        kind="ratio",
        unit="ratio",
        numerator=top,
        denominator=bottom,
    )
