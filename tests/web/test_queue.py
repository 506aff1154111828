"""The queue: what waits, why, who holds what, and taking the next thing."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from annotations.actions.claims import create_claim
from annotations.actions.decisions import approve, return_span, submit
from annotations.actions.events import Actor
from annotations.actions.queue import submit_document, take_next
from annotations.actions.verdicts import return_verdict
from annotations.models import Assignment, Document, Project, Span, User, Verdict
from tests.actions import story

from .conftest import Browse, judge, mark, more_documents, text_of


def _queue(project: Project, tab: str = "") -> str:
    return reverse("queue", args=[project.slug]) + (f"?tab={tab}" if tab else "")


def _take(client: Client, project: Project, queue: str) -> str:
    response = client.post(reverse("queue-next", args=[project.slug]), {"queue": queue})
    assert response.status_code == 302
    return response["Location"]


def test_annotator_takes_the_next_document_and_it_opens(document: Document, annotator: User, browse: Browse) -> None:
    where = _take(browse(annotator), document.project, "annotate")
    held = Assignment.objects.get()
    assert where == f"{reverse('workbench', args=[document.pk])}?assignment={held.pk}"
    assert held.user == annotator


def test_two_people_never_get_the_same(document: Document, annotator: User, reviewer: User, browse: Browse) -> None:
    _take(browse(annotator), document.project, "annotate")
    assert "tab=annotate" in _take(browse(reviewer), document.project, "annotate")
    page = text_of(browse(reviewer).get(_queue(document.project, "annotate")))
    assert "annotator is annotating this now." in page
    assert "until" in page


def test_reviewer_takes_what_the_annotator_handed_in(
    document: Document, in_review: Span, reviewer: User, browse: Browse
) -> None:
    client = browse(reviewer)
    page = text_of(client.get(_queue(document.project)))
    assert "1 document to review" in page
    assert "Take next" in page
    assert reverse("workbench", args=[document.pk]) in _take(client, document.project, "review")


def test_author_sees_why_not(document: Document, editor: User, browse: Browse) -> None:
    mark(document, editor)
    submit_document(document, Actor(user=editor))
    page = text_of(browse(editor).get(_queue(document.project, "review")))
    assert "You drafted these spans. A second person has to decide." in page
    assert "Take next" not in page


def test_who_drafted_or_gathered_does_not_decide_on_the_verdict(
    handed_in: Verdict, project: Project, annotator: User, reviewer: User, browse: Browse
) -> None:
    page = text_of(browse(reviewer).get(_queue(project, "verdicts")))
    assert "1 verdict to decide on" in page
    assert "Half true" in page
    assert "Proposed by annotator" in page
    claim = create_claim(project, Actor(user=reviewer), text="Of the reviewer.")
    judge(claim, reviewer)
    page = text_of(browse(reviewer).get(_queue(project, "verdicts")))
    assert "1 verdict to decide on" in page
    assert "You drafted this. A second person has to decide." in page


def test_taken_verdict_opens_its_claim(handed_in: Verdict, project: Project, reviewer: User, browse: Browse) -> None:
    client = browse(reviewer)
    where = _take(client, project, "verdicts")
    assert where.startswith(reverse("claim", args=[handed_in.claim_id]))
    assert "Yours until" in text_of(client.get(where))


@pytest.mark.parametrize(("who", "queue"), [("viewer", "annotate"), ("viewer", "review"), ("annotator", "review")])
def test_role_too_low_is_told_what_it_takes(
    who: str, queue: str, document: Document, in_review: Span, browse: Browse
) -> None:
    client = browse(User.objects.get(username=who))
    response = client.post(reverse("queue-next", args=[document.project.slug]), {"queue": queue})
    assert response.status_code == 403
    page = text_of(client.get(_queue(document.project, queue)))
    assert "needs the role" in page
    assert "Take next" not in page


def test_empty_tab_says_so_and_what_is_next(
    document: Document, in_review: Span, reviewer: User, browse: Browse
) -> None:
    page = text_of(browse(reviewer).get(_queue(document.project, "verdicts")))
    assert "Nothing here for you" in page
    assert "tab=review" in page


def test_quicker_person_leaves_nothing_and_that_is_said(
    document: Document, annotator: User, reviewer: User, browse: Browse
) -> None:
    take_next(document.project, Actor(user=annotator), "annotate")
    response = browse(reviewer).post(
        reverse("queue-next", args=[document.project.slug]), {"queue": "annotate"}, follow=True
    )
    assert "Nothing is left here" in text_of(response)


def test_unknown_queue_is_said(project: Project, annotator: User, browse: Browse) -> None:
    assert browse(annotator).get(_queue(project, "bogus")).status_code == 400
    assert browse(annotator).post(reverse("queue-next", args=[project.slug]), {"queue": "x"}).status_code == 400


def test_overdue_and_returned_come_first_and_say_why(
    project: Project, editor: User, annotator: User, browse: Browse
) -> None:
    first, second, third = more_documents(project, editor, 3)
    Document.objects.filter(pk=third.pk).update(due_at=timezone.now() - timedelta(days=1))
    span = mark(second, annotator)
    take_next(project, Actor(user=annotator), "annotate")
    submit_document(second, Actor(user=annotator))
    span = Span.objects.visible_to(editor).get(pk=span.pk)
    Assignment.objects.update(version=second.current, state="submitted")
    return_span(span, Actor(user=editor), revision=span.revision, note="Mind the boundary.")
    page = text_of(browse(annotator).get(_queue(project, "annotate")))
    assert page.index(">Overdue") < page.index("1 returned to you") < page.index(first.title)


def _returned_beside_one_that_waits(document: Document, annotator: User, reviewer: User) -> Span:
    """Let a reviewer return one span of an article while another still waits in review."""
    span = mark(document, annotator)
    mark(document, annotator, "figure")
    submit_document(document, Actor(user=annotator))
    held = Span.objects.visible_to(reviewer).get(pk=span.pk)
    return return_span(held, Actor(user=reviewer), revision=held.revision, reason="wrong_label", note="A figure.")


def test_what_came_back_waits_for_its_author_also_while_the_rest_is_in_review(
    document: Document, annotator: User, reviewer: User, browse: Browse
) -> None:
    returned = _returned_beside_one_that_waits(document, annotator, reviewer)
    client = browse(annotator)
    page = text_of(client.get(_queue(document.project)))
    assert "1 document to annotate" in page
    assert "1 returned to you" in page
    assert "Open it" in page
    assert "Take next" not in page
    assert reverse("workbench", args=[document.pk]) in page
    held = Span.objects.visible_to(annotator).get(pk=returned.pk)
    submit(held, Actor(user=annotator), revision=held.revision)
    page = text_of(client.get(_queue(document.project, "annotate")))
    assert "returned to you" not in page
    assert "0 documents to annotate" in page


def test_what_came_back_is_nobody_elses_and_is_not_leased_while_it_is_in_review(
    document: Document, annotator: User, reviewer: User, browse: Browse
) -> None:
    _returned_beside_one_that_waits(document, annotator, reviewer)
    assert "returned to you" not in text_of(browse(reviewer).get(_queue(document.project, "annotate")))
    assert reverse("workbench", args=[document.pk]) in _take(browse(reviewer), document.project, "review")
    assert "tab=annotate" in _take(browse(annotator), document.project, "annotate")
    assert Assignment.objects.live().get().user == reviewer


def test_what_came_back_is_told_while_somebody_else_annotates(
    document: Document, annotator: User, reviewer: User, browse: Browse
) -> None:
    _returned_beside_one_that_waits(document, annotator, reviewer)
    Document.objects.update(state="in_progress")
    _take(browse(reviewer), document.project, "annotate")
    page = text_of(browse(annotator).get(_queue(document.project, "annotate")))
    assert "1 returned to you" in page
    assert "Open it" in page
    assert "reviewer" in page


def test_document_whose_verdict_came_back_says_so(
    document: Document, handed_in: Verdict, annotator: User, reviewer: User, browse: Browse
) -> None:
    approve(story.seen(handed_in.claim.spans.get(), reviewer), Actor(user=reviewer), revision=2)
    verdict = story.held(handed_in, reviewer)
    return_verdict(verdict, Actor(user=reviewer), revision=verdict.revision, note="A second source, please.")
    page = text_of(browse(annotator).get(_queue(document.project, "annotate")))
    assert "Returned to you" in page


def test_only_a_priority_above_the_usual_is_told_and_what_the_numbers_mean(
    project: Project, editor: User, annotator: User, browse: Browse
) -> None:
    more_documents(project, editor, 2)
    assert "Priority" not in text_of(browse(annotator).get(_queue(project, "annotate")))
    Document.objects.filter(pk=Document.objects.first().pk).update(reach=3, harm=2)
    assert "Priority 6 of 9, 9 is most urgent" in text_of(browse(annotator).get(_queue(project, "annotate")))


@pytest.mark.django_db(transaction=True)
def test_lease_is_kept_given_back_and_taken_over_with_a_reason(
    document: Document, annotator: User, reviewer: User, browse: Browse
) -> None:
    client, rival = browse(annotator), browse(reviewer)
    _take(client, document.project, "annotate")
    held = Assignment.objects.get()
    assert "In your hands" in text_of(client.get(_queue(document.project)))
    assert client.post(reverse("assignment", args=[held.pk, "renew"])).status_code == 302
    refused = rival.post(reverse("assignment", args=[held.pk, "takeover"]), {"note": " "})
    assert refused.status_code == 400
    assert "Say why" in text_of(refused)
    rival.post(reverse("assignment", args=[held.pk, "takeover"]), {"note": "She is on leave."})
    assert Assignment.objects.live().get().user == reviewer
    gone = client.post(reverse("assignment", args=[held.pk, "release"]))
    assert gone.status_code == 409
    mine = Assignment.objects.live().get()
    rival.post(reverse("assignment", args=[mine.pk, "release"]))
    assert not Assignment.objects.live().exists()


def test_lease_of_another_cannot_be_given_back(
    document: Document, annotator: User, reviewer: User, browse: Browse
) -> None:
    _take(browse(annotator), document.project, "annotate")
    held = Assignment.objects.get()
    response = browse(reviewer).post(reverse("assignment", args=[held.pk, "release"]))
    assert response.status_code == 403
    assert "annotator holds this, not you." in text_of(response)
    assert browse(annotator).post(reverse("assignment", args=[held.pk, "bogus"])).status_code == 404


def test_annotator_cannot_take_a_review_over(
    document: Document, in_review: Span, reviewer: User, annotator: User, browse: Browse
) -> None:
    _take(browse(reviewer), document.project, "review")
    held = Assignment.objects.get()
    response = browse(annotator).post(reverse("assignment", args=[held.pk, "takeover"]), {"note": "Mine"})
    assert response.status_code == 403
    assert Assignment.objects.get().user == reviewer


@pytest.mark.parametrize("tab", ["annotate", "review", "verdicts"])
def test_ten_more_documents_cost_no_query(
    tab: str, project: Project, editor: User, annotator: User, reviewer: User, browse: Browse
) -> None:
    client = browse(reviewer)

    def bring(number: int) -> None:
        for count, document in enumerate(more_documents(project, editor, number)):
            mark(document, annotator)
            if count % 2:
                submit_document(document, Actor(user=annotator))
            _returned_beside_one_that_waits(document, reviewer, editor)

    bring(4)
    client.get(_queue(project, tab))
    with CaptureQueriesContext(connection) as few:
        client.get(_queue(project, tab))
    bring(10)
    with CaptureQueriesContext(connection) as many:
        client.get(_queue(project, tab))
    assert len(many) == len(few)
    assert len(few) <= 15
