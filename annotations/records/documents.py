"""Documents as JSON: the short row of a list, and the whole with text, zones and runs."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Count

from annotations.models import Document, EngineRun, Reader, Span, SpanState, Zone

from .runs import run_record

JSON = dict[str, Any]
COUNTED = (SpanState.SUGGESTED, SpanState.DRAFT, SpanState.IN_REVIEW, SpanState.APPROVED)


def document_record(document: Document, spans: dict[str, int] | None = None) -> JSON:
    """Build the short record; `spans` are counts by state. Needs `assignee` fetched along."""
    record = {
        "id": document.pk,
        "title": document.title,
        "publisher": document.publisher,
        "authors": document.authors,
        "url": document.url or None,
        "published_at": document.published or None,
        "published_precision": document.published_precision,
        "published_basis": document.published_basis,
        "language": document.language,
        "licence": document.licence,
        "tags": document.tags,
        "metadata": document.metadata,
        "state": document.state,
        "reach": document.reach,
        "harm": document.harm,
        "assignee": document.assignee.username if document.assignee else None,
        "due_at": document.due_at,
        "created_at": document.created_at,
        "updated_at": document.updated_at,
        "revision": document.revision,
    }
    if spans is not None:
        record["spans"] = spans
    return record


def span_counts(version_ids: Iterable[UUID], reader: Reader | None = None) -> dict[UUID | None, dict[str, int]]:
    """Count the spans of each version by state (one query for all)."""
    counts: dict[UUID | None, dict[str, int]] = {pk: {str(state): 0 for state in COUNTED} for pk in version_ids}
    rows = Span.objects.filter(version_id__in=list(counts)).standing().seen_by(reader).order_by()
    for version_id, state, number in rows.values_list("version_id", "state").annotate(Count("id")):
        counts[version_id][state] = number
    return counts


def document_rows(documents: Iterable[Document], reader: Reader | None = None) -> list[JSON]:
    """Build the records of a page of documents with their counts (one query more)."""
    page = list(documents)
    counts: Mapping[UUID | None, dict[str, int]] = span_counts(
        (each.current_id for each in page if each.current_id), reader
    )
    empty = {str(state): 0 for state in COUNTED}
    return [document_record(document, counts.get(document.current_id, empty)) for document in page]


def zones_of(version_id: UUID | None) -> list[JSON]:
    """Return the zones of a version in reading order (one query)."""
    rows = Zone.objects.filter(version_id=version_id).order_by("start").values_list("start", "end", "kind")
    return [{"start": start, "end": end, "kind": kind} for start, end, kind in rows]


def runs_of(document: Document) -> list[JSON]:
    """Return the engine runs over the current version, newest first (one query)."""
    runs = EngineRun.objects.filter(version_id=document.current_id)
    return [run_record(run, document.pk) for run in runs]


def version_record(document: Document, text: str, zones: list[JSON]) -> JSON:
    version = document.current
    assert version is not None  # noqa: S101 - a document is never stored without its first version
    return {
        "id": version.pk,
        "number": version.number,
        "sha256": version.sha256,
        "length": version.length,
        "captured_at": version.captured_at,
        "text": text,
        "zones": zones,
    }


def document_detail(document: Document) -> JSON:
    """Build the whole record (three queries). Needs the annotation `text`."""
    text: str = document.text  # type: ignore[attr-defined]  # annotated by with_text
    return {
        **document_record(document),
        "version": version_record(document, text, zones_of(document.current_id)),
        "runs": runs_of(document),
    }
