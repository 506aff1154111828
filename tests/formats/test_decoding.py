"""From bytes to text: strict, never guessed, and clear about where it goes wrong."""

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.errors import Invalid
from annotations.formats.decoding import decode

WORDS = "Зведення: 126,000 войск 🛰"


@pytest.mark.parametrize(
    ("data", "encoding", "used"),
    [
        (WORDS.encode(), "", "utf-8"),
        (codecs.BOM_UTF8 + WORDS.encode(), "", "utf-8"),
        (codecs.BOM_UTF8 + WORDS.encode(), "windows-1252", "utf-8"),
        (codecs.BOM_UTF16_LE + WORDS.encode("utf-16-le"), "", "utf-16-le"),
        (codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be"), "", "utf-16-be"),
        (codecs.BOM_UTF32_LE + WORDS.encode("utf-32-le"), "", "utf-32-le"),
        (codecs.BOM_UTF32_BE + WORDS.encode("utf-32-be"), "", "utf-32-be"),
        (WORDS.encode("utf-16-le"), "utf-16-le", "utf-16-le"),
    ],
)
def test_mark_of_the_file_decides_then_the_person_then_utf8(data: bytes, encoding: str, used: str) -> None:
    assert decode(data, encoding) == (WORDS, used)


def test_named_encoding_is_used() -> None:
    assert decode("Київ – “так”".encode("windows-1251"), "windows-1251")[0] == "Київ – “так”"
    assert decode("café".encode("latin-1"), "latin-1")[0] == "café"


@pytest.mark.parametrize(
    ("data", "encoding", "words"),
    [
        ("An “estimate”".encode("windows-1252"), "", "not UTF-8: byte 0x93 at position 3"),
        (codecs.BOM_UTF8 + b"ab\x93cd", "", "not UTF-8: byte 0x93 at position 5"),
        (b"caf\xe9 au lait", "ascii", "not ASCII: byte 0xe9 at position 3"),
        (b"a\x81b", "windows-1252", "byte 0x81 at position 1"),
    ],
)
def test_wrong_byte_is_named_with_its_place_and_a_way_out(data: bytes, encoding: str, words: str) -> None:
    with pytest.raises(Invalid) as told:
        decode(data, encoding)
    assert told.value.code == "encoding"
    assert words in told.value.detail
    assert "name its encoding (for example windows-1252)" in told.value.detail


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("Зведення".encode()[:-1], ""),
        ("🛰".encode()[:3], ""),
        (codecs.BOM_UTF16_LE + "ab".encode("utf-16-le")[:-1], ""),
        ("🛰".encode("utf-16-le")[:2], "utf-16-le"),
        ("的".encode("gb18030")[:1], "gb18030"),
    ],
)
def test_file_cut_off_inside_a_character_is_told_so(data: bytes, encoding: str) -> None:
    with pytest.raises(Invalid) as told:
        decode(data, encoding)
    assert (told.value.code, told.value.detail) == (
        "truncated",
        "The file ends in the middle of a character. Was it cut off?",
    )


@pytest.mark.parametrize(
    "encoding",
    [
        "klingon",
        "zlib",
        "bz2",
        "hex",
        "base64",
        "rot13",
        "undefined",
        "unicode_escape",
        "idna",
        "utf\0",
        "\ud800",
        "x" * 999,
        "../../etc/passwd",
    ],
)
def test_what_is_no_text_encoding_is_refused(encoding: str) -> None:
    with pytest.raises(Invalid) as told:
        decode(b"abc", encoding)
    assert (told.value.code, told.value.errors[0].field) == ("unknown_encoding", "encoding")
    assert len(told.value.detail) < 80


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    data=st.binary(max_size=60),
    encoding=st.sampled_from(["", "utf-16", "utf-8-sig", "shift_jis", "gb18030", "utf-7", "koi8-u", "punycode"]),
)
def test_no_bytes_are_an_accident(data: bytes, encoding: str) -> None:
    try:
        text, _ = decode(data, encoding)
    except Invalid as error:
        assert error.detail.endswith((".", "?"))
    else:
        assert len(text) <= len(data)
