"""Every list costs as many queries for twenty rows as for ten."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.actions import claims, comments, evidence, imports, projects, queue, relations, spans, verdicts
from annotations.actions.documents import DocumentDraft, create_document
from annotations.actions.events import Actor
from annotations.models import Document, Project, User

from .conftest import Api

Programs = Callable[[User], Api]
LISTS = {
    "projects/": 2,
    "projects/border/documents/": 4,
    "projects/border/documents/?label=claim&q=text&ordering=-priority": 4,
    "projects/border/labels/": 3,
    "projects/border/ratings/": 3,
    "projects/border/members/": 3,
    "projects/border/claims/": 6,
    "projects/border/spans/": 3,
    "projects/border/spans/?q=some+t&label=claim&not_document={document}": 3,
    "projects/border/relations/": 3,
    "projects/border/relations/?type=quantifies&document={document}": 4,
    "projects/border/sources/": 3,
    "projects/border/queue/": 12,
    "projects/border/imports/": 3,
    "projects/border/events/": 3,
    "projects/border/stats/": 6,
    "claims/{claim}/evidence/": 3,
    "claims/{claim}/verdicts/": 3,
    "claims/{claim}/comments/": 4,
    "documents/{document}/comments/": 4,
    "me/mentions/": 2,
    "documents/{document}/": 4,
    "documents/{document}/spans/": 3,
    "documents/{document}/nothing-here/": 3,
    "documents/{document}/spans/?page_size=1000": 3,
}


def fill(project: Project, document: Document, editor: User, annotator: User, *, first: int) -> str:
    """Add ten of everything; return the id of a claim that ten sources and verdicts hang on."""
    by, author = Actor(user=editor), Actor(user=annotator)
    claim = claims.create_claim(project, by, text="The force has 126,000 troops.")
    for number in range(first, first + 10):
        more = create_document(project, by, DocumentDraft(title=f"No. {number}", text=f"Some text no. {number}."))
        spans.create_span(document, author, spans.SpanDraft("claim", number, number + 5))
        made = spans.create_span(more, author, spans.SpanDraft("claim", 0, 4))
        of = spans.create_span(more, author, spans.SpanDraft("figure", 0, 4))
        relations.create_relation(project, author, of, made, relations.RelationDraft("quantifies"))
        near = spans.create_span(document, author, spans.SpanDraft("figure", number, number + 5))
        relations.create_relation(project, author, near, made, relations.RelationDraft("quantifies"))
        own, _ = claims.claim_of_span(made, author)
        source = evidence.SourceDraft(title=f"Source {number}")
        for each in (claim, own):
            evidence.add_evidence(each, by, source, evidence.EvidenceDraft())
        verdicts.record_verdict(claim, author, verdicts.VerdictDraft("true"))
        for thing in (claim, document):
            said = comments.write_comment(thing, author, "@editor Is it?")
            comments.reply(said, by, "It is.")
        verdicts.record_verdict(own, author, verdicts.VerdictDraft("true"))
        if number % 2:
            queue.submit_document(more, author)
        projects.create_project(by, name=f"Desk {number}")
        projects.save_label(project, by, f"label-{number}", {"is_on": False})
        projects.save_rating(project, by, f"rating-{number}", {})
        projects.save_member(project, by, User.objects.create(username=f"person-{number}").username, "viewer")
        imports.import_file(project, by, b'{"title": "A", "text": "%d"}' % number, filename="a.jsonl")
    return str(claim.pk)


def cost(program: Api, path: str) -> int:
    program.get(path)  # what is kept between requests is kept now
    with CaptureQueriesContext(connection) as captured:
        assert program.get(path).status_code == 200
    return len(captured)


def test_lists_cost_the_same_for_ten_rows_and_for_twenty(
    api: Programs, project: Project, document: Document, editor: User, annotator: User
) -> None:
    program = api(editor)
    claim = fill(project, document, editor, annotator, first=10)
    paths = {path: path.format(claim=claim, document=document.pk) for path in LISTS}
    ten = {path: cost(program, filled) for path, filled in paths.items()}
    claim = fill(project, document, editor, annotator, first=20)
    paths = {path: path.format(claim=claim, document=document.pk) for path in LISTS}
    twenty = {path: cost(program, filled) for path, filled in paths.items()}
    assert ten == twenty == LISTS


@pytest.mark.parametrize(
    "path",
    ["projects/border/documents/", "projects/border/events/", "projects/border/claims/", "projects/border/relations/"],
)
def test_deep_page_costs_what_the_first_one_does(
    api: Programs, project: Project, document: Document, editor: User, annotator: User, path: str
) -> None:
    program = api(editor)
    fill(project, document, editor, annotator, first=10)
    page = program.get(f"{path}?page_size=2").json()
    for _ in range(3):
        page = program.get(page["next"]).json()
    assert cost(program, page["next"]) == cost(program, f"{path}?page_size=2")
