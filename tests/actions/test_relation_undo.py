"""Taking back what was done to a relation: one's own last change, and never another's."""

import pytest

from annotations import access
from annotations.access import Do
from annotations.actions.relations import (
    RelationDraft,
    create_relation,
    edit_relation,
    undo_relation,
    withdraw_relation,
)
from annotations.models import Document, Event, Project, Relation, RelationState, Span, User

from .story import as_, at_most, mark, refused


@pytest.fixture
def ends(article: Document, annotator: User) -> tuple[Span, Span]:
    claim = mark(article, annotator, "126,000 troops stood near the border", "claim")
    return mark(article, annotator, "The ministry denied it.", "denial"), claim


@pytest.fixture
def relation(project: Project, annotator: User, ends: tuple[Span, Span]) -> Relation:
    made = create_relation(project, as_(annotator), *ends, RelationDraft("denies"))
    return held(made, annotator)


def held(relation: Relation, user: User) -> Relation:
    return access.get_relation(user, relation.pk, to=Do.READ)


def undo(relation: Relation, user: User) -> Relation:
    found = held(relation, user)
    return undo_relation(found, as_(user), revision=found.revision)


def test_making_is_taken_back_and_done_again_under_the_same_id(relation: Relation, annotator: User) -> None:
    assert undo(relation, annotator).state == RelationState.WITHDRAWN
    assert not Relation.objects.standing().exists()
    assert undo(relation, annotator).state == RelationState.LIVE
    assert Relation.objects.standing().get() == relation
    verbs = Event.objects.filter(object_id=relation.pk).order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["created", "undone", "undone"]


def test_scope_goes_back_and_forth(relation: Relation, annotator: User) -> None:
    edit_relation(relation, as_(annotator), revision=1, changes={"scope": "part", "note": "Not the number."})
    back = undo(relation, annotator)
    assert (back.scope, back.note, back.revision) == ("whole", "", 3)
    again = undo(relation, annotator)
    assert (again.scope, again.note) == ("part", "Not the number.")


def test_withdrawal_is_taken_back_by_who_withdrew(relation: Relation, annotator: User, reviewer: User) -> None:
    withdraw_relation(held(relation, reviewer), as_(reviewer), revision=1)
    with refused("not_yours", 403, "not yours to take back"):
        undo(relation, annotator)
    assert undo(relation, reviewer).state == RelationState.LIVE


def test_change_of_another_ends_the_undo(relation: Relation, annotator: User, reviewer: User) -> None:
    with refused("not_yours", 403):
        undo(relation, reviewer)
    with refused("stale", 412):
        undo_relation(held(relation, annotator), as_(annotator), revision=7)


def test_pair_that_was_joined_anew_does_not_come_back_twice(
    relation: Relation, project: Project, annotator: User, reviewer: User, ends: tuple[Span, Span]
) -> None:
    undo(relation, annotator)
    create_relation(project, as_(reviewer), *ends, RelationDraft("denies"))
    with refused("duplicate_relation", 409):
        undo(relation, annotator)


def test_undo_costs_three_statements_in_one_transaction(relation: Relation, annotator: User) -> None:
    found = held(relation, annotator)
    with at_most(3):
        undo_relation(found, as_(annotator), revision=1)
