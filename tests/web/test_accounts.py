"""Signing in and out, and one's own page."""

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from annotations.actions.events import Actor
from annotations.actions.people import TRIES_PER_NAME, create_token
from annotations.models import ApiToken, Project, User
from tests.conftest import PASSWORD

from .conftest import Browse, text_of

LOGIN = "/accounts/login/"


def test_person_signs_in_and_comes_to_the_only_project(project: Project, client: Client) -> None:
    response = client.post(LOGIN, {"username": "annotator", "password": PASSWORD}, follow=True)
    assert response.redirect_chain[-1][0] == reverse("documents", args=[project.slug])
    assert project.name in text_of(response)


def test_wrong_password_is_said_and_the_name_stays(annotator: User, client: Client) -> None:
    response = client.post(LOGIN, {"username": "annotator", "password": "wrong"})
    assert response.status_code == 400
    assert "do not fit together" in text_of(response)
    assert 'value="annotator"' in text_of(response)
    assert "wrong" not in text_of(response).replace("wrong password", "")


def test_too_many_wrong_passwords_close_the_door_even_to_the_right_one(annotator: User, client: Client) -> None:
    for _ in range(TRIES_PER_NAME):
        client.post(LOGIN, {"username": "annotator", "password": "wrong"})
    response = client.post(LOGIN, {"username": "annotator", "password": PASSWORD})
    assert response.status_code == 429
    assert "Wait ten minutes" in text_of(response)
    assert "_auth_user_id" not in client.session


def test_sign_in_leads_where_the_person_wanted(project: Project, client: Client) -> None:
    where = reverse("queue", args=[project.slug])
    response = client.post(LOGIN, {"username": "annotator", "password": PASSWORD, "next": where})
    assert response["Location"] == where


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "http:///evil"]
)
def test_sign_in_leads_to_no_other_site(elsewhere: str, annotator: User, client: Client) -> None:
    response = client.post(LOGIN, {"username": "annotator", "password": PASSWORD, "next": elsewhere})
    assert response.status_code == 302
    assert response["Location"] == "/"
    assert elsewhere not in text_of(client.get(f"{LOGIN}?next={elsewhere}"))


def test_signing_out_takes_a_post(annotator: User, browse: Browse) -> None:
    client = browse(annotator)
    assert client.get("/accounts/logout/").status_code == 405
    client.post("/accounts/logout/")
    assert "_auth_user_id" not in client.session


def test_form_without_a_token_is_refused_with_a_page(annotator: User) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post(LOGIN, {"username": "annotator", "password": PASSWORD})
    assert response.status_code == 403
    assert "The form has expired" in text_of(response)


def test_person_changes_the_password(annotator: User, browse: Browse, client: Client) -> None:
    given = {
        "old_password": PASSWORD,
        "new_password1": "another horse battery",
        "new_password2": "another horse battery",
    }
    assert browse(annotator).post("/accounts/password/", given).status_code == 302
    annotator.refresh_from_db()
    assert annotator.check_password("another horse battery")


def test_password_page_says_what_is_wrong(annotator: User, browse: Browse) -> None:
    response = browse(annotator).post(
        "/accounts/password/", {"old_password": "no", "new_password1": "1", "new_password2": "2"}
    )
    assert 'aria-invalid="true"' in text_of(response)
    annotator.refresh_from_db()
    assert annotator.check_password(PASSWORD)


def test_own_page_shows_memberships_and_only_own_tokens(
    project: Project, annotator: User, reviewer: User, browse: Browse
) -> None:
    create_token(annotator, Actor(user=annotator), name="mine", project=project)
    create_token(reviewer, Actor(user=reviewer), name="somebody-else", project=project)
    page = text_of(browse(annotator).get("/accounts/me/"))
    assert project.name in page
    assert "mine" in page
    assert "somebody-else" not in page


def test_token_is_shown_once_and_works_until_revoked(project: Project, annotator: User, browse: Browse) -> None:
    client, where = browse(annotator), reverse("settings-tokens", args=[project.slug])
    made = text_of(client.post(where, {"name": "nightly export", "days": "30"}))
    key = made.split("<pre>")[1].split("</pre>")[0]
    assert key.startswith("fc_")
    assert key not in text_of(client.get(where))
    program = Client(headers={"Authorization": f"Token {key}"})
    assert program.get("/api/v1/me/").status_code == 200
    token = ApiToken.objects.get()
    assert token.project == project
    client.post(reverse("token-revoke", args=[token.pk]))
    assert program.get("/api/v1/me/").status_code == 401


def test_token_of_somebody_else_cannot_be_revoked(
    project: Project, annotator: User, reviewer: User, browse: Browse
) -> None:
    token, _ = create_token(annotator, Actor(user=annotator), name="mine", project=project)
    assert browse(reviewer).post(reverse("token-revoke", args=[token.pk])).status_code == 404
    assert ApiToken.objects.filter(pk=token.pk).exists()


def test_person_without_projects_is_told_what_to_do(db: None, browse: Browse) -> None:
    page = text_of(browse(User.objects.create_user("new")).get("/"))
    assert "You belong to no project yet" in page


def test_person_with_two_projects_chooses(project: Project, annotator: User, browse: Browse) -> None:
    client = browse(annotator)
    response = client.post("/projects/new/", {"name": "Second desk", "language": "en"})
    assert response["Location"] == "/projects/second-desk/"
    page = text_of(client.get("/"))
    assert "Second desk" in page
    assert project.name in page


def test_taken_address_is_said_and_what_was_typed_stays(project: Project, annotator: User, browse: Browse) -> None:
    response = browse(annotator).post("/projects/new/", {"name": "Mine", "slug": project.slug, "language": "uk"})
    assert response.status_code == 409
    assert "is taken" in text_of(response)
    assert 'value="Mine"' in text_of(response)


def test_signing_out_is_said(annotator: User, browse: Browse) -> None:
    response = browse(annotator).post("/accounts/logout/")
    assert [str(each) for each in get_messages(response.wsgi_request)] == ["You are signed out."]
