"""Promises of annotations.text.quotes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.text.quotes import find_quotes, quote_kind


def quotes_of(text):
    return [quote.range.of(text) for quote in find_quotes(text)]


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ('He said "we will go" and left.', ["we will go"]),
        ("He said “we will go,” and “soon”.", ["we will go,", "soon"]),
        ("\"They can't leave,” he said; “it takes time.”", ["They can't leave,", "it takes time."]),
        ("„Wir gehen“, sagte er. «On part», dit-elle.", ["Wir gehen", "On part"]),
        ("Officials call it ‘unfounded’", ["unfounded"]),
        ("The allies’ aid didn’t come in the ’90s.", []),
        ("It measures 5'10\" or so.", []),
        ("“He told me ‘go home’ twice,” she said.", ["He told me ‘go home’ twice,", "go home"]),
    ],
)
def test_quotations_are_found_without_their_marks(text, quotes):
    assert quotes_of(text) == quotes


def test_an_unclosed_quotation_ends_with_its_line():
    text = 'She said: "We stay here.\nNothing more was heard.'
    (quote,) = find_quotes(text)
    assert (quote.range.of(text), quote.is_closed) == ("We stay here.", False)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("We are leaving tomorrow", "direct"),
        ("The decision stands,", "direct"),
        ("but we can't promise that", "direct"),
        ("it takes time.", "direct"),
        ("unfounded", "partial"),
        ("have already begun boarding", "partial"),
        ("a range of large exercises", "partial"),
    ],
)
def test_kind_tells_clauses_from_fragments(words, kind):
    assert quote_kind(words) == kind


@given(st.text(alphabet=st.sampled_from("aB .,\n“”\"'‘’„«»s🔔"), max_size=80))
def test_quotations_nest_and_never_cross(text):
    found = [quote.range for quote in find_quotes(text)]
    assert all(quote.of(text) == quote.of(text).strip() != "" for quote in found)
    assert not any(left.crosses(right) for left in found for right in found)
