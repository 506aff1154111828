"""Answers "nothing here" as JSON, and who gave them."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from annotations.models import NothingHere, Reader

JSON = dict[str, Any]


def nothing_here_record(answer: NothingHere) -> JSON:
    """Build the record; needs author fetched along."""
    return {"id": answer.pk, "author": answer.author.username, "said_at": answer.said_at}


def nothing_here_of(version_ids: Iterable[UUID | None], reader: Reader | None) -> dict[UUID | None, list[str]]:
    """Return by version who holds that there is nothing to mark, as the reader sees it (one query for all)."""
    found: dict[UUID | None, list[str]] = {}
    answers = NothingHere.objects.filter(version__in=[pk for pk in version_ids if pk]).standing().seen_by(reader)
    for version_id, name in answers.values_list("version_id", "author__username"):
        found.setdefault(version_id, []).append(name)
    return found
