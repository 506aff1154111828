"""Documents: the list with its filters, one with its text, handing it in, and having it read by engines."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework.request import Request

from annotations import access, tasks
from annotations.access import Do
from annotations.actions import queue
from annotations.actions.documents import create_document, edit_document, queue_runs
from annotations.actions.events import one_transaction
from annotations.errors import Conflict, Invalid
from annotations.models import (
    Document,
    DocumentState,
    EngineRun,
    Membership,
    Project,
    Reader,
    RunState,
    Span,
    User,
    labels_of,
)
from annotations.records.documents import document_detail, document_record, document_rows
from annotations.records.runs import run_record

from . import shapes
from .base import Endpoint
from .document_inputs import DocumentChanges, NewDocument, Preannotation, draft_of, facts_of
from .idempotency import once
from .inputs import read_input
from .pages import PAGING as PAGING_NAMES
from .pages import Key, day_of, moment, one_of, page_of, read_query, whole
from .replies import reply
from .revisions import revision_read
from .schema import PAGING, operation, page, words

NOBODY: Final = "none"
NO_DAY: Final = date(1, 1, 1)
ORDERS: Final[Mapping[str, tuple[str, Callable[[Any], Any]]]] = {
    "created_at": ("created_at", moment),
    "title": ("title", str),
    "published_at": ("published_day", date.fromisoformat),
    "priority": ("priority", whole),
}
ORDERINGS: Final = (*ORDERS, *(f"-{name}" for name in ORDERS))
FILTERS: Final = ("q", "state", "label", "assignee", "publisher", "from", "to", "ordering")
PARAMETERS: Final = (
    words("q", "In title, publisher or text."),
    words("state", enum=DocumentState.values),
    words("label", "With a standing span of this label."),
    words("assignee", "A member's username, or `none`."),
    words("publisher"),
    words("from", "Published on this day or later."),
    words("to", "Published on this day or earlier."),
    words("ordering", enum=ORDERINGS),
)


class Documents(Endpoint):
    @operation("listDocuments", {200: page(shapes.ListedDocument)}, parameters=(*PARAMETERS, *PAGING))
    def get(self, request: Request, slug: str) -> HttpResponse:
        """List documents with counts of their spans, newest first unless another order is asked for."""
        project = access.get_project(self.user, slug, to=Do.READ)
        query = read_query(request, *FILTERS, *PAGING_NAMES)
        reader = access.reader_of(self.user, project)
        found = _narrow(Document.objects.visible_to(self.user).filter(project=project), project, query, reader)
        rows = partial(document_rows, reader=reader)
        return page_of(request, found.select_related("assignee"), _order(query), rows, query)

    @operation("createDocument", {201: shapes.Document}, takes=NewDocument, is_write=True)
    def post(self, request: Request, slug: str) -> HttpResponse:
        """Take in a document; engines read it afterwards."""
        project = access.get_project(self.user, slug, to=Do.IMPORT)
        draft = draft_of(read_input(request, NewDocument))

        def work() -> HttpResponse:
            document = create_document(project, self.by, draft)
            tasks.wake(waiting_runs(document))
            return reply(_detail(self.user, document.pk), status=201, revision=document.revision)

        return once(request, work)


def waiting_runs(document: Document) -> list[UUID]:
    """Return the runs over the current text that no worker has yet (one query)."""
    waiting = EngineRun.objects.filter(version=document.current_id, state=RunState.QUEUED)
    return list(waiting.values_list("pk", flat=True))


def _detail(user: User, pk: UUID) -> dict[str, Any]:
    using = Document.objects.with_text().select_related("assignee")
    return document_detail(access.get_document(user, pk, to=Do.READ, using=using))


def _narrow(
    found: QuerySet[Document], project: Project, query: Mapping[str, str], reader: Reader
) -> QuerySet[Document]:
    """Filter by what the query asks for."""
    state = one_of(query, "state", DocumentState.values)
    if state:
        found = found.filter(state=state)
    label = one_of(query, "label", labels_of(project))
    if label:
        spans = Span.objects.filter(version=OuterRef("current"), label__key=label).standing().seen_by(reader)
        found = found.filter(Exists(spans))
    if query.get("publisher"):
        found = found.filter(publisher=query["publisher"])
    if query.get("q"):
        words = query["q"]
        found = found.filter(
            Q(title__icontains=words) | Q(publisher__icontains=words) | Q(current__text__icontains=words)
        )
    return _of_days(_of_assignee(found, project, query), query)


def _of_assignee(found: QuerySet[Document], project: Project, query: Mapping[str, str]) -> QuerySet[Document]:
    name = query.get("assignee", "")
    if not name:
        return found
    if name == NOBODY:
        return found.filter(assignee=None)
    return found.filter(assignee=_member(project, name))


def _member(project: Project, username: str) -> User:
    membership = Membership.objects.filter(project=project, user__username=username).select_related("user").first()
    if membership is None:
        raise Invalid.field(
            "assignee",
            "unknown_user",
            _("“%(username)s” is not a member of this project.") % {"username": username[:150]},
        )
    return membership.user


def _of_days(found: QuerySet[Document], query: Mapping[str, str]) -> QuerySet[Document]:
    first, last = day_of(query, "from"), day_of(query, "to")
    if first:
        found = found.filter(published_at__gte=first)
    if last:
        found = found.filter(published_at__lte=last)
    return found.annotate(
        # Undated ones sort before all others: NULL would stand first here and last there, by database.
        published_day=Coalesce("published_at", Value(NO_DAY)),
        priority=F("reach") * F("harm"),
    )


def _order(query: Mapping[str, str]) -> tuple[Key, ...]:
    ordering = one_of(query, "ordering", ORDERINGS) or "-created_at"
    is_descending = ordering.startswith("-")
    name, read = ORDERS[ordering.lstrip("-")]
    return Key(name, read, is_descending), Key("id", UUID, is_descending)


class OneDocument(Endpoint):
    @operation("readDocument", {200: shapes.Document})
    def get(self, request: Request, pk: UUID) -> HttpResponse:
        """Read a document with its text, zones and engine runs."""
        record = _detail(self.user, pk)
        return reply(record, revision=record["revision"])

    @operation("editDocument", {200: shapes.DocumentRow}, takes=DocumentChanges, if_match=True)
    def patch(self, request: Request, pk: UUID) -> HttpResponse:
        """Change what is known about a document. Its text never changes."""
        using = Document.objects.select_related("assignee")
        document = access.get_document(self.user, pk, to=Do.EDIT, using=using)
        changes = facts_of(read_input(request, DocumentChanges, partial=True))
        if changes.get("assignee") is not None:
            changes["assignee"] = _member(document.project, changes["assignee"])
        revision = revision_read(request, document.revision)
        document = edit_document(document, self.by, revision=revision, changes=changes)
        return reply(document_record(document), revision=document.revision)


class DocumentSubmission(Endpoint):
    @operation("submitDocument", {200: shapes.Submitted}, is_write=True)
    def post(self, request: Request, pk: UUID) -> HttpResponse:
        """Hand all your drafts on a document to a second person."""
        document = access.get_document(self.user, pk, to=Do.LABEL)
        return once(request, lambda: reply(queue.submit_document(document, self.by)))


class DocumentPreannotation(Endpoint):
    @operation("preannotateDocument", {202: shapes.Run}, takes=Preannotation, is_write=True)
    def post(self, request: Request, pk: UUID) -> HttpResponse:
        """Have engines read the document, again if they did before. Spans that are there are never doubled."""
        document = access.get_document(self.user, pk, to=Do.LABEL)
        engine = read_input(request, Preannotation).get("engine", "")
        if engine and engine not in settings.ENGINES:
            known = ", ".join(settings.ENGINES)
            raise Invalid.field(
                "engine", "unknown_engine", _("The engines of this site are: %(known)s.") % {"known": known}
            )
        return once(request, lambda: self._start(document, engine))

    def _start(self, document: Document, engine: str) -> HttpResponse:
        with one_transaction:
            runs = queue_runs(document, self.by, engine)
            tasks.wake(run.pk for run in runs if run.state == RunState.QUEUED)
        if not runs:
            raise Conflict(
                _("No engine here reads the language “%(language)s”.") % {"language": document.language},
                code="no_engine",
            )
        return reply(run_record(runs[0], document.pk), status=202)
