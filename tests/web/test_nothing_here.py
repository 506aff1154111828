"""“Nothing here” on the pages: said and taken back without scripts, shown in the list and in the history."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from annotations.models import Document, NothingHere, Span, User

from .conftest import mark, text_of

Browse = Callable[[User], Client]


def test_answer_is_given_and_taken_back_without_scripts(browse: Browse, document: Document, annotator: User) -> None:
    there = reverse("nothing-here", args=[document.pk])
    browser = browse(annotator)
    page = text_of(browser.post(there, {"answer": "say"}, follow=True))
    assert "You said that there is nothing to mark here." in page
    assert '<div class="nothing" id="nothing" role="status">' in page
    assert "That is handed in." in text_of(browser.post(reverse("document-submit", args=[document.pk]), follow=True))
    assert "Taken back." in text_of(browser.post(there, {"answer": "withdraw"}, follow=True))
    assert not NothingHere.objects.standing().exists()


def test_answer_beside_own_spans_is_refused_in_words(
    browse: Browse, document: Document, draft: Span, annotator: User
) -> None:
    response = browse(annotator).post(reverse("nothing-here", args=[document.pk]))
    assert response.status_code == 409
    assert "You marked 1 span here." in text_of(response)


def test_list_and_history_tell_who_found_nothing(
    browse: Browse, document: Document, annotator: User, reviewer: User, viewer: User
) -> None:
    browse(annotator).post(reverse("nothing-here", args=[document.pk]))
    browse(reviewer).post(reverse("nothing-here", args=[document.pk]))
    page = text_of(browse(viewer).get("/projects/border/"))
    assert "Nothing to mark, says annotator, reviewer" in page
    assert "found nothing to mark here" in text_of(browse(viewer).get(f"/documents/{document.pk}/history/"))
    mark(document, annotator)
    assert "Nothing to mark, says reviewer<" in text_of(browse(viewer).get("/projects/border/"))


def test_viewer_and_stranger_may_not_answer(browse: Browse, document: Document, viewer: User, stranger: User) -> None:
    there = reverse("nothing-here", args=[document.pk])
    assert [browse(user).post(there).status_code for user in (viewer, stranger)] == [403, 404]
