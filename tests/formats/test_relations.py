"""Relations leave with their spans and come in with them, whichever documents their ends lie in."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.actions.imports import import_file
from annotations.actions.queue import submit_document
from annotations.actions.relations import RelationDraft, create_relation, withdraw_relation
from annotations.actions.spans import delete_span
from annotations.formats import native_export
from annotations.formats.native_export import Choice, losses, stream
from annotations.formats.native_schema import NATIVE
from annotations.models import Document, Event, Origin, Project, Relation, Span, Transfer, User
from tests.actions.story import approve, as_, counts, mark, opened, receive, seen, submit

ALL = Choice.of(["all"])
JSON = dict[str, Any]


def _bytes(project: Project, choice: Choice = ALL) -> bytes:
    return b"".join(stream(project, choice))


def _export(project: Project, choice: Choice = ALL) -> list[JSON]:
    return [json.loads(line) for line in _bytes(project, choice).splitlines()]


def _pairs(lines: list[JSON]) -> list[tuple[str, str, str]]:
    """Return what each relation of the lines joins, in words."""
    words = {span["id"]: span["quote"] for line in lines for span in line["spans"]}
    return sorted(
        (each["type"], words[each["source"]], words[each["target"]]) for line in lines for each in line["relations"]
    )


@pytest.fixture
def join(project: Project) -> Callable[..., Relation]:
    def build(kind: str, source: Span, target: Span, user: User, **more: str) -> Relation:
        return create_relation(project, as_(user), seen(source, user), seen(target, user), RelationDraft(kind, **more))

    return build


@pytest.fixture
def joined(article: Document, project: Project, annotator: User, editor: User, join: Any) -> list[Relation]:
    """Return two relations in one document and one that leads to it from a later one."""
    figure = mark(article, annotator, "126,000 troops")
    claim = mark(article, annotator, "126,000 troops stood near the border", "claim")
    later = receive(project, editor, title="Later")
    denial = mark(article, annotator, "The ministry denied it.", "denial")
    far = mark(later, annotator, "The ministry denied it.", "denial")
    return [
        join("quantifies", figure, claim, annotator),
        join("denies", denial, claim, annotator),
        join("denies", far, claim, annotator, scope="part", note="Not its “numbers”."),
    ]


PAIRS = [
    ("denies", "The ministry denied it.", "126,000 troops stood near the border"),
    ("denies", "The ministry denied it.", "126,000 troops stood near the border"),
    ("quantifies", "126,000 troops", "126,000 troops stood near the border"),
]


def test_relation_leaves_once_in_the_line_of_its_source(joined: list[Relation], project: Project) -> None:
    lines = _export(project)
    assert [[each["id"] for each in line["relations"]] for line in lines] == [
        [str(joined[0].pk), str(joined[1].pk)],
        [str(joined[2].pk)],
    ]
    (far,) = lines[1]["relations"]
    assert (far["source_document"], far["target_document"]) == (lines[1]["document"]["id"], lines[0]["document"]["id"])
    assert (far["scope"], far["note"], far["author"]) == ("part", "Not its “numbers”.", "annotator")
    assert [problem.message for line in lines for problem in NATIVE.iter_errors(line)] == []


@pytest.mark.usefixtures("joined")
def test_each_annotators_line_has_the_relations_of_its_spans(
    project: Project, article: Document, annotator: User, reviewer: User, join: Any
) -> None:
    own = mark(article, reviewer, "An estimated 126,000", "figure")
    join("quantifies", own, Span.objects.filter(label__key="claim")[0], reviewer)
    lines = _export(project, Choice.of([], per_annotator=True))
    found = {(line["annotator"], len(line["spans"])): len(line["relations"]) for line in lines}
    assert found == {("annotator", 3): 2, ("reviewer", 1): 1, ("annotator", 1): 1}


def test_relation_leaves_only_with_both_its_ends(
    joined: list[Relation], project: Project, annotator: User, reviewer: User
) -> None:
    assert [line["relations"] for line in _export(project, Choice.of([]))] == [[], []]
    first = joined[0]
    for span in (first.source, first.target):
        submit(span, annotator)
        approve(span, reviewer)
    lines = _export(project, Choice.of([]))
    assert [[each["id"] for each in line["relations"]] for line in lines] == [[str(first.pk)], []]
    told = {each["what"]: each["count"] for each in losses(project, Choice.of([]))}
    assert told == {"relations": 2, "spans: draft": 2}
    assert "relations" not in {each["what"] for each in losses(project, ALL)}


def test_withdrawn_relation_and_that_of_a_dismissed_span_stay(
    joined: list[Relation], project: Project, annotator: User
) -> None:
    withdraw_relation(joined[0], as_(annotator), revision=1)
    delete_span(seen(joined[2].source, annotator), as_(annotator), revision=1)
    everything = Choice.of(["all", "suggested", "dismissed"])
    assert [each["id"] for line in _export(project, everything) for each in line["relations"]] == [str(joined[1].pk)]


def test_export_into_the_same_project_is_no_change(joined: list[Relation], project: Project, editor: User) -> None:
    data, before = _bytes(project), counts()
    transfer = import_file(project, as_(editor), data, filename="a.jsonl")
    assert (transfer.errors, transfer.losses, transfer.counts["relations_unchanged"]) == ([], [], 3)
    assert {name for name, number in counts().items() if number != before[name]} == {"Transfer", "Event"}
    assert _bytes(project) == data


@pytest.mark.usefixtures("joined")
@pytest.mark.parametrize("is_reversed", [False, True])
@pytest.mark.parametrize("per_annotator", [False, True])
def test_relations_come_into_another_project_whatever_line_comes_first(
    *, is_reversed: bool, per_annotator: bool, project: Project, other_project: Project, stranger: User
) -> None:
    lines = _bytes(project, Choice.of(["all"], per_annotator=per_annotator)).splitlines()
    data = b"\n".join(lines[::-1] if is_reversed else lines)
    transfer = import_file(other_project, as_(stranger), data, filename="a.jsonl")
    assert (transfer.errors, transfer.losses, transfer.counts["relations_created"]) == ([], [], 3)
    found = _export(other_project)
    assert _pairs(found) == PAIRS
    brought = Relation.objects.filter(project=other_project)
    assert {(each.author, each.origin, each.provenance["author"]) for each in brought} == {
        (stranger, Origin.IMPORT, "annotator")
    }
    assert sorted(brought.values_list("scope", "note")) == [("", ""), ("part", "Not its “numbers”."), ("whole", "")]
    assert {each["id"] for line in found for each in line["relations"]}.isdisjoint(
        str(each.pk) for each in Relation.objects.filter(project=project)
    )
    assert Event.objects.filter(project=other_project, kind="relation", verb="imported").count() == 3
    again = import_file(other_project, as_(stranger), data, filename="a.jsonl")
    assert (again.counts["relations_unchanged"], again.counts["relations_created"]) == (3, 0)


def _file(relation: JSON, **changes: Any) -> JSON:
    spans = [
        {"id": "T1", "label": "figure", "start": 0, "end": 7, "quote": "126,000"},
        {"id": "T2", "label": "claim", "start": 0, "end": 14, "quote": "126,000 troops"},
    ]
    return {
        "schema": "factcheck/1",
        "offset_unit": "codepoint",
        "document": {"id": "doc-1", "title": "Border force", "language": "eo"},
        "version": {"text": "126,000 troops"},
        "spans": spans,
        "relations": [{"type": "quantifies", "source": "T1", "target": "T2", **relation}],
        **changes,
    }


def _take(project: Project, user: User, *items: JSON) -> Transfer:
    return import_file(project, as_(user), json.dumps(items).encode(), filename="a.json")


def test_ids_of_other_programs_join_too(project: Project, editor: User) -> None:
    second = _file({"source_document": "doc-1"}, document={"id": "doc-2", "title": "Second", "language": "eo"})
    transfer = _take(project, editor, _file({"id": "R1"}), second)
    assert (transfer.errors, transfer.counts["relations_created"]) == ([], 2)
    titles = Relation.objects.values_list("source__version__document__title", "target__version__document__title")
    assert sorted(titles) == [("Border force", "Border force"), ("Border force", "Second")]


def test_id_of_the_file_is_kept(project: Project, editor: User) -> None:
    told = str(uuid4())
    _take(project, editor, _file({"id": told}))
    assert str(Relation.objects.get().pk) == told


@pytest.mark.parametrize(
    "relation",
    [
        {"target": "T9"},
        {"target": "T1"},
        {"target_document": "doc-9"},
        {"type": "denies"},
        {"scope": "part"},
        {"state": "withdrawn"},
    ],
    ids=str,
)
def test_relation_that_joins_nothing_here_is_left_out_and_told(relation: JSON, project: Project, editor: User) -> None:
    transfer = _take(project, editor, _file(relation))
    assert (transfer.errors, transfer.counts["spans_created"], transfer.counts["relations_skipped"]) == ([], 2, 1)
    assert [each for each in transfer.losses if "relations" in each]
    assert not Relation.objects.exists()


def test_relation_of_a_row_that_failed_is_left_out(project: Project, editor: User) -> None:
    bad = _file({})
    bad["spans"][0]["quote"] = "125,000"
    transfer = _take(project, editor, bad)
    assert [each["code"] for each in transfer.errors] == ["quote_differs"]
    assert not Relation.objects.exists()


def test_trial_run_stores_no_relation(project: Project, editor: User) -> None:
    data = json.dumps(_file({})).encode()
    transfer = import_file(project, as_(editor), data, filename="a.json", dry_run=True)
    assert transfer.counts["relations_created"] == 1
    assert not Relation.objects.exists()


def test_relation_named_twice_comes_in_once(project: Project, editor: User) -> None:
    told = {"type": "quantifies", "source": "T1", "target": "T2"}
    transfer = _take(project, editor, _file({}, relations=[told, told]))
    assert (transfer.counts["relations_created"], transfer.counts["relations_unchanged"]) == (1, 1)


def _queries(act: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


@pytest.mark.usefixtures("joined")
def test_ten_more_relations_cost_no_query(
    project: Project, other_project: Project, annotator: User, editor: User, stranger: User, join: Any
) -> None:
    few = _queries(lambda: _bytes(project))
    for number in range(10):
        document = receive(project, editor, title=f"Article {number}")
        claim = mark(document, annotator, "border", "claim")
        join("quantifies", mark(document, annotator), claim, annotator)
        submit_document(opened(document, annotator), as_(annotator))
    assert _queries(lambda: _bytes(project)) == few
    data = _bytes(project)
    import_file(other_project, as_(stranger), data, filename="a.jsonl")
    assert Relation.objects.filter(project=other_project).count() == 13


@pytest.mark.usefixtures("joined")
def test_relations_leave_in_chunks(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = _bytes(project)
    monkeypatch.setattr(native_export, "ROWS_AT_ONCE", 1)
    assert _bytes(project) == whole
