"""Comments, threads and mentions as JSON; for the export one tuple of columns and one builder."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from annotations.models import SUBJECTS, Comment, Mention

from .raw import id_text, keeps_text

JSON = dict[str, Any]

# The order of these columns is the order in which `exported_record` reads them.
COLUMNS: Final = (
    *("id", "root_id", *(f"{kind}_id" for kind in SUBJECTS)),
    *("text", "is_removed", "author__username", "resolved_by__username", "resolved_at", "origin"),
    *("created_at", "edited_at", "revision"),
)
_IDS: Final = 2 + len(SUBJECTS)


def comment_record(comment: Comment) -> JSON:
    """Build a comment's record; needs `with_people`. The words of one that was removed are nobody's to read."""
    return {
        "id": comment.pk,
        "subject": {"kind": comment.kind, "id": comment.subject_id},
        "root": comment.root_id,
        "text": "" if comment.is_removed else comment.text,
        "is_removed": comment.is_removed,
        "author": comment.author.username,
        "first_author": comment.provenance.get("author"),
        "mentions": [each["name"] for each in comment.named],  # type: ignore[attr-defined]  # annotated
        "resolved_by": comment.resolved_by.username if comment.resolved_by else None,
        "resolved_at": comment.resolved_at,
        "created_at": comment.created_at,
        "edited_at": comment.edited_at,
        "revision": comment.revision,
    }


def thread_record(root: Comment) -> JSON:
    """Build a thread's record of a comment of `threads`."""
    answers = getattr(root, "answers", ())
    return {**comment_record(root), "replies": [comment_record(each) for each in answers]}


def mention_record(mention: Mention) -> JSON:
    """Build the record of one `with_comment`: who wrote what, and where it stands."""
    comment = mention.comment
    return {
        "id": mention.pk,
        "read_at": mention.read_at,
        "project": comment.project.slug,
        "comment": comment.pk,
        "subject": {"kind": comment.kind, "id": comment.subject_id},
        "document": document_of(comment),
        "author": comment.author.username,
        "text": comment.text,
        "created_at": comment.created_at,
    }


def document_of(comment: Comment) -> Any:
    """Return the id of the document that a comment is written in, or None for one on a claim or verdict."""
    return comment.span.version.document_id if comment.span else comment.document_id


def exported_record(row: Sequence[Any]) -> JSON:
    """Build the record of one `.values_list(*COLUMNS)` row for the export."""
    pk, root = row[:2]
    kind, subject = next(pair for pair in zip(SUBJECTS, row[2:_IDS], strict=True) if pair[1] is not None)
    text, is_removed, author, resolved_by, resolved_at, origin, created_at, edited_at, revision = row[_IDS:]
    return {
        "id": pk,
        "subject": {"kind": kind, "id": subject},
        "root": root,
        "text": "" if is_removed else text,
        "is_removed": bool(is_removed),
        "author": author,
        "resolved_by": resolved_by,
        "resolved_at": resolved_at,
        "origin": origin,
        "created_at": created_at,
        "edited_at": edited_at,
        "revision": revision,
    }


def as_json_row() -> Callable[[Sequence[Any]], Sequence[Any]]:
    """Return what makes a raw row of COLUMNS one of values that orjson writes rightly."""
    return _from_sqlite if keeps_text(Comment) else tuple


def _from_sqlite(row: Sequence[Any]) -> Sequence[Any]:
    return (*map(id_text, row[:_IDS]), *row[_IDS:])
