"""Comments: what people say to each other about a span, a claim, a verdict or a document, and whom they name."""

from typing import Any, Final
from uuid import UUID

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from .aggregates import JsonRows
from .base import Editable, Row
from .blind import Reader, comments_shown, not_blinded
from .claims import Claim
from .documents import Document
from .people import User, member
from .projects import Project
from .spans import Origin, Span
from .verdicts import Verdict

LONGEST_COMMENT: Final = 4_000
SUBJECTS: Final = ("document", "span", "claim", "verdict")
Subject = Document | Span | Claim | Verdict


def _is_on(kind: str) -> Q:
    return Q(**{f"{each}__isnull": each != kind for each in SUBJECTS})


class CommentQuerySet(QuerySet["Comment"]):
    def visible_to(self, user: User) -> "CommentQuerySet":
        """Filter to comments of the person's projects; each carries `role`, its people, mentions and subject.

        All that shows, counts or tells of comments asks here: what narrows this narrows everything.
        """
        found = self.filter(member(user, "project__")).annotate(role=F("project__memberships__role"))
        found = found.filter(not_blinded("project__") | comments_shown(user))
        return found.with_people().with_subject()

    def seen_by(self, reader: Reader | None) -> "CommentQuerySet":
        """Filter to what a blind project shows the reader; everything elsewhere, and for nobody in particular."""
        return self.filter(comments_shown(reader.user)) if reader and reader.is_blinded else self

    def with_people(self) -> "CommentQuerySet":
        """Fetch along author and who resolved it; annotate `named`, the people mentioned."""
        named = Mention.objects.filter(comment=OuterRef("pk")).order_by("id").annotate(name=F("user__username"))
        return self.select_related("author", "resolved_by").annotate(named=JsonRows(named.values("name")))

    def with_subject(self) -> "CommentQuerySet":
        """Fetch along what it is about, without texts."""
        found = self.select_related("project", "document", "span__version__document", "claim", "verdict__claim")
        return found.defer("span__version__text", "span__version__original", "project__guidelines")

    def on(self, subject: Subject) -> "CommentQuerySet":
        """Filter to comments on this very thing."""
        return self.filter(**{kind_of(subject): subject})

    def standing(self) -> "CommentQuerySet":
        """Filter to what was not removed."""
        return self.filter(is_removed=False)

    def shown(self) -> "CommentQuerySet":
        """Filter out what was removed, except where a reply hangs on it."""
        replies = Comment.objects.standing().filter(root=OuterRef("pk"))
        return self.filter(Q(is_removed=False) | Exists(replies))

    def threads(self, user: User) -> "CommentQuerySet":
        """Filter to the first comments of threads, each with its replies in `answers` (one more query for all).

        One that was removed stays as long as somebody's reply hangs on it.
        """
        replies = Comment.objects.visible_to(user).standing().order_by("id")
        is_held = Exists(replies.filter(root=OuterRef("pk")))
        found = self.visible_to(user).filter(Q(is_removed=False) | is_held, root__isnull=True)
        return found.prefetch_related(Prefetch("replies", replies, to_attr="answers"))

    def open_counts(self) -> "QuerySet[Comment, Any]":
        """Count the threads that nobody has resolved, as `{"span_id", "count"}`."""
        found = self.standing().filter(root__isnull=True, resolved_at__isnull=True)
        return found.order_by().values("span_id").annotate(count=Count("pk"))


class Comment(Editable):
    """Words about one subject. A reply names the first comment of its thread as `root` and has the same subject."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="comments")
    document = models.ForeignKey(Document, models.CASCADE, null=True, blank=True, related_name="comments")
    span = models.ForeignKey(Span, models.CASCADE, null=True, blank=True, related_name="comments")
    claim = models.ForeignKey(Claim, models.CASCADE, null=True, blank=True, related_name="comments")
    verdict = models.ForeignKey(Verdict, models.CASCADE, null=True, blank=True, related_name="comments")
    root = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="replies")
    text = models.TextField()
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    edited_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    resolved_at = models.DateTimeField(null=True, blank=True)
    is_removed = models.BooleanField(default=False, help_text="Its words stay here and are shown to nobody")
    origin = models.CharField(max_length=6, choices=Origin, default=Origin.HUMAN)
    provenance = models.JSONField(default=dict, blank=True, help_text="Of an imported comment: who wrote it there")

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=_is_on("document") | _is_on("span") | _is_on("claim") | _is_on("verdict"),
                name="comment_on_one_thing",
            ),
            models.CheckConstraint(condition=~Q(text="") | Q(is_removed=True), name="comment_says_something"),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("text"), LONGEST_COMMENT), name="comment_is_not_too_long"
            ),
            models.CheckConstraint(
                condition=Q(resolved_by__isnull=True, resolved_at__isnull=True)
                | Q(resolved_by__isnull=False, resolved_at__isnull=False, root__isnull=True),
                name="comment_thread_resolved_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return self.text[:75]

    @property
    def kind(self) -> str:
        """Return what sort of thing it is about, as a word of SUBJECTS."""
        return next(each for each in SUBJECTS if getattr(self, f"{each}_id") is not None)

    @property
    def subject_id(self) -> UUID:
        """Return the id of what it is about."""
        found: UUID = getattr(self, f"{self.kind}_id")
        return found


def kind_of(subject: Subject) -> str:
    """Return the word of SUBJECTS for a thing."""
    return str(subject._meta.model_name)


class MentionQuerySet(QuerySet["Mention"]):
    def visible_to(self, user: User) -> "MentionQuerySet":
        """Filter to where the person is named in comments that they still may see."""
        comments = Comment.objects.visible_to(user).standing()
        return self.filter(user=user, comment__in=comments.order_by().values("pk"))

    def waiting_for(self, user: User) -> "MentionQuerySet":
        """Filter to what the person has not read, also where a blind project may hide it: every page asks, so cheap."""
        found = self.filter(member(user, "comment__project__"), user=user, comment__is_removed=False)
        return found.unread().annotate(role=F("comment__project__memberships__role"))

    def in_blind_projects(self) -> "MentionQuerySet":
        """Filter to where only `visible_to` knows what the reader may see."""
        return self.exclude(not_blinded("comment__project__"))

    def unread(self) -> "MentionQuerySet":
        """Filter to what the person has not marked as read."""
        return self.filter(read_at__isnull=True)

    def with_comment(self) -> "MentionQuerySet":
        """Fetch along the comment with its author, its project and what it is about, without texts."""
        found = self.select_related("comment__author", "comment__project", "comment__document", "comment__claim")
        found = found.select_related("comment__span__version__document", "comment__verdict__claim")
        heavy = ("span__version__text", "span__version__original", "project__guidelines")
        return found.defer(*(f"comment__{name}" for name in heavy))


class Mention(Row):
    """One person named in one comment."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="mentions")
    user = models.ForeignKey(User, models.CASCADE, related_name="mentions")
    read_at = models.DateTimeField(null=True, blank=True)

    objects = MentionQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = (models.UniqueConstraint(fields=("comment", "user"), name="mention_once"),)
        indexes = (models.Index(fields=("user",), condition=Q(read_at__isnull=True), name="mention_unread"),)

    def __str__(self) -> str:
        return f"{self.user} in {self.comment}"


def unread_mentions(user: User) -> int:
    """Count what the person was named in and has not read: one query, two if some of it is in blind projects."""
    hidden = Count("pk", filter=~not_blinded("comment__project__"))
    found = Mention.objects.waiting_for(user).aggregate(waiting=Count("pk"), blindly=hidden)
    return Mention.objects.visible_to(user).unread().count() if found["blindly"] else int(found["waiting"])
