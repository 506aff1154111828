"""Guidelines to read, and addresses of spans, as pages without scripts."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from annotations.actions.events import Actor
from annotations.actions.projects import edit_project, save_label
from annotations.actions.spans import delete_span
from annotations.models import Document, DocumentVersion, Project, Span, User

from .conftest import mark, more_documents, text_of

Browse = Callable[[User], Client]


def test_guidelines_hold_contents_each_label_and_the_version(
    browse: Browse, project: Project, editor: User, viewer: User
) -> None:
    text = "# Ours\n\n## Figures\n\n<script>alert(1)</script>"
    project = edit_project(project, Actor(user=editor), revision=1, changes={"guidelines": text})
    save_label(project, Actor(user=editor), "denial", {"guideline": "Only what is *denied*."})
    page = text_of(browse(viewer).get("/projects/border/guidelines/"))
    assert '<h4 id="guide-2" tabindex="-1">Figures</h4>' in page
    assert '<a href="#guide-2">Figures</a>' in page
    assert 'data-label-guide="figure" data-about="guide-2"' in page
    assert "Only what is <em>denied</em>." in page
    assert "Version 2, by editor," in page
    assert "<script>alert" not in page


def test_project_without_guidelines_says_so_for_each_label(browse: Browse, project: Project, viewer: User) -> None:
    page = text_of(browse(viewer).get("/projects/border/guidelines/"))
    assert page.count("Nothing is written about this label yet.") == 5
    assert "Version" not in page


@pytest.mark.django_db
def test_guidelines_of_another_project_are_not_there(browse: Browse, project: Project, stranger: User) -> None:
    assert browse(stranger).get("/projects/border/guidelines/").status_code == 404


def _open(browse: Browse, user: User, document: Document, span: object) -> str:
    return text_of(browse(user).get(f"/documents/{document.pk}/?span={span}"))


def test_address_of_a_span_leads_to_its_row_without_scripts(browse: Browse, draft: Span, viewer: User) -> None:
    document = draft.version.document
    page = _open(browse, viewer, document, draft.pk)
    assert f'<a href="?list&amp;page=1#span-{draft.pk}">' in page
    assert f'<tr id="span-{draft.pk}">' in text_of(browse(viewer).get(f"/documents/{document.pk}/?list&page=1"))


def test_address_of_a_dismissed_span_says_so_and_leads_to_the_history(
    browse: Browse, draft: Span, annotator: User, viewer: User
) -> None:
    delete_span(draft, Actor(user=annotator), revision=draft.revision)
    page = _open(browse, viewer, draft.version.document, draft.pk)
    assert "was dismissed: “An estimated 126,000 troops”" in page
    assert f'<a href="/documents/{draft.version.document_id}/history/">Go there</a>' in page


def test_address_with_the_wrong_document_leads_to_the_right_one(
    browse: Browse, project: Project, draft: Span, editor: User, viewer: User
) -> None:
    (other,) = more_documents(project, editor, 1)
    page = _open(browse, viewer, other, draft.pk)
    assert "stands in another document, “Border force at 126,000”" in page
    assert f'href="/documents/{draft.version.document_id}/?span={draft.pk}"' in page


def test_address_of_an_earlier_version_says_which(browse: Browse, draft: Span, viewer: User) -> None:
    document = draft.version.document
    later = DocumentVersion.objects.create(
        document=document, number=2, text="Another text.", length=13, sha256="0" * 64, captured_at=draft.created_at
    )
    Document.objects.filter(pk=document.pk).update(current=later)
    assert "stands in version 1 of this text" in _open(browse, viewer, document, draft.pk)


@pytest.mark.parametrize("wanted", [UUID(int=7), "nonsense", "new-7"])
def test_address_of_nothing_says_so(browse: Browse, document: Document, viewer: User, wanted: object) -> None:
    assert "names a span that is not there" in _open(browse, viewer, document, wanted)


def test_address_of_a_strangers_span_tells_nothing_of_it(
    browse: Browse, other_project: Project, draft: Span, stranger: User
) -> None:
    (own,) = more_documents(other_project, stranger, 1)
    page = _open(browse, stranger, own, draft.pk)
    assert "names a span that is not there" in page
    assert "Border force" not in page
    assert browse(stranger).get(f"/documents/{draft.version.document_id}/?span={draft.pk}").status_code == 404


def test_address_of_a_span_costs_no_query_where_it_stands(
    client: Client, draft: Span, document: Document, annotator: User
) -> None:
    mark(document, annotator, "figure")
    client.force_login(annotator)

    def cost(query: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/documents/{document.pk}/{query}").status_code == 200
        return len(captured)

    cost("")
    assert cost(f"?span={draft.pk}") == cost("")
    assert cost(f"?span={UUID(int=7)}") == cost("") + 1
