"""Where one was mentioned: a page that works without scripts, and a count at the menu."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.actions.comments import write_comment
from annotations.actions.events import Actor
from annotations.models import Document, Mention, Span, User

from .conftest import Browse, text_of


def test_mention_is_listed_with_a_link_to_its_place_and_counted_at_the_menu(
    browse: Browse, draft: Span, document: Document, annotator: User, reviewer: User
) -> None:
    write_comment(draft, Actor(user=annotator), "@reviewer <b>Is it?</b>")
    found = text_of(browse(reviewer).get("/accounts/mentions/"))
    assert f'href="/accounts/mentions/{Mention.objects.get().pk}/"' in found
    assert '<b class="at">@reviewer</b> &lt;b&gt;Is it?' in found
    assert "1 unread mention" in found
    assert "1 unread mention" in text_of(browse(reviewer).get(f"/documents/{document.pk}/"))
    assert "unread mention" not in text_of(browse(annotator).get("/accounts/mentions/"))


def test_who_follows_a_mention_has_read_it(
    browse: Browse, draft: Span, document: Document, annotator: User, reviewer: User
) -> None:
    write_comment(draft, Actor(user=annotator), "@reviewer Is it?")
    where = f"/accounts/mentions/{Mention.objects.get().pk}/"
    assert browse(annotator).get(where).status_code == 404
    assert Mention.objects.unread().exists()
    place = f"/documents/{document.pk}/?span={draft.pk}"
    assert browse(reviewer).get(where).headers["Location"] == place
    assert not Mention.objects.unread().exists()
    assert f'href="{place}"' in text_of(browse(reviewer).get("/accounts/mentions/"))


def test_mentions_are_marked_as_read_without_scripts(
    browse: Browse, draft: Span, annotator: User, reviewer: User
) -> None:
    for _ in range(2):
        write_comment(draft, Actor(user=annotator), "@reviewer")
    first = Mention.objects.filter(user=reviewer)[0]
    assert browse(reviewer).post("/accounts/mentions/", {"mention": str(first.pk)}).status_code == 302
    assert Mention.objects.unread().count() == 1
    assert browse(reviewer).post("/accounts/mentions/", {"mention": "x"}).status_code == 400
    browse(reviewer).post("/accounts/mentions/")
    assert not Mention.objects.unread().exists()


def test_ten_more_mentions_cost_no_query(browse: Browse, draft: Span, annotator: User, reviewer: User) -> None:
    client = browse(reviewer)
    write_comment(draft, Actor(user=annotator), "@reviewer")
    with CaptureQueriesContext(connection) as few:
        client.get("/accounts/mentions/")
    for _ in range(10):
        write_comment(draft, Actor(user=annotator), "@reviewer")
    with CaptureQueriesContext(connection) as many:
        client.get("/accounts/mentions/")
    assert len(many) == len(few)
