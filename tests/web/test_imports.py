"""Bringing documents in by the page: pasted, uploaded, tried only, and everything that may be wrong with a file."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import reverse
from pytest_django import Settings

from annotations.formats.native_export import Choice, stream
from annotations.models import Document, DocumentVersion, EngineRun, Project, Span, User
from tests.conftest import TEXT

from .conftest import Browse, text_of

PASTED = {"title": "Pasted", "text": TEXT, "language": "en"}


@pytest.fixture
def upload(project: Project, editor: User, browse: Browse) -> object:
    """Return a function that uploads files (name, bytes) with the form's other fields."""

    def send(*files: tuple[str, bytes], **more: str) -> HttpResponse:
        found = [SimpleUploadedFile(name, data) for name, data in files]
        return browse(editor).post(reverse("import", args=[project.slug]), {"file": found, **more})

    return send


def _paste(browse: Browse, editor: User, project: Project, **more: str) -> HttpResponse:
    return browse(editor).post(reverse("import", args=[project.slug]), {**PASTED, **more})


def test_pasted_text_is_stored_and_opened_and_read(
    project: Project, editor: User, browse: Browse, published: list[str], django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        response = _paste(browse, editor, project, published_at="2022-02", publisher="The Example Courier")
    document = Document.objects.get()
    assert response["Location"] == reverse("workbench", args=[document.pk])
    assert document.published == "2022-02"
    assert published == [str(EngineRun.objects.get().pk)]


def test_line_ends_of_a_pasted_text_become_one_kind(project: Project, editor: User, browse: Browse) -> None:
    _paste(browse, editor, project, text="One.\r\nTwo.\r\n")
    assert DocumentVersion.objects.get().text == "One.\nTwo.\n"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"text": "  \n "}, "required"),
        ({"text": "a\0b"}, "ull char"),
        ({"published_at": "2022-02-31"}, "is not a date"),
        ({"published_at": "last week"}, "Write the date as"),
        ({"url": "javascript:alert(1)"}, "valid URL"),
        ({"title": ""}, "required"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    wrong: dict[str, str], words: str, project: Project, editor: User, browse: Browse
) -> None:
    response = _paste(browse, editor, project, publisher="Kept Courier", **wrong)
    page = text_of(response)
    assert response.status_code == 400
    assert words in page
    assert "Kept Courier" in page
    assert Document.objects.count() == 0


def test_several_files_come_in_at_once_with_links(upload, project: Project) -> None:
    response = upload(("one.txt", b"First title\nWords."), ("two.jsonl", json.dumps({"text": "Second"}).encode()))
    page = text_of(response)
    assert response.status_code == 200
    for document in Document.objects.filter(project=project):
        assert reverse("workbench", args=[document.pk]) in page
    assert Document.objects.count() == 2


def test_trying_only_stores_nothing_and_says_what_would_come(upload) -> None:
    response = upload(("one.txt", b"First title\nWords."), dry_run="on")
    assert "Tried only: nothing was stored" in text_of(response)
    assert Document.objects.count() == 0
    assert EngineRun.objects.count() == 0


def test_bad_line_is_named_and_the_others_are_taken(upload) -> None:
    data = b'{"text": "Good one."}\n{"text": \n{"text": "Good two."}\n'
    page = text_of(upload(("lines.jsonl", data)))
    assert "Row 2" in page
    assert "is not JSON" in page
    assert Document.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("empty.txt", b"", "The file is empty"),
        ("nul.txt", b"a\0b", "NUL character"),
        ("latin.txt", "Zürich".encode("latin-1"), "is not UTF-8"),
        ("cut.txt", "Київ".encode()[:-1], "Was it cut off?"),
        ("cut.json", b'{"text": "half', "is not JSON"),
        ("picture.png", b"\x89PNG", "has none of the endings"),
    ],
)
def test_unusable_file_is_explained(name: str, data: bytes, words: str, upload) -> None:
    response = upload((name, data))
    assert response.status_code == 422
    assert words in text_of(response)
    assert name in text_of(response)
    assert Document.objects.count() == 0


def test_one_bad_file_does_not_keep_the_others_out(upload) -> None:
    response = upload(("empty.txt", b""), ("good.txt", b"Good title\nWords."))
    assert response.status_code == 200
    assert Document.objects.get().title == "Good title"


def test_named_encoding_is_used(upload) -> None:
    upload(("latin.txt", "Zürich\nist groß".encode("latin-1")), encoding="iso-8859-1")
    assert Document.objects.get().title == "Zürich"


def test_too_large_file_is_refused_before_it_is_read(upload, settings: Settings) -> None:
    settings.MAX_UPLOAD_BYTES = 1024 * 1024
    response = upload(("large.txt", b"x" * (1024 * 1024 + 1)))
    assert response.status_code == 422
    assert "larger than 1 MB" in text_of(response)


def test_no_file_is_said(upload) -> None:
    response = upload()
    assert response.status_code == 400
    assert "Choose one file or more" in text_of(response)


def test_own_export_comes_in_again_and_changes_nothing(upload, project: Project, draft: Span) -> None:
    data = b"".join(stream(project, Choice.of(["all"])))
    response = upload(("again.jsonl", data))
    assert response.status_code == 200
    assert Document.objects.count() == 1
    assert Span.objects.count() == 1


def test_without_a_broker_the_import_goes_on(upload, no_broker: None, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        response = upload(("one.txt", b"First title\nWords."))
    assert response.status_code == 200
    assert "broker cannot be reached" in EngineRun.objects.get().error
