"""Whoever asks sees their own projects only, and each row says in which role."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Model

from annotations.actions.claims import claim_of_span
from annotations.actions.evidence import EvidenceDraft, SourceDraft, add_evidence
from annotations.actions.imports import import_file
from annotations.actions.queue import take_next
from annotations.actions.relations import RelationDraft, create_relation
from annotations.actions.verdicts import VerdictDraft, record_verdict
from annotations.models import (
    ApiToken,
    Assignment,
    Claim,
    Document,
    EngineRun,
    Evidence,
    Membership,
    Project,
    Relation,
    Source,
    Span,
    Transfer,
    User,
    Verdict,
)
from annotations.models.base import uuid7
from tests.actions.story import as_, mark, opened

VISIBLE: list[type[Any]] = [
    *(Project, Document, Span, Relation, EngineRun, Claim, Evidence, Source, Verdict, Assignment, Transfer),
]


@pytest.fixture
def work(document: Document, annotator: User, editor: User) -> Document:
    """Return a document with one of everything on it."""
    span = mark(document, annotator, "126,000 troops")
    claim, _ = claim_of_span(span, as_(annotator))
    of = mark(document, annotator, "An estimated 126,000 troops stood", "claim")
    create_relation(document.project, as_(annotator), span, of, RelationDraft("quantifies"))
    add_evidence(claim, as_(annotator), SourceDraft(url="https://example.org/"), EvidenceDraft("126,000", "supports"))
    record_verdict(claim, as_(annotator), VerdictDraft("true"))
    take_next(document.project, as_(annotator), "annotate")
    import_file(document.project, as_(editor), b"Another article.", filename="a.txt")
    return opened(document, annotator)


@pytest.mark.parametrize("model", VISIBLE, ids=lambda model: model.__name__)
def test_member_sees_it_with_the_role_and_stranger_sees_nothing(
    model: type[Any], work: Document, other_project: Project, viewer: User, stranger: User
) -> None:
    rows = list(model.objects.visible_to(viewer))
    assert {row.role for row in rows} == {"viewer"}
    assert len(rows) == model.objects.exclude(pk=other_project.pk).count() > 0
    strange = model.objects.visible_to(stranger)
    assert [row.pk for row in strange] == ([other_project.pk] if model is Project else [])


@pytest.mark.parametrize("model", VISIBLE, ids=lambda model: model.__name__)
def test_token_of_one_project_opens_no_other(
    model: type[Any], work: Document, other_project: Project, annotator: User
) -> None:
    Membership.objects.create(project=other_project, user=annotator, role="viewer")
    annotator.only_project = other_project.pk
    assert {row.role for row in model.objects.visible_to(annotator)} <= {"viewer"}
    annotator.only_project = work.project_id
    assert {row.role for row in model.objects.visible_to(annotator)} == {"annotator"}


def test_nobody_sees_more_for_being_an_administrator(work: Document) -> None:
    admin = User.objects.create_superuser("admin", password="x")
    assert not Document.objects.visible_to(admin).exists()
    assert not Span.objects.visible_to(admin).exists()


def test_members_of_two_projects_see_no_row_twice(work: Document, other_project: Project, annotator: User) -> None:
    Membership.objects.create(project=other_project, user=annotator, role="editor")
    found: list[Model] = list(Span.objects.visible_to(annotator))
    assert len(found) == len({row.pk for row in found}) == Span.objects.count()


def test_ids_sort_by_their_time_and_are_of_version_7() -> None:
    ids = [uuid7() for _ in range(50)]
    assert {each.version for each in ids} == {7}
    assert {each.variant for each in ids} == {"specified in RFC 4122"}
    assert [each.int >> 80 for each in ids] == sorted(each.int >> 80 for each in ids)


def test_only_the_hash_of_a_key_is_kept(annotator: User, django_assert_num_queries: Callable[..., Any]) -> None:
    token, key = ApiToken.build(annotator, "desk program")
    token.save()
    assert key not in str(ApiToken.objects.values().get())
    with django_assert_num_queries(1):
        found = ApiToken.objects.valid(key).get()
        assert found.user.username == "annotator"
    assert not ApiToken.objects.valid(key + "x").exists()


def test_token_of_a_closed_account_opens_nothing(annotator: User) -> None:
    token, key = ApiToken.build(annotator, "desk program")
    token.save()
    User.objects.filter(pk=annotator.pk).update(is_active=False)
    assert not ApiToken.objects.valid(key).exists()
