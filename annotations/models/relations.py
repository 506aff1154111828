"""Relations: typed arrows from one span to another, also across documents of a project."""

from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from .base import Editable
from .blind import Reader, not_blinded, relations_shown
from .people import User, member
from .projects import Project
from .relation_types import RelationType, Scope, fitting
from .spans import Origin, Span, SpanState


class RelationState(models.TextChoices):
    LIVE = "live", _("Live")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class RelationQuerySet(QuerySet["Relation"]):
    def visible_to(self, user: User) -> "RelationQuerySet":
        """Filter to relations of the person's projects; each carries `role`, its author and its ends."""
        found = self.filter(member(user, "project__")).annotate(role=F("project__memberships__role"))
        return found.filter(not_blinded("project__") | relations_shown(user)).with_ends()

    def seen_by(self, reader: Reader | None) -> "RelationQuerySet":
        """Filter to what a blind project shows the reader; everything elsewhere."""
        return self.filter(relations_shown(reader.user)) if reader and reader.is_blinded else self

    def with_ends(self) -> "RelationQuerySet":
        """Fetch along the author and both ends with label and document, without texts."""
        found = self.select_related("author", "project")
        for end in ("source", "target"):
            found = found.select_related(f"{end}__label", f"{end}__version__document")
            found = found.defer(f"{end}__version__text", f"{end}__version__original")
        return found.defer("project__guidelines")

    def standing(self) -> "RelationQuerySet":
        """Filter to what a reader sees: not withdrawn, no end dismissed, and labels that the type still joins.

        A span that is dismissed or relabelled hides its relations instead of ending them: its undo shows them again.
        """
        gone = Q(source__state=SpanState.DISMISSED) | Q(target__state=SpanState.DISMISSED)
        return self.filter(fitting(), state=RelationState.LIVE).exclude(gone)


class Relation(Editable):
    """One arrow from `source` to `target`. Both belong to `project`, which the action sees to."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="relations")
    type = models.CharField(max_length=10, choices=RelationType)
    source = models.ForeignKey(Span, models.PROTECT, related_name="relations_out")
    target = models.ForeignKey(Span, models.PROTECT, related_name="relations_in")
    scope = models.CharField(max_length=5, choices=Scope, blank=True)
    note = models.TextField(blank=True)
    origin = models.CharField(max_length=6, choices=Origin, default=Origin.HUMAN)
    state = models.CharField(max_length=9, choices=RelationState, default=RelationState.LIVE)
    author = models.ForeignKey(User, models.PROTECT, related_name="relations")
    provenance = models.JSONField(default=dict, blank=True, help_text="Of an imported relation: who made it there")

    objects = RelationQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=~Q(source=F("target")), name="relation_of_two_spans"),
            models.CheckConstraint(
                condition=Q(type="denies", scope__in=Scope.values) | (~Q(type="denies") & Q(scope="")),
                name="relation_scope_is_of_a_denial",
            ),
            models.CheckConstraint(condition=Q(type__in=RelationType.values), name="relation_type_is_known"),
            models.UniqueConstraint(
                fields=("type", "source", "target"), condition=Q(state="live"), name="relation_live_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.source_id} {self.type} {self.target_id}"
