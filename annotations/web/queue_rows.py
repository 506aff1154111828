"""What the queue shows: what a person may take, and, greyed, what waits for others and why."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from annotations.access import Do, may, reader_of, role_of
from annotations.actions.queue import (
    documents_returned,
    documents_to_annotate,
    documents_to_review,
    verdicts_to_review,
    why,
)
from annotations.models import (
    Assignment,
    AssignmentState,
    Document,
    DocumentState,
    Project,
    Queue,
    Span,
    SpanState,
    User,
    Verdict,
    VerdictState,
)
from annotations.records.documents import span_counts

MOST: Final = 50
LEAST_URGENT: Final = 1
NEEDS: Final = {Queue.ANNOTATE: Do.LABEL, Queue.REVIEW: Do.DECIDE, Queue.VERDICTS: Do.DECIDE}


@dataclass(frozen=True, slots=True)
class Row:
    """One thing of a queue. `why_not` says why this person may not take it; `held` is who works on it now.

    `returned` counts the person's spans that came back. `is_open` where these are all there is to do: it is not leased.
    """

    thing: Document | Verdict
    why: str
    why_not: str
    held: Assignment | None
    is_mine: bool
    spans: dict[str, int]
    returned: int = 0
    is_open: bool = False

    @property
    def may_be_taken(self) -> bool:
        return not (self.why_not or self.is_open)

    @property
    def is_document(self) -> bool:
        return isinstance(self.thing, Document)

    @property
    def state(self) -> str:
        """Name the state that this queue is about, for the sign beside the reason."""
        return "suggested" if self.spans.get("suggested") and not self.spans.get("in_review") else "in_review"


def counts(project: Project, user: User) -> dict[str, int]:
    """Count what waits for the person, by queue (three queries)."""
    free = documents_to_annotate(project, user).order_by().values("pk")
    back = documents_returned(project, user).order_by().values("pk")
    to_annotate = Document.objects.filter(Q(pk__in=free) | Q(pk__in=back)).count()
    if reader_of(user, project).is_blinded:
        # What waits for review is others' work.
        return {Queue.ANNOTATE: to_annotate, Queue.REVIEW: 0, Queue.VERDICTS: 0}
    return {
        Queue.ANNOTATE: to_annotate,
        Queue.REVIEW: documents_to_review(project, user).count(),
        Queue.VERDICTS: verdicts_to_review(project, user).count(),
    }


def _only_returned(project: Project, user: User) -> QuerySet[Document]:
    """Return the documents with returned spans that the queue does not hand out: others hold or review them."""
    taken = documents_to_annotate(project, user).order_by()
    return documents_returned(project, user).exclude(pk__in=taken.values("pk"))


def holdings(project: Project, user: User) -> list[Assignment]:
    """Return the leases that hold now, with their people and what they are on (one query)."""
    live = Assignment.objects.filter(project=project).live().seen_by(reader_of(user, project))
    found = live.select_related("user", "version__document", "verdict__claim", "project")
    return list(found.defer("version__text", "project__guidelines"))


def rows_of(project: Project, user: User, queue: str, held: Iterable[Assignment]) -> list[Row]:
    """Return what may be taken, most urgent first, then what may not (up to six queries)."""
    holders = {_held_thing(each): each for each in held if each.queue == queue}
    if queue != Queue.ANNOTATE and reader_of(user, project).is_blinded:
        return []
    if queue == Queue.VERDICTS:
        return _verdict_rows(project, user, holders)
    return _document_rows(project, user, queue, holders)


def _held_thing(assignment: Assignment) -> UUID | None:
    return assignment.verdict_id or assignment.version_id


def _role_refusal(project: Project, queue: str) -> str:
    """Say what role the queue takes, where this person's is too low."""
    if may(role_of(project), NEEDS[Queue(queue)]):
        return ""
    if queue == Queue.ANNOTATE:
        return _("Annotating needs the role annotator or higher.")
    return _("Deciding on others' work needs the role reviewer or higher.")


def _document_rows(project: Project, user: User, queue: str, holders: dict[UUID | None, Assignment]) -> list[Row]:
    candidates = documents_to_annotate if queue == Queue.ANNOTATE else documents_to_review
    takeable = list(candidates(project, user).select_related("assignee")[:MOST])
    returned = list(_only_returned(project, user).select_related("assignee")[:MOST]) if queue == Queue.ANNOTATE else []
    waiting = sorted((*returned, *takeable), key=_urgency)[:MOST]
    others = _other_documents(project, user, queue).exclude(pk__in=[each.pk for each in waiting])
    blocked = list(others.order_by("id")[: MOST - len(waiting)]) if len(waiting) < MOST else []
    versions = [each.current_id for each in (*waiting, *blocked) if each.current_id]
    spans = span_counts(versions, reader_of(user, project))
    came_back = _count_returned(versions, user) if queue == Queue.ANNOTATE else {}
    refusal = _role_refusal(project, queue)
    found = []
    for document in (*waiting, *blocked):
        held = holders.get(document.current_id)
        is_mine = held is not None and held.user_id == user.pk
        reason = refusal or ("" if document in waiting else _why_not(held, queue))
        back = came_back.get(document.current_id, 0)
        row = Row(document, _why(document, back), reason, held, is_mine, spans.get(document.current_id, {}))
        found.append(replace(row, returned=back, is_open=document in returned))
    return sorted(found, key=lambda row: not row.is_mine)


def _urgency(document: Any) -> tuple[bool, bool, int]:
    """Return what the queue sorts by, for lists that are sorted so each; what is alike stays in its order."""
    return not document.is_overdue, not getattr(document, "is_returned", False), -document.priority


def _count_returned(versions: Iterable[UUID], user: User) -> dict[UUID | None, int]:
    """Count the person's spans that came back, by version (one query)."""
    rows = Span.objects.filter(version_id__in=list(versions)).returned_to(user).order_by()
    return dict(rows.values_list("version_id").annotate(Count("id")))


def _why(document: Document, returned: int) -> str:
    """Say why a document stands where it does: nothing for the usual priority, nor where returned spans are counted."""
    if getattr(document, "is_overdue", False):
        return why(document)
    if getattr(document, "is_returned", False) and returned:
        return ""
    if getattr(document, "is_returned", False) or getattr(document, "is_mine", False):
        return why(document)
    number = document.reach * document.harm
    return _("Priority %(number)s of 9, 9 is most urgent") % {"number": number} if number > LEAST_URGENT else ""


def _other_documents(project: Project, user: User, queue: str) -> QuerySet[Document]:
    """Return the documents of a queue whoever may take them; the caller leaves out what this person may."""
    found = Document.objects.filter(project=project, current__isnull=False)
    if queue == Queue.REVIEW:
        waiting = Span.objects.filter(version=OuterRef("current"), state=SpanState.IN_REVIEW)
        return found.filter(Exists(waiting))
    mine = Assignment.objects.filter(version=OuterRef("current"), user=user, queue=Queue.ANNOTATE)
    in_hand = Assignment.objects.live().filter(version=OuterRef("current"), queue=Queue.ANNOTATE)
    sent = mine.filter(state=AssignmentState.SUBMITTED)
    in_hand = in_hand.seen_by(reader_of(user, project))
    return found.open().exclude(state=DocumentState.IN_REVIEW).filter(Q(Exists(in_hand)) | Q(Exists(sent)))


def _why_not(held: Assignment | None, queue: str) -> str:
    if held is not None:
        return _busy(held.user, queue)
    if queue == Queue.ANNOTATE:
        return _("You handed this in.")
    return _("You drafted these spans. A second person has to decide.")


def _busy(user: User, queue: str) -> str:
    if queue == Queue.ANNOTATE:
        return _("%s is annotating this now.") % user
    return _("%s is reviewing this now.") % user


def _verdict_rows(project: Project, user: User, holders: dict[UUID | None, Assignment]) -> list[Row]:
    takeable = list(verdicts_to_review(project, user)[:MOST])
    waiting = Verdict.objects.filter(claim__project=project, state=VerdictState.IN_REVIEW)
    others = waiting.exclude(pk__in=[each.pk for each in takeable])
    others = others.select_related("rating", "proposed_by", "approved_by", "claim").order_by("id")
    blocked = list(others[: MOST - len(takeable)]) if len(takeable) < MOST else []
    refusal = _role_refusal(project, Queue.VERDICTS)
    found = []
    for verdict in (*takeable, *blocked):
        held = holders.get(verdict.pk)
        is_mine = held is not None and held.user_id == user.pk
        reason = refusal or ("" if verdict in takeable else _verdict_refusal(verdict, user, held))
        found.append(Row(verdict, why(verdict), reason, held, is_mine, {}))
    return sorted(found, key=lambda row: not row.is_mine)


def _verdict_refusal(verdict: Verdict, user: User, held: Assignment | None) -> str:
    if held is not None:
        return _busy(held.user, Queue.VERDICTS)
    if verdict.proposed_by_id == user.pk:
        return _("You drafted this. A second person has to decide.")
    return _("You gathered its sources. A second person has to decide.")


def waiting_for_others(project: Project, user: User) -> dict[str, Any]:
    """Count one's own work that a second person has in hand (two queries)."""
    spans = Span.objects.filter(version__document__project=project, author=user, state=SpanState.IN_REVIEW)
    verdicts = Verdict.objects.filter(claim__project=project, proposed_by=user, state=VerdictState.IN_REVIEW)
    found = spans.aggregate(spans=Count("id"), documents=Count("version", distinct=True))
    return {**found, "verdicts": verdicts.count()}
