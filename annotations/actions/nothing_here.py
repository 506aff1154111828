"""Saying that a text holds nothing to mark, taking that back, and what counts as having done something."""

from django.db import IntegrityError
from django.db.models import Exists, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from annotations.errors import Conflict
from annotations.models import LIVE, Document, NothingHere, NothingState, Span, User, Verdict

from .events import Actor, Thing, log, one_transaction


def _thing(answer: NothingHere, document: Document) -> Thing:
    return Thing("nothing_here", answer.pk, document.project_id, document.pk)


def say_nothing_here(document: Document, by: Actor) -> NothingHere:
    """Answer that there is nothing to mark (four statements; two when it was said already).

    Raises `Conflict` while the person has spans of their own there.
    """
    person = by.person()
    if document.current is None:
        raise Conflict(_("This document has no text yet."), code="no_text")
    own = Span.objects.filter(version=document.current_id, author=person, state__in=LIVE).count()
    if own:
        told = ngettext(
            "You marked %(number)s span here. Remove what you marked first, or submit it.",
            "You marked %(number)s spans here. Remove what you marked first, or submit it.",
            own,
        )
        raise Conflict(told % {"number": own}, code="has_spans")
    answers = NothingHere.objects.filter(version=document.current_id, author=person)
    said = answers.standing().first()
    return said or _say(document, by)


def _say(document: Document, by: Actor) -> NothingHere:
    now = timezone.now()
    answers = NothingHere.objects.filter(version=document.current_id, author=by.person())
    with one_transaction:
        if answers.update(state=NothingState.SAID, said_at=now, updated_at=now):
            answer = answers.get()
        else:
            answer = NothingHere(version=document.current, author=by.person(), said_at=now)
            _insert(answer)
        log(by, "said", _thing(answer, document))
    return answer


def _insert(answer: NothingHere) -> None:
    try:
        answer.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(_("You said so at this very moment, in another window."), code="duplicate") from error


def withdraw_nothing_here(document: Document, by: Actor) -> None:
    """Take one's answer back (two statements); raises `Conflict` where there is none that holds."""
    answer = NothingHere.objects.filter(version=document.current_id, author=by.person()).standing().first()
    if answer is None:
        told = _("You have not said that there is nothing here, or marked something since.")
        raise Conflict(told, code="wrong_state")
    with one_transaction:
        said = NothingHere.objects.filter(pk=answer.pk, state=NothingState.SAID, said_at=answer.said_at)
        if not said.update(state=NothingState.WITHDRAWN, updated_at=timezone.now()):
            raise Conflict(_("This was taken back already."), code="wrong_state")
        log(by, "withdrawn", _thing(answer, document))


def check_answered(document: Document, person: User) -> None:
    """Raise `Conflict` unless the person marked, judged or answered something here (one query)."""
    spans = Span.objects.filter(version=document.current_id, author=person, state__in=LIVE)
    verdicts = Verdict.objects.filter(claim__spans__version=document.current_id, proposed_by=person)
    answers = NothingHere.objects.filter(version=document.current_id, author=person).standing()
    done = Q(Exists(spans.order_by())) | Q(Exists(verdicts.order_by())) | Q(Exists(answers.order_by()))
    if not Document.objects.filter(done, pk=document.pk).exists():
        told = _("You have marked nothing here. Mark something, or choose “Nothing here” in the tools.")
        raise Conflict(told, code="nothing_marked")
