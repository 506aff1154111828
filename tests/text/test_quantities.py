"""Promises of annotations.text.quantities: extent, value, unit, approximator; and what is no figure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.text.quantities import find_quantities, parse_quantity

SAID = [
    (
        "An estimated 4,200 displaced families fled.",
        "An estimated 4,200 displaced families",
        4200,
        "person",
        "estimate",
    ),
    ("Some 1 250 people came.", "Some 1 250 people", 1250, "person", "about"),
    ("at least 12 children died", "at least 12 children", 12, "person", "at_least"),
    ("It cost more than $4.2bn to build.", "more than $4.2bn", 4_200_000_000, "USD", "more_than"),
    ("They paid $US55m for it.", "$US55m", 55_000_000, "USD", "none"),
    ("a fine of €3 million was", "€3 million", 3_000_000, "EUR", "none"),
    ("nearly two thirds of voters", "nearly two thirds", 0.666667, "ratio", "nearly"),
    ("one in ten patients waits", "one in ten patients", 0.1, "ratio", "none"),
    ("a 28-member bloc", "28-member", 28, "count", "none"),
    ("a 300-page report", "300-page", 300, "page", "none"),
    ("It fell by 7.5 per cent.", "7.5 per cent", 7.5, "percent", "none"),
    ("up to 40km away", "up to 40km", 40, "kilometre", "at_most"),
    ("half a million people", "half a million people", 500_000, "person", "none"),
    ("twenty-five thousand Ukrainians", "twenty-five thousand Ukrainians", 25_000, "person", "none"),
    ("two and a half hours", "two and a half hours", 2.5, "hour", "none"),
    ("forty or more ships", "forty or more ships", 40, "count", "at_least"),
    ("the third such announcement", "third such announcement", 3, "count", "none"),
    ("a 100,000-strong army", "100,000-strong", 100_000, "person", "none"),
    ("fewer than 30 U.S. troops", "fewer than 30 U.S. troops", 30, "person", "less_than"),
]
NO_FIGURE = [
    "On March 17, 2014 it began.",
    "Since 2014 nothing changed; the 2008 summit and the 1990s are past.",
    "On 3 May at 10:30 or 6 p.m. it was dark.",
    "https://news.example.org/a/40718823 and 20220215",
    "He spoke on Radio 4 about Article 5, the Boeing 737 and the F-16.",
    "one of them, each, both, a man, once more, first of all, in a single day",
    "some soldiers, many weeks, several rounds, most people",
    "They left two years ago and came back three days later.",
    "They won 3-2 on the night.",
    "Covid-19, G7, A320, 5G, 24/7 and 9/11",
    "1. First point\n2) Second point",
    "The two said so in ’06 and '07.",
    '<tweet id="791652253006389250">',
]


@pytest.mark.parametrize(("text", "quote", "value", "unit", "approximator"), SAID)
def test_figure_is_found_with_all_it_says(text, quote, value, unit, approximator):
    (figure,) = find_quantities(text)
    assert (text[figure.start : figure.end], figure.value, figure.unit, figure.approximator) == (
        quote,
        value,
        unit,
        approximator,
    )
    assert figure.start <= figure.number.start < figure.number.end <= figure.end


@pytest.mark.parametrize("text", NO_FIGURE)
def test_dates_names_and_vague_amounts_are_no_figures(text):
    assert [text[figure.start : figure.end] for figure in find_quantities(text)] == []


def test_a_range_is_one_figure_with_two_bounds():
    text = "Between 4.5 and 4.7 percent, 5-10 people, €5m–€7m and 4 to 5 million tonnes."
    found = [(figure.value, figure.low, figure.high, figure.approximator) for figure in find_quantities(text)]
    assert found == [
        (None, 4.5, 4.7, "between"),
        (None, 5, 10, "between"),
        (None, 5_000_000, 7_000_000, "between"),
        (None, 4_000_000, 5_000_000, "between"),
    ]


def test_a_change_from_one_number_to_another_is_two_figures():
    assert [figure.value for figure in find_quantities("It rose from 4 percent to 6 percent.")] == [4, 6]


def test_bounds_follow_the_approximator():
    (figure,) = find_quantities("more than 90 percent of them")
    assert (figure.low, figure.high) == (90, 100)
    (figure,) = find_quantities("fewer than 30 soldiers")
    assert (figure.low, figure.high) == (None, 30)


def test_the_approximator_belongs_only_to_the_number_it_touches():
    text = "An estimated 900 soldiers stood in the east, 700 soldiers in the north."
    assert [figure.approximator for figure in find_quantities(text)] == ["estimate", "none"]


def test_attributive_and_enumerated_counts_are_minor():
    text = "The 28-member bloc lost two regions, Aland and Bornholm, and 40 people."
    assert [figure.salience for figure in find_quantities(text)] == ["minor", "minor", "key"]


def test_a_number_of_a_thousand_digits_is_left_alone():
    assert find_quantities("1" * 5000) == []


@pytest.mark.parametrize(
    ("typed", "value", "approximator"),
    [
        ("126k", 126_000, "none"),
        ("126 000", 126_000, "none"),
        ("some 17,600", 17_600, "about"),
        ("2014", 2014, "none"),
        ("one", 1, "none"),
        (" €4.5m ", 4_500_000, "none"),
        ("−5", -5, "none"),
        ("1,5", 1.5, "none"),
        ("about 100,000 troops", 100_000, "about"),
    ],
)
def test_typed_figure_is_understood(typed, value, approximator):
    figure = parse_quantity(typed)
    assert figure is not None
    assert (figure.value, figure.approximator) == (value, approximator)


def test_typed_range_is_understood():
    figure = parse_quantity("between 4.5 and 4.7 percent")
    assert figure is not None
    assert (figure.low, figure.high, figure.unit) == (4.5, 4.7, "percent")


@pytest.mark.parametrize("typed", ["", "  ", "many", "12 people and 14 dogs", "see page", "about"])
def test_what_is_not_one_figure_is_not_understood(typed):
    assert parse_quantity(typed) is None


@given(st.integers(min_value=2, max_value=10**15 - 1))
def test_grouped_digits_keep_their_value(number):
    for separator in (",", "\u00a0", "\u202f"):
        figure = parse_quantity(f"{number:,}".replace(",", separator))
        assert figure is not None
        assert figure.value == number
