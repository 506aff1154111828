"""Where one was mentioned, with links to the places; works without scripts."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from annotations.access import get_mention
from annotations.actions.mentions import read_mentions
from annotations.errors import Invalid
from annotations.models import Comment, Mention

from .base import actor, page, person
from .paging import paged
from .words_named import pieces_of


@page("GET", "POST")
def mentions(request: HttpRequest) -> HttpResponse:
    """List the comments that name the person, newest first (three queries); a button marks them as read."""
    user = person(request)
    if request.method == "POST":
        read_mentions(user, actor(request), _chosen(request))
        messages.success(request, _("Marked as read."))
        return redirect("mentions")
    here = paged(request, Mention.objects.visible_to(user).with_comment())
    rows = [(each, where_of(each.comment), pieces_of(each.comment.text, [user.username])) for each in here.rows]
    unread = sum(each.read_at is None for each in here.rows)
    return render(request, "annotations/mentions.html", {"page": here, "rows": rows, "unread": unread})


@page("GET")
def mention(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open what one mention is about: whoever follows it has read it."""
    user = person(request)
    found = get_mention(user, pk)
    read_mentions(user, actor(request), [pk])
    return redirect(where_of(found.comment)[0])


def _chosen(request: HttpRequest) -> list[UUID] | None:
    chosen = request.POST.get("mention", "")
    try:
        return [UUID(chosen)] if chosen else None
    except ValueError as error:
        raise Invalid.field("mention", "malformed", _("The form is not complete. Open the page again.")) from error


def where_of(comment: Comment) -> tuple[str, str]:
    """Return the address of what a comment is about, and its words; needs `with_subject`."""
    if comment.span:
        return (
            f"{reverse('workbench', args=[comment.span.version.document_id])}?span={comment.span_id}",
            comment.span.quote,
        )
    if comment.document:
        return reverse("workbench", args=[comment.document_id]), comment.document.title
    claim = comment.claim or (comment.verdict and comment.verdict.claim)
    return (f"{reverse('claim', args=[claim.pk])}#comments", str(claim)) if claim else ("", "")
