"""Who belongs to a project, and in which role."""

from typing import Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotations.access import Do, check, get_project, role_of
from annotations.actions.projects import remove_member, save_member
from annotations.models import Membership, Role

from .base import actor, page, person, typed
from .errors import shown_in
from .settings import settings_frame

ROLES: Final = (
    (Role.VIEWER, gettext_lazy("reads, searches, exports")),
    (Role.ANNOTATOR, gettext_lazy("marks spans, decides on suggestions, drafts verdicts with sources")),
    (Role.REVIEWER, gettext_lazy("decides on what others made")),
    (Role.EDITOR, gettext_lazy("brings documents in, sets labels, scale and guidelines, chooses members")),
)


class MemberForm(forms.Form):
    username = forms.CharField(label=gettext_lazy("User name"), max_length=150)
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Role.choices, initial=Role.ANNOTATOR)


class RemovalForm(forms.Form):
    username = forms.CharField(max_length=150)


@page("GET", "POST")
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """List the members; an editor adds one, changes a role or ends a membership."""
    project = get_project(person(request), slug, to=Do.READ)
    form = RemovalForm(request.POST) if "remove" in request.POST else MemberForm(request.POST or None)
    status, row = 200, ""
    if request.method == "POST":
        check(role_of(project), Do.MEMBERS)
        with shown_in(form) as outcome:
            if "remove" in request.POST:
                remove_member(project, actor(request), typed(request, "username"))
                messages.success(request, _("The membership is ended. What the person did stays."))
                return redirect("settings-members", slug)
            if outcome.is_good:
                saved = save_member(project, actor(request), **form.cleaned_data)
                told = _("%(name)s is %(role)s now.") % {"name": saved.user.username, "role": saved.get_role_display()}
                messages.success(request, told)
                return redirect("settings-members", slug)
        status = outcome.status
        # A refusal stands where the button is: in the person's row, or in the form that adds somebody.
        row = typed(request, "username") if "remove" in request.POST else typed(request, "row")
    found = Membership.objects.filter(project=project).select_related("user").order_by("user__username")
    context = settings_frame(
        project,
        "settings-members",
        form=MemberForm() if row else form,
        members=found,
        row=row,
        refused=form.errors,
        roles=Role.choices,
        meanings=ROLES,
    )
    return render(request, "annotations/settings_members.html", context, status=status)
