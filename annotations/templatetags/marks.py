"""Draws a text with its spans as HTML: one element a line, flat marks, sections of lines. No queries.

The classes and attributes are those of `annotator/segments.js` and `annotator/text.js`, which take over in the browser.
Django's loops would cost several times the cutting itself, so the strings are put together here.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import islice
from typing import Any, Final

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from annotations.models import Reason, SpanState
from annotations.text.segments import Line, Piece, cut_lines

register = template.Library()

JSON = Mapping[str, Any]
# Lines and letters of a section. The first holds most articles whole; later ones get their marks from the browser when
# they come near, and are small because one that comes near is laid out within a frame of scrolling.
FIRST: Final = (48, 12_000)
LATER: Final = (24, 6_000)
LANES: Final = ("a", "b", "c")
HEADINGS: Final = {"title": "h2", "subhead": "h3"}
RIGHT_TO_LEFT: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
WIDE: Final = re.compile(r"[ \t\u00a0]{2}|\t")
UNNUMBERED: Final = frozenset({"title", "dek", "metadata", "boilerplate"})


def _state_of(span: JSON) -> str:
    """Return the state as people are told it: a draft that came back from review is a returned one."""
    is_returned = span["state"] == SpanState.DRAFT and span.get("decided_by") not in (None, span.get("author"))
    return "returned" if is_returned else str(span["state"])


class _Painter:
    """Turns pieces into marks for one set of spans and labels."""

    def __init__(self, spans: Sequence[JSON], labels: Sequence[JSON]) -> None:
        self.spans = spans
        self.looks = {label["key"]: label for label in labels}
        self.words = {str(state): str(label).lower() for state, label in SpanState.choices}
        self.words["returned"] = gettext("Returned").lower()

    def draw(self, text: str, line: Line) -> str:
        parts: list[str] = []
        hidden = 0
        for piece in line.pieces:
            before, hidden = hidden, piece.lanes.count(None)
            parts.append(self._piece(text, piece, hidden if hidden != before else 0))
        return "".join(parts)

    def _piece(self, text: str, piece: Piece, hidden: int) -> str:
        words = escape(text[piece.start : piece.end], quote=False)
        if not piece.covers:
            return words
        covers = [self.spans[index] for index in piece.covers]
        ids = " ".join(str(span["id"]) for span in covers)
        spoken = escape("; ".join(f"{self._look(span)['name']}, {self.words[_state_of(span)]}" for span in covers))
        classes = " ".join(self._classes(piece, covers))
        more = _sign(hidden) if hidden else ""
        return f'<mark class="{classes}" data-s="{ids}" aria-description="{spoken}">{more}{words}</mark>'

    def _classes(self, piece: Piece, covers: Sequence[JSON]) -> Iterator[str]:
        yield "sp"
        yield next((self._look(span)["colour"] for span in covers if span["state"] != "suggested"), "sug")
        for lane_index, span in zip(piece.lanes, covers, strict=True):
            if lane_index is not None:
                lane, look = LANES[lane_index], self._look(span)
                yield f"{lane}-{look['colour']}"
                yield f"{lane}p-{'sug-' if span['state'] == 'suggested' else ''}{look['pattern']}"
        if any(span["start"] == piece.start for span in covers):
            yield "st"
        if any(span["end"] == piece.end for span in covers):
            yield "en"

    def _look(self, span: JSON) -> JSON:
        return self.looks.get(span["label"]) or {"name": span["label"], "colour": "slate", "pattern": "solid"}


def _sign(hidden: int) -> str:
    """Return what tells how many spans have no line of their own here; the text itself gets no character more."""
    name = ngettext("%(count)s more span here", "%(count)s more spans here", hidden) % {"count": hidden}
    return f'<i class="more" role="img" aria-label="{escape(name)}" title="{escape(name)}" data-more="+{hidden}"></i>'


@register.simple_tag
def draw_text(text: str, zones: Sequence[JSON], spans: Sequence[JSON], labels: Sequence[JSON]) -> SafeString:
    """Return the lines in sections; the first section has its marks, the others are plain until they come near."""
    painter = _Painter(spans, labels)
    kind_at = _zone_finder(zones)
    number = 0
    parts: list[str] = []
    drawn = _cut(text, spans)
    plain = cut_lines(text, ())
    # Asked of the whole text first: most have no such line, and a search in each was a sixth of opening a page.
    has_wide = any(blanks in text for blanks in ("\t", "  ", "\u00a0"))
    # Each line finds its own direction; a text that runs from left to right throughout is not made longer by it.
    direction = ' dir="auto"' if RIGHT_TO_LEFT.search(text) else ""
    for position, chunk in enumerate(_chunks(drawn, plain)):
        parts.append('<section class="chunk" data-drawn>' if position == 0 else '<section class="chunk far">')
        for line in chunk:
            kind = kind_at(line.start)
            number += kind not in UNNUMBERED
            tag = HEADINGS.get(kind, "p")
            count = "" if kind in UNNUMBERED else f' data-n="{number}"'
            # Blanks that matter (tables, verse) are kept; elsewhere they would stick out at the ends of rows.
            look = f"z-{kind} wide" if has_wide and WIDE.search(text, line.start, line.end) else f"z-{kind}"
            parts.append(
                f'<{tag} class="blk {look}" data-o="{line.start}"{count}{direction}>{painter.draw(text, line)}</{tag}>'
            )
        parts.append("</section>")
    return mark_safe("".join(parts))  # noqa: S308 - every word of the text is escaped above


def _cut(text: str, spans: Sequence[JSON]) -> Iterator[Line]:
    suggested = {index for index, span in enumerate(spans) if span["state"] == "suggested"}
    return cut_lines(text, [(span["start"], span["end"]) for span in spans], suggested)


def _chunks(drawn: Iterator[Line], plain: Iterator[Line]) -> Iterator[list[Line]]:
    first = _section(drawn, *FIRST)
    yield first
    for _ in first:
        next(plain)
    while chunk := _section(plain, *LATER):
        yield chunk


def _section(lines: Iterator[Line], most: int, letters: int) -> list[Line]:
    """Take lines until there are enough of them or of their letters; none where no line is left."""
    taken: list[Line] = []
    for line in islice(lines, most):
        taken.append(line)
        if line.end - taken[0].start >= letters:
            break
    return taken


def _zone_finder(zones: Sequence[JSON]) -> Any:
    starts = [zone["start"] for zone in zones]

    def kind_at(place: int) -> str:
        index = bisect_right(starts, place) - 1
        return zones[index]["kind"] if index >= 0 and place < zones[index]["end"] else "body"

    return kind_at


@register.simple_tag
def state_name(state: str) -> str:
    """Return the state of a span in the reader's words."""
    return str(dict(SpanState.choices).get(state, state))


@register.simple_tag
def reason_name(reason: str) -> str:
    """Return the reason of a decision in the reader's words."""
    return str(dict(Reason.choices).get(reason, reason))


class _Numbered(_Painter):
    """Draws spans that stand for something in common with a number before them, which leads to the list of it."""

    def __init__(self, spans: Sequence[JSON], labels: Sequence[JSON], numbers: Mapping[str, int], side: str) -> None:
        super().__init__(spans, labels)
        self.numbers, self.side = numbers, side
        self.signed: set[int] = set()
        self.seen: set[int] = set()

    def _piece(self, text: str, piece: Piece, hidden: int) -> str:
        # Not "where it starts": a span may begin with the end of a line, of which nothing is drawn.
        new = [index for index in piece.covers if index not in self.signed]
        self.signed.update(new)
        ids = [str(self.spans[index]["id"]) for index in new]
        found = sorted({self.numbers[each] for each in ids if each in self.numbers})
        return "".join(map(self._number, found)) + super()._piece(text, piece, hidden)

    def _number(self, number: int) -> str:
        name = "" if number in self.seen else f' id="{self.side}-{number}"'
        self.seen.add(number)
        return f'<a class="common"{name} href="#common-{number}" data-common="{number}">{number}</a>'

    def _classes(self, piece: Piece, covers: Sequence[JSON]) -> Iterator[str]:
        yield from super()._classes(piece, covers)
        if any(str(span["id"]) in self.numbers for span in covers):
            yield "both"


@register.simple_tag
def draw_column(side: JSON, labels: Sequence[JSON]) -> SafeString:
    """Return a whole text to read, all its marks drawn, for a page that stands beside another (see web/beside.py)."""
    text, spans = side["document"].text, side["spans"]
    painter = _Numbered(spans, labels, side["numbers"], side["name"])
    kind_at = _zone_finder(side["zones"])
    parts: list[str] = []
    for line in _cut(text, spans):
        kind = kind_at(line.start)
        tag = "h3" if kind in HEADINGS else "p"
        parts.append(f'<{tag} class="blk z-{kind}">{painter.draw(text, line)}</{tag}>')
    return mark_safe("".join(parts))  # noqa: S308 - every word of the text is escaped by the painter
