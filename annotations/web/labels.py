"""A project's labels: how they look, what they mean, and how to change them."""

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.core.validators import RegexValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotations.access import Do, get_project
from annotations.actions.projects import save_label
from annotations.errors import NotFound
from annotations.models import Colour, Label, Pattern, Project, labels_of
from annotations.models.usual import usual

from .base import actor, page, person
from .errors import shown_in
from .scheme import NEW, changes_of, check_free, fix, initial_of
from .settings import settings_frame


class Indented(json.JSONEncoder):
    """Writes JSON the way people read it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "indent": 2})


class LabelForm(forms.Form):
    key = forms.SlugField(
        label=gettext_lazy("Key"),
        max_length=40,
        help_text=gettext_lazy("The word in files and the API; it never changes."),
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    shortcut = forms.CharField(
        label=gettext_lazy("Key on the keyboard"),
        max_length=1,
        required=False,
        validators=[RegexValidator(r"^[0-9]$", gettext_lazy("A digit from 0 to 9, or nothing."))],
    )
    colour = forms.ChoiceField(label=gettext_lazy("Colour"), choices=Colour.choices)
    pattern = forms.ChoiceField(label=gettext_lazy("Line"), choices=Pattern.choices)
    order = forms.IntegerField(label=gettext_lazy("Place in the list"), min_value=0, max_value=1000, initial=100)
    guideline = forms.CharField(
        label=gettext_lazy("What it marks"), required=False, max_length=5_000, widget=forms.Textarea({"rows": 3})
    )
    attributes_schema = forms.JSONField(
        label=gettext_lazy("Attributes"),
        required=False,
        initial=dict,
        encoder=Indented,
        widget=forms.Textarea({"rows": 10, "spellcheck": "false", "class": "code"}),
        help_text=gettext_lazy("JSON Schema of an object; the workbench makes its form of it."),
    )
    is_on = forms.BooleanField(label=gettext_lazy("In use"), required=False, initial=True)


@page("GET")
def labels(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the labels with their look, key and attributes."""
    project = get_project(person(request), slug, to=Do.READ)
    found = list(labels_of(project).values())
    rows = [{"label": each, "attributes": _attributes(each)} for each in found]
    context = settings_frame(project, "settings-labels", rows=rows)
    return render(request, "annotations/settings_labels.html", context)


def _attributes(label: Label) -> list[str]:
    """Return the attributes' titles, in the order of the schema."""
    properties: dict[str, Any] = label.attributes_schema.get("properties", {})
    return [
        usual(str(each.get("title", name))) if isinstance(each, dict) else name for name, each in properties.items()
    ]


@page("GET", "POST")
def label(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Change a label, or make one under the key `new`."""
    project = get_project(person(request), slug, to=Do.EDIT)
    found = None if key == NEW else labels_of(project).get(key)
    if found is None and key != NEW:
        raise NotFound
    form = LabelForm(request.POST or None, initial=initial_of(found, LabelForm))
    fix(form, "key", found)
    status = _save(request, project, form, found) if request.method == "POST" else 200
    if request.method == "POST" and status == 200:
        return redirect("settings-labels", slug)
    context = settings_frame(project, "settings-labels", form=form, label=found, colours=Colour, patterns=Pattern)
    return render(request, "annotations/settings_label.html", context, status=status)


def _save(request: HttpRequest, project: Project, form: LabelForm, found: Label | None) -> int:
    """Save a label; return the answer's status."""
    with shown_in(form) as outcome:
        if outcome.is_good:
            changes = changes_of(found, form.cleaned_data)
            key = changes.pop("key")
            check_free(found, key, is_taken=key in labels_of(project))
            changes["attributes_schema"] = changes["attributes_schema"] or {}
            save_label(project, actor(request), key, changes)
            messages.success(request, _("Saved."))
    return outcome.status
