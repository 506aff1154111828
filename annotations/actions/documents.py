"""Taking in documents, and keeping their state in step with the work on them."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from django.utils.translation import gettext

from annotations.engines import get_engine
from annotations.errors import Invalid, Stale
from annotations.formats import unstorable
from annotations.models import (
    Assignment,
    Basis,
    Document,
    DocumentState,
    DocumentVersion,
    EngineRun,
    Policy,
    Precision,
    Project,
    Queue,
    RunState,
    Span,
    SpanState,
    Verdict,
    VerdictState,
    Zone,
)
from annotations.models.base import uuid7
from annotations.models.blind import HANDED_IN
from annotations.text.offsets import normalise_newlines
from annotations.text.zones import ZoneRange, find_zones

from .events import Actor, Thing, log, one_transaction
from .evidence import check_url

READINGS_OF_A_BLIND_DOCUMENT: Final = 2


@dataclass(frozen=True, slots=True)
class Original:
    """The bytes as they came, kept where they differ from the text's UTF-8."""

    data: bytes
    media_type: str = "text/plain"
    extractor: str = ""


@dataclass(frozen=True, slots=True)
class DocumentDraft:
    """A document to take in. `zones` are found in the text where none are given."""

    title: str
    text: str
    publisher: str = ""
    authors: Sequence[str] = ()
    url: str = ""
    published_at: date | None = None
    published_precision: str = Precision.DAY
    published_basis: str = Basis.UNKNOWN
    language: str = "en"
    licence: str = ""
    tags: Sequence[str] = ()
    metadata: Mapping[str, Any] = field(default_factory=dict)
    reach: int = 1
    harm: int = 1
    zones: Sequence[ZoneRange] = ()
    original: Original | None = None
    document_id: UUID | None = None
    version_id: UUID | None = None


def check_text(text: str) -> None:
    """Raise `Invalid` for a text that cannot be stored or holds nothing."""
    if not text.strip():
        raise Invalid.field("text", "empty", gettext("The text is empty."))
    nul = text.find("\0")
    if nul >= 0:
        raise Invalid.field(
            "text",
            "nul",
            gettext("The text holds a NUL character at offset %(nul)s. Remove it and send again.") % {"nul": nul},
        )
    if len(text.encode("utf-8", "surrogatepass")) > settings.MAX_UPLOAD_BYTES:
        limit = settings.MAX_UPLOAD_BYTES // 1024 // 1024
        raise Invalid.field("text", "too_large", gettext("The text is larger than %(limit)s MB.") % {"limit": limit})
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise Invalid.field(
            "text", "surrogate", gettext("The text holds half of a surrogate pair, which is not a character.")
        )


def check_zones(zones: Sequence[ZoneRange], length: int) -> None:
    """Raise `Invalid` for a zone that is not in the text, or begins where another does."""
    starts: set[int] = set()
    for number, zone in enumerate(zones):
        if not 0 <= zone.start < zone.end <= length:
            told = gettext("A zone runs from %(start)s to %(end)s; the text has the offsets 0 to %(length)s.") % {
                "start": zone.start,
                "end": zone.end,
                "length": length,
            }
            raise Invalid.field(f"zones.{number}", "out_of_range", told)
        if zone.start in starts:
            raise Invalid.field(
                f"zones.{number}", "duplicate", gettext("Two zones begin at %(start)s.") % {"start": zone.start}
            )
        starts.add(zone.start)


def check_metadata(metadata: Mapping[str, Any]) -> None:
    """Raise `Invalid` for what no database keeps."""
    path, trouble = unstorable(metadata)
    if trouble:
        raise Invalid.field(f"metadata.{path}".rstrip("."), "unstorable", trouble)


def read_date(value: str | None) -> date | None:
    """Read `2022-02-15`, `2022-02` or `2022`; raise `Invalid` for a day that does not exist."""
    if not value:
        return None
    parts = [int(part) for part in value.split("-")]
    try:
        return date(*[*parts, 1, 1][:3])
    except ValueError as error:
        raise Invalid.field(
            "published_at",
            "bad_date",
            gettext("%(value)s is not a date: %(error)s.") % {"value": value, "error": error},
        ) from error


def create_document(project: Project, by: Actor, draft: DocumentDraft) -> Document:
    """Store a document with its first version, zones and waiting engine runs (about six statements)."""
    text = normalise_newlines(draft.text)
    check_text(text)
    check_url(draft.url)
    check_metadata(draft.metadata)
    zones = draft.zones or find_zones(text)
    check_zones(zones, len(text))
    document = _document(project, by, draft)
    version = _version(document, text, draft)
    with one_transaction:
        document.save(force_insert=True)
        version.save(force_insert=True)
        document.current = version
        document.save(update_fields=["current"])
        Zone.objects.bulk_create(Zone(version=version, start=z.start, end=z.end, kind=z.kind) for z in zones)
        after = {"title": document.title, "sha256": version.sha256, "length": version.length}
        log(by, "received", thing_of(document), after=after)
        if not queue_runs(document, by):
            Document.objects.filter(pk=document.pk).update(state=DocumentState.READY)
            document.state = DocumentState.READY
    return document


def thing_of(document: Document) -> Thing:
    return Thing("document", document.pk, document.project_id, document.pk)


def _document(project: Project, by: Actor, draft: DocumentDraft) -> Document:
    names = ("publisher", "url", "published_at", "published_precision", "published_basis", "language", "licence")
    return Document(
        id=draft.document_id or uuid7(),
        project=project,
        title=draft.title.strip() or "Untitled",
        authors=list(draft.authors),
        tags=list(draft.tags),
        metadata=dict(draft.metadata),
        reach=draft.reach,
        harm=draft.harm,
        created_by=by.user,
        **{name: getattr(draft, name) for name in names},
    )


def _version(document: Document, text: str, draft: DocumentDraft) -> DocumentVersion:
    encoded = text.encode()
    original = draft.original
    version = DocumentVersion(
        id=draft.version_id or uuid7(),
        document=document,
        text=text,
        length=len(text),
        sha256=hashlib.sha256(encoded).hexdigest(),
        captured_at=timezone.now(),
    )
    if original is not None:
        version.original = original.data if original.data != encoded else None
        version.original_sha256 = hashlib.sha256(original.data).hexdigest()
        version.media_type, version.extractor = original.media_type, original.extractor
    return version


def queue_runs(document: Document, by: Actor, only: str = "") -> list[EngineRun]:
    """Make a waiting run for each engine of the site that reads the document's language.

    A run of the same engine version that is over (done or failed) waits again; one still under way is left alone.
    """
    runs = []
    for name in [only] if only else settings.ENGINES:
        engine = get_engine(name)
        if document.language.split("-")[0].lower() not in engine.languages:
            continue
        run, _ = EngineRun.objects.get_or_create(
            version_id=document.current_id, engine=engine.name, engine_version=engine.version
        )
        if run.state in (RunState.DONE, RunState.FAILED):
            over = EngineRun.objects.filter(pk=run.pk, state=run.state)
            over.update(state=RunState.QUEUED, attempts=0, error="", started_at=None, finished_at=None)
            run.refresh_from_db()
        log(by, "queued", Thing("run", run.pk, document.project_id, document.pk), after={"engine": engine.name})
        runs.append(run)
    return runs


def edit_document(document: Document, by: Actor, *, revision: int, changes: Mapping[str, Any]) -> Document:
    """Change what is known about a document; its text never changes (two statements)."""
    differing = {name: value for name, value in changes.items() if getattr(document, name) != value}
    check_url(differing.get("url", ""))
    check_metadata(differing.get("metadata", {}))
    if document.revision != revision:
        raise Stale(
            gettext("This document is at revision %(revision)s; you read revision %(read)s.")
            % {"revision": document.revision, "read": revision}
        )
    if not differing:
        return document
    before = {name: _plain(getattr(document, name)) for name in differing}
    with one_transaction:
        current = Document.objects.filter(pk=document.pk, revision=revision)
        if not current.update(**differing, revision=F("revision") + 1, updated_at=timezone.now()):
            raise Stale(gettext("Somebody changed this document since you read it."))
        after = {name: _plain(value) for name, value in differing.items()}
        log(by, "edited", thing_of(document), before=before, after=after)
    for name, value in differing.items():
        setattr(document, name, value)
    document.revision += 1
    return document


def _plain(value: Any) -> Any:
    if isinstance(value, str | int | float | bool | list | dict) or value is None:
        return value
    return str(value)


def readings_of(document: Document) -> int:
    """Count the people who have handed this document in (one query)."""
    readers = Assignment.objects.filter(version=document.current_id, queue=Queue.ANNOTATE, state__in=HANDED_IN)
    return readers.order_by().values("user").distinct().count()


def settle_by(by: Actor, document_id: UUID) -> None:
    """Bring a document's state in step now, or at the end of the many operations that this one is of."""
    if by.unsettled is None:
        settle(document_id)
    else:
        by.unsettled.add(document_id)


def settle(document_id: UUID) -> None:
    """Bring a document's state in step with its spans and verdicts (two statements, none if nothing moved)."""
    spans = Span.objects.filter(version__current_of=OuterRef("pk"))
    verdicts = Verdict.objects.filter(claim__spans__version__current_of=OuterRef("pk"))
    found = Document.objects.annotate(
        has_review=Exists(spans.filter(state=SpanState.IN_REVIEW)),
        has_verdict=Exists(verdicts.filter(state=VerdictState.IN_REVIEW)),
        has_drafted=Exists(verdicts.filter(state=VerdictState.DRAFT)),
        has_draft=Exists(spans.filter(state=SpanState.DRAFT)),
        has_approved=Exists(spans.filter(state=SpanState.APPROVED)),
        policy=F("project__policy"),
    ).get(pk=document_id)
    if found.state == DocumentState.OUT_OF_SCOPE:
        return
    state = found.state
    if found.policy == Policy.BLIND and readings_of(found) < READINGS_OF_A_BLIND_DOCUMENT:
        # Until the second reading is in, the state tells nobody of the first.
        state = DocumentState.READY if state != DocumentState.RECEIVED else state
    elif found.has_review or found.has_verdict:
        state = DocumentState.IN_REVIEW
    elif found.has_draft or found.has_drafted:
        state = DocumentState.IN_PROGRESS
    elif found.has_approved:
        state = DocumentState.DONE
    elif found.state != DocumentState.RECEIVED:
        state = DocumentState.READY
    if state != found.state:
        Document.objects.filter(pk=document_id, state=found.state).update(state=state)
