"""The list of documents with its filters, and what can be done to a document from any page."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, DateField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext

from annotations import tasks
from annotations.access import Do, get_document, get_project, reader_of
from annotations.actions.documents import queue_runs
from annotations.actions.queue import submit_document
from annotations.errors import Invalid
from annotations.models import (
    Document,
    DocumentState,
    EngineRun,
    NothingHere,
    Project,
    Reader,
    RunState,
    Span,
    User,
    labels_of,
)
from annotations.records.documents import document_rows
from annotations.records.nothing_here import nothing_here_of
from annotations.records.runs import run_record

from .base import actor, back, frame, page, person
from .paging import paged

# name: (what people read, the column or annotation, the greatest first)
SORTS: Final = {
    "new": (gettext_lazy("Newest first"), "", True),
    "old": (gettext_lazy("Oldest first"), "", False),
    "title": (gettext_lazy("Title"), "title", False),
    "published": (gettext_lazy("Published last"), "day", True),
    "priority": (gettext_lazy("Priority"), "priority", True),
}
PENDING: Final = (RunState.QUEUED, RunState.RUNNING)
MOST_PUBLISHERS: Final = 200


@page("GET")
def documents(request: HttpRequest, slug: str) -> HttpResponse:
    """List a project's documents (nine queries, however many there are)."""
    project = get_project(person(request), slug, to=Do.READ)
    reader = reader_of(person(request), project)
    everything = Document.objects.filter(project=project)
    chosen = {name: request.GET.get(name, "").strip() for name in ("q", "state", "label", "publisher", "sort")}
    _label, key, down = SORTS.get(chosen["sort"], SORTS["new"])
    found = _filtered(everything, chosen, reader).select_related("assignee", "project").defer("project__guidelines")
    here = paged(request, _keyed(found), key=key, down=down)
    rows = [*zip(here.rows, document_rows(here.rows, reader), _runs_of(here.rows), strict=True)]
    empty = nothing_here_of((document.current_id for document in here.rows), reader)
    context = frame(
        project,
        "documents",
        page=here,
        rows=[
            {**record, "document": document, "runs": runs, "nothing_here": empty.get(document.current_id)}
            for document, record, runs in rows
        ],
        chosen=chosen,
        is_filtered=any(value for name, value in chosen.items() if name != "sort"),
        states=_states(everything),
        labels=[label for label in labels_of(project).values() if label.is_on],
        publishers=_publishers(everything),
        sorts=[(name, label) for name, (label, *_rest) in SORTS.items()],
        reading=_reading(project),
    )
    return render(request, "annotations/documents.html", context)


def _filtered(found: QuerySet[Document], chosen: dict[str, str], reader: Reader) -> QuerySet[Document]:
    if chosen["q"]:
        words = chosen["q"]
        in_text = Q(current__text__icontains=words)
        found = found.filter(Q(title__icontains=words) | Q(publisher__icontains=words) | in_text)
    if chosen["state"]:
        if chosen["state"] not in DocumentState.values:
            raise Invalid.field("state", "unknown_state", _("There is no such state. Choose one of those shown."))
        found = found.filter(state=chosen["state"])
    if chosen["label"]:
        marked = Span.objects.filter(version=OuterRef("current"), label__key=chosen["label"]).standing()
        marked = marked.seen_by(reader)
        found = found.filter(Exists(marked))
    if chosen["publisher"]:
        found = found.filter(publisher=chosen["publisher"])
    return found


def _keyed(found: QuerySet[Document]) -> QuerySet[Document]:
    """Annotate what can be sorted by; a document without a day sorts as the oldest."""
    day = Coalesce("published_at", Value(date(1, 1, 1)), output_field=DateField())
    return found.annotate(day=day, priority=F("reach") * F("harm"))


def _states(found: QuerySet[Document]) -> list[dict[str, Any]]:
    counts = dict(found.order_by().values_list("state").annotate(Count("id")))
    return [{"value": value, "name": name, "count": counts.get(value, 0)} for value, name in DocumentState.choices]


def _publishers(found: QuerySet[Document]) -> list[str]:
    names = found.exclude(publisher="").order_by("publisher").values_list("publisher", flat=True)
    return list(names.distinct()[:MOST_PUBLISHERS])


def _runs_of(documents: Sequence[Document]) -> list[list[dict[str, Any]]]:
    """Return the engine runs over each document's current text (one query for all)."""
    by_version: dict[UUID | None, list[dict[str, Any]]] = {document.current_id: [] for document in documents}
    of = {document.current_id: document.pk for document in documents}
    for run in EngineRun.objects.filter(version__in=[each for each in by_version if each]):
        by_version[run.version_id].append(run_record(run, of[run.version_id]))
    return [by_version[document.current_id] for document in documents]


def _reading(project: Project) -> str:
    """Say how many documents are being read, or nothing when none is."""
    under_way = EngineRun.objects.filter(version__current_of__project=project, state__in=PENDING)
    number = under_way.values("version").distinct().count()
    if not number:
        return ""
    return ngettext(
        "%(number)s document is being read. What is found appears here by itself.",
        "%(number)s documents are being read. What is found appears here by itself.",
        number,
    ) % {"number": number}


def wake_runs(documents: Iterable[Document]) -> int:
    """Tell the workers of the waiting runs of these documents; return how many there are."""
    ids = EngineRun.objects.filter(version__current_of__in=list(documents), state=RunState.QUEUED)
    waiting = list(ids.values_list("pk", flat=True))
    tasks.wake(waiting)
    return len(waiting)


@page("GET")
def state(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a document's state alone: an open text asks for it after what may have moved it (one query)."""
    return render(request, "annotations/_state.html", {"state": get_document(person(request), pk, to=Do.READ).state})


@page("POST")
def preannotate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let the engines read a document (again)."""
    document = get_document(person(request), pk, to=Do.LABEL)
    runs = queue_runs(document, actor(request))
    tasks.wake(run.pk for run in runs)
    if runs:
        messages.success(
            request, _("“%(title)s” waits for a worker. Its suggestions appear by themselves.") % _named(document)
        )
    else:
        messages.warning(request, _("No engine of this site reads the language “%s”.") % document.language)
    return back(request, reverse("documents", args=[document.project.slug]))


@page("POST")
def submit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand in all one's drafts on a document."""
    document = get_document(person(request), pk, to=Do.LABEL)
    sent = submit_document(document, actor(request))
    if sent["spans"] or sent["verdicts"]:
        told = _("Handed in for review: %(spans)s, %(verdicts)s.") % {
            "spans": ngettext("%(count)s span", "%(count)s spans", sent["spans"]) % {"count": sent["spans"]},
            "verdicts": ngettext("%(count)s verdict", "%(count)s verdicts", sent["verdicts"])
            % {"count": sent["verdicts"]},
        }
        messages.success(request, told)
    else:
        messages.success(request, _(_told_without_drafts(document, person(request))) % _named(document))
    return back(request, reverse("queue", args=[document.project.slug]))


def _told_without_drafts(document: Document, user: User) -> str:
    """Say what was handed in where no draft was: the answer that there is nothing, or what went before (one query)."""
    if NothingHere.objects.filter(version=document.current_id, author=user).standing().exists():
        return gettext_noop("You found nothing to mark on “%(title)s”. That is handed in.")
    return gettext_noop("You had no drafts on “%(title)s”. It is marked as read by you.")


def _named(document: Document) -> dict[str, str]:
    return {"title": document.title[:80]}
