"""Cuts a text with overlapping ranges into flat pieces, line by line, so that a page can draw them without nesting.

The browser does the same in `annotator/segments.js`; both are held by `tests/cases/segments.json`.
"""

from bisect import insort
from collections.abc import Container, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from .ranges import Range, find_lines

LANES: Final = 3  # underlines drawn below one another; a sign tells how many more there are


class Piece(NamedTuple):
    """A stretch in which the same ranges cover every character.

    `covers` are their indexes, innermost (shortest) first; `lanes` say where each is underlined, None for nowhere.
    """

    start: int
    end: int
    covers: tuple[int, ...]
    lanes: tuple[int | None, ...]


class Line(NamedTuple):
    """One line of the text and its pieces."""

    start: int
    end: int
    pieces: list[Piece]


def cut_lines(text: str, ranges: Sequence[tuple[int, int]], suggested: Container[int] = frozenset()) -> Iterator[Line]:
    """Yield every line that is not empty with its pieces. `ranges` are (start, end) sorted by start, -end.

    Those whose index is in `suggested` get the lanes that the others leave.
    """
    live: list[int] = []
    waiting = 0
    for line in find_lines(text):
        while waiting < len(ranges) and ranges[waiting][0] < line.end:
            live.append(waiting)
            waiting += 1
        live = [index for index in live if ranges[index][1] > line.start]
        yield cut_line(line, ranges, live, suggested)


def cut_line(line: Range, ranges: Sequence[tuple[int, int]], live: Sequence[int], suggested: Container[int]) -> Line:
    """Cut one line by the ranges that touch it."""
    if not live:
        return Line(line.start, line.end, [Piece(line.start, line.end, (), ())])
    cuts = {line.start, line.end}
    for index in live:
        start, end = ranges[index]
        cuts.add(max(start, line.start))
        cuts.add(min(end, line.end))
    stretches = list(_stretches(sorted(cuts), ranges, live))
    if all(len(covers) < 2 for _, _, covers in stretches):
        return Line(
            line.start, line.end, [Piece(start, end, covers, (0,) * len(covers)) for start, end, covers in stretches]
        )
    order = sorted(live, key=lambda each: (each in suggested, ranges[each][1] - ranges[each][0], each))
    lanes = _find_lanes([covers for _, _, covers in stretches], order)
    pieces = [
        Piece(start, end, covers, tuple(found.get(index) for index in covers))
        for (start, end, covers), found in zip(stretches, lanes, strict=True)
    ]
    return Line(line.start, line.end, pieces)


def _stretches(
    cuts: Sequence[int], ranges: Sequence[tuple[int, int]], live: Sequence[int]
) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    active: list[tuple[int, int]] = []
    entered = 0
    for start, end in pairwise(cuts):
        active = [(length, index) for length, index in active if ranges[index][1] > start]
        while entered < len(live) and ranges[live[entered]][0] <= start:
            index = live[entered]
            insort(active, (ranges[index][1] - ranges[index][0], index))
            entered += 1
        yield start, end, tuple(index for _, index in active)


def _find_lanes(pieces: Sequence[tuple[int, ...]], order: Sequence[int]) -> list[dict[int, int]]:
    """Give each range, in this order, the lowest lane that is free in all its pieces, else what is free in each.

    A line that has to change its lane does so as late as it can.
    """
    places: dict[int, list[int]] = {index: [] for index in order}
    for place, covers in enumerate(pieces):
        for index in covers:
            places[index].append(place)
    lanes: list[dict[int, int]] = [{} for _ in pieces]
    free = [set(range(LANES)) for _ in pieces]
    for index in order:
        through = set(range(LANES)).intersection(*(free[place] for place in places[index]))
        lane = LANES
        for place in places[index]:
            if left := through or free[place]:
                lane = lane if lane in left else min(left)
                free[place].discard(lane)
                lanes[place][index] = lane
    return lanes
