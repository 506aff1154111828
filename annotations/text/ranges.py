"""The one way to name a stretch of text: code points, start inclusive, end exclusive."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

_LINE: Final = re.compile(r"[^\n]+")


class Range(NamedTuple):
    """A stretch of a text; `text[start:end]` is what it says."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the words of this range."""
        return text[self.start : self.end]

    def overlaps(self, start: int, end: int) -> bool:
        """Tell whether at least one character is shared."""
        return self.start < end and start < self.end

    def holds(self, start: int, end: int) -> bool:
        """Tell whether the other range lies inside this one."""
        return self.start <= start and end <= self.end

    def crosses(self, other: "Range") -> bool:
        """Tell whether both overlap and neither holds the other."""
        return self.overlaps(*other) and not self.holds(*other) and not other.holds(*self)


def trim(text: str, start: int, end: int) -> Range:
    """Leave out blanks at both ends; a blank stretch comes back empty."""
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    return Range(start + left, start + len(piece.rstrip())) if piece.strip() else Range(start, start)


def find_lines(text: str) -> Iterator[Range]:
    """Yield every line that is not empty; a line is a paragraph here."""
    return (Range(*match.span()) for match in _LINE.finditer(text))


def holder(ranges: Sequence[Range], position: int) -> Range | None:
    """Find the range that holds a position among sorted ranges that do not overlap."""
    index = bisect_right(ranges, (position, float("inf"))) - 1
    if index >= 0 and ranges[index].start <= position < ranges[index].end:
        return ranges[index]
    return None
