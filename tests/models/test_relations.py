"""Relations: the table of what they join, what the database refuses, and which of them a reader sees."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.db.models import ProtectedError

from annotations.actions import spans
from annotations.actions import undo as taking_back
from annotations.actions.relations import withdraw_relation
from annotations.models import (
    ENDS,
    Document,
    Relation,
    RelationType,
    Span,
    SpanState,
    User,
    allowed_sources,
    allowed_targets,
)
from annotations.models.default_labels import DEFAULT_LABELS
from tests.actions.story import as_, mark, seen

from .test_refusals import refused_by_the_database

Build = Callable[..., Relation]


@pytest.fixture
def figure(document: Document, annotator: User) -> Span:
    return mark(document, annotator, "126,000 troops")


@pytest.fixture
def claim(document: Document, annotator: User) -> Span:
    return mark(document, annotator, "126,000 troops stood near the border", "claim")


@pytest.fixture
def relation(document: Document, annotator: User, figure: Span, claim: Span) -> Build:
    """Return a function that writes a relation row as it is told."""

    def build(**fields: Any) -> Relation:
        usual = {"project": document.project, "type": "quantifies", "source": figure, "target": claim}
        return Relation.objects.create(**{**usual, "author": annotator, **fields})

    return build


def test_every_type_joins_labels_that_there_are() -> None:
    assert set(ENDS) == set(RelationType.values)
    known = {label["key"] for label in DEFAULT_LABELS}
    for kind in RelationType.values:
        assert allowed_sources(kind)
        assert allowed_sources(kind) | allowed_targets(kind) <= known


def test_the_table_is_the_one_of_the_product() -> None:
    said = {"claim", "denial", "figure", "quote"}
    assert {kind: (allowed_sources(kind), allowed_targets(kind)) for kind in RelationType.values} == {
        "attributes": (said, {"speaker"}),
        "denies": ({"denial"}, {"claim"}),
        "quantifies": ({"figure"}, {"claim"}),
        "continues": ({"quote"}, {"quote"}),
        "dated": (said, {"date"}),
        "located": (said, {"place"}),
        "hedged_by": (said, {"hedge"}),
    }


def test_span_is_never_joined_to_itself(relation: Build, claim: Span) -> None:
    with refused_by_the_database("relation_of_two_spans"):
        relation(source=claim)


def test_pair_has_one_live_relation_of_a_type(relation: Build, reviewer: User, claim: Span, figure: Span) -> None:
    first = relation()
    with refused_by_the_database("relation_live_once"):
        relation(author=reviewer)
    assert relation(type="attributes").pk
    assert relation(source=claim, target=figure).pk
    Relation.objects.filter(pk=first.pk).update(state="withdrawn")
    assert relation().pk
    with refused_by_the_database("relation_live_once"):
        Relation.objects.filter(pk=first.pk).update(state="live")


@pytest.mark.parametrize("fields", [{"scope": "part"}, {"type": "denies"}, {"type": "denies", "scope": "most"}])
def test_scope_is_of_a_denial_and_of_each(relation: Build, fields: dict[str, str]) -> None:
    with refused_by_the_database("relation_scope_is_of_a_denial"):
        relation(**fields)


def test_type_is_one_that_there_is(relation: Build) -> None:
    with refused_by_the_database("relation_type_is_known"):
        relation(type="likes")


@pytest.mark.parametrize("end", ["source", "target"])
def test_joined_span_is_never_deleted(relation: Build, end: str) -> None:
    made = relation()
    with pytest.raises(ProtectedError), transaction.atomic():
        getattr(made, end).delete()
    assert Span.objects.count() == 2


def test_withdrawn_relation_does_not_stand(relation: Build, annotator: User) -> None:
    made = relation()
    assert list(Relation.objects.standing()) == [made]
    withdraw_relation(made, as_(annotator), revision=1)
    assert list(Relation.objects.standing()) == []


@pytest.mark.parametrize("end", ["source", "target"])
def test_relation_goes_with_a_dismissed_span_and_comes_back_with_it(end: str, relation: Build, annotator: User) -> None:
    made = relation()
    span = seen(getattr(made, end), annotator)
    spans.delete_span(span, as_(annotator), revision=1)
    assert list(Relation.objects.standing()) == []
    taking_back.undo(seen(span, annotator), as_(annotator), revision=2)
    assert list(Relation.objects.standing()) == [made]
    assert seen(span, annotator).state == SpanState.DRAFT


def test_relation_goes_while_a_label_does_not_fit_it(relation: Build, figure: Span, annotator: User) -> None:
    made = relation()
    spans.edit_span(seen(figure, annotator), as_(annotator), revision=1, changes={"label": "quote"})
    assert list(Relation.objects.standing()) == []
    taking_back.undo(seen(figure, annotator), as_(annotator), revision=2)
    assert list(Relation.objects.standing()) == [made]
