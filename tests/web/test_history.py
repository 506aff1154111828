"""A document's history: who did what, when, to which words, and what was before."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from annotations.actions.comments import write_comment
from annotations.actions.decisions import approve, explain, reject, return_span
from annotations.actions.events import Actor
from annotations.actions.queue import submit_document, take_next
from annotations.actions.spans import edit_span
from annotations.models import Document, Queue, Span, User, Verdict

from .conftest import Browse, mark, suggest, text_of


def _history(document: Document) -> str:
    return reverse("history", args=[document.pk])


def _standing(span: Span) -> Span:
    return Span.objects.select_related("label", "version__document__project", "author").get(pk=span.pk)


def test_history_tells_each_step_with_before_and_after(
    document: Document, draft: Span, annotator: User, reviewer: User, viewer: User, browse: Browse
) -> None:
    edit_span(_standing(draft), Actor(user=annotator), revision=1, changes={"label": "denial"})
    submit_document(document, Actor(user=annotator))
    approve(_standing(draft), Actor(user=reviewer), revision=3)
    page = text_of(browse(viewer).get(_history(document)))
    for words in ("approved a span", "handed in a span", "changed a span", "marked a span", "brought this document in"):
        assert words in page
    assert page.index("approved a span") < page.index("marked a span")
    assert "<del>Claim</del>" in page
    assert "<ins>Denial</ins>" in page
    assert draft.quote in page


def test_spans_with_the_same_words_are_told_apart_by_their_labels(
    document: Document, annotator: User, reviewer: User, viewer: User, browse: Browse
) -> None:
    claim, denial = mark(document, annotator), mark(document, annotator, "denial")
    submit_document(document, Actor(user=annotator))
    approve(_standing(claim), Actor(user=reviewer), revision=2)
    return_span(_standing(denial), Actor(user=reviewer), revision=2, note="It denies nothing.")
    page = text_of(browse(viewer).get(_history(document)))
    told = re.findall(r"</b> (\w+) a span <q[^>]*>([^<]*)</q> <span class=\"lb .*?</span>(\w+)</span>", page)
    assert told[:2] == [("returned", denial.quote, "Denial"), ("approved", claim.quote, "Claim")]


@pytest.mark.parametrize("later", [0, 60], ids=["on one page", "on an older page"])
def test_past_event_shows_the_label_that_the_span_had_then(
    document: Document, annotator: User, reviewer: User, viewer: User, browse: Browse, later: int
) -> None:
    span = mark(document, annotator)
    submit_document(document, Actor(user=annotator))
    return_span(_standing(span), Actor(user=reviewer), revision=2, note="It is a denial.")
    edit_span(_standing(span), Actor(user=annotator), revision=3, changes={"label": "denial"})
    for start in range(later):
        mark(document, annotator, "figure", start, start + 9)
    client = browse(viewer)
    shown = client.get(_history(document))
    if later:
        shown = client.get(_history(document) + shown.context["page"].older)
    told = re.findall(r"</b> (\w+) a span <q[^>]*>[^<]*</q> <span class=\"lb .*?</span>(\w+)</span>", text_of(shown))
    assert ("returned", "Claim") in told
    assert ("marked", "Claim") in told


def test_thread_about_a_span_names_its_words(
    document: Document, draft: Span, annotator: User, viewer: User, browse: Browse
) -> None:
    write_comment(_standing(draft), Actor(user=annotator), "Is it the same count?")
    page = text_of(browse(viewer).get(_history(document)))
    assert f'began a thread of comments <q class="read">{draft.quote}</q>' in page


def test_one_goes_back_to_the_article(document: Document, viewer: User, browse: Browse) -> None:
    page = text_of(browse(viewer).get(_history(document)))
    assert f'<a class="btn" href="{reverse("workbench", args=[document.pk])}">Back to the article</a>' in page


def test_verdicts_and_sources_are_told(document: Document, handed_in: Verdict, viewer: User, browse: Browse) -> None:
    page = text_of(browse(viewer).get(_history(document)))
    for words in ("recorded a verdict", "added a source", "made a claim", "handed in a verdict", "Half true"):
        assert words in page


def test_many_of_the_same_are_told_once_and_each_on_demand(
    document: Document, annotator: User, viewer: User, browse: Browse
) -> None:
    for start in range(0, 40, 10):
        mark(document, annotator, "claim", start, start + 8)
    page = text_of(browse(viewer).get(_history(document)))
    assert "× 4" in page
    assert page.count("marked a span") == 1
    assert "Show each" in page


def test_history_has_pages(document: Document, annotator: User, viewer: User, browse: Browse) -> None:
    for start in range(60):
        mark(document, annotator, "claim", start, start + 9)
    client = browse(viewer)
    first = client.get(_history(document))
    assert "Next page" in text_of(first)
    second = client.get(_history(document) + first.context["page"].older)
    assert "brought this document in" in text_of(second)
    assert "Previous page" in text_of(second)


def test_ten_more_events_cost_no_query(document: Document, annotator: User, viewer: User, browse: Browse) -> None:
    client = browse(viewer)
    mark(document, annotator, "claim", 0, 8)
    client.get(_history(document))
    write_comment(_standing(mark(document, annotator, "denial", 0, 8)), Actor(user=annotator), "Why?")
    with CaptureQueriesContext(connection) as few:
        client.get(_history(document))
    for start in range(10):
        write_comment(
            _standing(mark(document, annotator, "figure", start, start + 9)), Actor(user=annotator), "The same?"
        )
    with CaptureQueriesContext(connection) as many:
        client.get(_history(document))
    assert len(many) == len(few)


def test_why_a_document_was_taken_is_told_in_the_readers_language(
    document: Document, annotator: User, viewer: User, browse: Browse
) -> None:
    take_next(document.project, Actor(user=annotator), Queue.ANNOTATE)
    address = _history(document)
    assert re.search("<ins>Priority \\d of 9</ins>", text_of(browse(viewer).get(address)))
    ukrainian = text_of(browse(viewer).get(address, HTTP_ACCEPT_LANGUAGE="uk"))
    assert re.search("<dt>черга</dt><dd><ins>розмітка</ins>", ukrainian)
    assert re.search("<ins>Пріоритет \\d із 9</ins>", ukrainian)


def test_reason_given_after_a_rejection_stands_with_it(
    document: Document, annotator: User, viewer: User, browse: Browse
) -> None:
    suggestion = suggest(document)
    reject(_standing(suggestion), Actor(user=annotator), revision=1)
    explain(_standing(suggestion), Actor(user=annotator), revision=2, reason="duplicate")
    page = text_of(browse(viewer).get(_history(document)))
    assert page.count("rejected a span") == 1
    assert "said why" not in page
    assert page.index("rejected a span") < page.lower().index("duplicate")
