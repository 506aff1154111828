"""Writing comments, answering them, and one's changes to one's own. The log says that and where, never the words."""

import unicodedata
from collections.abc import Mapping
from typing import Any, Final

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from annotations.errors import Conflict, Forbidden, Invalid, Stale
from annotations.models import Claim, Comment, Document, Origin, Project, Span, Subject
from annotations.models.base import uuid7
from annotations.models.comments import LONGEST_COMMENT, kind_of
from annotations.text.offsets import normalise_newlines

from . import claims
from .events import Actor, Thing, log, one_transaction
from .mentions import name_people

_KEPT_CONTROLS: Final = "\n\t"
_NOT_TEXT: Final = ("Cc", "Cs")


def checked_text(text: str) -> str:
    """Return the words to store, without blanks around them; raise `Invalid` for none, too many, or no text."""
    words = normalise_newlines(text).strip()
    if not words:
        raise Invalid.field("text", "required", _("Write something first."))
    if len(words) > LONGEST_COMMENT:
        told = _("A comment has at most %(most)s characters; this has %(count)s.")
        told %= {"most": LONGEST_COMMENT, "count": len(words)}
        raise Invalid.field("text", "too_long", told)
    if any(unicodedata.category(letter) in _NOT_TEXT and letter not in _KEPT_CONTROLS for letter in words):
        told = _("This holds a control character. Remove it and send again.")
        raise Invalid.field("text", "control_character", told)
    return words


def project_of(subject: Subject) -> Project:
    """Return the project of what a door has handed out (no query then)."""
    if isinstance(subject, Document | Claim):
        return subject.project
    return subject.version.document.project if isinstance(subject, Span) else subject.claim.project


def thing_of(comment: Comment) -> Thing:
    """Name a comment for the log; it is told in the document that it is about (a query for claims and verdicts)."""
    claim = comment.claim or (comment.verdict and comment.verdict.claim)
    if claim:
        document_id = claims.thing_of(claim).document_id
    else:
        document_id = comment.span.version.document_id if comment.span else comment.document_id
    return Thing("comment", comment.pk, comment.project_id, document_id)


def told_of(comment: Comment) -> dict[str, Any]:
    """Return what the log keeps: where it stands. Its words are read where it is asked who may see them."""
    told = {comment.kind: str(comment.subject_id), "revision": comment.revision}
    return told | ({"root": str(comment.root_id)} if comment.root_id else {})


def write_comment(subject: Subject, by: Actor, text: str) -> Comment:
    """Begin a thread about a span, claim, verdict or document, as it came from its door (up to five statements)."""
    comment = Comment(project=project_of(subject), **{kind_of(subject): subject})
    return _store(comment, by, text, "created")


def reply(root: Comment, by: Actor, text: str) -> Comment:
    """Answer in the thread that a comment begins."""
    if root.root_id is not None:
        raise Conflict(_("Answer the first comment of the thread; this is an answer itself."), code="not_a_thread")
    if root.resolved_at is not None:
        raise Conflict(_("This thread is resolved. Reopen it first."), code="resolved")
    comment = Comment(project=root.project, root=root)
    setattr(comment, root.kind, getattr(root, root.kind))
    return _store(comment, by, text, "replied")


def _store(comment: Comment, by: Actor, text: str, verb: str) -> Comment:
    comment.id, comment.author, comment.text = uuid7(), by.person(), checked_text(text)
    with one_transaction:
        comment.save(force_insert=True)
        name_people(comment)
        log(by, verb, thing_of(comment), after=told_of(comment))
    return comment


def edit_comment(comment: Comment, by: Actor, *, revision: int, text: str) -> Comment:
    """Reword one's own comment. Whoever is named now and was not before is told."""
    _check_own(comment, by)
    _check_revision(comment, revision)
    if comment.origin == Origin.IMPORT:
        raise Forbidden(_("These words came with an import and stay as they are."), code="imported")
    words = checked_text(text)
    if words == comment.text:
        return comment
    with one_transaction:
        _change(comment, by, "edited", {"text": words, "edited_at": timezone.now()})
        name_people(comment)
    return comment


def remove_comment(comment: Comment, by: Actor, *, revision: int) -> Comment:
    """Take one's own comment away. Answers to it stay, below a line that says so."""
    _check_own(comment, by)
    _check_revision(comment, revision)
    return _change(comment, by, "removed", {"is_removed": True})


def resolve(comment: Comment, by: Actor, *, revision: int) -> Comment:
    """Close a thread: what it asked for is done."""
    _check_thread(comment, revision)
    if comment.resolved_at is not None:
        raise Conflict(_("This thread is resolved already."), code="wrong_state")
    return _change(comment, by, "resolved", {"resolved_by": by.person(), "resolved_at": timezone.now()})


def reopen(comment: Comment, by: Actor, *, revision: int) -> Comment:
    """Open a thread that was resolved."""
    _check_thread(comment, revision)
    if comment.resolved_at is None:
        raise Conflict(_("This thread is open."), code="wrong_state")
    return _change(comment, by, "reopened", {"resolved_by": None, "resolved_at": None})


def _check_thread(comment: Comment, revision: int) -> None:
    if comment.root_id is not None:
        raise Conflict(_("A thread is resolved at its first comment; this is an answer."), code="not_a_thread")
    _check_revision(comment, revision)


def _check_own(comment: Comment, by: Actor) -> None:
    if comment.author_id != by.person().pk:
        raise Forbidden(_("%(author)s wrote this. Answer it instead.") % {"author": comment.author}, code="not_yours")
    if comment.is_removed:
        raise Conflict(_("This comment was removed."), code="wrong_state")


def _check_revision(comment: Comment, revision: int) -> None:
    if comment.revision != revision:
        raise Stale(
            _("This comment is at revision %(revision)s; you read revision %(read)s.")
            % {"revision": comment.revision, "read": revision}
        )


def _change(comment: Comment, by: Actor, verb: str, fields: Mapping[str, Any]) -> Comment:
    """Move a comment from the revision in memory to the next, and log it: two statements, all or nothing."""
    now = timezone.now()
    with one_transaction:
        current = Comment.objects.filter(pk=comment.pk, revision=comment.revision)
        if not current.update(**fields, revision=F("revision") + 1, updated_at=now):
            raise Stale(_("Somebody changed this comment since you read it."))
        for name, value in fields.items():
            setattr(comment, name, value)
        comment.revision, comment.updated_at = comment.revision + 1, now
        log(by, verb, thing_of(comment), after=told_of(comment))
    return comment
