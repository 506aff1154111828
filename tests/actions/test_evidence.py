"""Sources and evidence: addresses a page may link to, one source an address, and nobody edits for another."""

from datetime import date

import pytest

from annotations.actions.claims import create_claim
from annotations.actions.documents import edit_document
from annotations.actions.evidence import (
    EvidenceDraft,
    SourceDraft,
    add_evidence,
    check_url,
    edit_evidence,
    edit_source,
    find_or_create_source,
    withdraw_evidence,
)
from annotations.models import Claim, ClaimState, Document, Event, Evidence, Project, Source, User

from .lasting import at_once
from .story import as_, cited, known, receive, refused

BAD_URLS = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "file:///etc/passwd",
    "ftp://example.org/a",
    "//example.org/a",
    "example.org",
    "https://",
    "https:///path",
    "https://user:secret@example.org/",
    "https://example.org/a b",
    'https://example.org/"onmouseover="x',
    "https://example.org/<script>",
    "https://[::1",
    "https://example.org/\u2028",
]


@pytest.fixture
def claim(project: Project, annotator: User) -> Claim:
    return create_claim(project, as_(annotator), text="126,000 troops are there.")


@pytest.fixture
def evidence(claim: Claim, annotator: User) -> Evidence:
    source = SourceDraft(url="https://example.org/count", title="The count")
    return add_evidence(claim, as_(annotator), source, EvidenceDraft("126,000", "supports"))


@pytest.mark.parametrize("url", BAD_URLS)
def test_address_that_is_no_plain_web_address_is_refused(url: str, claim: Claim, annotator: User) -> None:
    with refused("bad_url", 400, "http:// or https://"):
        add_evidence(claim, as_(annotator), SourceDraft(url=url), EvidenceDraft())


@pytest.mark.parametrize("url", BAD_URLS[:5])
def test_document_takes_no_such_address_either(url: str, article: Document, project: Project, editor: User) -> None:
    with refused("bad_url", 400):
        receive(project, editor, url=url)
    with refused("bad_url", 400):
        edit_document(article, as_(editor), revision=1, changes={"url": url})


def test_endless_address_is_refused(claim: Claim, annotator: User) -> None:
    with refused("too_long", 400, "at most 2000"):
        add_evidence(claim, as_(annotator), SourceDraft(url="https://example.org/" + "x" * 2000), EvidenceDraft())


@pytest.mark.parametrize(
    "url", ["", "http://example.org", "https://приклад.укр/а?б=в#г", "https://example.org:8080/a_(b)?c=%20"]
)
def test_plain_web_addresses_pass(url: str) -> None:
    assert check_url(url) is None


def test_evidence_begins_the_work_on_a_claim(claim: Claim, evidence: Evidence, annotator: User) -> None:
    assert known(claim, annotator).state == ClaimState.RESEARCHING
    stored = cited(evidence, annotator)
    assert (stored.passage, stored.stance, stored.source.title) == ("126,000", "supports", "The count")
    event = Event.objects.get(kind="evidence")
    assert (event.verb, event.after["source"]) == ("created", "https://example.org/count")


def test_same_address_is_one_source_a_project(
    claim: Claim, evidence: Evidence, annotator: User, reviewer: User, other_project: Project, stranger: User
) -> None:
    again = SourceDraft(url="https://example.org/count", title="Another title")
    second = add_evidence(claim, as_(reviewer), again, EvidenceDraft("80,000", "refutes"))
    assert second.source_id == evidence.source_id
    assert Source.objects.get().title == "The count"
    assert Event.objects.filter(kind="source").count() == 1
    elsewhere = find_or_create_source(other_project, as_(stranger), again)
    assert (elsewhere.pk == evidence.source_id, Source.objects.count()) == (False, 2)


def test_same_address_from_eight_people_at_once_is_one_source(lasting: None, project: Project, annotator: User) -> None:
    draft = SourceDraft(url="https://example.org/count")
    found = at_once([lambda: find_or_create_source(project, as_(annotator), draft).pk] * 8)
    assert set(found) == {Source.objects.get().pk}
    assert Event.objects.filter(kind="source").count() == 1


def test_source_may_have_a_title_alone_but_not_nothing(claim: Claim, annotator: User) -> None:
    for _ in range(2):
        add_evidence(claim, as_(annotator), SourceDraft(title=" A letter "), EvidenceDraft())
    assert list(Source.objects.values_list("title", flat=True)) == ["A letter", "A letter"]
    with refused("required", 400, "address or its title"):
        add_evidence(claim, as_(annotator), SourceDraft(title="  "), EvidenceDraft())


def test_script_in_words_is_kept_as_words(claim: Claim, annotator: User) -> None:
    words = "<script>alert(1)</script>"
    found = add_evidence(claim, as_(annotator), SourceDraft(title=words), EvidenceDraft(words, "context"))
    assert (cited(found, annotator).passage, found.source.title) == (words, words)


def test_only_who_added_evidence_changes_or_withdraws_it(evidence: Evidence, reviewer: User, editor: User) -> None:
    for user in (reviewer, editor):
        with refused("not_yours", 403, "annotator added this source. Add your own beside it."):
            edit_evidence(cited(evidence, user), as_(user), revision=1, changes={"stance": "refutes"})
        with refused("not_yours", 403):
            withdraw_evidence(cited(evidence, user), as_(user), revision=1)


def test_changed_evidence_keeps_its_past_in_the_log(evidence: Evidence, annotator: User) -> None:
    edit_evidence(evidence, as_(annotator), revision=1, changes={"stance": "refutes", "passage": "126,000"})
    assert (cited(evidence, annotator).stance, evidence.revision) == ("refutes", 2)
    event = Event.objects.get(kind="evidence", verb="edited")
    assert (event.before, event.after) == (
        {"stance": "supports"},
        {"claim": str(evidence.claim_id), "stance": "refutes"},
    )
    with refused("stale", 412, "at revision 2; you read revision 1"):
        edit_evidence(evidence, as_(annotator), revision=1, changes={"stance": "context"})


def test_withdrawn_evidence_stays_in_the_database(evidence: Evidence, annotator: User) -> None:
    stale = cited(evidence, annotator)
    withdraw_evidence(evidence, as_(annotator), revision=1)
    assert not Evidence.objects.standing().exists()
    assert Evidence.objects.get().is_withdrawn
    with refused("stale", 412, "Somebody changed this source"):
        edit_evidence(stale, as_(annotator), revision=1, changes={"stance": "context"})


def test_source_is_corrected_and_keeps_a_name(evidence: Evidence, annotator: User) -> None:
    source = evidence.source
    edit_source(source, as_(annotator), revision=1, changes={"title": "", "published_at": date(2022, 2, 15)})
    assert (Source.objects.get().title, Source.objects.get().published_at) == ("", date(2022, 2, 15))
    assert Event.objects.get(kind="source", verb="edited").after["published_at"] == "2022-02-15"
    with refused("required", 400, "keeps an address or a title"):
        edit_source(source, as_(annotator), revision=2, changes={"url": ""})
    with refused("bad_url", 400):
        edit_source(source, as_(annotator), revision=2, changes={"url": "javascript:1"})
    with refused("stale", 412):
        edit_source(source, as_(annotator), revision=1, changes={"title": "The count"})


def test_source_never_takes_the_address_of_another(evidence: Evidence, project: Project, annotator: User) -> None:
    other = find_or_create_source(project, as_(annotator), SourceDraft(url="https://example.org/other"))
    with refused("duplicate_source", 409, "has a source with this address already"):
        edit_source(other, as_(annotator), revision=1, changes={"url": "https://example.org/count"})
