"""“Nothing here”: a person's answer that a text holds nothing to mark."""

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet

from .base import Row
from .blind import Reader, answers_shown
from .documents import DocumentVersion
from .people import User
from .spans import LIVE, Span


class NothingState(models.TextChoices):
    SAID = "said", "Said"
    WITHDRAWN = "withdrawn", "Withdrawn"


class NothingHereQuerySet(QuerySet["NothingHere"]):
    def standing(self) -> "NothingHereQuerySet":
        """Filter to answers that hold: not withdrawn, and nothing marked, accepted or edited by that person since.

        Marking ends the answer by itself, without a write of its own: making a span costs what it did, and of two
        requests at the same moment neither can leave an answer beside a span.
        """
        own = Span.objects.filter(version=OuterRef("version"), author=OuterRef("author"))
        marked = own.filter(Q(state__in=LIVE) | Q(updated_at__gt=OuterRef("said_at")))
        return self.filter(~Exists(marked.order_by()), state=NothingState.SAID)

    def seen_by(self, reader: Reader | None) -> "NothingHereQuerySet":
        """Filter to what a blind project shows the reader; everything elsewhere, and for nobody in particular."""
        return self.filter(answers_shown(reader.user)) if reader and reader.is_blinded else self


class NothingHere(Row):
    """One person's answer on one text. Saying it again, or withdrawing it, changes this row; the log keeps all."""

    version = models.ForeignKey(DocumentVersion, models.CASCADE, related_name="nothing_here")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=NothingState, default=NothingState.SAID)
    said_at = models.DateTimeField()

    objects = NothingHereQuerySet.as_manager()

    class Meta:
        ordering = ("said_at", "id")
        constraints = (
            models.UniqueConstraint(fields=("version", "author"), name="nothing_here_once"),
            models.CheckConstraint(condition=Q(state__in=NothingState.values), name="nothing_here_state_is_known"),
        )

    def __str__(self) -> str:
        return f"{self.author_id}: {self.state}"
