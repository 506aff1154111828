"""Idempotency-Key: a POST that is sent again gets its first answer again and changes nothing twice."""

import hashlib
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework.request import Request

from annotations.actions.answers import keep_answer
from annotations.errors import Conflict, FactcheckError, Invalid
from annotations.models import Answer

from .replies import reply_bytes

HEADER = "Idempotency-Key"
LONGEST = 200
NOTHING = 204


def once(request: Request, work: Callable[[], HttpResponse], *, content: bytes | None = None) -> HttpResponse:
    """Do the work once for each key; without the header just do it, at no extra cost.

    Costs one statement, in the transaction of the work: both stand or neither. Looking for a first answer before the
    work would cost every new request a query: a repeat is found by the refusal of its second row, and rolled back.
    `content` is what makes two requests the same, where that is not the body itself.
    """
    key = request.headers.get(HEADER)
    if key is None:
        return work()
    attempt = _Attempt(request, _checked(key), request.body if content is None else content)
    try:
        with transaction.atomic():
            response = work()
            is_kept = attempt.keep(response)
    except (FactcheckError, IntegrityError):
        # This may be a repeat, or a twin may have been quicker: then the first answer is ours.
        kept = attempt.first_answer()
        if kept is None:
            raise
        return kept
    # Nothing changed this time; perhaps it did the first time.
    return response if is_kept else attempt.first_answer() or response


def _checked(key: str) -> str:
    if not key.strip() or len(key) > LONGEST or not key.isprintable():
        raise Invalid.field(
            HEADER,
            "malformed",
            _("%(header)s must hold 1 to %(longest)s printable characters.") % {"header": HEADER, "longest": LONGEST},
        )
    return key


class _Attempt:
    """One request under a key: who sent it, and what it asked for."""

    def __init__(self, request: Request, key: str, content: bytes) -> None:
        self.user: Any = request.user
        self.key = key
        head = f"{request.method} {request.get_full_path()}\n".encode()
        self.sha256 = hashlib.sha256(head + content).hexdigest()

    def first_answer(self) -> HttpResponse | None:
        """Return the answer kept under the key; raise `Conflict` when it was to another request."""
        kept = Answer.objects.filter(user=self.user, key=self.key).first()
        if kept is None:
            return None
        if kept.request_sha256 != self.sha256:
            raise Conflict(
                _("This %(header)s was used for another request. Make a new one.") % {"header": HEADER},
                code="key_reused",
            )
        response = reply_bytes(bytes(kept.body), status=kept.status)
        if kept.etag:
            response["ETag"] = kept.etag
        response["Idempotent-Replay"] = "true"
        return response

    def keep(self, response: HttpResponse) -> bool:
        """Store an answer that changed something, in the transaction of the change; say whether it did."""
        if not 200 <= response.status_code < 300 or response.status_code == NOTHING:
            return False
        keep_answer(
            self.user,
            self.key,
            request_sha256=self.sha256,
            status=response.status_code,
            body=response.content,
            etag=response.get("ETag", ""),
        )
        return True
