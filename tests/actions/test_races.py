"""Many people at once, on both databases: threads with connections of their own and real transactions."""

from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import UUID

from annotations.actions.claims import claim_of_span
from annotations.actions.queue import release, take_next
from annotations.actions.runs import claim_run
from annotations.actions.spans import SpanDraft, create_span, edit_span
from annotations.actions.verdicts import VerdictDraft, record_verdict
from annotations.errors import Conflict, Stale
from annotations.models import Assignment, Claim, Document, EngineRun, Event, Project, Span, User, Verdict

from .lasting import at_once
from .story import as_, known, mark, opened, receive, seen

THREADS = 8


def _people(number: int) -> list[User]:
    return User.objects.bulk_create(User(username=f"person-{each}") for each in range(number))


def test_forty_people_take_forty_documents_and_nobody_the_same(lasting: None, project: Project, editor: User) -> None:
    for number in range(40):
        receive(project, editor, title=f"Article {number}")
    people = _people(40)

    def take(mine: list[User]) -> Callable[[], list[UUID | None]]:
        def act() -> list[UUID | None]:
            taken = [take_next(project, as_(user), "annotate") for user in mine]
            return [each[0].version_id if each else None for each in taken]

        return act

    results = at_once([take(people[number::THREADS]) for number in range(THREADS)])
    assert [each for each in results if isinstance(each, Exception)] == []
    held = [version for each in results for version in each]
    # Nobody was told that nothing is left while something was.
    assert None not in held
    assert set(Counter(held).values()) == {1}
    assert Assignment.objects.live().count() == len(held) == 40
    assert Event.objects.filter(verb="taken").count() == 40


def test_one_document_has_one_holder_however_many_ask(lasting: None, project: Project, editor: User) -> None:
    receive(project, editor)
    acts = [lambda user=user: take_next(project, as_(user), "annotate") for user in _people(THREADS)]
    results = at_once(acts)
    assert [each for each in results if isinstance(each, Exception)] == []
    assert sum(each is not None for each in results) == 1
    assert Assignment.objects.live().count() == 1


def test_queue_stays_whole_while_people_take_and_give_back(lasting: None, project: Project, editor: User) -> None:
    for number in range(10):
        receive(project, editor, title=f"Article {number}")

    def work(user: User) -> Callable[[], int]:
        def act() -> int:
            rounds = 0
            for _ in range(5):
                taken = take_next(project, as_(user), "annotate")
                if taken is not None:
                    release(taken[0], as_(user))
                    rounds += 1
            return rounds

        return act

    results = at_once([work(user) for user in _people(THREADS)])
    assert results == [5] * THREADS
    assert not Assignment.objects.live().exists()


def test_of_two_edits_at_once_one_wins_and_one_is_told(lasting: None, article: Document, annotator: User) -> None:
    span = mark(article, annotator)

    def edit(step: int) -> Callable[[], Any]:
        mine = seen(span, annotator)
        return lambda: edit_span(mine, as_(annotator), revision=1, changes={"end": mine.end - step})

    results = at_once([edit(step) for step in range(1, THREADS + 1)])
    won = [each for each in results if isinstance(each, Span)]
    assert len(won) == 1
    assert [type(each) for each in results if each is not won[0]] == [Stale] * (THREADS - 1)
    stored = seen(span, annotator)
    assert (stored.revision, stored.quote) == (2, won[0].quote)
    assert Event.objects.filter(object_id=span.pk).count() == 2


def test_same_span_at_once_is_stored_once(lasting: None, article: Document, annotator: User) -> None:
    door = opened(article, annotator)
    results = at_once([lambda: create_span(door, as_(annotator), SpanDraft("claim", 0, 12))] * THREADS)
    assert Counter(type(each) for each in results) == {Span: 1, Conflict: THREADS - 1}
    assert Span.objects.count() == 1
    assert Event.objects.filter(kind="span").count() == 1


def test_span_gets_one_claim_however_many_ask(lasting: None, article: Document, annotator: User) -> None:
    span = mark(article, annotator)
    read = [seen(span, annotator) for _ in range(THREADS)]
    results = at_once([lambda mine=mine: claim_of_span(mine, as_(annotator)) for mine in read])
    assert Counter(type(each) for each in results) == {tuple: 1, Conflict: THREADS - 1}
    assert Claim.objects.get().pk == seen(span, annotator).claim_id


def test_claim_gets_one_open_verdict_however_many_propose(lasting: None, article: Document, annotator: User) -> None:
    claim, _ = claim_of_span(mark(article, annotator), as_(annotator))
    found = known(claim, annotator)
    people = _people(THREADS)
    results = at_once([lambda user=user: record_verdict(found, as_(user), VerdictDraft("true")) for user in people])
    assert Counter(type(each) for each in results) == {Verdict: 1, Conflict: THREADS - 1}
    assert Verdict.objects.count() == 1


def test_one_worker_gets_a_run(lasting: None, project: Project, editor: User) -> None:
    document = receive(project, editor, language="en")
    run = EngineRun.objects.get(version=document.current)
    results = at_once([lambda: claim_run(run.pk)] * THREADS)
    assert Counter(type(each) for each in results) == {EngineRun: 1, type(None): THREADS - 1}
    assert EngineRun.objects.get().attempts == 1
