"""Where sentences begin and end; a line is a paragraph, so no sentence crosses a line end."""

import re
from collections.abc import Iterator
from typing import Final

from annotations.text.ranges import Range, find_lines, trim
from annotations.text.words import word_set

TITLES: Final = word_set(
    "mr mrs ms dr prof gen col lt sgt capt maj adm sen rep gov pres st rev hon supt insp det cpl pte brig cmdr messrs"
    " mt ft op"
)
_ABBREVIATIONS: Final = TITLES | word_set(
    "jr sr vs cit al ca fig vol dept est approx art jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu"
    " fri sat sun"
)
_BEFORE_A_NUMBER: Final = word_set("no nos art fig vol pp ca approx")
_SENTENCE_OPENERS: Final = word_set(
    "The A An He She It They We I But In On At This That These His Her Its And As When While For Their Our"
)
_SAYS: Final = r"(?:said|says|asked|asks|told|added|wrote|replied)\b"

_END: Final = re.compile(r"[.!?…]{1,4}[\"”’'»)\]]{0,3}(?=\s|$)")
_LAST_WORD: Final = re.compile(r"[^\s(“\"‘'\[]{1,40}$")
_NEXT: Final = re.compile(r"\s+[\"“‘'(\[«„—–-]{0,3}(\S)")
_NEXT_WORD: Final = re.compile(r"\s+(\w{1,30})")
_INITIAL: Final = re.compile(r"[^\W\d_]$")
_DOTTED: Final = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]$")
_SPEAKER_FOLLOWS: Final = re.compile(rf"\s+(?:[A-Z][\w.’'-]{{0,30}}\s){{1,5}}{_SAYS}")


def find_sentences(text: str) -> list[Range]:
    """List the sentences of a text in order, without blanks at their ends."""
    return [sentence for line in find_lines(text) for sentence in _split_line(text, line)]


def _split_line(text: str, line: Range) -> Iterator[Range]:
    start = line.start
    for match in _END.finditer(text, *line):
        if match.end() < line.end and _is_end(text, start, match):
            sentence = trim(text, start, match.end())
            if sentence.end > sentence.start:
                yield sentence
            start = match.end()
    rest = trim(text, start, line.end)
    if rest.end > rest.start:
        yield rest


def _is_end(text: str, start: int, match: re.Match[str]) -> bool:
    following = _NEXT.match(text, match.end())
    next_character = following.group(1) if following else ""
    if next_character.islower():
        return False
    marks = match.group()
    if marks.rstrip("\"”’'»)]") == ".":
        return not _is_abbreviation(text, start, match, next_character)
    return not (marks[0] in "!?" and len(marks) > 1 and _SPEAKER_FOLLOWS.match(text, match.end()))


def _is_abbreviation(text: str, start: int, match: re.Match[str], next_character: str) -> bool:
    found = _LAST_WORD.search(text[max(start, match.start() - 40) : match.start()])
    word = found.group() if found else ""
    lower = word.lower()
    if lower in _BEFORE_A_NUMBER and next_character.isdigit():
        return True
    if lower in _ABBREVIATIONS or (_INITIAL.match(word) and word.isupper()):
        return True
    return bool(_DOTTED.match(word)) and not _ends_after_dotted(text, match.end(), lower, next_character)


def _ends_after_dotted(text: str, end: int, lower: str, next_character: str) -> bool:
    """Tell whether a sentence ends after `U.S.` or `p.m.`: only the next word can say."""
    if lower in {"a.m", "p.m"}:
        return next_character.isupper()
    following = _NEXT_WORD.match(text, end)
    return bool(following) and following.group(1) in _SENTENCE_OPENERS if following else False
