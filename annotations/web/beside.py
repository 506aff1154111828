"""Two documents side by side, to read: what they have in common is numbered in both. And choosing the second one."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from annotations.access import Do, get_document, reader_of, role_of
from annotations.models import Document, Reader, documents_for_reading, labels_of
from annotations.models.usual import usual_record
from annotations.records.projects import label_record
from annotations.records.reading import chips_seen, mentions_read, zones_read
from annotations.records.spans import spans_of

from .base import frame, page, person
from .common import common_of, sharing

MOST: Final = 30


@page("GET")
def choose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """List what shares claims with a document, and what a search finds (five queries)."""
    document = get_document(person(request), pk, to=Do.READ)
    words = request.GET.get("q", "").strip()
    others = Document.objects.filter(project=document.project, current__isnull=False).exclude(pk=pk)
    shared = sharing(document, reader_of(person(request), document), most=MOST)
    near = others.in_bulk(list(shared))
    rest = others.exclude(pk__in=near)
    wanted = Q(title__icontains=words) | Q(publisher__icontains=words) | Q(current__text__icontains=words)
    context = frame(
        document.project,
        "documents",
        role_of(document),
        document=document,
        near=[{"document": near[key], "shares": number} for key, number in shared.items() if key in near],
        q=words,
        found=(others.filter(wanted) if words else rest).order_by("-id")[:MOST],
    )
    return render(request, "annotations/beside_choose.html", context)


@page("GET")
def beside(request: HttpRequest, pk: UUID, other: UUID) -> HttpResponse:
    """Show two documents of one project (nine queries, however much they have in common)."""
    user = person(request)
    pair = [get_document(user, each, to=Do.READ, using=documents_for_reading(user)) for each in (pk, other)]
    left, right = pair
    if pk == other or left.project_id != right.project_id:
        messages.info(request, _("Choose another document of the same project."))
        return redirect("beside-choose", pk)
    reader = reader_of(user, left)
    found, numbers = common_of(left, right, reader)
    verdicts = chips_seen(left, reader)
    context = frame(
        left.project,
        "documents",
        role_of(left),
        left=left,
        right=right,
        sides=[_side(name, document, numbers, reader) for name, document in (("left", left), ("right", right))],
        rows=[{"common": each, "verdict": verdicts.get(str(each.claim))} for each in found],
        has_claims=any(each.claim for each in found),
        labels=[usual_record(label_record(label)) for label in labels_of(left.project).values()],
        mentions_unread=mentions_read(left, user),
    )
    return render(request, "annotations/beside.html", context)


def _side(name: str, document: Document, numbers: dict[str, int], reader: Reader) -> dict[str, Any]:
    spans = spans_of(document.current_id, reader)
    return {"name": name, "document": document, "zones": zones_read(document), "spans": spans, "numbers": numbers}
