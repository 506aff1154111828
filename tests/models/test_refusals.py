"""What the database itself refuses, whatever code asks it: each test goes round the actions."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import Error, IntegrityError, connection, transaction
from django.utils import timezone

from annotations.models import (
    Assignment,
    Claim,
    Document,
    DocumentVersion,
    Event,
    Label,
    Membership,
    Origin,
    Project,
    Queue,
    Rating,
    Source,
    Span,
    SpanState,
    User,
    Verdict,
    VerdictState,
    Zone,
)


@contextmanager
def refused_by_the_database(name: str) -> Iterator[None]:
    """Expect the database to refuse, naming the rule; SQLite names a broken UNIQUE by its columns only."""
    with pytest.raises(IntegrityError) as told, transaction.atomic():
        yield
    message = str(told.value)
    if connection.vendor == "postgresql" or "UNIQUE constraint" not in message:
        assert name in message


@pytest.fixture
def span(document: Document, annotator: User) -> Callable[..., Span]:
    """Return a function that writes a span row as it is told."""

    def build(**fields: Any) -> Span:
        label = Label.objects.get(project=document.project, key="figure")
        usual = {"version": document.current, "label": label, "start": 13, "end": 20, "quote": "126,000"}
        return Span.objects.create(**{**usual, "author": annotator, **fields})

    return build


@pytest.fixture
def claim(project: Project, annotator: User) -> Claim:
    return Claim.objects.create(project=project, normalized_text="126,000 troops are there.", created_by=annotator)


@pytest.fixture
def verdict(claim: Claim, annotator: User) -> Callable[..., Verdict]:
    """Return a function that writes a verdict row as it is told."""

    def build(**fields: Any) -> Verdict:
        rating = Rating.objects.get(project=claim.project, slug="half-true")
        usual = {"claim": claim, "number": 1, "rating": rating, "proposed_by": annotator}
        return Verdict.objects.create(**{**usual, **fields})

    return build


def test_author_cannot_approve_own_span(span: Callable[..., Span], annotator: User) -> None:
    with refused_by_the_database("span_approved_by_second_person"):
        span(state=SpanState.APPROVED, decided_by=annotator)


def test_span_is_never_approved_by_nobody(span: Callable[..., Span]) -> None:
    with refused_by_the_database("span_approved_by_second_person"):
        span(state=SpanState.APPROVED)


def test_author_cannot_become_the_approver_by_an_update(
    span: Callable[..., Span], annotator: User, reviewer: User
) -> None:
    approved = span(state=SpanState.APPROVED, decided_by=reviewer)
    with refused_by_the_database("span_approved_by_second_person"):
        Span.objects.filter(pk=approved.pk).update(decided_by=annotator)
    with refused_by_the_database("span_approved_by_second_person"):
        Span.objects.filter(pk=approved.pk).update(author=reviewer)


def test_self_approved_span_must_say_who(span: Callable[..., Span], annotator: User) -> None:
    with refused_by_the_database("span_approved_by_second_person"):
        span(state=SpanState.APPROVED, self_approved=True)
    assert span(state=SpanState.APPROVED, self_approved=True, decided_by=annotator).pk


@pytest.mark.parametrize(("start", "end"), [(5, 5), (9, 3)])
def test_span_ends_after_its_start(span: Callable[..., Span], start: int, end: int) -> None:
    with refused_by_the_database("span_has_extent"):
        span(start=start, end=end)


def test_span_never_starts_before_the_text(span: Callable[..., Span]) -> None:
    with pytest.raises(Error), transaction.atomic():
        span(start=-1)


@pytest.mark.parametrize("state", [SpanState.DRAFT, SpanState.IN_REVIEW])
def test_author_has_one_live_span_of_a_label_in_a_place(
    span: Callable[..., Span], reviewer: User, state: SpanState
) -> None:
    span()
    with refused_by_the_database("span_live_once"):
        span(state=state)
    assert span(state=SpanState.DISMISSED).pk
    assert span(author=reviewer).pk


@pytest.mark.parametrize("state", [SpanState.DRAFT, SpanState.IN_REVIEW])
def test_live_span_has_an_author(span: Callable[..., Span], state: SpanState) -> None:
    with refused_by_the_database("span_live_has_author"):
        span(author=None, state=state)


def test_suggestion_comes_from_an_engine(span: Callable[..., Span], document: Document) -> None:
    run = document.current.runs.create(engine="rules", engine_version="1")
    of_an_engine = {"author": None, "state": SpanState.SUGGESTED, "origin": Origin.ENGINE, "run": run}
    for broken in ({"run": None}, {"origin": Origin.HUMAN}):
        with refused_by_the_database("span_suggestion_is_of_an_engine"):
            span(**{**of_an_engine, **broken})
    assert span(**of_an_engine).author is None


def test_suggestion_wears_nobodys_name(span: Callable[..., Span], document: Document, annotator: User) -> None:
    run = document.current.runs.create(engine="rules", engine_version="1")
    with refused_by_the_database("span_suggestion_is_of_an_engine"):
        span(author=annotator, state=SpanState.SUGGESTED, origin=Origin.ENGINE, run=run)


def test_run_proposes_a_span_once(span: Callable[..., Span], document: Document) -> None:
    run = document.current.runs.create(engine="rules", engine_version="1")
    told = {
        "author": None,
        "state": SpanState.SUGGESTED,
        "origin": Origin.ENGINE,
        "run": run,
        "proposal": "figure:13:20",
    }
    span(**told)
    with refused_by_the_database("span_proposed_once"):
        span(**told)


def test_engine_version_reads_a_text_once(document: Document) -> None:
    document.current.runs.create(engine="other", engine_version="1")
    with refused_by_the_database("run_once"):
        document.current.runs.create(engine="other", engine_version="1")


def test_proposer_cannot_approve_own_verdict(verdict: Callable[..., Verdict], annotator: User) -> None:
    with refused_by_the_database("verdict_approved_by_second_person"):
        verdict(state=VerdictState.APPROVED, approved_by=annotator)
    with refused_by_the_database("verdict_approved_by_second_person"):
        verdict(state=VerdictState.APPROVED)


def test_claim_has_one_open_verdict(verdict: Callable[..., Verdict], reviewer: User) -> None:
    verdict()
    for state in (VerdictState.DRAFT, VerdictState.IN_REVIEW):
        with refused_by_the_database("verdict_one_open"):
            verdict(number=2, proposed_by=reviewer, state=state)


def test_claim_has_one_live_verdict(verdict: Callable[..., Verdict], reviewer: User, editor: User) -> None:
    verdict(state=VerdictState.APPROVED, approved_by=reviewer)
    with refused_by_the_database("verdict_one_live"):
        verdict(number=2, state=VerdictState.APPROVED, approved_by=editor)


def test_verdict_numbers_never_repeat(verdict: Callable[..., Verdict]) -> None:
    verdict(state=VerdictState.SUPERSEDED)
    with refused_by_the_database("verdict_number_once"):
        verdict(state=VerdictState.DRAFT)


@pytest.mark.parametrize("name", ["justification", "summary", "limits"])
def test_verdict_is_never_reworded(verdict: Callable[..., Verdict], name: str) -> None:
    found = verdict(justification="Nobody counted.")
    with refused_by_the_database("a verdict is never reworded"):
        Verdict.objects.filter(pk=found.pk).update(**{name: "Somebody counted."})


def test_verdict_keeps_rating_number_and_proposer(verdict: Callable[..., Verdict], reviewer: User) -> None:
    found = verdict()
    other = Rating.objects.get(project=found.claim.project, slug="false")
    for change in ({"rating": other}, {"number": 7}, {"proposed_by": reviewer}):
        with refused_by_the_database("a verdict is never reworded"):
            Verdict.objects.filter(pk=found.pk).update(**change)
    assert Verdict.objects.filter(pk=found.pk).update(state=VerdictState.IN_REVIEW) == 1


def _lease(project: Project, user: User, **fields: Any) -> Assignment:
    until = timezone.now() + timedelta(minutes=5)
    usual = {"project": project, "user": user, "queue": Queue.REVIEW, "lease_expires_at": until}
    return Assignment.objects.create(**{**usual, **fields})


def test_document_has_one_holder_a_queue(document: Document, annotator: User, reviewer: User) -> None:
    _lease(document.project, reviewer, version=document.current)
    with refused_by_the_database("assignment_document_held_once"):
        _lease(document.project, annotator, version=document.current)
    assert _lease(document.project, annotator, version=document.current, queue=Queue.ANNOTATE).pk


def test_verdict_has_one_holder(
    verdict: Callable[..., Verdict], project: Project, reviewer: User, editor: User
) -> None:
    found = verdict()
    _lease(project, reviewer, verdict=found, queue=Queue.VERDICTS)
    with refused_by_the_database("assignment_verdict_held_once"):
        _lease(project, editor, verdict=found, queue=Queue.VERDICTS)


def test_assignment_is_of_exactly_one_thing(
    verdict: Callable[..., Verdict], document: Document, reviewer: User
) -> None:
    with refused_by_the_database("assignment_of_one_thing"):
        _lease(document.project, reviewer)
    with refused_by_the_database("assignment_of_one_thing"):
        _lease(document.project, reviewer, version=document.current, verdict=verdict())


def test_events_are_never_changed(document: Document) -> None:
    with refused_by_the_database("events are append-only"):
        Event.objects.filter(document=document).update(verb="nothing")
    assert Event.objects.filter(document=document, verb="received").exists()


def test_events_are_never_deleted(document: Document) -> None:
    number = Event.objects.count()
    with refused_by_the_database("events are append-only"):
        Event.objects.filter(document=document).delete()
    assert Event.objects.count() == number


@pytest.mark.parametrize("change", [{"text": "Other words."}, {"sha256": "0" * 64}, {"length": 3}, {"number": 9}])
def test_text_of_a_version_never_changes(document: Document, change: dict[str, Any]) -> None:
    before = DocumentVersion.objects.get(pk=document.current_id).text
    with refused_by_the_database("the text of a version never changes"):
        DocumentVersion.objects.filter(pk=document.current_id).update(**change)
    assert DocumentVersion.objects.get(pk=document.current_id).text == before


def test_zone_ends_after_its_start_and_begins_alone(document: Document) -> None:
    Zone.objects.filter(version=document.current).delete()
    with refused_by_the_database("zone_has_extent"):
        Zone.objects.create(version=document.current, start=4, end=4, kind="body")
    Zone.objects.create(version=document.current, start=4, end=9, kind="body")
    with refused_by_the_database("zone_start_once"):
        Zone.objects.create(version=document.current, start=4, end=6, kind="dek")


def test_priority_is_from_0_to_3(document: Document) -> None:
    for name in ("reach", "harm"):
        with refused_by_the_database("document_priority_0_to_3"):
            Document.objects.filter(pk=document.pk).update(**{name: 4})


def test_source_has_an_address_or_a_title_and_each_address_once(project: Project) -> None:
    with refused_by_the_database("source_has_a_name"):
        Source.objects.create(project=project)
    Source.objects.create(project=project, url="https://example.org/a")
    with refused_by_the_database("source_url_once"):
        Source.objects.create(project=project, url="https://example.org/a")


def test_two_labels_never_share_a_key_on_the_keyboard(project: Project) -> None:
    with refused_by_the_database("label_shortcut_once"):
        Label.objects.filter(project=project, key="denial").update(shortcut="1")
    assert Label.objects.filter(project=project, key="hedge").update(shortcut="1") == 1


def test_person_is_a_member_once(project: Project, annotator: User) -> None:
    with refused_by_the_database("membership_once"):
        Membership.objects.create(project=project, user=annotator, role="editor")


def test_label_that_has_spans_is_never_deleted(span: Callable[..., Span]) -> None:
    marked = span()
    with pytest.raises(IntegrityError), transaction.atomic():
        marked.label.delete()
