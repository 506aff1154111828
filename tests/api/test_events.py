"""The log through the API: who did what, before and after, a page at a time."""

from collections.abc import Callable

from annotations.models import Document, Event, Project, User

from .conftest import START, Api, mark

Programs = Callable[[User], Api]
PATH = "projects/border/events/"


def test_change_is_told_with_before_and_after(
    api: Programs, annotator: User, document: Document, spans_url: str
) -> None:
    program = api(annotator)
    span = program.post(spans_url, mark()).json()
    answer = program.send(
        "PATCH", f"spans/{span['id']}/", {"start": START + 3}, If_Match='"1"', X_Request_ID="complaint-7"
    )
    assert answer["X-Request-ID"] == "complaint-7"
    event = program.get(PATH).json()["results"][0]
    assert (event["verb"], event["kind"], event["object"]) == ("edited", "span", span["id"])
    assert (event["actor"], event["engine"], event["document"]) == ("annotator", "", str(document.pk))
    assert (event["before"]["start"], event["after"]["start"]) == (START, START + 3)
    assert event["request_id"] == "complaint-7"


def test_history_of_one_document(api: Programs, annotator: User, document: Document, spans_url: str) -> None:
    program = api(annotator)
    program.post(spans_url, mark())
    found = program.get(f"{PATH}?document={document.pk}").json()["results"]
    assert found[0]["kind"] == "span"
    assert {each["kind"] for each in found[1:]} == {"document", "run"}


def test_later_ones_come_oldest_first(api: Programs, annotator: User, spans_url: str) -> None:
    program = api(annotator)
    last = program.get(PATH).json()["results"][0]["id"]
    assert program.get(f"{PATH}?after={last}").json()["results"] == []
    program.post(spans_url, mark())
    program.post(spans_url, mark(label="claim"))
    found = program.get(f"{PATH}?after={last}").json()["results"]
    assert [each["after"]["label"] for each in found] == ["figure", "claim"]


def test_pages_hold_each_event_once(api: Programs, viewer: User, document: Document) -> None:
    program = api(viewer)
    page = program.get(f"{PATH}?page_size=2").json()
    ids = [each["id"] for each in page["results"]]
    while page["next"]:
        page = program.get(page["next"]).json()
        ids += [each["id"] for each in page["results"]]
    assert ids == list(Event.objects.exclude(project=None).order_by("-id").values_list("id", flat=True))


def test_wrong_query_is_refused(
    api: Programs, annotator: User, project: Project, stranger: User, other_project: Project, document: Document
) -> None:
    for query in ("document=x", "after=-1", "after=x", "after=" + "9" * 30, "colour=red", "cursor=x"):
        assert api(annotator).get(f"{PATH}?{query}").status_code == 400
    assert api(stranger).get(f"projects/other/events/?document={document.pk}").status_code == 404


def test_server_without_streams_ends_the_browsers_tries(api: Programs, viewer: User, project: Project) -> None:
    assert api(viewer).get(PATH, Accept="text/event-stream").status_code == 204
