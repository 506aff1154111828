"""Claims that come with a file: one claim stays one, and what was decided elsewhere is a draft here."""

import json
from typing import Any
from uuid import uuid4

from annotations.actions.imports import import_file
from annotations.models import Claim, Evidence, Project, Source, Span, Transfer, User, Verdict

from .story import UNREAD, as_, counts

BODY = "126,000 troops stood there."


def _row(number: int, claim: dict[str, Any]) -> dict[str, Any]:
    return {
        "schema": "factcheck/1",
        "offset_unit": "codepoint",
        "document": {"id": str(uuid4()), "title": f"Article {number}", "language": UNREAD},
        "version": {"text": BODY},
        "spans": [
            {
                "id": str(uuid4()),
                "label": "figure",
                "start": 0,
                "end": 7,
                "quote": "126,000",
                "claim": claim["id"],
            }
        ],
        "claims": [claim],
    }


def _claim(**changes: Any) -> dict[str, Any]:
    verdict = {
        "number": 2,
        "rating": "half-true",
        "justification": "Counted twice.",
        "summary": "Half of it.",
        "limits": "No count of ours.",
        "state": "approved",
        "proposed_by": "olena",
        "approved_by": "petro",
    }
    evidence = {
        "stance": "refutes",
        "passage": "80,000",
        "directness": "primary",
        "reliability": "B",
        "reliability_reason": "Official.",
        "origin_group": "ministry",
        "source": {
            "url": "https://example.org/count",
            "title": "The count",
            "kind": "statistics",
            "published_at": "2022-02-15",
        },
    }
    usual = {
        "id": str(uuid4()),
        "normalized_text": "126,000 troops were there.",
        "type": "numerical",
        "language": "uk",
        "evidence": [evidence],
        "verdicts": [verdict, {"number": 1, "rating": "true", "state": "superseded"}],
    }
    return {**usual, **changes}


def _import(project: Project, user: User, rows: list[dict[str, Any]]) -> Transfer:
    data = "\n".join(json.dumps(row) for row in rows).encode()
    return import_file(project, as_(user), data, filename="a.jsonl")


def test_claim_comes_with_its_words_sources_and_verdict(project: Project, editor: User) -> None:
    told = _claim()
    transfer = _import(project, editor, [_row(1, told)])
    assert transfer.errors == []
    claim = Claim.objects.get()
    assert (str(claim.pk), claim.normalized_text, claim.type, claim.language, claim.created_by) == (
        *(told["id"], "126,000 troops were there.", "numerical", "uk", editor),
    )
    evidence = Evidence.objects.get()
    assert (evidence.stance, evidence.passage, evidence.origin_group, evidence.reliability_reason) == (
        *("refutes", "80,000", "ministry", "Official."),
    )
    source = Source.objects.get()
    assert (source.url, source.kind, str(source.published_at)) == (
        "https://example.org/count",
        "statistics",
        "2022-02-15",
    )
    verdict = Verdict.objects.get()
    assert (verdict.rating.slug, verdict.justification, verdict.summary) == (
        "half-true",
        "Counted twice.",
        "Half of it.",
    )
    assert verdict.limits == "No count of ours.\nImported: proposed by olena, approved by petro."
    assert Span.objects.get().claim_id == claim.pk


def test_verdict_approved_elsewhere_is_a_draft_here(project: Project, editor: User) -> None:
    transfer = _import(project, editor, [_row(1, _claim())])
    verdict = Verdict.objects.get()
    assert (verdict.state, verdict.approved_by, verdict.proposed_by, verdict.number) == ("draft", None, editor, 1)
    assert (transfer.counts["verdicts_created"], transfer.counts["verdicts_skipped"]) == (1, 1)
    assert [each for each in transfer.losses if "of a claim's verdicts the newest comes in" in each]


def test_claim_of_two_articles_stays_one(project: Project, editor: User) -> None:
    told = _claim()
    transfer = _import(project, editor, [_row(1, told), _row(2, told)])
    assert (transfer.counts["claims_created"], Claim.objects.count()) == (1, 1)
    assert set(Span.objects.values_list("claim_id", flat=True)) == {Claim.objects.get().pk}


def test_claim_whose_id_is_taken_elsewhere_or_is_none_stays_one_too(
    project: Project, editor: User, other_project: Project, stranger: User
) -> None:
    told = _claim()
    _import(project, editor, [_row(1, told)])
    for at, claim in ((2, told), (4, _claim(id="claim-7", normalized_text="Another."))):
        _import(other_project, stranger, [_row(at, claim), _row(at + 1, claim)])
    assert Claim.objects.filter(project=other_project).count() == 2
    assert Claim.objects.get(project=project).spans.count() == 1
    assert [each.spans.count() for each in Claim.objects.filter(project=other_project)] == [2, 2]


def test_claim_of_a_row_that_failed_is_made_with_the_next(project: Project, editor: User) -> None:
    told = _claim(id="claim-7")
    bad = _claim(id="claim-7")
    bad["evidence"][0]["source"]["url"] = "javascript:alert(1)"
    transfer = _import(project, editor, [_row(1, bad), _row(2, told)])
    assert [(each["row"], each["code"]) for each in transfer.errors] == [(1, "bad_url")]
    assert Claim.objects.get().spans.count() == 1


def test_second_import_of_claims_changes_nothing(project: Project, editor: User) -> None:
    told = _claim()
    rows = [_row(1, told), _row(2, told)]
    _import(project, editor, rows)
    before = counts()
    transfer = _import(project, editor, rows)
    assert transfer.counts["claims_unchanged"] == 2
    changed = {name for name, number in counts().items() if number != before[name]}
    assert changed == {"Transfer", "Event"}


def test_claim_that_no_span_points_at_stays_outside_and_that_is_said(project: Project, editor: User) -> None:
    row = _row(1, _claim())
    row["spans"][0]["claim"] = None
    transfer = _import(project, editor, [row])
    assert (transfer.counts["claims_skipped"], Claim.objects.count()) == (1, 0)
    assert "claims that no span of the file points at are not taken in" in transfer.losses


def test_rating_that_this_desk_does_not_know_is_left_out_and_that_is_said(project: Project, editor: User) -> None:
    verdict = {"number": 1, "rating": "pants-on-fire", "state": "approved"}
    transfer = _import(project, editor, [_row(1, _claim(verdicts=[verdict]))])
    assert (Verdict.objects.count(), Claim.objects.count(), transfer.counts["verdicts_skipped"]) == (0, 1, 1)
