"""A project: one desk's documents, labels, scale and rules of work."""

from django.db import models
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from .base import Editable
from .people import User, member


class SecondPerson(models.TextChoices):
    ENFORCE = "enforce", _("Approval needs a second person")
    WARN = "warn", _("Self-approval is allowed and marked")


class Policy(models.TextChoices):
    SHARED = "shared", _("Everybody sees everybody’s work")
    BLIND = "blind", _("Annotators see each other’s work once both have handed in")


class ProjectQuerySet(QuerySet["Project"]):
    def visible_to(self, user: User) -> "ProjectQuerySet":
        """Filter to the person's projects; each carries `role`."""
        return self.filter(member(user)).annotate(role=F("memberships__role"))


class Project(Editable):
    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80, unique=True)
    language = models.CharField(max_length=35, default="en", help_text="BCP 47")
    guidelines = models.TextField(blank=True, help_text="Markdown")
    second_person = models.CharField(max_length=10, choices=SecondPerson, default=SecondPerson.ENFORCE)
    policy = models.CharField(max_length=6, choices=Policy, default=Policy.SHARED)
    lease_minutes = models.PositiveSmallIntegerField(default=15)
    scheme = models.PositiveIntegerField(default=1, help_text="Counts changes of labels and ratings")
    created_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name
