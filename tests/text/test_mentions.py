"""Names in a text: the same cases that the browser marks by."""

import json
from pathlib import Path

import pytest

from annotations.text.mentions import names_in, places_of

CASES = json.loads((Path(__file__).parent.parent / "cases" / "mentions.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("text", "places"), CASES["cases"], ids=lambda value: str(value))
def test_people_are_found_where_they_are_named(text: str, places: list[list[int]]) -> None:
    found = places_of(text, set(CASES["known"]))
    assert [list(place) for place in found] == places
    assert {text[start + 1 : end] for start, end in found} <= names_in(text)


def test_many_names_take_no_long_time() -> None:
    assert places_of("@" + "." * 4000, {"bo"}) == []
