"""The queue: the most urgent first and why, one holder a thing, leases that end, and nothing twice."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from annotations.actions import decisions
from annotations.actions.claims import claim_of_span
from annotations.actions.nothing_here import say_nothing_here
from annotations.actions.queue import (
    release,
    renew,
    submit_assignment,
    submit_document,
    take_next,
    take_over,
    verdicts_to_review,
    why,
)
from annotations.actions.verdicts import VerdictDraft, approve_verdict, record_verdict
from annotations.models import Assignment, AssignmentState, Document, Event, Project, User, Verdict

from .story import approve, as_, held, mark, opened, receive, refused, seen


def _take(project: Project, user: User, queue: str = "annotate") -> Assignment:
    taken = take_next(project, as_(user), queue)
    assert taken is not None
    return taken[0]


def _titles(project: Project, user: User, queue: str = "annotate") -> list[tuple[str, str]]:
    """Take everything there is, one after another, and say what came and why."""
    found = []
    while (taken := take_next(project, as_(user), queue)) is not None:
        assignment, thing = taken
        assert isinstance(thing, Document)
        found.append((thing.title, why(thing)))
        Assignment.objects.filter(pk=assignment.pk).update(state=AssignmentState.SUBMITTED)
        if len(found) > 20:
            break
    return found


def _lapse() -> None:
    Assignment.objects.update(lease_expires_at=timezone.now() - timedelta(seconds=1))


def _ago(hours: int) -> datetime:
    return timezone.now() - timedelta(hours=hours)


def test_most_urgent_comes_first_and_says_why(project: Project, annotator: User, reviewer: User, editor: User) -> None:
    receive(project, editor, title="plain")
    receive(project, editor, title="grave", reach=3, harm=3)
    begun = receive(project, editor, title="begun")
    returned = receive(project, editor, title="returned")
    late = receive(project, editor, title="late")
    Document.objects.filter(pk=late.pk).update(due_at=_ago(1))
    mark(begun, annotator)
    Document.objects.exclude(pk=returned.pk).update(state="out_of_scope")
    _take(project, annotator)
    span = mark(returned, annotator)
    submit_document(opened(returned, annotator), as_(annotator))
    decisions.return_span(seen(span, reviewer), as_(reviewer), revision=2, reason="other")
    Document.objects.update(state="in_progress")
    assert _titles(project, annotator)[:3] == [
        ("late", "Overdue"),
        ("returned", "Returned to you"),
        ("grave", "Priority 9 of 9"),
    ]


def test_priority_then_what_one_has_begun_then_the_oldest(project: Project, annotator: User, editor: User) -> None:
    for title, reach, harm in (("first", 1, 1), ("second", 1, 1), ("begun", 1, 1), ("grave", 3, 3), ("wide", 3, 1)):
        document = receive(project, editor, title=title, reach=reach, harm=harm)
        if title == "begun":
            mark(document, annotator)
    assert _titles(project, annotator) == [
        ("grave", "Priority 9 of 9"),
        ("wide", "Priority 3 of 9"),
        ("begun", "You have begun this one"),
        ("first", "Priority 1 of 9"),
        ("second", "Priority 1 of 9"),
    ]


def test_due_later_is_not_overdue(article: Document, annotator: User) -> None:
    Document.objects.update(due_at=timezone.now() + timedelta(hours=1))
    assert _titles(article.project, annotator) == [("Border force", "Priority 1 of 9")]


def test_nothing_left_is_an_answer(project: Project, annotator: User) -> None:
    assert take_next(project, as_(annotator), "annotate") is None
    assert take_next(project, as_(annotator), "review") is None
    assert take_next(project, as_(annotator), "verdicts") is None
    with refused("unknown_queue", 400, "annotate, review, verdicts"):
        take_next(project, as_(annotator), "tea")


def test_two_people_never_hold_the_same(article: Document, project: Project, annotator: User, editor: User) -> None:
    second = receive(project, editor, title="Second")
    assert _take(project, annotator).version_id == article.current_id
    assert _take(project, editor).version_id == second.current_id
    assert take_next(project, as_(User.objects.create_user("third")), "annotate") is None


def test_what_one_holds_comes_again_with_a_new_lease(article: Document, project: Project, annotator: User) -> None:
    first = _take(project, annotator)
    Assignment.objects.update(lease_expires_at=timezone.now() + timedelta(seconds=5))
    again = _take(project, annotator)
    assert again.pk == first.pk
    assert again.lease_expires_at > timezone.now() + timedelta(minutes=14)
    assert Assignment.objects.get().lease_expires_at == again.lease_expires_at
    assert Event.objects.filter(verb="taken").count() == 1


def test_lapsed_lease_frees_the_document(article: Document, project: Project, annotator: User, reviewer: User) -> None:
    lapsed = _take(project, annotator)
    assert take_next(project, as_(reviewer), "annotate") is None
    _lapse()
    assert _take(project, reviewer).version_id == article.current_id
    assert Assignment.objects.get(pk=lapsed.pk).state == AssignmentState.RELEASED
    told = Event.objects.get(verb="lapsed")
    assert (told.object_id, told.actor, told.before) == (lapsed.pk, None, {"user": annotator.username})
    with refused("wrong_state", 409, "You no longer hold this"):
        renew(lapsed, as_(annotator))


def test_lapsed_lease_that_nobody_wanted_is_renewed(article: Document, project: Project, annotator: User) -> None:
    taken = _take(project, annotator)
    _lapse()
    assert renew(taken, as_(annotator)).lease_expires_at > timezone.now()
    assert Assignment.objects.live().get().pk == taken.pk


def test_lease_lasts_as_long_as_the_project_says(article: Document, project: Project, annotator: User) -> None:
    Project.objects.update(lease_minutes=3)
    project.refresh_from_db()
    left = _take(project, annotator).lease_expires_at - timezone.now()
    assert timedelta(minutes=2, seconds=50) < left <= timedelta(minutes=3)


def test_released_document_goes_to_the_next(
    article: Document, project: Project, annotator: User, reviewer: User
) -> None:
    taken = _take(project, annotator)
    with refused("not_yours", 403, "annotator holds this, not you"):
        release(taken, as_(reviewer))
    with refused("not_yours", 403):
        renew(taken, as_(reviewer))
    assert release(taken, as_(annotator)).state == AssignmentState.RELEASED
    with refused("wrong_state", 409, "over already"):
        release(taken, as_(annotator))
    assert _take(project, reviewer).version_id == article.current_id


def test_taking_over_needs_a_reason_and_is_in_the_log(
    article: Document, project: Project, annotator: User, reviewer: User
) -> None:
    taken = _take(project, annotator)
    with refused("required", 400, "Say why you take this over"):
        take_over(taken, as_(reviewer), " ")
    with refused("wrong_state", 409, "You hold this yourself"):
        take_over(taken, as_(annotator), "Mine.")
    mine = take_over(taken, as_(reviewer), "The annotator is ill.")
    assert (mine.user, mine.version_id) == (reviewer, article.current_id)
    assert Assignment.objects.live().get().pk == mine.pk
    with refused("wrong_state", 409, "You no longer hold this"):
        renew(taken, as_(annotator))
    with refused("wrong_state", 409, "over already"):
        take_over(taken, as_(reviewer), "Again.")
    event = Event.objects.get(verb="taken_over")
    assert (event.before["user"], event.after) == ("annotator", {"user": "reviewer", "note": "The annotator is ill."})


def test_document_handed_in_is_not_asked_of_the_same_person_again(
    article: Document, project: Project, annotator: User, reviewer: User
) -> None:
    taken = _take(project, annotator)
    with refused("not_yours", 403):
        submit_assignment(taken, as_(reviewer))
    with refused("nothing_marked", 409):
        submit_assignment(taken, as_(annotator))
    say_nothing_here(opened(article, annotator), as_(annotator))
    assert submit_assignment(taken, as_(annotator)).state == AssignmentState.SUBMITTED
    assert take_next(project, as_(annotator), "annotate") is None


def test_reviewer_gets_what_others_made_and_never_only_ones_own(
    article: Document, project: Project, annotator: User, reviewer: User, editor: User
) -> None:
    mark(article, reviewer)
    submit_document(opened(article, reviewer), as_(reviewer))
    assert take_next(project, as_(reviewer), "review") is None
    taken = _take(project, editor, "review")
    assert take_next(project, as_(annotator), "review") is None
    release(taken, as_(editor))
    mark(article, annotator, "The ministry", "speaker")
    submit_document(opened(article, annotator), as_(annotator))
    assert _take(project, reviewer, "review").version_id == article.current_id


def test_reviewed_document_leaves_the_queue_by_itself(
    article: Document, project: Project, annotator: User, reviewer: User
) -> None:
    span = mark(article, annotator)
    submit_document(opened(article, annotator), as_(annotator))
    taken = _take(project, reviewer, "review")
    approve(span, reviewer)
    assert take_next(project, as_(reviewer), "review") is None
    assert Assignment.objects.get(pk=taken.pk).state == AssignmentState.DONE


def test_reviewer_may_end_a_review(article: Document, project: Project, annotator: User, reviewer: User) -> None:
    mark(article, annotator)
    submit_document(opened(article, annotator), as_(annotator))
    assert submit_assignment(_take(project, reviewer, "review"), as_(reviewer)).state == AssignmentState.DONE


@pytest.fixture
def proposed(article: Document, annotator: User) -> Verdict:
    claim, _ = claim_of_span(mark(article, annotator), as_(annotator))
    verdict = record_verdict(claim, as_(annotator), VerdictDraft("true"))
    submit_document(opened(article, annotator), as_(annotator))
    return verdict


def test_verdict_goes_to_a_second_person(proposed: Verdict, project: Project, annotator: User, reviewer: User) -> None:
    assert take_next(project, as_(annotator), "verdicts") is None
    taken = take_next(project, as_(reviewer), "verdicts")
    assert taken is not None
    assert taken[1].pk == proposed.pk
    assert why(taken[1]) == "Proposed by annotator, waiting for a second person"
    assert _take(project, reviewer, "verdicts").pk == taken[0].pk
    assert not verdicts_to_review(project, User.objects.create_user("third")).exists()
    approve_verdict(held(proposed, reviewer), as_(reviewer), revision=2)
    assert take_next(project, as_(reviewer), "verdicts") is None
    assert Assignment.objects.get(queue="verdicts").state == AssignmentState.DONE


def test_queue_of_one_project_never_shows_another(article: Document, other_project: Project, stranger: User) -> None:
    for queue in ("annotate", "review", "verdicts"):
        assert take_next(other_project, as_(stranger), queue) is None
