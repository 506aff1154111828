"""Reading our own JSON and JSONL: every row is usable or reported with its number, its field and why."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from jsonschema import Draft202012Validator

from annotations.errors import Invalid, UnsupportedType
from annotations.formats import BadRow, ReadRow, format_of, read, readers
from annotations.formats.native import MOST_ERRORS
from annotations.formats.native_schema import FACTCHECK_1, NATIVE, PLAIN
from annotations.formats.storable import DEEPEST
from annotations.formats.text import TITLE_LENGTH

PUBLISHED = Path(__file__).resolve().parents[2] / "docs" / "schemas" / "factcheck-1.json"


def _rows(name: str, data: bytes | str, **more: str) -> list[ReadRow | BadRow]:
    return list(read(data.encode() if isinstance(data, str) else data, name=name, **more))


def _native(**changes: Any) -> dict[str, Any]:
    usual = {
        "schema": "factcheck/1",
        "offset_unit": "codepoint",
        "document": {"id": str(uuid4()), "title": "Border force"},
        "version": {"text": "126,000 troops"},
        "spans": [],
    }
    return {**usual, **changes}


def _span(**changes: Any) -> dict[str, Any]:
    return {"id": str(uuid4()), "label": "figure", "start": 0, "end": 7, "quote": "126,000", **changes}


def _bad(item: Any) -> BadRow:
    (row,) = _rows("json", json.dumps(item))
    assert isinstance(row, BadRow), row
    assert row.detail
    return row


def test_published_schema_is_the_one_that_is_used() -> None:
    assert json.loads(PUBLISHED.read_text(encoding="utf-8")) == FACTCHECK_1


def test_both_schemas_are_schemas() -> None:
    for validator in (NATIVE, PLAIN):
        assert Draft202012Validator.check_schema(validator.schema) is None


@pytest.mark.parametrize(
    ("filename", "name"),
    [
        *(("a.txt", "text"), ("a.TXT", "text"), ("a.b.md", "text"), ("a.json", "json"), ("a.jsonl", "jsonl")),
        ("a.ndjson", "jsonl"),
    ],
)
def test_ending_tells_the_format(filename: str, name: str) -> None:
    assert format_of(filename) == name
    assert format_of("unknown.bin", name) == name


@pytest.mark.parametrize("filename", ["a.pdf", "article", "", "a.", "x" * 500])
def test_unknown_ending_is_refused_with_those_there_are(filename: str) -> None:
    with pytest.raises(UnsupportedType) as told:
        format_of(filename)
    assert (told.value.status, ".txt, .text, .md, .json, .jsonl, .ndjson" in told.value.detail) == (415, True)
    with pytest.raises(Invalid, match="text, json, jsonl"):
        format_of("a.txt", "docx")


def test_every_reader_is_named() -> None:
    assert readers() == ["text", "json", "jsonl"]


def test_first_line_of_a_text_is_its_title() -> None:
    (row,) = _rows("text", "\r\n  Border force \r\nBody.", filename="a.txt")
    assert isinstance(row, ReadRow)
    assert row.document == {"title": "Border force", "text": "\n  Border force \nBody.", "extractor": "text/utf-8"}
    (long,) = _rows("text", "x" * 900)
    assert isinstance(long, ReadRow)
    assert len(long.document["title"]) == TITLE_LENGTH


def test_one_bad_line_leaves_the_others_usable() -> None:
    lines = ['{"text": "One"}', "", '{"text": "Two"', '{"text": "Three"}', "[1, 2]", '"four"', '{"text": 5}']
    rows = _rows("jsonl", "\r\n".join(lines) + "\r\n")
    assert [(row.row, isinstance(row, ReadRow)) for row in rows] == [
        *((1, True), (3, False), (4, True), (5, False), (6, False), (7, False)),
    ]
    assert [row.code for row in rows if isinstance(row, BadRow)] == ["json", "not_an_object", "not_an_object", "schema"]


def test_line_separators_inside_a_text_end_no_line() -> None:
    rows = _rows("jsonl", json.dumps({"text": "a\u2028b\u2029c\x85d"}, ensure_ascii=False))
    assert [row.document["text"] for row in rows if isinstance(row, ReadRow)] == ["a\u2028b\u2029c\x85d"]


def test_json_file_cut_off_is_refused_whole() -> None:
    for data in ('[{"text": "One"}, {"te', "", "nonsense", "{'text': 1}"):
        with pytest.raises(Invalid, match="not JSON") as told:
            _rows("json", data)
        assert told.value.code == "json"


def test_jsonl_file_cut_off_keeps_its_whole_lines() -> None:
    rows = _rows("jsonl", '{"text": "One"}\n{"text": "Tw')
    assert [type(row) for row in rows] == [ReadRow, BadRow]


def test_one_document_or_many() -> None:
    assert len(_rows("json", '{"text": "One"}')) == 1
    assert [row.row for row in _rows("json", '[{"text": "One"}, {"text": "Two"}]')] == [1, 2]
    assert _rows("json", "[]") == []


@pytest.mark.parametrize(
    ("item", "field"),
    [
        ({"title": "No text"}, ""),
        ({"text": ""}, "text"),
        ({"text": "x", "title": "y" * 501}, "title"),
        ({"text": "x", "reach": 4}, "reach"),
        ({"text": "x", "published_at": "yesterday"}, "published_at"),
        ({"text": "x", "metadata": []}, "metadata"),
        ({"text": "x", "spans": [{"label": "claim", "start": -1, "end": 1}]}, "spans.0.start"),
        ({"text": "x", "spans": [{"label": "claim", "start": 0.5, "end": 1}]}, "spans.0.start"),
        ({"text": "x", "spans": [{"label": "claim", "start": "0", "end": 1}]}, "spans.0.start"),
        ({"text": "x", "spans": [{"label": "claim", "start": True, "end": 1}]}, "spans.0.start"),
        ({"text": "x", "spans": [{"label": "claim", "start": None, "end": 1}]}, "spans.0.start"),
        ({"text": "x", "spans": [{"label": "claim", "start": 0, "end": 10**30}]}, "spans.0.end"),
        ({"text": "x", "zones": [{"start": 0, "end": 1, "kind": "attic"}]}, "zones.0.kind"),
        (_native(offset_unit="utf16"), "offset_unit"),
        (_native(document={"title": "x"}), "document"),
        (_native(version={}), "version"),
        (_native(spans=[_span(state="perfect")]), "spans.0.state"),
        (_native(relations=[{"type": "likes", "source": "a", "target": "b"}]), "relations.0.type"),
        (_native(relations=[{"type": "denies", "source": "a"}]), "relations.0"),
        (_native(relations=[{"type": "denies", "source": "a", "target": "b", "scope": "most"}]), "relations.0.scope"),
        (_native(claims=[{"id": "c", "normalized_text": "x", "type": "y" * 21}]), "claims.0.type"),
        (
            _native(claims=[{"id": "c", "normalized_text": "x", "evidence": [{"stance": "meh", "source": {}}]}]),
            "claims.0.evidence.0.stance",
        ),
    ],
)
def test_what_breaks_the_schema_is_named(item: dict[str, Any], field: str) -> None:
    row = _bad(item)
    assert (row.row, row.field, row.code) == (1, field, "schema")


def test_unknown_version_of_our_schema_is_refused() -> None:
    row = _bad({"schema": "factcheck/9", "text": "x"})
    assert (row.field, row.code) == ("schema", "unknown_schema")


def test_errors_of_a_row_come_to_an_end() -> None:
    spans = [{"label": "claim", "start": -1, "end": 1}] * 500
    assert len(_rows("json", json.dumps({"text": "x", "spans": spans}))) == MOST_ERRORS


@pytest.mark.parametrize(
    ("item", "path"),
    [
        ({"text": "a\0b"}, "text"),
        ({"text": "x", "title": "a\0b"}, "title"),
        ({"text": "x", "metadata": {"a": ["b", "\0"]}}, "metadata.a.1"),
        ({"text": "x", "metadata": {"a\0": 1}}, "metadata"),
        (_native(spans=[_span(attributes={"unit": "\0"})]), "spans.0.attributes.unit"),
        (_native(claims=[{"id": "c", "normalized_text": "a\0b"}]), "claims.0.normalized_text"),
    ],
)
def test_nul_is_found_wherever_it_hides(item: dict[str, Any], path: str) -> None:
    row = _bad(item)
    assert (row.field, row.code) == (path, "unstorable")
    assert "NUL character at offset" in row.detail


def test_bottomless_nesting_is_refused() -> None:
    for depth, type_ in ((900, BadRow), (DEEPEST - 2, ReadRow)):
        (row,) = _rows("json", '{"text": "x", "metadata": {"a": ' + "[" * depth + "]" * depth + "}}")
        assert isinstance(row, type_)


@pytest.mark.parametrize("number", ["1e30", "-1e19", "9223372036854775808", "1000000000000000000000000000000"])
def test_number_that_programs_cannot_read_back_is_refused(number: str) -> None:
    (row,) = _rows("json", '{"text": "x", "metadata": {"a": ' + number + "}}")
    assert isinstance(row, BadRow)
    assert (row.field, row.code) == ("metadata.a", "unstorable")
    assert "larger than programs can read" in row.detail


def test_half_of_a_surrogate_pair_is_no_json() -> None:
    (row,) = _rows("jsonl", '{"text": "\\ud83d"}')
    assert (isinstance(row, BadRow), row.row) == (True, 1)


def test_windows_line_ends_under_offsets_are_refused_and_without_them_fine() -> None:
    span = {"label": "claim", "start": 4, "end": 7}
    row = _bad({"text": "One\r\nTwo", "spans": [span]})
    assert (row.field, row.code) == ("text", "line_ends")
    assert _bad({"text": "One\r\nTwo", "zones": [{"start": 0, "end": 3, "kind": "body"}]}).code == "line_ends"
    assert _bad(_native(version={"text": "a\r\nb"}, spans=[_span()])).code == "line_ends"
    (fine,) = _rows("json", json.dumps({"text": "One\r\nTwo"}))
    assert isinstance(fine, ReadRow)


def test_whole_number_written_with_a_point_is_one() -> None:
    (row,) = _rows("json", '{"text": "abc", "spans": [{"label": "claim", "start": 0.0, "end": 2.0}]}')
    assert isinstance(row, ReadRow)
    assert [(type(span.start), span.end) for span in row.spans] == [(int, 2)]


def test_ids_of_other_programs_are_left_out() -> None:
    told = _native(document={"id": "doc-7", "title": "x"}, spans=[_span(id="T1"), _span()])
    (row,) = _rows("json", json.dumps(told))
    assert isinstance(row, ReadRow)
    assert (row.document_id, row.spans[0].span_id, type(row.spans[1].span_id)) == (None, None, UUID)


def test_what_is_not_taken_in_is_declared() -> None:
    (row,) = _rows("json", json.dumps(_native(history=[{"verb": "created"}])))
    assert isinstance(row, ReadRow)
    (told,) = row.losses
    assert "history" in told
    assert "not taken in" in told


def test_what_another_place_decided_is_kept_as_told() -> None:
    told = _span(state="approved", author="olena", decided_by="petro", score=0.5, origin="engine")
    (row,) = _rows("json", json.dumps(_native(spans=[told])))
    assert isinstance(row, ReadRow)
    kept = ("state", "author", "decided_by", "score", "origin")
    assert dict(row.spans[0].told) == {name: told[name] for name in kept}
