"""Two documents side by side: what both contain, who may see it, what it costs."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from annotations.actions.claims import claim_of_span
from annotations.actions.events import Actor
from annotations.models import Claim, Document, Project, Span, User
from annotations.web.common import value_of

from .conftest import END, START, mark, more_documents, text_of

Browse = Callable[[User], Client]


def _there(left: Document, right: Document) -> str:
    return reverse("beside", args=[left.pk, right.pk])


def pair(document: Document, other: Document, user: User, values: tuple[int, int], start: int = START) -> Claim:
    """Let both documents say the same claim as a figure, each with a value of its own."""
    first = mark(document, user, "figure", start, END)
    second = mark(other, user, "figure", start, END)
    claim, _ = claim_of_span(first, Actor(user=user))
    Span.objects.filter(pk=second.pk).update(claim=claim)
    for span, value in zip((first, second), values, strict=True):
        Span.objects.filter(pk=span.pk).update(attributes={"value": value, "unit": "person"})
    return claim


@pytest.fixture
def other(project: Project, editor: User) -> Document:
    return more_documents(project, editor, 1)[0]


def test_common_claims_stand_in_a_list_with_both_values_and_are_numbered_in_both_texts(
    browse: Browse, document: Document, other: Document, annotator: User, viewer: User
) -> None:
    claim = pair(document, other, annotator, (126000, 100000))
    mark(other, annotator, "speaker", 0, 8)
    page = text_of(browse(viewer).get(_there(document, other)))
    assert "1 claim in both." in page
    assert f'<a href="/claims/{claim.pk}/">' in page
    assert re.search(r'href="#left-1"[^>]*>126,000 people<', page)
    assert re.search(r'href="#right-1"[^>]*>100,000 people<', page)
    for side in ("left", "right"):
        assert re.search(rf'id="{side}-1" href="#common-1"[^>]*>1</a><mark class="sp ochre [^"]*both"', page)
    assert page.count('class="sp teal') == 1


def test_without_a_common_claim_the_same_numbers_are_shown_for_what_they_are(
    browse: Browse, document: Document, other: Document, annotator: User, viewer: User
) -> None:
    for each, value in ((document, 126000), (other, 126000)):
        Span.objects.filter(pk=mark(each, annotator, "figure").pk).update(attributes={"value": value})
    Span.objects.filter(pk=mark(other, annotator, "figure", START + 13).pk).update(attributes={"value": 7})
    page = text_of(browse(viewer).get(_there(document, other)))
    assert "No claim is in both. These numbers are; whether they count the same thing is for you to say." in page
    assert page.count('class="said"') == 2


def test_nothing_in_common_is_said(browse: Browse, document: Document, other: Document, viewer: User) -> None:
    page = text_of(browse(viewer).get(_there(document, other)))
    assert "No claim is in both, nor the same number." in page


def test_markup_in_a_text_stays_text(browse: Browse, project: Project, editor: User, document: Document) -> None:
    (other,) = more_documents(project, editor, 1)
    Document.objects.filter(pk=other.pk).update(title="<script>alert(1)</script>")
    assert "<script>alert" not in text_of(browse(editor).get(_there(document, other)))


def test_one_document_twice_and_documents_of_two_projects_lead_to_the_choice(
    browse: Browse, document: Document, other_project: Project, stranger: User, viewer: User, project: Project
) -> None:
    response = browse(viewer).get(_there(document, document), follow=True)
    assert "Choose another document of the same project." in text_of(response)
    (far,) = more_documents(other_project, stranger, 1)
    project.memberships.create(user=stranger, role="viewer")
    response = browse(stranger).get(_there(document, far), follow=True)
    assert "Choose another document of the same project." in text_of(response)


def test_both_documents_must_be_ones_own_to_see(
    browse: Browse, document: Document, other: Document, other_project: Project, stranger: User, viewer: User
) -> None:
    (far,) = more_documents(other_project, stranger, 1)
    asked = [(viewer, document, far), (viewer, far, document), (stranger, far, document), (stranger, document, other)]
    assert [browse(user).get(_there(left, right)).status_code for user, left, right in asked] == [404] * 4
    assert browse(stranger).get(reverse("beside-choose", args=[document.pk])).status_code == 404


def test_choice_offers_documents_with_common_claims_first_and_finds_words(
    browse: Browse, project: Project, document: Document, editor: User, annotator: User, viewer: User
) -> None:
    near, far = more_documents(project, editor, 2)
    pair(document, near, annotator, (1, 2))
    there = reverse("beside-choose", args=[document.pk])
    page = text_of(browse(viewer).get(there))
    assert page.index("With claims in common") < page.index(near.title) < page.index("Other documents")
    assert page.index("Other documents") < page.index(far.title)
    assert "1 claim in both" in page
    found = text_of(browse(viewer).get(f"{there}?q=article+1"))
    assert far.title in found
    assert near.title not in found


def test_page_and_choice_cost_the_same_however_much_is_in_common(
    client: Client, project: Project, document: Document, other: Document, editor: User, annotator: User
) -> None:
    client.force_login(annotator)
    paths = (_there(document, other), reverse("beside-choose", args=[document.pk]))

    def cost() -> list[int]:
        found = []
        for path in paths:
            client.get(path)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(path).status_code == 200
            found.append(len(captured))
        return found

    pair(document, other, annotator, (1, 2))
    few = cost()
    for more, start in zip(more_documents(project, editor, 8), range(START + 1, START + 9), strict=True):
        pair(document, other, annotator, (start, 2), start)
        pair(document, more, annotator, (start, 3), start - START + 60)
    assert cost() == few == [9, 7]


def test_claim_leads_to_its_documents_side_by_side(
    browse: Browse, document: Document, other: Document, annotator: User, viewer: User
) -> None:
    claim = pair(document, other, annotator, (1, 2))
    page = text_of(browse(viewer).get(f"/claims/{claim.pk}/"))
    assert _there(document, other) in page
    assert _there(other, document) in page


@pytest.mark.parametrize(
    ("attributes", "written"),
    [
        ({"value": 126000, "unit": "person", "approximator": "at_least"}, "at least 126,000 people"),
        ({"low": 4.5, "high": 4.7, "unit": "percent", "approximator": "between"}, "4.5–4.7 percent"),
        ({"value": 0}, "0"),
        ({"value": None}, ""),
        ({}, ""),
    ],
)
def test_value_is_written_as_people_do(attributes: dict[str, object], written: str) -> None:
    assert value_of(attributes) == written
