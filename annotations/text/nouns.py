"""The noun phrase that a number counts: from the number up to its plural head."""

import re
from typing import Final, NamedTuple

from annotations.text.noun_words import (
    ENDS_PHRASE,
    NOT_PLURALS,
    PARTICIPLES_KEPT,
    PERSONS,
    PLURALS,
)
from annotations.text.words import BLANK

_LIMIT: Final = 5
_TOKEN: Final = re.compile(rf"{BLANK}{{1,3}}([^\W\d_]+(?:[.’'-][^\W\d_]+){{0,4}}\.?)")
_SECOND_NAME: Final = re.compile(rf"{BLANK}[A-Z][\w-]{{1,30}}{BLANK}[a-z]")
_DOTTED: Final = re.compile(r"(?:[A-Z]\.)+$")


class Counted(NamedTuple):
    """A counted noun phrase: where it starts and ends, and its head in lower case."""

    start: int
    end: int
    head: str


def match_counted(text: str, position: int, limit: int = _LIMIT) -> Counted | None:
    """Find the noun phrase that follows a number ending at `position`; None where no plural head follows."""
    start = 0
    capital = False
    place = position
    for index in range(limit + 1):
        token = _TOKEN.match(text, place)
        if not token:
            return None
        word = token.group(1)
        place = token.end()
        if capital and word == "and" and _SECOND_NAME.match(text, place):
            continue
        if word.lower() in ENDS_PHRASE:
            return None
        start = start or token.start(1)
        is_last = word.endswith(".") and not _DOTTED.match(word)
        bare = word.rstrip(".") if is_last else word
        if is_plural(bare):
            return Counted(start, token.start(1) + len(bare), bare.lower())
        if is_last or not _may_describe(text, bare.lower(), place, index):
            return None
        capital = word[0].isupper()
    return None


def _may_describe(text: str, word: str, end: int, index: int) -> bool:
    """Refuse a participle (`20 wounded when …`) unless the counted noun comes right after it."""
    if index or word in PARTICIPLES_KEPT or not word.endswith(("ed", "ing")):
        return True
    following = _TOKEN.match(text, end)
    return bool(following) and is_plural(following.group(1).rstrip(".")) if following else False


def is_plural(word: str) -> bool:
    """Tell by its form whether a word is a plural noun."""
    lower = word.lower()
    if lower in PLURALS:
        return True
    if lower in NOT_PLURALS or lower in ENDS_PHRASE or len(lower) <= 3:
        return False
    return lower.endswith("s") and not lower.endswith(("ss", "us", "is", "ous", "'s", "’s"))


def is_person(head: str, phrase: str) -> bool:
    """Tell whether the head of a counted phrase means people: a known noun, or a people's name (`Ukrainians`)."""
    name = phrase.split()[-1] if phrase.split() else ""
    return head in PERSONS or (name[:1].isupper() and head.endswith(("ans", "ards", "mans")))
