"""Documents, the immutable texts of their versions, and the zones of a text."""

from datetime import date

from django.db import models
from django.db.models import F, QuerySet
from django.db.models.functions import Substr
from django.utils.translation import gettext_lazy as _

from .base import Editable, Row
from .people import User, member
from .projects import Project


class DocumentState(models.TextChoices):
    RECEIVED = "received", _("Received")
    READY = "ready", _("Ready")
    IN_PROGRESS = "in_progress", _("In progress")
    IN_REVIEW = "in_review", _("In review")
    DONE = "done", _("Done")
    OUT_OF_SCOPE = "out_of_scope", _("Out of scope")


class Precision(models.TextChoices):
    DAY = "day", _("Day")
    MONTH = "month", _("Month")
    YEAR = "year", _("Year")


class Basis(models.TextChoices):
    STATED = "stated", _("Stated")
    INFERRED = "inferred", _("Inferred")
    UNKNOWN = "unknown", _("Unknown")


class DocumentQuerySet(QuerySet["Document"]):
    def visible_to(self, user: User) -> "DocumentQuerySet":
        """Filter to documents of the person's projects; each carries `role`, project and, without text, version."""
        return (
            self.filter(member(user, "project__"))
            .annotate(role=F("project__memberships__role"))
            .select_related("project", "current")
            .defer("current__text", "current__original", "project__guidelines")
        )

    def with_text(self) -> "DocumentQuerySet":
        """Annotate the whole text of the current version as `text`."""
        return self.annotate(text=F("current__text"))

    def with_slice(self, start: int, end: int) -> "DocumentQuerySet":
        """Annotate `piece` = text[start:end], cut by the database: a big text never travels for a small span.

        Loads only what making a span needs: this is the hot path, and half its cost was columns.
        """
        needed = self.only("state", "project__scheme", "project__slug", "project__policy", "current__length")
        return needed.annotate(piece=Substr("current__text", start + 1, max(end - start, 0)))

    def open(self) -> "DocumentQuerySet":
        """Filter to documents on which work remains."""
        return self.exclude(state__in=(DocumentState.DONE, DocumentState.OUT_OF_SCOPE))


class Document(Editable):
    project = models.ForeignKey(Project, models.CASCADE, related_name="documents")
    title = models.CharField(max_length=500)
    publisher = models.CharField(max_length=200, blank=True)
    authors = models.JSONField(default=list, blank=True)
    url = models.URLField(max_length=2000, blank=True)
    published_at = models.DateField(null=True, blank=True)
    published_precision = models.CharField(max_length=5, choices=Precision, default=Precision.DAY)
    published_basis = models.CharField(max_length=8, choices=Basis, default=Basis.UNKNOWN)
    language = models.CharField(max_length=35, default="en", help_text="BCP 47")
    licence = models.CharField(max_length=100, blank=True)
    tags = models.JSONField(default=list, blank=True)
    metadata = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=12, choices=DocumentState, default=DocumentState.RECEIVED)
    reach = models.PositiveSmallIntegerField(default=1)
    harm = models.PositiveSmallIntegerField(default=1)
    assignee = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    due_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    current = models.OneToOneField(
        "annotations.DocumentVersion", models.PROTECT, null=True, blank=True, related_name="current_of"
    )

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("project", "state", "-id"), name="document_state"),)
        constraints = (
            models.CheckConstraint(condition=models.Q(reach__lte=3, harm__lte=3), name="document_priority_0_to_3"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def published(self) -> str:
        """Return the date as precisely as it is known: `2022-02-15`, `2022-02`, `2022` or nothing."""
        day: date | None = self.published_at
        if day is None:
            return ""
        length = {"day": 10, "month": 7, "year": 4}[self.published_precision]
        return day.isoformat()[:length]


class DocumentVersion(Row):
    """One captured text. It never changes: the database refuses an update of text and hash."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(default=1)
    text = models.TextField()
    length = models.PositiveIntegerField(help_text="Code points of the text")
    sha256 = models.CharField(max_length=64, db_index=True)
    original = models.BinaryField(
        null=True, blank=True, help_text="The bytes received, where they differ from the text"
    )
    original_sha256 = models.CharField(max_length=64, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    extractor = models.CharField(max_length=100, blank=True, help_text="Name and version")
    captured_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("document", "number"), name="version_number_once"),)

    def __str__(self) -> str:
        return f"{self.document_id} v{self.number}"


class ZoneKind(models.TextChoices):
    TITLE = "title", _("Title")
    DEK = "dek", _("Dek")
    SUBHEAD = "subhead", _("Subhead")
    BODY = "body", _("Body")
    CAPTION = "caption", _("Caption")
    RELATED_LINK = "related_link", _("Related link")
    METADATA = "metadata", _("Metadata")
    BOILERPLATE = "boilerplate", _("Boilerplate")


class Zone(models.Model):
    """A part of a text and what it is; engines skip boilerplate and metadata."""

    version = models.ForeignKey(DocumentVersion, models.CASCADE, related_name="zones")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=ZoneKind)

    class Meta:
        ordering = ("version", "start")
        constraints = (
            models.CheckConstraint(condition=models.Q(end__gt=F("start")), name="zone_has_extent"),
            models.UniqueConstraint(fields=("version", "start"), name="zone_start_once"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.start}–{self.end}"
