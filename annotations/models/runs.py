"""Runs of engines over versions. The row is the truth about a run; the broker only wakes a worker."""

from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .base import Row
from .documents import DocumentVersion
from .people import User, member


class RunState(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class RunQuerySet(QuerySet["EngineRun"]):
    def visible_to(self, user: User) -> "RunQuerySet":
        """Filter to runs in the person's projects; each carries `role`."""
        return self.filter(member(user, "version__document__project__")).annotate(
            role=F("version__document__project__memberships__role")
        )

    def claimable(self) -> "RunQuerySet":
        """Filter to runs that a worker may take: queued ones, and running ones whose lease is over."""
        return self.filter(Q(state=RunState.QUEUED) | Q(state=RunState.RUNNING, lease_expires_at__lt=timezone.now()))


class EngineRun(Row):
    """One engine version over one text, once; `attempts` counts workers that took it."""

    version = models.ForeignKey(DocumentVersion, models.CASCADE, related_name="runs")
    engine = models.CharField(max_length=60)
    engine_version = models.CharField(max_length=60)
    state = models.CharField(max_length=8, choices=RunState, default=RunState.QUEUED)
    lease_expires_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    proposed = models.PositiveIntegerField(default=0, help_text="Suggestions written")
    skipped = models.PositiveIntegerField(default=0, help_text="Suggestions decided before, or not usable")
    seconds = models.FloatField(null=True, blank=True, help_text="CPU seconds of the engine")
    error = models.TextField(blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = (models.UniqueConstraint(fields=("version", "engine", "engine_version"), name="run_once"),)
        indexes = (
            models.Index(
                fields=("state", "lease_expires_at"),
                condition=Q(state__in=("queued", "running")),
                name="run_waiting",
            ),
        )

    def __str__(self) -> str:
        return f"{self.engine} on {self.version_id}: {self.state}"
