"""The workbench: one document with its spans, to read, label and decide; without scripts, to read."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse

from annotations.access import Do, get_document, may, reader_of, role_of
from annotations.models import Document, SpanState, User, documents_for_reading, labels_of, ratings_of
from annotations.models.usual import usual_record
from annotations.records.projects import label_record, rating_record
from annotations.records.reading import chips_seen, held_read, mentions_read, runs_read, talk_seen, zones_read
from annotations.records.relations import types_record
from annotations.records.spans import spans_of

from .base import frame, page, person
from .linked import linked

JSON = dict[str, Any]
API: Final = "/api/v1/"
LATER_SHEET: Final = "annotations/css/later.css"
LISTED: Final = 50
# Of each span the browser needs these; the quote it cuts from the text. Names once, then rows: a third of the bytes.
SENT: Final = (
    "id", "label", "start", "end", "attributes", "state", "origin", "engine", "score",
    "author", "decided_by", "reason", "note", "claim", "revision",
)  # fmt: skip


@page("GET")
def workbench(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a document's text with its spans; `?list` adds them as a table with buttons for pages without scripts."""
    user = person(request)
    # The event log's place comes with it, before the spans: what happens between is told twice, not lost.
    document = get_document(user, pk, to=Do.READ, using=documents_for_reading(user))
    spans = spans_of(document.current_id, reader_of(user, document))
    context = _context(document, user, spans)
    if "list" in request.GET:
        context["listed"] = Paginator(spans, LISTED).get_page(request.GET.get("page"))
    if "span" in request.GET:
        context["linked"] = linked(request.GET["span"], document, user, spans, page_size=LISTED)
    return render(request, "annotations/workbench.html", context)


def _context(document: Document, user: User, spans: Sequence[JSON]) -> JSON:
    project = document.project
    role = role_of(document)
    labels = [usual_record(label_record(label)) for label in labels_of(project).values()]
    runs, zones, assignment = runs_read(document), zones_read(document), held_read(document)
    chips = chips_seen(document, reader_of(user, document))
    data = {
        "document": {"id": document.pk, "title": document.title, "language": document.language},
        "version": {"id": document.current_id, "length": document.current.length if document.current else 0},
        "project": {name: getattr(project, name) for name in ("slug", "second_person", "lease_minutes", "policy")},
        "me": {"username": user.username, "role": role, "may": [str(do) for do in Do if may(role, do)]},
        "labels": labels,
        "ratings": [usual_record(rating_record(rating)) for rating in ratings_of(project)],
        "spans": {"keys": SENT, "rows": [[span[name] for name in SENT] for span in spans]},
        "verdicts": {claim: usual_record(chip) for claim, chip in chips.items()},
        "comments": talk_seen(document, reader_of(user, document)),
        "runs": runs,
        "relation_types": types_record(),
        "assignment": assignment,
        "nothing_here": getattr(document, "nothing_here", False),
        "last_event": getattr(document, "last_event", None),
        "urls": {"api": API, "queue": reverse("queue", args=(project.slug,)), **_later_urls(document)},
    }
    shown = [label for label in labels if label["is_on"]]
    text = getattr(document, "text", "")
    return frame(
        project, "documents", role, document=document, text=text, zones=zones, spans=spans,
        labels=labels, palette=shown, runs=_with_left(runs, spans), assignment=assignment, data=data,
        mentions_unread=mentions_read(document, user),
    )  # fmt: skip


def _with_left(runs: Sequence[JSON], spans: Sequence[JSON]) -> list[JSON]:
    """Add to the newest run of each engine that found something how many of its suggestions are undecided."""
    undecided = Counter(span["engine"]["name"] for span in spans if span["state"] == SpanState.SUGGESTED)
    told: set[str] = set()
    found = []
    for run in runs:
        name = run["engine"]["name"]
        is_first = bool(run["proposed"]) and name not in told
        told |= {name} if is_first else set()
        found.append({**run, "left": undecided[name] if is_first else None})
    return found


def _later_urls(document: Document) -> JSON:
    """Return the addresses of what the folder later/ fetches."""
    guidelines = reverse("guidelines", args=(document.project.slug,))
    beside = reverse("beside-choose", args=(document.pk,))
    state = reverse("document-state", args=(document.pk,))
    back = urlencode({"next": reverse("workbench", args=(document.pk,))})
    sign_in = f"{reverse('login')}?{back}"
    return {
        "later": static(LATER_SHEET),
        "guidelines": guidelines,
        "beside": beside,
        "state": state,
        "sign_in": sign_in,
    }
