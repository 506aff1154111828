"""The page of a claim: its appearances, sources and verdicts, and the forms that add to them."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from annotations.access import Do, check, get_claim, get_evidence, may, reader_of, role_of
from annotations.actions.claims import edit_claim
from annotations.actions.evidence import EvidenceDraft, SourceDraft, add_evidence, withdraw_evidence
from annotations.actions.verdicts import VerdictDraft, record_verdict
from annotations.errors import Invalid
from annotations.models import Assignment, Claim, Evidence, SecondPerson, VerdictState
from annotations.records.claims import claim_rows

from .appearances import appearances_of
from .base import actor, frame, page, person
from .claim_comments import CommentForm, say, threads_of
from .claim_forms import EvidenceForm, VerdictForm, WordingForm
from .claims import with_verdicts
from .errors import shown_in
from .spans import read_revision

AnyForm = EvidenceForm | VerdictForm | WordingForm | CommentForm
FORMS: Final[dict[str, type[AnyForm]]] = {
    each.name: each for each in (EvidenceForm, VerdictForm, WordingForm, CommentForm)
}
SIDES = (
    ("for", ("supports",)),
    ("against", ("refutes",)),
    ("context", ("qualifies", "context", "insufficient")),
)


@page("GET", "POST")
def claim(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a claim; a form of the page adds a source or a comment, records a verdict or rewords it."""
    found = get_claim(person(request), pk, to=Do.READ)
    if request.method == "POST":
        return _post(request, found)
    return _show(request, found, {})


def _post(request: HttpRequest, found: Claim) -> HttpResponse:
    name = request.POST.get("form", "")
    check(role_of(found), Do.COMMENT if name == CommentForm.name else Do.DRAFT)
    if name == "withdraw":
        return _withdraw(request, found)
    if name not in FORMS:
        raise Invalid.field("form", "unknown_form", _("The form is not complete. Open the page again."))
    form = FORMS[name](request.POST, project=found.project)
    with shown_in(form) as outcome:
        if outcome.is_good:
            messages.success(request, _save(request, found, form))
            return redirect(f"{reverse('claim', args=[found.pk])}#{form.anchor}")
    return _show(request, found, {name: form}, status=outcome.status)


def _save(request: HttpRequest, found: Claim, form: AnyForm) -> str:
    """Carry the form out; return what to tell."""
    given = form.cleaned_data
    if isinstance(form, CommentForm):
        say(found, person(request), given)
        return _("The comment is added.")
    if isinstance(form, VerdictForm):
        saved = record_verdict(found, actor(request), VerdictDraft(**given))
        return _("Saved as revision %s, a draft until you hand it in.") % saved.number
    if isinstance(form, WordingForm):
        changes = {"normalized_text": given["normalized_text"], "type": given["type"]}
        edit_claim(found, actor(request), revision=given["revision"], changes=changes)
        return _("The wording is saved.")
    source = SourceDraft(**{name: given.pop(name) for name in ("url", "title", "publisher", "kind")})
    draft = EvidenceDraft(
        given.pop("passage"), given.pop("stance"), {name: each for name, each in given.items() if each}
    )
    add_evidence(found, actor(request), source, draft)
    return _("The source is added.")


def _withdraw(request: HttpRequest, found: Claim) -> HttpResponse:
    try:
        evidence_id = UUID(request.POST.get("evidence", ""))
    except ValueError as error:
        raise Invalid.field("evidence", "required", _("The form is not complete. Open the page again.")) from error
    evidence = get_evidence(person(request), evidence_id, to=Do.DRAFT)
    withdraw_evidence(evidence, actor(request), revision=read_revision(request))
    messages.success(request, _("The source is taken off. What rested on it still names it."))
    return redirect(f"{reverse('claim', args=[found.pk])}#sources")


def _show(request: HttpRequest, found: Claim, forms: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """Render the claim's page (about eleven queries, however much hangs on the claim)."""
    reader = reader_of(person(request), found)
    record = with_verdicts(claim_rows([found], reader)[0])
    project = found.project
    initial = {name: form.initial_of(found, record) for name, form in FORMS.items()}
    shown = {name: forms.get(name) or form(project=project, initial=initial[name]) for name, form in FORMS.items()}
    verdict = record["open"] or record["live"]
    context = frame(
        project,
        "claims",
        role_of(found),
        claim=record,
        appearances=appearances_of(found, reader),
        sides=[(name, [each for each in record["evidence"] if each["stance"] in stances]) for name, stances in SIDES],
        verdict=verdict,
        forms=shown,
        why_not=_why_not(request, found, record),
        assignment=_assignment(request, verdict),
        opened=next(iter(forms), ""),
        threads=threads_of(found, person(request)),
    )
    return render(request, "annotations/claim.html", context, status=status)


def _why_not(request: HttpRequest, found: Claim, record: dict[str, Any]) -> str:
    """Say why this person may not decide on the verdict in review, where they may not (two queries)."""
    opened = record["open"]
    if not opened or opened["state"] != VerdictState.IN_REVIEW:
        return ""
    if not may(role_of(found), Do.DECIDE):
        return _("Deciding on others' work needs the role reviewer or higher.")
    name = person(request).username
    if found.project.second_person == SecondPerson.ENFORCE:
        if opened["proposed_by"] == name:
            return _("You drafted this. A second person has to decide.")
        if Evidence.objects.filter(claim=found, created_by=person(request)).exists():
            return _("You gathered its sources. A second person has to decide.")
    held = Assignment.objects.filter(verdict=opened["id"]).live().exclude(user=person(request)).select_related("user")
    holder = held.first()
    return _("%s is reviewing this now.") % holder.user if holder else ""


def _assignment(request: HttpRequest, verdict: Mapping[str, Any] | None) -> Assignment | None:
    """Return the person's own lease on the verdict, if there is one (one query)."""
    if verdict is None:
        return None
    return Assignment.objects.filter(verdict=verdict["id"], user=person(request)).live().first()
