"""Up to a thousand span operations at once, all or nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from annotations.errors import FactcheckError, FieldError, Invalid
from annotations.models import Document, Span

from . import decisions, spans
from .documents import settle
from .events import Actor, one_transaction
from .undo import undo

LIMIT = 1000
_MOVES: Final[dict[str, Callable[..., Span]]] = {
    "accept": decisions.accept,
    "reject": decisions.reject,
    "explain": decisions.explain,
    "submit": decisions.submit,
    "approve": decisions.approve,
    "return": decisions.return_span,
    "undo": undo,
}
OPERATIONS: Final = ("create", "update", "delete", *_MOVES)


@dataclass(frozen=True, slots=True)
class Operation:
    """One wanted change: of a span, or on a document for `create`; both as the door handed them out."""

    op: str
    span: Span | None = None
    document: Document | None = None
    draft: spans.SpanDraft | None = None
    revision: int = 0
    changes: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    note: str = ""
    to: int | None = None


def move(name: str) -> Callable[..., Span]:
    """Return the action of a transition by its word in the API (`accept`, `return`, …)."""
    return _MOVES[name]


def apply_operations(by: Actor, operations: Sequence[Operation]) -> list[Span]:
    """Carry out every operation in order, or none: the first that fails is named and nothing is kept.

    Costs two or three statements an operation; the state of a document is brought in step once, at the end.
    """
    if len(operations) > LIMIT:
        raise Invalid.field("operations", "too_many", _("At most %(limit)s operations at once.") % {"limit": LIMIT})
    results: list[Span] = []
    touched: dict[UUID, Span] = {}
    unsettled: set[UUID] = set()
    by = replace(by, unsettled=unsettled)
    with one_transaction:
        for number, operation in enumerate(operations):
            try:
                span = _apply(by, operation, touched)
            except FactcheckError as error:
                _blame(error, number)
                raise
            touched[span.pk] = span
            results.append(span)
        for document_id in sorted(unsettled):
            settle(document_id)
    return results


def _blame(error: FactcheckError, number: int) -> None:
    """Point the error at the operation it comes from."""
    prefix = f"operations.{number}"
    found = [FieldError(f"{prefix}.{each.field}", each.code, each.detail) for each in error.errors]
    error.errors = tuple(found or [FieldError(prefix, error.code, error.detail)])


def _apply(by: Actor, operation: Operation, touched: Mapping[UUID, Span]) -> Span:
    if operation.op == "create":
        if operation.document is None or operation.draft is None:
            raise Invalid.field("document", "required", _("A new span needs a document."))
        return spans.create_span(operation.document, by, operation.draft)
    span = operation.span
    if span is None:
        raise Invalid.field("id", "required", _("Name the span."))
    span = touched.get(span.pk, span)
    if operation.op == "update":
        return spans.edit_span(span, by, revision=operation.revision, changes=operation.changes)
    if operation.op == "delete":
        return spans.delete_span(span, by, revision=operation.revision)
    if operation.op == "undo":
        return undo(span, by, revision=operation.revision, to=operation.to)
    return move(operation.op)(span, by, revision=operation.revision, reason=operation.reason, note=operation.note)
