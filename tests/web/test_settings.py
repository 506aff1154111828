"""A project's settings: read by every member, changed by an editor, safe whatever stands in them."""

import json

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from annotations.models import Label, Membership, Project, Rating, User, labels_of
from annotations.web.markdown import render_markdown

from .conftest import Browse, text_of

GENERAL = {
    "name": "Border desk",
    "language": "en",
    "second_person": "enforce",
    "policy": "shared",
    "lease_minutes": "15",
}
LABEL = {
    "key": "promise",
    "name": "Promise",
    "shortcut": "9",
    "colour": "plum",
    "pattern": "wavy",
    "order": "9",
    "is_on": "on",
}


def _post(client: Client, project: Project, name: str, given: dict[str, str], *more: str) -> HttpResponse:
    return client.post(reverse(name, args=[project.slug, *more]), given)


def test_editor_changes_the_rules_of_work(project: Project, editor: User, browse: Browse) -> None:
    given = {**GENERAL, "lease_minutes": "45", "second_person": "warn", "revision": str(project.revision)}
    assert _post(browse(editor), project, "settings", given).status_code == 302
    project.refresh_from_db()
    assert (project.lease_minutes, project.second_person) == (45, "warn")


@pytest.mark.parametrize("who", ["viewer", "annotator", "reviewer"])
@pytest.mark.parametrize("name", ["settings", "settings-guidelines", "settings-members"])
def test_who_is_no_editor_reads_and_changes_nothing(who: str, name: str, project: Project, browse: Browse) -> None:
    client = browse(User.objects.get(username=who))
    assert "<textarea" not in text_of(client.get(reverse(name, args=[project.slug])))
    response = _post(
        client, project, name, {**GENERAL, "revision": "1", "guidelines": "x", "username": who, "role": "editor"}
    )
    assert response.status_code == 403
    assert "needs the role editor" in text_of(response)
    assert Membership.objects.get(user__username=who).role == who


@pytest.mark.parametrize(
    ("wrong", "words"),
    [({"lease_minutes": "0"}, "greater than"), ({"name": ""}, "required"), ({"second_person": "x"}, "valid choice")],
)
def test_what_is_wrong_stands_beside_its_field(
    wrong: dict[str, str], words: str, project: Project, editor: User, browse: Browse
) -> None:
    response = _post(browse(editor), project, "settings", {**GENERAL, "revision": "1", **wrong})
    assert response.status_code == 400
    assert words in text_of(response)


def test_stale_form_comes_again_with_what_was_typed(project: Project, editor: User, browse: Browse) -> None:
    client = browse(editor)
    _post(client, project, "settings-guidelines", {"guidelines": "First.", "revision": "1"})
    response = _post(client, project, "settings-guidelines", {"guidelines": "Second, long.", "revision": "1"})
    assert response.status_code == 412
    assert "Second, long." in text_of(response)
    project.refresh_from_db()
    assert project.guidelines == "First."


def test_guidelines_are_shown_as_a_page(project: Project, editor: User, viewer: User, browse: Browse) -> None:
    written = "# Claims\n\n- one **clear** rule\n\n| a | b |\n|--|:-:|\n| c | d |\n"
    _post(browse(editor), project, "settings-guidelines", {"guidelines": written, "revision": "1"})
    page = text_of(browse(viewer).get(reverse("settings-guidelines", args=[project.slug])))
    for words in ("<h2>Claims</h2>", "<strong>clear</strong>", "<td>c</td>"):
        assert words in page


@pytest.mark.parametrize(
    "written",
    [
        "<script>alert(1)</script>",
        "[a](javascript:alert(1))",
        "![a](https://evil.example/x.png)",
        '<img src=x onerror="alert(1)">',
        "<a href='data:text/html,x'>a</a>",
        "[a](vbscript:x)",
        "<style>*{}</style>",
    ],
)
def test_guidelines_run_nothing_and_load_nothing(written: str) -> None:
    html = render_markdown(written)
    for word in ("<script", "<img", "<style", 'href="javascript', 'href="data', 'href="vbscript'):
        assert word not in html


def test_new_label_is_made_with_its_look(project: Project, editor: User, browse: Browse) -> None:
    schema = {"type": "object", "properties": {"until": {"type": "string", "title": "Until when"}}}
    given = {**LABEL, "attributes_schema": json.dumps(schema)}
    client = browse(editor)
    assert _post(client, project, "settings-label", given, "new").status_code == 302
    page = text_of(client.get(reverse("settings-labels", args=[project.slug])))
    for words in ("Promise", "plum", "pt-wavy", "Until when", "<kbd>9</kbd>"):
        assert words in page


def test_label_is_changed_and_keeps_its_key(project: Project, editor: User, browse: Browse) -> None:
    given = {**LABEL, "key": "other", "name": "Statement", "shortcut": "1"}
    assert _post(browse(editor), project, "settings-label", given, "claim").status_code == 302
    project.refresh_from_db()
    assert labels_of(project)["claim"].name == "Statement"
    assert not Label.objects.filter(key="other").exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"shortcut": "1"}, "has the key 1"),
        ({"shortcut": "x"}, "A digit from 0 to 9"),
        ({"attributes_schema": "{half"}, "valid JSON"),
        ({"attributes_schema": '{"type": "nonsense"}'}, "not a JSON Schema"),
        ({"attributes_schema": '{"type": "array"}'}, "object"),
        ({"attributes_schema": "[1]"}, "object"),
        ({"attributes_schema": '{"type": "object", "$ref": "http://127.0.0.1/x.json"}'}, "write the schema out"),
        ({"attributes_schema": '{"type": "object", "properties": {"a": {"$ref": "#/b"}}}'}, "write the schema out"),
        ({"key": "claim"}, "is taken"),
        ({"key": "new"}, "is taken"),
        ({"key": "no blanks"}, "valid “slug”"),
        ({"colour": "red"}, "valid choice"),
    ],
)
def test_wrong_label_is_explained_and_not_stored(
    wrong: dict[str, str], words: str, project: Project, editor: User, browse: Browse
) -> None:
    response = _post(browse(editor), project, "settings-label", {**LABEL, **wrong}, "new")
    assert response.status_code in (400, 409)
    assert words in text_of(response)
    assert 'value="Promise"' in text_of(response)
    assert not Label.objects.filter(key="promise").exists()


def test_unknown_label_and_rating_are_not_there(project: Project, editor: User, browse: Browse) -> None:
    client = browse(editor)
    assert client.get(reverse("settings-label", args=[project.slug, "nope"])).status_code == 404
    assert client.get(reverse("settings-rating", args=[project.slug, "nope"])).status_code == 404


def test_rating_is_made_and_changed(project: Project, editor: User, browse: Browse) -> None:
    client = browse(editor)
    given = {
        "slug": "unproven",
        "name": "Unproven",
        "definition": "Nobody knows.",
        "numeric": "",
        "icon": "unk",
        "order": "99",
    }
    assert _post(client, project, "settings-rating", given, "new").status_code == 302
    assert _post(client, project, "settings-rating", {**given, "name": "Open"}, "unproven").status_code == 302
    rating = Rating.objects.get(project=project, slug="unproven")
    assert (rating.name, rating.numeric) == ("Open", None)
    assert _post(client, project, "settings-rating", given, "new").status_code == 409
    assert "Open" in text_of(client.get(reverse("settings-ratings", args=[project.slug])))


def test_editor_adds_changes_and_removes_members(
    project: Project, editor: User, stranger: User, browse: Browse
) -> None:
    client = browse(editor)
    _post(client, project, "settings-members", {"username": "stranger", "role": "viewer"})
    _post(client, project, "settings-members", {"username": "stranger", "role": "reviewer"})
    assert Membership.objects.get(user=stranger).role == "reviewer"
    _post(client, project, "settings-members", {"username": "stranger", "remove": "1"})
    assert not Membership.objects.filter(user=stranger).exists()


@pytest.mark.django_db(transaction=True)
def test_last_editor_stays(project: Project, editor: User, browse: Browse) -> None:
    client = browse(editor)
    lowered = _post(client, project, "settings-members", {"username": "editor", "row": "editor", "role": "viewer"})
    removed = _post(client, project, "settings-members", {"username": "editor", "remove": "1", "role": "viewer"})
    assert (lowered.status_code, removed.status_code) == (409, 409)
    for answer in (lowered, removed):
        row, _, form = text_of(answer).partition("Add a member")
        assert "at least one editor" in row
        assert "at least one editor" not in form
    assert Membership.objects.get(user=editor).role == "editor"


def test_unknown_account_is_said_beside_its_name(project: Project, editor: User, browse: Browse) -> None:
    response = _post(browse(editor), project, "settings-members", {"username": "nobody-here", "role": "viewer"})
    assert response.status_code == 400
    assert "There is no account “nobody-here”" in text_of(response)
    assert 'value="nobody-here"' in text_of(response)
