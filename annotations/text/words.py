"""Words of a text and where they stand; rules start from a word they know and look around it within bounds."""

import re
from collections.abc import Iterator, Set
from typing import Final

from annotations.text.ranges import Range

_WORD: Final = re.compile(r"[^\W\d_]+")
BLANK: Final = r"[^\S\n]"


def find_words(text: str, vocabulary: Set[str], start: int = 0, end: int | None = None) -> Iterator[Range]:
    """Yield the places of words whose lower-case form is in the vocabulary.

    A dictionary look-up a word is about ten times cheaper than an alternation tried at every character.
    """
    stop = len(text) if end is None else end
    for match in _WORD.finditer(text, start, stop):
        if match.group().lower() in vocabulary:
            yield Range(*match.span())


def one_of(words: Iterator[str] | Set[str] | list[str] | tuple[str, ...]) -> str:
    """Build a regular-expression group that matches any of the words, longest first; a blank fits any blank."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", f"{BLANK}{{1,2}}") for word in ordered) + ")"


def word_set(listed: str) -> frozenset[str]:
    """Read a set of words listed in one string: a list of two hundred words stays a paragraph, not a page."""
    return frozenset(listed.split())
