"""Taking work out by the page: the choice, what stays behind, and the file."""

import json

import pytest
from django.http import StreamingHttpResponse
from django.urls import reverse

from annotations.models import Project, Span, User

from .conftest import Browse, suggest, text_of


def _export(project: Project) -> str:
    return reverse("export", args=[project.slug])


def _lines(response: StreamingHttpResponse) -> list[dict]:
    return [json.loads(line) for line in b"".join(response).splitlines()]


def test_page_tells_what_stays_behind(project: Project, draft: Span, viewer: User, browse: Browse) -> None:
    page = text_of(browse(viewer).get(_export(project)))
    assert "What stays behind" in page
    assert "Draft" in page
    assert "not among the states asked for" in page
    everything = text_of(browse(viewer).get(_export(project), {"states": ["all"]}))
    assert "Nothing: every span leaves." in everything


def test_file_is_streamed_with_its_name_and_holds_the_span(
    project: Project, draft: Span, viewer: User, browse: Browse
) -> None:
    response = browse(viewer).get(_export(project), {"states": ["draft"], "download": "1"})
    assert response.streaming
    assert response["Content-Disposition"].startswith(f'attachment; filename="{project.slug}-')
    assert response["Content-Disposition"].endswith('.jsonl"')
    (line,) = _lines(response)
    (span,) = line["spans"]
    assert line["version"]["text"][span["start"] : span["end"]] == span["quote"] == draft.quote
    assert span["author"] == "annotator"


def test_approved_spans_are_the_usual_choice(project: Project, draft: Span, viewer: User, browse: Browse) -> None:
    (line,) = _lines(browse(viewer).get(_export(project), {"download": "1"}))
    assert line["spans"] == []


def test_json_is_one_list_and_suggestions_leave_when_asked_for(
    project: Project, document: object, viewer: User, browse: Browse
) -> None:
    suggest(document)
    response = browse(viewer).get(_export(project), {"format": "json", "states": ["suggested"], "download": "1"})
    (found,) = json.loads(b"".join(response))
    assert [span["state"] for span in found["spans"]] == ["suggested"]
    assert response["Content-Type"] == "application/json"


@pytest.mark.parametrize("query", [{"states": "bogus"}, {"format": "exe", "download": "1"}])
def test_unknown_choice_is_said(query: dict[str, str], project: Project, viewer: User, browse: Browse) -> None:
    response = browse(viewer).get(_export(project), query)
    assert response.status_code == 400
    assert "is one of" in text_of(response) or "is none of" in text_of(response)
