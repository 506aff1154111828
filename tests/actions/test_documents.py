"""Taking in documents: the text stays as it came, but for its line ends, and what cannot be stored is refused."""

import hashlib
from datetime import date
from typing import Any

import pytest

from annotations.actions.documents import Original, edit_document, read_date
from annotations.errors import Invalid
from annotations.models import Document, DocumentState, DocumentVersion, Event, Project, User
from annotations.text.zones import ZoneRange

from .story import as_, at_most, opened, receive, refused


def test_text_is_kept_as_it_came_but_for_its_line_ends(project: Project, editor: User) -> None:
    text = "One\r\ntwo\rthree\u00a0e\u0301 🛰 שלום \ufeff\u2028end"
    version = DocumentVersion.objects.get(document=receive(project, editor, text))
    assert version.text == "One\ntwo\nthree\u00a0e\u0301 🛰 שלום \ufeff\u2028end"
    assert version.length == len(version.text)
    assert version.sha256 == hashlib.sha256(version.text.encode()).hexdigest()


def test_bytes_are_kept_only_where_they_differ_from_the_text(project: Project, editor: User) -> None:
    for data, kept in ((b"One\r\ntwo", b"One\r\ntwo"), (b"One\ntwo", None)):
        document = receive(project, editor, data.decode(), original=Original(data))
        version = DocumentVersion.objects.get(document=document)
        assert (bytes(version.original) if version.original else None) == kept
        assert version.original_sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("", "empty", "The text is empty"),
        (" \n\t\u00a0", "empty", "The text is empty"),
        ("One\0two", "nul", "NUL character at offset 3"),
        ("One \ud83d two", "surrogate", "half of a surrogate pair"),
    ],
)
def test_text_that_cannot_be_stored_is_refused(
    text: str, code: str, words: str, project: Project, editor: User
) -> None:
    with refused(code, 400, words):
        receive(project, editor, text)


def test_text_beyond_the_limit_is_refused(project: Project, editor: User, settings: Any) -> None:
    settings.MAX_UPLOAD_BYTES = 1024 * 1024
    with refused("too_large", 400, "larger than 1 MB"):
        receive(project, editor, "é" * (512 * 1024 + 1))
    assert receive(project, editor, "é" * (512 * 1024)).current is not None


@pytest.mark.parametrize(
    ("zones", "code"),
    [
        ([(0, 999, "body")], "out_of_range"),
        ([(-1, 3, "body")], "out_of_range"),
        ([(5, 5, "body")], "out_of_range"),
        ([(9, 3, "body")], "out_of_range"),
        ([(0, 3, "title"), (0, 9, "body")], "duplicate"),
    ],
)
def test_zone_outside_the_text_or_in_anothers_place_is_refused(
    zones: list[tuple[int, int, str]], code: str, project: Project, editor: User
) -> None:
    with refused(code, 400, "zone"):
        receive(project, editor, zones=[ZoneRange(*zone) for zone in zones])


def test_zones_of_its_own_are_kept_and_others_are_found(project: Project, editor: User) -> None:
    own = receive(project, editor, zones=[ZoneRange(0, 12, "title")])
    assert list(own.current.zones.values_list("start", "end", "kind")) == [(0, 12, "title")]
    found = receive(project, editor)
    assert found.current.zones.exists()


@pytest.mark.parametrize("metadata", [{"a": 1e30}, {"a": ["\0"]}, {"\0": 1}])
def test_metadata_that_no_database_keeps_is_refused(
    metadata: dict[str, Any], article: Document, project: Project, editor: User
) -> None:
    with refused("unstorable", 400):
        receive(project, editor, metadata=metadata)
    with refused("unstorable", 400):
        edit_document(article, as_(editor), revision=1, changes={"metadata": metadata})


def test_document_without_a_title_is_called_untitled(project: Project, editor: User) -> None:
    assert receive(project, editor, title="  ").title == "Untitled"


def test_document_that_no_engine_reads_is_ready_at_once(project: Project, editor: User) -> None:
    document = receive(project, editor)
    assert Document.objects.get(pk=document.pk).state == document.state == DocumentState.READY


def test_taking_in_costs_seven_statements_and_one_event(project: Project, editor: User) -> None:
    with at_most(7):
        document = receive(project, editor)
    event = Event.objects.get(document=document)
    assert (event.verb, event.actor, event.after["length"]) == ("received", editor, 108)


def test_change_of_what_is_known_is_in_the_log_and_the_text_stays(article: Document, editor: User) -> None:
    changes = {"title": "Other", "published_at": date(2022, 2, 15), "reach": 3, "tags": ["a"]}
    edit_document(article, as_(editor), revision=1, changes=changes)
    stored = opened(article, editor)
    assert (stored.title, stored.published, stored.reach, stored.tags, stored.revision) == (
        *("Other", "2022-02-15", 3, ["a"], 2),
    )
    event = Event.objects.get(verb="edited")
    assert (event.before["title"], event.after["published_at"]) == ("Border force", "2022-02-15")
    number = Event.objects.count()
    edit_document(article, as_(editor), revision=2, changes=changes)
    assert Event.objects.count() == number


def test_stale_change_is_refused(article: Document, editor: User) -> None:
    stale = opened(article, editor)
    edit_document(article, as_(editor), revision=1, changes={"title": "Other"})
    with refused("stale", 412, "at revision 2; you read revision 1"):
        edit_document(article, as_(editor), revision=1, changes={"title": "Third"})
    with refused("stale", 412, "Somebody changed this document"):
        edit_document(stale, as_(editor), revision=1, changes={"title": "Third"})


@pytest.mark.parametrize(
    ("day", "precision", "shown"),
    [("2022-02-15", "day", "2022-02-15"), ("2022-02", "month", "2022-02"), ("2022", "year", "2022")],
)
def test_date_is_shown_as_precisely_as_it_is_known(
    day: str, precision: str, shown: str, project: Project, editor: User
) -> None:
    document = receive(project, editor, published_at=read_date(day), published_precision=precision)
    assert opened(document, editor).published == shown


@pytest.mark.parametrize("day", ["2022-02-30", "2022-13", "0000"])
def test_day_that_no_calendar_has_is_refused(day: str) -> None:
    with pytest.raises(Invalid, match=f"{day} is not a date"):
        read_date(day)
