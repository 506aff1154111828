"""Pages and answers in the reader's language, and the choice of it."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from annotations.models import Document, Precision, Project, User
from annotations.templatetags.words import day, moment, number, published_day

from .conftest import Browse, text_of

UKRAINIAN = {"HTTP_ACCEPT_LANGUAGE": "uk,en;q=0.5"}


def test_the_browsers_language_is_spoken(project: Project, annotator: User, browse: Browse) -> None:
    page = text_of(browse(annotator).get(reverse("documents", args=[project.slug]), **UKRAINIAN))
    assert '<html lang="uk" dir="ltr"' in page
    assert "Документи" in page


def test_a_language_is_chosen_without_scripts_and_kept(annotator: User, browse: Browse) -> None:
    client = browse(annotator)
    response = client.post(reverse("language"), {"language": "uk", "next": reverse("me")}, follow=True)
    assert response.redirect_chain == [(reverse("me"), 302)]
    assert "Ваш обліковий запис" in text_of(response)
    # The choice beats what the browser asks for.
    assert '<html lang="uk"' in text_of(client.get(reverse("me"), HTTP_ACCEPT_LANGUAGE="en"))


def test_a_new_project_is_thought_to_have_texts_in_the_makers_language(editor: User, browse: Browse) -> None:
    for asked, language in ((UKRAINIAN, "uk"), ({}, "en")):
        assert browse(editor).get(reverse("project-new"), **asked).context["form"]["language"].value() == language


def test_the_choice_leads_to_no_other_site(annotator: User, browse: Browse) -> None:
    response = browse(annotator).post(reverse("language"), {"language": "uk", "next": "https://elsewhere.example/"})
    assert response["Location"] == "/"


def test_who_is_not_signed_in_can_choose_too(db: None) -> None:
    page = text_of(Client().get(reverse("login")))
    assert f'action="{reverse("language")}"' in page
    assert ">Українська</option>" in page


def test_refusals_speak_the_readers_language(document: Document, viewer: User, browse: Browse) -> None:
    client, address = browse(viewer), f"/api/v1/documents/{document.pk}/spans/"
    draft = {"label": "claim", "start": 0, "end": 4}
    told = client.post(address, draft, content_type="application/json", **UKRAINIAN).json()
    assert (told["code"], told["title"]) == ("forbidden", "Ваша роль цього не дозволяє.")
    assert told["detail"] == "Ставити мітки може анотатор або вища роль. Ваша роль тут — читач."
    assert (
        client.post(address, draft, content_type="application/json").json()["detail"].endswith("You are viewer here.")
    )


def test_scripts_get_their_words_in_the_page(document: Document, annotator: User, browse: Browse) -> None:
    address = reverse("workbench", args=[document.pk])
    ukrainian = text_of(browse(annotator).get(address, **UKRAINIAN))
    assert 'id="workbench-words"' in ukrainian
    assert '"{count} span":["{count} фрагмент","{count} фрагменти","{count} фрагментів"]' in ukrainian
    assert "workbench-words" not in text_of(browse(annotator).get(address))


def test_words_of_scripts_cost_no_query(document: Document, annotator: User, browse: Browse) -> None:
    client, address, counts = browse(annotator), reverse("workbench", args=[document.pk]), []
    client.get(address)  # what is kept in memory is read once
    for language in ("en", "uk"):
        with CaptureQueriesContext(connection) as found:
            client.get(address, HTTP_ACCEPT_LANGUAGE=language)
        counts.append(len(found))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", ("22 Nov 2026", "22 Nov 2026, 19:41")), ("uk", ("22 лист. 2026 р.", "22 лист. 2026 р., 19:41"))],
)
def test_days_are_written_in_one_way(language: str, told: tuple[str, str]) -> None:
    at = datetime(2026, 11, 22, 19, 41, tzinfo=UTC)
    with translation.override(language):
        assert (day(at), moment(at)) == told


@pytest.mark.parametrize(
    ("precision", "told"),
    [(Precision.DAY, "3 вер. 2022 р."), (Precision.MONTH, "вер. 2022 р."), (Precision.YEAR, "2022")],
)
def test_a_day_is_told_as_precisely_as_it_is_known(precision: Precision, told: str) -> None:
    with translation.override("uk"):
        assert published_day(Document(published_at=date(2022, 9, 3), published_precision=precision)) == told


@pytest.mark.parametrize(("language", "told"), [("en", "126,000"), ("uk", "126\u00a0000")])
def test_numbers_are_grouped(language: str, told: str) -> None:
    with translation.override(language):
        assert number(126000) == told
