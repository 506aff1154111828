"""“Nothing here” through the API."""

from collections.abc import Callable

from annotations.models import Document, User

from .conftest import Api, mark

Programs = Callable[[User], Api]


def test_answer_is_given_listed_and_taken_back(
    api: Programs, annotator: User, viewer: User, document: Document, spans_url: str
) -> None:
    path, program = f"documents/{document.pk}/nothing-here/", api(annotator)
    said = program.post(path)
    assert (said.status_code, said.json()["author"]) == (200, "annotator")
    assert program.post(path).json() == said.json()
    assert api(viewer).get(path).json()["results"] == [said.json()]
    assert program.delete(path).status_code == 204
    assert api(viewer).get(path).json()["results"] == []
    assert (program.delete(path).status_code, program.delete(path).json()["code"]) == (409, "wrong_state")
    program.post(path)
    program.post(spans_url, mark())
    assert api(viewer).get(path).json()["results"] == []
    refused = program.post(path)
    assert (refused.status_code, refused.json()["code"]) == (409, "has_spans")
    assert "You marked 1 span here." in refused.json()["detail"]


def test_repeat_under_its_key_is_done_once(api: Programs, annotator: User, document: Document) -> None:
    path, program = f"documents/{document.pk}/nothing-here/", api(annotator)
    first = program.post(path, Idempotency_Key="one")
    again = program.post(path, Idempotency_Key="one")
    assert (again.content, again["Idempotent-Replay"]) == (first.content, "true")


def test_empty_hand_is_refused_in_words(api: Programs, annotator: User, document: Document) -> None:
    answer = api(annotator).post(f"documents/{document.pk}/submit/")
    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_marked")
    assert "choose “Nothing here” in the tools" in answer.json()["detail"]
