"""People, what they may do in which project, and the tokens of their programs."""

import hashlib
import secrets
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .base import Row

if TYPE_CHECKING:
    from .projects import Project

KEY_PREFIX = "fc_"


class Role(models.TextChoices):
    VIEWER = "viewer", _("Viewer")
    ANNOTATOR = "annotator", _("Annotator")
    REVIEWER = "reviewer", _("Reviewer")
    EDITOR = "editor", _("Editor")


class User(AbstractUser):
    """An account. What it may see and do comes from memberships only, also for administrators.

    `only_project` is set on the object while a request is made with a token that opens one project alone.
    """

    only_project: UUID | None = None

    def __str__(self) -> str:
        return self.username


def member(user: User, prefix: str = "") -> Q:
    """Return the filter "this person is a member", for a model that reaches its project by `prefix`."""
    found = Q(**{f"{prefix}memberships__user": user})
    if user.only_project is not None:
        found &= Q(**{f"{prefix}memberships__project": user.only_project})
    return found


class Membership(Row):
    project = models.ForeignKey("annotations.Project", models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "project"), name="membership_once"),)

    def __str__(self) -> str:
        return f"{self.user} is {self.role} of {self.project}"


def hash_key(key: str) -> str:
    """Return the stored form of a token key. Keys are 256 random bits, so one round of SHA-256 is enough."""
    return hashlib.sha256(key.encode()).hexdigest()


class TokenQuerySet(models.QuerySet["ApiToken"]):
    def with_key(self, key: str) -> "ApiToken | None":
        """Return the live token with this key, its person fetched along (one query)."""
        return next(iter(self.valid(key)), None)

    def valid(self, key: str) -> "TokenQuerySet":
        """Filter to the live token with this key, its person fetched along (one query)."""
        now = timezone.now()
        live = Q(expires_at__isnull=True) | Q(expires_at__gt=now)
        return self.select_related("user").filter(live, digest=hash_key(key), user__is_active=True)


class ApiToken(Row):
    """A program's key: only its hash is kept. With a project it opens that project alone."""

    user = models.ForeignKey(User, models.CASCADE, related_name="api_tokens")
    project = models.ForeignKey("annotations.Project", models.CASCADE, null=True, blank=True, related_name="tokens")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    objects = TokenQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.name} of {self.user}"

    @classmethod
    def build(cls, user: User, name: str, project: "Project | None" = None) -> tuple["ApiToken", str]:
        """Return an unsaved token and its key, which is never shown again."""
        key = KEY_PREFIX + secrets.token_urlsafe(32)
        return cls(user=user, name=name, project=project, digest=hash_key(key)), key
