"""Who asks: tokens, the browser's session, and the throttle on passwords."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from annotations.actions import people
from annotations.actions.events import Actor
from annotations.models import ApiToken, Project, User
from tests.conftest import PASSWORD

from .conftest import BASE, Api

Programs = Callable[[User], Api]
ME = f"{BASE}me/"


def ask(key: str, scheme: str = "Token") -> int:
    return Client(headers={"Authorization": f"{scheme} {key}"}).get(ME).status_code


def test_me_names_my_projects_and_roles(api: Programs, reviewer: User, project: Project) -> None:
    expected = {
        "username": "reviewer",
        "memberships": [{"project": "border", "name": "Border desk", "role": "reviewer"}],
    }
    assert api(reviewer).get("me/").json() == expected


def test_nobody_is_told_to_sign_in(db: None) -> None:
    answer = Client().get(ME)
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")
    assert answer["WWW-Authenticate"].startswith("Token")


@pytest.mark.parametrize("key", ["", "nonsense", "fc_nonsense", "fc_" + "x" * 5000])
def test_unknown_token_is_refused(db: None, key: str) -> None:
    assert ask(key) == 401


def test_token_works_under_both_names(annotator: User) -> None:
    _, key = people.create_token(annotator, Actor(user=annotator), name="a")
    assert [ask(key, scheme) for scheme in ("Token", "Bearer", "token", "Basic")] == [200, 200, 200, 401]


def test_expired_token_and_that_of_a_closed_account_are_refused(annotator: User) -> None:
    token, key = people.create_token(annotator, Actor(user=annotator), name="a")
    ApiToken.objects.filter(pk=token.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert ask(key) == 401
    _, other = people.create_token(annotator, Actor(user=annotator), name="b")
    User.objects.filter(pk=annotator.pk).update(is_active=False)
    assert ask(other) == 401


def test_use_of_a_token_is_noted(annotator: User) -> None:
    token, key = people.create_token(annotator, Actor(user=annotator), name="a")
    ask(key)
    token.refresh_from_db()
    assert token.last_used_at is not None


def test_token_of_one_project_shows_and_opens_that_alone(
    annotator: User, editor: User, project: Project, stranger: User, other_project: Project
) -> None:
    _, key = people.create_token(editor, Actor(user=editor), name="narrow", project=other_project)
    program = Api(Client(headers={"Authorization": f"Token {key}"}))
    assert program.get("me/").json()["memberships"] == []
    assert program.get("projects/").json()["results"] == []
    assert program.get("projects/border/").status_code == 404
    assert program.post("projects/", {"name": "New"}).status_code == 403


def test_password_gives_a_token_that_works(annotator: User) -> None:
    answer = Client().post(
        f"{BASE}token/", {"username": "annotator", "password": PASSWORD}, content_type="application/json"
    )
    assert (answer.status_code, list(answer.json())) == (201, ["token"])
    assert ask(answer.json()["token"]) == 200


def test_wrong_password_is_refused_and_then_throttled(annotator: User) -> None:
    body = {"username": "annotator", "password": "wrong"}
    tries = [Client().post(f"{BASE}token/", body, content_type="application/json") for _ in range(11)]
    assert [each.status_code for each in tries] == [400] * 10 + [429]
    assert int(tries[-1]["Retry-After"]) > 0
    body["password"] = PASSWORD
    assert Client().post(f"{BASE}token/", body, content_type="application/json").status_code == 429


def test_session_reads_and_writes_with_the_csrf_token(annotator: User, project: Project) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(annotator)
    assert browser.get(ME).status_code == 200
    path, body = f"{BASE}projects/border/claims/", {"normalized_text": "It is so."}
    refused = browser.post(path, body, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (403, "csrf")
    browser.cookies["csrftoken"] = "a" * 32
    allowed = browser.post(path, body, content_type="application/json", headers={"X-CSRFToken": "a" * 32})
    assert allowed.status_code == 201
