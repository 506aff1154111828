"""Code points against UTF-16 units, and line ends: the only conversions a text ever sees."""

import re
from typing import Final

_LINE_END: Final = re.compile(r"\r\n?")
_ASTRAL: Final = re.compile("[\U00010000-\U0010ffff]")


def normalise_newlines(text: str) -> str:
    """Turn CRLF and lone CR into LF and leave everything else as it is."""
    return _LINE_END.sub("\n", text)


def to_utf16(text: str, offset: int) -> int:
    """Give the UTF-16 offset (what JavaScript counts in) of a code-point offset."""
    if not 0 <= offset <= len(text):
        raise ValueError(f"Offset {offset} is outside the text, which has {len(text)} code points.")
    return offset + sum(1 for _ in _ASTRAL.finditer(text, 0, offset))


def from_utf16(text: str, offset: int) -> int:
    """Give the code-point offset of a UTF-16 offset."""
    if offset < 0:
        raise ValueError(f"Offset {offset} is negative.")
    shift = 0
    for match in _ASTRAL.finditer(text):
        place = match.start() + shift
        if place >= offset:
            break
        if place + 1 == offset:
            raise ValueError(f"UTF-16 offset {offset} lies inside a surrogate pair.")
        shift += 1
    if offset - shift > len(text):
        raise ValueError(f"UTF-16 offset {offset} is outside the text, which has {len(text) + shift} units.")
    return offset - shift
