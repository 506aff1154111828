"""A stranger's walk: every address of the site, asked by somebody who belongs to another project, shows nothing."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from annotations.actions import claims, comments, evidence, imports, people, queue, relations, spans, verdicts
from annotations.actions.events import Actor
from annotations.models import Document, EngineRun, Mention, Project, User

SECRET = "Zaporizhzhia-secret"
# Addresses of no project: each is asked too, and must not tell of another's.
METHODS = ("get", "post", "patch", "put", "delete")
UNSEEN = (404, 405)
# What an address needs beside the thing itself is the first path word that names it.
SKIPPED_PREFIXES = ("admin/", "static/")


@dataclass(frozen=True)
class Things:
    """One of everything in the other project."""

    project: Project
    by_word: dict[str, UUID]


@pytest.fixture
def things(project: Project, document: Document, annotator: User, reviewer: User, editor: User) -> Things:
    by, reading, editing = Actor(user=annotator), Actor(user=reviewer), Actor(user=editor)
    Document.objects.filter(pk=document.pk).update(title=SECRET)
    document = Document.objects.select_related("project", "current").get(pk=document.pk)
    span = spans.create_span(document, by, spans.SpanDraft("claim", 0, 12))
    number = spans.create_span(document, by, spans.SpanDraft("figure", 0, 8))
    relation = relations.create_relation(project, by, number, span, relations.RelationDraft("quantifies", note=SECRET))
    claim, _ = claims.claim_of_span(span, by)
    source = evidence.SourceDraft(url="https://example.org/a", title=SECRET)
    proof = evidence.add_evidence(claim, by, source, evidence.EvidenceDraft(SECRET))
    verdict = verdicts.record_verdict(claim, by, verdicts.VerdictDraft("half-true", SECRET))
    queue.submit_document(document, by)
    taken = queue.take_next(project, reading, "review")
    assert taken is not None
    comment = comments.write_comment(span, by, f"@reviewer {SECRET}")
    transfer = imports.import_file(project, editing, b'{"text": "A short one."}', filename="a.jsonl")
    token, _ = people.create_token(annotator, by, name=SECRET, project=project)
    run = EngineRun.objects.filter(version=document.current).first()
    assert run is not None
    found = {
        "documents": document.pk,
        "spans": span.pk,
        "relations": relation.pk,
        "claims": claim.pk,
        "comments": comment.pk,
        "mentions": Mention.objects.get(comment=comment).pk,
        "evidence": proof.pk,
        "sources": proof.source_id,
        "verdicts": verdict.pk,
        "assignments": taken[0].pk,
        "imports": transfer.pk,
        "tokens": token.pk,
        "runs": run.pk,
    }
    return Things(project, found)


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield every route of the site with its whole path."""
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, path)
        else:
            yield path, entry


def address(path: str, things: Things) -> str:
    """Fill a route with the other project's things."""
    parts: list[str] = []
    for part in path.split("/"):
        if not part.startswith("<"):
            parts.append(part)
        elif part.startswith("<uuid:"):
            word = next(each for each in reversed(parts) if each in things.by_word)
            parts.append(str(things.by_word[word]))
        elif part in ("<slug:slug>", "<slug:project>", "<str:slug>"):
            parts.append(things.project.slug)
        else:
            parts.append({"username": "annotator"}.get(part.strip("<>").partition(":")[2], "claim"))
    return "/" + "/".join(parts)


def asked_routes() -> list[str]:
    found = sorted({path for path, _ in routes(get_resolver())})
    return [path for path in found if not path.startswith(SKIPPED_PREFIXES)]


def test_walk_meets_both_doors() -> None:
    found = asked_routes()
    assert sum(path.startswith("api/v1/") for path in found) > 30
    assert sum(path.startswith(("projects/", "documents/")) for path in found) > 8


@pytest.mark.django_db
def test_stranger_sees_nothing_of_another_project(things: Things, stranger: User, client: Client) -> None:
    wrong = []
    for path in asked_routes():
        client.force_login(stranger)  # anew each time: the walk passes the way out, too
        where = address(path, things)
        is_of_project = "<" in path
        for method in METHODS:
            kwargs = {} if method == "get" else {"data": json.dumps({}), "content_type": "application/json"}
            response = getattr(client, method)(where, **kwargs)
            body = b"".join(response) if response.streaming else response.content
            if response.status_code == 500 or SECRET.encode() in body:
                wrong.append((method, where, response.status_code, "shows it"))
            if is_of_project and response.status_code not in UNSEEN:
                wrong.append((method, where, response.status_code, body[:80]))
    assert wrong == []


@pytest.mark.django_db
def test_nobody_is_sent_to_sign_in(things: Things, client: Client) -> None:
    wrong = []
    for path in asked_routes():
        if "<" not in path:
            continue
        response = client.get(address(path, things))
        is_refused = response.status_code in (401, 405) or (
            response.status_code == 302 and response["Location"].startswith(reverse("login"))
        )
        if not is_refused:
            wrong.append((path, response.status_code))
    assert wrong == []


@pytest.mark.django_db
def test_member_does_see_it(things: Things, annotator: User, client: Client) -> None:
    client.force_login(annotator)
    response = client.get(f"/api/v1/documents/{things.by_word['documents']}/")
    assert response.status_code == 200
    assert SECRET in response.content.decode()


@pytest.mark.django_db
def test_token_of_one_project_opens_no_other(things: Things, annotator: User, other_project: Project) -> None:
    _, key = people.create_token(annotator, Actor(user=annotator), name="narrow", project=other_project)
    program = Client(headers={"Authorization": f"Token {key}"})
    response = program.get(f"/api/v1/documents/{things.by_word['documents']}/")
    assert response.status_code == 404
