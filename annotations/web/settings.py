"""A project's settings: name and rules of work, and the guidelines. Every member reads them, an editor changes them."""

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotations.access import Do, check, get_project, role_of
from annotations.actions.projects import edit_project
from annotations.models import Policy, Project, SecondPerson
from annotations.models.default_guidelines import in_readers_language, is_usual

from .base import actor, frame, page, person
from .errors import shown_in
from .markdown import render_markdown

# address, name, for the tabs above every page of the settings
TABS: Final = (
    ("settings", gettext_lazy("General")),
    ("settings-labels", gettext_lazy("Labels")),
    ("settings-ratings", gettext_lazy("Rating scale")),
    ("settings-guidelines", gettext_lazy("Guidelines")),
    ("settings-members", gettext_lazy("Members")),
    ("settings-tokens", gettext_lazy("My API tokens")),
)


class GeneralForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    language = forms.CharField(
        label=gettext_lazy("Language of the texts"), max_length=35, help_text=gettext_lazy("As a code: en, uk, pt-BR.")
    )
    second_person = forms.ChoiceField(
        label=gettext_lazy("Second person"), choices=SecondPerson.choices, widget=forms.RadioSelect
    )
    policy = forms.ChoiceField(
        label=gettext_lazy("Annotators among themselves"),
        choices=Policy.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Reviewers and editors always see all work, since they decide on it."),
    )
    lease_minutes = forms.IntegerField(
        label=gettext_lazy("Minutes a thing stays taken"),
        min_value=1,
        max_value=1440,
        help_text=gettext_lazy("Somebody who takes a document from the queue holds it for so long; working renews it."),
    )
    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class GuidelinesForm(forms.Form):
    guidelines = forms.CharField(
        label=gettext_lazy("Guidelines"),
        required=False,
        strip=False,
        max_length=200_000,
        widget=forms.Textarea({"rows": 20, "spellcheck": "true"}),
        help_text=gettext_lazy("Markdown: # heading, - list, **strong**, [link](https://…)."),
    )
    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


def settings_frame(project: Project, tab: str, **more: Any) -> dict[str, Any]:
    """Return what every page of the settings needs."""
    return frame(project, "settings", tab=tab, tabs=TABS, **more)


def _initial(project: Project, form: type[forms.Form]) -> dict[str, Any]:
    return {name: getattr(project, name) for name in form.base_fields}


def _save(request: HttpRequest, project: Project, form: forms.Form) -> int:
    """Save the form's fields on the project; return the answer's status, 200 when all went well."""
    check(role_of(project), Do.EDIT)
    with shown_in(form) as outcome:
        if outcome.is_good:
            changes = dict(form.cleaned_data)
            if is_usual(changes.get("guidelines", "")) and is_usual(project.guidelines):
                del changes["guidelines"]  # left as they were shown, in whichever language
            edit_project(project, actor(request), revision=changes.pop("revision"), changes=changes)
            messages.success(request, _("Saved."))
    return outcome.status


@page("GET", "POST")
def general(request: HttpRequest, slug: str) -> HttpResponse:
    """Show and change name, language and rules of work."""
    project = get_project(person(request), slug, to=Do.READ)
    form = GeneralForm(request.POST or None, initial=_initial(project, GeneralForm))
    status = 200
    if request.method == "POST":
        status = _save(request, project, form)
        if status == 200:
            return redirect("settings", slug)
    rule = dict(SecondPerson.choices)[project.second_person]
    policy = dict(Policy.choices)[project.policy]
    context = settings_frame(project, "settings", form=form, rule=rule, policy=policy)
    return render(request, "annotations/settings_general.html", context, status=status)


@page("GET", "POST")
def guidelines(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the guidelines as a page, or as a form with `?edit`."""
    project = get_project(person(request), slug, to=Do.READ)
    shown, language = in_readers_language(project.guidelines, otherwise=project.language)
    form = GuidelinesForm(request.POST or None, initial={"guidelines": shown, "revision": project.revision})
    status = 200
    if request.method == "POST":
        status = _save(request, project, form)
        if status == 200:
            return redirect("settings-guidelines", slug)
    context = settings_frame(
        project,
        "settings-guidelines",
        form=form,
        is_editing=request.method == "POST" or "edit" in request.GET,
        rendered=render_markdown(shown),
        language=language,
    )
    return render(request, "annotations/settings_guidelines.html", context, status=status)
