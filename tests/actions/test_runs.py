"""Runs of engines: one worker at a time, nothing twice, and never again what somebody has seen."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from annotations.actions import decisions, runs
from annotations.actions.documents import queue_runs
from annotations.engines import Suggestion, get_engine
from annotations.models import Document, DocumentState, EngineRun, Event, Project, RunState, Span, SpanState, User

from .story import TEXT, Proposer, as_, edit, facts, mark, opened, place, receive, seen, suggestion

Install = Callable[[Proposer], Proposer]
USUAL = [suggestion(TEXT, "126,000 troops", value=126000), suggestion(TEXT, "The ministry", "speaker")]


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Install:
    """Return a function that makes an engine the only one of the site."""

    def put(engine: Proposer) -> Proposer:
        settings.ENGINES = [engine.name]
        for module in ("annotations.actions.runs", "annotations.actions.documents"):
            monkeypatch.setattr(f"{module}.get_engine", lambda name: engine)
        return engine

    return put


def _run(document: Document, user: User) -> EngineRun:
    """Ask for a run and do what a worker does."""
    (queued,) = queue_runs(opened(document, user), as_(user))
    run = runs.claim_run(queued.pk)
    assert run is not None
    return runs.perform_run(run)


def _suggested() -> list[tuple[str, str]]:
    return list(Span.objects.filter(state=SpanState.SUGGESTED).values_list("label__key", "quote"))


@pytest.fixture
def unread(project: Project, editor: User, install: Install) -> Document:
    """Return a document that waits for the engine of this file."""
    install(Proposer(USUAL))
    return receive(project, editor, language="en-GB")


def test_new_document_waits_for_each_engine_of_its_language(unread: Document) -> None:
    run = EngineRun.objects.get()
    assert (run.version_id, run.engine, run.state) == (unread.current_id, "proposer", RunState.QUEUED)
    assert Document.objects.get().state == DocumentState.RECEIVED


def test_suggestions_are_the_engines_and_nobodys(unread: Document, annotator: User) -> None:
    run = _run(unread, annotator)
    assert _suggested() == [("figure", "126,000 troops"), ("speaker", "The ministry")]
    span = Span.objects.get(label__key="figure")
    assert (span.author, span.origin, span.run_id, span.score) == (None, "engine", run.pk, 0.9)
    assert (span.attributes, span.proposal) == ({"value": 126000}, f"figure:{span.start}:{span.end}")
    stored = EngineRun.objects.get()
    assert (stored.state, stored.proposed, stored.skipped, stored.error) == (RunState.DONE, 2, 0, "")
    assert stored.finished_at is not None
    assert Document.objects.get().state == DocumentState.READY
    event = Event.objects.get(verb="proposed")
    assert (event.actor, event.engine, event.document_id) == (None, "proposer 1", unread.pk)


def test_engine_is_told_the_language_and_the_zones(unread: Document, annotator: User, install: Install) -> None:
    engine = install(Proposer([]))
    _run(unread, annotator)
    assert engine.seen[0].language == "en-GB"
    assert [zone.kind for zone in engine.seen[0].zones] == list(unread.current.zones.values_list("kind", flat=True))


def test_run_performed_twice_leaves_nothing_twice(unread: Document, annotator: User) -> None:
    run = _run(unread, annotator)
    before = facts()
    runs.perform_run(run)
    assert facts() == before


def test_run_asked_for_again_leaves_nothing_twice(unread: Document, annotator: User) -> None:
    _run(unread, annotator)
    _run(unread, annotator)
    assert len(_suggested()) == 2
    assert EngineRun.objects.get().proposed == 2


def test_run_under_way_is_left_alone_when_asked_for_again(unread: Document, annotator: User) -> None:
    run = EngineRun.objects.get()
    assert runs.claim_run(run.pk) is not None
    (same,) = queue_runs(opened(unread, annotator), as_(annotator))
    assert (same.pk, same.state) == (run.pk, RunState.RUNNING)
    assert runs.claim_run(run.pk) is None


@pytest.mark.parametrize("version", ["1", "2"])
def test_what_somebody_rejected_is_never_proposed_again(
    version: str, unread: Document, annotator: User, install: Install
) -> None:
    _run(unread, annotator)
    span = seen(Span.objects.get(label__key="figure"), annotator)
    decisions.reject(span, as_(annotator), revision=1, reason="boilerplate")
    install(Proposer(USUAL, version))
    run = _run(unread, annotator)
    assert _suggested() == [("speaker", "The ministry")]
    assert seen(span, annotator).state == SpanState.DISMISSED
    assert run.engine_version == version


@pytest.mark.parametrize("version", ["1", "2"])
def test_what_somebody_edited_is_not_proposed_again_as_it_was(
    version: str, unread: Document, annotator: User, install: Install
) -> None:
    _run(unread, annotator)
    span = Span.objects.get(label__key="figure")
    edit(span, annotator, end=span.end - 7, label="claim")
    install(Proposer(USUAL, version))
    _run(unread, annotator)
    assert _suggested() == [("speaker", "The ministry")]


def test_newer_version_proposes_only_what_is_new(unread: Document, annotator: User, install: Install) -> None:
    _run(unread, annotator)
    install(Proposer([*USUAL, suggestion(TEXT, "near the border", "claim")], "2"))
    run = _run(unread, annotator)
    assert (run.proposed, run.skipped) == (1, 2)
    assert len(_suggested()) == 3
    assert EngineRun.objects.count() == 2


def test_what_a_person_marked_is_not_proposed(unread: Document, annotator: User) -> None:
    mark(unread, annotator, "126,000 troops")
    run = _run(unread, annotator)
    assert _suggested() == [("speaker", "The ministry")]
    assert (run.proposed, run.skipped) == (1, 1)


WRONG = {
    "quote differs": Suggestion(0, 5, "figure", "other", 0.9),
    "beyond the end": Suggestion(100, 900, "figure", TEXT[100:900], 0.9),
    "negative": Suggestion(-9, -2, "figure", TEXT[-9:-2], 0.9),
    "reversed": Suggestion(9, 3, "figure", "", 0.9),
    "empty": Suggestion(3, 3, "figure", "", 0.9),
    "blank": Suggestion(2, 3, "figure", " ", 0.9),
    "unknown label": Suggestion(0, 2, "rumour", "An", 0.9),
    "label off": Suggestion(0, 2, "hedge", "An", 0.9),
    "attributes": Suggestion(0, 2, "figure", "An", 0.9, {"value": "many"}),
    "unknown attribute": Suggestion(0, 2, "figure", "An", 0.9, {"mood": "sad"}),
    "twice": USUAL[0],
}


@pytest.mark.parametrize("name", WRONG)
def test_what_an_engine_gets_wrong_is_left_out_and_counted(
    name: str, unread: Document, annotator: User, install: Install
) -> None:
    install(Proposer([*USUAL, WRONG[name]]))
    run = _run(unread, annotator)
    assert len(_suggested()) == 2
    assert (run.state, run.proposed, run.skipped) == (RunState.DONE, 2, 1)


def test_failed_run_says_why_and_can_be_run_again(unread: Document, annotator: User, install: Install) -> None:
    run = runs.claim_run(EngineRun.objects.get().pk)
    assert run is not None
    runs.fail_run(run, "RuntimeError: the model file is missing" + "!" * 5000)
    stored = EngineRun.objects.get()
    assert (stored.state, len(stored.error)) == (RunState.FAILED, 2000)
    assert Document.objects.get().state == DocumentState.READY
    assert Event.objects.get(verb="failed").after["error"].startswith("RuntimeError: the model file")
    again = _run(unread, annotator)
    assert (again.state, again.error, again.attempts, len(_suggested())) == (RunState.DONE, "", 1, 2)


def test_half_written_run_leaves_nothing(lasting: None, unread: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    run = runs.claim_run(EngineRun.objects.get().pk)
    assert run is not None
    before = facts()

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("annotations.actions.runs.log", stop)
    with pytest.raises(KeyboardInterrupt):
        runs.perform_run(run)
    assert facts() == before


def _lapse() -> None:
    EngineRun.objects.update(lease_expires_at=timezone.now() - timedelta(seconds=1))


def test_run_whose_worker_died_can_be_taken_when_its_lease_is_over(unread: Document) -> None:
    run = EngineRun.objects.get()
    assert runs.claim_run(run.pk) is not None
    assert runs.claim_run(run.pk) is None
    assert runs.waiting_runs() == []
    _lapse()
    assert runs.waiting_runs() == [run.pk]
    again = runs.claim_run(run.pk)
    assert again is not None
    assert again.attempts == 2


def test_worker_that_lost_its_run_writes_and_ends_nothing(unread: Document) -> None:
    run = EngineRun.objects.get()
    slow = runs.claim_run(run.pk)
    _lapse()
    quick = runs.claim_run(run.pk)
    assert slow is not None
    assert quick is not None
    before = facts()
    runs.perform_run(slow)
    runs.fail_run(slow, "SoftTimeLimitExceeded: ")
    assert facts() == before
    assert runs.perform_run(quick).state == RunState.DONE
    runs.fail_run(slow, "SoftTimeLimitExceeded: ")
    assert EngineRun.objects.get().state == RunState.DONE


def test_run_that_kills_its_workers_is_given_up_after_three(unread: Document, annotator: User) -> None:
    run = EngineRun.objects.get()
    for _ in range(3):
        assert runs.claim_run(run.pk) is not None
        _lapse()
    assert runs.claim_run(run.pk) is None
    stored = EngineRun.objects.get()
    assert stored.state == RunState.FAILED
    assert stored.error == "Several workers ended while they read this document. Run it again to retry."
    assert _run(unread, annotator).state == RunState.DONE


def test_run_just_queued_is_not_woken_twice(unread: Document) -> None:
    assert runs.waiting_runs() == []
    EngineRun.objects.update(updated_at=timezone.now() - timedelta(seconds=30))
    assert runs.waiting_runs() == [EngineRun.objects.get().pk]


def test_document_is_ready_when_its_last_run_is_over(unread: Document) -> None:
    EngineRun.objects.create(version=unread.current, engine="other", engine_version="1")
    run = runs.claim_run(EngineRun.objects.get(engine="proposer").pk)
    assert run is not None
    runs.perform_run(run)
    assert Document.objects.get().state == DocumentState.RECEIVED
    other = runs.claim_run(EngineRun.objects.get(engine="other").pk)
    assert other is not None
    runs.fail_run(other, "Gone.")
    assert Document.objects.get().state == DocumentState.READY


def test_rules_of_the_site_read_a_real_article(document: Document, annotator: User) -> None:
    run = _run(document, annotator)
    assert (run.engine, run.state) == ("rules", RunState.DONE)
    assert ("figure", "An estimated 126,000 troops") in _suggested()
    for span in Span.objects.all():
        assert place(document, span.quote)
        assert get_engine("rules").version == run.engine_version
