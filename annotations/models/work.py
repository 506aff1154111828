"""Assignments: who holds which document or verdict, for what, and until when."""

from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .base import Row
from .blind import Reader, not_blinded
from .documents import DocumentVersion
from .people import User, member
from .projects import Project
from .verdicts import Verdict


class Queue(models.TextChoices):
    ANNOTATE = "annotate", _("Annotate")
    REVIEW = "review", _("Review")
    VERDICTS = "verdicts", _("Verdicts")


class AssignmentState(models.TextChoices):
    IN_PROGRESS = "in_progress", _("In progress")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned")
    RELEASED = "released", _("Released")
    DONE = "done", _("Done")


class AssignmentQuerySet(QuerySet["Assignment"]):
    def visible_to(self, user: User) -> "AssignmentQuerySet":
        """Filter to assignments in the person's projects; each carries `role`."""
        return (
            self.filter(member(user, "project__"))
            .annotate(role=F("project__memberships__role"))
            .filter(not_blinded("project__") | Q(user=user))
            .select_related("user", "version", "project")
            .defer("version__text", "version__original", "project__guidelines")
        )

    def seen_by(self, reader: Reader | None) -> "AssignmentQuerySet":
        """Filter to what a blind project tells the reader: one's own; everything elsewhere."""
        return self.filter(user=reader.user) if reader and reader.is_blinded else self

    def live(self) -> "AssignmentQuerySet":
        """Filter to leases that hold now."""
        return self.filter(state=AssignmentState.IN_PROGRESS, lease_expires_at__gt=timezone.now())

    def lapsed(self) -> "AssignmentQuerySet":
        """Filter to leases that ran out without being given back."""
        return self.filter(state=AssignmentState.IN_PROGRESS, lease_expires_at__lte=timezone.now())


class Assignment(Row):
    """A lease on exactly one thing. The database lets one person at a time hold it."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="assignments")
    user = models.ForeignKey(User, models.PROTECT, related_name="assignments")
    queue = models.CharField(max_length=8, choices=Queue)
    version = models.ForeignKey(DocumentVersion, models.CASCADE, null=True, blank=True, related_name="assignments")
    verdict = models.ForeignKey(Verdict, models.CASCADE, null=True, blank=True, related_name="assignments")
    state = models.CharField(max_length=11, choices=AssignmentState, default=AssignmentState.IN_PROGRESS)
    lease_expires_at = models.DateTimeField()
    note = models.TextField(blank=True, help_text="Why it was taken over or returned")

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(version__isnull=False, verdict__isnull=True)
                | Q(version__isnull=True, verdict__isnull=False),
                name="assignment_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=("version", "queue"),
                condition=Q(state="in_progress", version__isnull=False),
                name="assignment_document_held_once",
            ),
            models.UniqueConstraint(
                fields=("verdict",),
                condition=Q(state="in_progress", verdict__isnull=False),
                name="assignment_verdict_held_once",
            ),
        )
        indexes = (models.Index(fields=("user", "state"), name="assignment_of_user"),)

    def __str__(self) -> str:
        return f"{self.user}: {self.queue}"
