"""People at their browsers, and the things they meet on the pages: spans, a claim with a source, a verdict."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from annotations.actions.claims import claim_of_span
from annotations.actions.documents import DocumentDraft, create_document
from annotations.actions.events import Actor
from annotations.actions.evidence import EvidenceDraft, SourceDraft, add_evidence
from annotations.actions.queue import submit_document
from annotations.actions.spans import SpanDraft, create_span
from annotations.actions.verdicts import VerdictDraft, record_verdict, submit_verdict
from annotations.models import Claim, Document, EngineRun, Evidence, Origin, Project, Span, SpanState, User, Verdict
from tests.conftest import TEXT

Browse = Callable[[User], Client]
START = TEXT.index("An estimated")
END = TEXT.index(" stood near")


@pytest.fixture
def browse() -> Browse:
    """Return a function that gives somebody's signed-in browser; it checks no CSRF token, as Django's test client."""

    def build(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return build


def text_of(response: HttpResponse) -> str:
    """Return the page's HTML."""
    return response.content.decode()


def mark(document: Document, user: User, label: str = "claim", start: int = START, end: int = END) -> Span:
    """Let somebody mark a span."""
    found = Document.objects.select_related("project", "current").get(pk=document.pk)
    return create_span(found, Actor(user=user), SpanDraft(label, start, end))


def suggest(document: Document, start: int = START, end: int = END) -> Span:
    """Put a suggestion there as an engine would."""
    run = EngineRun.objects.filter(version=document.current).first()
    label = document.project.labels.get(key="figure")
    return Span.objects.create(
        version=document.current,
        label=label,
        start=start,
        end=end,
        quote=TEXT[start:end],
        origin=Origin.ENGINE,
        run=run,
        proposal=f"figure:{start}:{end}",
        state=SpanState.SUGGESTED,
        score=0.9,
    )


def more_documents(project: Project, editor: User, number: int) -> list[Document]:
    """Bring in further articles."""
    return [
        create_document(project, Actor(user=editor), DocumentDraft(title=f"Article {count}", text=f"{count} {TEXT}"))
        for count in range(number)
    ]


@pytest.fixture
def draft(document: Document, annotator: User) -> Span:
    """Return a claim span that the annotator drafted."""
    return mark(document, annotator)


@pytest.fixture
def in_review(draft: Span, document: Document, annotator: User) -> Span:
    """Return the annotator's span, handed in."""
    submit_document(document, Actor(user=annotator))
    return Span.objects.select_related("label", "version__document__project").get(pk=draft.pk)


@pytest.fixture
def claim(draft: Span, annotator: User) -> Claim:
    """Return the claim of the annotator's span."""
    return claim_of_span(draft, Actor(user=annotator))[0]


@pytest.fixture
def source(claim: Claim, annotator: User) -> Evidence:
    """Return a source that the annotator gave for the claim."""
    given = SourceDraft(url="https://example.org/briefing", title="The briefing", publisher="Northern Command")
    return add_evidence(claim, Actor(user=annotator), given, EvidenceDraft("126,000 troops", "supports"))


@pytest.fixture
def verdict(claim: Claim, source: Evidence, annotator: User) -> Verdict:
    """Return the annotator's draft of a verdict."""
    return record_verdict(claim, Actor(user=annotator), VerdictDraft("half-true", "An estimate of one side."))


def judge(claim: Claim, user: User) -> Verdict:
    """Let somebody record a verdict and hand it in."""
    by = Actor(user=user)
    return submit_verdict(record_verdict(claim, by, VerdictDraft("false", "Not so.")), by, revision=1)


@pytest.fixture
def handed_in(verdict: Verdict, document: Document, annotator: User) -> Verdict:
    """Return the verdict, handed in with everything else of its author."""
    submit_document(document, Actor(user=annotator))
    verdict.refresh_from_db()
    return verdict
