"""What programs get wrong: each mistake has its status and a message that helps, nothing is stored, nothing breaks."""

from collections.abc import Callable
from typing import Any

import orjson
import pytest
from django.http import HttpResponse
from pytest_django import Settings

from annotations.models import Document, Project, Span, User
from tests.conftest import TEXT

from .conftest import END, MARKED, START, Api, mark

Programs = Callable[[User], Api]
GRIN = TEXT.index("🛰")


def problem(answer: HttpResponse, status: int) -> dict[str, Any]:
    """Check that an answer is a proper problem document and return it."""
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    found: dict[str, Any] = orjson.loads(answer.content)
    assert {"type", "title", "status", "detail", "code", "errors"} <= set(found)
    assert (found["status"], found["detail"].endswith((".", ")"))) == (status, True), found
    return found


WRONG_SPANS = [
    ("start", {"start": -1}),
    ("end", {"start": 9, "end": 3, "quote": None}),
    ("end", {"start": 9, "end": 9, "quote": None}),
    ("end", {"end": len(TEXT) + 1, "quote": None}),
    ("start", {"start": len(TEXT), "end": len(TEXT) + 2, "quote": None}),
    ("start", {"start": 1.5}),
    ("start", {"start": 1.0}),
    ("start", {"start": "1"}),
    ("start", {"start": True}),
    ("start", {"start": None}),
    ("start", {"start": [1]}),
    ("end", {"end": 10**30}),
    ("end", {"end": 2**31}),
    ("end", {"end": 2**31 - 1}),
    ("start", {"start": 2**31 - 1}),
    ("end", {"start": TEXT.index("\n\n"), "end": TEXT.index("\n\n") + 2, "quote": None}),
    ("label", {"label": "nonsense"}),
    ("label", {"label": ""}),
    ("label", {"label": "c" * 41}),
    ("label", {"label": 3}),
    ("label", {"label": "hedge"}),
    ("quote", {"quote": 3}),
    ("attributes", {"attributes": []}),
    ("attributes", {"attributes": "{}"}),
    ("attributes", {"attributes": {"counted": "x" * 20_001}}),
    ("attributes", {"attributes": {"value": [[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]}}),
    ("attributes.value", {"attributes": {"value": "many"}}),
    ("attributes", {"attributes": {"colour": "red"}}),
    ("colour", {"colour": "red"}),
]


@pytest.mark.parametrize(("field", "changes"), WRONG_SPANS)
def test_wrong_span_names_its_field(
    api: Programs, annotator: User, spans_url: str, field: str, changes: dict[str, Any]
) -> None:
    found = problem(api(annotator).post(spans_url, mark(**changes)), 400)
    assert field in [each["field"] for each in found["errors"]]
    assert Span.objects.count() == 0


@pytest.mark.parametrize("name", ["label", "start", "end"])
def test_missing_field_is_named(api: Programs, annotator: User, spans_url: str, name: str) -> None:
    body = mark()
    del body[name]
    found = problem(api(annotator).post(spans_url, body), 400)
    assert [each["field"] for each in found["errors"]] == [name]


def test_every_wrong_field_is_told_at_once(api: Programs, annotator: User, spans_url: str) -> None:
    found = problem(api(annotator).post(spans_url, {"start": "a", "end": -1, "size": 3}), 400)
    assert {each["field"] for each in found["errors"]} == {"label", "start", "end", "size"}


def test_quote_that_differs_is_a_conflict(api: Programs, annotator: User, spans_url: str) -> None:
    found = problem(api(annotator).post(spans_url, mark(quote="An estimated 126,000 trucks")), 409)
    assert found["code"] == "quote_differs"
    assert MARKED in found["detail"]


def test_utf16_offsets_are_told_apart_by_the_quote(api: Programs, annotator: User, spans_url: str) -> None:
    start = TEXT.index("capital") + 1  # one more for each character that JavaScript counts twice
    body = {"label": "claim", "start": start, "end": start + 7, "quote": "capital"}
    assert problem(api(annotator).post(spans_url, body), 409)["code"] == "quote_differs"


def test_astral_character_is_one_offset(api: Programs, annotator: User, spans_url: str) -> None:
    body = {"label": "claim", "start": GRIN, "end": GRIN + 1, "quote": "🛰"}
    assert api(annotator).post(spans_url, body).status_code == 201


def test_label_of_another_project_is_unknown(
    api: Programs, annotator: User, stranger: User, other_project: Project, spans_url: str
) -> None:
    made = api(stranger).post(f"projects/{other_project.slug}/labels/", {"key": "rumour"})
    assert made.status_code == 201
    found = problem(api(annotator).post(spans_url, mark(label="rumour")), 400)
    assert found["code"] == "unknown_label"


def test_same_span_twice_is_a_conflict(api: Programs, annotator: User, reviewer: User, spans_url: str) -> None:
    assert api(reviewer).post(spans_url, mark()).status_code == 201
    program = api(annotator)
    assert program.post(spans_url, mark()).status_code == 201
    assert problem(program.post(spans_url, mark()), 409)["code"] == "duplicate_span"


BAD_BODIES = [
    (b"", 400),
    (b"{", 400),
    (b"[]", 400),
    (b"3", 400),
    (b"null", 400),
    (b'"text"', 400),
    (b'{"label": NaN}', 400),
    (b'{"label": "\\ud800", "start": 0, "end": 3}', 400),
    (b'{"label": "\xff", "start": 0, "end": 3}', 400),
    (b'{"label": "figure", "start": 0, "end": 3, "quote": "a\\u0000b"}', 400),
    (b'{"label": "figure", "start": 0, "end": 3, "attributes": {"unit": "a\\u0000b"}}', 400),
    (b'{"label": "figure", "start": 0, "end": 3, "attributes": {"a\\u0000b": 1}}', 400),
    (b'{"label": "figure", "start": 0, "end": 3, "attributes": {"value": 1e400}}', 400),
    (b'{"attributes":' * 900 + b"1" + b"}" * 900, 400),
    (b"[" * 100_000, 400),
    (b'{"a":' * 600 + b'"\\u0000"' + b"}" * 600, 400),
]


@pytest.mark.parametrize(("body", "status"), BAD_BODIES)
def test_body_that_is_no_json_object(api: Programs, annotator: User, spans_url: str, body: bytes, status: int) -> None:
    answer = api(annotator).client.generic("POST", f"/api/v1/{spans_url}", body, "application/json")
    problem(answer, status)
    assert Span.objects.count() == 0


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "application/x-www-form-urlencoded", "", "json"])
def test_other_content_types_are_refused(api: Programs, annotator: User, spans_url: str, kind: str) -> None:
    answer = api(annotator).client.generic("POST", f"/api/v1/{spans_url}", orjson.dumps(mark()), kind)
    problem(answer, 415)


def test_content_type_may_name_its_character_set(api: Programs, annotator: User, spans_url: str) -> None:
    kind = "Application/JSON; charset=utf-8"
    answer = api(annotator).client.generic("POST", f"/api/v1/{spans_url}", orjson.dumps(mark()), kind)
    assert answer.status_code == 201


def test_huge_body_is_refused_before_it_is_read(
    api: Programs, annotator: User, spans_url: str, settings: Settings
) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    problem(api(annotator).post(spans_url, mark(quote="x" * 2000)), 413)
    problem(api(annotator).post(spans_url, mark(quote="x" * 2000), Idempotency_Key="a"), 413)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("javascript:alert(1)", "javascript"),
        ("data:text/html,x", "data"),
        ("file:///etc/passwd", "file"),
        ("https://user:pw@example.org/", "credentials"),
        ("https://", "no host"),
        ("example.org", "no scheme"),
        ('https://example.org/"onclick', "quotes"),
        ("https://[::1", "half an address"),
        ("https://example.org/" + "a" * 2000, "too long"),
    ],
)
def test_dangerous_addresses_are_refused(
    api: Programs, editor: User, project: Project, document: Document, address: str, name: str
) -> None:
    program = api(editor)
    body = {"title": name, "text": "A text.", "url": address}
    for answer in (
        program.post(f"projects/{project.slug}/documents/", body),
        program.patch(f"documents/{document.pk}/", {"url": address}, document.revision),
        program.post(f"projects/{project.slug}/sources/", {"title": name, "url": address}),
    ):
        assert [each["field"] for each in problem(answer, 400)["errors"]] == ["url"]


def test_markup_is_kept_as_data(api: Programs, editor: User, project: Project) -> None:
    script = "<script>alert(1)</script>"
    body = {"title": script, "text": f"{script} said the ministry.", "publisher": script}
    program = api(editor)
    made = program.post(f"projects/{project.slug}/documents/", body)
    found = program.get(f"documents/{made.json()['id']}/")
    assert found.json()["title"] == script
    assert found.json()["version"]["text"] == f"{script} said the ministry."
    assert found["Content-Type"] == "application/json"
    assert found["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "body",
    [
        {"title": "A", "text": ""},
        {"title": "A", "text": " \n "},
        {"title": "A"},
        {"text": "A"},
        {"title": "", "text": "A"},
        {"title": "A" * 501, "text": "A"},
        {"title": 3, "text": "A"},
        {"title": "A", "text": "A", "authors": "me"},
        {"title": "A", "text": "A", "authors": [3]},
        {"title": "A", "text": "A", "metadata": []},
        {"title": "A", "text": "A", "reach": 4},
        {"title": "A", "text": "A", "published_at": "2022-02-30"},
        {"title": "A", "text": "A", "published_at": "15.2.2022"},
        {"title": "A", "text": "A", "published_at": "0000"},
        {"title": "A", "text": "A", "published_at": 2022},
        {"title": "A", "text": "A", "published_precision": "hour"},
        {"title": "A", "text": "A", "language": "x" * 36},
        {"title": "A", "text": "A", "state": "done"},
    ],
)
def test_wrong_document_is_refused(api: Programs, editor: User, project: Project, body: dict[str, Any]) -> None:
    problem(api(editor).post(f"projects/{project.slug}/documents/", body), 400)
    assert Document.objects.count() == 0


@pytest.mark.parametrize(
    "path",
    [
        "documents/3/",
        "documents/not-a-uuid/",
        "documents/00000000-0000-0000-0000-000000000000/",
        "spans/00000000-0000-0000-0000-000000000000/",
        "projects/nowhere/",
        "projects/nowhere/documents/",
        "nonsense/",
        "me",
        "projects/border/members/x%00y/",
        "%ff/",
    ],
)
def test_what_is_not_there_is_a_problem_document(api: Programs, annotator: User, project: Project, path: str) -> None:
    program = api(annotator)
    answer = program.get(path)
    problem(answer, 405 if "members" in path else 404)
    assert program.post(path, {}).status_code in (404, 405)


def test_name_with_nul_is_no_server_error(api: Programs, editor: User, project: Project) -> None:
    answer = api(editor).patch("projects/border/members/x%00y/", {"role": "viewer"})
    assert answer.status_code in (400, 404)


@pytest.mark.parametrize(
    "query",
    [
        "cursor=nonsense",
        "cursor=!!!",
        "cursor=W10",
        "cursor=WzAsIi1jcmVhdGVkX2F0LC1pZCIsMSwyXQ",
        "page_size=0",
        "page_size=1001",
        "page_size=-1",
        "page_size=two",
        "page_size=²",
        "page_size=" + "9" * 40,
        "state=nonsense",
        "label=nonsense",
        "assignee=nobody-here",
        "ordering=colour",
        "from=yesterday",
        "to=2022-13-01",
        "q=%00",
        "colour=red",
    ],
)
def test_wrong_query_is_refused(api: Programs, viewer: User, document: Document, query: str) -> None:
    problem(api(viewer).get(f"projects/border/documents/?{query}"), 400)


def test_methods_that_are_not_listed_are_refused(api: Programs, annotator: User, document: Document) -> None:
    program = api(annotator)
    for method in ("PUT", "POST", "DELETE", "TRACE", "NONSENSE"):
        answer = program.send(method, f"documents/{document.pk}/", {})
        assert problem(answer, 405)["code"] == "method_not_allowed"
        assert set(answer["Allow"].split(", ")) == {"GET", "PATCH", "HEAD", "OPTIONS"}


def test_head_and_options_answer_without_a_body(api: Programs, annotator: User, document: Document) -> None:
    program = api(annotator)
    head = program.send("HEAD", f"documents/{document.pk}/")
    assert (head.status_code, head["ETag"], head.content) == (200, '"1"', b"")
    options = program.send("OPTIONS", f"documents/{document.pk}/")
    assert (options.status_code, options.content) == (204, b"")
    assert "PATCH" in options["Allow"]


def test_lone_surrogate_in_the_query_is_no_server_error(api: Programs, viewer: User, document: Document) -> None:
    assert api(viewer).get("projects/border/documents/?q=%ED%A0%80").status_code in (200, 400)


def test_range_of_the_marked_words_is_as_the_tests_think() -> None:
    assert TEXT[START:END] == MARKED
