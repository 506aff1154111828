"""Claims made from spans in one step, and their wording."""

import pytest

from annotations.actions import decisions
from annotations.actions.claims import claim_of_span, create_claim, edit_claim, join_claim, leave_claim, shorten
from annotations.actions.verdicts import VerdictDraft, record_verdict
from annotations.models import Claim, ClaimState, Document, Event, Project, Span, User

from .story import UNREAD, as_, at_most, known, mark, receive, refused, seen, suggest


@pytest.mark.parametrize(
    ("label", "attributes", "text", "kind"),
    [
        ("claim", {"type": "causal"}, "126,000 troops", "causal"),
        ("claim", {}, "126,000 troops", ""),
        ("figure", {}, "126,000 troops", "numerical"),
        ("denial", {"denied": "A second  column\nis on its way."}, "A second column is on its way.", ""),
        ("denial", {}, "126,000 troops", ""),
    ],
)
def test_claim_says_what_its_span_says(
    article: Document, annotator: User, label: str, attributes: dict[str, str], text: str, kind: str
) -> None:
    span = mark(article, annotator, label=label, **attributes)
    claim, is_new = claim_of_span(span, as_(annotator))
    assert is_new
    stored = known(claim, annotator)
    assert (stored.normalized_text, stored.type, stored.state) == (text, kind, ClaimState.INTAKE)
    assert (stored.created_by, stored.language) == (annotator, UNREAD)
    assert seen(span, annotator).claim_id == claim.pk
    event = Event.objects.get(kind="claim")
    assert (event.document_id, event.after["span"]) == (article.pk, str(span.pk))


def test_span_has_one_claim_however_often_it_is_asked_for(article: Document, annotator: User, reviewer: User) -> None:
    span = mark(article, annotator)
    with at_most(3):
        claim, _ = claim_of_span(span, as_(annotator))
    with at_most(1):
        again, is_new = claim_of_span(span, as_(reviewer))
    assert (again.pk, is_new, Claim.objects.count()) == (claim.pk, False, 1)


def test_second_of_two_at_once_is_told_to_read_again(article: Document, annotator: User, reviewer: User) -> None:
    span = mark(article, annotator)
    stale = seen(span, reviewer)
    claim_of_span(span, as_(annotator))
    with refused("raced", 409, "Somebody made a claim of this span just now"):
        claim_of_span(stale, as_(reviewer))


@pytest.mark.parametrize("label", ["quote", "speaker"])
def test_only_what_can_be_checked_becomes_a_claim(article: Document, annotator: User, label: str) -> None:
    span = mark(article, annotator, label=label)
    with refused("not_claimable", 409, f"A {label} is not checked. A claim, denial or figure is."):
        claim_of_span(span, as_(annotator))


def test_suggestion_is_accepted_before_it_is_checked(article: Document, annotator: User) -> None:
    span = seen(suggest(article), annotator)
    with refused("wrong_state", 409, "Accept this span first"):
        claim_of_span(span, as_(annotator))
    decisions.reject(span, as_(annotator), revision=1)
    with refused("wrong_state", 409):
        claim_of_span(seen(span, annotator), as_(annotator))


def test_span_joins_a_claim_of_another_document_and_leaves_it(
    article: Document, project: Project, annotator: User, reviewer: User
) -> None:
    claim, _ = claim_of_span(mark(article, annotator), as_(annotator))
    other = receive(project, annotator, title="Another article")
    span = seen(mark(other, reviewer), reviewer)
    with at_most(4):
        join_claim(span, claim, as_(reviewer))
    join_claim(span, claim, as_(reviewer))
    assert [each.document_id for each in Event.objects.filter(kind="claim", verb="joined")] == [other.pk]
    assert seen(span, annotator).claim_id == claim.pk
    assert claim_of_span(seen(span, annotator), as_(annotator))[0].pk == claim.pk
    leave_claim(seen(span, annotator), as_(annotator))
    leave_claim(seen(span, annotator), as_(annotator))
    assert seen(span, annotator).claim_id is None
    assert [each.document_id for each in Event.objects.filter(kind="claim", verb="left")] == [other.pk]
    assert Claim.objects.count() == 1


def test_span_with_a_claim_joins_no_second_one(article: Document, annotator: User) -> None:
    first, _ = claim_of_span(mark(article, annotator), as_(annotator))
    other = mark(article, annotator, label="claim")
    second, _ = claim_of_span(other, as_(annotator))
    with refused("has_claim", 409, "This span has a claim already"):
        join_claim(seen(other, annotator), first, as_(annotator))
    assert seen(other, annotator).claim_id == second.pk


def test_only_what_can_be_checked_joins_a_claim(
    article: Document, annotator: User, stranger: User, other_project: Project
) -> None:
    claim, _ = claim_of_span(mark(article, annotator), as_(annotator))
    with refused("not_claimable", 409):
        join_claim(seen(mark(article, annotator, label="quote"), annotator), claim, as_(annotator))
    theirs = receive(other_project, stranger)
    with refused("other_project", 400):
        join_claim(seen(mark(theirs, stranger), stranger), claim, as_(stranger))


def test_verdict_keeps_one_appearance(article: Document, annotator: User) -> None:
    span = mark(article, annotator)
    claim, _ = claim_of_span(span, as_(annotator))
    record_verdict(claim, as_(annotator), VerdictDraft("true", "It is."))
    with refused("last_appearance", 409, "would stand for no text any more"):
        leave_claim(seen(span, annotator), as_(annotator))
    other = mark(article, annotator, label="claim")
    join_claim(seen(other, annotator), claim, as_(annotator))
    leave_claim(seen(span, annotator), as_(annotator))
    assert (seen(span, annotator).claim_id, seen(other, annotator).claim_id) == (None, claim.pk)


def test_claim_without_a_span_needs_words(project: Project, annotator: User) -> None:
    claim = create_claim(project, as_(annotator), text="  Nobody crossed.  ", kind="event")
    assert (claim.normalized_text, claim.language, claim.type) == ("Nobody crossed.", "en", "event")
    with refused("blank", 400, "Say what is claimed"):
        create_claim(project, as_(annotator), text=" \n")


@pytest.mark.parametrize("text", ["word " * 40, "x" * 300, "Ends, here " * 12, "short"])
def test_short_text_has_fewer_than_75_characters(text: str) -> None:
    short = shorten(text)
    assert len(short) < 75
    assert short == text or short.endswith("…")
    assert not short.rstrip("…").endswith((" ", ","))


def test_rewording_shortens_again_and_is_in_the_log(project: Project, annotator: User) -> None:
    claim = create_claim(project, as_(annotator), text="Nobody crossed.")
    edit_claim(claim, as_(annotator), revision=1, changes={"normalized_text": "Long words " * 12})
    stored = known(claim, annotator)
    assert (stored.revision, stored.short_text[-1]) == (2, "…")
    event = Event.objects.get(kind="claim", verb="edited")
    assert event.before["normalized_text"] == "Nobody crossed."


def test_claim_is_not_changed_by_nonsense_or_too_late(project: Project, annotator: User) -> None:
    claim = create_claim(project, as_(annotator), text="Nobody crossed.")
    stale = known(claim, annotator)
    with refused("unknown_type", 400, "A type is one of: event, numerical"):
        edit_claim(claim, as_(annotator), revision=1, changes={"type": "nonsense"})
    edit_claim(claim, as_(annotator), revision=1, changes={"type": "event"})
    with refused("stale", 412, "at revision 2; you read revision 1"):
        edit_claim(claim, as_(annotator), revision=1, changes={"type": "causal"})
    with refused("stale", 412, "Somebody changed this claim"):
        edit_claim(stale, as_(annotator), revision=1, changes={"type": "causal"})
    number = Event.objects.count()
    edit_claim(claim, as_(annotator), revision=2, changes={"type": "event"})
    assert Event.objects.count() == number


def test_claim_belongs_to_the_document_of_its_first_appearance(
    article: Document, project: Project, annotator: User, editor: User
) -> None:
    claim, _ = claim_of_span(mark(article, annotator), as_(annotator))
    later = mark(receive(project, editor, title="Second"), annotator)
    Span.objects.filter(pk=later.pk).update(claim=claim)
    edit_claim(known(claim, annotator), as_(annotator), revision=1, changes={"type": "event"})
    assert Event.objects.get(kind="claim", verb="edited").document_id == article.pk
