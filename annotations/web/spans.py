"""Decisions on a span, as plain form posts: the workbench's list works with them where scripts do not run."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotations.access import Do, check, get_span, needed_for, role_of
from annotations.actions.bulk import move
from annotations.actions.spans import delete_span
from annotations.errors import Invalid

from .base import actor, back, page, person, typed

TOLD = {
    "accept": gettext_lazy("Accepted: it is your draft now."),
    "reject": gettext_lazy("Rejected."),
    "approve": gettext_lazy("Approved."),
    "return": gettext_lazy("Returned to its author."),
    "submit": gettext_lazy("Handed in for review."),
    "delete": gettext_lazy("Deleted. It can be taken back."),
    "undo": gettext_lazy("Taken back."),
}


def read_revision(request: HttpRequest) -> int:
    """Return the revision the person saw, as the form sent it."""
    text = request.POST.get("revision", "")
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise Invalid.field("revision", "required", _("The form is not complete. Open the page again."))
    return int(text)


@page("POST")
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Accept, reject, approve, return, submit, delete or undo; then go back to where the form stood."""
    span = get_span(person(request), pk, to=Do.LABEL)
    decision = request.POST.get("decision", "")
    if decision not in TOLD:
        raise Invalid.field("decision", "unknown_decision", _("Choose one of the decisions shown."))
    check(role_of(span), needed_for(decision, span, person(request)))
    revision = read_revision(request)
    if decision == "delete":
        delete_span(span, actor(request), revision=revision)
    else:
        words = {name: typed(request, name) for name in ("reason", "note")}
        move(decision)(span, actor(request), revision=revision, **words)
    messages.success(request, TOLD[decision])
    return back(request, reverse("workbench", args=[span.version.document_id]))
