"""Every page for every member of the cast: who sees it, who is refused and told why, to whom it does not exist."""

import pytest
from django.contrib.admin import site as admin_site
from django.test import Client
from django.urls import reverse

from annotations.models import Claim, Document, Project, Span, User, Verdict

from .conftest import Browse, text_of

READ_BY_ALL = (
    *("documents", "queue", "claims", "export", "settings", "settings-labels", "settings-ratings"),
    *("settings-guidelines", "settings-members", "settings-tokens"),
)


@pytest.mark.parametrize("name", READ_BY_ALL)
@pytest.mark.parametrize("who", ["viewer", "annotator", "reviewer", "editor"])
def test_every_member_reads_the_pages_of_the_project(
    name: str, who: str, project: Project, document: Document, browse: Browse
) -> None:
    response = browse(User.objects.get(username=who)).get(reverse(name, args=[project.slug]))
    assert response.status_code == 200
    assert "<h1" in text_of(response)


@pytest.mark.parametrize("name", [*READ_BY_ALL, "import"])
def test_stranger_finds_no_page_of_the_project(
    name: str, project: Project, document: Document, stranger: User, browse: Browse
) -> None:
    response = browse(stranger).get(reverse(name, args=[project.slug]))
    assert response.status_code == 404
    assert document.title not in text_of(response)
    assert project.name not in text_of(response)


def test_stranger_finds_no_claim_span_history_or_verdict(
    document: Document, draft: Span, claim: Claim, verdict: Verdict, stranger: User, browse: Browse
) -> None:
    client = browse(stranger)
    assert client.get(reverse("claim", args=[claim.pk])).status_code == 404
    assert client.get(reverse("history", args=[document.pk])).status_code == 404
    assert (
        client.post(reverse("span-decide", args=[draft.pk]), {"decision": "delete", "revision": 1}).status_code == 404
    )
    assert client.post(reverse("verdict-decide", args=[verdict.pk]), {"decision": "submit"}).status_code == 404
    assert client.post(reverse("document-submit", args=[document.pk])).status_code == 404
    draft.refresh_from_db()
    assert draft.state == "draft"


@pytest.mark.parametrize("who", ["viewer", "annotator", "reviewer"])
def test_member_without_the_right_is_told_what_it_takes(who: str, project: Project, browse: Browse) -> None:
    response = browse(User.objects.get(username=who)).get(reverse("import", args=[project.slug]))
    assert response.status_code == 403
    assert "needs the role editor" in text_of(response)


def test_only_an_editor_opens_the_forms_of_labels_and_ratings(
    project: Project, reviewer: User, editor: User, browse: Browse
) -> None:
    for name, key in (("settings-label", "claim"), ("settings-rating", "half-true")):
        where = reverse(name, args=[project.slug, key])
        assert browse(reviewer).get(where).status_code == 403
        assert browse(editor).get(where).status_code == 200


def test_nobody_is_sent_to_sign_in_and_back(project: Project, client: Client) -> None:
    where = reverse("documents", args=[project.slug])
    response = client.get(where)
    assert response.status_code == 302
    assert response["Location"] == f"{reverse('login')}?next={where}"


def test_what_is_not_listed_is_refused(project: Project, document: Document, editor: User, browse: Browse) -> None:
    client = browse(editor)
    assert client.delete(reverse("documents", args=[project.slug])).status_code == 405
    assert client.get(reverse("document-submit", args=[document.pk])).status_code == 405


def test_administrator_gets_no_way_round_membership(project: Project, browse: Browse) -> None:
    admin = User.objects.create_superuser("admin", password="x")
    assert browse(admin).get(reverse("documents", args=[project.slug])).status_code == 404


def test_accounts_are_kept_in_the_admin_and_nothing_else_is(project: Project, browse: Browse) -> None:
    admin = User.objects.create_superuser("admin", password="x")
    assert browse(admin).get("/admin/annotations/user/").status_code == 200
    assert set(admin_site._registry) == {User}
