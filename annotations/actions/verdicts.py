"""Verdicts: a new revision for every change of mind, released by a second person."""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from annotations.errors import Conflict, Forbidden, Invalid, Stale
from annotations.models import (
    Assignment,
    AssignmentState,
    Claim,
    ClaimState,
    Evidence,
    Policy,
    Queue,
    Rating,
    SecondPerson,
    Span,
    User,
    Verdict,
    VerdictState,
)

from .claims import log_of, move_claim, supersede
from .documents import settle
from .events import Actor, one_transaction

OPEN = (VerdictState.DRAFT, VerdictState.IN_REVIEW)


@dataclass(frozen=True, slots=True)
class VerdictDraft:
    """What somebody holds about a claim; `rating` is a slug of the project's scale."""

    rating: str
    justification: str = ""
    summary: str = ""
    limits: str = ""


def record_verdict(claim: Claim, by: Actor, draft: VerdictDraft) -> Verdict:
    """Store the next revision as a draft; the person's own open revision is superseded by it."""
    person = by.person()
    rating = Rating.objects.filter(project=claim.project_id, slug=draft.rating).first()
    if rating is None:
        known = ", ".join(Rating.objects.filter(project=claim.project_id).values_list("slug", flat=True))
        raise Invalid.field("rating", "unknown_rating", _("The project's scale has: %(known)s.") % {"known": known})
    with one_transaction:
        opened = Verdict.objects.filter(claim=claim, state__in=OPEN).select_related("proposed_by").first()
        if opened is not None and opened.proposed_by_id != person.pk:
            if claim.project.policy == Policy.BLIND:
                raise Conflict(_("Another verdict on this claim is open."), code="verdict_open")
            raise Conflict(
                _("%(proposed_by)s has an open verdict on this claim.") % {"proposed_by": opened.proposed_by},
                code="verdict_open",
            )
        if opened is not None:
            # This one and no other: between the two statements a rival may have opened theirs.
            supersede(Verdict.objects.filter(pk=opened.pk, state__in=OPEN))
        last = Verdict.objects.filter(claim=claim).aggregate(last=Max("number"))["last"] or 0
        verdict = Verdict(
            claim=claim,
            number=last + 1,
            rating=rating,
            justification=draft.justification,
            summary=draft.summary,
            limits=draft.limits,
            evidence=_freeze(claim),
            proposed_by=person,
        )
        try:
            verdict.save(force_insert=True)
        except IntegrityError as error:
            raise Conflict(_("Somebody saved a verdict on this claim just now."), code="raced") from error
        move_claim(claim.pk, ClaimState.RESEARCHING)
        after = {"rating": rating.slug, "number": verdict.number, "justification": draft.justification}
        log_of(claim, by, "created", "verdict", verdict.pk, after=after)
        if opened is not None and opened.state == VerdictState.IN_REVIEW:
            _settle(claim)
    return verdict


def _freeze(claim: Claim) -> list[dict[str, str]]:
    """Return ids and hashes of the evidence as it stands."""
    rows = Evidence.objects.filter(claim=claim).standing().select_related("source").order_by("id")
    return [{"id": str(row.pk), "sha256": _hash(row)} for row in rows]


def _hash(evidence: Evidence) -> str:
    words = (evidence.source.url, evidence.source.title, evidence.passage, evidence.stance)
    return hashlib.sha256("\x1f".join(words).encode()).hexdigest()


def _move(verdict: Verdict, by: Actor, verb: str, fields: dict[str, Any]) -> Verdict:
    claim = verdict.claim
    before = {"state": verdict.state}
    with one_transaction:
        current = Verdict.objects.filter(pk=verdict.pk, revision=verdict.revision)
        try:
            moved = current.update(**fields, revision=F("revision") + 1, updated_at=timezone.now())
        except IntegrityError as error:
            raise Conflict(_("Another verdict on this claim is open or approved."), code="raced") from error
        if not moved:
            raise Stale(_("Somebody changed this verdict since you read it."))
        for name, value in fields.items():
            setattr(verdict, name, value)
        verdict.revision += 1
        after = {"state": verdict.state, "note": verdict.note}
        log_of(claim, by, verb, "verdict", verdict.pk, before=before, after=after)
        _settle(claim)
    return verdict


def _settle(claim: Claim) -> None:
    documents = Span.objects.filter(claim=claim).order_by().values_list("version__document_id", flat=True)
    for document_id in documents.distinct():
        settle(document_id)


def _check(verdict: Verdict, revision: int, state: VerdictState) -> None:
    if verdict.revision != revision:
        raise Stale(
            _("This verdict is at revision %(revision)s; you read revision %(read)s.")
            % {"revision": verdict.revision, "read": revision}
        )
    if verdict.state != state:
        names = dict(VerdictState.choices)
        raise Conflict(
            _("This verdict is %(state)s, not %(needed)s.")
            % {"state": names[verdict.state].lower(), "needed": names[state].lower()},
            code="wrong_state",
        )


def submit_verdict(verdict: Verdict, by: Actor, *, revision: int, note: str = "") -> Verdict:
    """Hand one's own draft to a second person, with the evidence frozen as it stands now."""
    _check(verdict, revision, VerdictState.DRAFT)
    if verdict.proposed_by_id != by.person().pk:
        raise Forbidden(
            _("This verdict is %(proposed_by)s's to submit.") % {"proposed_by": verdict.proposed_by}, code="not_yours"
        )
    with one_transaction:
        fields = {"state": VerdictState.IN_REVIEW, "evidence": _freeze(verdict.claim), "note": "", "approved_by": None}
        _move(verdict, by, "submitted", fields)
        move_claim(verdict.claim_id, ClaimState.IN_REVIEW)
    return verdict


def approve_verdict(verdict: Verdict, by: Actor, *, revision: int, note: str = "") -> Verdict:
    """Release a verdict as a person who neither proposed it nor gathered its evidence; the older one is superseded."""
    _check(verdict, revision, VerdictState.IN_REVIEW)
    is_own = _check_second_person(verdict, by)
    if _freeze(verdict.claim) != verdict.evidence:
        raise Conflict(
            _("The sources changed since this verdict was handed in. Return it, so that it is handed in anew."),
            code="evidence_changed",
        )
    fields = {
        "state": VerdictState.APPROVED,
        "approved_by": by.person(),
        "decided_at": timezone.now(),
        "self_approved": is_own,
        "note": note,
    }
    with one_transaction:
        supersede(Verdict.objects.filter(claim=verdict.claim_id, state=VerdictState.APPROVED))
        _move(verdict, by, "approved", fields)
        move_claim(verdict.claim_id, ClaimState.APPROVED)
    return verdict


def return_verdict(verdict: Verdict, by: Actor, *, revision: int, note: str = "") -> Verdict:
    """Give a verdict back to its author, with what is to be mended."""
    _check(verdict, revision, VerdictState.IN_REVIEW)
    if not note.strip():
        raise Invalid.field("note", "required", _("Say what is to be mended."))
    _check_second_person(verdict, by)
    with one_transaction:
        _move(verdict, by, "returned", {"state": VerdictState.DRAFT, "note": note, "decided_at": timezone.now()})
        # Who drafted it finds its documents in the queue again, like those with a returned span.
        sent = Assignment.objects.filter(version__spans__claim=verdict.claim_id, user=verdict.proposed_by_id)
        sent.filter(queue=Queue.ANNOTATE, state=AssignmentState.SUBMITTED).update(state=AssignmentState.RETURNED)
        move_claim(verdict.claim_id, ClaimState.RESEARCHING)
    return verdict


def withdraw_verdict(verdict: Verdict, by: Actor, *, revision: int, note: str = "") -> Verdict:
    """Take back one's own draft; it stays among the revisions, and what was approved before it goes on holding."""
    _check(verdict, revision, VerdictState.DRAFT)
    if verdict.proposed_by_id != by.person().pk:
        raise Forbidden(
            _("This verdict is %(proposed_by)s's to take back.") % {"proposed_by": verdict.proposed_by},
            code="not_yours",
        )
    with one_transaction:
        _move(verdict, by, "withdrawn", {"state": VerdictState.SUPERSEDED})
        if Verdict.objects.filter(claim=verdict.claim_id, state=VerdictState.APPROVED).exists():
            move_claim(verdict.claim_id, ClaimState.APPROVED)
    return verdict


def _check_second_person(verdict: Verdict, by: Actor) -> bool:
    """Refuse while somebody else holds it, and refuse who may not be the second person."""
    person = by.person()
    held = Assignment.objects.live().filter(verdict=verdict).exclude(user=person).select_related("user").first()
    if held is not None:
        raise Conflict(_("%(user)s is reviewing this verdict now.") % {"user": held.user}, code="held")
    return check_not_ones_own(verdict, person)


def check_not_ones_own(verdict: Verdict, person: User) -> bool:
    """Refuse who proposed it or gathered its evidence, unless the project only warns; say whether it is such a one."""
    is_own = verdict.proposed_by_id == person.pk
    # Withdrawn or not: what this verdict rested on when it was handed in stays what it rested on.
    is_own = is_own or Evidence.objects.filter(claim=verdict.claim_id, created_by=person).exists()
    if is_own and verdict.claim.project.second_person == SecondPerson.ENFORCE:
        raise Conflict(
            _("You proposed this verdict or gathered its sources. A second person has to decide on it."),
            code="second_person",
        )
    return is_own
