"""Relations: which spans may be joined and how, who may change that, and what the log keeps of it."""

from collections.abc import Callable
from typing import Any

import pytest

from annotations import access
from annotations.access import Do
from annotations.actions.relations import (
    RelationDraft,
    create_relation,
    edit_relation,
    withdraw_relation,
)
from annotations.actions.spans import delete_span
from annotations.errors import Conflict, Stale
from annotations.models import Document, Event, Origin, Project, Relation, RelationState, Span, User

from .lasting import at_once
from .story import as_, at_most, mark, receive, refused, seen, suggest

Join = Callable[..., Relation]


@pytest.fixture
def claim(article: Document, annotator: User) -> Span:
    return mark(article, annotator, "126,000 troops stood near the border", "claim")


@pytest.fixture
def denial(article: Document, annotator: User) -> Span:
    return mark(article, annotator, "The ministry denied it.", "denial")


@pytest.fixture
def join(project: Project, annotator: User) -> Join:
    """Return a function that lets somebody join two spans."""

    def build(kind: str, source: Span, target: Span, user: User = annotator, **more: str) -> Relation:
        draft = RelationDraft(kind, **more)
        made = create_relation(project, as_(user), seen(source, user), seen(target, user), draft)
        return access.get_relation(user, made.pk, to=Do.READ)

    return build


def held(relation: Relation, user: User) -> Relation:
    return access.get_relation(user, relation.pk, to=Do.READ)


def test_denial_is_joined_to_the_claim_it_denies(
    join: Join, denial: Span, claim: Span, article: Document, annotator: User
) -> None:
    relation = join("denies", denial, claim, scope="part", note="Only the proposition, not its numbers.")
    assert (relation.source, relation.target, relation.author) == (denial, claim, annotator)
    assert (relation.state, relation.origin, relation.revision) == (RelationState.LIVE, Origin.HUMAN, 1)
    event = Event.objects.latest("id")
    assert (event.verb, event.kind, event.object_id, event.document) == ("created", "relation", relation.pk, article)
    assert event.before == {}
    assert event.after == {
        "type": "denies",
        "source": str(denial.pk),
        "target": str(claim.pk),
        "scope": "part",
        "note": "Only the proposition, not its numbers.",
        "state": "live",
        "revision": 1,
    }


def test_denial_denies_the_whole_claim_unless_it_says_less(join: Join, denial: Span, claim: Span) -> None:
    assert join("denies", denial, claim).scope == "whole"


def test_ends_may_lie_in_two_documents(
    join: Join, claim: Span, project: Project, annotator: User, editor: User
) -> None:
    other = receive(project, editor, title="Second")
    relation = join("denies", mark(other, annotator, "The ministry denied it.", "denial"), claim)
    assert relation.source.version.document == other
    assert relation.target.version.document != other
    assert Event.objects.latest("id").document == other


def test_suggestion_may_be_joined(join: Join, claim: Span, article: Document) -> None:
    assert join("attributes", claim, suggest(article, "The ministry", "speaker")).pk


@pytest.mark.parametrize(
    ("kind", "field"), [("quantifies", "source"), ("attributes", "target"), ("continues", "source")]
)
def test_labels_that_do_not_belong_together_are_refused(
    kind: str, field: str, join: Join, denial: Span, claim: Span
) -> None:
    with refused("wrong_label", 400, f"The {field} of “{kind}” is labelled "):
        join(kind, denial, claim)


@pytest.mark.parametrize(
    ("draft", "code", "words"),
    [
        ({"kind": "likes"}, "unknown_type", "attributes, denies"),
        ({"kind": "denies", "scope": "most"}, "unknown_scope", "whole, part"),
        ({"kind": "denies", "note": "x" * 2001}, "too_long", "2000"),
    ],
)
def test_unknown_words_are_refused(
    draft: dict[str, str], code: str, words: str, join: Join, denial: Span, claim: Span
) -> None:
    with refused(code, 400, words):
        join(source=denial, target=claim, **draft)


def test_only_a_denial_has_a_scope(join: Join, claim: Span, article: Document, annotator: User) -> None:
    with refused("not_a_denial", 400, "Only “denies” has a scope"):
        join("quantifies", mark(article, annotator), claim, scope="part")


def test_span_is_not_joined_to_itself(join: Join, article: Document, annotator: User) -> None:
    quote = mark(article, annotator, "None crossed", "quote")
    with refused("same_span", 400, "these are one"):
        join("continues", quote, quote)


def test_two_spans_are_joined_in_one_way_once(join: Join, denial: Span, claim: Span, reviewer: User) -> None:
    join("denies", denial, claim)
    with refused("duplicate_relation", 409, "already"):
        join("denies", denial, claim, reviewer)


def test_withdrawn_relation_may_be_made_anew(join: Join, denial: Span, claim: Span, annotator: User) -> None:
    withdraw_relation(join("denies", denial, claim), as_(annotator), revision=1)
    assert join("denies", denial, claim).state == RelationState.LIVE
    assert Relation.objects.count() == 2


def test_dismissed_span_is_not_joined(join: Join, denial: Span, claim: Span, annotator: User) -> None:
    delete_span(seen(claim, annotator), as_(annotator), revision=1)
    with refused("wrong_state", 409, "The target was dismissed"):
        join("denies", denial, claim)


def test_span_of_another_project_is_not_joined(
    join: Join, project: Project, other_project: Project, claim: Span, annotator: User, stranger: User
) -> None:
    strange = mark(receive(other_project, stranger), stranger, "The ministry denied it.", "denial")
    with refused("other_project", 400, "The source belongs to another project"):
        create_relation(project, as_(annotator), strange, claim, RelationDraft("denies"))


def test_author_says_more_of_it_and_the_log_keeps_what_was(
    join: Join, denial: Span, claim: Span, annotator: User
) -> None:
    relation = join("denies", denial, claim, note="All of it.")
    edited = edit_relation(relation, as_(annotator), revision=1, changes={"scope": "part", "note": "Not the number."})
    assert (edited.scope, edited.note, edited.revision) == ("part", "Not the number.", 2)
    event = Event.objects.latest("id")
    assert (event.verb, event.before) == ("edited", {"scope": "whole", "note": "All of it."})
    assert event.after == {"scope": "part", "note": "Not the number.", "revision": 2}
    stored = Relation.objects.get()
    assert (stored.scope, stored.note, stored.revision) == ("part", "Not the number.", 2)


def test_edit_that_changes_nothing_leaves_no_trace(join: Join, denial: Span, claim: Span, annotator: User) -> None:
    relation = join("denies", denial, claim)
    number = Event.objects.count()
    assert edit_relation(relation, as_(annotator), revision=1, changes={"scope": "whole"}).revision == 1
    assert Event.objects.count() == number


def test_only_the_author_rewords_a_relation(join: Join, denial: Span, claim: Span, reviewer: User) -> None:
    relation = join("denies", denial, claim)
    with refused("not_yours", 403, "annotator made this relation"):
        edit_relation(held(relation, reviewer), as_(reviewer), revision=1, changes={"note": "Mine."})


def test_withdrawn_relation_stays_in_the_database_and_in_the_log(
    join: Join, denial: Span, claim: Span, annotator: User
) -> None:
    relation = withdraw_relation(join("denies", denial, claim), as_(annotator), revision=1)
    assert (relation.state, relation.revision) == (RelationState.WITHDRAWN, 2)
    event = Event.objects.latest("id")
    assert (event.verb, event.before) == ("withdrawn", {"state": "live"})
    assert event.after == {"state": "withdrawn", "revision": 2}


@pytest.mark.parametrize(
    "act",
    [
        lambda relation, by, revision: withdraw_relation(relation, by, revision=revision),
        lambda relation, by, revision: edit_relation(relation, by, revision=revision, changes={"note": "More."}),
    ],
    ids=["withdraw", "edit"],
)
def test_old_revision_and_withdrawn_relation_are_refused(
    act: Callable[..., Any], join: Join, denial: Span, claim: Span, annotator: User
) -> None:
    relation = join("denies", denial, claim)
    with refused("stale", 412):
        act(held(relation, annotator), as_(annotator), 9)
    twin = held(relation, annotator)
    withdraw_relation(relation, as_(annotator), revision=1)
    with refused("stale", 412, "Somebody changed this relation"):
        act(twin, as_(annotator), 1)
    with refused("wrong_state", 409, "was withdrawn"):
        act(held(relation, annotator), as_(annotator), 2)


def test_each_change_costs_two_statements_in_one_transaction(
    join: Join, project: Project, denial: Span, claim: Span, annotator: User
) -> None:
    source, target = seen(denial, annotator), seen(claim, annotator)
    with at_most(2):
        create_relation(project, as_(annotator), source, target, RelationDraft("denies"))
    relation = held(Relation.objects.get(), annotator)
    with at_most(2):
        edit_relation(relation, as_(annotator), revision=1, changes={"note": "More."})
    with at_most(2):
        withdraw_relation(relation, as_(annotator), revision=2)


def test_of_many_who_join_the_same_pair_at_once_one_does(
    lasting: None, project: Project, denial: Span, claim: Span, annotator: User, reviewer: User, editor: User
) -> None:
    def act(user: User) -> Callable[[], Relation]:
        source, target = seen(denial, user), seen(claim, user)
        return lambda: create_relation(project, as_(user), source, target, RelationDraft("denies"))

    results = at_once([act(user) for user in (annotator, reviewer, editor)])
    assert [type(each) for each in results if not isinstance(each, Relation)] == [Conflict, Conflict]
    assert Relation.objects.count() == Event.objects.filter(kind="relation").count() == 1


def test_of_two_who_withdraw_at_once_one_does(
    lasting: None, join: Join, denial: Span, claim: Span, annotator: User, reviewer: User
) -> None:
    relation = join("denies", denial, claim)

    def act(user: User) -> Callable[[], Relation]:
        mine = held(relation, user)
        return lambda: withdraw_relation(mine, as_(user), revision=1)

    results = at_once([act(user) for user in (annotator, reviewer)])
    assert [type(each) for each in results if not isinstance(each, Relation)] == [Stale]
    assert Event.objects.filter(kind="relation", verb="withdrawn").count() == 1
