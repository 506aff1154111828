"""The operators' commands: what they do, what they say, and that they fail with one line."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError
from django.test import Client

from annotations.actions.events import Actor
from annotations.actions.runs import claim_run, fail_run
from annotations.actions.spans import SpanDraft, create_span
from annotations.models import Document, EngineRun, Membership, Project, RunState, Span, User
from tests.conftest import TEXT

from .conftest import Run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with one article and what is known about it."""
    (tmp_path / "one.txt").write_text("Heading\r\nBody of the article.\n", encoding="utf-8", newline="")
    about = {
        "title": "One",
        "publisher": "The Example Courier",
        "published_at": "2022-02",
        "published_precision": "month",
        "note": "kept",
    }
    (tmp_path / "one.json").write_text(json.dumps(about), encoding="utf-8")
    return tmp_path


def test_articles_are_loaded_once_with_what_is_known(
    run: Run, folder: Path, project: Project, published: list[str], django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        said = run("load_seeds", str(folder), project=project.slug)
    document = Document.objects.get()
    assert "1 articles stored, 0 here already." in said
    assert (document.title, document.published, document.metadata) == ("One", "2022-02", {"note": "kept"})
    assert published == [str(EngineRun.objects.get().pk)]
    assert "0 articles stored, 1 here already." in run("load_seeds", str(folder), project=project.slug)
    assert Document.objects.count() == 1


def test_sample_articles_of_the_project_are_the_default(run: Run, project: Project) -> None:
    assert "5 articles stored" in run("load_seeds", project=project.slug)
    assert Document.objects.filter(project=project).count() == 5


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("bad.txt", "Zürich".encode("latin-1"), "is not UTF-8 at byte 1"),
        ("nul.txt", b"a\0b", "NUL character"),
        ("one.json", b"{half", "is not JSON"),
        ("one.json", b"[1]", "one JSON object"),
    ],
)
def test_bad_seed_ends_with_its_name_and_reason(
    name: str, data: bytes, words: str, run: Run, folder: Path, project: Project
) -> None:
    (folder / name).write_bytes(data)
    with pytest.raises(CommandError, match=words) as caught:
        run("load_seeds", str(folder), project=project.slug)
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


def test_empty_folder_and_unknown_project_are_said(run: Run, tmp_path: Path, project: Project) -> None:
    with pytest.raises(CommandError, match=r"There is no NAME\.txt"):
        run("load_seeds", str(tmp_path), project=project.slug)
    with pytest.raises(CommandError, match=r"There is no project 'nope'\. Projects here: border"):
        run("load_seeds", str(tmp_path), project="nope")


def test_project_is_made_with_an_editor(run: Run, annotator: User) -> None:
    assert run("create_project", "New desk", editor="annotator") == "new-desk\n"
    assert Membership.objects.get(project__slug="new-desk").role == "editor"
    with pytest.raises(CommandError, match="is taken"):
        run("create_project", "New desk")
    with pytest.raises(CommandError, match="no account 'nobody'"):
        run("create_project", "Other", editor="nobody")


def test_token_of_the_command_opens_the_api(run: Run, project: Project, annotator: User) -> None:
    key = run("create_token", "annotator", project=project.slug, days=1).strip()
    assert Client(headers={"Authorization": f"Token {key}"}).get("/api/v1/me/").status_code == 200
    with pytest.raises(CommandError, match="no account"):
        run("create_token", "nobody")
    with pytest.raises(CommandError, match="nothing here"):
        run("create_token", "annotator", project="nope")
    with pytest.raises(CommandError, match="passed"):
        run("create_token", "annotator", days=0)


def test_files_are_brought_in_by_the_first_editor(run: Run, project: Project, editor: User, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Title\nWords.", encoding="utf-8")
    said = run("import_documents", str(tmp_path / "a.txt"), project=project.slug)
    assert "1 documents created" in said
    assert Document.objects.get().created_by == editor


def test_trying_only_stores_nothing(run: Run, project: Project, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Title\nWords.", encoding="utf-8")
    assert "(tried only)" in run("import_documents", str(tmp_path / "a.txt"), project=project.slug, dry_run=True)
    assert Document.objects.count() == 0


def test_bad_rows_are_named_and_the_command_fails(
    run: Run, project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "Good."}\n{"text": \n', encoding="utf-8")
    with pytest.raises(CommandError, match="2 rows or files could not be used"):
        run("import_documents", str(tmp_path / "a.jsonl"), str(tmp_path / "missing.txt"), project=project.slug)
    told = capsys.readouterr().err
    assert "a.jsonl:2:" in told
    assert "missing.txt: cannot be read" in told
    assert Document.objects.count() == 1


def test_export_goes_to_a_file_or_a_pipe(
    run: Run, document: Document, annotator: User, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    start = TEXT.index("126,000 troops")
    create_span(document, Actor(user=annotator), SpanDraft("figure", start, start + 14))
    where = tmp_path / "out.jsonl"
    run("export_spans", project="border", output=str(where), states="draft,in_review")
    line = json.loads(where.read_text(encoding="utf-8"))
    assert [span["quote"] for span in line["spans"]] == ["126,000 troops"]
    run("export_spans", project="border", states="all", format="json")
    assert len(json.loads(capfdbinary.readouterr().out)[0]["spans"]) == Span.objects.count()


def test_export_fails_with_one_line(run: Run, project: Project, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is none of"):
        run("export_spans", project="border", states="bogus")
    with pytest.raises(CommandError, match="cannot be written"):
        run("export_spans", project="border", output=str(tmp_path))


def test_documents_are_queued_and_waited_for(run: Run, document: Document) -> None:
    EngineRun.objects.update(state=RunState.DONE)
    assert "1 runs queued for 1 documents." in run("preannotate", project="border")
    assert EngineRun.objects.get().state == RunState.QUEUED
    with pytest.raises(CommandError, match="Does a worker run"):
        run("preannotate", project="border", wait=True, timeout=0)


def test_failed_run_fails_the_command(run: Run, document: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(run_ids: list) -> None:
        taken = claim_run(run_ids[0])
        assert taken is not None
        fail_run(taken, "no end")

    monkeypatch.setattr("annotations.tasks.wake", fail)
    with pytest.raises(CommandError, match="1 of 1 runs failed"):
        run("preannotate", project="border", wait=True)
