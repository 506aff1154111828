"""Cutting a text into flat pieces: the same cases as the browser's, and what must hold for any spans."""

import json
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.text.offsets import from_utf16, to_utf16
from annotations.text.segments import LANES, cut_lines

CASES = Path(__file__).parent.parent / "cases"


def _cases(name: str) -> list[Any]:
    cases = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    return [pytest.param(case, id=case["name"]) for case in cases]


@pytest.mark.parametrize("case", _cases("segments"))
def test_pieces_and_lanes_are_those_of_the_browser(case: dict[str, Any]) -> None:
    lines = cut_lines(case["text"], [tuple(span) for span in case["spans"]], case.get("suggested", ()))
    pieces = [[each.start, each.end, list(each.covers), list(each.lanes)] for line in lines for each in line.pieces]
    assert pieces == case["pieces"]


@pytest.mark.parametrize("case", _cases("offsets"))
def test_offsets_convert_both_ways_as_in_the_browser(case: dict[str, Any]) -> None:
    for point, unit in case["pairs"]:
        assert to_utf16(case["text"], point) == unit
        assert from_utf16(case["text"], unit) == point


@st.composite
def _marked(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    text = draw(st.text(alphabet="ab \n𝟏🙂é", min_size=1, max_size=60))
    ends = st.integers(0, len(text))
    found = draw(st.lists(st.tuples(ends, ends).filter(lambda each: each[0] < each[1]), max_size=12))
    return text, sorted(found, key=lambda each: (each[0], -each[1]))


@given(_marked())
def test_pieces_put_the_text_together_again_and_name_exactly_what_covers_them(
    marked: tuple[str, list[tuple[int, int]]],
) -> None:
    text, ranges = marked
    lines = list(cut_lines(text, ranges))
    words = "\n".join("".join(text[piece.start : piece.end] for piece in line.pieces) for line in lines)
    assert words == "\n".join(line for line in text.split("\n") if line)
    for piece in (piece for line in lines for piece in line.pieces):
        covering = {index for index, (start, end) in enumerate(ranges) if start <= piece.start and piece.end <= end}
        assert set(piece.covers) == covering


@given(_marked(), st.sets(st.integers(0, 11)))
def test_no_two_spans_share_a_lane_and_none_is_left_empty_while_a_span_waits(
    marked: tuple[str, list[tuple[int, int]]], suggested: set[int]
) -> None:
    text, ranges = marked
    for piece in (piece for line in cut_lines(text, ranges, suggested) for piece in line.pieces):
        drawn = {index: lane for index, lane in zip(piece.covers, piece.lanes, strict=True) if lane is not None}
        assert len(set(drawn.values())) == len(drawn) == min(len(piece.covers), LANES)
        people = [index for index in piece.covers if index not in suggested]
        assert set(people[:LANES]) <= set(drawn), "people's spans first, the innermost of them"


def test_five_thousand_spans_cost_little() -> None:
    line = "Northern Command put the force at 126,000 on Tuesday, its spokesman said. "
    text = "\n".join(line * 4 for _ in range(1250))
    ranges = sorted(
        ((place, place + 20 + place % 60) for place in range(0, len(text) - 80, len(text) // 5001)),
        key=lambda each: (each[0], -each[1]),
    )[:5000]
    spent = []
    for _ in range(3):
        begun = process_time()
        pieces = sum(len(line.pieces) for line in cut_lines(text, ranges))
        spent.append(process_time() - begun)
    assert pieces > 5000
    # 10 µs a span on a quiet machine; the margin is for a busy one.
    assert min(spent) < 5000 * 30e-6
