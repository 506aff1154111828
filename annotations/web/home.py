"""The way in: one's projects, and making one."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from annotations.actions.projects import create_project
from annotations.models import Project
from annotations.models.default_guidelines import default_guidelines

from .base import actor, page, person
from .errors import shown_in


class ProjectForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=200, help_text=_("What the desk calls it, for example its subject.")
    )
    slug = forms.SlugField(
        label=_("Address"),
        max_length=80,
        required=False,
        help_text=_("Latin letters, digits, hyphens. Left empty, the name decides."),
    )
    language = forms.CharField(
        label=_("Language of the texts"), max_length=35, initial=get_language, help_text=_("As a code: en, uk, pt-BR.")
    )


@page("GET")
def home(request: HttpRequest) -> HttpResponse:
    """List one's projects; a person with a single one goes straight to it."""
    projects = list(Project.objects.visible_to(person(request)).defer("guidelines"))
    if len(projects) == 1 and "all" not in request.GET:
        return redirect("documents", projects[0].slug)
    return render(request, "annotations/home.html", {"projects": projects})


@page("GET", "POST")
def new_project(request: HttpRequest) -> HttpResponse:
    """Make a project; whoever makes it is its editor."""
    form = ProjectForm(request.POST or None)
    status = 200
    if request.method == "POST":
        with shown_in(form) as outcome:
            if outcome.is_good:
                project = create_project(actor(request), **form.cleaned_data, guidelines=default_guidelines())
                return redirect("documents", project.slug)
        status = outcome.status
    return render(request, "annotations/project_new.html", {"form": form}, status=status)
