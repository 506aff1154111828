"""Claims, their sources and verdicts through the API."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from annotations.models import Project, User

from .conftest import Api, mark

Programs = Callable[[User], Api]
URL = "https://example.org/report"
SOURCE = {"url": URL, "title": "A report", "publisher": "The Ministry", "kind": "official_statement"}


@pytest.fixture
def claim(api: Programs, annotator: User, spans_url: str) -> dict[str, Any]:
    """Return the claim of the annotator's figure."""
    program = api(annotator)
    span = program.post(spans_url, mark()).json()
    record: dict[str, Any] = program.post(f"spans/{span['id']}/claim/").json()
    return record


@pytest.fixture
def verdict(api: Programs, annotator: User, claim: dict[str, Any]) -> dict[str, Any]:
    """Return the annotator's draft of a verdict on it."""
    body = {"rating": "half-true", "justification": "Half of it is.", "limits": "No access."}
    record: dict[str, Any] = api(annotator).post(f"claims/{claim['id']}/verdicts/", body).json()
    return record


def test_claim_without_a_document(api: Programs, annotator: User, project: Project) -> None:
    program = api(annotator)
    made = program.post("projects/border/claims/", {"normalized_text": " The force has 126,000. ", "type": "numerical"})
    assert (made.status_code, made.json()["normalized_text"], made.json()["spans"]) == (
        201,
        "The force has 126,000.",
        [],
    )
    for wrong in ({}, {"normalized_text": " "}, {"normalized_text": "x", "type": "guess"}, {"normalized_text": 3}):
        assert program.post("projects/border/claims/", wrong).status_code == 400


def test_span_of_another_document_states_a_known_claim(
    api: Programs, annotator: User, editor: User, claim: dict[str, Any], project: Project
) -> None:
    text = {"title": "Another", "text": "The force has 126,000 people."}
    document = api(editor).post("projects/border/documents/", text).json()["id"]
    program = api(annotator)
    span = program.post(f"documents/{document}/spans/", {"label": "figure", "start": 14, "end": 21}).json()
    path = f"spans/{span['id']}/claim/"
    for wrong, status in (("x", 400), (7, 400), ("01a2240a-0000-7000-8000-000000000000", 404)):
        assert program.post(path, {"claim": wrong}).status_code == status
    joined = program.post(path, {"claim": claim["id"]})
    assert (joined.status_code, joined.json()["id"]) == (200, claim["id"])
    assert [each["document"] for each in joined.json()["spans"]][-1] == document
    assert program.delete(path).status_code == 204
    assert program.get(f"spans/{span['id']}/").json()["claim"] is None


def test_claims_are_found(api: Programs, viewer: User, claim: dict[str, Any]) -> None:
    program = api(viewer)

    def found(query: str) -> list[str]:
        return [each["id"] for each in program.get(f"projects/border/claims/?{query}").json()["results"]]

    assert found("q=126,000&state=intake") == [claim["id"]]
    assert found("q=nothing") == []
    assert found("state=approved") == []
    assert program.get("projects/border/claims/?state=odd").status_code == 400


def test_claim_is_reworded_by_whoever_read_it_last(api: Programs, reviewer: User, claim: dict[str, Any]) -> None:
    program, path = api(reviewer), f"claims/{claim['id']}/"
    found = program.patch(path, {"normalized_text": "The force has 126,000 troops."}, 1)
    assert (found["ETag"], found.json()["short_text"]) == ('"2"', "The force has 126,000 troops.")
    assert program.patch(path, {"type": "event"}, 1).status_code == 412
    assert program.get(path)["ETag"] == '"2"'


def test_evidence_with_a_new_source_and_with_a_known_one(
    api: Programs, annotator: User, reviewer: User, claim: dict[str, Any]
) -> None:
    path = f"claims/{claim['id']}/evidence/"
    body = {"source": SOURCE, "passage": "126,000 in all.", "stance": "supports", "directness": "primary"}
    first = api(annotator).post(path, body)
    source = first.json()["source"]
    assert (first.status_code, first["ETag"], source["url"], first.json()["directness"]) == (201, '"1"', URL, "primary")
    second = api(reviewer).post(path, {"source": source["id"], "stance": "refutes"}).json()
    third = api(reviewer).post(path, {"source": {"url": URL}}).json()
    assert second["source"]["id"] == third["source"]["id"] == source["id"]
    found = api(annotator).get(path).json()["results"]
    assert [each["stance"] for each in found] == ["supports", "refutes", "context"]
    assert api(annotator).get(f"claims/{claim['id']}/").json()["state"] == "researching"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"source": {}},
        {"source": {"url": "javascript:alert(1)"}},
        {"source": {"title": "A", "colour": "red"}},
        {"source": {"title": "A", "published_at": "soon"}},
        {"source": {"title": "A", "published_at": 2022}},
        {"source": "not-an-id"},
        {"source": 3},
        {"source": None},
        {"source": {"title": "A"}, "stance": "maybe"},
        {"source": {"title": "A"}, "reliability": "D"},
    ],
)
def test_wrong_evidence_is_refused(api: Programs, annotator: User, claim: dict[str, Any], body: dict[str, Any]) -> None:
    assert api(annotator).post(f"claims/{claim['id']}/evidence/", body).status_code == 400


def test_source_of_another_project_is_not_there(
    api: Programs, annotator: User, stranger: User, other_project: Project, claim: dict[str, Any]
) -> None:
    foreign = api(stranger).post("projects/other/sources/", SOURCE).json()
    path = f"claims/{claim['id']}/evidence/"
    for source in (foreign["id"], str(uuid.uuid4())):
        assert api(annotator).post(path, {"source": source}).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_evidence_is_changed_and_withdrawn_by_who_added_it(
    api: Programs, annotator: User, reviewer: User, claim: dict[str, Any]
) -> None:
    made = api(annotator).post(f"claims/{claim['id']}/evidence/", {"source": SOURCE}).json()
    path = f"evidence/{made['id']}/"
    assert api(reviewer).patch(path, {"note": "Mine."}, 1).json()["code"] == "not_yours"
    assert api(annotator).patch(path, {"stance": "refutes"}, 1).json()["stance"] == "refutes"
    assert api(annotator).get(path)["ETag"] == '"2"'
    assert api(annotator).delete(path, 1).status_code == 412
    gone = api(annotator).delete(path, 2)
    assert (gone.status_code, gone["ETag"]) == (204, '"3"')
    assert api(annotator).get(path).status_code == 404
    assert api(annotator).get(f"claims/{claim['id']}/").json()["evidence"] == []


def test_sources_are_listed_found_and_corrected(api: Programs, annotator: User, project: Project) -> None:
    program = api(annotator)
    made = program.post("projects/border/sources/", {**SOURCE, "published_at": "2022-02-15"})
    again = program.post("projects/border/sources/", SOURCE)
    assert (made.status_code, again.status_code, again.json()["id"]) == (201, 200, made.json()["id"])
    for query, number in (("q=report", 1), ("q=none", 0), ("kind=official_statement", 1), ("kind=court", 0)):
        assert len(program.get(f"projects/border/sources/?{query}").json()["results"]) == number
    path = f"sources/{made.json()['id']}/"
    assert program.patch(path, {"title": "The report"}, 1).json()["title"] == "The report"
    assert program.patch(path, {"url": None, "title": ""}, 2).status_code == 400
    assert program.get(path).json()["published_at"] == "2022-02-15"


def test_verdict_goes_from_one_person_to_another(
    api: Programs, annotator: User, reviewer: User, verdict: dict[str, Any]
) -> None:
    path = f"verdicts/{verdict['id']}/"
    assert (verdict["state"], verdict["name"], verdict["number"]) == ("draft", "Half true", 1)
    sent = api(annotator).post(f"{path}submit/", If_Match='"1"')
    assert (sent.json()["state"], sent["ETag"]) == ("in_review", '"2"')
    released = api(reviewer).post(f"{path}approve/", {"note": "Agreed."}, If_Match='"2"').json()
    assert (released["state"], released["approved_by"]) == ("approved", "reviewer")
    assert api(annotator).get(path)["ETag"] == '"3"'


def test_verdict_comes_back_with_a_note(
    api: Programs, annotator: User, reviewer: User, verdict: dict[str, Any]
) -> None:
    path = f"verdicts/{verdict['id']}/"
    api(annotator).post(f"{path}submit/", If_Match='"1"')
    assert api(reviewer).post(f"{path}return/", If_Match='"2"').status_code == 400
    back = api(reviewer).post(f"{path}return/", {"note": "One more source."}, If_Match='"2"').json()
    assert (back["state"], back["note"]) == ("draft", "One more source.")


def test_new_revision_supersedes_ones_own_draft(
    api: Programs, annotator: User, claim: dict[str, Any], verdict: dict[str, Any]
) -> None:
    program, path = api(annotator), f"claims/{claim['id']}/verdicts/"
    program.post(path, {"rating": "true"})
    found = program.get(path).json()["results"]
    assert [(each["number"], each["state"]) for each in found] == [(2, "draft"), (1, "superseded")]


@pytest.mark.django_db(transaction=True)
def test_open_verdict_of_another_person_is_a_conflict(
    api: Programs, reviewer: User, claim: dict[str, Any], verdict: dict[str, Any]
) -> None:
    answer = api(reviewer).post(f"claims/{claim['id']}/verdicts/", {"rating": "true"})
    assert (answer.status_code, answer.json()["code"]) == (409, "verdict_open")


@pytest.mark.parametrize("body", [{}, {"rating": "odd"}, {"rating": 3}, {"rating": "true", "summary": "x" * 281}])
def test_wrong_verdict_is_refused(api: Programs, annotator: User, claim: dict[str, Any], body: dict[str, Any]) -> None:
    assert api(annotator).post(f"claims/{claim['id']}/verdicts/", body).status_code == 400
