"""Claims: the list, and the page with appearances, sources, verdicts and their forms."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from annotations.actions.claims import claim_of_span, create_claim
from annotations.actions.events import Actor
from annotations.actions.evidence import EvidenceDraft, SourceDraft, add_evidence
from annotations.actions.queue import take_next
from annotations.models import Claim, Document, Evidence, Project, User, Verdict
from annotations.web.appearances import sentence_after, sentence_before
from tests.conftest import TEXT

from .conftest import Browse, judge, mark, more_documents, text_of


def _post(client: Client, claim: Claim, form: str, **given: object) -> HttpResponse:
    return client.post(reverse("claim", args=[claim.pk]), {"form": form, **given})


def _decide(client: Client, verdict: Verdict, decision: str, **more: object) -> HttpResponse:
    given = {"decision": decision, "revision": verdict.revision, **more}
    return client.post(reverse("verdict-decide", args=[verdict.pk]), given)


def test_page_shows_the_claim_in_its_sentence_with_sources_and_verdict(
    claim: Claim, verdict: Verdict, document: Document, viewer: User, browse: Browse
) -> None:
    page = text_of(browse(viewer).get(reverse("claim", args=[claim.pk])))
    around = '<mark class="blue pt-solid">An estimated 126,000 troops</mark> stood near the border on Tuesday'
    for words in (around, "The briefing", "126,000 troops", "Half true", "An estimate of one side.", document.title):
        assert words in page
    assert "Add a source" not in page


def test_list_finds_by_wording_quote_and_state(
    claim: Claim, verdict: Verdict, project: Project, viewer: User, browse: Browse
) -> None:
    client, where = browse(viewer), reverse("claims", args=[project.slug])
    assert "Half true" in text_of(client.get(where))
    for query in ({"q": "126,000"}, {"state": "researching"}):
        assert claim.normalized_text in text_of(client.get(where, query))
    assert "No claim fits" in text_of(client.get(where, {"q": "moonbase"}))
    assert client.get(where, {"state": "bogus"}).status_code == 400


def test_empty_list_says_how_a_claim_comes_about(project: Project, viewer: User, browse: Browse) -> None:
    assert "It becomes a claim here" in text_of(browse(viewer).get(reverse("claims", args=[project.slug])))


def test_annotator_adds_a_source(claim: Claim, annotator: User, browse: Browse) -> None:
    given = {
        "url": "https://example.org/a",
        "kind": "news",
        "stance": "refutes",
        "passage": "Not so.",
        "reliability": "B",
    }
    response = _post(browse(annotator), claim, "evidence", **given)
    assert response.status_code == 302
    evidence = Evidence.objects.get()
    assert (evidence.stance, evidence.reliability, evidence.source.url) == ("refutes", "B", "https://example.org/a")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org/", "https://a@b@c/", "not an address"]
)
def test_address_that_is_no_web_page_is_refused_beside_its_field(
    url: str, claim: Claim, annotator: User, browse: Browse
) -> None:
    given = {"url": url, "kind": "news", "stance": "supports", "passage": "Words not to lose."}
    response = _post(browse(annotator), claim, "evidence", **given)
    page = text_of(response)
    assert response.status_code == 400
    assert "An address starts with http" in page
    assert "Words not to lose." in page
    assert 'aria-describedby="evidence-url_error"' in page
    assert Evidence.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_source_takes_an_address_or_a_title(claim: Claim, annotator: User, browse: Browse) -> None:
    response = _post(browse(annotator), claim, "evidence", kind="news", stance="supports")
    assert response.status_code == 400
    assert "address or its title" in text_of(response)


def test_own_source_is_taken_off_and_anothers_is_not(
    claim: Claim, source: Evidence, annotator: User, reviewer: User, browse: Browse
) -> None:
    refused = _post(browse(reviewer), claim, "withdraw", evidence=source.pk, revision=1)
    assert refused.status_code == 403
    _post(browse(annotator), claim, "withdraw", evidence=source.pk, revision=1)
    source.refresh_from_db()
    assert source.is_withdrawn
    assert _post(browse(annotator), claim, "withdraw", evidence="x", revision=1).status_code == 400


def test_verdict_goes_from_draft_over_a_second_person_to_approved(
    claim: Claim, source: Evidence, annotator: User, reviewer: User, browse: Browse
) -> None:
    author, second = browse(annotator), browse(reviewer)
    assert _post(author, claim, "verdict", rating="half-true", justification="One side only.").status_code == 302
    verdict = Verdict.objects.get()
    _decide(author, verdict, "submit")
    verdict.refresh_from_db()
    returned = _decide(second, verdict, "return")
    assert returned.status_code == 400
    assert "Say what is to be mended" in text_of(returned)
    _decide(second, verdict, "return", note="Name the count.")
    assert "Name the count." in text_of(author.get(reverse("claim", args=[claim.pk])))
    verdict.refresh_from_db()
    _decide(author, verdict, "submit")
    verdict.refresh_from_db()
    _decide(second, verdict, "approve")
    verdict.refresh_from_db()
    assert (verdict.state, verdict.approved_by) == ("approved", reviewer)
    assert "approved by reviewer" in text_of(author.get(reverse("claim", args=[claim.pk])))


def test_new_revision_keeps_the_old_one_in_the_history(
    claim: Claim, verdict: Verdict, annotator: User, browse: Browse
) -> None:
    client = browse(annotator)
    _post(client, claim, "verdict", rating="false", justification="The count is in.")
    page = text_of(client.get(reverse("claim", args=[claim.pk])))
    for words in ("Half true", "Superseded", "An estimate of one side.", "The count is in."):
        assert words in page


def test_author_is_told_who_decides_and_offered_no_button_for_it(claim: Claim, browse: Browse, editor: User) -> None:
    verdict = judge(claim, editor)
    client = browse(editor)
    page = text_of(client.get(reverse("claim", args=[claim.pk])))
    assert 'value="approve"' not in page
    assert ">Approve<" not in page
    assert "You drafted this. A second person has to decide." in page
    response = _decide(client, verdict, "approve")
    assert response.status_code == 409
    verdict.refresh_from_db()
    assert verdict.state == "in_review"


def test_who_gathered_the_sources_does_not_approve(handed_in: Verdict, reviewer: User, browse: Browse) -> None:
    add_evidence(handed_in.claim, Actor(user=reviewer), SourceDraft(title="Mine"), EvidenceDraft())
    page = text_of(browse(reviewer).get(reverse("claim", args=[handed_in.claim_id])))
    assert "You gathered its sources" in page


def test_verdict_held_by_another_says_so(
    handed_in: Verdict, reviewer: User, editor: User, project: Project, browse: Browse
) -> None:
    take_next(project, Actor(user=reviewer), "verdicts")
    page = text_of(browse(editor).get(reverse("claim", args=[handed_in.claim_id])))
    assert "reviewer is reviewing this now." in page


@pytest.mark.parametrize(("who", "decision"), [("viewer", "submit"), ("annotator", "approve"), ("annotator", "return")])
def test_role_too_low_does_not_decide(who: str, decision: str, handed_in: Verdict, browse: Browse) -> None:
    response = _decide(browse(User.objects.get(username=who)), handed_in, decision, note="x")
    assert response.status_code == 403
    assert "needs the role" in text_of(response)


def test_viewer_posts_nothing(claim: Claim, viewer: User, browse: Browse) -> None:
    assert _post(browse(viewer), claim, "verdict", rating="true").status_code == 403
    assert Verdict.objects.count() == 0


def test_unknown_form_decision_and_rating_are_said(
    claim: Claim, verdict: Verdict, annotator: User, browse: Browse
) -> None:
    client = browse(annotator)
    assert _post(client, claim, "bogus").status_code == 400
    assert _post(client, claim, "verdict", rating="nonsense").status_code == 400
    assert _decide(client, verdict, "publish").status_code == 400


def test_rewording_from_a_stale_page_keeps_what_was_typed(claim: Claim, annotator: User, browse: Browse) -> None:
    client = browse(annotator)
    assert _post(client, claim, "wording", normalized_text="Better words.", type="", revision=1).status_code == 302
    response = _post(client, claim, "wording", normalized_text="Other words.", type="", revision=1)
    assert response.status_code == 412
    assert "you read revision 1" in text_of(response)
    assert "Other words." in text_of(response)
    claim.refresh_from_db()
    assert claim.normalized_text == "Better words."


def test_ten_more_claims_cost_the_list_no_query(
    project: Project, editor: User, annotator: User, browse: Browse
) -> None:
    client, where = browse(editor), reverse("claims", args=[project.slug])
    create_claim(project, Actor(user=editor), text="One.")
    client.get(where)
    with CaptureQueriesContext(connection) as few:
        client.get(where)
    for document in more_documents(project, editor, 10):
        claim_of_span(mark(document, annotator), Actor(user=annotator))
    with CaptureQueriesContext(connection) as many:
        client.get(where)
    assert len(many) == len(few)


def test_ten_more_appearances_and_sources_cost_the_page_no_query(
    claim: Claim, verdict: Verdict, project: Project, editor: User, annotator: User, browse: Browse
) -> None:
    client, where = browse(editor), reverse("claim", args=[claim.pk])
    client.get(where)
    with CaptureQueriesContext(connection) as few:
        client.get(where)
    for count, document in enumerate(more_documents(project, editor, 10)):
        span = mark(document, annotator)
        type(span).objects.filter(pk=span.pk).update(claim=claim)
        add_evidence(claim, Actor(user=annotator), SourceDraft(title=f"Source {count}"), EvidenceDraft("", "context"))
    with CaptureQueriesContext(connection) as many:
        client.get(where)
    assert len(many) == len(few)
    assert len(few) <= 14


def test_sentence_around_a_span_ends_at_its_own_sentence() -> None:
    start, end = TEXT.index("Between"), TEXT.index(" percent")
    assert sentence_before(TEXT[:start]) == ""
    assert sentence_after(TEXT[end:]) == " percent of it are reservists."
    assert sentence_before("x " * 200).startswith("…")
    assert sentence_after("x " * 200).endswith("…")
