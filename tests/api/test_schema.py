"""The OpenAPI document: valid, complete, true to what is answered, and a page to try it under the site's policy."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import orjson
import pytest
import schemathesis
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.test.client import ClientHandler
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from annotations.actions import claims, evidence, imports, people, queue, relations, spans, verdicts
from annotations.actions.events import Actor
from annotations.api import schema, urls
from annotations.models import Document, Project, User

EXAMPLES = 4
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
# Addresses that are described elsewhere: the page, the document itself, and everything that is not there.
NOT_DESCRIBED = {"docs", "nothing"}


def test_document_is_valid_and_without_warnings(tmp_path: Any) -> None:
    target = tmp_path / "schema.json"
    call_command("spectacular", "--validate", "--fail-on-warn", "--format", "openapi-json", "--file", str(target))
    found = orjson.loads(target.read_bytes())
    assert found["openapi"].startswith("3.1")


def test_document_names_every_address(db: None) -> None:
    found = orjson.loads(schema.document())
    described = {re.sub(r"{\w+}", "{}", path) for path in found["paths"]}
    patterns = [each for each in urls.urlpatterns if each.name not in NOT_DESCRIBED]  # type: ignore[union-attr]
    assert len(patterns) > 45
    wanted = {"/api/v1/" + re.sub(r"<[^>]+>", "{}", str(each.pattern)) for each in patterns}
    assert described == wanted


def operations() -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in orjson.loads(schema.document())["paths"].items():
        for method, operation in methods.items():
            yield f"{method} {path}", operation


def parameters_of(operation: dict[str, Any]) -> set[str]:
    return {each["name"] for each in operation.get("parameters", [])}


def test_writes_name_their_headers() -> None:
    found = dict(operations())
    posts = {name: parameters_of(each) for name, each in found.items() if name.startswith("post")}
    assert {name for name, names in posts.items() if "Idempotency-Key" not in names} == {"post /api/v1/token/"}
    assert "If-Match" in parameters_of(found["patch /api/v1/spans/{id}/"])
    assert "If-Match" in parameters_of(found["delete /api/v1/spans/{id}/"])
    assert "If-Match" in parameters_of(found["post /api/v1/verdicts/{id}/approve/"])


def test_every_operation_tells_its_troubles_and_what_it_does() -> None:
    for name, operation in operations():
        if operation["operationId"] == "schema":
            continue
        assert operation["description"], name
        assert {"400", "401", "403", "404"} <= set(operation["responses"]), name
        assert "application/problem+json" in operation["responses"]["404"]["content"], name


def test_operations_have_names_of_their_own() -> None:
    names = [operation["operationId"] for _, operation in operations()]
    assert len(names) == len(set(names))


def test_anybody_may_read_it_and_the_page(db: None) -> None:
    answer = Client().get("/api/v1/schema/")
    assert answer["Content-Type"] == "application/vnd.oai.openapi+json"
    assert answer.json()["info"]["title"] == "Factcheck"
    page = Client().get("/api/v1/docs/")
    assert page.status_code == 200
    assert "script-src 'self'" in page["Content-Security-Policy"]
    words = page.content.decode()
    assert re.findall(r"<script(?! src=)[^>]*>|<style|\sstyle=|\son\w+=", words) == []
    script = re.findall(r'<script src="([^"]+)"', words)[-1]
    answer = Client().get(script)
    assert answer["Content-Type"].startswith("application/javascript")
    assert "/api/v1/schema/" in answer.content.decode()


@pytest.fixture
def things(project: Project, document: Document, annotator: User, editor: User) -> dict[str, Any]:
    """Return the ids of one of everything, by the word before them in a path."""
    by = Actor(user=annotator)
    span = spans.create_span(document, by, spans.SpanDraft("claim", 0, 8))
    number = spans.create_span(document, by, spans.SpanDraft("figure", 0, 4))
    draft = relations.RelationDraft("quantifies")
    relation = relations.create_relation(project, Actor(user=editor), number, span, draft)
    claim, _ = claims.claim_of_span(span, by)
    proof = evidence.add_evidence(claim, by, evidence.SourceDraft(title="A report"), evidence.EvidenceDraft())
    verdict = verdicts.record_verdict(claim, by, verdicts.VerdictDraft("true"))
    taken = queue.take_next(project, Actor(user=editor), "annotate")
    assert taken is not None
    assert document.current is not None
    transfer = imports.import_file(project, Actor(user=editor), b"A short text.", filename="a.txt")
    return {
        "documents": document.pk,
        "spans": span.pk,
        "relations": relation.pk,
        "runs": document.current.runs.get().pk,
        "claims": claim.pk,
        "evidence": proof.pk,
        "sources": proof.source_id,
        "verdicts": verdict.pk,
        "assignments": taken[0].pk,
        "imports": transfer.pk,
    }


def site(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """Serve the site in process, without ending the test's transaction after each request as a server would."""
    answer = ClientHandler(enforce_csrf_checks=True)(environ)
    start_response(f"{answer.status_code} {answer.reason_phrase}", list(answer.items()))
    return [b"".join(answer.streaming_content) if answer.streaming else answer.content]


@pytest.fixture
def send(editor: User) -> Callable[[Any], Any]:
    """Return a function that sends a made-up request as the editor, and takes back what it changed."""
    _, key = people.create_token(editor, Actor(user=editor), name="fuzz")

    def call(case: Any) -> Any:
        case.headers["Authorization"] = f"Token {key}"
        with transaction.atomic():
            answer = case.call()
            transaction.set_rollback(True)
        return answer

    return call


def fixed(path: str, things: dict[str, Any]) -> dict[str, Any]:
    """Return path parameters that lead to something that is there."""
    names = re.findall(r"{(\w+)}", path)
    word = path.removeprefix("/api/v1/").partition("/")[0]
    known = {"id": str(things.get(word, "")), "slug": "border", "key": "claim", "rating": "true", "username": "viewer"}
    return {name: known[name] for name in names}


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_nothing_that_a_program_sends_breaks_it(
    mode: GenerationMode, things: dict[str, Any], send: Callable[[Any], Any]
) -> None:
    loaded = schemathesis.openapi.from_dict(orjson.loads(schema.document()))
    loaded.app = site
    asked = 0
    for found in loaded.get_all_operations():
        operation = found.ok()
        if operation.path.endswith("/schema/"):
            continue  # takes nothing, so nothing about it can be wrong
        strategy = operation.as_strategy(generation_mode=mode, path_parameters=fixed(operation.path, things))

        @hypothesis_settings(
            max_examples=EXAMPLES,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=strategy)
        def ask(case: Any) -> None:
            nonlocal asked
            asked += 1
            case.validate_response(send(case), checks=CHECKS)

        ask()
    assert asked > 200
