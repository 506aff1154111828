"""Imports: what came in, what became of each row, what went wrong on which line."""

from django.db import models
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from .base import Row
from .people import User, member
from .projects import Project


class TransferState(models.TextChoices):
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class TransferQuerySet(QuerySet["Transfer"]):
    def visible_to(self, user: User) -> "TransferQuerySet":
        """Filter to transfers of the person's projects; each carries `role`."""
        return self.filter(member(user, "project__")).annotate(role=F("project__memberships__role"))


class Transfer(Row):
    project = models.ForeignKey(Project, models.CASCADE, related_name="transfers")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    format = models.CharField(max_length=20)
    filename = models.CharField(max_length=255, blank=True)
    is_dry_run = models.BooleanField(default=False)
    state = models.CharField(max_length=6, choices=TransferState, default=TransferState.DONE)
    counts = models.JSONField(default=dict, help_text="documents, spans, claims, …: created and unchanged")
    errors = models.JSONField(default=list, help_text="row, field, code, detail")
    losses = models.JSONField(default=list, help_text="What this import could not carry over")

    objects = TransferQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.filename or self.format}: {self.state}"
