"""Who may do what: the table of roles, and the doors that hand out an object or refuse with a reason.

What a person cannot see is not there (404); what a member may not do is refused with what it takes (403).
Every door costs one query.
"""

from enum import StrEnum
from typing import Any, Final, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .errors import Forbidden, NotFound
from .models import (
    Assignment,
    Claim,
    Comment,
    Document,
    EngineRun,
    Evidence,
    Mention,
    Project,
    Reader,
    Relation,
    Role,
    Source,
    Span,
    SpanState,
    Transfer,
    User,
    Verdict,
)
from .models.documents import DocumentQuerySet
from .models.projects import ProjectQuerySet

M = TypeVar("M", bound=Model)


class Do(StrEnum):
    """What somebody may do in a project; the words of the permission table."""

    READ = "read"
    EXPORT = "export"
    COMMENT = "comment"
    LABEL = "label"
    DRAFT = "draft"
    DECIDE = "decide"
    EDIT = "edit"
    IMPORT = "import"
    MEMBERS = "members"


_VIEWER: Final = frozenset({Do.READ, Do.EXPORT})
_ANNOTATOR: Final = _VIEWER | {Do.COMMENT, Do.LABEL, Do.DRAFT}
_REVIEWER: Final = _ANNOTATOR | {Do.DECIDE}
_EDITOR: Final = _REVIEWER | {Do.EDIT, Do.IMPORT, Do.MEMBERS}
TABLE: Final[dict[str, frozenset[Do]]] = {
    Role.VIEWER: _VIEWER,
    Role.ANNOTATOR: _ANNOTATOR,
    Role.REVIEWER: _REVIEWER,
    Role.EDITOR: _EDITOR,
}
_NEEDS: Final = {
    Do.COMMENT: gettext_lazy("Commenting needs the role annotator or higher."),
    Do.LABEL: gettext_lazy("Labelling needs the role annotator or higher."),
    Do.DRAFT: gettext_lazy("Working on claims needs the role annotator or higher."),
    Do.DECIDE: gettext_lazy("Deciding on others' work needs the role reviewer or higher."),
    Do.EDIT: gettext_lazy("Changing the project needs the role editor."),
    Do.IMPORT: gettext_lazy("Adding documents needs the role editor."),
    Do.MEMBERS: gettext_lazy("Changing members needs the role editor."),
}


def may(role: str, do: Do) -> bool:
    """Say whether the role allows it."""
    return do in TABLE[role]


def check(role: str, do: Do) -> None:
    """Raise `Forbidden` with what it takes, unless the role allows it."""
    if not may(role, do):
        raise Forbidden(_("%(needs)s You are %(role)s here.") % {"needs": _NEEDS[do], "role": Role(role).label.lower()})


def role_of(thing: Model) -> str:
    """Return the role that the door found for the person who asked for this thing."""
    role: str = thing.role  # type: ignore[attr-defined]  # annotated by visible_to
    return role


def reader_of(user: User, thing: Project | Document | Claim) -> Reader:
    """Say who reads what belongs to a thing that a door gave: a blind project shows some of it to some."""
    project = thing if isinstance(thing, Project) else thing.project
    return Reader(user, project.policy, role_of(thing))


def needed_for(step: str, span: Span, person: User) -> Do:
    """Return what a step of a span's life takes: deciding, and taking back a decision, needs more than labelling."""
    is_decision = step in ("approve", "return") or (step == "reject" and span.state == SpanState.IN_REVIEW)
    is_anothers = span.author_id is not None and span.author_id != person.pk
    return Do.DECIDE if is_decision or (step == "undo" and is_anothers) else Do.LABEL


def needed_to_withdraw(relation: Relation, person: User) -> Do:
    """Return what taking a relation off takes: another's needs more than labelling."""
    return Do.LABEL if relation.author_id == person.pk else Do.DECIDE


def _open(found: QuerySet[M], do: Do, **lookup: Any) -> M:
    # Not first(): these lookups are unique, and ordering and limiting what is unique costs a third more.
    thing = next(iter(found.filter(**lookup)), None)
    if thing is None:
        raise NotFound
    check(role_of(thing), do)
    return thing


def get_project(user: User, slug: str, *, to: Do, using: ProjectQuerySet | None = None) -> Project:
    """Return the project with this slug. `using` is a narrower or annotated queryset, here and below."""
    found = Project.objects.all() if using is None else using
    return _open(found.visible_to(user).order_by(), to, slug=slug)


def get_document(user: User, pk: UUID, *, to: Do, using: DocumentQuerySet | None = None) -> Document:
    """Return the document with its project and its current version (without text)."""
    found = Document.objects.all() if using is None else using
    return _open(found.visible_to(user).order_by(), to, pk=pk)


def get_span(user: User, pk: UUID, *, to: Do) -> Span:
    """Return the span with its version, document, project, label and people."""
    return _open(Span.objects.visible_to(user).order_by(), to, pk=pk)


def get_relation(user: User, pk: UUID, *, to: Do) -> Relation:
    """Return the relation, withdrawn ones too, with its author and its ends."""
    return _open(Relation.objects.visible_to(user).order_by(), to, pk=pk)


def get_claim(user: User, pk: UUID, *, to: Do) -> Claim:
    """Return the claim with its project."""
    return _open(Claim.objects.visible_to(user).order_by(), to, pk=pk)


def get_evidence(user: User, pk: UUID, *, to: Do) -> Evidence:
    """Return standing evidence with its source and claim."""
    return _open(Evidence.objects.visible_to(user).standing().order_by(), to, pk=pk)


def get_source(user: User, pk: UUID, *, to: Do) -> Source:
    """Return the source."""
    return _open(Source.objects.visible_to(user).order_by(), to, pk=pk)


def get_verdict(user: User, pk: UUID, *, to: Do) -> Verdict:
    """Return the verdict with its claim, rating and people."""
    return _open(Verdict.objects.visible_to(user).order_by(), to, pk=pk)


def get_comment(user: User, pk: UUID, *, to: Do) -> Comment:
    """Return the comment, a removed one too, with its people and what it is about."""
    return _open(Comment.objects.visible_to(user).order_by(), to, pk=pk)


def get_mention(user: User, pk: UUID) -> Mention:
    """Return where the person is named, with the comment and what it is about: theirs alone, whatever their role."""
    found = next(iter(Mention.objects.visible_to(user).with_comment().filter(pk=pk)), None)
    if found is None:
        raise NotFound
    return found


def get_run(user: User, pk: UUID, *, to: Do) -> EngineRun:
    """Return the engine run."""
    return _open(EngineRun.objects.visible_to(user).order_by(), to, pk=pk)


def get_assignment(user: User, pk: UUID, *, to: Do) -> Assignment:
    """Return the assignment with its person, version and project."""
    return _open(Assignment.objects.visible_to(user).order_by(), to, pk=pk)


def get_transfer(user: User, pk: UUID, *, to: Do) -> Transfer:
    """Return the import with its row errors."""
    return _open(Transfer.objects.visible_to(user).order_by(), to, pk=pk)
