"""Spans through the API: made, read, changed, decided on, dismissed and taken back."""

from collections.abc import Callable
from typing import Any

import pytest

from annotations.models import Document, EngineRun, Label, Origin, Span, SpanState, User
from tests.conftest import TEXT

from .conftest import END, MARKED, START, Api, mark

Programs = Callable[[User], Api]


@pytest.fixture
def span(api: Programs, annotator: User, spans_url: str) -> dict[str, Any]:
    """Return the annotator's draft as the API told of it."""
    record: dict[str, Any] = api(annotator).post(spans_url, mark()).json()
    return record


@pytest.fixture
def suggestion(document: Document) -> Span:
    run = EngineRun.objects.get(version=document.current)
    label = Label.objects.get(project=document.project, key="figure")
    return Span.objects.create(
        version=document.current,
        label=label,
        start=START,
        end=END,
        quote=MARKED,
        origin=Origin.ENGINE,
        run=run,
        proposal=f"figure:{START}:{END}",
        score=0.9,
        state=SpanState.SUGGESTED,
    )


def test_saved_span_is_what_was_sent(api: Programs, annotator: User, spans_url: str) -> None:
    answer = api(annotator).post(spans_url, mark(attributes={"value": 126000}))
    span = answer.json()
    assert answer.status_code == 201
    assert answer["ETag"] == '"1"'
    assert (span["label"], span["start"], span["end"], span["quote"]) == ("figure", START, END, MARKED)
    assert (span["author"], span["state"], span["revision"]) == ("annotator", "draft", 1)
    assert span["attributes"] == {"value": 126000}


def test_offsets_count_code_points(api: Programs, annotator: User, spans_url: str) -> None:
    start = TEXT.index("capital")
    assert any(ord(letter) > 0xFFFF for letter in TEXT[:start])
    answer = api(annotator).post(spans_url, {"label": "place", "start": start, "end": start + 7, "quote": "capital"})
    assert answer.status_code == 400  # this label is switched off
    answer = api(annotator).post(spans_url, {"label": "claim", "start": start, "end": start + 7, "quote": "capital"})
    assert answer.json()["quote"] == "capital"


def test_reading_gives_what_saving_gave(api: Programs, viewer: User, span: dict[str, Any], spans_url: str) -> None:
    one = api(viewer).get(f"spans/{span['id']}/")
    assert one.json() == span
    assert one["ETag"] == '"1"'
    assert api(viewer).get(spans_url).json() == {"next": None, "previous": None, "results": [span]}


def test_overlapping_spans_come_in_reading_order(api: Programs, annotator: User, spans_url: str) -> None:
    program = api(annotator)
    for start, end in ((5, 9), (0, 9), (0, 20)):
        assert program.post(spans_url, mark(start=start, end=end, quote=None)).status_code == 201
    found = program.get(spans_url).json()["results"]
    assert [(each["start"], each["end"]) for each in found] == [(0, 20), (0, 9), (5, 9)]


def test_pages_of_spans_hold_each_once(api: Programs, annotator: User, spans_url: str) -> None:
    program = api(annotator)
    for end in range(1, 8):
        program.post(spans_url, mark(start=0, end=end, quote=None))
    page = program.get(f"{spans_url}?page_size=3").json()
    ends = [each["end"] for each in page["results"]]
    while page["next"]:
        page = program.get(page["next"]).json()
        ends += [each["end"] for each in page["results"]]
    assert ends == [7, 6, 5, 4, 3, 2, 1]
    back = program.get(page["previous"]).json()
    assert [each["end"] for each in back["results"]] == [4, 3, 2]


def test_filters_of_spans(api: Programs, annotator: User, span: dict[str, Any], spans_url: str) -> None:
    program = api(annotator)
    other = program.post(spans_url, mark(label="claim")).json()
    program.delete(f"spans/{other['id']}/", 1)

    def found(query: str) -> list[str]:
        return [each["label"] for each in program.get(f"{spans_url}?{query}").json()["results"]]

    assert found("") == ["figure"]
    assert found("state=all") == ["figure", "claim"]
    assert found("state=dismissed") == ["claim"]
    assert found("state=draft,approved&author=annotator&label=figure") == ["figure"]
    assert found("author=editor") == []
    for wrong in ("state=done", "label=nonsense", "colour=red", "page_size=0"):
        assert program.get(f"{spans_url}?{wrong}").status_code == 400


def test_change_raises_the_revision(api: Programs, annotator: User, span: dict[str, Any]) -> None:
    answer = api(annotator).patch(f"spans/{span['id']}/", {"end": END - 7, "quote": TEXT[START : END - 7]}, 1)
    assert answer.status_code == 200
    assert (answer["ETag"], answer.json()["end"], answer.json()["quote"]) == ('"2"', END - 7, TEXT[START : END - 7])


def test_change_of_label_and_attributes(api: Programs, annotator: User, span: dict[str, Any]) -> None:
    program = api(annotator)
    answer = program.patch(f"spans/{span['id']}/", {"label": "claim", "attributes": {"worthiness": "CFS"}}, 1)
    assert (answer.json()["label"], answer.json()["attributes"]) == ("claim", {"worthiness": "CFS"})
    refused = program.patch(f"spans/{span['id']}/", {"attributes": {"value": 1}}, 2)
    assert (refused.status_code, refused.json()["code"]) == (400, "schema")


def test_edited_suggestion_becomes_the_persons_draft(api: Programs, annotator: User, suggestion: Span) -> None:
    answer = api(annotator).patch(f"spans/{suggestion.pk}/", {"start": START + 3}, 1).json()
    assert (answer["id"], answer["author"], answer["state"]) == (str(suggestion.pk), "annotator", "draft")
    assert answer["engine"]["name"] == "rules"


def test_accepted_and_taken_back(api: Programs, annotator: User, suggestion: Span) -> None:
    program, path = api(annotator), f"spans/{suggestion.pk}/"
    accepted = program.post(f"{path}accept/", If_Match='"1"')
    assert (accepted.status_code, accepted.json()["state"], accepted["ETag"]) == (200, "draft", '"2"')
    undone = program.post(f"{path}undo/", If_Match='"2"').json()
    assert (undone["state"], undone["author"]) == ("suggested", None)
    again = program.post(f"{path}undo/", If_Match='"3"').json()
    assert (again["state"], again["author"]) == ("draft", "annotator")


def test_rejected_with_a_reason(api: Programs, annotator: User, suggestion: Span) -> None:
    program, path = api(annotator), f"spans/{suggestion.pk}/reject/"
    assert program.post(path, {"reason": "dull"}, If_Match='"1"').status_code == 400
    answer = program.post(path, {"reason": "wrong_boundary", "note": "Too long."}, If_Match='"1"').json()
    assert (answer["state"], answer["reason"], answer["note"]) == ("dismissed", "wrong_boundary", "Too long.")


def test_deleted_span_is_gone_from_the_list_and_comes_back(
    api: Programs, annotator: User, span: dict[str, Any], spans_url: str
) -> None:
    program = api(annotator)
    gone = program.delete(f"spans/{span['id']}/", 1)
    assert (gone.status_code, gone["ETag"], gone.content) == (204, '"2"', b"")
    assert program.get(spans_url).json()["results"] == []
    assert program.post(f"spans/{span['id']}/undo/", If_Match='"2"').json()["state"] == "draft"


def test_second_person_approves(api: Programs, annotator: User, reviewer: User, span: dict[str, Any]) -> None:
    path = f"spans/{span['id']}/"
    api(annotator).post(f"{path}submit/", If_Match='"1"')
    approved = api(reviewer).post(f"{path}approve/", {"note": "Right."}, If_Match='"2"').json()
    assert (approved["state"], approved["decided_by"], approved["author"]) == ("approved", "reviewer", "annotator")


def test_nobody_approves_what_is_their_own(api: Programs, reviewer: User, spans_url: str) -> None:
    program = api(reviewer)
    span = program.post(spans_url, mark()).json()
    program.post(f"spans/{span['id']}/submit/", If_Match='"1"')
    refused = program.post(f"spans/{span['id']}/approve/", If_Match='"2"')
    assert (refused.status_code, refused.json()["code"]) == (409, "second_person")


def test_returned_span_says_why(api: Programs, annotator: User, reviewer: User, span: dict[str, Any]) -> None:
    path = f"spans/{span['id']}/"
    api(annotator).post(f"{path}submit/", If_Match='"1"')
    assert api(reviewer).post(f"{path}return/", If_Match='"2"').status_code == 400
    answer = api(reviewer).post(f"{path}return/", {"reason": "wrong_label"}, If_Match='"2"').json()
    assert (answer["state"], answer["reason"], answer["decided_by"]) == ("draft", "wrong_label", "reviewer")


def test_claim_is_made_once(api: Programs, annotator: User, span: dict[str, Any]) -> None:
    program, path = api(annotator), f"spans/{span['id']}/claim/"
    made, read = program.post(path), program.post(path)
    assert (made.status_code, read.status_code) == (201, 200)
    assert made.json()["normalized_text"] == MARKED
    assert made.json()["spans"][0]["id"] == span["id"]
    assert made.json() == read.json()
    assert program.get(f"spans/{span['id']}/").json()["claim"] == made.json()["id"]
