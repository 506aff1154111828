"""Signing in under a throttle, and API tokens."""

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth import authenticate
from django.utils import timezone
from django.utils.translation import gettext as _

from annotations.errors import Invalid, NotFound, Throttled
from annotations.models import ApiToken, Event, Project, User

from .events import Actor, Thing, log, one_transaction

WINDOW = timedelta(minutes=10)
TRIES_PER_NAME = 10
TRIES_PER_ADDRESS = 50


def sign_in(by: Actor, *, username: str, password: str, address: str) -> User:
    """Check a password. Ten wrong ones for a name, or fifty from an address, close the door for ten minutes.

    Failures are events, so that every process counts the same and the desk can see who tried.
    """
    failed = Event.objects.filter(verb="sign_in_failed", at__gt=timezone.now() - WINDOW)
    by_name = failed.filter(after__username=username[:150]).count()
    by_address = failed.filter(after__address=address).count()
    if by_name >= TRIES_PER_NAME or by_address >= TRIES_PER_ADDRESS:
        raise Throttled(_("Too many wrong passwords. Wait ten minutes."), retry_after=int(WINDOW.total_seconds()))
    user = authenticate(username=username, password=password)
    if not isinstance(user, User):
        after = {"username": username[:150], "address": address}
        log(by, "sign_in_failed", Thing("user", None, None), after=after)
        raise Invalid(_("This name and password do not fit together."), code="wrong_password")
    return user


def create_token(
    user: User, by: Actor, *, name: str, project: Project | None = None, expires_at: datetime | None = None
) -> tuple[ApiToken, str]:
    """Store a token and return it with its key, which nobody can read again."""
    if not name.strip():
        raise Invalid.field("name", "blank", _("Name the program that will use the token."))
    if expires_at is not None and expires_at <= timezone.now():
        raise Invalid.field("expires_at", "past", _("That time has passed."))
    token, key = ApiToken.build(user, name.strip()[:100], project)
    token.expires_at = expires_at
    with one_transaction:
        token.save(force_insert=True)
        after = {"name": token.name, "username": user.username}
        log(by, "created", Thing("token", token.pk, project.pk if project else None), after=after)
    return token, key


def delete_token(user: User, by: Actor, token_id: UUID) -> None:
    """Revoke one's own token."""
    token = ApiToken.objects.filter(user=user, pk=token_id).first()
    if token is None:
        raise NotFound
    with one_transaction:
        log(by, "revoked", Thing("token", token.pk, token.project_id), before={"name": token.name})
        token.delete()


def note_use(token: ApiToken) -> None:
    """Remember that a token is in use, at most once a minute (usually no statement)."""
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at > timedelta(minutes=1):
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)


def change_password(user: User, by: Actor, password: str) -> None:
    """Set one's own new password, which a form has checked (two statements)."""
    user.set_password(password)
    with one_transaction:
        user.save(update_fields=["password"])
        log(by, "password_changed", Thing("user", None, None), after={"username": user.username})
