"""JSON names are spelled once: these are the ones that programs were promised."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest

from annotations.actions.claims import claim_of_span
from annotations.actions.evidence import EvidenceDraft, SourceDraft, add_evidence
from annotations.actions.queue import take_next
from annotations.actions.relations import RelationDraft, create_relation
from annotations.actions.verdicts import VerdictDraft, record_verdict
from annotations.models import Document, EngineRun, Event, Label, Membership, Project, Rating, Relation, Span, User
from annotations.records import relations
from annotations.records.claims import claim_rows
from annotations.records.documents import document_detail, document_rows
from annotations.records.events import COLUMNS, event_record
from annotations.records.people import me_record, member_record
from annotations.records.projects import label_record, project_record, rating_record
from annotations.records.raw import JSON_OPTIONS, raw_rows
from annotations.records.runs import run_record
from annotations.records.spans import record_of, spans_of
from annotations.records.work import assignment_record
from tests.actions.story import as_, mark, receive, seen, suggest

SPAN = (
    "id label start end quote attributes state origin engine score author decided_by decided_at reason note "
    "self_approved claim created_at updated_at revision"
)
DOCUMENT = (
    "id title publisher authors url published_at published_precision published_basis language licence tags metadata "
    "state reach harm assignee due_at created_at updated_at revision"
)
RELATION = (
    "id type source target source_document target_document scope note state origin author created_at updated_at "
    "revision"
)
RUN = "id document engine state proposed skipped seconds error attempts created_at started_at finished_at"
CLAIM = (
    "id normalized_text short_text type language state created_by created_at updated_at revision "
    "spans evidence verdicts"
)
EVIDENCE = (
    "id claim stance directness reliability reliability_reason origin_group passage note source created_by created_at "
    "revision"
)
VERDICT = (
    "id claim number rating name numeric icon justification summary limits state proposed_by approved_by decided_at "
    "self_approved note evidence created_at updated_at revision"
)


def _written(record: Any) -> Any:
    """Return what a program reads of a record."""
    return orjson.loads(orjson.dumps(record, option=JSON_OPTIONS))


def _names(words: str) -> set[str]:
    return set(words.split())


@pytest.fixture
def article(project: Project, editor: User) -> Document:
    return receive(project, editor)


@pytest.fixture
def span(article: Document, annotator: User) -> Span:
    """Return a span with a claim, a source and a verdict."""
    found = mark(article, annotator, value=126000)
    claim, _ = claim_of_span(found, as_(annotator))
    add_evidence(claim, as_(annotator), SourceDraft(url="https://example.org/"), EvidenceDraft("126,000", "supports"))
    record_verdict(claim, as_(annotator), VerdictDraft("true"))
    return seen(found, annotator)


def test_span_has_the_promised_names_on_both_roads(span: Span, article: Document) -> None:
    (listed,) = _written(spans_of(article.current_id))
    assert set(listed) == _names(SPAN)
    # By their spelling: 1 equals true in Python and in no other program.
    assert repr(_written(record_of(span))) == repr(listed)
    assert (listed["author"], listed["label"], listed["engine"]) == ("annotator", "figure", None)


def test_times_of_whole_seconds_and_odd_attributes_are_the_same_on_both_roads(
    span: Span, article: Document, annotator: User
) -> None:
    whole = datetime(2022, 2, 15, 12, 0, 0, tzinfo=UTC)
    told = {"a": ['"\\', "🛰", "é\u2028", 1e18, 0.1, None, True, {"b": {}}], "c": "</script>"}
    Span.objects.update(created_at=whole, updated_at=whole, decided_at=whole, attributes=told, score=1, note="“\n”")
    (listed,) = _written(spans_of(article.current_id))
    assert repr(listed) == repr(_written(record_of(seen(span, annotator))))
    assert (listed["attributes"], listed["decided_at"], listed["id"]) == (told, "2022-02-15T12:00:00Z", str(span.pk))


def test_suggestion_names_its_engine_and_nobody(article: Document, annotator: User) -> None:
    found = record_of(seen(suggest(article), annotator))
    assert (found["engine"], found["author"], found["state"]) == ({"name": "rules", "version": "1"}, None, "suggested")


def test_document_has_the_promised_names(span: Span, article: Document) -> None:
    (row,) = document_rows(Document.objects.select_related("assignee"))
    assert set(row) == _names(DOCUMENT) | {"spans"}
    assert row["spans"] == {"suggested": 0, "draft": 1, "in_review": 0, "approved": 0}
    detail = document_detail(Document.objects.with_text().select_related("current", "assignee").get())
    assert set(detail) == _names(DOCUMENT) | {"version", "runs"}
    assert set(detail["version"]) == _names("id number sha256 length captured_at text zones")
    assert set(detail["version"]["zones"][0]) == _names("start end kind")


def test_claim_has_the_promised_names(span: Span) -> None:
    (row,) = claim_rows([span.claim] if span.claim else [])
    assert set(row) == _names(CLAIM)
    assert set(row["spans"][0]) == _names("id document title label start end quote state")
    assert set(row["evidence"][0]) == _names(EVIDENCE)
    assert set(row["evidence"][0]["source"]) == _names("id url title publisher published_at kind revision")
    assert set(row["verdicts"][0]) == _names(VERDICT)


def test_relation_has_the_promised_names_on_both_roads(
    span: Span, article: Document, project: Project, annotator: User, django_assert_num_queries: Callable[..., Any]
) -> None:
    of = mark(article, annotator, "126,000 troops stood near the border", "claim")
    create_relation(project, as_(annotator), span, of, RelationDraft("quantifies", note="“\n”"))
    (row,) = raw_rows(Relation.objects.all(), *relations.COLUMNS)
    listed = _written(relations.relation_record(relations.as_json_row()(row)))
    assert set(listed) == _names(RELATION)
    assert (listed["source"], listed["target"]) == (str(span.pk), str(of.pk))
    assert listed["source_document"] == listed["target_document"] == str(article.pk)
    with django_assert_num_queries(1):
        record = _written(relations.record_of(Relation.objects.with_ends().get()))
    ends = record.pop("ends")
    assert repr(record) == repr(listed)
    assert set(ends) == {"source", "target"}
    assert set(ends["target"]) == _names("id document title label start end quote state")
    assert (ends["target"]["quote"], ends["source"]["label"]) == ("126,000 troops stood near the border", "figure")


def test_run_label_rating_project_and_people_have_the_promised_names(
    article: Document, project: Project, annotator: User
) -> None:
    run = EngineRun.objects.create(version=article.current, engine="rules", engine_version="1")
    assert set(run_record(run, article.pk)) == _names(RUN)
    label = Label.objects.get(key="claim")
    assert set(label_record(label)) == _names(
        "key name shortcut colour pattern attributes_schema guideline order is_on"
    )
    assert set(rating_record(Rating.objects.all()[0])) == _names("slug name definition numeric icon order")
    assert {"slug", "name", "role", "revision"} <= set(project_record(project))
    assert me_record(annotator)["memberships"] == [{"project": "border", "name": "Border desk", "role": "annotator"}]
    assert set(member_record(Membership.objects.select_related("user")[0])) == _names("username role since")


def test_nobodys_address_or_password_leaves(annotator: User) -> None:
    assert set(me_record(annotator)) == {"username", "memberships"}


def test_assignment_has_the_promised_names(span: Span, project: Project, annotator: User) -> None:
    taken = take_next(project, as_(annotator), "annotate")
    assert taken is not None
    found = assignment_record(*taken, "Overdue")
    assert set(found) == _names("id queue kind document verdict user state reason note lease_expires_at")
    assert (found["kind"], found["verdict"], found["reason"]) == ("document", None, "Overdue")


def test_event_has_the_promised_names(span: Span) -> None:
    row = Event.objects.values_list(*COLUMNS).first()
    assert row is not None
    assert set(event_record(row)) == _names("id verb kind object document actor engine before after at request_id")


def test_ten_more_rows_cost_no_query(
    span: Span, project: Project, annotator: User, editor: User, django_assert_num_queries: Callable[..., Any]
) -> None:
    for number in range(10):
        claim_of_span(mark(receive(project, editor, title=f"Article {number}"), annotator), as_(annotator))
    with django_assert_num_queries(2):
        assert len(document_rows(Document.objects.select_related("assignee"))) == 11
    claims = [each.claim for each in Span.objects.select_related("claim__created_by")]
    with django_assert_num_queries(3):
        assert len(claim_rows([claim for claim in claims if claim])) == 11
