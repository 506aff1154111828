"""Promise: no text, however odd, makes the rules slow; twice the text takes about twice the time."""

import random
import time

import pytest

from annotations.engines import DocumentContext, get_engine

# Shapes that once took minutes, each as the piece to repeat and how often it makes a small text.
SHAPES = {
    "digits": ("1 ", 3000),
    "one long number": ("1", 8000),
    "grouped": ("1,000,", 1500),
    "thousands": ("100 000 ", 1000),
    "number words": ("one hundred and ", 600),
    "straight marks": ('"', 4000),
    "curly marks": ("“", 4000),
    "single marks": ("' ", 4000),
    "single openings": ("'a ", 3000),
    "nested openings": ("“‘a ", 2000),
    "he said": ("he said ", 1200),
    "capitals": ("Alpha ", 1500),
    "capitals and commas": ("Alpha, ", 1500),
    "lists of names": ("Alpha, Beta and Gamma said ", 400),
    "denied that": ("denied that ", 900),
    "rejected the": ("rejected the ", 900),
    "called it": ("called it a b c d ", 600),
    "accused of": ("accused him ", 900),
    "allegation that": ("allegation that x ", 600),
    "denials": ("The firm denies this. ", 300),
    "brackets": ("(x ", 2500),
    "blank lines": ("\n", 8000),
    "short lines": ("a\n", 3000),
    "dots": ("U.S. ", 1500),
    "slashes": ("a / ", 2000),
    "addresses": ("https://a", 900),
    "full names": ("Phileas Fogg said it. ", 300),
    "quotations": ("“a” said B. ", 500),
    "astral": ("😀 1,000 people said “hi” Smith. ", 150),
}
LINEAR = 3.5
BRISK_SECONDS = 0.6


def spent(text):
    begun = time.process_time()
    spans = get_engine("rules").annotate(text, DocumentContext())
    seconds = time.process_time() - begun
    assert all(text[span.start : span.end] == span.quote for span in spans)
    return seconds


def check_linear(make):
    """Compare a text with one twice as long; what is quick anyway needs no ratio."""
    once = min(spent(make(1)) for _ in range(2))
    twice = min(spent(make(2)) for _ in range(2))
    assert twice < BRISK_SECONDS / 6 or twice < once * LINEAR, (once, twice)
    assert twice < BRISK_SECONDS * 4


@pytest.mark.parametrize("shape", SHAPES)
def test_twice_the_text_takes_about_twice_the_time(shape):
    piece, count = SHAPES[shape]
    check_linear(lambda times: piece * (count * times))


def test_a_heap_of_everything_takes_linear_time():
    pieces = [
        "said ", "“", "”", '"', "1,000 ", "Mr. ", "denied ", "\n\n", "the ", "of ", "Smith ", ", ", ". ", "million ",
        "between ", "and ", "’", "‘", "rejects ", "claims ", "two ", "more than ", "percent ", "that ",
    ]  # fmt: skip
    heap = random.Random(1).choices(pieces, k=6000)
    check_linear(lambda times: "".join(heap[: 3000 * times]))
