"""Figures of a text: a number with its unit or what it counts, its approximator and its bounds.

Dates, years, clock times, names with a number and vague amounts are not quantities. The guidelines' section on
figures is the specification.
"""

import re
from dataclasses import replace

from annotations.text.dates import find_masks
from annotations.text.numerals import find_numerals
from annotations.text.quantity import Quantity
from annotations.text.quantity_limits import is_quantity, says_something
from annotations.text.quantity_pairs import join_numerals
from annotations.text.quantity_words import complete
from annotations.text.ranges import Range
from annotations.text.ukrainian import in_english

__all__ = ["Quantity", "find_quantities", "parse_quantity"]


def find_quantities(text: str) -> list[Quantity]:
    """List the figures of a text in order, without overlaps."""
    masks = list(find_masks(text))
    numerals = [numeral for numeral in find_numerals(text) if is_quantity(text, numeral, masks)]
    found: list[Quantity] = []
    index = 0
    while index < len(numerals):
        draft, used = join_numerals(text, numerals, index)
        index += used
        quantity = complete(text, draft, numerals[index - 1])
        if says_something(text, quantity, numerals[index - 1]) and (not found or quantity.start >= found[-1].end):
            found.append(quantity)
    return found


def parse_quantity(typed: str) -> Quantity | None:
    """Read what a person typed as one figure (`126k`, `between 4.5 and 4.7 percent`, `близько 17 600`).

    None unless the words are one figure and nothing else.
    """
    text = typed.strip()
    said = in_english(text)
    found = _parse(said.english)
    if found is None:
        return None
    place = Range(typed.index(text), typed.index(text) + len(text))
    if said.english == text:
        return _shift(found, place.start)
    unit = "person" if said.is_person and found.unit == "count" else found.unit
    counted = said.counted or found.counted
    return replace(found, start=place.start, end=place.end, number=place, counted=counted, unit=unit)


def _parse(text: str) -> Quantity | None:
    numerals = find_numerals(text)
    if not numerals:
        return None
    draft, used = join_numerals(text, numerals, 0)
    quantity = complete(text, draft, numerals[used - 1])
    is_all = used == len(numerals) and quantity.start == 0 and _is_tail(text[quantity.end :])
    return quantity if is_all else None


def _is_tail(rest: str) -> bool:
    """Accept what may follow a typed figure: nothing, a final stop, or a singular noun that it counts."""
    return not rest.strip(" .") or bool(re.fullmatch(r"[ -][^\W\d_]+(?: [^\W\d_]+){0,3}\.?", rest))


def _shift(quantity: Quantity, by: int) -> Quantity:
    number = Range(quantity.number.start + by, quantity.number.end + by)
    return replace(quantity, start=quantity.start + by, end=quantity.end + by, number=number)
