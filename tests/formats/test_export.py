"""What leaves: valid by the published schema, right to the code point, and at a constant cost a document."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotations.actions.claims import claim_of_span
from annotations.actions.evidence import EvidenceDraft, SourceDraft, add_evidence
from annotations.actions.imports import import_file
from annotations.actions.projects import create_project
from annotations.actions.queue import submit_document
from annotations.actions.spans import SpanDraft, create_span
from annotations.actions.verdicts import VerdictDraft, record_verdict
from annotations.errors import Invalid
from annotations.formats.native_export import Choice, losses, stream
from annotations.formats.native_schema import NATIVE
from annotations.models import Document, Project, Span, User
from tests.actions.story import approve, as_, counts, mark, opened, receive, suggest

ALL = Choice.of(["all"])


def _export(project: Project, choice: Choice = ALL, name: str = "jsonl") -> list[dict[str, Any]]:
    data = b"".join(stream(project, choice, name=name))
    return json.loads(data) if name == "json" else [json.loads(line) for line in data.splitlines()]


@pytest.fixture
def reviewed(article: Document, annotator: User, reviewer: User) -> Document:
    """Return a document with a span in each state, and a claim with a source and a verdict."""
    approved = mark(article, annotator, "126,000 troops", value=126000)
    claim, _ = claim_of_span(approved, as_(annotator))
    source = SourceDraft(url="https://example.org/count", title="The count")
    add_evidence(claim, as_(annotator), source, EvidenceDraft("126,000", "supports"))
    record_verdict(claim, as_(annotator), VerdictDraft("half-true", "Counted twice."))
    mark(article, annotator, "None crossed", "claim")
    submit_document(opened(article, annotator), as_(annotator))
    approve(approved, reviewer)
    mark(article, reviewer, "🛰", "quote")
    suggest(article, "The ministry", "speaker")
    gone = suggest(article, "border", "claim")
    Span.objects.filter(pk=gone.pk).update(state="dismissed")
    return article


@pytest.mark.parametrize("name", ["jsonl", "json"])
@pytest.mark.parametrize("per_annotator", [False, True])
def test_every_document_of_an_export_fits_the_published_schema(
    name: str, *, per_annotator: bool, reviewed: Document, project: Project, editor: User
) -> None:
    receive(project, editor, title="Without spans", published_at=None)
    states = ["all", "suggested", "dismissed"]
    found = _export(project, Choice.of(states, per_annotator=per_annotator), name)
    assert len(found) > 1
    for each in found:
        assert [problem.message for problem in NATIVE.iter_errors(each)] == []
        text = each["version"]["text"]
        assert len(text) == each["version"]["length"]
        for span in each["spans"]:
            assert text[span["start"] : span["end"]] == span["quote"]


def test_only_approved_spans_leave_unless_more_is_asked_for(reviewed: Document, project: Project) -> None:
    (line,) = _export(project, Choice.of([]))
    assert [(span["quote"], span["state"]) for span in line["spans"]] == [("126,000 troops", "approved")]


@pytest.mark.parametrize(
    ("states", "more", "expected"),
    [
        (["all"], {}, {"approved", "in_review", "draft"}),
        (["draft"], {}, {"draft"}),
        (["suggested", "dismissed"], {}, {"suggested", "dismissed"}),
        ([""], {"with_suggestions": True}, {"approved", "suggested"}),
        (["all"], {"with_suggestions": True}, {"approved", "in_review", "draft", "suggested"}),
    ],
)
def test_states_are_chosen(
    states: list[str], more: dict[str, bool], expected: set[str], reviewed: Document, project: Project
) -> None:
    (line,) = _export(project, Choice.of(states, **more))
    assert {span["state"] for span in line["spans"]} == expected


def test_unknown_state_or_format_is_refused(project: Project) -> None:
    with pytest.raises(Invalid, match="“perfect” is none of: all, suggested, draft"):
        Choice.of(["approved", "perfect"])
    with pytest.raises(Invalid, match="jsonl, json"):
        stream(project, ALL, name="xml")


def test_trail_leaves_whole(reviewed: Document, project: Project) -> None:
    (line,) = _export(project, Choice.of([]))
    (span,) = line["spans"]
    assert (span["author"], span["decided_by"], span["attributes"]) == ("annotator", "reviewer", {"value": 126000})
    (claim,) = line["claims"]
    assert span["claim"] == claim["id"]
    assert claim["evidence"][0]["source"]["url"] == "https://example.org/count"
    (verdict,) = claim["verdicts"]
    assert (verdict["rating"], verdict["numeric"], verdict["proposed_by"], verdict["state"]) == (
        *("half-true", 3, "annotator", "in_review"),
    )
    assert verdict["evidence"][0]["id"] == claim["evidence"][0]["id"]


def test_suggestion_leaves_under_its_engines_name(reviewed: Document, project: Project) -> None:
    (line,) = _export(project, Choice.of(["suggested"]))
    (span,) = line["spans"]
    assert (span["engine"], span["author"], span["score"]) == ({"name": "rules", "version": "1"}, None, 0.9)


def test_each_annotator_has_a_line(reviewed: Document, project: Project) -> None:
    found = _export(project, Choice.of([], per_annotator=True))
    spans = {each["annotator"]: [span["quote"] for span in each["spans"]] for each in found}
    assert spans == {"annotator": ["126,000 troops", "None crossed"], "reviewer": ["🛰"]}
    assert {each["document"]["id"] for each in found} == {str(reviewed.pk)}


def test_export_says_what_it_leaves_behind(reviewed: Document, project: Project) -> None:
    told = {each["what"]: each["count"] for each in losses(project, Choice.of([]))}
    assert told == {"spans: dismissed": 1, "spans: draft": 1, "spans: in_review": 1, "spans: suggested": 1}


def test_empty_project_leaves_as_nothing(project: Project) -> None:
    assert b"".join(stream(project, ALL)) == b""
    assert b"".join(stream(project, ALL, name="json")) == b"[]\n"


def test_other_projects_stay_at_home(reviewed: Document, other_project: Project) -> None:
    assert _export(other_project) == []


def _queries(project: Project) -> int:
    with CaptureQueriesContext(connection) as captured:
        list(stream(project, ALL))
    return len(captured)


def test_ten_more_documents_and_spans_cost_no_query(
    reviewed: Document, project: Project, annotator: User, editor: User
) -> None:
    few = _queries(project)
    for number in range(10):
        document = receive(project, editor, title=f"Article {number}")
        claim_of_span(mark(document, annotator), as_(annotator))
        mark(document, annotator, "border", "claim")
    assert _queries(project) == few


def test_export_into_the_same_project_is_no_change(reviewed: Document, project: Project, editor: User) -> None:
    data = b"".join(stream(project, ALL))
    before = counts()
    transfer = import_file(project, as_(editor), data, filename="a.jsonl")
    assert (transfer.errors, transfer.counts["spans_unchanged"]) == ([], 3)
    changed = {name for name, number in counts().items() if number != before[name]}
    assert changed == {"Transfer", "Event"}
    assert b"".join(stream(project, ALL)) == data


def test_export_comes_into_another_project_with_its_claim_and_verdict(
    reviewed: Document, project: Project, other_project: Project, stranger: User
) -> None:
    data = b"".join(stream(project, ALL))
    transfer = import_file(other_project, as_(stranger), data, filename="a.jsonl")
    assert (transfer.errors, transfer.counts["spans_created"], transfer.counts["claims_created"]) == ([], 3, 1)
    (line,) = _export(other_project)
    assert {span["state"] for span in line["spans"]} == {"draft", "in_review"}
    assert {span["author"] for span in line["spans"]} == {"stranger"}
    (claim,) = line["claims"]
    assert claim["evidence"][0]["passage"] == "126,000"
    assert (claim["verdicts"][0]["rating"], claim["verdicts"][0]["state"]) == ("half-true", "draft")


ODD = st.sampled_from(
    ["🛰", "👩‍🚀", "e\u0301", "שלום", "\u00a0", "\u200f", "\u2028", "\x85", "\ufeff", '"', "\\", "\n", "</script>"]
)
TEXTS = st.lists(
    ODD | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=8), max_size=20
)


def _ranges(data: st.DataObject, text: str) -> Iterator[tuple[int, int]]:
    for _ in range(data.draw(st.integers(0, 6))):
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        if text[start:end].strip():
            yield start, end


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=TEXTS, data=st.data(), name=st.sampled_from(["json", "jsonl"]))
def test_any_text_and_spans_come_back_as_they_left(
    pieces: list[str], data: st.DataObject, name: str, editor: User, annotator: User
) -> None:
    text = "x" + "".join(pieces)
    from_, to = (create_project(as_(editor), name="Desk", slug=f"desk-{uuid4()}") for _ in range(2))
    document = receive(from_, editor, text, title=data.draw(st.sampled_from(["Border", "«מלחמה» 🛰", "<b>"])))
    for start, end in set(_ranges(data, text)):
        create_span(opened(document, editor), as_(annotator), SpanDraft("claim", start, end))
    exported = b"".join(stream(from_, ALL, name=name))
    transfer = import_file(to, as_(editor), exported, filename=f"a.{name}")
    assert transfer.errors == []
    (left,), (came,) = _export(from_), _export(to)
    for kept in ("text", "sha256", "length"):
        assert came["version"][kept] == left["version"][kept]
    assert came["document"]["title"] == left["document"]["title"]
    wanted = ("label", "start", "end", "quote", "attributes", "state")
    told = [[sorted([[span[key] for key in wanted] for span in each["spans"]], key=str)] for each in (left, came)]
    assert told[0] == told[1]
