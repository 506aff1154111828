"""How the tests of the core tell their stories: what somebody does, in few words, and what must not have changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from annotations import access
from annotations.access import Do
from annotations.actions import decisions, spans
from annotations.actions import undo as taking_back
from annotations.actions.documents import DocumentDraft, create_document
from annotations.actions.events import Actor
from annotations.actions.spans import SpanDraft, create_span
from annotations.engines import DocumentContext, Suggestion
from annotations.errors import FactcheckError
from annotations.models import (
    Claim,
    Document,
    EngineRun,
    Evidence,
    Origin,
    Project,
    RunState,
    Span,
    SpanState,
    User,
    Verdict,
)

UNREAD = "eo"  # a language that no engine here reads
TEXT = "An estimated 126,000 troops stood near the border. The ministry denied it. “None crossed,” he said 🛰 twice.\n"

Facts = dict[str, list[dict[str, Any]]]


def as_(user: User) -> Actor:
    return Actor(user=user, request_id="told-by-a-test")


def receive(project: Project, user: User, text: str = TEXT, **more: Any) -> Document:
    """Take in a document that no engine reads, so that it is ready at once."""
    draft = DocumentDraft(**{"title": "Border force", "text": text, "language": UNREAD, **more})
    return create_document(project, as_(user), draft)


def opened(document: Document, user: User) -> Document:
    """Return the document as a door hands it to somebody."""
    return access.get_document(user, document.pk, to=Do.READ)


def seen(span: Span, user: User) -> Span:
    """Return the span as a door hands it to somebody."""
    return access.get_span(user, span.pk, to=Do.READ)


def held(verdict: Verdict, user: User) -> Verdict:
    """Return the verdict as a door hands it to somebody."""
    return access.get_verdict(user, verdict.pk, to=Do.READ)


def known(claim: Claim, user: User) -> Claim:
    return access.get_claim(user, claim.pk, to=Do.READ)


def cited(evidence: Evidence, user: User) -> Evidence:
    return access.get_evidence(user, evidence.pk, to=Do.READ)


def place(document: Document, words: str) -> tuple[int, int]:
    text = Document.objects.with_text().values_list("text", flat=True).get(pk=document.pk)
    start = text.index(words)
    return start, start + len(words)


def mark(
    document: Document, user: User, words: str = "126,000 troops", label: str = "figure", **attributes: Any
) -> Span:
    """Let somebody label the first appearance of some words."""
    start, end = place(document, words)
    draft = SpanDraft(label, start, end, quote=words, attributes=attributes)
    return seen(create_span(opened(document, user), as_(user), draft), user)


def suggest(document: Document, words: str = "126,000 troops", label: str = "figure", **attributes: Any) -> Span:
    """Lay a suggestion of an engine on a document, as a finished run leaves it."""
    run, _ = EngineRun.objects.get_or_create(
        version=document.current, engine="rules", engine_version="1", defaults={"state": RunState.DONE}
    )
    start, end = place(document, words)
    return Span.objects.create(
        version=document.current,
        label=document.project.labels.get(key=label),
        start=start,
        end=end,
        quote=words,
        attributes=attributes,
        origin=Origin.ENGINE,
        run=run,
        proposal=f"{label}:{start}:{end}",
        score=0.9,
        state=SpanState.SUGGESTED,
    )


def submit(span: Span, user: User) -> Span:
    found = seen(span, user)
    return decisions.submit(found, as_(user), revision=found.revision)


def approve(span: Span, user: User) -> Span:
    found = seen(span, user)
    return decisions.approve(found, as_(user), revision=found.revision)


def undo(span: Span, user: User) -> Span:
    found = seen(span, user)
    return taking_back.undo(found, as_(user), revision=found.revision)


def edit(span: Span, user: User, **changes: Any) -> Span:
    found = seen(span, user)
    return spans.edit_span(found, as_(user), revision=found.revision, changes=changes)


def suggestion(text: str, words: str, label: str = "figure", **attributes: Any) -> Suggestion:
    start = text.index(words)
    return Suggestion(start, start + len(words), label, words, 0.9, attributes)


class Proposer:
    """An engine that proposes what the test tells it to."""

    name = "proposer"
    labels = frozenset({"figure", "speaker", "claim"})
    languages = frozenset({"en"})

    def __init__(self, found: list[Suggestion], version: str = "1") -> None:
        self.found, self.version = found, version
        self.seen: list[DocumentContext] = []

    def annotate(self, text: str, context: DocumentContext) -> list[Suggestion]:
        self.seen.append(context)
        return self.found


def facts() -> Facts:
    """Return everything the database holds, table by table."""
    models = apps.get_app_config("annotations").get_models()
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def counts() -> dict[str, int]:
    return {name: len(rows) for name, rows in facts().items()}


@contextmanager
def refused(code: str, status: int, *words: str) -> Iterator[None]:
    """Expect a refusal with this code and these words in its sentence, and nothing changed."""
    before = facts()
    with pytest.raises(FactcheckError) as told, transaction.atomic():
        yield
    error = told.value
    assert (error.code, error.status) == (code, status), error.detail
    assert error.detail.endswith((".", "?")), f"not a sentence: {error.detail}"
    for each in words:
        assert each in error.detail
    assert facts() == before


@contextmanager
def at_most(number: int) -> Iterator[None]:
    """Count the statements, without savepoints, which only the tests' own transaction brings."""
    with CaptureQueriesContext(
        connection,
    ) as captured:
        yield
    found = [each["sql"] for each in captured if "SAVEPOINT" not in each["sql"]]
    assert len(found) <= number, "\n".join(found)
