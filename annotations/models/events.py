"""The event log: who did what to which thing, before and after. Append-only: the database refuses update and delete."""

from django.db import models
from django.db.models import QuerySet

from .blind import Reader, events_shown
from .people import User


class EventQuerySet(QuerySet["Event"]):
    def of_project(self, project_id: object) -> "EventQuerySet":
        """Filter to one project's events, oldest first."""
        return self.filter(project_id=project_id).order_by("id")

    def seen_by(self, reader: Reader | None) -> "EventQuerySet":
        """Filter to what a blind project tells the reader; everything elsewhere."""
        return self.filter(events_shown(reader.user)) if reader and reader.is_blinded else self


class Event(models.Model):
    """One change. `actor` is empty for what a machine did; `engine` then names it.

    Ids grow, so a stream resumes after the last one it saw. Things are named by kind and id without a foreign key:
    an event outlives what it tells of.
    """

    id = models.BigAutoField(primary_key=True)
    project = models.ForeignKey("annotations.Project", models.DO_NOTHING, null=True, blank=True, related_name="+")
    document = models.ForeignKey("annotations.Document", models.DO_NOTHING, null=True, blank=True, related_name="+")
    actor = models.ForeignKey(User, models.DO_NOTHING, null=True, blank=True, related_name="+")
    engine = models.CharField(max_length=121, blank=True)
    verb = models.CharField(max_length=30)
    kind = models.CharField(max_length=20)
    object_id = models.UUIDField(null=True, blank=True)
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    request_id = models.CharField(max_length=64, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("project", "id"), name="event_of_project"),
            models.Index(fields=("document", "id"), name="event_of_document"),
            models.Index(fields=("object_id", "id"), name="event_of_object"),
            models.Index(fields=("verb", "at"), condition=models.Q(verb="sign_in_failed"), name="event_sign_in_failed"),
        )

    def __str__(self) -> str:
        return f"{self.verb} {self.kind} {self.object_id}"
