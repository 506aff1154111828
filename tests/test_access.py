"""The permission table, and the doors: what cannot be seen is not there, what may not be done is refused with why."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from annotations import access
from annotations.access import TABLE, Do, needed_for
from annotations.actions.claims import claim_of_span
from annotations.actions.comments import write_comment
from annotations.actions.evidence import EvidenceDraft, SourceDraft, add_evidence, withdraw_evidence
from annotations.actions.imports import import_file
from annotations.actions.queue import take_next
from annotations.actions.relations import RelationDraft, create_relation
from annotations.actions.verdicts import VerdictDraft, record_verdict
from annotations.errors import Forbidden, NotFound
from annotations.models import Document, Project, Role, Span, User
from tests.actions.story import as_, mark

Open = Callable[[User, Do], Any]
Doors = dict[str, Open]

# The table of the product, written out once more: a slip in the code must not be a slip in its test.
MAY = {
    "viewer": {"read", "export"},
    "annotator": {"read", "export", "label", "comment", "draft"},
    "reviewer": {"read", "export", "label", "comment", "draft", "decide"},
    "editor": {"read", "export", "label", "comment", "draft", "decide", "edit", "import", "members"},
}
NAMES = (
    *("project", "document", "span", "relation", "claim", "evidence", "source", "verdict", "run", "assignment"),
    "transfer",
    "comment",
)


@pytest.fixture
def doors(document: Document, annotator: User, editor: User) -> Doors:
    """Return every door, each before something that exists."""
    span = mark(document, annotator)
    claim, _ = claim_of_span(span, as_(annotator))
    of = mark(document, annotator, "An estimated 126,000 troops stood", "claim")
    relation = create_relation(document.project, as_(annotator), span, of, RelationDraft("quantifies"))
    source = SourceDraft(url="https://example.org/count")
    evidence = add_evidence(claim, as_(annotator), source, EvidenceDraft("126,000", "supports"))
    verdict = record_verdict(claim, as_(annotator), VerdictDraft("true"))
    taken = take_next(document.project, as_(annotator), "annotate")
    assert taken is not None
    transfer = import_file(document.project, as_(editor), b"Another article.", filename="a.txt")
    things = {
        "project": document.project.slug,
        "document": document.pk,
        "span": span.pk,
        "relation": relation.pk,
        "claim": claim.pk,
        "evidence": evidence.pk,
        "source": evidence.source_id,
        "verdict": verdict.pk,
        "run": document.current.runs.get().pk,
        "assignment": taken[0].pk,
        "transfer": transfer.pk,
        "comment": write_comment(span, as_(annotator), "Is it?").pk,
    }

    def opener(name: str) -> Open:
        return lambda user, do: getattr(access, f"get_{name}")(user, things[name], to=do)

    return {name: opener(name) for name in things}


@pytest.fixture
def cast(viewer: User, annotator: User, reviewer: User, editor: User) -> dict[str, User]:
    return {user.username: user for user in (viewer, annotator, reviewer, editor)}


def test_every_role_may_exactly_what_the_product_says() -> None:
    assert {str(role): {str(do) for do in allowed} for role, allowed in TABLE.items()} == MAY
    assert set(TABLE) == set(Role.values)


@pytest.mark.parametrize("name", NAMES)
def test_each_door_opens_to_each_role_for_what_it_may_and_nothing_else(
    name: str, doors: Doors, cast: dict[str, User]
) -> None:
    for role, user in cast.items():
        for do in Do:
            if str(do) in MAY[role]:
                assert access.role_of(doors[name](user, do)) == role
                continue
            with pytest.raises(Forbidden) as told:
                doors[name](user, do)
            assert told.value.status == 403
            assert "needs the role" in told.value.detail
            assert told.value.detail.endswith(f"You are {role} here.")


@pytest.mark.parametrize("name", NAMES)
def test_stranger_finds_nothing_behind_any_door(
    name: str, doors: Doors, stranger: User, other_project: Project
) -> None:
    for do in Do:
        with pytest.raises(NotFound) as told:
            doors[name](stranger, do)
        assert told.value.status == 404
        assert "Border" not in told.value.detail


@pytest.mark.parametrize("name", NAMES)
def test_door_costs_one_query(
    name: str, doors: Doors, annotator: User, django_assert_num_queries: Callable[..., Any]
) -> None:
    with django_assert_num_queries(1):
        doors[name](annotator, Do.READ)


def test_what_is_not_there_is_told_like_what_cannot_be_seen(doors: Doors, viewer: User, stranger: User) -> None:
    with pytest.raises(NotFound) as absent:
        access.get_span(viewer, uuid4(), to=Do.READ)
    with pytest.raises(NotFound) as hidden:
        doors["span"](stranger, Do.READ)
    assert str(absent.value) == str(hidden.value)


def test_withdrawn_evidence_is_not_handed_out(doors: Doors, annotator: User) -> None:
    evidence = doors["evidence"](annotator, Do.DRAFT)
    withdraw_evidence(evidence, as_(annotator), revision=evidence.revision)
    with pytest.raises(NotFound):
        doors["evidence"](annotator, Do.READ)


def test_document_comes_without_its_text(doors: Doors, annotator: User) -> None:
    found = doors["document"](annotator, Do.READ)
    assert {"text", "original"} <= found.current.get_deferred_fields()
    assert "guidelines" in found.project.get_deferred_fields()


def test_person_who_left_finds_nothing(doors: Doors, annotator: User, document: Document) -> None:
    annotator.memberships.filter(project=document.project).delete()
    with pytest.raises(NotFound):
        doors["document"](annotator, Do.READ)


@pytest.mark.parametrize(
    ("step", "author", "state", "needed"),
    [
        ("undo", "reviewer", "in_review", Do.LABEL),
        ("undo", "annotator", "in_review", Do.DECIDE),
        ("undo", None, "dismissed", Do.LABEL),
        ("reject", None, "suggested", Do.LABEL),
        ("reject", "annotator", "in_review", Do.DECIDE),
        ("approve", "annotator", "in_review", Do.DECIDE),
        ("submit", "reviewer", "draft", Do.LABEL),
    ],
)
def test_taking_back_a_decision_on_anothers_span_needs_the_right_to_decide(
    step: str, author: str | None, state: str, needed: Do, annotator: User, reviewer: User
) -> None:
    people = {"annotator": annotator, "reviewer": reviewer, None: None}
    assert needed_for(step, Span(author=people[author], state=state), reviewer) == needed
