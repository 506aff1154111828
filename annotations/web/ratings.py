"""A project's rating scale: its steps, what they mean, and how to change them."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotations.access import Do, get_project
from annotations.actions.projects import save_rating
from annotations.errors import NotFound
from annotations.models import Icon, Project, Rating

from .base import actor, page, person
from .errors import shown_in
from .scheme import NEW, changes_of, check_free, fix, initial_of
from .settings import settings_frame


class RatingForm(forms.Form):
    slug = forms.SlugField(
        label=gettext_lazy("Key"),
        max_length=40,
        help_text=gettext_lazy("The word in files and the API; it never changes."),
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    definition = forms.CharField(
        label=gettext_lazy("What it means"), required=False, max_length=300, widget=forms.Textarea({"rows": 2})
    )
    numeric = forms.IntegerField(
        label=gettext_lazy("Number"),
        required=False,
        min_value=-100,
        max_value=100,
        help_text=gettext_lazy("Its place from false to true; empty where it has none."),
    )
    icon = forms.ChoiceField(label=gettext_lazy("Sign"), choices=Icon.choices)
    order = forms.IntegerField(label=gettext_lazy("Place in the list"), min_value=0, max_value=1000, initial=100)


@page("GET")
def ratings(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the rating scale."""
    project = get_project(person(request), slug, to=Do.READ)
    found = Rating.objects.filter(project=project)
    return render(
        request, "annotations/settings_ratings.html", settings_frame(project, "settings-ratings", ratings=found)
    )


@page("GET", "POST")
def rating(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Change a step of the scale, or make one under the key `new`."""
    project = get_project(person(request), slug, to=Do.EDIT)
    found = None if key == NEW else Rating.objects.filter(project=project, slug=key).first()
    if found is None and key != NEW:
        raise NotFound
    form = RatingForm(request.POST or None, initial=initial_of(found, RatingForm))
    fix(form, "slug", found)
    status = _save(request, project, form, found) if request.method == "POST" else 200
    if request.method == "POST" and status == 200:
        return redirect("settings-ratings", slug)
    context = settings_frame(project, "settings-ratings", form=form, rating=found)
    return render(request, "annotations/settings_rating.html", context, status=status)


def _save(request: HttpRequest, project: Project, form: RatingForm, found: Rating | None) -> int:
    """Save a step of the scale; return the answer's status."""
    with shown_in(form) as outcome:
        if outcome.is_good:
            changes = changes_of(found, form.cleaned_data)
            key = changes.pop("slug")
            check_free(found, key, is_taken=Rating.objects.filter(project=project, slug=key).exists())
            save_rating(project, actor(request), key, changes)
            messages.success(request, _("Saved."))
    return outcome.status
