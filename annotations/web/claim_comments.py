"""Comments on a claim's page: the threads about it and about its verdicts, and the form that adds to them."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from annotations.access import Do, get_comment
from annotations.actions.comments import reply, write_comment
from annotations.actions.events import Actor
from annotations.models import Claim, Comment, User
from annotations.models.comments import LONGEST_COMMENT

from .claim_forms import ClaimForm
from .words_named import pieces_of


class CommentForm(ClaimForm):
    name: ClassVar[str] = "comment"
    anchor: ClassVar[str] = "comments"

    text = forms.CharField(
        label=_("Comment"),
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
        help_text=_("An @ before a member’s name tells that person."),
    )
    root = forms.UUIDField(required=False, widget=forms.HiddenInput)


@dataclass(frozen=True, slots=True)
class Said:
    """One comment and its words in pieces."""

    comment: Comment
    name: str
    pieces: list[tuple[str, bool]]


def threads_of(claim: Claim, user: User) -> list[list[Said]]:
    """List the threads about a claim and its verdicts, oldest first (two queries)."""
    found = Comment.objects.threads(user).filter(Q(claim=claim) | Q(verdict__claim=claim)).order_by("id")
    return [[_said(each) for each in (root, *answers_of(root))] for root in found]


def answers_of(root: Comment) -> list[Comment]:
    """Return the replies of a comment of `threads`."""
    found: list[Comment] = getattr(root, "answers", [])
    return found


def _said(comment: Comment) -> Said:
    named = [each["name"] for each in comment.named]  # type: ignore[attr-defined]  # annotated by with_people
    return Said(comment, comment.provenance.get("author") or comment.author.username, pieces_of(comment.text, named))


def say(claim: Claim, user: User, given: dict[str, Any]) -> Comment:
    """Write a comment on the claim, or a reply in the thread that `root` names."""
    root: UUID | None = given["root"]
    if root is None:
        return write_comment(claim, Actor(user=user), given["text"])
    return reply(get_comment(user, root, to=Do.COMMENT), Actor(user=user), given["text"])
