"""The workbench page as the server sends it: complete without scripts, safe, and constant in its queries."""

import json
import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from annotations.actions import decisions
from annotations.actions.documents import DocumentDraft, create_document
from annotations.actions.events import Actor
from annotations.actions.spans import SpanDraft, create_span
from annotations.models import Document, EngineRun, Project, Span, User
from tests.actions.story import seen, suggest


def _open(client: Client, user: User, document: Document, query: str = "") -> str:
    client.force_login(user)
    response = client.get(f"/documents/{document.pk}/{query}")
    assert response.status_code == 200
    return response.content.decode()


def island(page: str) -> dict[str, Any]:
    """Return the data that the page carries for its scripts."""
    found = re.search(r'<script type="application/json" id="workbench-data">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return dict(json.loads(found[1]))


def _mark(document: Document, author: User, label: str, words: str) -> Span:
    text = document.current.text
    start = text.index(words)
    return create_span(document, Actor(user=author), SpanDraft(label, start, start + len(words)))


def _written(project: Project, editor: User, title: str, text: str) -> Document:
    return create_document(project, Actor(user=editor), DocumentDraft(title=title, text=text))


def test_page_holds_the_text_and_its_spans_before_any_script_runs(
    client: Client, annotator: User, document: Document
) -> None:
    span = _mark(document, annotator, "figure", "An estimated 126,000 troops")
    page = _open(client, annotator, document)
    lines = re.findall(r'data-o="(\d+)"[^>]*>(.*?)</(?:p|h2|h3)>', page)
    text = document.current.text
    assert [text[int(start) :].split("\n")[0] for start, _ in lines] == [
        unescape(re.sub(r"<[^>]+>", "", words)) for _, words in lines
    ]
    assert re.search(rf'<mark class="sp ochre a-ochre ap-heavy st en" data-s="{span.pk}"[^>]*>An estimated', page)


def test_viewer_reads_but_is_offered_nothing_to_label_with(client: Client, viewer: User, document: Document) -> None:
    page = _open(client, viewer, document)
    assert island(page)["me"] == {"username": "viewer", "role": "viewer", "may": ["read", "export"]}
    assert 'id="submit-form"' not in page
    assert 'data-command="agree"' not in page


def test_stranger_cannot_open_the_workbench(client: Client, stranger: User, document: Document) -> None:
    client.force_login(stranger)
    assert client.get(f"/documents/{document.pk}/").status_code == 404


def test_someone_not_signed_in_is_asked_to(client: Client, document: Document) -> None:
    response = client.get(f"/documents/{document.pk}/")
    assert response.status_code == 302
    assert "login" in response["Location"]


@pytest.mark.parametrize(
    "words", ["<script>alert(1)</script>", "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>"]
)
def test_markup_in_title_and_text_stays_text(client: Client, editor: User, project: Project, words: str) -> None:
    document = _written(project, editor, words, f"Before {words} & after.\n")
    _mark(document, editor, "claim", words)
    page = _open(client, editor, document)
    assert words not in page
    assert "<script>alert" not in page
    assert unescape(page).count(words) >= 2


def test_page_has_no_inline_style_or_script_and_a_policy_that_forbids_them(
    client: Client, annotator: User, document: Document
) -> None:
    _mark(document, annotator, "claim", "126,000 troops")
    client.force_login(annotator)
    response = client.get(f"/documents/{document.pk}/")
    page = response.content.decode()
    assert not re.search(r"<[^>]+\sstyle=", page)
    assert not re.search(r"<[^>]+\son\w+=", page)
    policy = response.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    for kind in re.findall(r"<script([^>]*)>", page):
        assert 'src="' in kind or 'type="application/json"' in kind or "nonce=" in kind


def test_import_map_names_every_module_and_its_nonce_is_that_of_the_policy(
    client: Client, annotator: User, document: Document
) -> None:
    client.force_login(annotator)
    response = client.get(f"/documents/{document.pk}/")
    found = re.search(r'<script type="importmap" nonce="([^"]+)">(.*?)</script>', response.content.decode())
    assert found is not None
    assert f"'nonce-{found[1]}'" in response.headers["Content-Security-Policy"]
    names = {address.rpartition("/")[2] for address in json.loads(found[2])["imports"]}
    assert {"workbench.js", "segments.js", "store.js", "evidence.js"} <= names


def test_island_gives_each_span_with_its_revision_and_no_quote_twice(
    client: Client, annotator: User, document: Document
) -> None:
    span = _mark(document, annotator, "claim", "126,000 troops")
    spans = island(_open(client, annotator, document))["spans"]
    assert isinstance(spans, dict)
    [row] = [dict(zip(spans["keys"], row, strict=True)) for row in spans["rows"]]
    assert (row["id"], row["label"], row["revision"], row["author"]) == (str(span.pk), "claim", 1, "annotator")
    assert "quote" not in row


def test_list_offers_each_person_only_what_they_may_do(
    client: Client, annotator: User, reviewer: User, document: Document
) -> None:
    span = _mark(document, annotator, "claim", "126,000 troops")
    own = _open(client, annotator, document, "?list")
    assert f"/spans/{span.pk}/decide/" in own
    assert 'value="submit"' in own
    Span.objects.filter(pk=span.pk).update(state="in_review")
    assert "A second person has to decide" in _open(client, annotator, document, "?list")
    others = _open(client, reviewer, document, "?list")
    assert 'value="approve"' in others
    assert 'value="return"' in others


def test_verdict_of_a_claim_comes_with_the_page(client: Client, annotator: User, document: Document) -> None:
    span = _mark(document, annotator, "claim", "126,000 troops")
    client.force_login(annotator)
    claim = client.post(f"/api/v1/spans/{span.pk}/claim/", {}, content_type="application/json").json()
    said = {"rating": "half-true", "justification": "Two counts differ."}
    posted = client.post(f"/api/v1/claims/{claim['id']}/verdicts/", said, content_type="application/json")
    assert posted.status_code == 201
    verdicts = island(_open(client, annotator, document))["verdicts"]
    assert isinstance(verdicts, dict)
    shown = verdicts[claim["id"]]
    assert (shown["rating"], shown["icon"], shown["state"]) == ("half-true", "mix", "draft")
    assert shown["proposed_by"] == "annotator"


def test_later_sections_of_a_long_text_come_without_marks(client: Client, editor: User, project: Project) -> None:
    text = "\n".join(f"Paragraph {number} speaks of 126,000 troops." for number in range(120))
    document = _written(project, editor, "Long", text)
    for number in (0, 60):
        _mark(document, editor, "claim", f"Paragraph {number} speaks")
    page = _open(client, editor, document)
    assert page.count("<mark") == 1
    assert page.count('class="chunk') == 4
    assert page.count("data-drawn") == 1


def test_ten_more_spans_cost_no_query(client: Client, annotator: User, document: Document) -> None:
    words = document.current.text.split("\n")[2]
    _mark(document, annotator, "claim", words[:20])
    _open(client, annotator, document)
    with CaptureQueriesContext(connection) as few:
        _open(client, annotator, document)
    for number in range(10):
        _mark(document, annotator, "figure", words[number : number + 25])
    with CaptureQueriesContext(connection) as many:
        _open(client, annotator, document)
    assert len(many) == len(few)


def test_engines_line_tells_how_many_of_its_suggestions_are_undecided(
    client: Client, annotator: User, document: Document
) -> None:
    first, second = (suggest(document, words, "claim") for words in ("126,000 troops", "The ministry"))
    EngineRun.objects.update(proposed=2)
    assert "Engine “rules”: 2 suggestions" in _open(client, annotator, document)
    assert "2 are undecided" in _open(client, annotator, document)
    decisions.accept(seen(first, annotator), Actor(user=annotator), revision=1)
    assert "1 is undecided" in _open(client, annotator, document)
    decisions.accept(seen(second, annotator), Actor(user=annotator), revision=1)
    assert "all are decided" in _open(client, annotator, document)


def test_state_is_told_alone_to_who_may_read(client: Client, viewer: User, annotator: User, document: Document) -> None:
    client.force_login(viewer)
    address = f"/documents/{document.pk}/state/"
    before = client.get(address).content.decode()
    assert "In progress" not in before
    assert "<html" not in before
    _mark(document, annotator, "figure", "An estimated 126,000 troops")
    assert "In progress" in client.get(address).content.decode()
    assert client.post(address).status_code == 405


def test_what_came_back_says_so_without_scripts(
    client: Client, annotator: User, reviewer: User, document: Document
) -> None:
    span = _mark(document, annotator, "figure", "An estimated 126,000 troops")
    decisions.submit(seen(span, annotator), Actor(user=annotator), revision=1)
    decisions.return_span(seen(span, reviewer), Actor(user=reviewer), revision=2, note="It is a claim.")
    page = _open(client, annotator, document, "?list")
    assert '<span class="state returned">Returned</span>' in page
    assert "reviewer: It is a claim." in page
    assert 'aria-description="Figure, returned"' in page
