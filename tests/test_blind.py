"""A blind project: the second reader walks every door after the first has worked, and finds nothing changed."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from annotations.actions import claims, evidence, queue, relations, runs, spans, verdicts
from annotations.actions.bulk import move
from annotations.actions.comments import reply, write_comment
from annotations.actions.documents import DocumentDraft, create_document
from annotations.actions.events import Actor
from annotations.actions.nothing_here import say_nothing_here
from annotations.api import tail, whereabouts
from annotations.models import (
    Assignment,
    Comment,
    Document,
    EngineRun,
    Event,
    NothingHere,
    Reader,
    Relation,
    Role,
    Source,
    Span,
    User,
    Verdict,
)

from .test_strangers import Things, address, asked_routes

SECRET = "Whispered-words"
NAME = "firsthand"
READ_FIRST: dict[str, Any] = {"data": {}, "content_type": "application/json", "headers": {"If-Match": '"1"'}}
pytestmark = pytest.mark.django_db
# Who belongs to a project is no secret; what they did is.
OPEN = ("api/v1/projects/<slug:slug>/members/", "projects/<slug:slug>/settings/members/")
CHANGING = re.compile(
    rb'csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"|"last_event":\d+|"created_at":"[^"]+"|-\d{4}-\d\d-\d\d\.'
)


@pytest.fixture(autouse=True)
def own_board(monkeypatch: pytest.MonkeyPatch) -> None:
    board = whereabouts.ProcessBoard()
    monkeypatch.setattr("annotations.api.presence.board", lambda: board)


def fresh(document: Document) -> Document:
    return Document.objects.select_related("project", "current").get(pk=document.pk)


def suggestions(document: Document) -> list[Span]:
    found = Span.objects.filter(version=document.current, state="suggested")
    return list(found.select_related("version__document__project", "label", "run"))


def work(document: Document, person: User) -> Things:
    """Do one of everything that an annotator can do."""
    by = Actor(user=person)
    accepted, rejected = suggestions(document)[:2]
    taken = queue.take_next(document.project, by, "annotate")
    assert taken is not None
    say_nothing_here(document, by)  # and then there is something
    own = move("accept")(accepted, by, revision=accepted.revision)
    move("reject")(rejected, by, revision=rejected.revision, reason="other", note=SECRET)
    denial = spans.create_span(document, by, spans.SpanDraft("denial", 20, 40, attributes={"denied": SECRET}))
    claim_span = spans.create_span(document, by, spans.SpanDraft("claim", 0, 12))
    draft = relations.RelationDraft("denies", note=SECRET)
    relation = relations.create_relation(document.project, by, denial, claim_span, draft)
    claim, _ = claims.claim_of_span(denial, by)
    source = evidence.SourceDraft(url="https://example.org/whispered", title=SECRET)
    proof = evidence.add_evidence(claim, by, source, evidence.EvidenceDraft(SECRET))
    verdict = verdicts.record_verdict(claim, by, verdicts.VerdictDraft("half-true", SECRET))
    comment = write_comment(own, by, SECRET)
    for subject in (document, suggestions(document)[2], claim, verdict):
        write_comment(subject, by, f"{SECRET} for @annotator")
    client_of(person).post(
        f"/api/v1/documents/{document.pk}/presence/", {"page": SECRET, "start": 3}, content_type="application/json"
    )
    found = {
        "documents": document.pk,
        "spans": own.pk,
        "relations": relation.pk,
        "claims": claim.pk,
        "evidence": proof.pk,
        "sources": proof.source_id,
        "verdicts": verdict.pk,
        "assignments": taken[0].pk,
        "comments": comment.pk,
    }
    return Things(document.project, found)


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def walk(person: User, things: Things) -> dict[str, tuple[int, str, bytes]]:
    """Read every address of the project as this person: status, ETag and body, without what differs at each reading."""
    client, found = client_of(person), {}
    for path in asked_routes():
        words = {part for part in path.split("/") if part in things.by_word}
        if "<" not in path or path in OPEN or ("<uuid" in path and not words):
            continue
        where = address(path, things)
        for query in (
            "",
            "?download=1&states=all",
            "?states=all&with_suggestions=true",
            "?state=all",
            "?tab=review",
            "?q=a",
        ):
            response = client.get(where + query)
            body = b"".join(response) if response.streaming else response.content
            found[where + query] = (response.status_code, response.get("ETag", ""), CHANGING.sub(b"", body))
    return found


def ids_of(person: User) -> set[str]:
    """Return the ids of everything somebody made."""
    found = [*Span.objects.filter(author=person), *Relation.objects.filter(author=person)]
    found += [*Assignment.objects.filter(user=person), *Verdict.objects.filter(proposed_by=person)]
    found += [*Source.objects.filter(created_by=person)]
    found += [*NothingHere.objects.filter(author=person), *Comment.objects.filter(author=person)]
    return {str(each.pk) for each in found}


def test_second_reader_finds_every_door_as_it_was(blind: Document, first: User, second: User) -> None:
    nothing = Things(blind.project, {"documents": blind.pk})
    before = walk(second, nothing)
    assert sum(status == 200 for status, _, _ in before.values()) > 30
    things = work(blind, first)
    told = {where: body.decode() for where, (_, _, body) in walk(second, things).items()}
    secrets = {SECRET, NAME, *ids_of(first)}
    assert [
        (where, each) for where, body in told.items() for each in secrets if each in body and each not in where
    ] == []


def test_things_of_the_first_are_not_there_for_the_second(blind: Document, first: User, second: User) -> None:
    things = work(blind, first)
    client = client_of(second)
    for word, pk in things.by_word.items():
        if word != "documents":
            for method in ("get", "patch", "delete"):
                where = f"/api/v1/{word}/{pk}/"
                assert getattr(client, method)(where, content_type="application/json").status_code in (404, 405), where


def test_reviewer_sees_all(blind: Document, first: User, reviewer: User) -> None:
    things = work(blind, first)
    told = "".join(body.decode() for _, _, body in walk(reviewer, things).values())
    assert [each for each in {SECRET, NAME, *ids_of(first)} if each not in told] == []


def test_readings_open_to_each_other_once_both_are_in(blind: Document, first: User, second: User) -> None:
    things = work(blind, first)
    span = f"/api/v1/spans/{things.by_word['spans']}/"
    claim = f"/api/v1/claims/{things.by_word['claims']}/"
    queue.submit_document(fresh(blind), Actor(user=first))
    assert client_of(second).get(span).status_code == 404
    assert fresh(blind).state == "ready"
    say_nothing_here(fresh(blind), Actor(user=second))
    queue.submit_document(fresh(blind), Actor(user=second))
    assert client_of(second).get(span).status_code == 200
    body = client_of(second).get(claim).content.decode()
    assert body.count(SECRET) > 2
    assert fresh(blind).state == "in_review"
    assert NAME in client_of(second).get(f"/documents/{blind.pk}/history/").content.decode()


def test_history_names_no_words_of_a_reading_that_is_not_handed_in(
    blind: Document, first: User, second: User, reviewer: User
) -> None:
    hidden = spans.create_span(blind, Actor(user=first), spans.SpanDraft("claim", 0, 12))
    say_nothing_here(fresh(blind), Actor(user=second))
    queue.submit_document(fresh(blind), Actor(user=second))
    write_comment(hidden, Actor(user=reviewer), "Is it the same count?")
    address_of = f"/documents/{blind.pk}/history/"
    told = {each: client_of(each).get(address_of).content.decode() for each in (second, reviewer)}
    assert "began a thread of comments</p>" in told[second]
    assert "began a thread of comments <q" in told[reviewer]


def test_second_hands_in_first_and_still_sees_nothing(blind: Document, first: User, second: User) -> None:
    things = work(blind, first)
    say_nothing_here(fresh(blind), Actor(user=second))
    queue.submit_document(fresh(blind), Actor(user=second))
    assert client_of(second).get(f"/api/v1/spans/{things.by_word['spans']}/").status_code == 404


def test_same_acts_meet_no_refusal_that_tells_of_the_first(blind: Document, first: User, second: User) -> None:
    work(blind, first)
    queue.release(Assignment.objects.get(user=first), Actor(user=first))
    things = work(blind, second)
    assert things.by_word["spans"] not in {span.pk for span in Span.objects.filter(author=first)}


def test_nothing_here_is_ones_own(blind: Document, first: User, second: User, reviewer: User) -> None:
    things = Things(blind.project, {"documents": blind.pk})
    before = walk(second, things)
    answer = say_nothing_here(blind, Actor(user=first))
    after = walk(second, things)
    secrets = {NAME, str(answer.pk)}
    assert [where for where, each in after.items() if each != before[where]] == []
    assert [(where, word) for where, each in after.items() for word in secrets if word in each[2].decode()] == []
    listed = f"/api/v1/documents/{blind.pk}/nothing-here/"
    rows = reverse("documents", args=[blind.project.slug])
    assert client_of(reviewer).get(listed).json()["results"][0]["author"] == NAME
    assert NAME in client_of(reviewer).get(rows).content.decode()
    queue.submit_document(fresh(blind), Actor(user=first))
    assert client_of(second).get(listed).json()["results"] == []
    spans.create_span(fresh(blind), Actor(user=second), spans.SpanDraft("claim", 0, 12))
    queue.submit_document(fresh(blind), Actor(user=second))
    assert client_of(second).get(listed).json()["results"][0]["author"] == NAME


def test_words_open_with_the_readings(blind: Document, first: User, second: User, reviewer: User) -> None:
    suggestion, by = suggestions(blind)[0], Actor(user=first)
    begun = write_comment(suggestion, by, f"{SECRET}, @annotator?")
    reply(begun, Actor(user=reviewer), "Yes, @annotator.")
    write_comment(fresh(blind), Actor(user=reviewer), "About the whole text.")
    own = spans.create_span(fresh(blind), Actor(user=second), spans.SpanDraft("claim", 0, 12))
    write_comment(own, Actor(user=reviewer), "Why, @annotator?")

    def shown() -> list[int]:
        client = client_of(second)
        found = [client.get(f"/api/v1/{where}/comments/").json()["results"] for where in places]
        page = client.get(f"/documents/{blind.pk}/").context
        told = [len(client.get("/api/v1/me/mentions/").json()["results"]), page["mentions_unread"]]
        assert told[0] == told[1]
        assert sum(page["data"]["comments"].values()) == len(found[0]) + len(found[2])
        return [*map(len, found), told[0]]

    places = (f"spans/{suggestion.pk}", f"documents/{blind.pk}", f"spans/{own.pk}")
    assert shown() == [0, 0, 1, 1]
    taken_out = client_of(second).get(f"/projects/{blind.project.slug}/export/?download=1&states=all")
    assert SECRET.encode() not in b"".join(taken_out)  # type: ignore[arg-type]
    queue.submit_document(fresh(blind), Actor(user=second))
    assert shown() == [0, 1, 1, 1]
    say_nothing_here(fresh(blind), by)
    queue.submit_document(fresh(blind), by)
    assert shown() == [1, 1, 1, 3]
    thread = client_of(second).get(f"/api/v1/{places[0]}/comments/").json()["results"][0]
    assert (thread["author"], len(thread["replies"])) == (NAME, 1)


def test_side_by_side_shows_nothing_of_the_first(blind: Document, first: User, second: User, editor: User) -> None:
    other = create_document(
        blind.project, Actor(user=editor), DocumentDraft(title="Another", text="Border force again, at 126,000 or so.")
    )
    pages = (f"/documents/{blind.pk}/beside/", f"/documents/{blind.pk}/beside/{other.pk}/")
    before = [CHANGING.sub(b"", client_of(second).get(where).content) for where in pages]
    by = Actor(user=first)
    here = spans.create_span(fresh(blind), by, spans.SpanDraft("claim", 0, 12))
    there = spans.create_span(fresh(other), by, spans.SpanDraft("claim", 0, 12))
    claim, _ = claims.claim_of_span(here, by)
    Span.objects.filter(pk=there.pk).update(claim=claim)
    verdicts.record_verdict(claim, by, verdicts.VerdictDraft("half-true", SECRET))
    assert [CHANGING.sub(b"", client_of(second).get(where).content) for where in pages] == before
    assert client_of(first).get(pages[1]).content.count(b"data-common") >= 2


def test_another_run_of_the_engine_tells_nothing(blind: Document, first: User, second: User) -> None:
    work(blind, first)
    run = EngineRun.objects.get(version=blind.current)
    counted = run.proposed
    EngineRun.objects.filter(pk=run.pk).update(state="queued")
    claimed = runs.claim_run(run.pk)
    assert claimed is not None
    assert runs.perform_run(claimed).proposed == counted


@pytest.mark.django_db(transaction=True)
def test_stream_tells_the_second_of_their_own_work_only(blind: Document, first: User, second: User) -> None:
    began = Event.objects.order_by("-id").values_list("id", flat=True)[0]
    work(blind, first)
    listener = tail.Listener(blind.project_id, Reader(second, "blind", Role.ANNOTATOR))
    assert tail.missed(listener, began) == []
    ids = list(Event.objects.filter(id__gt=began).values_list("id", flat=True))
    assert tail.shown_to([listener], ids) == {listener: set()}
    span = spans.create_span(fresh(blind), Actor(user=second), spans.SpanDraft("claim", 0, 12))
    assert [row[3] for row in tail.missed(listener, began)] == [span.pk]


def test_shared_project_hides_nothing(document: Document, first: User, second: User) -> None:
    span = spans.create_span(fresh(document), Actor(user=first), spans.SpanDraft("claim", 0, 12))
    assert client_of(second).get(f"/api/v1/spans/{span.pk}/").status_code == 200
