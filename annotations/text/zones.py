"""Which parts of a page are headline, body, caption, teaser or page chrome, by shape, place and a few phrases.

A line is a paragraph. What comes before the headline and what trails after the last paragraph is chrome; the phrase
lists only help where the shape does not tell.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from annotations.text.ranges import Range, find_lines, trim
from annotations.text.zone_words import (
    CAPTION_PHRASES,
    CHROME_PHRASES,
    CREDIT,
    DATELINE,
    METADATA_PHRASES,
    PAGE_PHRASES,
    RELATED_PHRASES,
)

SKIPPED_KINDS: Final = frozenset({"metadata", "boilerplate"})

_LONG_LINE: Final = 20
_SHORT_LINE: Final = 12
_WINDOW: Final = 400
_CHROME: Final = re.compile("|".join(CHROME_PHRASES), re.IGNORECASE)
_PAGE: Final = re.compile("|".join(PAGE_PHRASES), re.IGNORECASE)
_RELATED: Final = re.compile("(?:" + "|".join(RELATED_PHRASES) + r")\s?[:|–—-]?", re.IGNORECASE)
_METADATA: Final = re.compile("|".join(METADATA_PHRASES[:2]), re.IGNORECASE)
_STAMP: Final = re.compile("|".join(METADATA_PHRASES[2:]))
_CAPTION: Final = re.compile("|".join(CAPTION_PHRASES), re.IGNORECASE)
_CREDIT: Final = re.compile(CREDIT, re.IGNORECASE)
_DATELINE: Final = re.compile(DATELINE)
_BREADCRUMB: Final = re.compile(r"[\w’' &-]{1,30}(?:\s{0,4}[/›»>|·•]\s{0,4}[\w’' &-]{1,30}){1,8}$")
_WORD: Final = re.compile(r"[^\W\d_]+")
_ENDS_SENTENCE: Final = re.compile(r"[.!?…。！？؟।][\"”’'»)\]]{0,3}$")
_STARTS_AS_LIST: Final = re.compile(r"[-–•*·]\s")


@dataclass(frozen=True, slots=True)
class ZoneRange:
    """One stretch of a page and what it is for the page."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class _Line:
    range: Range
    words: int
    is_sentence: bool
    is_listed: bool
    own_kind: str

    @property
    def is_paragraph(self) -> bool:
        return not self.own_kind and self.is_sentence and self.words >= 4

    @property
    def is_headline_like(self) -> bool:
        return not self.own_kind and not self.is_sentence and not self.is_listed and self.words >= 4


def find_zones(text: str) -> list[ZoneRange]:
    """Cut a text into zones: neighbouring lines of one kind are one zone, a blank line always ends it."""
    lines = [_read_line(text, line) for line in find_lines(text) if text[line.start : line.end].strip()]
    kinds = _name_lines(text, lines)
    zones: list[ZoneRange] = []
    for line, kind in zip(lines, kinds, strict=True):
        last = zones[-1] if zones else None
        if last and last.kind == kind and text[last.end : line.range.start].count("\n") == 1:
            zones[-1] = ZoneRange(last.start, line.range.end, kind)
        else:
            zones.append(ZoneRange(line.range.start, line.range.end, kind))
    return zones


def _read_line(text: str, line: Range) -> _Line:
    range_ = trim(text, *line)
    whole = range_.of(text)
    words = sum(1 for _ in _WORD.finditer(whole, 0, _WINDOW * 4))
    return _Line(
        range=range_,
        words=words,
        is_sentence=bool(_ENDS_SENTENCE.search(whole[-8:])),
        is_listed=bool(_STARTS_AS_LIST.match(whole)),
        own_kind=_own_kind(whole, words),
    )


def _own_kind(line: str, words: int) -> str:
    """Name the kind a line shows by its words alone; empty when only its place can tell."""
    head = line[:_WINDOW]
    if _RELATED.match(head):
        return "related_link"
    if len(line) <= _WINDOW and (_METADATA.match(head) or _STAMP.match(head)):
        return "metadata"
    if _CAPTION.match(head) or _CREDIT.search(line[-_WINDOW:]):
        return "caption"
    return "boilerplate" if _is_chrome(head, words) else ""


def _is_chrome(head: str, words: int) -> bool:
    if words == 0 or _BREADCRUMB.match(head):
        return True
    if words <= 2 * _LONG_LINE and _PAGE.search(head):
        return True
    return words <= _SHORT_LINE and bool(_CHROME.search(head)) and not _ENDS_SENTENCE.search(head)


def _name_lines(text: str, lines: Sequence[_Line]) -> list[str]:
    title = _find_title(lines)
    body = _find_body(text, lines, title)
    last = max((index for index, line in enumerate(lines) if line.is_paragraph), default=len(lines))
    headline = lines[title].range.of(text) if title >= 0 else ""
    kinds = []
    for index, line in enumerate(lines):
        if line.own_kind:
            kinds.append(line.own_kind)
        elif headline and line.range.of(text) == headline:
            kinds.append("title")
        elif index < title:
            kinds.append("boilerplate")
        elif title <= index < body:
            kinds.append("dek")
        else:
            kinds.append(_kind_after_lead(line, is_trailing=index > last))
    return kinds


def _kind_after_lead(line: _Line, *, is_trailing: bool) -> str:
    if line.is_sentence or line.words > _SHORT_LINE:
        return "body"
    return "boilerplate" if is_trailing else "subhead"


def _find_title(lines: Sequence[_Line]) -> int:
    """Find the headline: the first line shaped like one before the text proper begins; -1 if there is none."""
    for index, line in enumerate(lines):
        if line.is_headline_like and line.words <= 2 * _LONG_LINE:
            return index
        if line.is_paragraph and line.words >= _LONG_LINE:
            break
    return -1


def _find_body(text: str, lines: Sequence[_Line], title: int) -> int:
    """Find where the text proper begins; what stands between the headline and it is the dek."""
    if title < 0:
        return -1
    for index in range(title + 1, min(len(lines), title + 8)):
        if not lines[index].own_kind and _DATELINE.match(text, lines[index].range.start):
            return index
    for index in range(title + 1, len(lines)):
        if lines[index].is_paragraph:
            return index
    return len(lines)
