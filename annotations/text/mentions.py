"""Names written as `@name` in a text; who of them there is, others know."""

import re
from collections.abc import Container, Iterator
from typing import Final

# The letters of a user name. An @ behind one of them belongs to a mail address.
_NAMED: Final = re.compile(r"(?<![\w.@+-])@([\w.@+-]+)")
_AFTER: Final = ".@+-"


def names_in(text: str) -> set[str]:
    """Return every name that may be meant: `@ana.soto.` means ana.soto, unless somebody is called `ana.soto.`."""
    return {name for _, names in _found(text) for name in names}


def places_of(text: str, known: Container[str]) -> list[tuple[int, int]]:
    """Return where people of `known` are named, @ included, in code points."""
    places = ((at, next((name for name in names if name in known), "")) for at, names in _found(text))
    return [(at, at + 1 + len(name)) for at, name in places if name]


def _found(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each place with its readings, the longest first."""
    for match in _NAMED.finditer(text):
        name = match[1]
        readings = [name]
        while name[-1:] and name[-1] in _AFTER:
            name = name[:-1]
            readings.append(name)
        yield match.start(), [each for each in readings if each]
