"""Suggestions in a blind project: each person decides on their own, so that nobody's decision shows to another.

The suggestion itself stands. A decision on it is a span of the person's own, which names the suggestion it supersedes;
its `proposal` holds the person, so that the database keeps one decision a person and suggestion.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.db import IntegrityError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from annotations.errors import Conflict, Forbidden, Stale
from annotations.models import Origin, Policy, Span, SpanState, User

from .events import Actor, Thing, log, one_transaction

MARK: Final = "#"
_COPIED: Final = ("version", "label", "start", "end", "quote", "attributes", "run", "score")
# What stood before a decision. Taking it back leaves a dismissed span that supersedes nothing and that nobody decided
# on, and the suggestion then shows to its person again.
_UNDECIDED: Final[dict[str, Any]] = {
    "state": str(SpanState.DISMISSED),
    "supersedes": None,
    "decided_by": None,
    "decided_at": None,
    "reason": "",
    "note": "",
}


def is_each_ones_own(span: Span) -> bool:
    """Tell whether this is a suggestion that everybody decides on for themselves."""
    return span.state == SpanState.SUGGESTED and span.version.document.project.policy == Policy.BLIND


def is_own_decision(span: Span, person: User) -> bool:
    """Tell whether this is the person's own decision on a suggestion of a blind project."""
    return MARK in span.proposal and span.author_id == person.pk


def own_of(suggestion: Span, person: User) -> Span | None:
    """Return the person's decision on a suggestion, also one that was taken back (one query)."""
    return _proposed(suggestion, _proposal(suggestion, person))


def _proposed(span: Span, proposal: str) -> Span | None:
    """Return what the same run proposes under this name, with all that a record needs (one query)."""
    found = Span.objects.filter(run=span.run_id, proposal=proposal)
    people = found.select_related("version__document__project", "label", "run", "author", "decided_by")
    return people.defer("version__text", "version__original").first()


def _proposal(suggestion: Span, person: User) -> str:
    return f"{suggestion.proposal}{MARK}{person.pk}"


def decide_for_oneself(suggestion: Span, by: Actor, verb: str, fields: Mapping[str, Any]) -> Span:
    """Store the person's decision as a span of their own (three statements).

    Its revisions go on from those of the suggestion, so that the suggestion is what stood before the first of them.
    """
    person = by.person()
    wanted = {**{name: getattr(suggestion, name) for name in _COPIED}, **fields}
    with one_transaction:
        own = own_of(suggestion, person)
        if own is None:
            proposal = _proposal(suggestion, person)
            own = Span(**wanted, origin=Origin.ENGINE, proposal=proposal, author=person, supersedes=suggestion)
            own.revision = suggestion.revision + 1
            _store(own.save, force_insert=True)
        else:
            _again(own, {**wanted, "supersedes": suggestion})
        log(by, verb, _thing(own), before=_UNDECIDED, after=_told(own))
    return own


def _again(own: Span, wanted: Mapping[str, Any]) -> None:
    """Put a decision in the place of one that was taken back."""
    if own.supersedes_id is not None:
        raise Conflict(_("You decided on this suggestion already."), code="wrong_state")
    current = Span.objects.filter(pk=own.pk, revision=own.revision)
    if not _store(current.update, **wanted, revision=F("revision") + 1, updated_at=timezone.now()):
        raise Stale(_("Somebody changed this span since you read it."))
    for name, value in wanted.items():
        setattr(own, name, value)
    own.revision += 1


def _store(write: Callable[..., Any], **values: Any) -> Any:
    try:
        return write(**values)
    except IntegrityError as error:
        raise Conflict(_("You already have a span with this label here."), code="duplicate_span") from error


def decision_to_take_back(suggestion: Span, person: User) -> Span:
    """Return the person's decision on a suggestion; what is not theirs is not theirs to take back."""
    own = own_of(suggestion, person)
    if own is None:
        told = _("The last change of this span is not yours, so it is not yours to take back.")
        raise Forbidden(told, code="not_yours")
    return own


def what_shows_now(span: Span) -> Span:
    """Return the suggestion that shows again, where the person's decision on it was taken back; else the span."""
    if MARK not in span.proposal or span.supersedes_id is not None:
        return span
    return _proposed(span, span.proposal.partition(MARK)[0]) or span


def _thing(own: Span) -> Thing:
    document = own.version.document
    return Thing("span", own.pk, document.project_id, document.pk)


def _told(own: Span) -> dict[str, Any]:
    names = ("start", "end", "quote", "attributes", "state", "reason", "note", "revision")
    told = {name: getattr(own, name) for name in names}
    return {"label": own.label.key, "supersedes": str(own.supersedes_id), **told}
