"""Suggestions in a blind project: each annotator decides on their own, and takes their own decisions back."""

import pytest

from annotations.actions import spans
from annotations.actions.bulk import move
from annotations.actions.events import Actor
from annotations.models import Document, Span, User

from .test_blind import NAME, client_of, suggestions

pytestmark = pytest.mark.django_db


def test_decision_on_a_suggestion_is_ones_own(blind: Document, first: User, second: User) -> None:
    where = f"/api/v1/documents/{blind.pk}/spans/"
    suggestion = suggestions(blind)[0]
    client = client_of(first)
    accepted = client.post(
        f"/api/v1/spans/{suggestion.pk}/accept/", {}, "application/json", headers={"If-Match": '"1"'}
    )
    assert (accepted.status_code, accepted.json()["state"], accepted.json()["author"]) == (200, "draft", NAME)
    assert accepted.json()["engine"]["name"] == "rules"
    mine = {each["id"]: each["state"] for each in client.get(where).json()["results"]}
    assert str(suggestion.pk) not in mine
    assert mine[accepted.json()["id"]] == "draft"
    theirs = {each["id"]: each["state"] for each in client_of(second).get(where).json()["results"]}
    assert theirs[str(suggestion.pk)] == "suggested"
    assert accepted.json()["id"] not in theirs


def test_decision_is_taken_back_and_made_again(blind: Document, first: User) -> None:
    suggestion = suggestions(blind)[0]
    client = client_of(first)

    def act(pk: str, verb: str, revision: int, body: dict[str, object] | None = None) -> dict[str, object]:
        response = client.post(
            f"/api/v1/spans/{pk}/{verb}/", body or {}, "application/json", headers={"If-Match": f'"{revision}"'}
        )
        assert response.status_code == 200, response.content
        found: dict[str, object] = response.json()
        return found

    accepted = act(str(suggestion.pk), "accept", 1)
    assert accepted["revision"] == 2
    back = act(str(accepted["id"]), "undo", 2)
    assert (back["id"], back["state"], back["revision"]) == (str(suggestion.pk), "suggested", 1)
    again = act(str(suggestion.pk), "undo", 1)
    assert (again["id"], again["state"]) == (accepted["id"], "draft")
    act(str(accepted["id"]), "undo", 4)
    rejected = act(str(suggestion.pk), "reject", 1)
    assert (rejected["id"], rejected["state"]) == (accepted["id"], "dismissed")
    assert act(str(rejected["id"]), "explain", 6, {"reason": "duplicate"})["reason"] == "duplicate"
    act(str(accepted["id"]), "undo", 7, {"to": 1})
    fresh_draft = act(str(suggestion.pk), "accept", 1)
    assert (fresh_draft["state"], fresh_draft["decided_by"], fresh_draft["reason"]) == ("draft", None, "")
    assert (
        client.post(
            f"/api/v1/spans/{suggestion.pk}/accept/", {}, "application/json", headers={"If-Match": '"1"'}
        ).status_code
        == 409
    )


def test_decision_walks_back_and_forth_by_revision(blind: Document, first: User) -> None:
    suggestion = suggestions(blind)[0]
    client = client_of(first)

    def walk_to(pk: object, revision: object, to: int) -> dict[str, object]:
        where, head = f"/api/v1/spans/{pk}/undo/", {"If-Match": f'"{revision}"'}
        response = client.post(where, {"to": to}, "application/json", headers=head)
        assert response.status_code == 200, response.content
        found: dict[str, object] = response.json()
        return found

    own = move("accept")(suggestion, Actor(user=first), revision=1)
    spans.edit_span(own, Actor(user=first), revision=2, changes={"start": own.start + 1})
    for _ in range(2):
        found = walk_to(own.pk, Span.objects.get(pk=own.pk).revision, 2)
        assert (found["id"], found["start"]) == (str(own.pk), suggestion.start)
        found = walk_to(own.pk, found["revision"], 1)
        assert (found["id"], found["state"], found["revision"]) == (str(suggestion.pk), "suggested", 1)
        found = walk_to(suggestion.pk, 1, 2)
        assert (found["id"], found["state"], found["start"]) == (str(own.pk), "draft", suggestion.start)
        found = walk_to(own.pk, found["revision"], 3)
        assert (found["state"], found["start"]) == ("draft", suggestion.start + 1)


def test_many_decisions_at_once_are_ones_own(blind: Document, first: User, second: User) -> None:
    found = suggestions(blind)[:3]
    client = client_of(first)

    def send(operations: list[dict[str, object]]) -> list[dict[str, object]]:
        response = client.post("/api/v1/spans/bulk/", {"operations": operations}, "application/json")
        assert response.status_code == 200, response.content
        results: list[dict[str, object]] = response.json()["results"]
        return results

    before = client_of(second).get(f"/api/v1/documents/{blind.pk}/spans/?state=all").content
    accepted = send([{"op": "accept", "id": str(span.pk), "revision": 1} for span in found])
    assert {(each["author"], each["state"]) for each in accepted} == {(NAME, "draft")}
    assert client_of(second).get(f"/api/v1/documents/{blind.pk}/spans/?state=all").content == before
    back = send([{"op": "undo", "id": each["id"], "revision": each["revision"], "to": 1} for each in accepted])
    assert [each["id"] for each in back] == [str(span.pk) for span in found]
    again = send([{"op": "undo", "id": each["id"], "revision": 1, "to": 2} for each in back])
    assert [(each["id"], each["state"]) for each in again] == [(each["id"], "draft") for each in accepted]


def test_nobody_takes_back_anothers_decision(blind: Document, first: User, second: User) -> None:
    suggestion = suggestions(blind)[0]
    move("accept")(suggestion, Actor(user=first), revision=1)
    refused = client_of(second).post(
        f"/api/v1/spans/{suggestion.pk}/undo/", {}, "application/json", headers={"If-Match": '"1"'}
    )
    assert (refused.status_code, NAME in refused.content.decode()) == (403, False)
