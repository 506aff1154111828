"""Documents through the API: taken in, found again, read by engines, handed in."""

from collections.abc import Callable
from typing import Any

import pytest

from annotations.models import Document, EngineRun, Project, RunState, User
from tests.conftest import TEXT

from .conftest import Api, mark

Programs = Callable[[User], Api]
LIST = "projects/border/documents/"
FULL = {
    "title": "  A headline ",
    "text": "One.\r\nTwo.",
    "publisher": "The Example Courier",
    "authors": ["A. Writer"],
    "url": "https://example.org/a",
    "published_at": "2022-02",
    "published_basis": "stated",
    "language": "en",
    "licence": "CC BY 4.0",
    "tags": ["border"],
    "metadata": {"section": "World"},
    "reach": 3,
    "harm": 2,
}


@pytest.fixture
def titles(api: Programs, editor: User, project: Project) -> Callable[[str], list[str]]:
    """Return a function that lists the titles a query finds, among four documents."""
    program = api(editor)
    days = {"Alpha": "2022-02-15", "Beta": "2022-03", "Gamma": "2021", "Delta": None}
    for number, (title, day) in enumerate(days.items()):
        body = {"title": title, "text": f"{title} text.", "publisher": f"{title} Press", "published_at": day}
        assert program.post(LIST, {**body, "reach": number}).status_code == 201
    return lambda query: [each["title"] for each in program.get(f"{LIST}?{query}").json()["results"]]


def test_taken_in_as_it_was_sent(api: Programs, editor: User, project: Project, published: list[str]) -> None:
    answer = api(editor).post(LIST, FULL)
    found = answer.json()
    assert (answer.status_code, answer["ETag"]) == (201, '"1"')
    sent = {**FULL, "title": "A headline"}
    del sent["text"]
    assert {name: found[name] for name in sent} == sent
    assert found["published_precision"] == "month"
    assert (found["version"]["text"], found["version"]["length"]) == ("One.\nTwo.", 9)
    assert [run["state"] for run in found["runs"]] == ["queued"]


@pytest.mark.django_db(transaction=True)
def test_worker_is_told_once_the_document_stands(
    api: Programs, editor: User, project: Project, published: list[str]
) -> None:
    found = api(editor).post(LIST, FULL).json()
    assert published == [found["runs"][0]["id"]]


@pytest.mark.django_db(transaction=True)
def test_without_a_broker_saving_goes_on_and_the_run_says_that_it_waits(
    api: Programs, editor: User, project: Project, no_broker: None
) -> None:
    program = api(editor)
    found = program.post(LIST, FULL)
    assert found.status_code == 201
    run = program.get(f"runs/{found.json()['runs'][0]['id']}/").json()
    assert (run["state"], run["document"]) == ("queued", found.json()["id"])
    assert run["error"].startswith("Waiting")


def test_whole_text_comes_with_its_zones(api: Programs, viewer: User, document: Document) -> None:
    answer = api(viewer).get(f"documents/{document.pk}/")
    version = answer.json()["version"]
    assert answer["ETag"] == '"1"'
    assert (version["text"], version["length"]) == (TEXT, len(TEXT))
    first = version["zones"][0]
    assert TEXT[first["start"] : first["end"]].startswith("Northern Command")


def test_facts_change_and_the_text_stays(api: Programs, editor: User, annotator: User, document: Document) -> None:
    program, path = api(editor), f"documents/{document.pk}/"
    changes = {"title": "New", "assignee": "annotator", "due_at": "2026-12-01T12:00:00Z", "published_at": "2022"}
    found = program.patch(path, changes, 1).json()
    assert {name: found[name] for name in changes} == changes
    assert program.patch(path, {"assignee": None, "published_at": None}, 2).json()["assignee"] is None
    for wrong in ({"text": "Other."}, {"assignee": "stranger"}, {"due_at": "0001-01-01T00:00:00Z"}, {"title": " "}):
        assert program.patch(path, wrong, 3).status_code == 400


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Delta", "Gamma", "Beta", "Alpha"]),
        ("ordering=created_at", ["Alpha", "Beta", "Gamma", "Delta"]),
        ("ordering=title", ["Alpha", "Beta", "Delta", "Gamma"]),
        ("ordering=-title", ["Gamma", "Delta", "Beta", "Alpha"]),
        ("ordering=published_at", ["Delta", "Gamma", "Alpha", "Beta"]),
        ("ordering=-published_at", ["Beta", "Alpha", "Gamma", "Delta"]),
        ("ordering=-priority", ["Delta", "Gamma", "Beta", "Alpha"]),
        ("ordering=title&from=2022-01-01", ["Alpha", "Beta"]),
        ("ordering=title&from=2022-01-01&to=2022-02-28", ["Alpha"]),
        ("q=alpha", ["Alpha"]),
        ("q=beta%20press", ["Beta"]),
        ("q=gamma%20text", ["Gamma"]),
        ("publisher=Delta%20Press", ["Delta"]),
        ("state=done", []),
        ("assignee=none&ordering=title", ["Alpha", "Beta", "Delta", "Gamma"]),
        ("assignee=editor", []),
        ("label=claim", []),
    ],
)
def test_list_is_filtered_and_ordered(titles: Callable[[str], list[str]], query: str, expected: list[str]) -> None:
    assert titles(query) == expected


@pytest.mark.parametrize("ordering", ["created_at", "-created_at", "title", "-published_at", "priority", "-priority"])
def test_pages_forth_and_back_hold_each_document_once(
    titles: Callable[[str], list[str]], api: Programs, editor: User, ordering: str
) -> None:
    expected, program = titles(f"ordering={ordering}"), api(editor)
    page = program.get(f"{LIST}?ordering={ordering}&page_size=1").json()
    assert page["previous"] is None
    forth = [page["results"][0]["title"]]
    while page["next"]:
        page = program.get(page["next"]).json()
        forth.append(page["results"][0]["title"])
    back = [page["results"][0]["title"]]
    while page["previous"]:
        page = program.get(page["previous"]).json()
        back.append(page["results"][0]["title"])
    assert (forth, back) == (expected, expected[::-1])


def test_cursor_of_another_order_is_refused(titles: Callable[[str], list[str]], api: Programs, editor: User) -> None:
    program = api(editor)
    cursor = program.get(f"{LIST}?page_size=1").json()["next"].partition("cursor=")[2].partition("&")[0]
    answer = program.get(f"{LIST}?ordering=title&cursor={cursor}")
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_cursor")


def test_list_counts_spans_by_state_and_finds_labels(
    api: Programs, annotator: User, document: Document, spans_url: str
) -> None:
    program = api(annotator)
    program.post(spans_url, mark())
    row = program.get(f"{LIST}?label=figure").json()["results"][0]
    assert row["spans"] == {"suggested": 0, "draft": 1, "in_review": 0, "approved": 0}
    assert "version" not in row


def test_handed_in_drafts_wait_for_a_second_person(
    api: Programs, annotator: User, reviewer: User, document: Document, spans_url: str
) -> None:
    program = api(annotator)
    mine = program.post(spans_url, mark()).json()
    api(reviewer).post(spans_url, mark(label="claim"))
    assert program.post(f"documents/{document.pk}/submit/").json() == {"spans": 1, "verdicts": 0}
    states = {each["author"]: each["state"] for each in program.get(spans_url).json()["results"]}
    assert states == {"annotator": "in_review", "reviewer": "draft"}
    assert program.get(f"spans/{mine['id']}/").json()["revision"] == 2


def test_document_is_read_again_on_request(api: Programs, annotator: User, document: Document) -> None:
    EngineRun.objects.update(state=RunState.FAILED, error="It broke.")
    answer = api(annotator).post(f"documents/{document.pk}/preannotate/", {"engine": "rules"})
    run = answer.json()
    assert (answer.status_code, run["state"], run["error"]) == (202, "queued", "")
    assert api(annotator).get(f"runs/{run['id']}/").json()["engine"]["name"] == "rules"


def test_unknown_engine_and_unread_language_are_told(api: Programs, annotator: User, document: Document) -> None:
    program, path = api(annotator), f"documents/{document.pk}/preannotate/"
    assert program.post(path, {"engine": "oracle"}).json()["code"] == "unknown_engine"
    Document.objects.update(language="xx")
    answer = program.post(path)
    assert (answer.status_code, answer.json()["code"]) == (409, "no_engine")


def test_record_says_nothing_of_people_but_names(api: Programs, viewer: User, document: Document) -> None:
    def names(value: Any) -> set[str]:
        if isinstance(value, dict):
            return set(value) | {name for each in value.values() for name in names(each)}
        return {name for each in value for name in names(each)} if isinstance(value, list) else set()

    found = names(api(viewer).get(f"documents/{document.pk}/").json())
    assert found.isdisjoint({"email", "password", "original", "digest", "is_staff"})
