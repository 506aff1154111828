"""One's own API tokens of a project."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from annotations.access import Do, get_project
from annotations.actions.people import create_token, delete_token
from annotations.models import ApiToken

from .base import actor, back, page, person
from .errors import shown_in
from .settings import settings_frame

LIVES: Final = (("30", gettext_lazy("30 days")), ("365", gettext_lazy("a year")), ("", gettext_lazy("until revoked")))


class TokenForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=100, help_text=gettext_lazy("The program that will use it.")
    )
    days = forms.ChoiceField(label=gettext_lazy("Valid for"), required=False, choices=LIVES, initial="365")


@never_cache
@page("GET", "POST")
def tokens(request: HttpRequest, slug: str) -> HttpResponse:
    """List one's own tokens of this project; a new one's key is shown this once."""
    project = get_project(person(request), slug, to=Do.READ)
    form = TokenForm(request.POST or None)
    status, key = 200, ""
    if request.method == "POST":
        with shown_in(form) as outcome:
            if outcome.is_good:
                days = form.cleaned_data["days"]
                until = timezone.now() + timedelta(days=int(days)) if days else None
                name = form.cleaned_data["name"]
                by = actor(request)
                _token, key = create_token(person(request), by, name=name, project=project, expires_at=until)
                form = TokenForm()
        status = outcome.status
    found = ApiToken.objects.filter(user=person(request), project=project).order_by("-id")
    context = settings_frame(project, "settings-tokens", form=form, tokens=found, key=key)
    return render(request, "annotations/settings_tokens.html", context, status=status)


@page("POST")
def revoke_token(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Revoke one's own token."""
    delete_token(person(request), actor(request), pk)
    messages.success(request, _("The token is revoked. Programs that use it are refused from now on."))
    return back(request, reverse("me"))
