"""Promises of annotations.text.sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.text.sentences import find_sentences


def sentences_of(text):
    return [sentence.of(text) for sentence in find_sentences(text)]


@pytest.mark.parametrize(
    "whole",
    [
        "Dr. Phileas Fogg met Gen. Smith in the U.S. Senate on Friday.",
        "The talks began at 9 a.m. in Geneva.",
        "It is item No. 5 on the list.",
        "J. R. Fogg signed it.",
        "“Is this the end?” Smith said on Friday.",
        '"Stop!" he said.',
        "It rose by 4.5 percent.",
    ],
)
def test_stops_inside_a_sentence_do_not_end_it(whole):
    assert sentences_of(whole) == [whole]


def test_sentences_end_at_stops_and_take_their_closing_marks_along():
    assert sentences_of("He left. “It is over.” She stayed in the U.S. The door closed…  Nobody came!") == [
        "He left.",
        "“It is over.”",
        "She stayed in the U.S.",
        "The door closed…",
        "Nobody came!",
    ]


def test_no_sentence_crosses_a_line():
    assert sentences_of("One line\nand another\n\n \nthird") == ["One line", "and another", "third"]


@given(st.text(alphabet=st.sampled_from("aB .!?\n\t\u00a0“”\"'U.S🔔\u0301"), max_size=120))
def test_every_visible_character_is_in_exactly_one_sentence(text):
    found = find_sentences(text)
    places = [place for start, end in found for place in range(start, end)]
    assert len(places) == len(set(places))
    assert {place for place, character in enumerate(text) if not character.isspace()} <= set(places)
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in found)
