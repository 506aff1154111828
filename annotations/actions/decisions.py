"""The life of a span after it is made: accept, reject, submit, approve, return. One guard each."""

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from annotations.errors import Conflict, Invalid
from annotations.models import (
    Assignment,
    AssignmentState,
    Document,
    Queue,
    Reason,
    SecondPerson,
    Span,
    SpanState,
    User,
)

from .documents import settle_by
from .events import Actor, Thing, log_many, one_transaction
from .own_decisions import decide_for_oneself, is_each_ones_own, is_own_decision
from .spans import change, check_own, check_revision, plain

# What a span loses when it goes to review: the word on it that sent it back.
_SUBMITTED: Final[dict[str, Any]] = {
    "state": SpanState.IN_REVIEW,
    "decided_by": None,
    "decided_at": None,
    "reason": "",
    "note": "",
}


def _expect(span: Span, state: SpanState, verb: str) -> None:
    if span.state != state:
        names = {value: name.lower() for value, name in SpanState.choices}
        raise Conflict(
            _("That takes a span that is %(needed)s; this span is %(state)s.")
            % {"needed": names[state], "state": names[span.state]},
            code="wrong_state",
        )


def _check_reason(reason: str, *, is_needed: bool) -> None:
    if reason and reason not in Reason.values:
        raise Invalid.field(
            "reason", "unknown_reason", _("A reason is one of: %(known)s.") % {"known": ", ".join(Reason.values)}
        )
    if is_needed and not reason:
        raise Invalid.field(
            "reason", "required", _("Give a reason: one of %(known)s.") % {"known": ", ".join(Reason.values)}
        )


def accept(span: Span, by: Actor, *, revision: int, reason: str = "", note: str = "") -> Span:
    """Take over a suggestion: it becomes the person's draft and stays marked as the engine's."""
    check_revision(span, revision)
    _expect(span, SpanState.SUGGESTED, "accept")
    if is_each_ones_own(span):
        return decide_for_oneself(span, by, "accepted", {"state": SpanState.DRAFT})
    with one_transaction:
        change(span, by, "accepted", {"state": SpanState.DRAFT, "author": by.person()})
        settle_by(by, span.version.document_id)
    return span


def reject(span: Span, by: Actor, *, revision: int, reason: str = "", note: str = "") -> Span:
    """Dismiss a suggestion (reason optional), or, as a second person, a span in review (reason needed)."""
    check_revision(span, revision)
    if span.state == SpanState.SUGGESTED:
        _check_reason(reason, is_needed=False)
        if is_each_ones_own(span):
            own = {"state": SpanState.DISMISSED, **_decision(by, reason, note)}
            return decide_for_oneself(span, by, "rejected", own)
        return change(span, by, "rejected", {"state": SpanState.DISMISSED, **_decision(by, reason, note)})
    _expect(span, SpanState.IN_REVIEW, "reject")
    _check_reason(reason, is_needed=True)
    check_second_person(span, by)
    return _decide(span, by, "rejected", {"state": SpanState.DISMISSED, **_decision(by, reason, note)})


def explain(span: Span, by: Actor, *, revision: int, reason: str = "", note: str = "") -> Span:
    """Say afterwards why one rejected a suggestion; the rejection itself stands as it was."""
    check_revision(span, revision)
    is_suggestion = span.author_id is None or is_own_decision(span, by.person())
    is_rejected = span.state == SpanState.DISMISSED and is_suggestion
    if not is_rejected or span.decided_by_id != by.person().pk:
        raise Conflict(_("You can give a reason for a suggestion that you rejected yourself."), code="wrong_state")
    _check_reason(reason, is_needed=True)
    return change(span, by, "explained", {"reason": reason, **({"note": note} if note else {})})


def submit(span: Span, by: Actor, *, revision: int, reason: str = "", note: str = "") -> Span:
    """Hand one's own draft to a second person."""
    check_revision(span, revision)
    _expect(span, SpanState.DRAFT, "submit")
    check_own(span, by.person())
    with one_transaction:
        change(span, by, "submitted", _SUBMITTED)
        settle_by(by, span.version.document_id)
    return span


def submit_drafts(document: Document, by: Actor, drafts: QuerySet[Span]) -> int:
    """Hand many drafts of one document to a second person: three statements, however many they are."""
    with one_transaction:
        rows = list(drafts.select_for_update(of=("self",)).select_related("decided_by"))
        chosen = Span.objects.filter(pk__in=[span.pk for span in rows])
        chosen.update(**_SUBMITTED, revision=F("revision") + 1, updated_at=timezone.now())
        log_many(by, "submitted", (_submission(span, document) for span in rows))
    return len(rows)


def _submission(span: Span, document: Document) -> tuple[Thing, Mapping[str, Any], Mapping[str, Any]]:
    before = {name: plain(name, getattr(span, name)) for name in _SUBMITTED}
    after = {**_SUBMITTED, "revision": span.revision + 1}
    return Thing("span", span.pk, document.project_id, document.pk), before, after


def approve(span: Span, by: Actor, *, revision: int, reason: str = "", note: str = "") -> Span:
    """Approve a span in review, as a person who did not make it."""
    check_revision(span, revision)
    _expect(span, SpanState.IN_REVIEW, "approve")
    is_own = check_second_person(span, by)
    decision = {**_decision(by, "", note), "self_approved": is_own}
    return _decide(span, by, "approved", {"state": SpanState.APPROVED, **decision})


def return_span(span: Span, by: Actor, *, revision: int, reason: str = "", note: str = "") -> Span:
    """Give a span in review back to its author, with a reason or a note."""
    check_revision(span, revision)
    _expect(span, SpanState.IN_REVIEW, "return")
    _check_reason(reason, is_needed=not note)
    check_second_person(span, by)
    with one_transaction:
        sent = Assignment.objects.filter(version_id=span.version_id, user=span.author, queue=Queue.ANNOTATE)
        sent.filter(state=AssignmentState.SUBMITTED).update(state=AssignmentState.RETURNED)
        return _decide(span, by, "returned", {"state": SpanState.DRAFT, **_decision(by, reason, note)})


def _decision(by: Actor, reason: str, note: str) -> dict[str, Any]:
    return {"decided_by": by.person(), "decided_at": timezone.now(), "reason": reason, "note": note}


def _decide(span: Span, by: Actor, verb: str, changes: Mapping[str, Any]) -> Span:
    check_not_held(span, by.person())
    with one_transaction:
        change(span, by, verb, changes)
        settle_by(by, span.version.document_id)
    return span


def check_second_person(span: Span, by: Actor) -> bool:
    """Refuse the author's own decision, unless the project only warns; say whether it is the author's own."""
    is_own = span.author_id == by.person().pk
    if is_own and span.version.document.project.second_person == SecondPerson.ENFORCE:
        raise Conflict(_("You made this span. A second person has to decide on it."), code="second_person")
    return is_own


def check_not_held(span: Span, person: User) -> None:
    """Refuse while another person holds this document for review (one query)."""
    held = Assignment.objects.live().filter(version_id=span.version_id, queue=Queue.REVIEW)
    holder = held.exclude(user=person).select_related("user").first()
    if holder is not None:
        raise Conflict(_("%(user)s is reviewing this document now.") % {"user": holder.user}, code="held")
