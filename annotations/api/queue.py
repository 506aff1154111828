"""The queues: what waits, for whom and why; taking the next thing, and what one may do with a lease."""

from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext
from rest_framework.request import Request

from annotations import access
from annotations.access import Do
from annotations.actions import queue as actions
from annotations.errors import Forbidden
from annotations.models import (
    Assignment,
    Document,
    DocumentState,
    Project,
    Queue,
    Reader,
    Span,
    SpanState,
    User,
    Verdict,
    VerdictState,
    handed_in,
)
from annotations.records.claims import verdict_record
from annotations.records.documents import document_record
from annotations.records.work import assignment_record

from . import work_shapes
from .base import Endpoint
from .idempotency import once
from .inputs import Choice, Input, Text, read_input
from .replies import no_content, reply
from .schema import operation

JSON = dict[str, Any]
MOST: Final = 50
NEEDS: Final = {Queue.ANNOTATE: Do.LABEL, Queue.REVIEW: Do.DECIDE, Queue.VERDICTS: Do.DECIDE}


class QueueChoice(Input):
    queue = Choice(Queue.choices)


class TakeOver(Input):
    note = Text(max_length=2000, required=False, allow_blank=True)


class QueueView(Endpoint):
    @operation("readQueues", {200: work_shapes.Queues})
    def get(self, request: Request, slug: str) -> HttpResponse:
        """Show the first fifty things of each queue: what you may take, most urgent first, then what you may not."""
        project = access.get_project(self.user, slug, to=Do.READ)
        held = {_held_thing(each): each for each in _live(project, access.reader_of(self.user, project))}
        return reply({"queues": [_queue(project, self.user, queue, held) for queue in Queue]})


def _live(project: Project, reader: Reader) -> QuerySet[Assignment]:
    return Assignment.objects.live().filter(project=project).seen_by(reader).select_related("user")


def _held_thing(assignment: Assignment) -> tuple[str, UUID | None]:
    return assignment.queue, assignment.verdict_id or assignment.version_id


def _queue(project: Project, user: User, queue: Queue, held: Mapping[Any, Assignment]) -> JSON:
    """Build one queue (three queries)."""
    may_take, others = _waiting(project, user, queue)
    refusal = _refusal(project, queue)
    takeable = list(may_take[:MOST])
    rest = others.exclude(pk__in=may_take.order_by().values("pk")).order_by("id")
    blocked = list(rest[: MOST - len(takeable)])
    items = [_item(thing, held.get(_key(queue, thing)), refusal) for thing in takeable]
    for thing in blocked:
        holder = held.get(_key(queue, thing))
        items.append(_item(thing, holder, refusal or _why_not(thing, user, queue, holder)))
    return {"queue": queue, "count": 0 if refusal else may_take.count(), "items": items}


def _waiting(project: Project, user: User, queue: Queue) -> tuple[QuerySet[Any], QuerySet[Any]]:
    """Return what the person may take, and all that waits whoever may take it."""
    reader = access.reader_of(user, project)
    if queue != Queue.ANNOTATE and reader.is_blinded:
        # What waits for review is others' work.
        return Verdict.objects.none(), Verdict.objects.none()
    if queue == Queue.VERDICTS:
        waiting = Verdict.objects.filter(claim__project=project, state=VerdictState.IN_REVIEW)
        people = waiting.select_related("rating", "proposed_by", "approved_by")
        return actions.verdicts_to_review(project, user), people
    found = Document.objects.filter(project=project, current__isnull=False).select_related("assignee")
    if queue == Queue.REVIEW:
        spans = Span.objects.filter(version=OuterRef("current"), state=SpanState.IN_REVIEW)
        return actions.documents_to_review(project, user).select_related("assignee"), found.filter(Exists(spans))
    waiting_documents = found.open().exclude(state=DocumentState.IN_REVIEW)
    if reader.is_blinded:
        # What another holds is not told: of the rest there is only what one has handed in.
        waiting_documents = waiting_documents.filter(Exists(handed_in(user, OuterRef("current"))))
    return actions.documents_to_annotate(project, user).select_related("assignee"), waiting_documents


def _refusal(project: Project, queue: Queue) -> str:
    try:
        access.check(access.role_of(project), NEEDS[queue])
    except Forbidden as error:
        return error.detail
    return ""


def _key(queue: Queue, thing: Document | Verdict) -> tuple[str, UUID | None]:
    return queue, thing.pk if isinstance(thing, Verdict) else thing.current_id


def _item(thing: Document | Verdict, holder: Assignment | None, why_not: str) -> JSON:
    return {
        "kind": "verdict" if isinstance(thing, Verdict) else "document",
        "document": document_record(thing) if isinstance(thing, Document) else None,
        "verdict": verdict_record(thing) if isinstance(thing, Verdict) else None,
        "reason": actions.why(thing),
        "held_by": holder.user.username if holder else None,
        "may_take": not why_not,
        "why_not": why_not,
    }


def _why_not(thing: Document | Verdict, user: User, queue: Queue, holder: Assignment | None) -> str:
    if holder is not None:
        words = {"user": holder.user, "time": f"{holder.lease_expires_at:%H:%M}"}
        if queue == Queue.ANNOTATE:
            return gettext("%(user)s is annotating this until %(time)s UTC.") % words
        return gettext("%(user)s is reviewing this until %(time)s UTC.") % words
    if queue == Queue.ANNOTATE:
        return gettext("You handed this in.")
    if isinstance(thing, Document) or thing.proposed_by_id == user.pk:
        return gettext("You drafted this.")
    return gettext("You gathered its sources.")


class QueueNext(Endpoint):
    @operation("takeNext", {200: work_shapes.Assignment, 204: None}, takes=QueueChoice, is_write=True)
    def post(self, request: Request, slug: str) -> HttpResponse:
        """Take the most urgent thing of a queue under a lease; 204 when nothing is left."""
        project = access.get_project(self.user, slug, to=Do.READ)
        queue = read_input(request, QueueChoice)["queue"]
        access.check(access.role_of(project), NEEDS[Queue(queue)])

        def work() -> HttpResponse:
            taken = actions.take_next(project, self.by, queue)
            if taken is None:
                return no_content()
            assignment, thing = taken
            return reply(assignment_record(assignment, thing, actions.why(thing)))

        return once(request, work)


class AssignmentStep(Endpoint):
    """What one may do with a lease: each verb asks its own guard, which lives in the action."""

    op = ""

    def post(self, request: Request, pk: UUID) -> HttpResponse:
        assignment = access.get_assignment(self.user, pk, to=Do.LABEL)
        access.check(access.role_of(assignment), NEEDS[Queue(assignment.queue)])
        note = read_input(request, TakeOver).get("note", "")

        def work() -> HttpResponse:
            moved = self._move(assignment, note)
            return reply(assignment_record(moved, _thing(self.user, assignment)))

        return once(request, work)

    def _move(self, assignment: Assignment, note: str) -> Assignment:
        if self.op == "takeover":
            return actions.take_over(assignment, self.by, note)
        return STEPS[self.op](assignment, self.by)


STEPS: Final[dict[str, Callable[..., Assignment]]] = {
    "renew": actions.renew,
    "leave": actions.leave,
    "release": actions.release,
    "submit": actions.submit_assignment,
}


def _thing(user: User, assignment: Assignment) -> Document | Verdict:
    """Return what is held, by its own door."""
    if assignment.verdict_id is not None:
        return access.get_verdict(user, assignment.verdict_id, to=Do.READ)
    assert assignment.version is not None  # noqa: S101 - the database holds it to one of the two
    using = Document.objects.select_related("assignee")
    return access.get_document(user, assignment.version.document_id, to=Do.READ, using=using)


def step(op: str, words: str) -> Callable[..., Any]:
    """Make the view of one verb."""
    describe = operation(f"{op}Assignment", {200: work_shapes.Assignment}, takes=TakeOver, is_write=True)

    class Step(AssignmentStep):
        @describe
        def post(self, request: Request, pk: UUID) -> HttpResponse:
            return super().post(request, pk)

    Step.op = op
    Step.post.__doc__ = words
    return Step.as_view()
