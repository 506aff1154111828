"""Handing out work: one thing to one person under a lease, never to two."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Value
from django.utils import timezone
from django.utils.translation import gettext, override

from annotations.errors import Conflict, Forbidden, Invalid
from annotations.models import (
    Assignment,
    AssignmentState,
    Document,
    DocumentState,
    Evidence,
    NothingHere,
    Policy,
    Project,
    Queue,
    SecondPerson,
    Span,
    SpanState,
    User,
    Verdict,
    VerdictState,
    handed_in,
)

from .decisions import submit_drafts
from .documents import settle
from .events import SYSTEM, Actor, Thing, log, log_many, one_transaction
from .nothing_here import check_answered
from .verdicts import check_not_ones_own, submit_verdict

TRIES = 25
# Reloading a page closes it, too: so long it has to come back and renew.
GRACE = timedelta(seconds=30)


def _is_overdue() -> ExpressionWrapper:
    return ExpressionWrapper(Q(due_at__isnull=False, due_at__lt=timezone.now()), output_field=BooleanField())


def documents_to_annotate(project: Project, user: User) -> QuerySet[Document]:
    """Return documents this person may take, the most urgent first; each says why (`is_returned`, `is_mine`, …)."""
    mine = Assignment.objects.filter(version=OuterRef("current"), user=user, queue=Queue.ANNOTATE)
    held = Assignment.objects.live().filter(version=OuterRef("current"), queue=Queue.ANNOTATE).exclude(user=user)
    drafts = Span.objects.filter(version=OuterRef("current"), author=user, state=SpanState.DRAFT)
    given_back = Exists(Verdict.objects.filter(claim__spans__version=OuterRef("current")).returned_to(user))
    found = Document.objects.filter(project=project, current__isnull=False).open()
    found = found.exclude(state=DocumentState.IN_REVIEW)
    found = found.filter(~Exists(held), ~Exists(mine.filter(state=AssignmentState.SUBMITTED)))
    # A judgement is never asked for twice; what somebody holds they still have to hand in.
    empty = NothingHere.objects.filter(version=OuterRef("current"), author=user).standing()
    found = found.filter(~Exists(empty) | Exists(mine.filter(state=AssignmentState.IN_PROGRESS)))
    return found.annotate(
        is_overdue=_is_overdue(),
        is_returned=ExpressionWrapper(given_back | Exists(drafts.returned_to(user)), output_field=BooleanField()),
        is_mine=Exists(drafts),
        priority=F("reach") * F("harm"),
    ).order_by("-is_overdue", "-is_returned", "-priority", "-is_mine", "id")


def documents_returned(project: Project, user: User) -> QuerySet[Document]:
    """Return documents with spans that came back to this person, the most urgent first, also while others work on them.

    Where further spans wait in review, or somebody else annotates, nothing is leased: a second lease would let two
    people hold the document, and one's own drafts need none.
    """
    spans = Span.objects.filter(version=OuterRef("current")).returned_to(user)
    found = Document.objects.filter(Exists(spans), project=project).open()
    return found.annotate(
        is_overdue=_is_overdue(),
        is_returned=Value(value=True),
        priority=F("reach") * F("harm"),
    ).order_by("-is_overdue", "-priority", "id")


def documents_to_review(project: Project, user: User) -> QuerySet[Document]:
    """Return documents with spans in review that this person may decide on, the most urgent first."""
    spans = Span.objects.filter(version=OuterRef("current"), state=SpanState.IN_REVIEW)
    if project.second_person == SecondPerson.ENFORCE:
        spans = spans.exclude(author=user)
    held = Assignment.objects.live().filter(version=OuterRef("current"), queue=Queue.REVIEW).exclude(user=user)
    found = Document.objects.filter(Exists(spans), ~Exists(held), project=project)
    return found.annotate(
        is_overdue=_is_overdue(),
        priority=F("reach") * F("harm"),
    ).order_by("-is_overdue", "-priority", "id")


def verdicts_to_review(project: Project, user: User) -> QuerySet[Verdict]:
    """Return verdicts in review that this person may decide on, the oldest first."""
    gathered = Evidence.objects.filter(claim=OuterRef("claim"), created_by=user)
    held = Assignment.objects.live().filter(verdict=OuterRef("pk")).exclude(user=user)
    found = Verdict.objects.filter(~Exists(held), claim__project=project, state=VerdictState.IN_REVIEW)
    if project.second_person == SecondPerson.ENFORCE:
        found = found.exclude(proposed_by=user).filter(~Exists(gathered))
    return found.select_related("rating", "proposed_by", "approved_by", "claim").order_by("id")


def why(thing: Document | Verdict) -> str:
    """Say why this one was chosen."""
    if isinstance(thing, Verdict):
        return gettext("Proposed by %(who)s, waiting for a second person") % {"who": thing.proposed_by}
    told = (
        ("is_overdue", gettext("Overdue")),
        ("is_returned", gettext("Returned to you")),
        ("is_mine", gettext("You have begun this one")),
    )
    for name, words in told:
        if getattr(thing, name, False):
            return words
    return gettext("Priority %(number)s of 9") % {"number": thing.reach * thing.harm}


def _kept(thing: Document | Verdict) -> str:
    """Say why in the language of the log: others read it too."""
    with override(settings.LANGUAGE_CODE):
        return why(thing)


def take_next(project: Project, by: Actor, queue: str) -> tuple[Assignment, Document | Verdict] | None:
    """Lease the most urgent thing of a queue to the person; None when nothing is left.

    What the person already holds in that queue comes again. Rows that rivals are taking are skipped (PostgreSQL);
    on SQLite the transaction itself is exclusive. The database refuses a second holder in any case.
    """
    candidates = _candidates(project, by.person(), queue)
    with transaction.atomic():
        _free_lapsed(project)
        held = _held(project, by.person(), queue)
        if held is not None:
            return held
        if connection.features.has_select_for_update_skip_locked:
            # No key: whoever gives a document back only refers to it, and must not wait for who takes it.
            candidates = candidates.select_for_update(skip_locked=True, of=("self",), no_key=True)
        for _ in range(TRIES):
            # One row a try: locking a page of them would tell everyone else that the queue is empty.
            thing = candidates.first()
            if thing is None:
                return None
            assignment = _take(project, by, queue, thing)
            if assignment is not None:
                return assignment, thing
    return None


def _candidates(project: Project, user: User, queue: str) -> QuerySet[Any]:
    if queue == Queue.ANNOTATE:
        return documents_to_annotate(project, user).select_related("assignee")
    if queue == Queue.REVIEW:
        return documents_to_review(project, user).select_related("assignee")
    if queue == Queue.VERDICTS:
        return verdicts_to_review(project, user)
    raise Invalid.field(
        "queue", "unknown_queue", gettext("A queue is one of: %(known)s.") % {"known": ", ".join(Queue.values)}
    )


def _free_lapsed(project: Project) -> None:
    """Release leases that ran out, and say so in the log."""
    lapsed = Assignment.objects.filter(project=project).lapsed().select_related("user", "version")
    rows = list(lapsed.defer("version__text", "version__original"))
    if not rows:
        return
    Assignment.objects.filter(pk__in=[row.pk for row in rows]).lapsed().update(state=AssignmentState.RELEASED)
    told = ((_thing(row, None), {"user": row.user.username}, {"queue": row.queue}) for row in rows)
    log_many(SYSTEM, "lapsed", told)


def _held(project: Project, user: User, queue: str) -> tuple[Assignment, Document | Verdict] | None:
    """Return what the person holds in this queue, its lease renewed, as long as something is left to do on it."""
    mine = Assignment.objects.live().filter(project=project, user=user, queue=queue)
    assignment = mine.select_related("user").first()
    if assignment is None:
        return None
    lookup = {"pk": assignment.verdict_id} if queue == Queue.VERDICTS else {"current": assignment.version_id}
    thing = _candidates(project, user, queue).filter(**lookup).first()
    if thing is None:
        mine.filter(pk=assignment.pk).update(state=AssignmentState.DONE)
        return None
    assignment.lease_expires_at = _until(project)
    mine.filter(pk=assignment.pk).update(lease_expires_at=assignment.lease_expires_at)
    return assignment, thing


def _until(project: Project) -> datetime:
    return timezone.now() + timedelta(minutes=project.lease_minutes)


def _take(project: Project, by: Actor, queue: str, thing: Document | Verdict) -> Assignment | None:
    assignment = Assignment(project=project, user=by.person(), queue=queue, lease_expires_at=_until(project))
    if isinstance(thing, Verdict):
        assignment.verdict = thing
    else:
        assignment.version_id = thing.current_id
    try:
        with transaction.atomic():
            assignment.save(force_insert=True)
            log(by, "taken", _thing(assignment, thing), after={"queue": queue, "why": _kept(thing)})
    except IntegrityError:
        return None
    return assignment


def _thing(assignment: Assignment, thing: Document | Verdict | None) -> Thing:
    document_id: UUID | None = thing.pk if isinstance(thing, Document) else None
    if document_id is None and assignment.version is not None:
        document_id = assignment.version.document_id
    return Thing("assignment", assignment.pk, assignment.project_id, document_id)


def _close(assignment: Assignment, by: Actor, state: AssignmentState, verb: str, note: str = "") -> Assignment:
    """End a lease of one's own (two statements)."""
    if assignment.user_id != by.person().pk:
        raise Forbidden(gettext("%(user)s holds this, not you.") % {"user": assignment.user}, code="not_yours")
    with one_transaction:
        live = Assignment.objects.filter(pk=assignment.pk, state=AssignmentState.IN_PROGRESS)
        if not live.update(state=state, note=note):
            raise Conflict(gettext("This assignment is over already."), code="wrong_state")
        assignment.state, assignment.note = state, note
        log(by, verb, _thing(assignment, None), after={"queue": assignment.queue})
    return assignment


def release(assignment: Assignment, by: Actor) -> Assignment:
    """Give something back to the queue."""
    return _close(assignment, by, AssignmentState.RELEASED, "released")


def renew(assignment: Assignment, by: Actor) -> Assignment:
    """Hold on for another lease while working; refused when somebody took it over or it lapsed and went to another."""
    if assignment.user_id != by.person().pk:
        raise Forbidden(gettext("%(user)s holds this, not you.") % {"user": assignment.user}, code="not_yours")
    until = _until(assignment.project)
    held = Assignment.objects.filter(pk=assignment.pk, state=AssignmentState.IN_PROGRESS)
    if not held.update(lease_expires_at=until):
        raise Conflict(gettext("You no longer hold this. Take it again from the queue."), code="wrong_state")
    assignment.lease_expires_at = until
    return assignment


def take_over(assignment: Assignment, by: Actor, note: str) -> Assignment:
    """Take what another person holds, saying why; that person sees it in the log."""
    if not note.strip():
        raise Invalid.field("note", "required", gettext("Say why you take this over."))
    if assignment.user_id == by.person().pk:
        raise Conflict(gettext("You hold this yourself."), code="wrong_state")
    if assignment.verdict is not None:
        check_not_ones_own(assignment.verdict, by.person())
    with one_transaction:
        live = Assignment.objects.filter(pk=assignment.pk, state=AssignmentState.IN_PROGRESS)
        if not live.update(state=AssignmentState.RELEASED, note=note):
            raise Conflict(gettext("This assignment is over already."), code="wrong_state")
        taken = Assignment.objects.create(
            project=assignment.project,
            user=by.person(),
            queue=assignment.queue,
            version=assignment.version,
            verdict_id=assignment.verdict_id,
            lease_expires_at=_until(assignment.project),
            note=note,
        )
        before, after = {"user": assignment.user.username}, {"user": by.person().username, "note": note}
        log(by, "taken_over", _thing(taken, None), before=before, after=after)
    return taken


def submit_document(document: Document, by: Actor) -> dict[str, int]:
    """Hand all one's drafts on a document, spans and verdicts, to a second person, and close one's assignment.

    Who marked nothing has said so before: an empty hand alone is no answer.
    """
    person = by.person()
    check_answered(document, person)
    mine = Span.objects.filter(version=document.current_id, author=person, state=SpanState.DRAFT)
    with one_transaction:
        spans = submit_drafts(document, by, mine)
        open_verdicts = Verdict.objects.filter(
            claim__spans__version=document.current_id, proposed_by=person, state=VerdictState.DRAFT
        )
        verdicts = list(open_verdicts.select_related("claim__project", "proposed_by").distinct())
        for verdict in verdicts:
            submit_verdict(verdict, by, revision=verdict.revision)
        held = Assignment.objects.filter(version=document.current_id, user=person, queue=Queue.ANNOTATE)
        ours = Q(state=AssignmentState.IN_PROGRESS) | Q(state=AssignmentState.RETURNED)
        closed = held.filter(ours).update(state=AssignmentState.SUBMITTED)
        if not closed and document.project.policy == Policy.BLIND:
            _note_reading(document, person)
        settle(document.pk)
    return {"spans": spans, "verdicts": len(verdicts)}


def _note_reading(document: Document, person: User) -> None:
    """Keep that somebody read this without having taken it: in a blind project it opens the other readings to them."""
    if handed_in(person, document.current_id).exists():
        return
    Assignment.objects.create(
        project=document.project,
        user=person,
        queue=Queue.ANNOTATE,
        version_id=document.current_id,
        state=AssignmentState.SUBMITTED,
        lease_expires_at=timezone.now(),
    )


def leave(assignment: Assignment, by: Actor) -> Assignment:
    """Let a lease of one's own end soon, since its page was closed; a page that comes back in time renews it."""
    if assignment.user_id != by.person().pk:
        raise Forbidden(gettext("%(user)s holds this, not you.") % {"user": assignment.user}, code="not_yours")
    soon = timezone.now() + GRACE
    held = Assignment.objects.filter(pk=assignment.pk, state=AssignmentState.IN_PROGRESS)
    held.filter(lease_expires_at__gt=soon).update(lease_expires_at=soon)
    assignment.lease_expires_at = min(assignment.lease_expires_at, soon)
    return assignment


def submit_assignment(assignment: Assignment, by: Actor) -> Assignment:
    """Finish what one holds: annotating hands the drafts in; reviewing gives back what is undecided."""
    if assignment.queue == Queue.ANNOTATE and assignment.version is not None:
        if assignment.user_id != by.person().pk:
            raise Forbidden(gettext("%(user)s holds this, not you.") % {"user": assignment.user}, code="not_yours")
        document = Document.objects.select_related("project").get(pk=assignment.version.document_id)
        submit_document(document, by)
        assignment.refresh_from_db(fields=["state"])
        return assignment
    return _close(assignment, by, AssignmentState.DONE, "finished")
