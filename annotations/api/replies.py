"""What an answer of the API is made of: JSON bytes, and the revision as its ETag."""

from typing import Any

import orjson
from django.http import HttpResponse

from annotations.records.raw import JSON_OPTIONS


def etag(revision: int) -> str:
    """Write a revision as an entity tag."""
    return f'"{revision}"'


def reply(record: Any, *, status: int = 200, revision: int | None = None) -> HttpResponse:
    """Answer with a record; orjson writes ids, dates and times by itself."""
    return reply_bytes(orjson.dumps(record, option=JSON_OPTIONS), status=status, revision=revision)


def reply_bytes(body: bytes, *, status: int = 200, revision: int | None = None) -> HttpResponse:
    """Answer with JSON that is written already."""
    response = HttpResponse(body, content_type="application/json", status=status)
    # What is here depends on who asks and changes at any time.
    response["Cache-Control"] = "no-store"
    if revision is not None:
        response["ETag"] = etag(revision)
    return response


def no_content(*, revision: int | None = None) -> HttpResponse:
    """Answer that it is done and there is nothing to show."""
    response = HttpResponse(status=204)
    if revision is not None:
        response["ETag"] = etag(revision)
    return response
