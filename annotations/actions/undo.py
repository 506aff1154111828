"""Taking back: a span as it stood at an earlier revision, read from the event log (decisions 0018 and 0030)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from annotations.errors import Conflict, Forbidden, Invalid
from annotations.models import Event, Label, Span, SpanState, User, labels_of

from .decisions import check_not_held, check_second_person
from .documents import settle_by
from .events import Actor, one_transaction
from .own_decisions import decision_to_take_back, is_each_ones_own, what_shows_now
from .spans import change, check_revision

JSON = dict[str, Any]


def undo(span: Span, by: Actor, *, revision: int, to: int | None = None, reason: str = "", note: str = "") -> Span:
    """Put the span back to how it stood at revision `to` (0: not there), or before its last change.

    Everything since must be the person's own doing. It is a new change with its own event, so that naming a later
    revision brings back what was taken back. One query more than a change, however far it goes. In a blind
    project a suggestion stands for the person's own decision on it, whose revisions go on from those of the suggestion.
    """
    check_revision(span, revision)
    if is_each_ones_own(span):
        span = decision_to_take_back(span, by.person())
        revision = span.revision
    target = revision - 1 if to is None else to
    if target > revision:
        told = _("This span is at revision %(revision)s; there is no %(target)s yet.")
        raise Invalid.field("to", "out_of_range", told % {"revision": revision, "target": target})
    if target == revision:
        return what_shows_now(span)
    changes = _restored(span, _values_at(target, _own_events(span, by.person(), revision - target)))
    if changes.get("state") == SpanState.APPROVED and changes.get("decided_by") == by.person():
        # One's own approval comes back under the rules of today, not of the day it was given.
        check_second_person(span, by)
        check_not_held(span, by.person())
    with one_transaction:
        change(span, by, "undone", changes)
        settle_by(by, span.version.document_id)
    return what_shows_now(span)


def _own_events(span: Span, person: User, count: int) -> list[Event]:
    """Return the last `count` events of the span, newest first; raise `Forbidden` unless all are the person's."""
    events = list(Event.objects.filter(object_id=span.pk, kind="span").order_by("-id")[:count])
    if len(events) < count or any(event.actor_id != person.pk for event in events):
        last = _("The last change of this span is not yours, so it is not yours to take back.")
        since = _("Somebody else changed this span since then, so it is not yours to take back.")
        raise Forbidden(last if count == 1 else since, code="not_yours")
    return events


def _values_at(target: int, events: Sequence[Event]) -> JSON:
    """Lay what was before each event over what was before the later ones."""
    values: JSON = {}
    for event in events:
        values |= event.before
    is_unmade = not events[-1].before and target == 0
    return {**values, "state": SpanState.DISMISSED} if is_unmade else values


def _restored(span: Span, before: Mapping[str, Any]) -> JSON:
    """Turn an event's plain values back into fields."""
    fields = dict(before)
    project = span.version.document.project
    if "label" in fields:
        fields["label"] = _label(labels_of(project).get(fields["label"]))
    for name in ("author", "decided_by"):
        if fields.get(name):
            fields[name] = User.objects.get(username=fields[name])
    if fields.get("supersedes"):
        fields["supersedes"] = Span(pk=UUID(fields["supersedes"]))
    if fields.get("decided_at"):
        fields["decided_at"] = datetime.fromisoformat(fields["decided_at"])
    return fields


def _label(label: Label | None) -> Label:
    if label is None:
        raise Conflict(_("The label it had is no longer there."), code="unknown_label")
    return label
