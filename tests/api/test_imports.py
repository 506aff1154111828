"""Imports and exports through the API: files come in row by row, labelled spans leave as a stream."""

from collections.abc import Callable
from typing import Any

import orjson
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from pytest_django import Settings

from annotations.models import Document, Project, User

from .conftest import BASE, MARKED, Api, mark

Programs = Callable[[User], Api]
PATH = f"{BASE}projects/border/imports/"
TWO_LINES = b'{"title": "One", "text": "First text."}\n{"title": "Two", "text": "Second text."}\n'


@pytest.fixture
def upload(api: Programs, editor: User, project: Project) -> Callable[..., HttpResponse]:
    """Return a function that sends a file as the editor."""
    program = api(editor)

    def send(data: bytes, name: str = "a.jsonl", key: str = "", **fields: Any) -> HttpResponse:
        headers = {"Idempotency-Key": key} if key else {}
        body = {"file": SimpleUploadedFile(name, data), **fields}
        answer: HttpResponse = program.client.post(PATH, body, headers=headers)
        return answer

    return send


@pytest.mark.django_db(transaction=True)
def test_file_comes_in_and_its_runs_are_told_of(
    upload: Callable[..., HttpResponse], api: Programs, editor: User, published: list[str]
) -> None:
    answer = upload(TWO_LINES)
    found = answer.json()
    assert answer.status_code == 201
    assert (found["format"], found["filename"], found["state"], found["errors"]) == ("jsonl", "a.jsonl", "done", [])
    assert found["counts"]["documents_created"] == 2
    assert len(published) == 2
    assert api(editor).get(f"imports/{found['id']}/").json() == found
    assert api(editor).get("projects/border/imports/").json()["results"] == [found]


def test_bad_line_is_numbered_and_the_others_stand(upload: Callable[..., HttpResponse]) -> None:
    answer = upload(b'{"title": "One", "text": "First."}\n{"title": "Tw\n{"title": "Three"}\n')
    found = answer.json()
    assert (answer.status_code, found["counts"]["documents_created"]) == (201, 1)
    assert [each["row"] for each in found["errors"]] == [2, 3]
    assert Document.objects.count() == 1


def test_dry_run_stores_no_document(upload: Callable[..., HttpResponse]) -> None:
    found = upload(TWO_LINES, dry_run="true").json()
    assert (found["dry_run"], found["counts"]["documents_created"]) == (True, 2)
    assert Document.objects.count() == 0


def test_file_with_nothing_usable_is_unprocessable(upload: Callable[..., HttpResponse]) -> None:
    answer = upload(b'{"title": 3}\n{"nothing": 1}\n')
    found = answer.json()
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert found["errors"][0]["field"].startswith("1")
    assert found["errors"][-1]["field"].startswith("2")


@pytest.mark.parametrize(
    ("data", "name", "fields", "status"),
    [
        (b"", "a.txt", {}, 400),
        (b" \n", "a.txt", {}, 400),
        (b"a\0b", "a.txt", {}, 422),
        (b"caf\xe9", "a.txt", {}, 400),
        (b"half \xe2\x82", "a.txt", {}, 400),
        (b'{"title": "O', "a.json", {}, 400),
        (b"text", "a.pdf", {}, 415),
        (b"text", "a.txt", {"format": "odd"}, 400),
        (b"text", "a.txt", {"encoding": "odd"}, 400),
        (b"text", "a.txt", {"encoding": "hex"}, 400),
        (b"text", "a.txt", {"encoding": "a\0b"}, 400),
        (b"text", "a.txt", {"encoding": "undefined"}, 400),
        (b"text", "a.txt", {"encoding": "x" * 41}, 400),
        (b"text", "a.txt", {"dry_run": "perhaps"}, 400),
        (b"text", "a.txt", {"colour": "red"}, 400),
    ],
)
def test_unreadable_file_is_refused_with_a_reason(
    upload: Callable[..., HttpResponse], data: bytes, name: str, fields: dict[str, str], status: int
) -> None:
    answer = upload(data, name, **fields)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert Document.objects.count() == 0


def test_encoding_may_be_named(upload: Callable[..., HttpResponse]) -> None:
    assert upload("Café".encode("cp1252"), "a.txt", encoding="windows-1252").status_code == 201
    assert Document.objects.get().title == "Café"


def test_too_large_file_is_refused(upload: Callable[..., HttpResponse], settings: Settings) -> None:
    settings.MAX_UPLOAD_BYTES = 1000
    assert upload(b"a" * 1001, "a.txt").status_code == 413
    assert upload(b"a" * 200_000, "a.txt").status_code == 413


def test_body_that_is_no_upload_is_refused(api: Programs, editor: User, project: Project) -> None:
    client = api(editor).client
    assert client.post(PATH, {"file": "text"}, content_type="application/json").status_code == 415
    assert client.generic("POST", PATH, b"--x\r\nnonsense", "multipart/form-data; boundary=x").status_code == 400
    assert client.generic("POST", PATH, b"nonsense", "multipart/form-data").status_code == 400
    assert client.post(PATH, {}).status_code == 400
    assert client.post(PATH, {"file": "not a file"}).status_code == 400


@pytest.mark.django_db(transaction=True)
def test_repeated_upload_is_taken_once(upload: Callable[..., HttpResponse]) -> None:
    first, again = upload(TWO_LINES, key="k"), upload(TWO_LINES, key="k")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["id"] == again.json()["id"]
    assert again["Idempotent-Replay"] == "true"
    assert upload(TWO_LINES, key="k", dry_run="true").status_code == 409


def exported(api: Programs, person: User, query: str = "") -> tuple[Any, bytes]:
    answer: Any = api(person).get(f"projects/border/export/?{query}")
    assert answer.status_code == 200
    return answer, b"".join(answer.streaming_content)


def test_labelled_spans_leave_as_lines(api: Programs, viewer: User, annotator: User, spans_url: str) -> None:
    api(annotator).post(spans_url, mark())
    answer, body = exported(api, viewer, "format=jsonl&states=draft")
    line = orjson.loads(body)
    assert (answer["Content-Type"], line["schema"]) == ("application/x-ndjson", "factcheck/1")
    assert 'filename="border.jsonl"' in answer["Content-Disposition"]
    assert line["spans"][0]["quote"] == MARKED
    start, end = line["spans"][0]["start"], line["spans"][0]["end"]
    assert line["version"]["text"][start:end] == MARKED


def test_array_holds_the_same(api: Programs, viewer: User, annotator: User, spans_url: str) -> None:
    api(annotator).post(spans_url, mark())
    _, lines = exported(api, viewer, "states=all")
    _, array = exported(api, viewer, "states=all&format=json")
    assert orjson.loads(array) == [orjson.loads(line) for line in lines.splitlines()]


def test_losses_are_named_and_counted(api: Programs, viewer: User, annotator: User, spans_url: str) -> None:
    api(annotator).post(spans_url, mark())
    answer, _ = exported(api, viewer, "states=approved")
    found = api(viewer).get(answer["X-Losses"]).json()["losses"]
    assert [(each["what"], each["count"]) for each in found] == [("spans: draft", 1)]


@pytest.mark.parametrize("query", ["format=odd", "states=odd", "per_annotator=perhaps", "colour=red"])
def test_wrong_export_is_refused(api: Programs, viewer: User, project: Project, query: str) -> None:
    assert api(viewer).get(f"projects/border/export/?{query}").status_code == 400


def test_what_left_comes_in_again_unchanged(
    upload: Callable[..., HttpResponse], api: Programs, annotator: User, spans_url: str
) -> None:
    api(annotator).post(spans_url, mark())
    _, body = exported(api, annotator, "states=all")
    counts = upload(body).json()["counts"]
    assert {name for name, number in counts.items() if number} <= {"documents_unchanged", "spans_unchanged"}
