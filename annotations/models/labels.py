"""Labels with their attribute schemas, and the rating scale: data, one set a project."""

from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _
from jsonschema import Draft202012Validator

from .base import Row
from .projects import Project


class Pattern(models.TextChoices):
    """How a label's underline is drawn, so that colour is never the only sign."""

    SOLID = "solid", _("Solid")
    DOUBLE = "double", _("Double")
    HEAVY = "heavy", _("Heavy")
    DOTTED = "dotted", _("Dotted")
    WAVY = "wavy", _("Wavy")
    DASHED = "dashed", _("Dashed")


class Colour(models.TextChoices):
    """A hue of the style sheet, tuned for both themes and for colour-blind eyes."""

    BLUE = "blue", _("Blue")
    RUST = "rust", _("Rust")
    OCHRE = "ochre", _("Ochre")
    SLATE = "slate", _("Slate")
    TEAL = "teal", _("Teal")
    PLUM = "plum", _("Plum")
    OLIVE = "olive", _("Olive")
    ROSE = "rose", _("Rose")


class Label(Row):
    project = models.ForeignKey(Project, models.CASCADE, related_name="labels")
    key = models.SlugField(max_length=40)
    name = models.CharField(max_length=60)
    shortcut = models.CharField(max_length=1, blank=True)
    colour = models.CharField(max_length=10, choices=Colour, default=Colour.SLATE)
    pattern = models.CharField(max_length=10, choices=Pattern, default=Pattern.SOLID)
    attributes_schema = models.JSONField(default=dict)
    guideline = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    is_on = models.BooleanField(default=True)

    class Meta:
        ordering = ("order", "key")
        constraints = (
            models.UniqueConstraint(fields=("project", "key"), name="label_key_once"),
            models.UniqueConstraint(
                fields=("project", "shortcut"),
                condition=models.Q(is_on=True) & ~models.Q(shortcut=""),
                name="label_shortcut_once",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @cached_property
    def _validator(self) -> Draft202012Validator:
        return Draft202012Validator(self.attributes_schema)

    def problems(self, attributes: Mapping[str, Any]) -> list[tuple[str, str]]:
        """Return `(path, what is wrong)` for each way the attributes break this label's schema."""
        found = self._validator.iter_errors(attributes) if attributes else ()
        return [(".".join(map(str, problem.absolute_path)), problem.message[:300]) for problem in found]


class Icon(models.TextChoices):
    """The shape that stands beside a rating's word."""

    YES = "yes", _("Tick in a circle")
    NO = "no", _("Cross in a square")
    MIX = "mix", _("Equals sign in a diamond")
    UNKNOWN = "unk", _("Question mark in a dashed circle")


class Rating(Row):
    """One step of the project's rating scale; `numeric` is null where it has no place in an order."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="ratings")
    slug = models.SlugField(max_length=40)
    name = models.CharField(max_length=60)
    definition = models.CharField(max_length=300, blank=True)
    numeric = models.SmallIntegerField(null=True, blank=True)
    icon = models.CharField(max_length=3, choices=Icon, default=Icon.UNKNOWN)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("order", "slug")
        constraints = (models.UniqueConstraint(fields=("project", "slug"), name="rating_slug_once"),)

    def __str__(self) -> str:
        return self.name


@lru_cache(maxsize=256)
def _labels_of(project_id: UUID, scheme: int) -> Mapping[str, Label]:
    return {label.key: label for label in Label.objects.filter(project_id=project_id)}


def labels_of(project: Project) -> Mapping[str, Label]:
    """Return the project's labels by key, in order; one query a process and scheme version, then none.

    The cache key holds `Project.scheme`, which every change of labels raises, so it never goes stale.
    """
    return _labels_of(project.pk, project.scheme)


@lru_cache(maxsize=256)
def _ratings_of(project_id: UUID, scheme: int) -> tuple[Rating, ...]:
    return tuple(Rating.objects.filter(project_id=project_id))


def ratings_of(project: Project) -> tuple[Rating, ...]:
    """Return the project's rating scale in order; cached like its labels."""
    return _ratings_of(project.pk, project.scheme)
