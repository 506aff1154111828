"""Promises of annotations.text.offsets and anchors."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.text.anchors import context
from annotations.text.offsets import from_utf16, normalise_newlines, to_utf16

TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60)


def test_line_ends_become_lf_and_nothing_else_changes():
    assert normalise_newlines("a\r\nb\rc\n\r\nd\u2028e\u00a0f\u0301\x0b") == "a\nb\nc\n\nd\u2028e\u00a0f\u0301\x0b"


@given(TEXTS)
def test_every_code_point_offset_comes_back_from_utf16(text):
    for offset in range(len(text) + 1):
        units = to_utf16(text, offset)
        assert units == len(text[:offset].encode("utf-16-le")) // 2
        assert from_utf16(text, units) == offset


@given(TEXTS)
def test_no_utf16_offset_inside_a_surrogate_pair_is_accepted(text):
    whole = {to_utf16(text, offset) for offset in range(len(text) + 1)}
    for units in set(range(len(text.encode("utf-16-le")) // 2)) - whole:
        with pytest.raises(ValueError, match="surrogate pair"):
            from_utf16(text, units)


@pytest.mark.parametrize("offset", [-1, 3, 10**30])
def test_offsets_outside_the_text_are_refused(offset):
    with pytest.raises(ValueError, match=r"outside|negative"):
        to_utf16("ab", offset)
    with pytest.raises(ValueError, match=r"outside|negative"):
        from_utf16("ab", offset)


def test_utf16_offset_past_an_astral_end_is_refused():
    assert from_utf16("🔔", 2) == 1
    with pytest.raises(ValueError, match="has 2 units"):
        from_utf16("🔔", 3)


def test_context_gives_the_words_on_both_sides():
    assert context("0123456789", 4, 6, size=3) == ("123", "678")
    assert context("0123456789", 0, 10) == ("", "")


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2), (0, 11)])
def test_context_of_a_range_outside_the_text_is_refused(start, end):
    with pytest.raises(ValueError, match="outside the text"):
        context("0123456789", start, end)
