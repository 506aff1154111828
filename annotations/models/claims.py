"""Claims: what is checked. A claim's appearances are the spans that point at it."""

from django.db import models
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from .base import Editable
from .blind import Reader, claims_shown, not_blinded
from .people import User, member
from .projects import Project


class ClaimState(models.TextChoices):
    INTAKE = "intake", _("Intake")
    RESEARCHING = "researching", _("Researching")
    IN_REVIEW = "in_review", _("In review")
    APPROVED = "approved", _("Approved")


class ClaimQuerySet(QuerySet["Claim"]):
    def visible_to(self, user: User) -> "ClaimQuerySet":
        """Filter to claims of the person's projects; each carries `role` and its project."""
        return (
            self.filter(member(user, "project__"))
            .annotate(role=F("project__memberships__role"))
            .filter(not_blinded("project__") | claims_shown(user))
            .select_related("project")
        )

    def seen_by(self, reader: Reader | None) -> "ClaimQuerySet":
        """Filter to what a blind project shows the reader; everything elsewhere."""
        return self.filter(claims_shown(reader.user)) if reader and reader.is_blinded else self


class Claim(Editable):
    project = models.ForeignKey(Project, models.CASCADE, related_name="claims")
    normalized_text = models.TextField()
    short_text = models.CharField(max_length=75, blank=True)
    type = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=35, default="en")
    state = models.CharField(max_length=12, choices=ClaimState, default=ClaimState.INTAKE)
    created_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.short_text or self.normalized_text[:75]
