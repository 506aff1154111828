"""Comments at the API's doors: threads, replies, steps, and where one was mentioned."""

from collections.abc import Callable

import pytest

from annotations.models import Comment, Document, User

from .conftest import Api, mark

Programs = Callable[[User], Api]


@pytest.fixture
def url(api: Programs, annotator: User, spans_url: str) -> str:
    """Return the address of the comments on a span of the annotator."""
    return f"spans/{api(annotator).post(spans_url, mark()).json()['id']}/comments/"


def test_thread_from_the_first_word_to_the_last(api: Programs, annotator: User, reviewer: User, url: str) -> None:
    ours, theirs = api(annotator), api(reviewer)
    made = ours.post(url, {"text": "Is it, @reviewer?"})
    assert (made.status_code, made["ETag"], made.json()["mentions"]) == (201, '"1"', ["reviewer"])
    where = f"comments/{made.json()['id']}/"
    answer = theirs.post(f"{where}replies/", {"text": "It is."})
    assert (answer.status_code, answer.json()["root"]) == (201, made.json()["id"])
    (thread,) = ours.get(url).json()["results"]
    assert [each["text"] for each in (thread, *thread["replies"])] == ["Is it, @reviewer?", "It is."]
    assert thread["subject"] == {"kind": "span", "id": url.split("/")[1]}
    assert theirs.patch(where, {"text": "Mine."}, 1).status_code == 403
    assert ours.patch(where, {"text": "Was it?"}).status_code == 428
    changed = ours.patch(where, {"text": "Was it?"}, 1)
    assert (changed.json()["text"], changed.json()["revision"], changed.json()["mentions"]) == ("Was it?", 2, [])
    assert ours.patch(where, {"text": "Is it?"}, 1).status_code == 412
    done = theirs.post(f"{where}resolve/", If_Match='"2"')
    assert (done.status_code, done.json()["resolved_by"]) == (200, "reviewer")
    assert ours.post(f"{where}replies/", {"text": "Oh."}).json()["code"] == "resolved"
    assert ours.post(f"{where}reopen/", If_Match='"3"').json()["resolved_at"] is None
    assert ours.delete(where, 4).status_code == 204
    gone = ours.get(where).json()
    assert (gone["is_removed"], gone["text"]) == (True, "")


def test_repeat_writes_once(api: Programs, annotator: User, url: str) -> None:
    first, second = (api(annotator).post(url, {"text": "Once."}, Idempotency_Key="k1") for _ in range(2))
    assert first.json() == second.json()
    assert Comment.objects.count() == 1


def test_roles(api: Programs, annotator: User, viewer: User, stranger: User, url: str) -> None:
    where = f"comments/{api(annotator).post(url, {'text': 'Is it?'}).json()['id']}/"
    assert api(viewer).get(url).status_code == api(viewer).get(where).status_code == 200
    assert api(viewer).post(url, {"text": "No."}).status_code == 403
    assert api(viewer).post(f"{where}resolve/", If_Match='"1"').status_code == 403
    for asked in (api(stranger).get(url), api(stranger).get(where), api(stranger).post(f"{where}replies/", {})):
        assert asked.status_code == 404


@pytest.mark.parametrize("body", [None, {}, {"text": ""}, {"text": 5}, {"text": "x" * 4001}, {"text": "\x07"}, []])
def test_bad_input_gets_a_clear_answer(api: Programs, annotator: User, url: str, body: object) -> None:
    answer = api(annotator).post(url, body)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_mentions_are_listed_and_read(
    api: Programs, annotator: User, reviewer: User, url: str, document: Document
) -> None:
    for number in range(3):
        api(annotator).post(url, {"text": f"@reviewer {number}"})
    theirs = api(reviewer)
    found = theirs.get("me/mentions/?unread=true").json()["results"]
    assert [each["text"] for each in found] == ["@reviewer 2", "@reviewer 1", "@reviewer 0"]
    assert (found[0]["document"], found[0]["project"]) == (str(document.pk), "border")
    assert theirs.post("me/mentions/read/", {"mentions": [found[0]["id"]]}).json() == {"read": 1, "unread": 2}
    assert theirs.post("me/mentions/read/", {"mentions": ["x"]}).status_code == 400
    assert theirs.post("me/mentions/read/", {"comments": ["x"]}).status_code == 400
    assert api(annotator).post("me/mentions/read/", {"comments": [found[1]["comment"]]}).json()["read"] == 0
    assert theirs.post("me/mentions/read/", {"comments": [found[1]["comment"]]}).json() == {"read": 1, "unread": 1}
    assert theirs.post("me/mentions/read/", {}).json() == {"read": 1, "unread": 0}
    assert theirs.get("me/mentions/?unread=true").json()["results"] == []
    assert len(theirs.get("me/mentions/").json()["results"]) == 3
