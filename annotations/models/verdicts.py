"""Verdicts: append-only revisions of what the desk holds about a claim; the database refuses to reword them."""

from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from .base import Editable
from .blind import Reader, hung_on_claims_shown, not_blinded
from .claims import Claim
from .labels import Rating
from .people import User, member


class VerdictState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    APPROVED = "approved", _("Approved")
    SUPERSEDED = "superseded", _("Superseded")


class VerdictQuerySet(QuerySet["Verdict"]):
    def visible_to(self, user: User) -> "VerdictQuerySet":
        """Filter to verdicts in the person's projects; each carries `role`, its claim and its rating."""
        return (
            self.filter(member(user, "claim__project__"))
            .annotate(role=F("claim__project__memberships__role"))
            .filter(not_blinded("claim__project__") | hung_on_claims_shown(user, "proposed_by"))
            .select_related("claim__project", "rating", "proposed_by", "approved_by")
        )

    def returned_to(self, user: User) -> "VerdictQuerySet":
        """Filter to the person's drafts that were decided on: only a return leaves a draft so."""
        return self.filter(proposed_by=user, state=VerdictState.DRAFT, decided_at__isnull=False)

    def seen_by(self, reader: Reader | None) -> "VerdictQuerySet":
        """Filter to what a blind project shows the reader; everything elsewhere."""
        if reader is None or not reader.is_blinded:
            return self
        return self.filter(hung_on_claims_shown(reader.user, "proposed_by"))


class Verdict(Editable):
    """One numbered revision. `evidence` freezes ids and hashes of what it rested on when it was submitted."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="verdicts")
    number = models.PositiveIntegerField()
    rating = models.ForeignKey(Rating, models.PROTECT, related_name="+")
    justification = models.TextField(blank=True)
    summary = models.CharField(max_length=280, blank=True)
    limits = models.TextField(blank=True, help_text="What could not be found")
    evidence = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=10, choices=VerdictState, default=VerdictState.DRAFT)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    self_approved = models.BooleanField(default=False)
    note = models.TextField(blank=True, help_text="Why it was returned, or why one source was enough")

    objects = VerdictQuerySet.as_manager()

    class Meta:
        ordering = ("claim", "-number")
        constraints = (
            models.UniqueConstraint(fields=("claim", "number"), name="verdict_number_once"),
            models.UniqueConstraint(
                fields=("claim",), condition=Q(state__in=("draft", "in_review")), name="verdict_one_open"
            ),
            models.UniqueConstraint(fields=("claim",), condition=Q(state="approved"), name="verdict_one_live"),
            models.CheckConstraint(
                condition=~Q(state="approved")
                | Q(self_approved=True, approved_by__isnull=False)
                | (Q(approved_by__isnull=False) & ~Q(approved_by=F("proposed_by"))),
                name="verdict_approved_by_second_person",
            ),
        )

    def __str__(self) -> str:
        return f"{self.rating} (revision {self.number})"
