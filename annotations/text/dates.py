"""Digits that are no quantity: dates, years, clock times, addresses, identifiers."""

import re
from collections.abc import Iterator
from typing import Final

from annotations.text.ranges import Range, find_lines

_MONTH: Final = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December"
    "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
)
_DAY: Final = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR: Final = r"(?:1[5-9]|20)\d\d"
_DASH: Final = "[-–]"
_DATES: Final = (
    rf"\b{_DAY}(?:\s?{_DASH}\s?\d{{1,2}})?\s(?:of\s)?{_MONTH}\b\.?(?:,?\s\d{{4}})?",
    rf"\b{_MONTH}\b\.?\s{_DAY}(?![\d,.]*\d)(?:\s?(?:{_DASH}|and|to)\s?\d{{1,2}}(?![\d,.]*\d))?(?:,?\s\d{{4}}\b)?",
    rf"\b{_MONTH}\b\.?,?\s(?:of\s)?\d{{4}}\b",
    r"\b\d{4}-\d\d-\d\d(?:T[\d:.]{2,12}Z?)?\b",
    r"\b\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d\d)\b",
    r"\b(?:19|20)\d{6}\b",
)
_IDENTIFIERS: Final = (
    r"\b\d{1,2}(?:[.:]\d\d(?::\d\d)?)?\s?(?:[AaPp]\.?[Mm]\b\.?|o['’]clock)",
    r"\b\d{1,2}:\d\d(?::\d\d)?\b",
    r"\b\d{4}\s(?:GMT|BST|CET|EET|UTC|hours local)\b",
    r"(?<=[\s(])[’']\d\ds?(?=[\s,.;)])(?![^'’\n]{0,60}[’'](?!\w))",
    r"\b9/11\b|\b24/7\b|#\d{1,9}",
    r"\b(?:https?://|www\.)\S{1,2000}",
    r"@[\w.-]{1,100}",
    r"\+?\d{1,3}[ -]\(?\d{2,4}\)?[ -]\d{3,4}[ -]\d{2,4}\b",
    r"\b97[89]-?\d-?\d{2,7}-?\d{1,6}-?\d\b",
    r"(?:^|(?<=\n))\s{0,8}\d{1,3}[.)](?=\s)",
)
_MASK: Final = re.compile("|".join((*_DATES, *_IDENTIFIERS)))
_BARE_YEAR: Final = re.compile(rf"\b{_YEAR}(?:\s?[-–/]\s?(?:{_YEAR}|\d\d))?(?:[’']s|s)?(?![\d\w%]|[,.]\d)")
_HAS_DIGIT: Final = re.compile(r"\d")


def find_masks(text: str) -> Iterator[Range]:
    """Yield, in order, the stretches whose digits are dates, clock times, addresses or identifiers."""
    for line in find_lines(text):
        if _HAS_DIGIT.search(text, *line):
            yield from (Range(*match.span()) for match in _MASK.finditer(text, *line))


def match_year(text: str, start: int) -> Range | None:
    """Find a bare year, decade or span of years that begins at `start`."""
    match = _BARE_YEAR.match(text, start)
    return Range(*match.span()) if match else None
