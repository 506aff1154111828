"""Decisions on spans by plain form posts, with the second person, stale pages and foreign addresses."""

import pytest
from django.test import Client
from django.urls import reverse

from annotations.models import Document, Span, User

from .conftest import Browse, mark, suggest, text_of


def _decide(client: Client, span: Span, decision: str, **more: object) -> object:
    given = {"decision": decision, "revision": span.revision, **more}
    return client.post(reverse("span-decide", args=[span.pk]), given)


def _state(span: Span) -> str:
    return Span.objects.values_list("state", flat=True).get(pk=span.pk)


def test_annotator_accepts_and_rejects_suggestions(document: Document, annotator: User, browse: Browse) -> None:
    client = browse(annotator)
    good, bad = suggest(document), suggest(document, 0, 8)
    response = _decide(client, good, "accept")
    assert response["Location"] == reverse("workbench", args=[document.pk])
    _decide(client, bad, "reject", reason="not_checkworthy")
    assert (_state(good), _state(bad)) == ("draft", "dismissed")


def test_own_draft_is_submitted_deleted_and_taken_back(
    document: Document, draft: Span, annotator: User, browse: Browse
) -> None:
    client = browse(annotator)
    _decide(client, draft, "delete")
    assert _state(draft) == "dismissed"
    draft.refresh_from_db()
    _decide(client, draft, "undo")
    draft.refresh_from_db()
    _decide(client, draft, "submit")
    assert _state(draft) == "in_review"


def test_reviewer_approves_returns_and_rejects(
    document: Document, in_review: Span, reviewer: User, browse: Browse
) -> None:
    _decide(browse(reviewer), in_review, "approve")
    assert _state(in_review) == "approved"


def test_return_takes_a_reason_or_a_note(in_review: Span, reviewer: User, browse: Browse) -> None:
    client = browse(reviewer)
    response = _decide(client, in_review, "return")
    assert response.status_code == 400
    assert "Give a reason" in text_of(response)
    _decide(client, in_review, "return", note="Begin one word earlier.")
    in_review.refresh_from_db()
    assert (in_review.state, in_review.note) == ("draft", "Begin one word earlier.")


@pytest.mark.parametrize("decision", ["approve", "return", "reject"])
def test_author_does_not_decide_on_own_span(decision: str, document: Document, editor: User, browse: Browse) -> None:
    span = mark(document, editor)
    client = browse(editor)
    _decide(client, span, "submit")
    span.refresh_from_db()
    response = _decide(client, span, decision, reason="other")
    assert response.status_code == 409
    assert "A second person has to decide" in text_of(response)
    assert _state(span) == "in_review"


@pytest.mark.parametrize(("who", "words"), [("viewer", "role annotator"), ("annotator", "role reviewer")])
def test_role_too_low_is_refused_with_the_reason(who: str, words: str, in_review: Span, browse: Browse) -> None:
    response = _decide(browse(User.objects.get(username=who)), in_review, "approve")
    assert response.status_code == 403
    assert words in text_of(response)
    assert _state(in_review) == "in_review"


def test_stale_page_is_told_where_it_was_and_loses_no_note(in_review: Span, reviewer: User, browse: Browse) -> None:
    client, where = browse(reviewer), reverse("workbench", args=[in_review.version.document_id])
    in_review.revision = 1
    plain = client.post(
        reverse("span-decide", args=[in_review.pk]),
        {"decision": "approve", "revision": 1, "next": where},
        follow=True,
    )
    assert "you read revision 1" in text_of(plain)
    noted = _decide(client, in_review, "return", note="<b>Long thought</b>", next=where)
    assert noted.status_code == 412
    assert "&lt;b&gt;Long thought&lt;/b&gt;" in text_of(noted)
    assert where in text_of(noted)


@pytest.mark.parametrize("revision", ["", "x", "-1", "1.5", "9" * 30, "²"])
def test_form_without_a_revision_is_said(revision: str, draft: Span, annotator: User, browse: Browse) -> None:
    given = {"decision": "delete", "revision": revision}
    response = browse(annotator).post(reverse("span-decide", args=[draft.pk]), given)
    assert response.status_code == 400
    assert _state(draft) == "draft"


def test_unknown_decision_is_said(draft: Span, annotator: User, browse: Browse) -> None:
    assert _decide(browse(annotator), draft, "publish").status_code == 400


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_decision_leads_to_no_other_site(elsewhere: str, draft: Span, annotator: User, browse: Browse) -> None:
    client = browse(annotator)
    done = _decide(client, draft, "delete", next=elsewhere)
    assert done["Location"] == reverse("workbench", args=[draft.version.document_id])
    refused = _decide(client, draft, "delete", next=elsewhere)
    assert refused.status_code == 412
    assert "evil.example" not in text_of(refused)


def test_decision_leads_back_to_a_page_of_this_site(draft: Span, annotator: User, browse: Browse) -> None:
    where = f"{reverse('workbench', args=[draft.version.document_id])}?list"
    assert _decide(browse(annotator), draft, "submit", next=where)["Location"] == where
