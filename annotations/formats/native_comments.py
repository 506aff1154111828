"""The comments of a `factcheck/1` export: those on spans in step with them, the few others with their document."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Coalesce

from annotations.models import Comment, Document, Reader, Span
from annotations.records.comments import COLUMNS, exported_record
from annotations.records.raw import raw_rows

JSON = dict[str, Any]
CLAIMS_AT_ONCE: Final = 500


def span_rows(
    version_ids: Sequence[Any], states: Sequence[str], keys: Sequence[str], reader: Reader | None
) -> Iterator[tuple[Any, ...]]:
    """Return the comments on spans that leave, each with its span's keys, in the order in which the spans come."""
    ordered = [f"span__{key}" for key in keys]
    found = Comment.objects.filter(span__version__in=version_ids, span__state__in=states).shown()
    if reader and reader.is_in_blind_project:
        spans = Span.objects.filter(version__in=version_ids).seen_by(reader)
        found = found.seen_by(reader).filter(span__in=spans.order_by().values("pk"))
    return raw_rows(found.order_by(*ordered, "span__start", "-span__end", "id"), *ordered, *COLUMNS)


def others(
    documents: Sequence[Document], claims: Mapping[Any, Sequence[JSON]], reader: Reader | None
) -> dict[Any, list[JSON]]:
    """Return by version what was said of its document, of the claims in it, and of their verdicts.

    Costs one query, and one more for every 500 claims. A claim's comments leave wherever the claim does.
    """
    said_of = _by("document_id", Q(document__in=[document.pk for document in documents]), reader)
    ids = sorted({claim["id"] for found in claims.values() for claim in found})
    for at in range(0, len(ids), CLAIMS_AT_ONCE):
        some = ids[at : at + CLAIMS_AT_ONCE]
        said_of |= _by("of_claim", Q(claim__in=some) | Q(verdict__claim__in=some), reader)
    found: dict[Any, list[JSON]] = {}
    for document in documents:
        things = (document.pk, *(claim["id"] for claim in claims.get(document.current_id, ())))
        found[document.current_id] = [record for thing in things for record in said_of.get(thing, ())]
    return found


def _by(key: str, where: Q, reader: Reader | None) -> dict[UUID, list[JSON]]:
    """Return comments by what they are about (one query)."""
    rows = Comment.objects.filter(where).shown().seen_by(reader)
    rows = rows.annotate(of_claim=Coalesce("claim_id", "verdict__claim_id"))
    found: dict[UUID, list[JSON]] = {}
    for thing, *row in rows.order_by("id").values_list(key, *COLUMNS):
        found.setdefault(thing, []).append(exported_record(row))
    return found
