"""“Nothing here” as a plain form, for pages without scripts."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from annotations.access import Do, get_document
from annotations.actions.nothing_here import say_nothing_here, withdraw_nothing_here

from .base import actor, back, page, person, typed


@page("POST")
def nothing_here(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that there is nothing to mark, or take that back; then show the document."""
    document = get_document(person(request), pk, to=Do.LABEL)
    if typed(request, "answer") == "withdraw":
        withdraw_nothing_here(document, actor(request))
        messages.success(request, _("Taken back."))
    else:
        say_nothing_here(document, actor(request))
        messages.success(request, _("You said that there is nothing to mark here. Submit hands it in."))
    return back(request, reverse("workbench", args=[document.pk]))
