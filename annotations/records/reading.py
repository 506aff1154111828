"""What a page needs to open a document, from the one row of `documents_for_reading`."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from annotations.models import Comment, Document, Reader, User, Verdict, unread_mentions

JSON = dict[str, Any]
TIMES = ("created_at", "started_at", "finished_at", "lease_expires_at")


def _time(raw: str | None) -> datetime | None:
    """Read a time out of aggregated JSON; SQLite writes it in UTC without saying so."""
    if raw is None:
        return None
    found = datetime.fromisoformat(raw)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _read(row: JSON) -> JSON:
    ids: JSON = {name: UUID(row[name]) for name in ("id", "claim_id") if name in row}
    return {**row, **ids, **{name: _time(row[name]) for name in TIMES if name in row}}


def zones_read(document: Document) -> list[JSON]:
    rows: list[JSON] = document.zones  # type: ignore[attr-defined]  # annotated, here and below
    return rows


def runs_read(document: Document) -> list[JSON]:
    """Return the runs in the shape of `run_record`, newest first."""
    rows: list[JSON] = document.runs  # type: ignore[attr-defined]
    return [_run(_read(row), document) for row in rows]


def _run(row: JSON, document: Document) -> JSON:
    engine = {"name": row.pop("engine"), "version": row.pop("engine_version")}
    return {"id": row.pop("id"), "document": document.pk, "engine": engine, **row}


def held_read(document: Document) -> JSON | None:
    """Return what the reader holds of this document, or nothing."""
    rows: list[JSON] = document.held  # type: ignore[attr-defined]
    return _read(rows[0]) if rows else None


def chips_read(document: Document) -> dict[str, JSON]:
    """Return the newest standing verdict of each claim that appears in the document, by the claim's id."""
    rows: list[JSON] = document.chips  # type: ignore[attr-defined]
    return {str(UUID(row["claim_id"])): _chip(_read(row)) for row in rows}


def chips_seen(document: Document, reader: Reader) -> dict[str, JSON]:
    """Return of these what a blind project shows the reader (one query there, none elsewhere)."""
    chips = chips_read(document)
    if not reader.is_blinded or not chips:
        return chips
    ids = {UUID(str(chip["id"])) for chip in chips.values()}
    seen = set(Verdict.objects.filter(pk__in=ids).seen_by(reader).values_list("pk", flat=True))
    return {claim: chip for claim, chip in chips.items() if UUID(str(chip["id"])) in seen}


def talk_seen(document: Document, reader: Reader) -> dict[str, int]:
    """Return how many threads are open on each span, by its id, as the reader sees it (one query if blinded)."""
    rows: Iterable[JSON] = document.talk  # type: ignore[attr-defined]
    if rows and reader.is_blinded:
        rows = Comment.objects.filter(span__version=document.current_id).seen_by(reader).open_counts()
    return {str(UUID(str(row["span_id"]))): row["count"] for row in rows}


def mentions_read(document: Document, user: User) -> int:
    """Return how many mentions the reader has not read (one query if some are in blind projects)."""
    return unread_mentions(user) if document.mentioned_blindly else document.mentioned  # type: ignore[attr-defined]


def _chip(row: JSON) -> JSON:
    names = {"claim": row.pop("claim_id"), "rating": row.pop("rating_slug"), "proposed_by": row.pop("proposer")}
    return {**row, **names}
