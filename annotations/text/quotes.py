"""What stands between quotation marks, marks excluded; one piece a paragraph, nested quotations one level deep.

Straight and curly marks may be mixed within one pair, and a mark that is never closed reaches to the end of its line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from annotations.text.ranges import Range, find_lines, trim

_CLOSERS: Final = {"“": '”"', "„": '“”"', "«": "»", '"': '"”'}
_SINGLE_CLOSERS: Final = {"‘": "’'", "'": "'’", "‚": "‘’"}
_MARK: Final = re.compile("[\"“”„«»‘’'‚]")
_LONGEST_SINGLE: Final = 600
_LONGEST_OPEN: Final = 1500
_ELISION: Final = re.compile(r"\d0s|em\b|til\b|cause\b|n\b|tis\b|twas\b|cos\b")
_MAY_PRECEDE_CLOSE: Final = ".,!?;:…)]’'—–-"
_LETTER: Final = re.compile(r"[^\W_]")

_SUBJECT: Final = re.compile(
    r"(?:(?:and|but|so|because|if|that|when|then|yes|no|now|well)[, ]+)?"
    r"(?:I|we|you|he|she|it|they|there|this|that|these|those)\b(?: \[[^\]]{1,40}\])?"
    r"(?:[’']\w{1,2}\b| (?!of\b|and\b|week\b|month\b|year\b)\w+)",
    re.IGNORECASE,
)
_FINITE: Final = re.compile(
    r"\s(?:is|are|was|were|has|have|had|will|would|can|cannot|could|should|must|may|might|does|do|did|\w+n[’']t)\b"
)
_RELATIVE: Final = re.compile(r"\b(?:that|which|who|whom|whose|where|to|of|for|with|by)\b")
_WORD: Final = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quoted stretch, marks excluded. `depth` is 1 inside another quotation; an unclosed one ends with its line."""

    start: int
    end: int
    is_closed: bool = True
    depth: int = 0

    @property
    def range(self) -> Range:
        """Return where it stands."""
        return Range(self.start, self.end)


def find_quotes(text: str) -> list[Quotation]:
    """List the quotations of a text in order, outer before inner."""
    found = [quote for line in find_lines(text) for quote in _Line(text, line).read()]
    return sorted(found, key=lambda quote: (quote.start, -quote.end))


def quote_kind(words: str) -> str:
    """Call a quotation direct when it holds a clause that could stand alone, else partial."""
    count = sum(1 for _ in _WORD.finditer(words))
    if count < 2:
        return "partial"
    if _SUBJECT.match(words):
        return "direct" if count >= 3 else "partial"
    if count < 3:
        return "partial"
    finite = _FINITE.search(words)
    if finite and finite.start() > 1:
        return "partial" if _RELATIVE.search(words, 0, finite.start()) else "direct"
    ends = words.rstrip().endswith((".", "!", "?", ","))
    return "direct" if words[:1].isupper() and ends else "partial"


class _Line:
    """Reads the marks of one line from left to right; two open marks at most, an outer and an inner one."""

    def __init__(self, text: str, line: Range) -> None:
        self._text = text
        self._line = line
        self._outer = -1
        self._inner = -1
        self._no_close_before = 0
        self._found: list[Quotation] = []

    def read(self) -> Iterator[Quotation]:
        """Yield the quotations of the line."""
        skip_to = 0
        for match in _MARK.finditer(self._text, *self._line):
            place = match.start()
            if place < skip_to:
                continue
            if self._outer >= 0:
                self._read_inside(place, match.group())
            elif match.group() in _CLOSERS:
                self._outer = place if self._opens(place, match.group()) else -1
            elif match.group() in _SINGLE_CLOSERS:
                skip_to = self._read_single(place, match.group())
        if self._outer >= 0 and self._line.end - self._outer <= _LONGEST_OPEN:
            self._keep(self._outer + 1, self._line.end, is_closed=False)
        yield from self._found

    def _opens(self, place: int, mark: str) -> bool:
        before, after = self._around(place)
        if mark == '"':
            return not before.isalnum() and not after.isspace()
        return not after.isspace()

    def _read_inside(self, place: int, mark: str) -> None:
        opener = self._text[self._outer]
        if mark in _CLOSERS[opener] and self._closes(place, mark):
            self._keep(self._outer + 1, place)
            self._outer = self._inner = -1
        elif mark == opener and mark in "“„«":
            self._keep(self._outer + 1, place, is_closed=False)
            self._outer, self._inner = place, -1
        elif mark in "‘’'‚":
            self._read_inner(place)

    def _closes(self, place: int, mark: str) -> bool:
        if mark != '"':
            return True
        before, after = self._around(place)
        return before.isalnum() or before in _MAY_PRECEDE_CLOSE or after.isspace() or after in ".,;:!?)"

    def _read_inner(self, place: int) -> None:
        before, after = self._around(place)
        if self._inner < 0:
            self._inner = place if not before.isalnum() and after.isalnum() else -1
        elif not after.isalnum() and (before.isalnum() or before in ".,!?") and not self._is_possessive(place):
            self._keep(self._inner + 1, place, depth=1)
            self._inner = -1

    def _is_possessive(self, place: int) -> bool:
        """Tell the apostrophe of `allies’ aid` from a closing mark: another one follows soon."""
        before, after = self._around(place)
        rest = self._text[place + 1 : min(place + 40, self._line.end)]
        return before == "s" and after.isspace() and rest[1:2].islower() and ("’" in rest or "'" in rest)

    def _read_single(self, place: int, mark: str) -> int:
        """Keep a quotation in single marks and return where to read on; it needs a close that looks like one."""
        before, after = self._around(place)
        if before.isalnum() or not after.isalnum() or _ELISION.match(self._text, place + 1):
            return 0
        limit = min(self._line.end, place + _LONGEST_SINGLE)
        begin = max(place + 1, self._no_close_before)
        for match in re.compile(f"[{_SINGLE_CLOSERS[mark]}]").finditer(self._text, begin, limit):
            left, right = self._around(match.start())
            if not right.isalnum() and (left.isalnum() or left in ".,!?;:") and not self._is_possessive(match.start()):
                self._keep(place + 1, match.start())
                return match.end()
        self._no_close_before = limit
        return 0

    def _around(self, place: int) -> tuple[str, str]:
        before = self._text[place - 1] if place > self._line.start else " "
        after = self._text[place + 1] if place + 1 < self._line.end else " "
        return before, after

    def _keep(self, start: int, end: int, *, is_closed: bool = True, depth: int = 0) -> None:
        start, end = trim(self._text, start, end)
        if _LETTER.search(self._text, start, end):
            self._found.append(Quotation(start, end, is_closed, depth))
