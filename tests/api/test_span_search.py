"""Spans of a project found by their words, whatever document they lie in."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from annotations.actions.documents import DocumentDraft, create_document
from annotations.actions.events import Actor
from annotations.actions.spans import SpanDraft, create_span, delete_span
from annotations.models import Document, Project, User

from .conftest import MARKED, Api, mark

Programs = Callable[[User], Api]
URL = "projects/border/spans/"
ELSEWHERE = "Troops left the border. Nobody denied it."


@pytest.fixture
def other(project: Project, editor: User, annotator: User) -> Document:
    """Return a second document in which a claim and a denial are marked."""
    made = create_document(project, Actor(user=editor), DocumentDraft(title="Elsewhere", text=ELSEWHERE))
    for label, start, end in (("claim", 0, 23), ("denial", 24, 41)):
        create_span(made, Actor(user=annotator), SpanDraft(label, start, end))
    return made


@pytest.fixture
def found(api: Programs, viewer: User, annotator: User, spans_url: str, other: Document) -> Callable[[str], list[str]]:
    """Return a function that gives the words of the spans that a query finds, one of them in the first document."""
    api(annotator).post(spans_url, mark())
    program = api(viewer)
    return lambda query: [each["quote"] for each in program.get(f"{URL}?{query}").json()["results"]]


def test_every_word_has_to_be_there_in_any_order(found: Callable[[str], list[str]]) -> None:
    assert found("q=TROOPS") == [MARKED, "Troops left the border."]
    assert found("q=border+troops") == ["Troops left the border."]
    assert found("q=border+denied") == []
    assert found("q=100%25") == []
    assert found("") == [MARKED, "Nobody denied it.", "Troops left the border."]


def test_labels_and_the_document_at_hand_narrow_it_down(
    found: Callable[[str], list[str]], document: Document, other: Document
) -> None:
    assert found(f"not_document={document.pk}") == ["Nobody denied it.", "Troops left the border."]
    assert found("label=claim") == ["Troops left the border."]
    assert found(f"label=claim,figure&not_document={other.pk}") == [MARKED]


def test_it_says_where_the_span_lies(api: Programs, viewer: User, other: Document) -> None:
    [one] = api(viewer).get(f"{URL}?label=denial").json()["results"]
    assert (one["document"], one["title"], one["label"], one["start"]) == (str(other.pk), "Elsewhere", "denial", 24)


def test_pages_follow_each_other(api: Programs, viewer: User, other: Document) -> None:
    first = api(viewer).get(f"{URL}?page_size=1").json()
    second = api(viewer).get(first["next"]).json()
    assert [each["results"][0]["label"] for each in (first, second)] == ["denial", "claim"]
    assert second["next"] is None


def test_dismissed_spans_are_not_found(api: Programs, viewer: User, annotator: User, other: Document) -> None:
    span = other.current.spans.select_related("version__document__project", "label").get(label__key="claim")
    delete_span(span, Actor(user=annotator), revision=1)
    assert [each["label"] for each in api(viewer).get(URL).json()["results"]] == ["denial"]


def test_wrong_filters_are_refused_and_strangers_see_nothing(
    api: Programs, viewer: User, stranger: User, other_project: Project, project: Project
) -> None:
    for wrong in ("label=rumour", "not_document=7", "document=1", "page_size=0", "q=%00"):
        assert api(viewer).get(f"{URL}?{wrong}").status_code == 400, wrong
    assert api(viewer).get(f"{URL}?not_document={uuid4()}").status_code == 200
    assert api(stranger).get(URL).status_code == 404
    assert api(stranger).get("projects/other/spans/").json()["results"] == []
