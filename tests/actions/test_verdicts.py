"""Verdicts: a new revision for every change of mind, frozen evidence, and a second person to release them."""

import hashlib
from datetime import timedelta

import pytest
from django.utils import timezone

from annotations.actions.claims import claim_of_span, edit_claim
from annotations.actions.evidence import EvidenceDraft, SourceDraft, add_evidence, edit_evidence, withdraw_evidence
from annotations.actions.projects import edit_project
from annotations.actions.queue import submit_document, take_next, take_over, why
from annotations.actions.verdicts import (
    VerdictDraft,
    approve_verdict,
    record_verdict,
    return_verdict,
    submit_verdict,
    withdraw_verdict,
)
from annotations.models import (
    Assignment,
    Claim,
    ClaimState,
    Document,
    DocumentState,
    Event,
    Evidence,
    Project,
    User,
    Verdict,
    VerdictState,
)

from .story import approve, as_, cited, held, known, mark, opened, refused, submit

TRUE = VerdictDraft("true", "The ministry's own count says so.", "It holds.", "No count of our own.")


@pytest.fixture
def claim(article: Document, annotator: User) -> Claim:
    found, _ = claim_of_span(mark(article, annotator), as_(annotator))
    return known(found, annotator)


@pytest.fixture
def evidence(claim: Claim, annotator: User) -> Evidence:
    source = SourceDraft(url="https://example.org/count", title="The count")
    return add_evidence(claim, as_(annotator), source, EvidenceDraft("126,000", "supports"))


@pytest.fixture
def in_review(claim: Claim, evidence: Evidence, annotator: User) -> Verdict:
    return submit_verdict(record_verdict(claim, as_(annotator), TRUE), as_(annotator), revision=1)


def test_first_verdict_is_a_numbered_draft(claim: Claim, evidence: Evidence, annotator: User) -> None:
    verdict = held(record_verdict(claim, as_(annotator), TRUE), annotator)
    assert (verdict.number, verdict.state, verdict.proposed_by) == (1, VerdictState.DRAFT, annotator)
    assert (verdict.justification, verdict.summary, verdict.limits) == (TRUE.justification, "It holds.", TRUE.limits)
    assert known(claim, annotator).state == ClaimState.RESEARCHING
    event = Event.objects.get(kind="verdict")
    assert (event.verb, event.after["rating"], event.document_id) == (
        "created",
        "true",
        claim.spans.get().version.document_id,
    )


def test_rating_must_be_of_the_projects_scale(claim: Claim, annotator: User) -> None:
    with refused("unknown_rating", 400, "The project's scale has: true, mostly-true"):
        record_verdict(claim, as_(annotator), VerdictDraft("pants-on-fire"))


def test_change_of_mind_is_a_new_revision_and_the_old_one_stays(claim: Claim, annotator: User) -> None:
    first = record_verdict(claim, as_(annotator), TRUE)
    second = record_verdict(claim, as_(annotator), VerdictDraft("half-true", "Not quite."))
    states = Verdict.objects.order_by("number").values_list("number", "state", "justification")
    assert list(states) == [(1, "superseded", TRUE.justification), (2, "draft", "Not quite.")]
    assert (first.pk == second.pk, second.number) == (False, 2)


def test_draft_taken_back_stays_among_the_revisions_and_opens_the_claim(
    claim: Claim, annotator: User, reviewer: User
) -> None:
    draft = record_verdict(claim, as_(annotator), TRUE)
    with refused("not_yours", 403, "This verdict is annotator's to take back."):
        withdraw_verdict(held(draft, reviewer), as_(reviewer), revision=1)
    withdraw_verdict(held(draft, annotator), as_(annotator), revision=1)
    stored = held(draft, annotator)
    assert (stored.state, stored.justification, stored.revision) == ("superseded", TRUE.justification, 2)
    assert Event.objects.filter(kind="verdict", verb="withdrawn", object_id=draft.pk).count() == 1
    assert record_verdict(claim, as_(reviewer), VerdictDraft("false")).number == 2


def test_what_was_handed_in_is_not_taken_back(in_review: Verdict, annotator: User) -> None:
    with refused("wrong_state", 409, "This verdict is in review, not draft."):
        withdraw_verdict(held(in_review, annotator), as_(annotator), revision=2)


def test_approved_verdict_holds_on_when_the_draft_after_it_is_taken_back(
    in_review: Verdict, claim: Claim, annotator: User, reviewer: User
) -> None:
    approve_verdict(held(in_review, reviewer), as_(reviewer), revision=2)
    draft = record_verdict(claim, as_(annotator), VerdictDraft("false"))
    withdraw_verdict(held(draft, annotator), as_(annotator), revision=1)
    assert held(in_review, reviewer).state == VerdictState.APPROVED
    assert known(claim, annotator).state == ClaimState.APPROVED


def test_open_verdict_of_another_person_blocks_a_new_one(claim: Claim, annotator: User, reviewer: User) -> None:
    record_verdict(claim, as_(annotator), TRUE)
    with refused("verdict_open", 409, "annotator has an open verdict on this claim"):
        record_verdict(claim, as_(reviewer), VerdictDraft("false"))


def test_evidence_is_frozen_as_it_stood_when_handed_in(
    claim: Claim, evidence: Evidence, in_review: Verdict, annotator: User
) -> None:
    words = ("https://example.org/count", "The count", "126,000", "supports")
    frozen = [{"id": str(evidence.pk), "sha256": hashlib.sha256("\x1f".join(words).encode()).hexdigest()}]
    assert held(in_review, annotator).evidence == frozen
    edit_evidence(cited(evidence, annotator), as_(annotator), revision=1, changes={"passage": "127,000"})
    assert held(in_review, annotator).evidence == frozen
    newer = record_verdict(claim, as_(annotator), TRUE)
    assert newer.evidence != frozen
    assert [each["id"] for each in newer.evidence] == [str(evidence.pk)]


def test_withdrawn_evidence_is_not_rested_on(claim: Claim, evidence: Evidence, annotator: User) -> None:
    withdraw_evidence(evidence, as_(annotator), revision=1)
    assert record_verdict(claim, as_(annotator), TRUE).evidence == []


def test_second_person_releases_the_verdict(in_review: Verdict, claim: Claim, reviewer: User) -> None:
    approved = approve_verdict(held(in_review, reviewer), as_(reviewer), revision=2, note="One source is enough here.")
    stored = held(approved, reviewer)
    assert (stored.state, stored.approved_by, stored.self_approved) == (VerdictState.APPROVED, reviewer, False)
    assert (stored.note, stored.revision, stored.decided_at is not None) == ("One source is enough here.", 3, True)
    assert known(claim, reviewer).state == ClaimState.APPROVED
    event = Event.objects.filter(kind="verdict").first()
    assert event is not None
    assert (event.verb, event.actor, event.before) == ("approved", reviewer, {"state": "in_review"})


def test_newer_approved_verdict_supersedes_the_older(
    in_review: Verdict, claim: Claim, annotator: User, reviewer: User
) -> None:
    approve_verdict(held(in_review, reviewer), as_(reviewer), revision=2)
    newer = submit_verdict(record_verdict(claim, as_(annotator), VerdictDraft("false")), as_(annotator), revision=1)
    assert held(in_review, reviewer).state == VerdictState.APPROVED
    approve_verdict(held(newer, reviewer), as_(reviewer), revision=2)
    assert [held(each, reviewer).state for each in (in_review, newer)] == ["superseded", "approved"]


def test_nobody_releases_an_own_verdict(in_review: Verdict, annotator: User) -> None:
    with refused("second_person", 409, "You proposed this verdict or gathered its sources"):
        approve_verdict(held(in_review, annotator), as_(annotator), revision=2)
    with refused("second_person", 409):
        return_verdict(held(in_review, annotator), as_(annotator), revision=2, note="Again.")


def test_who_gathered_its_sources_does_not_release_it(
    claim: Claim, evidence: Evidence, annotator: User, reviewer: User, editor: User
) -> None:
    theirs = add_evidence(claim, as_(reviewer), SourceDraft(title="A letter"), EvidenceDraft())
    verdict = submit_verdict(record_verdict(claim, as_(annotator), TRUE), as_(annotator), revision=1)
    with refused("second_person", 409, "gathered its sources"):
        approve_verdict(held(verdict, reviewer), as_(reviewer), revision=2)
    withdraw_evidence(theirs, as_(reviewer), revision=1)
    assert take_next(claim.project, as_(reviewer), "verdicts") is None
    with refused("second_person", 409, "gathered its sources"):
        approve_verdict(held(verdict, reviewer), as_(reviewer), revision=2)
    return_verdict(held(verdict, editor), as_(editor), revision=2, note="The letter is gone.")
    submit_verdict(held(verdict, annotator), as_(annotator), revision=3)
    assert approve_verdict(held(verdict, editor), as_(editor), revision=4).state == VerdictState.APPROVED


def test_verdict_replaced_while_it_was_read_is_not_released(
    claim: Claim, in_review: Verdict, annotator: User, reviewer: User
) -> None:
    stale = held(in_review, reviewer)
    record_verdict(claim, as_(annotator), VerdictDraft("false"))
    with refused("stale", 412, "Somebody changed this verdict"):
        approve_verdict(stale, as_(reviewer), revision=2)
    assert held(in_review, reviewer).state == VerdictState.SUPERSEDED


def test_approval_does_not_outlast_the_words_it_was_given_for(
    claim: Claim, in_review: Verdict, annotator: User, reviewer: User
) -> None:
    words = {"normalized_text": "Nobody counted."}
    with refused("in_review", 409, "Have it returned before you reword"):
        edit_claim(known(claim, annotator), as_(annotator), revision=1, changes=words)
    approve_verdict(held(in_review, reviewer), as_(reviewer), revision=2)
    edit_claim(known(claim, annotator), as_(annotator), revision=1, changes={"type": "event"})
    assert held(in_review, reviewer).state == VerdictState.APPROVED
    edit_claim(known(claim, annotator), as_(annotator), revision=2, changes=words)
    stored = held(in_review, reviewer)
    assert (stored.state, stored.approved_by) == (VerdictState.SUPERSEDED, reviewer)
    assert known(claim, reviewer).state == ClaimState.RESEARCHING
    event = Event.objects.filter(kind="verdict").first()
    assert event is not None
    assert (event.verb, event.actor, event.before) == ("set_aside", annotator, {"state": "approved"})


def test_where_the_project_only_warns_own_release_is_marked(
    project: Project, in_review: Verdict, annotator: User, editor: User
) -> None:
    edit_project(project, as_(editor), revision=1, changes={"second_person": "warn"})
    assert approve_verdict(held(in_review, annotator), as_(annotator), revision=2).self_approved


def test_returned_verdict_says_what_is_to_be_mended(
    in_review: Verdict, claim: Claim, annotator: User, reviewer: User
) -> None:
    with refused("required", 400, "Say what is to be mended"):
        return_verdict(held(in_review, reviewer), as_(reviewer), revision=2, note=" ")
    return_verdict(held(in_review, reviewer), as_(reviewer), revision=2, note="A second source, please.")
    stored = held(in_review, annotator)
    assert (stored.state, stored.note) == (VerdictState.DRAFT, "A second source, please.")
    assert known(claim, annotator).state == ClaimState.RESEARCHING
    again = submit_verdict(stored, as_(annotator), revision=3)
    assert (again.state, again.note) == (VerdictState.IN_REVIEW, "")


def test_verdict_held_by_another_waits_for_them(in_review: Verdict, reviewer: User, editor: User) -> None:
    assert take_next(in_review.claim.project, as_(editor), "verdicts") is not None
    with refused("held", 409, "editor is reviewing this verdict now"):
        approve_verdict(held(in_review, reviewer), as_(reviewer), revision=2)
    Assignment.objects.update(lease_expires_at=timezone.now() - timedelta(seconds=1))
    assert approve_verdict(held(in_review, reviewer), as_(reviewer), revision=2).state == VerdictState.APPROVED


def test_only_its_proposer_hands_a_verdict_in(claim: Claim, annotator: User, reviewer: User) -> None:
    verdict = record_verdict(claim, as_(annotator), TRUE)
    with refused("not_yours", 403, "annotator's to submit"):
        submit_verdict(held(verdict, reviewer), as_(reviewer), revision=1)


@pytest.mark.parametrize("state", VerdictState.values)
def test_every_other_move_is_refused(state: str, claim: Claim, annotator: User, reviewer: User) -> None:
    verdict = record_verdict(claim, as_(annotator), TRUE)
    Verdict.objects.filter(pk=verdict.pk).update(state=state, approved_by=reviewer)
    if state != VerdictState.DRAFT:
        with refused("wrong_state", 409, "This verdict is"):
            submit_verdict(held(verdict, annotator), as_(annotator), revision=1)
    if state != VerdictState.IN_REVIEW:
        with refused("wrong_state", 409, "This verdict is"):
            approve_verdict(held(verdict, reviewer), as_(reviewer), revision=1)
        with refused("wrong_state", 409, "This verdict is"):
            return_verdict(held(verdict, reviewer), as_(reviewer), revision=1, note="Again.")
    assert held(verdict, annotator).state == state


def test_verdict_of_an_old_revision_is_not_moved(in_review: Verdict, reviewer: User) -> None:
    stale = held(in_review, reviewer)
    with refused("stale", 412, "at revision 2; you read revision 1"):
        approve_verdict(stale, as_(reviewer), revision=1)
    Verdict.objects.filter(pk=in_review.pk).update(revision=3)
    with refused("stale", 412, "Somebody changed this verdict"):
        approve_verdict(stale, as_(reviewer), revision=2)


def test_document_waits_for_its_verdicts(article: Document, claim: Claim, annotator: User, reviewer: User) -> None:
    record_verdict(claim, as_(annotator), TRUE)
    assert submit_document(opened(article, annotator), as_(annotator)) == {"spans": 1, "verdicts": 1}
    approve(claim.spans.get(), reviewer)
    assert Document.objects.get(pk=article.pk).state == DocumentState.IN_REVIEW
    approve_verdict(held(claim.verdicts.get(), reviewer), as_(reviewer), revision=2)
    assert Document.objects.get(pk=article.pk).state == DocumentState.DONE


def test_document_no_longer_waits_for_a_verdict_that_its_proposer_took_back_by_a_new_draft(
    article: Document, claim: Claim, in_review: Verdict, annotator: User, reviewer: User
) -> None:
    submit(claim.spans.get(), annotator)
    approve(claim.spans.get(), reviewer)
    assert Document.objects.get(pk=article.pk).state == DocumentState.IN_REVIEW
    record_verdict(claim, as_(annotator), VerdictDraft("false"))
    assert Document.objects.get(pk=article.pk).state == DocumentState.IN_PROGRESS


def test_returned_verdict_brings_its_document_back_to_who_drafted_it(
    article: Document, claim: Claim, annotator: User, reviewer: User
) -> None:
    assert take_next(claim.project, as_(annotator), "annotate") is not None
    record_verdict(claim, as_(annotator), TRUE)
    submit_document(opened(article, annotator), as_(annotator))
    approve(claim.spans.get(), reviewer)
    return_verdict(held(claim.verdicts.get(), reviewer), as_(reviewer), revision=2, note="A second source, please.")
    assert Document.objects.get(pk=article.pk).state == DocumentState.IN_PROGRESS
    taken = take_next(claim.project, as_(annotator), "annotate")
    assert taken is not None
    assert (taken[1].pk, why(taken[1])) == (article.pk, "Returned to you")


def test_sources_that_changed_after_handing_in_hold_up_the_approval(
    in_review: Verdict, claim: Claim, annotator: User, reviewer: User
) -> None:
    add_evidence(claim, as_(annotator), SourceDraft(title="A late report"), EvidenceDraft("words"))
    with refused("evidence_changed", 409, "The sources changed since this verdict was handed in"):
        approve_verdict(held(in_review, reviewer), as_(reviewer), revision=in_review.revision)


def test_nobody_takes_over_their_own_verdict(
    in_review: Verdict, project: Project, annotator: User, reviewer: User
) -> None:
    taken = take_next(project, as_(reviewer), "verdicts")
    assert taken is not None
    with refused("second_person", 409, "You proposed this verdict"):
        take_over(taken[0], as_(annotator), "Mine.")
