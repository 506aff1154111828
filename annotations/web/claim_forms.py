"""The forms of a claim's page. Each knows what it starts with and where on the page it stands."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from annotations.models import Claim, Directness, Project, Rating, Reliability, SourceKind, Stance
from annotations.models.default_labels import CLAIM_TYPES
from annotations.models.usual import usual, usual_value


def _types() -> list[tuple[str, str]]:
    return [("", "–"), *((each, usual_value(each)) for each in CLAIM_TYPES)]


class ClaimForm(forms.Form):
    """A form of a claim's page; `form` in the request names it."""

    name: ClassVar[str]
    anchor: ClassVar[str]

    def __init__(
        self, data: QueryDict | None = None, *, project: Project, initial: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, auto_id=f"{self.name}-%s", initial=dict(initial or {}))
        self.prepare(project)

    def prepare(self, project: Project) -> None:
        """Fill in the choices that are the project's own."""

    @classmethod
    def initial_of(cls, claim: Claim, record: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the fields start with."""
        return {}


class EvidenceForm(ClaimForm):
    name = "evidence"
    anchor = "sources"

    url = forms.CharField(
        label=_("Address"), max_length=2000, required=False, widget=forms.URLInput({"placeholder": "https://"})
    )
    title = forms.CharField(
        label=_("Title"), max_length=500, required=False, help_text=_("Address or title: one is enough.")
    )
    publisher = forms.CharField(label=_("Publisher"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=SourceKind.choices, initial=SourceKind.NEWS)
    passage = forms.CharField(
        label=_("Passage relied on"), required=False, max_length=20_000, widget=forms.Textarea({"rows": 3})
    )
    stance = forms.ChoiceField(label=_("How it bears on the claim"), choices=Stance.choices, initial=Stance.SUPPORTS)
    directness = forms.ChoiceField(label=_("Directness"), required=False, choices=[("", "–"), *Directness.choices])
    reliability = forms.ChoiceField(label=_("Reliability"), required=False, choices=[("", "–"), *Reliability.choices])
    origin_group = forms.CharField(
        label=_("Origin"),
        max_length=100,
        required=False,
        help_text=_("Two articles from one wire share an origin and count once."),
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=5_000, widget=forms.Textarea({"rows": 2}))


class VerdictForm(ClaimForm):
    name = "verdict"
    anchor = "verdict"

    rating = forms.ChoiceField(label=_("Rating"), widget=forms.RadioSelect)
    justification = forms.CharField(
        label=_("Why"), required=False, max_length=50_000, widget=forms.Textarea({"rows": 4})
    )
    summary = forms.CharField(
        label=_("In one sentence"),
        required=False,
        max_length=280,
        help_text=_("At most 280 characters, for the reader."),
    )
    limits = forms.CharField(
        label=_("What could not be found"), required=False, max_length=20_000, widget=forms.Textarea({"rows": 2})
    )

    def prepare(self, project: Project) -> None:
        """Offer the project's scale (one query)."""
        scale = Rating.objects.filter(project=project)
        self.fields["rating"].choices = [(rating.slug, usual(rating.name)) for rating in scale]  # type: ignore[attr-defined]

    @classmethod
    def initial_of(cls, claim: Claim, record: Mapping[str, Any]) -> dict[str, Any]:
        """Begin with the newest revision: a change of mind is usually a change of part of it."""
        newest = record["open"] or record["live"] or {}
        return {name: newest.get(name, "") for name in ("rating", "justification", "summary", "limits")}


class WordingForm(ClaimForm):
    name = "wording"
    anchor = "claim"

    normalized_text = forms.CharField(
        label=_("What is claimed"),
        max_length=5_000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_(
            "Stands alone, says when, and keeps every hedge. An approved verdict is set aside when the words change."
        ),
    )
    type = forms.ChoiceField(label=_("Type"), required=False, choices=_types)
    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    @classmethod
    def initial_of(cls, claim: Claim, record: Mapping[str, Any]) -> dict[str, Any]:
        """Begin with what stands."""
        return {"normalized_text": claim.normalized_text, "type": claim.type, "revision": claim.revision}
