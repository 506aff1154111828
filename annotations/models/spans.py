"""Spans: labelled ranges of a text, proposed by engines or made by people, decided by second people."""

from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from .base import Editable
from .blind import Reader, not_blinded, spans_shown, undecided_by
from .claims import Claim
from .documents import DocumentVersion
from .labels import Label
from .people import User, member
from .runs import EngineRun


class SpanState(models.TextChoices):
    SUGGESTED = "suggested", _("Suggested")
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    APPROVED = "approved", _("Approved")
    DISMISSED = "dismissed", _("Dismissed")


LIVE = (SpanState.DRAFT, SpanState.IN_REVIEW, SpanState.APPROVED)


class Origin(models.TextChoices):
    HUMAN = "human", _("Person")
    ENGINE = "engine", _("Engine")
    IMPORT = "import", _("Import")


class Reason(models.TextChoices):
    NOT_CHECKWORTHY = "not_checkworthy", _("Not check-worthy")
    WRONG_BOUNDARY = "wrong_boundary", _("Wrong boundary")
    WRONG_LABEL = "wrong_label", _("Wrong label")
    DUPLICATE = "duplicate", _("Duplicate")
    BOILERPLATE = "boilerplate", _("Boilerplate")
    OTHER = "other", _("Other")


class SpanQuerySet(QuerySet["Span"]):
    def visible_to(self, user: User) -> "SpanQuerySet":
        """Filter to spans in the person's projects; each carries `role`, its version without text, and people."""
        return (
            self.filter(member(user, "version__document__project__"))
            .annotate(role=F("version__document__project__memberships__role"))
            .filter(not_blinded("version__document__project__") | spans_shown(user))
            .select_related("version__document__project", "label", "run", "author", "decided_by")
            .defer("version__text", "version__original", "version__document__project__guidelines")
        )

    def seen_by(self, reader: Reader | None) -> "SpanQuerySet":
        """Filter to what a blind project lists for the reader; everything elsewhere, and for nobody in particular."""
        if reader is None or not reader.is_in_blind_project:
            return self
        found = self.filter(undecided_by(reader.user))
        return found.filter(spans_shown(reader.user)) if reader.is_blinded else found

    def standing(self) -> "SpanQuerySet":
        """Filter to what a reader of the document sees: everything but the dismissed."""
        return self.exclude(state=SpanState.DISMISSED)

    def returned_to(self, user: User) -> "SpanQuerySet":
        """Filter to the person's drafts that somebody else decided on last: only a return leaves a draft so."""
        return self.filter(author=user, state=SpanState.DRAFT, decided_by__isnull=False).exclude(decided_by=user)


class Span(Editable):
    """One contiguous range in code points, `end` exclusive; `quote` = text[start:end], checked when written.

    `proposal` is `label:start:end` as an engine first gave it: it outlives every edit, so that an engine that
    runs again never proposes what somebody has seen.
    """

    version = models.ForeignKey(DocumentVersion, models.CASCADE, related_name="spans")
    label = models.ForeignKey(Label, models.PROTECT, related_name="+")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField()
    attributes = models.JSONField(default=dict, blank=True)
    origin = models.CharField(max_length=6, choices=Origin, default=Origin.HUMAN)
    run = models.ForeignKey(EngineRun, models.PROTECT, null=True, blank=True, related_name="spans")
    proposal = models.CharField(max_length=80, blank=True)
    score = models.FloatField(null=True, blank=True)
    state = models.CharField(max_length=9, choices=SpanState, default=SpanState.DRAFT)
    author = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="spans")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    self_approved = models.BooleanField(default=False)
    reason = models.CharField(max_length=15, choices=Reason, blank=True)
    note = models.TextField(blank=True)
    provenance = models.JSONField(
        default=dict, blank=True, help_text="Of an imported span: who made and decided it there"
    )
    claim = models.ForeignKey(Claim, models.SET_NULL, null=True, blank=True, related_name="spans")
    supersedes = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")

    objects = SpanQuerySet.as_manager()

    class Meta:
        ordering = ("start", "-end", "id")
        indexes = (
            models.Index(fields=("version", "start", "end"), name="span_in_text"),
            models.Index(fields=("version",), condition=Q(state="in_review"), name="span_in_review"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="span_has_extent"),
            models.UniqueConstraint(
                fields=("version", "start", "end", "label", "author"),
                condition=Q(state__in=LIVE),
                name="span_live_once",
            ),
            models.UniqueConstraint(
                fields=("run", "proposal"), condition=Q(run__isnull=False), name="span_proposed_once"
            ),
            models.CheckConstraint(condition=~Q(state__in=LIVE) | Q(author__isnull=False), name="span_live_has_author"),
            models.CheckConstraint(
                condition=~Q(state="suggested") | Q(author__isnull=True, origin="engine", run__isnull=False),
                name="span_suggestion_is_of_an_engine",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved")
                | Q(self_approved=True, decided_by__isnull=False)
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("author"))),
                name="span_approved_by_second_person",
            ),
        )

    def __str__(self) -> str:
        return f"{self.start}–{self.end}"
