"""What people and files bring in is shown as text: no script runs, no address leads astray."""

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from annotations.actions.claims import claim_of_span
from annotations.actions.documents import DocumentDraft, create_document
from annotations.actions.events import Actor
from annotations.actions.evidence import EvidenceDraft, add_evidence
from annotations.actions.projects import save_label
from annotations.errors import Conflict, NotSignedIn, Throttled
from annotations.models import Document, Project, Rating, Source, Span, User
from annotations.web.errors import TroubleMiddleware

from .conftest import Browse, mark, text_of

SCRIPT = "<script>alert('x')</script>"
SAFE = "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;"


@pytest.fixture
def hostile(project: Project, editor: User, annotator: User) -> Document:
    """Return an article in which everything that can hold words holds a script."""
    by = Actor(user=annotator)
    save_label(project, Actor(user=editor), "claim", {"name": SCRIPT, "guideline": SCRIPT})
    Rating.objects.filter(project=project, slug="true").update(name=SCRIPT, definition=SCRIPT)
    Project.objects.filter(pk=project.pk).update(name=SCRIPT, guidelines=SCRIPT)
    words = DocumentDraft(title=SCRIPT, text=f"{SCRIPT} said one. " * 3, publisher=SCRIPT)
    document = create_document(project, Actor(user=editor), words)
    Document.objects.filter(pk=document.pk).update(url="javascript:alert(1)")
    span = mark(document, annotator, "claim", 0, 40)
    claim, _ = claim_of_span(span, by)
    # Past the check at the door, as an older row might be.
    source = Source.objects.create(project=project, url="javascript:alert(1)", title=SCRIPT, publisher=SCRIPT)
    add_evidence(claim, by, source, EvidenceDraft(SCRIPT, "supports", {"note": SCRIPT}))
    return document


@pytest.mark.parametrize(
    "name",
    [
        *("documents", "queue", "claims", "import", "export", "settings", "settings-labels", "settings-ratings"),
        *("settings-guidelines", "settings-members", "settings-tokens"),
    ],
)
def test_script_is_shown_as_text_on_every_page(name: str, hostile: Document, editor: User, browse: Browse) -> None:
    response = browse(editor).get(reverse(name, args=[hostile.project.slug]))
    assert response.status_code == 200
    assert "<script>alert" not in text_of(response)
    assert SAFE in text_of(response)


def test_script_is_shown_as_text_on_the_pages_of_things(hostile: Document, editor: User, browse: Browse) -> None:
    client = browse(editor)
    claim = Span.objects.get(version=hostile.current).claim
    for where in (reverse("claim", args=[claim.pk]), reverse("history", args=[hostile.pk])):
        page = text_of(client.get(where))
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page
        assert 'href="javascript' not in page


def test_form_shows_hostile_words_as_text(project: Project, editor: User, browse: Browse) -> None:
    given = {"title": SCRIPT, "text": "", "language": "en"}
    page = text_of(browse(editor).post(reverse("import", args=[project.slug]), given))
    assert "<script>alert" not in page
    assert SAFE in page


@pytest.mark.parametrize("name", ["documents", "queue", "settings-labels"])
def test_policy_allows_nothing_inline(name: str, document: Document, editor: User, browse: Browse) -> None:
    response = browse(editor).get(reverse(name, args=[document.project.slug]))
    policy = response["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "script-src 'self'" in policy
    assert " style=" not in text_of(response)
    assert response["X-Frame-Options"] == "DENY"


def test_address_that_nobody_knows_gets_a_page(db: None, client: Client) -> None:
    response = client.get("/no/such/page/")
    assert response.status_code == 404
    assert "There is nothing here that you can see" in text_of(response)


def test_error_of_ours_gets_a_page_without_its_inside(
    document: Document, annotator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("secret inside")

    monkeypatch.setattr("annotations.web.documents.queue_runs", fail)
    client = Client(raise_request_exception=False)
    client.force_login(annotator)
    response = client.post(reverse("document-preannotate", args=[document.pk]))
    assert response.status_code == 500
    assert "Something went wrong on our side" in text_of(response)
    assert "secret inside" not in text_of(response)


def test_character_that_no_database_holds_is_refused(
    project: Project, in_review: Span, reviewer: User, browse: Browse
) -> None:
    client = browse(reviewer)
    for name in ("q", "label", "publisher", "state"):
        assert client.get(reverse("documents", args=[project.slug]), {name: "a\0b"}).status_code == 400
    assert client.get(reverse("claims", args=[project.slug]), {"q": "\0"}).status_code == 400
    given = {"decision": "return", "revision": in_review.revision, "note": "a\0b"}
    assert client.post(reverse("span-decide", args=[in_review.pk]), given).status_code == 400
    in_review.refresh_from_db()
    assert in_review.state == "in_review"


def test_text_too_large_to_paste_gets_a_page(project: Project, editor: User, browse: Browse, settings: object) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    given = {"title": "Long", "text": "x" * 2000, "language": "en"}
    response = browse(editor).post(reverse("import", args=[project.slug]), given)
    assert response.status_code == 400
    assert "too large to paste" in text_of(response)
    assert Document.objects.count() == 0


def test_trouble_is_answered_by_kind(rf: RequestFactory) -> None:
    middleware = TroubleMiddleware(lambda request: None)
    request = rf.get("/projects/border/?q=1")
    assert middleware.process_exception(request, NotSignedIn())["Location"].startswith(
        "/accounts/login/?next=/projects/"
    )
    assert middleware.process_exception(request, ValueError("not ours")) is None
    assert middleware.process_exception(rf.get("/api/v1/me/"), Conflict()) is None
    request.user = User()
    assert middleware.process_exception(request, Throttled(retry_after=9))["Retry-After"] == "9"
