"""Comments leave with what they are about and come in with it, in their threads."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.actions.claims import claim_of_span
from annotations.actions.comments import remove_comment, reply, resolve, write_comment
from annotations.actions.imports import import_file
from annotations.actions.spans import delete_span
from annotations.actions.verdicts import VerdictDraft, record_verdict
from annotations.formats.native_export import Choice, stream
from annotations.formats.native_schema import NATIVE
from annotations.models import Comment, Document, Event, Mention, Origin, Project, Span, User
from tests.actions.story import as_, counts, held, known, mark, opened, receive, seen

ALL = Choice.of(["all"])
JSON = dict[str, Any]


def _bytes(project: Project, choice: Choice = ALL) -> bytes:
    return b"".join(stream(project, choice))


def _export(project: Project, choice: Choice = ALL) -> list[JSON]:
    return [json.loads(line) for line in _bytes(project, choice).splitlines()]


def _said(project: Project) -> list[list[tuple[str, str, bool]]]:
    return [
        [(each["subject"]["kind"], each["text"], each["root"] is not None) for each in line["comments"]]
        for line in _export(project)
    ]


@pytest.fixture
def span(article: Document, annotator: User) -> Span:
    return mark(article, annotator)


@pytest.fixture
def talk(article: Document, span: Span, annotator: User, reviewer: User) -> list[Comment]:
    """Return a thread with a reply, a removed one with a reply, and a word on document, claim and verdict each."""
    claim, _ = claim_of_span(span, as_(annotator))
    verdict = record_verdict(claim, as_(annotator), VerdictDraft("true"))
    first = write_comment(seen(span, annotator), as_(annotator), "@reviewer Is it “one” 🛰?")
    found = [first, reply(first, as_(reviewer), "It is.")]
    gone = write_comment(seen(span, reviewer), as_(reviewer), "Never mind.")
    found += [gone, reply(gone, as_(annotator), "Too late.")]
    remove_comment(gone, as_(reviewer), revision=1)
    lost = write_comment(seen(span, reviewer), as_(reviewer), "Nothing.")
    remove_comment(lost, as_(reviewer), revision=1)
    found.append(write_comment(opened(article, annotator), as_(annotator), "A good piece."))
    found.append(write_comment(known(claim, annotator), as_(annotator), "Worth a look."))
    found.append(write_comment(held(verdict, reviewer), as_(reviewer), "Why?"))
    resolve(first, as_(reviewer), revision=1)
    return found


def test_comments_leave_with_what_they_are_about(talk: list[Comment], project: Project, editor: User) -> None:
    receive(project, editor, title="Without any")
    first, second = _export(project)
    assert [problem.message for problem in NATIVE.iter_errors(first)] == []
    assert [(each["subject"]["kind"], each["text"]) for each in first["comments"]] == [
        ("document", "A good piece."),
        ("claim", "Worth a look."),
        ("verdict", "Why?"),
        ("span", "@reviewer Is it “one” 🛰?"),
        ("span", "It is."),
        ("span", ""),
        ("span", "Too late."),
    ]
    assert second["comments"] == []
    spoken = first["comments"][3]
    assert (spoken["author"], spoken["resolved_by"], spoken["root"]) == ("annotator", "reviewer", None)
    assert spoken["created_at"].endswith("Z")
    assert first["comments"][4]["root"] == spoken["id"] == str(talk[0].pk)


@pytest.mark.usefixtures("talk")
def test_comments_of_spans_that_stay_behind_stay_with_them(project: Project, span: Span, annotator: User) -> None:
    assert [kind for line in _said(project) for kind, *_ in line].count("span") == 4
    delete_span(seen(span, annotator), as_(annotator), revision=seen(span, annotator).revision)
    assert _said(project) == [[("document", "A good piece.", False)]]


@pytest.mark.usefixtures("talk")
def test_each_annotators_line_has_the_comments_on_its_spans(
    project: Project, article: Document, annotator: User, reviewer: User
) -> None:
    own = mark(article, reviewer, "border", "claim")
    write_comment(seen(own, annotator), as_(annotator), "Mine is longer.")
    lines = _export(project, Choice.of([], per_annotator=True))
    on_spans = {
        line["annotator"]: sum(each["subject"]["kind"] == "span" for each in line["comments"]) for line in lines
    }
    assert on_spans == {"annotator": 4, "reviewer": 1}


@pytest.mark.usefixtures("talk")
@pytest.mark.parametrize("per_annotator", [False, True])
def test_export_into_the_same_project_is_no_change(*, per_annotator: bool, project: Project, editor: User) -> None:
    data, before = _bytes(project, Choice.of(["all"], per_annotator=per_annotator)), counts()
    transfer = import_file(project, as_(editor), data, filename="a.jsonl")
    assert (transfer.errors, transfer.losses, transfer.counts["comments_unchanged"]) == ([], [], 7)
    assert {name for name, number in counts().items() if number != before[name]} == {"Transfer", "Event"}
    assert _bytes(project, Choice.of(["all"], per_annotator=per_annotator)) == data


@pytest.mark.usefixtures("talk")
def test_comments_come_into_another_project_once(project: Project, other_project: Project, stranger: User) -> None:
    data = _bytes(project)
    transfer = import_file(other_project, as_(stranger), data, filename="a.jsonl")
    assert (transfer.errors, transfer.counts["comments_created"]) == ([], 6)
    assert [each for each in transfer.losses if "comments" in each]
    (here,), (there,) = _said(other_project), _said(project)
    assert sorted(here) == sorted(each for each in there if each[0] != "verdict")
    brought = Comment.objects.filter(project=other_project)
    assert {(each.author, each.origin) for each in brought} == {(stranger, Origin.IMPORT)}
    assert set(brought.values_list("provenance__author", flat=True)) == {"annotator", "reviewer"}
    assert brought.filter(resolved_by=stranger).count() == 1
    assert not Mention.objects.filter(comment__in=brought).exists()
    assert Event.objects.filter(project=other_project, kind="comment", verb="imported").count() == 6
    again = import_file(other_project, as_(stranger), data, filename="a.jsonl")
    assert (again.counts["comments_unchanged"], again.counts["comments_created"]) == (6, 0)


def _file(*comments: JSON) -> bytes:
    item = {
        "schema": "factcheck/1",
        "offset_unit": "codepoint",
        "document": {"id": "doc-1", "title": "Border force", "language": "eo"},
        "version": {"text": "126,000 troops"},
        "spans": [{"id": "T1", "label": "figure", "start": 0, "end": 7, "quote": "126,000"}],
        "comments": list(comments),
    }
    return json.dumps(item).encode()


ON_SPAN = {"kind": "span", "id": "T1"}


def test_ids_of_other_programs_are_understood(project: Project, editor: User) -> None:
    told = str(uuid4())
    data = _file(
        {"id": "C2", "subject": ON_SPAN, "root": "C1", "text": "Yes."},
        {"id": "C1", "subject": ON_SPAN, "text": "Is it?", "author": "somebody"},
        {"id": told, "subject": {"kind": "document", "id": "doc-1"}, "text": "Read it."},
    )
    transfer = import_file(project, as_(editor), data, filename="a.jsonl")
    assert (transfer.errors, transfer.counts["comments_created"]) == ([], 3)
    first, second = Comment.objects.filter(span__isnull=False).order_by("root")[::-1][:2]
    assert {first.root_id, second.root_id} == {None, first.pk if first.root_id is None else second.pk}
    assert Comment.objects.get(document__isnull=False).pk.hex == told.replace("-", "")


@pytest.mark.parametrize(
    "comment",
    [
        {"id": "C1", "subject": {"kind": "span", "id": "T9"}, "text": "Where?"},
        {"id": "C1", "subject": {"kind": "verdict", "id": "V1"}, "text": "Why?"},
        {"id": "C1", "subject": {"kind": "claim", "id": "no-id"}, "text": "Why?"},
        {"id": "C1", "subject": ON_SPAN, "root": "C9", "text": "An answer to nothing."},
        {"id": "C1", "subject": ON_SPAN, "text": "  "},
        {"id": "C1", "subject": ON_SPAN, "text": "bell\u0007"},
    ],
    ids=lambda each: each["text"],
)
def test_comment_without_a_place_here_is_left_out_and_told(comment: JSON, project: Project, editor: User) -> None:
    transfer = import_file(project, as_(editor), _file(comment), filename="a.jsonl")
    assert (transfer.errors, transfer.counts["comments_skipped"]) == ([], 1)
    assert [each for each in transfer.losses if "comments" in each]
    assert not Comment.objects.exists()


def test_reply_on_another_thing_than_its_thread_is_left_out(project: Project, editor: User) -> None:
    on_document = {"kind": "document", "id": "doc-1"}
    first = {"id": "C1", "subject": ON_SPAN, "text": "Is it?"}
    second = {"id": "C2", "subject": on_document, "root": "C1", "text": "Yes."}
    third = {"id": "C3", "subject": ON_SPAN, "root": "C1", "text": "Yes."}
    fourth = {"id": "C4", "subject": ON_SPAN, "root": "C3", "text": "Deeper."}
    transfer = import_file(project, as_(editor), _file(first, second, third, fourth), filename="a.jsonl")
    assert (transfer.counts["comments_created"], transfer.counts["comments_skipped"]) == (2, 2)


@pytest.mark.usefixtures("talk")
def test_ten_more_comments_cost_no_query(project: Project, span: Span, article: Document, annotator: User) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            _bytes(project)
        return len(captured)

    few = cost()
    for number in range(10):
        write_comment(seen(span, annotator), as_(annotator), f"No. {number}")
        write_comment(opened(article, annotator), as_(annotator), f"No. {number}")
    assert cost() == few
