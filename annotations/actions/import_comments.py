"""The comments of an imported file, as comments of whoever imports; who wrote them there is kept and shown."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from django.utils import timezone

from annotations.errors import Invalid
from annotations.formats import CommentRow, Place, read_uuid
from annotations.models import Claim, Comment, Document, Origin, Project, Span
from annotations.models.base import uuid7

from .comments import checked_text, told_of
from .events import Actor, Thing, log_many

AT_ONCE: Final = 500
# What a comment stands on here: the word for it, its id, and the document that it is told in.
Spot = tuple[str, UUID, UUID | None]


@dataclass(frozen=True, slots=True)
class Here:
    """What of ours the ids of the file name, and what became of its comments so far."""

    documents: Mapping[str, UUID]
    spans: Mapping[Place, UUID]
    claims: Mapping[str, UUID]
    # Our id of each comment by the file's, and where its thread stands; a reply has no thread.
    known: dict[str, tuple[UUID, Spot | None]] = field(default_factory=dict)

    def find(self, row: CommentRow) -> UUID | None:
        """Return the id of what a comment is about. Verdicts come in anew, so what was said of them stays out."""
        if row.kind == "span":
            return self.spans.get((row.document, row.subject))
        if row.kind == "claim":
            return self.claims.get(row.subject) or read_uuid(row.subject)
        return self.documents.get(row.subject) if row.kind == "document" else None


def take_comments(project: Project, by: Actor, told: Sequence[CommentRow], here: Here, counts: Counter[str]) -> None:
    """Store the comments that are not here yet and whose subject is (seven statements for every 500).

    Nobody is told of a mention again: a name of another place may be somebody else's here.
    """
    once = list({row.told_id: row for row in told}.values())
    # First comments before the replies that hang on them.
    for rows in ([row for row in once if not row.root], [row for row in once if row.root]):
        for at in range(0, len(rows), AT_ONCE):
            _take_some(project, by, rows[at : at + AT_ONCE], here, counts)


def _take_some(project: Project, by: Actor, rows: Sequence[CommentRow], here: Here, counts: Counter[str]) -> None:
    taken = set(Comment.objects.filter(pk__in=[row.comment_id for row in rows if row.comment_id]).values_list("pk"))
    _recognise(project, rows, here)
    spots = _spots(project, rows, here)
    made: list[tuple[Comment, Thing]] = []
    for row in rows:
        if row.told_id in here.known:
            counts["comments_unchanged"] += 1
            continue
        spot = spots.get(here.find(row))
        comment = _comment(project, by, row, spot, here)
        if comment is None or spot is None:
            counts["comments_skipped"] += 1
            continue
        # An id that is taken, if only in a project out of sight, is replaced without a word about it.
        comment.pk = row.comment_id if row.comment_id and (row.comment_id,) not in taken else uuid7()
        here.known[row.told_id] = (comment.pk, None if row.root else spot)
        made.append((comment, Thing("comment", comment.pk, project.pk, spot[2])))
    Comment.objects.bulk_create(comment for comment, _ in made)
    counts["comments_created"] += len(made)
    log_many(by, "imported", ((thing, {}, told_of(comment)) for comment, thing in made))


def _recognise(project: Project, rows: Sequence[CommentRow], here: Here) -> None:
    """Find the comments that are here already: by their id, or brought by an earlier import (two queries)."""
    ours = Comment.objects.filter(project=project).with_subject()
    named = ours.filter(pk__in=[row.comment_id for row in rows if row.comment_id])
    brought = ours.filter(provenance__id__in=[row.told_id for row in rows])
    for comment in (*named, *brought):
        spot = (comment.kind, comment.subject_id, None) if comment.root_id is None else None
        for told_id in (str(comment.pk), comment.provenance.get("id")):
            here.known[str(told_id)] = (comment.pk, spot)


def _spots(project: Project, rows: Sequence[CommentRow], here: Here) -> dict[UUID | None, Spot]:
    """Look up what the rows are about (three queries)."""
    ids = {pk for row in rows if (pk := here.find(row))}
    spans = Span.objects.filter(pk__in=ids, version__document__project=project)
    found: dict[UUID | None, Spot] = {
        pk: ("span", pk, document) for pk, document in spans.values_list("pk", "version__document_id")
    }
    documents = Document.objects.filter(pk__in=ids, project=project).values_list("pk", flat=True)
    claims = Claim.objects.filter(pk__in=ids, project=project).values_list("pk", flat=True)
    found |= {pk: ("document", pk, pk) for pk in documents}
    return found | {pk: ("claim", pk, None) for pk in claims}


def _comment(project: Project, by: Actor, row: CommentRow, spot: Spot | None, here: Here) -> Comment | None:
    """Build the row; None for one without a place here, or with words that are none."""
    if spot is None or spot[0] != row.kind:
        return None
    root, thread = here.known.get(row.root, (None, None))
    if row.root and (thread is None or thread[:2] != spot[:2]):
        return None
    try:
        text = "" if row.is_removed else checked_text(row.text)
    except Invalid:
        return None
    is_done = row.is_resolved and not row.root
    return Comment(
        project=project,
        root_id=root,
        text=text,
        author=by.person(),
        is_removed=row.is_removed,
        resolved_by=by.person() if is_done else None,
        resolved_at=timezone.now() if is_done else None,
        origin=Origin.IMPORT,
        provenance={**row.told, "id": row.told_id},
        **{f"{spot[0]}_id": spot[1]},
    )
