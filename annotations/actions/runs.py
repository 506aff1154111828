"""What a worker does with an engine run: take it under a lease, perform it, and say how it ended."""

import time
from collections.abc import Iterable, Sequence
from datetime import timedelta
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from annotations.engines import DocumentContext, Engine, Suggestion, get_engine
from annotations.models import (
    LIVE,
    Document,
    DocumentState,
    EngineRun,
    Label,
    Origin,
    Policy,
    RunState,
    Span,
    SpanState,
    Zone,
    labels_of,
)
from annotations.text.zones import ZoneRange

from .events import SYSTEM, Actor, Thing, log, one_transaction
from .own_decisions import MARK

LEASE = timedelta(minutes=5)
MAX_ATTEMPTS = 3
# Kept in English, since a worker knows no reader; translated where it is shown.
WAITING = gettext_noop("Waiting: the message broker cannot be reached. The run starts by itself when it is back.")
DIED = gettext_noop("Several workers ended while they read this document. Run it again to retry.")


def claim_run(run_id: UUID) -> EngineRun | None:
    """Take a run that waits or whose worker died; None when another worker has it or it is over."""
    now = timezone.now()
    taken = EngineRun.objects.claimable().filter(pk=run_id)
    with one_transaction:
        if not taken.update(
            state=RunState.RUNNING,
            lease_expires_at=now + LEASE,
            attempts=F("attempts") + 1,
            started_at=now,
            error="",
        ):
            return None
        run = EngineRun.objects.select_related("version__document__project").defer("version__original").get(pk=run_id)
        if run.attempts > MAX_ATTEMPTS:
            fail_run(run, DIED)
            return None
        log(SYSTEM, "started", _thing(run), after={"engine": run.engine, "attempts": run.attempts})
    return run


def _thing(run: EngineRun) -> Thing:
    document = run.version.document
    return Thing("run", run.pk, document.project_id, document.pk)


def perform_run(run: EngineRun) -> EngineRun:
    """Let the engine read, then write its suggestions and the end of the run in one transaction.

    A worker whose lease ran out and whose run another took meanwhile writes nothing.
    """
    engine = get_engine(run.engine)
    zones = tuple(ZoneRange(z.start, z.end, z.kind) for z in Zone.objects.filter(version=run.version))
    started = time.process_time()
    context = DocumentContext(language=run.version.document.language, zones=zones)
    suggestions = engine.annotate(run.version.text, context)
    seconds = time.process_time() - started
    with one_transaction:
        if not _held(run).select_for_update().exists():
            return run
        spans = list(_usable(run, suggestions))
        # A run that was redelivered meets its own rows: unique by run and proposal, so they are left alone.
        Span.objects.bulk_create(spans, batch_size=500, ignore_conflicts=True)
        proposed = run.spans.exclude(proposal__contains=MARK).count()
        ended = {"proposed": proposed, "skipped": max(0, len(suggestions) - proposed), "seconds": round(seconds, 4)}
        _end(run, RunState.DONE, **ended)
        by = Actor(engine=_name(engine))
        log(by, "proposed", _thing(run), after={**ended, "engine": run.engine})
    return run


def _held(run: EngineRun) -> QuerySet[EngineRun]:
    """Filter to the run as this worker took it: a later worker has raised `attempts`."""
    return EngineRun.objects.filter(pk=run.pk, state=RunState.RUNNING, attempts=run.attempts)


def _name(engine: Engine) -> str:
    return f"{engine.name} {engine.version}"


def fail_run(run: EngineRun, error: str) -> None:
    """Keep why a run failed, where people see it; it can be run again."""
    with one_transaction:
        if not _held(run).select_for_update().exists():
            return
        _end(run, RunState.FAILED, error=error[:2000])
        log(SYSTEM, "failed", _thing(run), after={"engine": run.engine, "error": error[:2000]})


def _end(run: EngineRun, state: RunState, **fields: object) -> None:
    fields |= {"state": state, "finished_at": timezone.now(), "lease_expires_at": None}
    EngineRun.objects.filter(pk=run.pk).update(**fields)
    for name, value in fields.items():
        setattr(run, name, value)
    document = Document.objects.filter(current=run.version_id, state=DocumentState.RECEIVED)
    waiting = EngineRun.objects.filter(version=run.version_id, state__in=(RunState.QUEUED, RunState.RUNNING))
    if not waiting.exists():
        document.update(state=DocumentState.READY)


def _usable(run: EngineRun, suggestions: Sequence[Suggestion]) -> Iterable[Span]:
    """Yield spans for what is right, allowed here and new: never what somebody decided on or already marked."""
    labels = labels_of(run.version.document.project)
    seen = set(Span.objects.filter(version=run.version).exclude(proposal="").values_list("proposal", flat=True))
    live = Span.objects.filter(version=run.version, state__in=LIVE)
    if run.version.document.project.policy == Policy.BLIND:
        live = live.none()  # what is not proposed would tell the others what somebody marked
    seen |= {_proposal(*row) for row in live.values_list("label__key", "start", "end")}
    for found in suggestions:
        label = labels.get(found.label)
        proposal = _proposal(found.label, found.start, found.end)
        if label is None or proposal in seen or not _is_right(run.version.text, found, label):
            continue
        seen.add(proposal)
        yield Span(
            version=run.version,
            label=label,
            start=found.start,
            end=found.end,
            quote=found.quote,
            attributes=dict(found.attributes),
            origin=Origin.ENGINE,
            run=run,
            proposal=proposal,
            score=round(found.score, 4),
            state=SpanState.SUGGESTED,
        )


def _proposal(label: str, start: int, end: int) -> str:
    return f"{label}:{start}:{end}"


def _is_right(text: str, found: Suggestion, label: Label) -> bool:
    is_inside = 0 <= found.start < found.end <= len(text)
    has_text = is_inside and text[found.start : found.end] == found.quote and not found.quote.isspace()
    return has_text and label.is_on and not label.problems(found.attributes)


def waiting_runs(limit: int = 500) -> list[UUID]:
    """Return runs that should be with a worker and may not be: queued a while ago, or with a lease run out."""
    late = EngineRun.objects.claimable().exclude(
        state=RunState.QUEUED, updated_at__gt=timezone.now() - timedelta(seconds=20)
    )
    return list(late.order_by("id").values_list("pk", flat=True)[:limit])


def note_waiting(run_ids: Iterable[UUID]) -> None:
    """Say on the runs themselves that no worker can be told of them."""
    EngineRun.objects.filter(pk__in=list(run_ids), state=RunState.QUEUED).update(error=WAITING)
