"""Which revision a client read: If-Match comes in here, ETag goes out in replies.py."""

import re
from typing import Final

from django.utils.translation import gettext as _
from rest_framework.request import Request

from annotations.errors import Invalid, PreconditionMissing

_TAG: Final = re.compile(r'\s*(?:W/)?"(\d{1,9})"\s*')


def revision_read(request: Request, current: int) -> int:
    """Return the revision named by If-Match; `*` names the one that stands, a list the one of it that stands.

    A weak tag counts like a strong one: proxies that compress weaken the tags they pass on.
    """
    header = request.headers.get("If-Match")
    if header is None:
        raise PreconditionMissing(
            _('Send If-Match with the revision you read, for example If-Match: "%(current)s".') % {"current": current}
        )
    if header.strip() == "*":
        return current
    tags = [_TAG.fullmatch(part) for part in header.split(",")]
    revisions = [int(tag[1]) for tag in tags if tag]
    if not revisions or len(revisions) != len(tags):
        raise Invalid.field(
            "If-Match",
            "malformed",
            _('If-Match must hold a revision in quotes, such as "%(current)s".') % {"current": current},
        )
    return current if current in revisions else revisions[0]
