"""Claims made from spans, and their wording."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from annotations.errors import Conflict, Invalid, Stale
from annotations.models import Claim, ClaimState, Project, Span, SpanState, Verdict, VerdictState
from annotations.models.base import uuid7
from annotations.models.default_labels import CLAIM_TYPES
from annotations.models.usual import usual

from .events import Actor, Thing, log, one_transaction

CLAIMABLE = ("claim", "denial", "figure")
SHORT = 75


def claim_of_span(span: Span, by: Actor) -> tuple[Claim, bool]:
    """Return the span's claim and whether it was made just now (four statements then, one otherwise)."""
    if span.claim_id is not None:
        return Claim.objects.select_related("project", "created_by").get(pk=span.claim_id), False
    _check_claimable(span)
    document = span.version.document
    kind = span.attributes.get("type", "numerical" if span.label.key == "figure" else "")
    with one_transaction:
        claim = Claim(type=kind, language=document.language)
        _store(claim, document.project, by, text=_sentence(span), span=span)
        if not Span.objects.filter(pk=span.pk, claim__isnull=True).update(claim=claim):
            raise Conflict(_("Somebody made a claim of this span just now. Read it again."), code="raced")
    span.claim = claim
    return claim, True


def join_claim(span: Span, claim: Claim, by: Actor) -> None:
    """Make the span one more appearance of a claim of its project (two statements)."""
    if span.claim_id == claim.pk:
        return
    _check_claimable(span)
    if claim.project_id != span.version.document.project_id:
        raise Invalid.field("claim", "other_project", _("This claim belongs to another project."))
    with one_transaction:
        if not Span.objects.filter(pk=span.pk, claim__isnull=True).update(claim=claim):
            told = _("This span has a claim already. Take it off that one first.")
            raise Conflict(told, code="has_claim")
        log(by, "joined", _appearance(span, claim), after={"span": str(span.pk), "quote": span.quote})
    span.claim = claim


def leave_claim(span: Span, by: Actor) -> None:
    """Take the span off its claim (at most four statements). A verdict keeps at least one appearance."""
    claim = span.claim
    if claim is None:
        return
    with one_transaction:
        others = Span.objects.filter(claim=claim).standing().exclude(pk=span.pk)
        if Verdict.objects.filter(claim=claim).exists() and not others.exists():
            told = _("The verdict on this claim would stand for no text any more. Join another span to it first.")
            raise Conflict(told, code="last_appearance")
        if Span.objects.filter(pk=span.pk, claim=claim).update(claim=None):
            log(by, "left", _appearance(span, claim), before={"span": str(span.pk), "quote": span.quote})
    span.claim = None


def _appearance(span: Span, claim: Claim) -> Thing:
    return Thing("claim", claim.pk, claim.project_id, span.version.document_id)


def _check_claimable(span: Span) -> None:
    if span.label.key not in CLAIMABLE:
        raise Conflict(
            _("A %(name)s is not checked. A claim, denial or figure is.") % {"name": usual(span.label.name).lower()},
            code="not_claimable",
        )
    if span.state in (SpanState.SUGGESTED, SpanState.DISMISSED):
        raise Conflict(_("Accept this span first."), code="wrong_state")


def _sentence(span: Span) -> str:
    denied = span.attributes.get("denied") if span.label.key == "denial" else None
    return " ".join((denied or span.quote).split())


def create_claim(
    project: Project, by: Actor, *, text: str, kind: str = "", language: str = "", pk: UUID | None = None
) -> Claim:
    """Store a claim that appears in no document of ours yet; `pk` is its id elsewhere, free here."""
    if not text.strip():
        raise Invalid.field("normalized_text", "blank", _("Say what is claimed."))
    with one_transaction:
        claim = Claim(pk=pk or uuid7(), type=kind, language=language or project.language)
        return _store(claim, project, by, text=text.strip())


def _store(claim: Claim, project: Project, by: Actor, *, text: str, span: Span | None = None) -> Claim:
    claim.project, claim.created_by = project, by.user
    claim.normalized_text, claim.short_text = text, shorten(text)
    claim.save(force_insert=True)
    document_id = span.version.document_id if span else None
    after = {"normalized_text": text, "span": str(span.pk) if span else None}
    log(by, "created", Thing("claim", claim.pk, project.pk, document_id), after=after)
    return claim


def shorten(text: str) -> str:
    """Cut at a word so that fewer than 75 characters remain."""
    if len(text) < SHORT:
        return text
    return text[: SHORT - 2].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def edit_claim(claim: Claim, by: Actor, *, revision: int, changes: Mapping[str, Any]) -> Claim:
    """Reword or retype a claim. An approved verdict does not outlast the words it was approved for."""
    if changes.get("type") and changes["type"] not in CLAIM_TYPES:
        raise Invalid.field(
            "type", "unknown_type", _("A type is one of: %(known)s.") % {"known": ", ".join(CLAIM_TYPES)}
        )
    fields = {name: value for name, value in changes.items() if getattr(claim, name) != value}
    if "normalized_text" in fields and "short_text" not in fields:
        fields["short_text"] = shorten(fields["normalized_text"])
    if claim.revision != revision:
        raise Stale(
            _("This claim is at revision %(revision)s; you read revision %(read)s.")
            % {"revision": claim.revision, "read": revision}
        )
    if not fields:
        return claim
    before = {name: getattr(claim, name) for name in fields}
    is_reworded = "normalized_text" in fields
    with one_transaction:
        current = Claim.objects.filter(pk=claim.pk, revision=revision)
        if not current.update(**fields, revision=F("revision") + 1, updated_at=timezone.now()):
            raise Stale(_("Somebody changed this claim since you read it."))
        log(by, "edited", thing_of(claim), before=before, after=fields)
        if is_reworded:
            _free_of_verdicts(claim, by)
    for name, value in fields.items():
        setattr(claim, name, value)
    claim.revision += 1
    return claim


def _free_of_verdicts(claim: Claim, by: Actor) -> None:
    """Refuse while somebody decides on these words; set the approved verdict aside, among the revisions."""
    standing = Verdict.objects.filter(claim=claim, state__in=(VerdictState.IN_REVIEW, VerdictState.APPROVED))
    verdicts = list(standing.order_by("number"))
    if any(each.state == VerdictState.IN_REVIEW for each in verdicts):
        told = _("A verdict on these words is in review. Have it returned before you reword the claim.")
        raise Conflict(told, code="in_review")
    for each in verdicts:
        supersede(Verdict.objects.filter(pk=each.pk))
        before, after = {"state": each.state}, {"state": VerdictState.SUPERSEDED}
        log_of(claim, by, "set_aside", "verdict", each.pk, before=before, after=after)
        move_claim(claim.pk, ClaimState.RESEARCHING)
        claim.state = ClaimState.RESEARCHING


def supersede(verdicts: QuerySet[Verdict]) -> None:
    """Set aside what no longer holds. Its revision rises, so that nobody who read it before still moves it."""
    verdicts.update(state=VerdictState.SUPERSEDED, revision=F("revision") + 1, updated_at=timezone.now())


def move_claim(claim_id: UUID, state: ClaimState) -> None:
    """Follow the work on the claim's verdict (one statement)."""
    Claim.objects.filter(pk=claim_id).exclude(state=state).update(state=state)


def log_of(
    claim: Claim,
    by: Actor,
    verb: str,
    kind: str,
    pk: UUID,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any],
) -> None:
    """Log what happened to a verdict or evidence, with its claim, so that whoever shows the claim reads it again."""
    log(by, verb, thing_of(claim, kind, pk), before=before, after={"claim": str(claim.pk), **after})


def thing_of(claim: Claim, kind: str = "claim", pk: UUID | None = None) -> Thing:
    """Name the claim, or something of it, for the log; it belongs to the document of its first appearance (a query)."""
    first = Span.objects.filter(claim=claim).order_by("created_at", "id")
    document_id = first.values_list("version__document_id", flat=True).first()
    return Thing(kind, pk or claim.pk, claim.project_id, document_id)
