"""Projects, their labels and ratings, and who belongs to them."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError
from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext

from annotations.errors import Conflict, Invalid, Stale
from annotations.models import Label, Membership, Project, Rating, Role, User
from annotations.models.default_labels import DEFAULT_LABELS, DEFAULT_RATINGS

from .events import Actor, Thing, log, one_transaction
from .schemas import check_schema

RESERVED = ("new",)  # addresses of pages beside those of projects


def thing_of(project: Project, kind: str = "project") -> Thing:
    return Thing(kind, project.pk, project.pk)


def create_project(by: Actor, *, name: str, slug: str = "", language: str = "en", guidelines: str = "") -> Project:
    """Store a project with the usual labels and ratings; whoever makes it becomes its editor."""
    name = name.strip()
    if not name:
        raise Invalid.field("name", "blank", gettext("Give the project a name."))
    slug = slug or slugify(name)[:80]
    if not slug:
        raise Invalid.field("slug", "blank", gettext("Give a slug of Latin letters, digits and hyphens."))
    if slug in RESERVED or Project.objects.filter(slug=slug).exists():
        raise Conflict(gettext("The slug “%(slug)s” is taken. Choose another.") % {"slug": slug}, code="slug_taken")
    with one_transaction:
        project = Project(name=name, slug=slug, language=language, guidelines=guidelines, created_by=by.user)
        _save_new(project, gettext("The slug “%(slug)s” is taken. Choose another.") % {"slug": slug})
        Label.objects.bulk_create(Label(project=project, order=n, **each) for n, each in enumerate(DEFAULT_LABELS))
        Rating.objects.bulk_create(Rating(project=project, order=n, **each) for n, each in enumerate(DEFAULT_RATINGS))
        if by.user is not None:
            Membership.objects.create(project=project, user=by.user, role=Role.EDITOR)
        log(by, "created", thing_of(project), after={"name": name, "slug": slug})
    return project


def _save_new(row: Project | Rating, refusal: str) -> None:
    """Save where the database has the last word about a name; raise `Conflict` when somebody was quicker."""
    try:
        row.save()
    except IntegrityError as error:
        raise Conflict(refusal, code="slug_taken") from error


def edit_project(project: Project, by: Actor, *, revision: int, changes: Mapping[str, Any]) -> Project:
    """Change name, language, guidelines or the rules of work."""
    fields = {name: value for name, value in changes.items() if getattr(project, name) != value}
    if project.revision != revision:
        raise Stale(
            gettext("This project is at revision %(revision)s; you read revision %(read)s.")
            % {"revision": project.revision, "read": revision}
        )
    if not fields:
        return project
    before = {name: getattr(project, name) for name in fields}
    with one_transaction:
        current = Project.objects.filter(pk=project.pk, revision=revision)
        if not current.update(**fields, revision=F("revision") + 1, updated_at=timezone.now()):
            raise Stale(gettext("Somebody changed this project since you read it."))
        log(by, "edited", thing_of(project), before=before, after=fields)
    for name, value in fields.items():
        setattr(project, name, value)
    project.revision += 1
    return project


def _raise_scheme(project: Project) -> None:
    """Note that labels or ratings changed: cached ones are read anew."""
    Project.objects.filter(pk=project.pk).update(scheme=F("scheme") + 1)
    project.scheme += 1


def save_label(project: Project, by: Actor, key: str, changes: Mapping[str, Any]) -> Label:
    """Make a label or change it. Its key stays; switching it off hides it and keeps its spans."""
    check_schema(changes.get("attributes_schema", {}))
    label = Label.objects.filter(project=project, key=key).first()
    verb = "edited" if label else "created"
    label = label or Label(project=project, key=key, name=key.capitalize(), order=project.labels.count())
    before = {name: getattr(label, name) for name in changes}
    for name, value in changes.items():
        setattr(label, name, value)
    with one_transaction:
        try:
            label.save()
        except IntegrityError as error:
            message = gettext("Another label has the key %(shortcut)s.") % {"shortcut": label.shortcut}
            raise Conflict(message, code="shortcut_taken") from error
        _raise_scheme(project)
        log(by, verb, Thing("label", label.pk, project.pk), before=before, after={"key": key, **changes})
    return label


def save_rating(project: Project, by: Actor, slug: str, changes: Mapping[str, Any]) -> Rating:
    """Make a step of the rating scale or change it."""
    rating = Rating.objects.filter(project=project, slug=slug).first()
    verb = "edited" if rating else "created"
    rating = rating or Rating(project=project, slug=slug, name=slug.capitalize(), order=project.ratings.count())
    before = {name: getattr(rating, name) for name in changes}
    for name, value in changes.items():
        setattr(rating, name, value)
    with one_transaction:
        _save_new(
            rating, gettext("Somebody added the rating “%(slug)s” just now. Read the scale again.") % {"slug": slug}
        )
        _raise_scheme(project)
        log(by, verb, Thing("rating", rating.pk, project.pk), before=before, after={"slug": slug, **changes})
    return rating


def save_member(project: Project, by: Actor, username: str, role: str) -> Membership:
    """Give an account a role in the project; the last editor cannot be lowered."""
    if role not in Role.values:
        raise Invalid.field(
            "role", "unknown_role", gettext("A role is one of: %(known)s.") % {"known": ", ".join(Role.values)}
        )
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        told = gettext("There is no account “%(username)s”. Whoever runs this site makes accounts, at /admin/.") % {
            "username": username[:150]
        }
        raise Invalid.field("username", "unknown_user", told)
    with one_transaction:
        _lock(project)
        old = Membership.objects.filter(project=project, user=user).first()
        if old and old.role == Role.EDITOR and role != Role.EDITOR:
            _check_other_editor(project, user)
        before = {"role": old.role} if old else {}
        membership, _ = Membership.objects.update_or_create(project=project, user=user, defaults={"role": role})
        log(by, "joined", thing_of(project, "member"), before=before, after={"username": username, "role": role})
    return membership


def remove_member(project: Project, by: Actor, username: str) -> None:
    """End a membership; what the person did stays."""
    membership = Membership.objects.filter(project=project, user__username=username).select_related("user").first()
    if membership is None:
        raise Invalid.field(
            "username", "unknown_user", gettext("“%(username)s” is not a member.") % {"username": username[:150]}
        )
    with one_transaction:
        _lock(project)
        if membership.role == Role.EDITOR:
            _check_other_editor(project, membership.user)
        membership.delete()
        log(by, "left", thing_of(project, "member"), before={"username": username, "role": membership.role})


def _lock(project: Project) -> None:
    """Let one change of members at a time through: two editors must not lower each other at once."""
    Project.objects.select_for_update().get(pk=project.pk)


def _check_other_editor(project: Project, user: User) -> None:
    editors = Membership.objects.filter(project=project, role=Role.EDITOR)
    if not editors.exclude(user=user).exists():
        raise Conflict(gettext("A project keeps at least one editor."), code="last_editor")
