"""The table of roles at the API's doors: each role gets what it may, a reason where it may not, a stranger nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from pytest import FixtureRequest

from annotations.actions import claims, evidence, queue, relations, spans, verdicts
from annotations.actions.events import Actor
from annotations.models import Document, Project, User

from .conftest import Api, mark

Programs = Callable[[User], Api]
ROLES = ("viewer", "annotator", "reviewer", "editor")
READS = [
    "projects/border/",
    "projects/border/labels/",
    "projects/border/ratings/",
    "projects/border/members/",
    "projects/border/guidelines/",
    "projects/border/documents/",
    "projects/border/claims/",
    "projects/border/sources/",
    "projects/border/queue/",
    "projects/border/imports/",
    "projects/border/export/",
    "projects/border/export/losses/",
    "projects/border/stats/",
    "projects/border/events/",
    "documents/{document}/",
    "documents/{document}/spans/",
    "spans/{span}/",
    "projects/border/spans/",
    "projects/border/relations/",
    "relations/{relation}/",
    "runs/{run}/",
    "claims/{claim}/",
    "claims/{claim}/evidence/",
    "claims/{claim}/verdicts/",
    "evidence/{evidence}/",
    "sources/{source}/",
    "verdicts/{verdict}/",
]
# Method, path, body, and the lowest role that may. What comes after the door (409, 400) is not asked here.
WRITES: list[tuple[str, str, Any, str]] = [
    ("POST", "documents/{document}/spans/", mark(label="denial"), "annotator"),
    ("POST", "documents/{document}/submit/", None, "annotator"),
    ("POST", "documents/{document}/nothing-here/", None, "annotator"),
    ("DELETE", "documents/{document}/nothing-here/", None, "annotator"),
    ("POST", "documents/{document}/preannotate/", None, "annotator"),
    ("PATCH", "spans/{span}/", {}, "annotator"),
    ("DELETE", "spans/{span}/", None, "annotator"),
    ("POST", "spans/{span}/accept/", None, "annotator"),
    ("POST", "spans/{span}/submit/", None, "annotator"),
    ("POST", "spans/{span}/undo/", None, "annotator"),
    ("POST", "spans/{span}/explain/", None, "annotator"),
    ("POST", "spans/{span}/claim/", None, "annotator"),
    ("DELETE", "spans/{span}/claim/", None, "annotator"),
    (
        "POST",
        "projects/border/relations/",
        {"type": "quantifies", "source": "{figure}", "target": "{span}"},
        "annotator",
    ),
    ("PATCH", "relations/{relation}/", {}, "annotator"),
    ("DELETE", "relations/{relation}/", None, "reviewer"),
    ("POST", "relations/{relation}/undo/", None, "reviewer"),
    ("POST", "projects/border/claims/", {"normalized_text": "It is."}, "annotator"),
    ("PATCH", "claims/{claim}/", {}, "annotator"),
    ("POST", "claims/{claim}/evidence/", {"source": {"title": "A"}}, "annotator"),
    ("POST", "claims/{claim}/verdicts/", {"rating": "true"}, "annotator"),
    ("PATCH", "evidence/{evidence}/", {}, "annotator"),
    ("DELETE", "evidence/{evidence}/", None, "annotator"),
    ("POST", "projects/border/sources/", {"title": "A"}, "annotator"),
    ("PATCH", "sources/{source}/", {}, "annotator"),
    ("POST", "verdicts/{verdict}/submit/", None, "annotator"),
    ("POST", "projects/border/queue/next/", {"queue": "annotate"}, "annotator"),
    ("POST", "assignments/{assignment}/renew/", None, "reviewer"),
    ("POST", "assignments/{assignment}/takeover/", {"note": "Now."}, "reviewer"),
    ("POST", "spans/{span}/reject/", {"reason": "other"}, "reviewer"),
    ("POST", "spans/{span}/approve/", None, "reviewer"),
    ("POST", "spans/{span}/return/", {"note": "Look again."}, "reviewer"),
    ("POST", "verdicts/{verdict}/withdraw/", None, "annotator"),
    ("POST", "verdicts/{verdict}/approve/", None, "reviewer"),
    ("POST", "verdicts/{verdict}/return/", {"note": "Look again."}, "reviewer"),
    ("POST", "projects/border/queue/next/", {"queue": "review"}, "reviewer"),
    ("POST", "projects/border/queue/next/", {"queue": "verdicts"}, "reviewer"),
    ("PATCH", "projects/border/", {}, "editor"),
    ("PATCH", "projects/border/guidelines/", {"guidelines": ""}, "editor"),
    ("POST", "projects/border/labels/", {"key": "rumour"}, "editor"),
    ("PATCH", "projects/border/labels/claim/", {}, "editor"),
    ("POST", "projects/border/ratings/", {"slug": "mixed"}, "editor"),
    ("PATCH", "projects/border/ratings/true/", {}, "editor"),
    ("POST", "projects/border/members/", {"username": "viewer", "role": "viewer"}, "editor"),
    ("PATCH", "projects/border/members/viewer/", {"role": "viewer"}, "editor"),
    ("DELETE", "projects/border/members/viewer/", None, "editor"),
    ("POST", "projects/border/documents/", {"title": "A", "text": "A text."}, "editor"),
    ("PATCH", "documents/{document}/", {}, "editor"),
]


@pytest.fixture
def things(project: Project, document: Document, annotator: User, reviewer: User, editor: User) -> dict[str, Any]:
    """Return the ids of one of everything, handed in by the annotator and held by the reviewer."""
    by = Actor(user=annotator)
    span = spans.create_span(document, by, spans.SpanDraft("claim", 0, 8))
    number = spans.create_span(document, by, spans.SpanDraft("figure", 0, 4))
    draft = relations.RelationDraft("quantifies")
    relation = relations.create_relation(project, Actor(user=editor), number, span, draft)
    claim, _ = claims.claim_of_span(span, by)
    proof = evidence.add_evidence(claim, by, evidence.SourceDraft(title="A report"), evidence.EvidenceDraft())
    verdict = verdicts.record_verdict(claim, by, verdicts.VerdictDraft("true"))
    queue.submit_document(document, by)
    taken = queue.take_next(project, Actor(user=reviewer), "review")
    assert taken is not None
    assert document.current is not None
    return {
        "document": document.pk,
        "span": span.pk,
        "figure": number.pk,
        "relation": relation.pk,
        "run": document.current.runs.get().pk,
        "claim": claim.pk,
        "evidence": proof.pk,
        "source": proof.source_id,
        "verdict": verdict.pk,
        "assignment": taken[0].pk,
    }


@pytest.fixture(params=ROLES)
def member(request: FixtureRequest, project: Project) -> User:
    found: User = request.getfixturevalue(request.param)
    return found


def test_every_member_reads_everything(api: Programs, member: User, things: dict[str, Any]) -> None:
    program = api(member)
    answers = {path: program.get(path.format(**things)).status_code for path in READS}
    assert answers == dict.fromkeys(READS, 200)


def attempt(program: Api, method: str, path: str, body: Any) -> HttpResponse:
    """Send a request and take back what it changed, so that the next one meets the same things."""
    with transaction.atomic():
        answer = program.send(method, path, body, If_Match="*")
        transaction.set_rollback(True)
    return answer


def filled(body: Any, things: dict[str, Any]) -> Any:
    """Put ids where a body names a thing."""
    texts = {name: value.format(**things) for name, value in (body or {}).items() if isinstance(value, str)}
    return body and {**body, **texts}


def test_role_decides_who_may_write(api: Programs, member: User, things: dict[str, Any]) -> None:
    program, wrong = api(member), []
    for method, path, body, lowest in WRITES:
        answer = attempt(program, method, path.format(**things), filled(body, things))
        problem = answer.json() if "json" in answer.get("Content-Type", "") else {}
        if ROLES.index(member.username) >= ROLES.index(lowest):
            # Past the door only the thing itself may refuse: it is somebody else's, or not in the right state.
            is_right = problem.get("code") != "forbidden" and answer.status_code not in (400, 401, 404, 500)
        else:
            told = problem["detail"].endswith(f"You are {member.username} here.")
            is_right = (answer.status_code, problem["code"], told) == (403, "forbidden", True)
        if not is_right:
            wrong.append((method, path, answer.status_code, answer.content))
    assert wrong == []


def test_stranger_finds_nothing(api: Programs, stranger: User, things: dict[str, Any]) -> None:
    program = api(stranger)
    asked = [("GET", path, None) for path in READS] + [(method, path, body) for method, path, body, _ in WRITES]
    wrong = []
    for method, path, body in asked:
        answer = program.send(method, path.format(**things), body, If_Match="*")
        if (answer.status_code, answer.json()["detail"]) != (404, "There is nothing here that you can see."):
            wrong.append((method, path, answer.status_code, answer.content))
    assert wrong == []


def test_nobody_is_asked_to_sign_in(things: dict[str, Any]) -> None:
    program = Api(Client())
    asked = [("GET", path) for path in READS] + [(method, path) for method, path, _, _ in WRITES]
    assert {program.send(method, path.format(**things), {}).status_code for method, path in asked} == {401}
