"""Importing files: every row is stored whole or reported with its number; what is there already is left alone."""

import hashlib
from collections import ChainMap, Counter
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from annotations.errors import Conflict, FactcheckError, FieldError, Invalid, TooLarge
from annotations.formats import BadRow, CommentRow, Place, ReadRow, RelationRow, SpanRow, format_of, read
from annotations.models import (
    Document,
    DocumentVersion,
    Origin,
    Project,
    Span,
    SpanState,
    Transfer,
    TransferState,
)
from annotations.models.base import uuid7
from annotations.text.offsets import normalise_newlines
from annotations.text.zones import ZoneRange

from .documents import DocumentDraft, Original, check_text, create_document, read_date, settle
from .events import Actor, Thing, log, log_many, one_transaction
from .import_claims import take_claims
from .import_comments import Here, take_comments
from .import_relations import take_relations
from .spans import check_attributes, check_inner_ranges, check_piece, check_range, label_of

KEPT_FIELDS = (
    "publisher",
    "authors",
    "published_precision",
    "published_basis",
    "language",
    "licence",
    "tags",
    "metadata",
    "reach",
    "harm",
)
MOST_ERRORS = 200
LOSSES: Final = {
    "claims_skipped": "claims that no span of the file points at are not taken in",
    "suggestions_skipped": "suggestions and dismissed spans are left out: the engines here read the text themselves",
    "relations_skipped": "relations stay out that were withdrawn, that lack an end here, or whose labels do not fit",
    "comments_skipped": "comments stay out that are on a verdict, or on something that is not here",
    "spans_merged": "spans of several people with one label in one place come in as one",
    "verdicts_skipped": "of a claim's verdicts the newest comes in, as a draft and with a rating of this project only",
}


@dataclass
class _Tally:
    counts: Counter[str] = field(default_factory=Counter)
    errors: list[dict[str, Any]] = field(default_factory=list)
    losses: set[str] = field(default_factory=set)
    claims: dict[str, UUID] = field(default_factory=dict)
    spans: dict[Place, UUID] = field(default_factory=dict)
    relations: list[RelationRow] = field(default_factory=list)
    documents: dict[str, UUID] = field(default_factory=dict)
    comments: list[CommentRow] = field(default_factory=list)

    def fail(self, row: int, problem: FieldError) -> None:
        if len(self.errors) < MOST_ERRORS:
            told = {"row": row, "field": problem.field, "code": problem.code, "detail": problem.detail}
            self.errors.append(told)
        self.counts["rows_failed"] += 1


def import_file(
    project: Project,
    by: Actor,
    data: bytes,
    *,
    filename: str = "",
    format: str = "",
    encoding: str = "",
    dry_run: bool = False,
) -> Transfer:
    """Take in a file and return the record of what became of it. A dry run stores that record only.

    Rows that can be used are stored, in one transaction; the others are listed with row, field and reason.
    Raises `Invalid` for a file that cannot be read at all, `TooLarge` beyond the upload limit.
    """
    if len(data) > settings.MAX_UPLOAD_BYTES:
        raise TooLarge(_("The file is larger than %(most)s MB.") % {"most": settings.MAX_UPLOAD_BYTES // 1024 // 1024})
    if not data.strip():
        raise Invalid.field("file", "empty", _("The file is empty."))
    name = format_of(filename, format)
    tally = _Tally()
    with transaction.atomic():
        for row in read(data, name=name, filename=filename, encoding=encoding):
            _take(project, by, row, tally, Original(data) if name == "text" else None)
        # After the last row, since their ends may lie in any.
        take_relations(project, by, tally.relations, ours=tally.spans, counts=tally.counts)
        here = Here(documents=tally.documents, spans=tally.spans, claims=tally.claims)
        take_comments(project, by, tally.comments, here, tally.counts)
        transaction.set_rollback(dry_run)
    tally.losses |= {why for name, why in LOSSES.items() if tally.counts[name]}
    return _record(project, by, tally, Transfer(format=name, filename=filename[-255:], is_dry_run=dry_run))


def _record(project: Project, by: Actor, tally: _Tally, transfer: Transfer) -> Transfer:
    transfer.project, transfer.user = project, by.person()
    transfer.counts, transfer.errors, transfer.losses = dict(tally.counts), tally.errors, sorted(tally.losses)
    taken = any(number for name, number in tally.counts.items() if not name.endswith("failed"))
    transfer.state = TransferState.DONE if taken else TransferState.FAILED
    with one_transaction:
        transfer.save(force_insert=True)
        after = {"filename": transfer.filename, "counts": transfer.counts, "dry_run": transfer.is_dry_run}
        log(by, "imported", Thing("import", transfer.pk, project.pk), after=after)
    return transfer


def _take(project: Project, by: Actor, row: ReadRow | BadRow, tally: _Tally, original: Original | None) -> None:
    if isinstance(row, BadRow):
        tally.fail(row.row, FieldError(row.field, row.code, row.detail))
        return
    counts: Counter[str] = Counter()
    claims: dict[str, UUID] = {}
    ours: dict[Place, UUID] = {}
    try:
        with transaction.atomic():
            document = _document(project, by, row, original, counts)
            spans = _spans(document, by, row, counts, ours)
            take_claims(project, by, row, spans=spans, counts=counts, ours=ChainMap(claims, tally.claims))
            settle(document.pk)
    except FactcheckError as error:
        for problem in error.errors or [FieldError("", error.code, error.detail)]:
            tally.fail(row.row, problem)
        return
    tally.counts += counts
    tally.claims |= claims
    tally.spans |= ours
    tally.relations += row.relations
    tally.documents[row.document.get("id", "")] = document.pk
    tally.comments += row.comments
    tally.losses |= set(row.losses)


def _document(project: Project, by: Actor, row: ReadRow, original: Original | None, counts: Counter[str]) -> Document:
    text = normalise_newlines(row.document["text"])
    check_text(text)
    known = _known(project, row, text)
    if known is not None:
        counts["documents_unchanged"] += 1
        return known
    counts["documents_created"] += 1
    return create_document(project, by, _draft(row, original))


def _known(project: Project, row: ReadRow, text: str) -> Document | None:
    """Return the document that is here already: the same id, or the same title and text."""
    sha256 = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    here = (
        Document.objects.filter(project=project)
        .select_related("current", "project")
        .defer("current__text", "current__original")
    )
    if row.document_id is not None:
        found = here.filter(pk=row.document_id).first()
        if found is not None:
            if found.current is None or found.current.sha256 != sha256:
                raise Conflict(_("A document with this id is here with another text."), code="text_differs")
            return found
    title = _title(row.document)
    return here.filter(current__sha256=sha256, title=title).first()


def _title(found: Mapping[str, Any]) -> str:
    first = next((line for line in found["text"].split("\n") if line.strip()), "")
    return str(found.get("title") or first).strip()[:500] or "Untitled"


def _draft(row: ReadRow, original: Original | None) -> DocumentDraft:
    found = row.document
    taken = Document.objects.filter(pk=row.document_id).exists() if row.document_id else True
    has_version = row.version_id is not None and DocumentVersion.objects.filter(pk=row.version_id).exists()
    if original is not None:
        original = Original(original.data, extractor=found.get("extractor", ""))
    return DocumentDraft(
        title=_title(found),
        text=found["text"],
        url=found.get("url") or "",
        published_at=read_date(found.get("published_at")),
        zones=[ZoneRange(zone["start"], zone["end"], zone["kind"]) for zone in found.get("zones", [])],
        original=original,
        # An id that is taken, if only in a project out of sight, is replaced without a word about it.
        document_id=None if taken else row.document_id,
        version_id=None if taken or has_version else row.version_id,
        **{name: found[name] for name in KEPT_FIELDS if name in found},
        **_precision(found),
    )


def _precision(found: Mapping[str, Any]) -> dict[str, Any]:
    """Take the precision from the length of the date where the file does not name it."""
    day = found.get("published_at")
    if not day or "published_precision" in found:
        return {}
    return {"published_precision": ("year", "month", "day")[day.count("-")]}


def _spans(
    document: Document, by: Actor, row: ReadRow, counts: Counter[str], ours: MutableMapping[Place, UUID]
) -> dict[str, list[Span]]:
    """Store the row's spans that are not here yet; return the new ones by the claim they name.

    `ours` takes our id of each span, new or not, by the ids that the file tells.
    """
    wanted = [each for each in row.spans if each.told.get("state", "draft") not in ("suggested", "dismissed")]
    counts["suggestions_skipped"] += len(row.spans) - len(wanted)
    version = document.current
    if not wanted or version is None:
        return {}
    ids = [each.span_id for each in wanted if each.span_id]
    known = set(Span.objects.filter(pk__in=ids, version=version).values_list("pk", flat=True))
    elsewhere = set(Span.objects.filter(pk__in=ids).exclude(version=version).values_list("pk", flat=True))
    # What came in before is here, whoever brought it.
    here = Span.objects.filter(Q(author=by.person()) | Q(origin=Origin.IMPORT), version=version).standing()
    marked = {(key, start, end): pk for pk, key, start, end in here.values_list("pk", "label__key", "start", "end")}
    places: dict[tuple[str, int, int], UUID] = {}
    text = DocumentVersion.objects.values_list("text", flat=True).get(pk=version.pk)
    made: list[Span] = []
    by_claim: dict[str, list[Span]] = {}
    for number, each in enumerate(wanted):
        place = (each.label, each.start, each.end)
        told = (row.document.get("id", ""), each.told_id)
        if each.span_id in known or place in marked:
            counts["spans_unchanged"] += 1
            ours[told] = each.span_id if each.span_id in known else marked[place]
            continue
        if place in places:
            counts["spans_merged"] += 1
            ours[told] = places[place]
            continue
        span = _span(document, by, each, text, f"spans.{number}")
        if each.span_id and each.span_id not in elsewhere:
            span.pk = each.span_id
            elsewhere.add(each.span_id)
        ours[told] = places[place] = span.pk
        made.append(span)
        by_claim.setdefault(each.claim or "", []).append(span)
    Span.objects.bulk_create(made, batch_size=500)
    counts["spans_created"] += len(made)
    log_many(by, "imported", ((_thing(span, document), {}, _told(span)) for span in made))
    return by_claim


def _told(span: Span) -> dict[str, Any]:
    return {"label": span.label.key, "start": span.start, "end": span.end, "quote": span.quote, "state": span.state}


def _thing(span: Span, document: Document) -> Thing:
    return Thing("span", span.pk, document.project_id, document.pk)


def _span(document: Document, by: Actor, row: SpanRow, text: str, path: str) -> Span:
    """Check a span as if a person drew it. What was decided elsewhere is kept as told, never as decided here."""
    try:
        label = label_of(document.project, row.label)
        check_range(row.start, row.end, len(text))
        check_piece(text[row.start : row.end], row.quote)
        check_attributes(label, row.attributes)
        check_inner_ranges(row.attributes, row.start, text[row.start : row.end])
    except FactcheckError as error:
        problems = [FieldError(f"{path}.{each.field}", each.code, each.detail) for each in error.errors]
        error.errors = tuple(problems or [FieldError(path, error.code, error.detail)])
        raise
    is_done = row.told.get("state") in (SpanState.IN_REVIEW, SpanState.APPROVED)
    return Span(
        id=uuid7(),
        version=document.current,
        label=label,
        start=row.start,
        end=row.end,
        quote=text[row.start : row.end],
        attributes=dict(row.attributes),
        origin=Origin.IMPORT,
        author=by.person(),
        state=SpanState.IN_REVIEW if is_done else SpanState.DRAFT,
        provenance=dict(row.told),
    )
