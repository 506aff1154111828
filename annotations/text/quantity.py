"""The shape of a figure that was found; `quantities` finds it."""

from dataclasses import dataclass

from annotations.text.numerals import Number
from annotations.text.ranges import Range


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure: where it stands with all its words, where its bare number stands, and what it says."""

    start: int
    end: int
    number: Range
    value: Number | None
    kind: str = "count"
    unit: str = "count"
    approximator: str = "none"
    low: Number | None = None
    high: Number | None = None
    numerator: int | None = None
    denominator: int | None = None
    counted: str = ""
    salience: str = "key"
    score: float = 0.6
