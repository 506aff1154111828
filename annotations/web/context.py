"""What the frame of every page shows of the person: how many mentions wait. Asked only where a page shows it."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from annotations.models import User, unread_mentions


def mentions(request: HttpRequest) -> dict[str, Any]:
    """Give `mentions_unread` (one query, rarely two, once the page asks); the workbench brings its own along."""
    user = getattr(request, "user", None)
    if not isinstance(user, User) or user.pk is None:
        return {}
    return {"mentions_unread": SimpleLazyObject(lambda: unread_mentions(user))}
