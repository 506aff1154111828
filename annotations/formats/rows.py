"""What a reader yields: a document with its spans and claims as the file tells them, or what is wrong with a row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

JSON = Mapping[str, Any]


def read_uuid(value: object) -> UUID | None:
    """Return an id of our form; None for one that another program made up."""
    try:
        return UUID(str(value)) if value else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row (1-based line or item) that cannot be used, and why."""

    row: int
    field: str
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class SpanRow:
    """A span as a file tells it. `told` holds what only that place knew: author, decision, state, engine."""

    span_id: UUID | None
    label: str
    start: int
    end: int
    quote: str | None
    attributes: JSON
    claim: str | None
    told_id: str = ""
    told: JSON = field(default_factory=dict)


# A span by the ids of the file: its document's, then its own.
Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class RelationRow:
    """A relation as a file tells it; its ends may stand on other lines of the file."""

    relation_id: UUID | None
    type: str
    source: Place
    target: Place
    scope: str
    note: str
    told: JSON = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CommentRow:
    """A comment as a file tells it: `kind` and `subject` say on what, `root` which thread it answers in."""

    comment_id: UUID | None
    told_id: str
    document: str
    kind: str
    subject: str
    root: str
    text: str
    is_removed: bool
    is_resolved: bool
    told: JSON = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A document as a file tells it; `document` holds the fields of a new document, checked for shape."""

    row: int
    document: JSON
    document_id: UUID | None = None
    version_id: UUID | None = None
    spans: Sequence[SpanRow] = ()
    claims: Sequence[JSON] = ()
    relations: Sequence[RelationRow] = ()
    comments: Sequence[CommentRow] = ()
    losses: Sequence[str] = ()
