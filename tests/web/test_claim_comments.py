"""Comments on a claim's page, read and written without scripts."""

import pytest
from django.urls import reverse

from annotations.actions.comments import remove_comment, reply, resolve, write_comment
from annotations.actions.events import Actor
from annotations.models import Claim, Comment, Mention, User, Verdict

from .conftest import Browse, text_of


def test_threads_of_the_claim_and_its_verdicts_are_shown_with_who_is_named(
    browse: Browse, claim: Claim, verdict: Verdict, annotator: User, reviewer: User, viewer: User
) -> None:
    by = Actor(user=annotator)
    root = write_comment(claim, by, "@reviewer <b>Is it?</b>")
    reply(root, Actor(user=reviewer), "It is.")
    resolve(write_comment(verdict, by, "Which count?"), by, revision=1)
    page = text_of(browse(viewer).get(reverse("claim", args=[claim.pk])))
    for words in ('<b class="at">@reviewer</b> &lt;b&gt;Is it?', "It is.", "Which count?", "Resolved by annotator"):
        assert words in page
    assert 'name="text"' not in page


def test_comment_and_reply_are_written_and_tell_who_is_named(
    browse: Browse, claim: Claim, annotator: User, reviewer: User
) -> None:
    where = reverse("claim", args=[claim.pk])
    answer = browse(annotator).post(where, {"form": "comment", "text": "@reviewer Is it?"})
    assert answer.headers["Location"] == f"{where}#comments"
    root = Comment.objects.get()
    assert Mention.objects.get().user == reviewer
    browse(reviewer).post(where, {"form": "comment", "text": "It is.", "root": str(root.pk)})
    assert Comment.objects.get(root=root).text == "It is."
    assert (
        browse(reviewer).get(reverse("mention", args=[Mention.objects.get().pk])).headers["Location"]
        == f"{where}#comments"
    )


def test_words_of_a_removed_comment_are_gone(browse: Browse, claim: Claim, annotator: User) -> None:
    by = Actor(user=annotator)
    root = write_comment(claim, by, "Never mind")
    reply(root, by, "Why?")
    remove_comment(root, by, revision=1)
    page = text_of(browse(annotator).get(reverse("claim", args=[claim.pk])))
    assert "Never mind" not in page
    assert "This comment was removed." in page


@pytest.mark.parametrize(("text", "status"), [("", 400), ("a\x01b", 400), ("x" * 4001, 400)])
def test_words_that_are_none_are_said_beside_the_field(
    browse: Browse, claim: Claim, annotator: User, text: str, status: int
) -> None:
    answer = browse(annotator).post(reverse("claim", args=[claim.pk]), {"form": "comment", "text": text})
    assert answer.status_code == status
    assert not Comment.objects.exists()


def test_reply_to_a_resolved_thread_is_refused_and_its_words_stay(
    browse: Browse, claim: Claim, annotator: User
) -> None:
    by = Actor(user=annotator)
    root = resolve(write_comment(claim, by, "Is it?"), by, revision=1)
    given = {"form": "comment", "text": "Half a thought", "root": str(root.pk)}
    answer = browse(annotator).post(reverse("claim", args=[claim.pk]), given)
    assert answer.status_code == 409
    assert "Half a thought" in text_of(answer)


def test_viewer_and_stranger_write_nothing(browse: Browse, claim: Claim, viewer: User, stranger: User) -> None:
    for who, status in ((viewer, 403), (stranger, 404)):
        answer = browse(who).post(reverse("claim", args=[claim.pk]), {"form": "comment", "text": "Is it?"})
        assert answer.status_code == status
    assert not Comment.objects.exists()
