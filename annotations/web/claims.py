"""The list of a project's claims."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from annotations.access import Do, get_project, reader_of
from annotations.actions.verdicts import OPEN
from annotations.errors import Invalid
from annotations.models import Claim, ClaimState, Project, Reader, Span, VerdictState
from annotations.records.claims import claim_rows

from .base import frame, page, person
from .paging import paged


@page("GET")
def claims(request: HttpRequest, slug: str) -> HttpResponse:
    """List a project's claims (five queries, however many there are)."""
    project = get_project(person(request), slug, to=Do.READ)
    reader = reader_of(person(request), project)
    words, state = request.GET.get("q", "").strip(), request.GET.get("state", "")
    here = paged(request, _filtered(project, words, state, reader))
    context = frame(
        project,
        "claims",
        page=here,
        rows=[with_verdicts(record) for record in claim_rows(here.rows, reader)],
        q=words,
        state=state,
        states=ClaimState.choices,
        is_filtered=bool(words or state),
    )
    return render(request, "annotations/claims.html", context)


def _filtered(project: Project, words: str, state: str, reader: Reader) -> QuerySet[Claim]:
    found = Claim.objects.filter(project=project).seen_by(reader).select_related("created_by")
    if words:
        saying = Span.objects.filter(claim=OuterRef("pk"), quote__icontains=words).seen_by(reader)
        found = found.filter(Q(normalized_text__icontains=words) | Q(Exists(saying)))
    if state:
        if state not in ClaimState.values:
            raise Invalid.field("state", "unknown_state", _("There is no such state. Choose one of those shown."))
        found = found.filter(state=state)
    return found


def with_verdicts(record: dict[str, Any]) -> dict[str, Any]:
    """Pick from a claim's verdicts, newest first, the one that holds and the one under way."""
    verdicts = record["verdicts"]
    live = next((each for each in verdicts if each["state"] == VerdictState.APPROVED), None)
    opened = next((each for each in verdicts if each["state"] in OPEN), None)
    return {**record, "live": live, "open": opened}
