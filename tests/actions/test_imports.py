"""Importing files: stored whole or reported with its row, never twice, and nobody's decision taken for ours."""

import codecs
import json
from typing import Any
from uuid import uuid4

import pytest

from annotations.actions.imports import import_file
from annotations.errors import FactcheckError
from annotations.models import (
    Document,
    DocumentState,
    DocumentVersion,
    Event,
    Label,
    Origin,
    Project,
    Span,
    SpanState,
    Transfer,
    User,
)

from .story import UNREAD, as_, counts, mark, receive, refused, seen

BODY = "Border force\n126,000 troops stood there."


def _import(project: Project, user: User, data: bytes | str | list[Any], name: str = "", **more: Any) -> Transfer:
    if isinstance(data, list):
        name = name or "a.jsonl"
        data = "\n".join(each if isinstance(each, str) else json.dumps(each) for each in data)
    raw = data.encode() if isinstance(data, str) else data
    return import_file(project, as_(user), raw, filename=name or "a.txt", **more)


def _native(**changes: Any) -> dict[str, Any]:
    usual = {
        "schema": "factcheck/1",
        "offset_unit": "codepoint",
        "document": {"id": str(uuid4()), "title": "Border force", "language": UNREAD},
        "version": {"id": str(uuid4()), "text": BODY},
        "spans": [],
    }
    return {**usual, **changes}


def _span(words: str = "126,000", label: str = "figure", **changes: Any) -> dict[str, Any]:
    start = BODY.index(words)
    return {"id": str(uuid4()), "label": label, "start": start, "end": start + len(words), "quote": words, **changes}


def _text(document: Document) -> str:
    return DocumentVersion.objects.get(document=document).text


def test_text_file_is_one_document(project: Project, editor: User) -> None:
    transfer = _import(project, editor, BODY)
    assert (transfer.state, transfer.counts, transfer.errors) == ("done", {"documents_created": 1}, [])
    document = Document.objects.get()
    assert (document.title, _text(document), document.current.extractor) == ("Border force", BODY, "text/utf-8")
    event = Event.objects.get(verb="imported")
    assert (event.actor, event.after["filename"]) == (editor, "a.txt")


@pytest.mark.parametrize(
    ("data", "encoding", "text"),
    [
        (b"One\r\ntwo\rthree", "", "One\ntwo\nthree"),
        (codecs.BOM_UTF8 + b"One", "", "One"),
        (codecs.BOM_UTF16_LE + "Зведення 🛰".encode("utf-16-le"), "", "Зведення 🛰"),
        ("An “estimate”".encode("windows-1252"), "windows-1252", "An “estimate”"),
        ("Київ".encode("windows-1251"), "windows-1251", "Київ"),
    ],
)
def test_bytes_as_they_came_stay_beside_the_text(
    data: bytes, encoding: str, text: str, project: Project, editor: User
) -> None:
    _import(project, editor, data, encoding=encoding)
    version = DocumentVersion.objects.get()
    assert (version.text, bytes(version.original or b"")) == (text, data)


@pytest.mark.parametrize(
    ("data", "name", "code", "status", "words"),
    [
        (b"", "a.txt", "empty", 400, "The file is empty"),
        (b" \r\n\t", "a.txt", "empty", 400, "The file is empty"),
        (b"An \x93estimate\x94", "a.txt", "encoding", 400, "byte 0x93 at position 3"),
        ("Зведення".encode()[:-1], "a.txt", "truncated", 400, "Was it cut off?"),
        (b"One", "a.pdf", "unsupported_type", 415, "Name its format"),
        (b"One", "article", "unsupported_type", 415, "“article” has none of the endings"),
        (b'[{"text": "One"}, {"te', "a.json", "json", 400, "Was it cut off?"),
    ],
)
def test_file_that_cannot_be_read_is_refused_and_leaves_nothing(
    data: bytes, name: str, code: str, status: int, words: str, project: Project, editor: User
) -> None:
    with refused(code, status, words):
        _import(project, editor, data, name)


def test_file_beyond_the_limit_is_refused(project: Project, editor: User, settings: Any) -> None:
    settings.MAX_UPLOAD_BYTES = 1024 * 1024
    with refused("too_large", 413, "larger than 1 MB"):
        _import(project, editor, b"x" * (1024 * 1024 + 1))


def test_encoding_that_is_none_is_refused(project: Project, editor: User) -> None:
    with refused("unknown_encoding", 400, "“zlib” is not an encoding"):
        _import(project, editor, BODY, encoding="zlib")


def test_nul_in_a_text_file_is_a_row_error(project: Project, editor: User) -> None:
    transfer = _import(project, editor, b"One\0two")
    assert transfer.state == "failed"
    assert transfer.errors == [
        {
            "row": 1,
            "field": "text",
            "code": "nul",
            "detail": "The text holds a NUL character at offset 3. Remove it and send again.",
        }
    ]
    assert not Document.objects.exists()


def test_bad_lines_are_told_and_the_others_stored(project: Project, editor: User) -> None:
    lines = [
        {"text": "One"},
        '{"text": "cut o',
        {"title": "No text"},
        {"text": "Two", "spans": [{"label": "nonsense", "start": 0, "end": 3}]},
        {"text": "Three", "spans": [{"label": "claim", "start": 0, "end": 99}]},
        {"text": "Four", "published_at": "2022-02-30"},
        {"text": "Five", "url": "javascript:alert(1)"},
        {"text": "Six", "zones": [{"start": 0, "end": 99, "kind": "body"}]},
        {"text": "Seven", "spans": [{"label": "claim", "start": 0, "end": 3, "quote": "Six"}]},
        {"text": "Eight", "spans": [{"label": "figure", "start": 0, "end": 3, "attributes": {"value": "x"}}]},
        {"text": "Nine", "metadata": {"a": "\0"}},
        {"text": "Ten"},
    ]
    transfer = _import(project, editor, lines)
    assert [(each["row"], each["field"], each["code"]) for each in transfer.errors] == [
        (2, "", "json"),
        (3, "", "schema"),
        (4, "spans.0.label", "unknown_label"),
        (5, "spans.0.end", "out_of_range"),
        (6, "published_at", "bad_date"),
        (7, "url", "bad_url"),
        (8, "zones.0", "out_of_range"),
        (9, "spans.0", "quote_differs"),
        (10, "spans.0.attributes.value", "schema"),
        (11, "metadata.a", "unstorable"),
    ]
    assert (transfer.state, transfer.counts["rows_failed"], transfer.counts["documents_created"]) == ("done", 10, 2)
    assert set(Document.objects.values_list("title", flat=True)) == {"One", "Ten"}
    assert not Span.objects.exists()
    assert Transfer.objects.get().errors == transfer.errors


def test_file_without_a_usable_row_failed(project: Project, editor: User) -> None:
    transfer = _import(project, editor, ["[]", "nonsense"])
    assert (transfer.state, transfer.counts) == ("failed", {"rows_failed": 2})


def test_plain_document_brings_its_metadata_and_spans(project: Project, editor: User) -> None:
    told = {
        "title": "<script>alert(1)</script>",
        "text": BODY,
        "publisher": "The Example Courier",
        "authors": ["A. Writer"],
        "url": "https://example.org/a",
        "published_at": "2022-02",
        "language": UNREAD,
        "tags": ["border"],
        "metadata": {"desk": {"no": 7}},
        "reach": 3,
        "zones": [{"start": 0, "end": 12, "kind": "title"}],
        "spans": [{"label": "figure", "start": 13, "end": 20, "attributes": {"value": 126000}}],
    }
    _import(project, editor, [told])
    document = Document.objects.get()
    assert (document.title, document.authors, document.metadata) == (told["title"], ["A. Writer"], {"desk": {"no": 7}})
    assert (document.published, document.published_precision, document.reach) == ("2022-02", "month", 3)
    assert document.state == DocumentState.IN_PROGRESS
    assert list(document.current.zones.values_list("kind", flat=True)) == ["title"]
    span = Span.objects.get()
    assert (span.quote, span.origin, span.state, span.author) == ("126,000", Origin.IMPORT, "draft", editor)


@pytest.mark.parametrize("state", ["approved", "in_review"])
def test_approval_from_elsewhere_is_never_an_approval_here(state: str, project: Project, editor: User) -> None:
    told = _span(state=state, author="olena", decided_by="petro", decided_at="2022-02-15T00:00:00Z", revision=4)
    _import(project, editor, [_native(spans=[told])])
    span = Span.objects.get()
    assert (span.state, span.author, span.decided_by, span.revision) == (SpanState.IN_REVIEW, editor, None, 1)
    assert (span.provenance["state"], span.provenance["decided_by"]) == (state, "petro")
    assert Document.objects.get().state == DocumentState.IN_REVIEW


def test_suggestions_and_dismissed_spans_stay_outside_and_that_is_said(project: Project, editor: User) -> None:
    spans = [_span(state="suggested"), _span("troops", state="dismissed"), _span("there", "claim")]
    transfer = _import(project, editor, [_native(spans=spans)])
    assert (transfer.counts["suggestions_skipped"], transfer.counts["spans_created"]) == (2, 1)
    assert [each for each in transfer.losses if "suggestions and dismissed" in each]


def test_ids_are_kept_and_a_second_import_changes_nothing(project: Project, editor: User, reviewer: User) -> None:
    told = _native(spans=[_span(), _span("troops", "claim", state="approved")])
    _import(project, editor, [told])
    assert str(Document.objects.get().pk) == told["document"]["id"]
    assert str(Document.objects.get().current_id) == told["version"]["id"]
    assert {str(pk) for pk in Span.objects.values_list("pk", flat=True)} == {each["id"] for each in told["spans"]}
    before = counts()
    for user in (editor, reviewer):
        transfer = _import(project, user, [told, told])
        assert (transfer.counts["documents_unchanged"], transfer.counts["spans_unchanged"]) == (2, 4)
    changed = {name for name, number in counts().items() if number != before[name]}
    assert changed == {"Transfer", "Event"}
    assert Event.objects.filter(verb="imported", kind="import").count() == 3


@pytest.mark.parametrize("data", ["text", "plain"])
def test_file_without_ids_is_known_by_its_title_and_text(
    data: str, project: Project, editor: User, reviewer: User
) -> None:
    plain = {"title": "Border force", "text": BODY, "spans": [{"label": "claim", "start": 0, "end": 6}]}
    file: Any = BODY if data == "text" else [plain]
    for user in (editor, reviewer):
        _import(project, user, file)
    assert (Document.objects.count(), Span.objects.count()) == (1, 0 if data == "text" else 1)


def test_own_span_in_the_same_place_is_not_doubled(project: Project, editor: User) -> None:
    document = receive(project, editor, BODY, title="Border force")
    mine = mark(document, editor, "126,000")
    _import(project, editor, [{"title": "Border force", "text": BODY, "spans": [_span()]}])
    assert Span.objects.get().pk == mine.pk


def test_same_place_from_several_people_comes_in_once_and_that_is_said(project: Project, editor: User) -> None:
    transfer = _import(project, editor, [_native(spans=[_span(author="olena"), _span(author="petro")])])
    assert (transfer.counts["spans_created"], transfer.counts["spans_merged"]) == (1, 1)
    assert "spans of several people with one label in one place come in as one" in transfer.losses


def test_one_id_for_two_spans_is_no_accident(project: Project, editor: User) -> None:
    one = _span()
    transfer = _import(project, editor, [_native(spans=[one, _span("troops", id=one["id"])])])
    assert (transfer.counts["spans_created"], Span.objects.count()) == (2, 2)


def test_ids_taken_in_another_project_are_replaced_without_a_word(
    project: Project, editor: User, other_project: Project, stranger: User
) -> None:
    told = _native(spans=[_span()])
    _import(project, editor, [told])
    for _ in range(2):
        transfer = _import(other_project, stranger, [told])
        assert transfer.errors == []
    assert Document.objects.filter(project=other_project).exclude(pk=told["document"]["id"]).count() == 1
    assert Span.objects.filter(version__document__project=other_project).exclude(pk=told["spans"][0]["id"]).count() == 1
    assert Span.objects.get(pk=told["spans"][0]["id"]).version.document.project == project


def test_known_id_with_another_text_is_refused(project: Project, editor: User) -> None:
    told = _native()
    _import(project, editor, [told])
    transfer = _import(project, editor, [{**told, "version": {"text": "Other words."}}])
    assert [each["code"] for each in transfer.errors] == ["text_differs"]
    assert _text(Document.objects.get()) == BODY


def test_new_spans_of_a_known_document_come_in(project: Project, editor: User, annotator: User) -> None:
    told = _native(spans=[_span()])
    _import(project, editor, [told])
    first = Span.objects.get()
    transfer = _import(project, editor, [{**told, "spans": [*told["spans"], _span("troops", "claim")]}])
    assert (transfer.counts["spans_unchanged"], transfer.counts["spans_created"]) == (1, 1)
    assert seen(first, annotator).revision == 1


def test_try_run_tells_everything_and_stores_nothing_but_its_record(project: Project, editor: User) -> None:
    before = counts()
    lines = [_native(spans=[_span()]), "nonsense"]
    tried = _import(project, editor, lines, dry_run=True)
    after = counts()
    assert {name for name in after if after[name] != before[name]} == {"Transfer", "Event"}
    real = _import(project, editor, lines)
    assert (tried.counts, tried.errors, tried.losses) == (real.counts, real.errors, real.losses)
    assert (tried.is_dry_run, real.is_dry_run) == (True, False)


def test_label_that_is_off_takes_nothing_in(project: Project, editor: User) -> None:
    assert not Label.objects.get(project=project, key="hedge").is_on
    transfer = _import(project, editor, [_native(spans=[_span(label="hedge")])])
    assert [each["code"] for each in transfer.errors] == ["unknown_label"]


@pytest.mark.parametrize("published", ["2022-02-15\n", "２０２２"])
def test_odd_date_is_read_or_refused_but_no_accident(published: str, project: Project, editor: User) -> None:
    transfer = _import(project, editor, [{"text": "One", "published_at": published}])
    assert transfer.state in ("done", "failed")


def test_unexpected_failure_keeps_nothing_of_the_file(
    lasting: None, project: Project, editor: User, monkeypatch: Any
) -> None:
    before = counts()

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("annotations.actions.imports.settle", stop)
    with pytest.raises(KeyboardInterrupt):
        _import(project, editor, [{"text": "One"}])
    assert counts() == before


def test_unknown_format_is_refused_before_the_file_is_read(project: Project, editor: User) -> None:
    with pytest.raises(FactcheckError, match="text, json, jsonl"):
        _import(project, editor, BODY, format="docx")
