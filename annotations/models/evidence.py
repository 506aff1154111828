"""Sources, and evidence: what a source says for or against a claim."""

from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from .base import Editable
from .blind import Reader, hung_on_claims_shown, not_blinded, sources_shown
from .claims import Claim
from .documents import Basis, Precision
from .people import User, member
from .projects import Project


class SourceKind(models.TextChoices):
    OFFICIAL_STATEMENT = "official_statement", _("Official statement")
    OFFICIAL_RECORD = "official_record", _("Official record")
    STATISTICS = "statistics", _("Statistics")
    COURT = "court", _("Court")
    ACADEMIC = "academic", _("Academic")
    NGO_REPORT = "ngo_report", _("NGO report")
    WIRE = "wire", _("Wire")
    NEWS = "news", _("News")
    SOCIAL = "social", _("Social media")
    INTERVIEW = "interview", _("Interview")
    IMAGERY = "imagery", _("Imagery")
    DATASET = "dataset", _("Data set")
    OTHER = "other", _("Other")


class SourceQuerySet(QuerySet["Source"]):
    def visible_to(self, user: User) -> "SourceQuerySet":
        """Filter to sources of the person's projects; each carries `role`."""
        found = self.filter(member(user, "project__")).annotate(role=F("project__memberships__role"))
        return found.filter(not_blinded("project__") | sources_shown(user))

    def seen_by(self, reader: Reader | None) -> "SourceQuerySet":
        """Filter to what a blind project shows the reader; everything elsewhere."""
        return self.filter(sources_shown(reader.user)) if reader and reader.is_blinded else self


class Source(Editable):
    project = models.ForeignKey(Project, models.CASCADE, related_name="sources")
    url = models.URLField(max_length=2000, blank=True)
    title = models.CharField(max_length=500, blank=True)
    publisher = models.CharField(max_length=200, blank=True)
    published_at = models.DateField(null=True, blank=True)
    published_precision = models.CharField(max_length=5, choices=Precision, default=Precision.DAY)
    published_basis = models.CharField(max_length=8, choices=Basis, default=Basis.UNKNOWN)
    kind = models.CharField(max_length=20, choices=SourceKind, default=SourceKind.OTHER)
    created_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("project", "url"), condition=~Q(url=""), name="source_url_once"),
            models.CheckConstraint(condition=~Q(url="") | ~Q(title=""), name="source_has_a_name"),
        )

    def __str__(self) -> str:
        return self.title or self.url


class Stance(models.TextChoices):
    SUPPORTS = "supports", _("Supports")
    REFUTES = "refutes", _("Refutes")
    QUALIFIES = "qualifies", _("Qualifies")
    CONTEXT = "context", _("Context")
    INSUFFICIENT = "insufficient", _("Insufficient")


class Directness(models.TextChoices):
    PRIMARY = "primary", _("Primary")
    SECONDARY = "secondary", _("Secondary")
    TERTIARY = "tertiary", _("Tertiary")


class Reliability(models.TextChoices):
    A = "A", "A"
    B = "B", "B"
    C = "C", "C"


class EvidenceQuerySet(QuerySet["Evidence"]):
    def visible_to(self, user: User) -> "EvidenceQuerySet":
        """Filter to evidence in the person's projects; each carries `role` and its source and claim."""
        return (
            self.filter(member(user, "claim__project__"))
            .annotate(role=F("claim__project__memberships__role"))
            .filter(not_blinded("claim__project__") | hung_on_claims_shown(user, "created_by"))
            .select_related("source", "claim__project", "created_by")
        )

    def seen_by(self, reader: Reader | None) -> "EvidenceQuerySet":
        """Filter to what a blind project shows the reader; everything elsewhere."""
        if reader is None or not reader.is_blinded:
            return self
        return self.filter(hung_on_claims_shown(reader.user, "created_by"))

    def standing(self) -> "EvidenceQuerySet":
        """Filter to what has not been withdrawn."""
        return self.filter(is_withdrawn=False)


class Evidence(Editable):
    """A source for one claim: the words relied on, and how they bear on it."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="evidence")
    source = models.ForeignKey(Source, models.PROTECT, related_name="evidence")
    passage = models.TextField(blank=True)
    stance = models.CharField(max_length=12, choices=Stance, default=Stance.CONTEXT)
    directness = models.CharField(max_length=9, choices=Directness, blank=True)
    reliability = models.CharField(max_length=1, choices=Reliability, blank=True)
    reliability_reason = models.CharField(max_length=500, blank=True)
    origin_group = models.CharField(max_length=100, blank=True)
    note = models.TextField(blank=True)
    is_withdrawn = models.BooleanField(default=False)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        verbose_name_plural = "evidence"

    def __str__(self) -> str:
        return f"{self.source}: {self.stance}"
