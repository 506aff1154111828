"""“Nothing here” as an answer: one a person, ended by marking, handed in like work, never asked for twice."""

from annotations.actions import undo
from annotations.actions.nothing_here import say_nothing_here, withdraw_nothing_here
from annotations.actions.queue import submit_document, take_next
from annotations.actions.spans import delete_span
from annotations.formats.native_export import Choice, losses
from annotations.models import AssignmentState, Document, Event, NothingHere, Project, User

from .story import as_, mark, opened, refused, seen


def _say(article: Document, user: User) -> NothingHere:
    return say_nothing_here(opened(article, user), as_(user))


def _stands() -> int:
    return NothingHere.objects.standing().count()


def test_answer_is_said_once_and_logged(article: Document, annotator: User, reviewer: User) -> None:
    first = _say(article, annotator)
    assert _say(article, annotator) == first
    _say(article, reviewer)
    assert _stands() == 2
    told = Event.objects.filter(kind="nothing_here").values_list("verb", "actor__username", "document")
    assert sorted(told) == [("said", "annotator", article.pk), ("said", "reviewer", article.pk)]


def test_answer_is_refused_beside_ones_own_spans(article: Document, annotator: User, reviewer: User) -> None:
    span = mark(article, annotator)
    with refused("has_spans", 409):
        _say(article, annotator)
    _say(article, reviewer)
    delete_span(seen(span, annotator), as_(annotator), revision=1)
    _say(article, annotator)
    assert _stands() == 2


def test_marking_ends_the_answer_and_removing_the_span_does_not_bring_it_back(
    article: Document, annotator: User
) -> None:
    _say(article, annotator)
    span = mark(article, annotator)
    assert _stands() == 0
    delete_span(seen(span, annotator), as_(annotator), revision=1)
    assert _stands() == 0
    with refused("nothing_marked", 409):
        submit_document(opened(article, annotator), as_(annotator))
    _say(article, annotator)
    assert _stands() == 1


def test_taking_back_a_removal_ends_the_answer_too(article: Document, annotator: User) -> None:
    span = mark(article, annotator)
    delete_span(seen(span, annotator), as_(annotator), revision=1)
    _say(article, annotator)
    undo.undo(seen(span, annotator), as_(annotator), revision=2)
    assert _stands() == 0


def test_what_others_mark_leaves_the_answer(article: Document, annotator: User, reviewer: User) -> None:
    _say(article, annotator)
    mark(article, reviewer)
    assert _stands() == 1


def test_answer_is_taken_back_and_said_again(article: Document, annotator: User, reviewer: User) -> None:
    with refused("wrong_state", 409):
        withdraw_nothing_here(opened(article, annotator), as_(annotator))
    first = _say(article, annotator)
    with refused("wrong_state", 409):
        withdraw_nothing_here(opened(article, reviewer), as_(reviewer))
    withdraw_nothing_here(opened(article, annotator), as_(annotator))
    assert _stands() == 0
    assert _say(article, annotator).pk == first.pk
    verbs = list(Event.objects.filter(kind="nothing_here").order_by("id").values_list("verb", flat=True))
    assert verbs == ["said", "withdrawn", "said"]


def test_empty_hand_is_handed_in_only_with_the_answer(article: Document, project: Project, annotator: User) -> None:
    taken = take_next(project, as_(annotator), "annotate")
    assert taken is not None
    with refused("nothing_marked", 409):
        submit_document(opened(article, annotator), as_(annotator))
    _say(article, annotator)
    held = take_next(project, as_(annotator), "annotate")
    assert held is not None
    assert held[0] == taken[0]
    assert submit_document(opened(article, annotator), as_(annotator)) == {"spans": 0, "verdicts": 0}
    held[0].refresh_from_db()
    assert held[0].state == AssignmentState.SUBMITTED


def test_answered_document_is_not_asked_of_the_same_person(
    article: Document, project: Project, annotator: User, reviewer: User
) -> None:
    _say(article, annotator)
    assert take_next(project, as_(annotator), "annotate") is None
    assert take_next(project, as_(reviewer), "annotate") is not None


def test_export_declares_what_its_format_has_no_place_for(article: Document, project: Project, annotator: User) -> None:
    assert "nothing here" not in [loss["what"] for loss in losses(project, Choice())]
    _say(article, annotator)
    assert [loss["count"] for loss in losses(project, Choice()) if loss["what"] == "nothing here"] == [1]
