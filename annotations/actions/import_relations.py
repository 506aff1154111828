"""The relations of an imported file, as relations of whoever imports: after its last row, since ends lie anywhere."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final
from uuid import UUID

from annotations.errors import Invalid
from annotations.formats import Place, RelationRow
from annotations.models import Origin, Project, Relation, RelationState, Span
from annotations.models.base import uuid7

from .events import Actor, log_many
from .relations import check_pair, scope_of, thing_of, told_of

AT_ONCE: Final = 500


def take_relations(
    project: Project,
    by: Actor,
    told: Sequence[RelationRow],
    *,
    ours: Mapping[Place, UUID],
    counts: Counter[str],
) -> None:
    """Store the relations that are not here yet and both ends of which are (five statements for every 500)."""
    for at in range(0, len(told), AT_ONCE):
        _take_some(project, by, told[at : at + AT_ONCE], ours, counts)


def _take_some(
    project: Project, by: Actor, told: Sequence[RelationRow], ours: Mapping[Place, UUID], counts: Counter[str]
) -> None:
    spans = _spans(ours[place] for row in told for place in (row.source, row.target) if place in ours)
    taken = dict(Relation.objects.filter(pk__in=_ids(told)).values_list("pk", "project_id"))
    live = Relation.objects.filter(source__in=list(spans), target__in=list(spans), state=RelationState.LIVE)
    joined = set(live.values_list("type", "source_id", "target_id"))
    made: list[Relation] = []
    for row in told:
        source, target = (spans.get(ours[place]) if place in ours else None for place in (row.source, row.target))
        is_joined = source and target and (row.type, source.pk, target.pk) in joined
        if is_joined or (row.relation_id and taken.get(row.relation_id) == project.pk):
            counts["relations_unchanged"] += 1
        elif source is None or target is None or not _fits(row, source, target):
            counts["relations_skipped"] += 1
        else:
            relation = _relation(project, by, row, source, target)
            # An id that is taken, if only in a project out of sight, is replaced without a word about it.
            if row.relation_id and row.relation_id not in taken:
                relation.pk = row.relation_id
                taken[row.relation_id] = project.pk
            joined.add((row.type, source.pk, target.pk))
            made.append(relation)
    Relation.objects.bulk_create(made)
    counts["relations_created"] += len(made)
    log_many(by, "imported", ((thing_of(relation), {}, told_of(relation)) for relation in made))


def _ids(told: Iterable[RelationRow]) -> list[UUID]:
    return [row.relation_id for row in told if row.relation_id]


def _spans(ids: Iterable[UUID]) -> dict[UUID, Span]:
    found = Span.objects.filter(pk__in=set(ids)).standing().select_related("label", "version")
    return {span.pk: span for span in found.defer("version__text", "version__original")}


def _fits(row: RelationRow, source: Span, target: Span) -> bool:
    if row.told.get("state") == RelationState.WITHDRAWN or source.pk == target.pk:
        return False
    try:
        check_pair(row.type, source.label.key, target.label.key)
        scope_of(row.type, row.scope)
    except Invalid:
        return False
    return True


def _relation(project: Project, by: Actor, row: RelationRow, source: Span, target: Span) -> Relation:
    return Relation(
        id=uuid7(),
        project=project,
        type=row.type,
        source=source,
        target=target,
        scope=scope_of(row.type, row.scope),
        note=row.note,
        origin=Origin.IMPORT,
        author=by.person(),
        provenance=dict(row.told),
    )
