"""The history of a document: every event, newest first, as a sentence with what was before and after."""

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from annotations.access import Do, get_document, reader_of, role_of
from annotations.models import Claim, Event, Span, Verdict
from annotations.models.usual import usual

from .base import frame, page, person
from .paging import paged
from .sentences import codes_of, grouped, sentence_of


@page("GET")
def history(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a page of the document's events (five queries)."""
    document = get_document(person(request), pk, to=Do.READ)
    reader = reader_of(person(request), document)
    here = paged(request, Event.objects.filter(document=document).seen_by(reader).select_related("actor"))
    names, codes = _names(here.rows), codes_of(document.project)
    context = frame(
        document.project,
        "documents",
        role_of(document),
        document=document,
        page=here,
        groups=grouped(sentence_of(event, names.get(event.object_id, ""), codes) for event in here.rows),
    )
    return render(request, "annotations/history.html", context)


def _names(events: Sequence[Event]) -> dict[UUID | None, str]:
    """Return what the spans, claims and verdicts of these events are called now (three queries)."""
    ids: dict[str, list[UUID]] = {"span": [], "claim": [], "verdict": []}
    for event in events:
        if event.object_id and event.kind in ids:
            ids[event.kind].append(event.object_id)
    found: dict[UUID | None, str] = {}
    found |= dict(Span.objects.filter(pk__in=ids["span"]).values_list("pk", "quote"))
    found |= dict(Claim.objects.filter(pk__in=ids["claim"]).values_list("pk", "short_text"))
    verdicts = Verdict.objects.filter(pk__in=ids["verdict"]).values_list("pk", "rating__name")
    found |= {key: usual(rating) for key, rating in verdicts}
    return found
