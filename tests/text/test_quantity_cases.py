"""Figures as people type them, read alike by Python and by the browser: both are held by the same cases."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from annotations.text.quantities import parse_quantity


def _cases(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = orjson.loads((Path(__file__).parent.parent / "cases" / f"{name}.json").read_bytes())
    return found


CASES = _cases("quantities")
RETYPED = _cases("retyped")
USUAL: dict[str, Any] = {
    "value": None,
    "low": None,
    "high": None,
    "numerator": None,
    "denominator": None,
    "unit": "count",
    "kind": "count",
    "approximator": "none",
    "counted": "",
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["typed"])
def test_typed_figure_says_what_the_case_says(case: dict[str, Any]) -> None:
    found = parse_quantity(case["typed"])
    if not case.get("is_figure", True):
        assert found is None
        return
    assert found is not None
    assert {name: getattr(found, name) for name in USUAL} == {
        name: case.get(name, usual) for name, usual in USUAL.items()
    }


@pytest.mark.parametrize("case", RETYPED, ids=lambda case: case["typed"])
def test_retyped_figure_says_what_its_new_words_say_alone(case: dict[str, Any]) -> None:
    found = parse_quantity(case["typed"])
    assert found is not None
    assert {name: getattr(found, name) for name in USUAL} == USUAL | case["says"]
