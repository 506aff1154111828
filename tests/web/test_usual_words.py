"""The words every project starts with, in the reader's language on pages, as they are everywhere else."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from annotations.actions.events import Actor
from annotations.actions.projects import save_label, save_rating
from annotations.actions.spans import edit_span
from annotations.models import Claim, Document, Event, Label, Project, Rating, Span, User, Verdict
from annotations.models.default_labels import DEFAULT_LABELS, DEFAULT_RATINGS, UNITS
from annotations.models.usual import usual, usual_value
from annotations.web.common import value_of

from .conftest import Browse, mark, text_of
from .test_workbench import island

UKRAINIAN: Final = {"HTTP_ACCEPT_LANGUAGE": "uk,en;q=0.5"}
CASES: Final = Path(__file__).parent.parent / "cases" / "quantities.json"


def _page(browse: Browse, user: User, name: str, *args: Any, query: str = "") -> str:
    return text_of(browse(user).get(reverse(name, args=args) + query, **UKRAINIAN))


def test_the_workbench_tells_labels_and_ratings_in_the_readers_language(
    document: Document, annotator: User, browse: Browse
) -> None:
    mark(document, annotator)
    page = _page(browse, annotator, "workbench", document.pk, query="?list")
    data = island(page)
    assert [label["name"] for label in data["labels"]][:2] == ["Твердження", "Заперечення"]
    assert data["ratings"][0]["name"] == "Правда"
    assert "<b>Твердження</b>" in page
    assert 'aria-description="Твердження, чернетка"' in page
    assert "Твердження: «An estimated" in page
    assert '"scheme\\u0004Approximator":"Наближення"' in page
    assert "<b>Claim</b>" in text_of(browse(annotator).get(reverse("workbench", args=[document.pk])))


def test_a_projects_own_words_stay_as_they_are(
    document: Document, annotator: User, editor: User, browse: Browse
) -> None:
    by = Actor(user=editor)
    save_label(document.project, by, "claim", {"name": "Statement"})
    save_rating(document.project, by, "true", {"name": "Holds", "definition": "It holds."})
    page = _page(browse, annotator, "workbench", document.pk)
    data = island(page)
    assert "<b>Statement</b>" in page
    assert (data["ratings"][0]["name"], data["ratings"][0]["definition"]) == ("Holds", "It holds.")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("documents", ">Показник</option>"),
        ("settings-labels", "Наближення"),
        ("settings-ratings", "Не відповідає дійсності."),
        ("guidelines", "Мовець"),
    ],
)
def test_pages_tell_them_too(name: str, told: str, project: Project, viewer: User, browse: Browse) -> None:
    assert told in _page(browse, viewer, name, project.slug)


def test_a_claims_page_tells_verdict_type_and_choices(handed_in: Verdict, annotator: User, browse: Browse) -> None:
    Claim.objects.filter(pk=handed_in.claim_id).update(type="legal_status")
    page = _page(browse, annotator, "claim", handed_in.claim_id)
    assert "Напівправда" in page
    assert "· правовий статус" in page
    assert "Half true" not in page
    listed = _page(browse, annotator, "claims", handed_in.claim.project.slug)
    assert "правовий статус" in listed
    assert "Напівправда" in listed


def test_the_history_tells_labels_ratings_and_attributes(
    document: Document, draft: Span, handed_in: Verdict, annotator: User, browse: Browse
) -> None:
    figure = mark(document, annotator, "figure")
    span = Span.objects.select_related("label", "version__document__project", "author").get(pk=figure.pk)
    changes = {"attributes": {"value": 126000, "unit": "person", "approximator": "at_least"}}
    edit_span(span, Actor(user=annotator), revision=1, changes=changes)
    page = _page(browse, annotator, "history", document.pk)
    assert "<ins>Показник</ins>" in page
    assert "<ins>Напівправда</ins>" in page
    for words in ("значення 126000", "одиниця особа", "наближення щонайменше"):
        assert words in page
    assert Event.objects.filter(verb="edited", after__attributes__unit="person").exists()


def test_programs_read_what_is_stored(
    document: Document, handed_in: Verdict, annotator: User, client_for: Callable[[User], Client]
) -> None:
    client = client_for(annotator)
    at = f"/api/v1/projects/{document.project.slug}"
    for path, word in ((f"{at}/labels/", "Claim"), (f"{at}/ratings/", "Half true"), (f"{at}/claims/", "Half true")):
        told = client.get(path, **UKRAINIAN).content.decode()
        assert word in told
        assert not any("а" <= letter <= "я" for letter in told)


@pytest.mark.parametrize(
    ("name", "key", "field", "shown"),
    [("settings-label", "claim", "name", "Твердження"), ("settings-rating", "false", "definition", None)],
)
def test_a_form_that_leaves_a_usual_word_alone_keeps_it_for_everybody(
    name: str, key: str, field: str, shown: str | None, project: Project, editor: User, browse: Browse
) -> None:
    client, address = browse(editor), reverse(name, args=[project.slug, key])
    with translation.override("uk"):
        form = client.get(address, **UKRAINIAN).context["form"]
    given = {each: value for each, value in form.initial.items() if value is not None}
    if "attributes_schema" in given:
        given["attributes_schema"] = json.dumps(given["attributes_schema"])
    assert given[field] == (shown or "Не відповідає дійсності.")
    assert client.post(address, given, **UKRAINIAN).status_code == 302
    row = Label.objects.get(key=key) if name == "settings-label" else Rating.objects.get(slug=key)
    usual_ones = {each.get("key", each.get("slug")): each for each in (*DEFAULT_LABELS, *DEFAULT_RATINGS)}
    assert getattr(row, field) == usual_ones[key][field]


def test_a_word_that_is_changed_in_the_form_is_the_projects_own(project: Project, editor: User, browse: Browse) -> None:
    client, address = browse(editor), reverse("settings-rating", args=[project.slug, "satire"])
    given = {"name": "Жарт", "definition": "", "icon": "unk", "order": "9", "numeric": ""}
    assert client.post(address, given, **UKRAINIAN).status_code == 302
    assert Rating.objects.get(slug="satire").name == "Жарт"
    assert "Жарт" in text_of(client.get(reverse("settings-ratings", args=[project.slug])))


# --- guidelines ------------------------------------------------------------------------------------------------------


@pytest.fixture
def guided(editor: User, browse: Browse) -> Project:
    """Return a project as somebody makes it on the page, with the usual guidelines."""
    browse(editor).post(reverse("project-new"), {"name": "Guided", "language": "en"})
    return Project.objects.get(slug="guided")


@pytest.mark.parametrize("name", ["guidelines", "settings-guidelines"])
def test_the_usual_guidelines_are_read_in_each_readers_language(
    name: str, guided: Project, editor: User, browse: Browse
) -> None:
    ukrainian = _page(browse, editor, name, guided.slug)
    assert "Правила анотування" in ukrainian
    assert re.search('<article class="prose read guidelines" lang="uk"', ukrainian)
    english = text_of(browse(editor).get(reverse(name, args=[guided.slug])))
    assert "Annotation guidelines" in english
    assert re.search('<article class="prose read guidelines" lang="en"', english)


def test_the_guidelines_lead_from_a_label_to_its_section(guided: Project, editor: User, browse: Browse) -> None:
    page = _page(browse, editor, "guidelines", guided.slug)
    for label, words in (("claim", "1 Твердження"), ("denial", "2 Заперечення"), ("figure", "3 Показник")):
        about = re.search(f'data-label-guide="{label}" data-about="(.*?)"', page)
        assert about is not None
        assert re.search(f'id="{about[1]}"[^>]*>{words}<', page)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_usual_guidelines_left_as_they_were_shown_stay_the_usual_ones(
    end: str, guided: Project, editor: User, browse: Browse
) -> None:
    client, address = browse(editor), reverse("settings-guidelines", args=[guided.slug])
    shown = client.get(f"{address}?edit", **UKRAINIAN).context["form"].initial["guidelines"]
    assert shown.startswith("# Правила анотування")
    given = {"guidelines": shown.replace("\n", end), "revision": guided.revision}
    assert client.post(address, given, **UKRAINIAN).status_code == 302
    assert "Annotation guidelines" in text_of(client.get(address, HTTP_ACCEPT_LANGUAGE="en"))
    assert not Event.objects.filter(kind="project", verb="edited").exists()


def test_guidelines_that_somebody_changes_are_the_projects_own(guided: Project, editor: User, browse: Browse) -> None:
    client, address = browse(editor), reverse("settings-guidelines", args=[guided.slug])
    given = {"guidelines": "# Наші правила", "revision": guided.revision}
    assert client.post(address, given, **UKRAINIAN).status_code == 302
    page = text_of(client.get(address, HTTP_ACCEPT_LANGUAGE="en"))
    assert "Наші правила" in page
    assert "Annotation guidelines" not in page


# --- figures ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figure", "english", "ukrainian"),
    [
        (
            {"value": 1202, "unit": "person", "approximator": "at_least"},
            "at least 1,202 people",
            "щонайменше 1 202 особи",
        ),
        ({"low": 4.5, "high": 4.7, "unit": "percent", "approximator": "between"}, "4.5–4.7 percent", "4,5–4,7 %"),
        ({"value": 250, "unit": "mile", "approximator": "none"}, "250 mile", "250 (миля)"),
        ({"value": 3, "unit": "USD"}, "3 USD", "3 USD"),
        ({"value": 12}, "12", "12"),
        ({"unit": "mile"}, "", ""),
    ],
)
def test_a_figure_is_written_in_the_readers_words(figure: dict[str, Any], english: str, ukrainian: str) -> None:
    for language, told in (("en", english), ("uk", ukrainian)):
        with translation.override(language):
            assert value_of(figure).replace("\u00a0", " ") == told


def test_no_usual_word_is_left_in_english() -> None:
    with translation.override("uk"):
        told = [usual_value(each) for each in UNITS] + [
            usual(each["name"]) for each in (*DEFAULT_LABELS, *DEFAULT_RATINGS)
        ]
    assert [each for each in told if any("a" <= letter <= "z" for letter in each)] == []


def test_every_unit_that_a_typed_figure_gives_is_a_usual_word() -> None:
    units = {case["unit"] for case in json.loads(CASES.read_text(encoding="utf-8")) if "unit" in case}
    assert {unit for unit in units if not unit.isupper()} <= set(UNITS)
