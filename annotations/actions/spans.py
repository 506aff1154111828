"""Making, editing and removing spans. What a span says about the text is checked here, for every door."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError
from django.db.models import F
from django.db.models.functions import Substr
from django.utils import timezone
from django.utils.translation import gettext as _

from annotations.errors import Conflict, FieldError, Forbidden, Invalid, Stale
from annotations.formats import unstorable
from annotations.models import (
    LIVE,
    Document,
    DocumentState,
    DocumentVersion,
    Label,
    Origin,
    Policy,
    Project,
    Span,
    SpanState,
    User,
    labels_of,
)

from .documents import settle_by
from .events import Actor, Thing, log, one_transaction
from .own_decisions import decide_for_oneself, is_each_ones_own

JSON = dict[str, Any]
RANGE = {"start", "end", "quote"}


@dataclass(frozen=True, slots=True)
class SpanDraft:
    """What somebody wants to mark: a label's key and a range in code points, `end` exclusive."""

    label: str
    start: int
    end: int
    quote: str | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)


def label_of(project: Project, key: str) -> Label:
    """Return the project's label with this key, switched on; raise `Invalid` otherwise (no query when warm)."""
    label = labels_of(project).get(key)
    if label is None or not label.is_on:
        known = ", ".join(sorted(each.key for each in labels_of(project).values() if each.is_on))
        raise Invalid.field(
            "label",
            "unknown_label",
            _("This project has no label “%(key)s”. It has: %(known)s.") % {"key": key[:60], "known": known},
        )
    return label


def check_attributes(label: Label, attributes: Mapping[str, Any]) -> None:
    """Raise `Invalid` with one entry for each attribute that breaks the label's schema, or cannot be kept."""
    path, trouble = unstorable(attributes)
    if trouble:
        raise Invalid.field(f"attributes.{path}".rstrip("."), "unstorable", trouble)
    problems = label.problems(attributes)
    if problems:
        errors = [FieldError(f"attributes.{path}".rstrip("."), "schema", message) for path, message in problems]
        raise Invalid(
            _("The attributes do not fit the label %(key)s.") % {"key": label.key}, code="schema", errors=errors
        )


def check_range(start: int, end: int, length: int) -> None:
    """Raise `Invalid` unless 0 ≤ start < end ≤ length."""
    if start < 0 or start >= length:
        raise Invalid.field(
            "start",
            "out_of_range",
            _("start is %(start)s; the text has the offsets 0 to %(length)s.") % {"start": start, "length": length},
        )
    if end > length:
        raise Invalid.field(
            "end", "out_of_range", _("end is %(end)s; the text ends at %(length)s.") % {"end": end, "length": length}
        )
    if end <= start:
        raise Invalid.field(
            "end", "reversed", _("end (%(end)s) must be greater than start (%(start)s).") % {"end": end, "start": start}
        )


def check_piece(piece: str, quote: str | None) -> None:
    """Raise unless the marked text is what the client saw and holds more than blanks."""
    if quote is not None and quote != piece:
        raise Conflict(
            _("The text there reads “%(piece)s”, not “%(quote)s”. Offsets count Unicode code points.")
            % {"piece": piece[:80], "quote": quote[:80]},
            code="quote_differs",
        )
    if not piece.strip():
        raise Invalid.field("end", "blank", _("A span must hold more than blanks."))


def check_inner_ranges(attributes: Mapping[str, Any], start: int, piece: str) -> None:
    """Raise unless each range among the attributes, like a denial's cue, lies in the span and reads as it says."""
    for name, value in _inner_ranges(attributes):
        inner = piece[max(value["start"] - start, 0) : max(value["end"] - start, 0)]
        if value["start"] < start or inner != value["quote"] or not inner:
            told = _("%(name)s must lie inside the span, and its quote must be the text there.") % {"name": name}
            raise Invalid.field(f"attributes.{name}", "quote_differs", told)


def _inner_ranges(attributes: Mapping[str, Any]) -> Iterator[tuple[str, JSON]]:
    return ((name, value) for name, value in attributes.items() if isinstance(value, dict) and value.keys() >= RANGE)


def _still_inside(attributes: Mapping[str, Any], start: int, end: int) -> JSON:
    """Return the attributes without the ranges that an edge has moved past; the log keeps them."""
    lost = {name for name, value in _inner_ranges(attributes) if value["start"] < start or value["end"] > end}
    return {name: value for name, value in attributes.items() if name not in lost}


def _piece(document: Document, start: int, end: int) -> str:
    """Return text[start:end]: from the door's annotation where it was asked along, else cut by the database."""
    if hasattr(document, "piece"):
        return str(document.piece)
    cut = Substr("text", start + 1, end - start)
    return str(DocumentVersion.objects.values_list(cut, flat=True).get(current_of=document))


def _thing(span: Span, document: Document) -> Thing:
    return Thing("span", span.pk, document.project_id, document.pk)


def create_span(document: Document, by: Actor, draft: SpanDraft) -> Span:
    """Store a person's new span on the current version: two statements, three on a document nobody touched yet."""
    version = document.current
    if version is None:
        raise Conflict(_("This document has no text yet."), code="no_text")
    label = label_of(document.project, draft.label)
    check_range(draft.start, draft.end, version.length)
    piece = _piece(document, draft.start, draft.end)
    check_piece(piece, draft.quote)
    check_attributes(label, draft.attributes)
    check_inner_ranges(draft.attributes, draft.start, piece)
    span = Span(
        version=version,
        label=label,
        start=draft.start,
        end=draft.end,
        quote=piece,
        attributes=dict(draft.attributes),
        origin=Origin.HUMAN,
        author=by.person(),
    )
    with one_transaction:
        _insert(span)
        _touch(document)
        after = {"label": label.key, "start": span.start, "end": span.end, "quote": piece, "state": span.state}
        log(by, "created", _thing(span, document), after={**after, "attributes": span.attributes, "revision": 1})
    return span


def _insert(span: Span) -> None:
    try:
        span.save(force_insert=True)
    except IntegrityError as error:
        raise _duplicate(error) from error


def _duplicate(error: IntegrityError) -> Conflict:
    return Conflict(_("You already have a span with this label here."), code="duplicate_span")


def _touch(document: Document) -> None:
    """Note that work on the document has begun (no statement once it has)."""
    if document.project.policy == Policy.BLIND:
        return  # its state would tell the others
    untouched = (DocumentState.RECEIVED, DocumentState.READY, DocumentState.DONE)
    if document.state in untouched:
        Document.objects.filter(pk=document.pk, state=document.state).update(state=DocumentState.IN_PROGRESS)


def plain(name: str, value: Any) -> Any:
    """Return a field's value as it stands in an event."""
    if isinstance(value, Label):
        return value.key
    if isinstance(value, User):
        return value.username
    if isinstance(value, Span):
        return str(value.pk)
    if name == "decided_at" and value is not None:
        return value.isoformat()
    return value


def change(span: Span, by: Actor, verb: str, changes: Mapping[str, Any]) -> Span:
    """Move a span from the revision in memory to the next, and log it: two statements, all or nothing.

    Raises `Stale` when somebody was quicker, `Conflict` when the change would double a live span.
    """
    document = span.version.document
    before = {name: plain(name, getattr(span, name)) for name in changes}
    after = {name: plain(name, value) for name, value in changes.items()}
    now = timezone.now()
    with one_transaction:
        current = Span.objects.filter(pk=span.pk, revision=span.revision)
        try:
            moved = current.update(**changes, revision=F("revision") + 1, updated_at=now)
        except IntegrityError as error:
            raise _duplicate(error) from error
        if not moved:
            raise Stale(_("Somebody changed this span since you read it."))
        for name, value in changes.items():
            setattr(span, name, value)
        span.revision += 1
        span.updated_at = now
        log(by, verb, _thing(span, document), before=before, after={**after, "revision": span.revision})
    return span


def check_revision(span: Span, revision: int) -> None:
    """Raise `Stale` unless the client read the revision that stands."""
    if span.revision != revision:
        raise Stale(
            _("This span is at revision %(revision)s; you read revision %(read)s.")
            % {"revision": span.revision, "read": revision}
        )


def check_own(span: Span, person: User) -> None:
    """Raise `Forbidden` unless the span is a suggestion or the person's own."""
    if span.author_id is not None and span.author_id != person.pk:
        raise Forbidden(
            _("This span is %(author)s's. Only its author may change it.") % {"author": span.author}, code="not_yours"
        )


def edit_span(span: Span, by: Actor, *, revision: int, changes: Mapping[str, Any]) -> Span:
    """Change range, label or attributes of one's own span, or of a suggestion, which thereby becomes one's draft.

    An approved span falls back to review; its decision stays in the log.
    """
    person = by.person()
    check_revision(span, revision)
    check_own(span, person)
    if span.state == SpanState.DISMISSED:
        raise Conflict(_("This span was dismissed. Undo that first."), code="wrong_state")
    fields = _edited(span, changes)
    if not fields:
        return span
    if is_each_ones_own(span):
        return decide_for_oneself(span, by, "edited", {**fields, "state": SpanState.DRAFT})
    if span.state == SpanState.SUGGESTED:
        fields |= {"state": SpanState.DRAFT, "author": person}
    elif span.state == SpanState.APPROVED:
        fields |= {"state": SpanState.IN_REVIEW, "decided_by": None, "decided_at": None, "self_approved": False}
    with one_transaction:
        change(span, by, "edited", fields)
        if "state" in fields:
            settle_by(by, span.version.document_id)
    return span


def _edited(span: Span, changes: Mapping[str, Any]) -> JSON:
    """Check the wanted changes and return the fields that really differ."""
    document = span.version.document
    label = label_of(document.project, changes["label"]) if "label" in changes else span.label
    attributes = changes.get("attributes", span.attributes)
    check_attributes(label, attributes if label == span.label or "attributes" in changes else {})
    start, end = changes.get("start", span.start), changes.get("end", span.end)
    fields: JSON = {}
    if (start, end) != (span.start, span.end):
        check_range(start, end, span.version.length)
        cut = Substr("text", start + 1, end - start)
        piece = DocumentVersion.objects.values_list(cut, flat=True).get(pk=span.version_id)
        check_piece(piece, changes.get("quote"))
        fields |= {"start": start, "end": end, "quote": piece}
        attributes = attributes if "attributes" in changes else _still_inside(attributes, start, end)
    elif "quote" in changes:
        check_piece(span.quote, changes["quote"])
    check_inner_ranges(attributes if "attributes" in changes else {}, start, fields.get("quote", span.quote))
    if label != span.label:
        # Another label has another schema: what does not fit it stays in the log only.
        kept = {} if label.problems(attributes) else attributes
        fields |= {"label": label, "attributes": kept}
    elif attributes != span.attributes:
        fields["attributes"] = attributes
    return fields


def delete_span(span: Span, by: Actor, *, revision: int) -> Span:
    """Dismiss one's own span: it stays in the database and can be taken back."""
    check_revision(span, revision)
    if span.state == SpanState.SUGGESTED:
        raise Conflict(_("A suggestion is rejected, not deleted."), code="wrong_state")
    check_own(span, by.person())
    if span.state not in LIVE:
        raise Conflict(_("This span is already dismissed."), code="wrong_state")
    with one_transaction:
        change(span, by, "deleted", {"state": SpanState.DISMISSED})
        settle_by(by, span.version.document_id)
    return span
