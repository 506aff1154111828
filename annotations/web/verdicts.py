"""Decisions on a verdict: handing it in, approving it, returning it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from annotations.access import Do, check, get_verdict, role_of
from annotations.actions.verdicts import approve_verdict, return_verdict, submit_verdict
from annotations.errors import Invalid
from annotations.models import Verdict

from .base import actor, back, page, person, typed
from .spans import read_revision


@page("POST")
def decide_verdict(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Submit, approve or return a verdict."""
    verdict = get_verdict(person(request), pk, to=Do.DRAFT)
    decision = request.POST.get("decision", "")
    if decision not in ("submit", "approve", "return"):
        raise Invalid.field("decision", "unknown_decision", _("Choose one of the decisions shown."))
    if decision != "submit":
        check(role_of(verdict), Do.DECIDE)
    note, revision = typed(request, "note"), read_revision(request)
    told = _decide(verdict, request, decision, revision=revision, note=note)
    messages.success(request, told)
    return back(request, f"{reverse('claim', args=[verdict.claim_id])}#verdict")


def _decide(verdict: Verdict, request: HttpRequest, decision: str, *, revision: int, note: str) -> str:
    by = actor(request)
    if decision == "submit":
        submit_verdict(verdict, by, revision=revision, note=note)
        return _("Handed in. A second person decides.")
    if decision == "approve":
        approve_verdict(verdict, by, revision=revision, note=note)
        return _("Approved.")
    return_verdict(verdict, by, revision=revision, note=note)
    return _("Returned to %s.") % verdict.proposed_by
