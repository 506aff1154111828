"""Who a comment names, and what of it they have read."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from annotations.models import Comment, Mention, User
from annotations.text.mentions import names_in, places_of

from .events import Actor, Thing, log, one_transaction


def name_people(comment: Comment) -> None:
    """Keep the mentions of a comment as its words name members (two statements where it holds an @, or one)."""
    names = names_in(comment.text)
    members = User.objects.filter(memberships__project=comment.project_id, is_active=True, username__in=names)
    known = {person.username: person for person in members} if names else {}
    named = {comment.text[start + 1 : end] for start, end in places_of(comment.text, known)}
    if comment.revision > 1:
        Mention.objects.filter(~Q(user__username__in=named), comment=comment).delete()
    # In the order of their names, so that two writers never wait for each other.
    made = [Mention(comment=comment, user=known[name]) for name in sorted(named)]
    if made:
        Mention.objects.bulk_create(made, ignore_conflicts=True)
    comment.named = [{"name": each.user.username} for each in made]  # type: ignore[attr-defined]  # as with_people


def read_mentions(
    user: User, by: Actor, ids: Collection[UUID] | None = None, *, comments: Collection[UUID] | None = None
) -> int:
    """Mark mentions of the person as read, by their ids or their comments', all if none are named; count those new."""
    found = Mention.objects.visible_to(user).unread()
    if ids is not None or comments is not None:
        found = found.filter(Q(pk__in=ids or ()) | Q(comment__in=comments or ()))
    with one_transaction:
        count = Mention.objects.filter(pk__in=list(found.values_list("pk", flat=True))).update(read_at=timezone.now())
        if count:
            # Of no project: what somebody has read is nobody else's to know.
            log(by, "read", Thing("mention", None, None), after={"count": count})
    return count
