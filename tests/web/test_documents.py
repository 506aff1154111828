"""The list of documents: finding, counting, following what the engines do."""

import json
from base64 import urlsafe_b64encode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from annotations.actions.documents import DocumentDraft, create_document
from annotations.actions.events import Actor
from annotations.actions.queue import submit_document
from annotations.models import Document, EngineRun, Project, RunState, Span, User

from .conftest import Browse, mark, more_documents, suggest, text_of


def _list(project: Project, query: str = "") -> str:
    return reverse("documents", args=[project.slug]) + query


def test_empty_project_says_what_is_next(project: Project, viewer: User, editor: User, browse: Browse) -> None:
    assert "Import documents" in text_of(browse(editor).get(_list(project)))
    page = text_of(browse(viewer).get(_list(project)))
    assert "An editor of the project brings articles in" in page
    assert "Import documents" not in page


def test_row_tells_title_publisher_state_and_spans(document: Document, annotator: User, browse: Browse) -> None:
    mark(document, annotator)
    suggest(document)
    page = text_of(browse(annotator).get(_list(document.project)))
    for words in (document.title, document.publisher, "In progress", "1 suggested", "1 draft"):
        assert words in page


def test_search_reads_title_publisher_and_text(
    project: Project, editor: User, document: Document, browse: Browse
) -> None:
    more_documents(project, editor, 1)
    client = browse(editor)
    for words in ("force at", "example courier", "reservists"):
        assert document.title in text_of(client.get(_list(project), {"q": words}))
    page = text_of(client.get(_list(project), {"q": "nowhere to be found"}))
    assert "No document fits" in page
    assert document.title not in page


def test_filters_narrow_by_state_label_and_publisher(
    project: Project, editor: User, document: Document, annotator: User, browse: Browse
) -> None:
    more_documents(project, editor, 1)
    mark(document, annotator)
    client = browse(editor)
    for query in ({"state": "in_progress"}, {"label": "claim"}, {"publisher": document.publisher}):
        page = text_of(client.get(_list(project), query))
        assert document.title in page, query
        assert "Article 0" not in page, query
    assert "No document fits" in text_of(client.get(_list(project), {"label": "denial"}))


def test_unknown_state_is_said(project: Project, editor: User, browse: Browse) -> None:
    response = browse(editor).get(_list(project), {"state": "bogus"})
    assert response.status_code == 400
    assert "There is no such state" in text_of(response)


@pytest.mark.parametrize("sort", ["new", "old", "title", "published", "priority"])
def test_pages_show_each_document_once_and_lead_back(sort: str, project: Project, editor: User, browse: Browse) -> None:
    made = more_documents(project, editor, 53)
    client, seen, where = browse(editor), [], f"?sort={sort}"
    first = client.get(_list(project, where))
    response = first
    while True:
        page = response.context["page"]
        seen += [document.pk for document in page.rows]
        if not page.older:
            break
        response = client.get(_list(project, page.older))
    assert sorted(seen) == sorted(document.pk for document in made)
    back = client.get(_list(project, response.context["page"].newer))
    assert [each.pk for each in back.context["page"].rows] == [each.pk for each in first.context["page"].rows]


def _cursor(*values: object) -> str:
    return urlsafe_b64encode(json.dumps(values).encode()).decode()


ID = "01890000-0000-7000-8000-000000000000"


@pytest.mark.parametrize(
    ("sort", "cursor"),
    [
        ("new", "x"),
        ("new", "é"),
        ("new", _cursor()),
        ("new", _cursor("a")),
        ("new", _cursor(None)),
        ("new", _cursor(-1)),
        ("new", _cursor(10**30)),
        ("new", _cursor(ID, ID)),
        ("published", _cursor("soon", ID)),
        ("priority", _cursor("high", ID)),
        ("title", _cursor("a\0", ID)),
    ],
)
def test_half_an_address_is_said(sort: str, cursor: str, project: Project, editor: User, browse: Browse) -> None:
    response = browse(editor).get(_list(project), {"after": cursor, "sort": sort})
    assert response.status_code == 400
    assert "not complete" in text_of(response)


def test_ten_more_documents_cost_no_query(project: Project, editor: User, annotator: User, browse: Browse) -> None:
    client = browse(annotator)
    for document in more_documents(project, editor, 2):
        mark(document, annotator)
    client.get(_list(project))
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(_list(project))
    for document in more_documents(project, editor, 10):
        mark(document, annotator)
    with CaptureQueriesContext(connection) as many:
        client.get(_list(project))
    assert len(many) == len(few)
    assert len(few) <= 11


@pytest.mark.parametrize(
    ("state", "words"), [(RunState.QUEUED, "Waiting for a worker"), (RunState.RUNNING, "Reading…"), (RunState.DONE, "")]
)
def test_page_follows_a_run_while_it_is_under_way(
    state: str, words: str, document: Document, annotator: User, browse: Browse
) -> None:
    EngineRun.objects.update(state=state)
    page = text_of(browse(annotator).get(_list(document.project)))
    assert words in page
    assert ("data-live-pending" in page) == bool(words)
    assert ("1 document is being read" in page) == bool(words)


def test_failed_run_shows_its_error_and_runs_again(
    document: Document,
    annotator: User,
    viewer: User,
    published: list[str],
    browse: Browse,
    django_capture_on_commit_callbacks,
) -> None:
    EngineRun.objects.update(state=RunState.FAILED, error="ValueError: no end in <sight>")
    page = text_of(browse(annotator).get(_list(document.project)))
    assert "no end in &lt;sight&gt;" in page
    assert "Run again" in page
    assert "Run again" not in text_of(browse(viewer).get(_list(document.project)))
    with django_capture_on_commit_callbacks(execute=True):
        response = browse(annotator).post(reverse("document-preannotate", args=[document.pk]))
    run = EngineRun.objects.get()
    assert response.status_code == 302
    assert run.state == RunState.QUEUED
    assert published == [str(run.pk)]


def test_viewer_may_not_run_again(document: Document, viewer: User, browse: Browse) -> None:
    response = browse(viewer).post(reverse("document-preannotate", args=[document.pk]))
    assert response.status_code == 403
    assert "needs the role annotator" in text_of(response)


def test_without_a_broker_the_page_goes_on_and_the_run_says_it_waits(
    document: Document, annotator: User, no_broker: None, browse: Browse, django_capture_on_commit_callbacks
) -> None:
    client = browse(annotator)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(reverse("document-preannotate", args=[document.pk]), follow=True)
    assert response.status_code == 200
    assert "the message broker cannot be reached" in text_of(client.get(_list(document.project)))


def test_language_without_an_engine_is_said(project: Project, editor: User, annotator: User, browse: Browse) -> None:
    text = DocumentDraft(title="Інше", text="Тут інша мова.", language="xx")
    document = create_document(project, Actor(user=editor), text)
    response = browse(annotator).post(reverse("document-preannotate", args=[document.pk]), follow=True)
    assert "No engine of this site reads the language “xx”" in text_of(response)


def test_submitting_hands_the_drafts_in(document: Document, draft: Span, annotator: User, browse: Browse) -> None:
    response = browse(annotator).post(reverse("document-submit", args=[document.pk]), follow=True)
    assert "Handed in for review: 1 span, 0 verdicts" in text_of(response)
    draft.refresh_from_db()
    assert draft.state == "in_review"


def test_submitting_without_drafts_is_said(document: Document, draft: Span, annotator: User, browse: Browse) -> None:
    submit_document(document, Actor(user=annotator))
    response = browse(annotator).post(reverse("document-submit", args=[document.pk]), follow=True)
    assert "You had no drafts" in text_of(response)
    assert submit_document(document, Actor(user=annotator)) == {"spans": 0, "verdicts": 0}
