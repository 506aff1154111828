"""Assignments, queues and imports as JSON."""

from typing import Any

from annotations.models import Assignment, Document, Transfer, Verdict

from .claims import verdict_record
from .documents import document_record

JSON = dict[str, Any]


def assignment_record(assignment: Assignment, thing: Document | Verdict, reason: str = "") -> JSON:
    """Build the record of a lease with what is held."""
    is_document = isinstance(thing, Document)
    return {
        "id": assignment.pk,
        "queue": assignment.queue,
        "kind": "document" if is_document else "verdict",
        "document": document_record(thing) if isinstance(thing, Document) else None,
        "verdict": verdict_record(thing) if isinstance(thing, Verdict) else None,
        "user": assignment.user.username,
        "state": assignment.state,
        "reason": reason,
        "note": assignment.note,
        "lease_expires_at": assignment.lease_expires_at,
    }


def transfer_record(transfer: Transfer) -> JSON:
    return {
        "id": transfer.pk,
        "format": transfer.format,
        "filename": transfer.filename,
        "dry_run": transfer.is_dry_run,
        "state": transfer.state,
        "counts": transfer.counts,
        "errors": transfer.errors,
        "losses": transfer.losses,
        "created_at": transfer.created_at,
    }
