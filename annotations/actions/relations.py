"""Joining spans by relations, describing how, and withdrawing them. Each door has its relations checked here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from annotations.errors import Conflict, Forbidden, Invalid, Stale
from annotations.models import (
    ENDS,
    Event,
    Origin,
    Policy,
    Project,
    Relation,
    RelationState,
    RelationType,
    Scope,
    Span,
    SpanState,
    User,
    allowed_sources,
    allowed_targets,
)
from annotations.models.relation_types import LONGEST_NOTE

from .events import Actor, Thing, log, one_transaction


@dataclass(frozen=True, slots=True)
class RelationDraft:
    """How one span bears on another; `scope` is of denials alone, and the whole claim if nothing is said."""

    type: str
    scope: str = ""
    note: str = ""


def check_pair(kind: str, source: str, target: str) -> None:
    """Raise `Invalid` unless a relation of this type may lead from the one label to the other."""
    if kind not in ENDS:
        raise Invalid.field(
            "type", "unknown_type", _("A type is one of: %(known)s.") % {"known": ", ".join(RelationType.values)}
        )
    for name, key, allowed in (("source", source, allowed_sources(kind)), ("target", target, allowed_targets(kind))):
        if key not in allowed:
            told = _("The %(name)s of “%(kind)s” is labelled %(known)s, not %(key)s.") % {
                "name": name,
                "kind": kind,
                "known": " or ".join(sorted(allowed)),
                "key": key,
            }
            raise Invalid.field(name, "wrong_label", told)


def scope_of(kind: str, scope: str) -> str:
    """Return the scope to store; raise `Invalid` for one that there is not, or on a relation that denies nothing."""
    if scope and scope not in Scope.values:
        raise Invalid.field(
            "scope", "unknown_scope", _("A scope is one of: %(known)s.") % {"known": ", ".join(Scope.values)}
        )
    if scope and kind != RelationType.DENIES:
        raise Invalid.field(
            "scope", "not_a_denial", _("Only “denies” has a scope; this is “%(kind)s”.") % {"kind": kind}
        )
    return scope or (str(Scope.WHOLE) if kind == RelationType.DENIES else "")


def _check_note(note: str) -> None:
    if len(note) > LONGEST_NOTE:
        raise Invalid.field(
            "note", "too_long", _("A note has at most %(longest)s characters.") % {"longest": LONGEST_NOTE}
        )


def _check_end(project: Project, name: str, span: Span) -> None:
    if span.version.document.project_id != project.pk:
        raise Invalid.field(name, "other_project", _("The %(name)s belongs to another project.") % {"name": name})
    if span.state == SpanState.DISMISSED:
        raise Conflict(_("The %(name)s was dismissed. Undo that first.") % {"name": name}, code="wrong_state")
    if span.state == SpanState.SUGGESTED and project.policy == Policy.BLIND:
        # Two people would join the same two rows, and the second would be told that they are joined.
        raise Conflict(_("The %(name)s is a suggestion. Accept it first.") % {"name": name}, code="wrong_state")


def thing_of(relation: Relation) -> Thing:
    """Name a relation for the log; it is told among what happened to its source's document."""
    return Thing("relation", relation.pk, relation.project_id, relation.source.version.document_id)


def told_of(relation: Relation) -> dict[str, Any]:
    """Return what the log keeps of a new relation."""
    return {
        "type": relation.type,
        "source": str(relation.source_id),
        "target": str(relation.target_id),
        "scope": relation.scope,
        "note": relation.note,
        "state": relation.state,
        "revision": relation.revision,
    }


def create_relation(project: Project, by: Actor, source: Span, target: Span, draft: RelationDraft) -> Relation:
    """Join two spans of the project, as they came from their doors: two statements."""
    for name, span in (("source", source), ("target", target)):
        _check_end(project, name, span)
    if source.pk == target.pk:
        raise Invalid.field("target", "same_span", _("A relation joins two spans; these are one."))
    check_pair(draft.type, source.label.key, target.label.key)
    _check_note(draft.note)
    relation = Relation(
        project=project,
        type=draft.type,
        source=source,
        target=target,
        scope=scope_of(draft.type, draft.scope),
        note=draft.note,
        origin=Origin.HUMAN,
        author=by.person(),
    )
    with one_transaction:
        try:
            relation.save(force_insert=True)
        except IntegrityError as error:
            raise _duplicate() from error
        log(by, "created", thing_of(relation), after=told_of(relation))
    return relation


def _duplicate() -> Conflict:
    return Conflict(_("These two spans are joined in this way already."), code="duplicate_relation")


def check_revision(relation: Relation, revision: int) -> None:
    """Raise `Stale` unless the client read the revision that stands."""
    if relation.revision != revision:
        raise Stale(
            _("This relation is at revision %(revision)s; you read revision %(read)s.")
            % {"revision": relation.revision, "read": revision}
        )


def _check_live(relation: Relation) -> None:
    if relation.state != RelationState.LIVE:
        raise Conflict(_("This relation was withdrawn. Make a new one."), code="wrong_state")


def _check_own(relation: Relation, person: User) -> None:
    if relation.author_id != person.pk:
        told = _("%(author)s made this relation. Only its author may change it.") % {"author": relation.author}
        raise Forbidden(told, code="not_yours")


def edit_relation(relation: Relation, by: Actor, *, revision: int, changes: Mapping[str, str]) -> Relation:
    """Change scope or note of one's own relation. Other ends or another type make another relation."""
    check_revision(relation, revision)
    _check_own(relation, by.person())
    _check_live(relation)
    wanted = {
        "scope": scope_of(relation.type, changes.get("scope", relation.scope)),
        "note": changes.get("note", relation.note),
    }
    _check_note(wanted["note"])
    fields = {name: value for name, value in wanted.items() if getattr(relation, name) != value}
    return _change(relation, by, "edited", fields) if fields else relation


def withdraw_relation(relation: Relation, by: Actor, *, revision: int) -> Relation:
    """Take a relation off; the row and its history stay. Whose relations a person may withdraw, the door says."""
    check_revision(relation, revision)
    _check_live(relation)
    return _change(relation, by, "withdrawn", {"state": str(RelationState.WITHDRAWN)})


def undo_relation(relation: Relation, by: Actor, *, revision: int) -> Relation:
    """Take back the relation's last change, if the same person made it; again, and the change is back.

    Raises `Conflict` where the two spans have been joined anew in the meantime.
    """
    check_revision(relation, revision)
    last = Event.objects.filter(object_id=relation.pk, kind="relation").order_by("-id").first()
    if last is None or last.actor_id != by.person().pk:
        told = _("The last change of this relation is not yours, so it is not yours to take back.")
        raise Forbidden(told, code="not_yours")
    return _change(relation, by, "undone", last.before or {"state": str(RelationState.WITHDRAWN)})


def _change(relation: Relation, by: Actor, verb: str, fields: Mapping[str, str]) -> Relation:
    """Move a relation from the revision in memory to the next, and log it: two statements, all or nothing."""
    before = {name: getattr(relation, name) for name in fields}
    now = timezone.now()
    with one_transaction:
        current = Relation.objects.filter(pk=relation.pk, revision=relation.revision)
        try:
            moved = current.update(**fields, revision=F("revision") + 1, updated_at=now)
        except IntegrityError as error:
            raise _duplicate() from error
        if not moved:
            raise Stale(_("Somebody changed this relation since you read it."))
        log(by, verb, thing_of(relation), before=before, after={**fields, "revision": relation.revision + 1})
    for name, value in fields.items():
        setattr(relation, name, value)
    relation.revision += 1
    relation.updated_at = now
    return relation
