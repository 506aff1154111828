"""Comments: the threads of a span, claim, verdict or document, and one comment."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from rest_framework.request import Request

from annotations import access
from annotations.access import Do
from annotations.actions import comments
from annotations.models import Comment, Subject, User
from annotations.models.comments import LONGEST_COMMENT
from annotations.records.comments import comment_record, thread_record

from . import comment_shapes as shapes
from .base import Endpoint
from .idempotency import once
from .inputs import Input, Text, read_input
from .pages import BY_ID, page_of, read_query
from .pages import PAGING as PAGING_NAMES
from .replies import no_content, reply
from .revisions import revision_read
from .schema import PAGING, operation, page

DOORS = {
    "document": access.get_document,
    "span": access.get_span,
    "claim": access.get_claim,
    "verdict": access.get_verdict,
}
THREADS = page(shapes.Thread)
STEPS = {"resolve": comments.resolve, "reopen": comments.reopen}


class NewComment(Input):
    text = Text(max_length=LONGEST_COMMENT, help_text="`@name` tells a member of the project.")


def _subject(user: User, kind: str, pk: UUID, *, to: Do) -> Subject:
    found: Subject = DOORS[kind](user, pk, to=to)  # type: ignore[operator]
    return found


def threads_on(kind: str) -> Any:
    """Make the view of the threads about one kind of thing."""
    name = kind.capitalize()

    class Threads(Endpoint):
        @operation(f"list{name}Comments", {200: THREADS}, parameters=PAGING)
        def get(self, request: Request, pk: UUID) -> HttpResponse:
            """List the threads, oldest first, each with its replies; resolved ones too."""
            subject = _subject(self.user, kind, pk, to=Do.READ)
            query = read_query(request, *PAGING_NAMES)
            found = Comment.objects.on(subject).threads(self.user)
            return page_of(request, found, BY_ID, lambda page: map(thread_record, page), query)

        @operation(f"create{name}Comment", {201: shapes.Thread}, takes=NewComment, is_write=True)
        def post(self, request: Request, pk: UUID) -> HttpResponse:
            """Begin a thread."""
            subject = _subject(self.user, kind, pk, to=Do.COMMENT)
            text = read_input(request, NewComment)["text"]

            def work() -> HttpResponse:
                comment = comments.write_comment(subject, self.by, text)
                return reply(thread_record(comment), status=201, revision=comment.revision)

            return once(request, work)

    Threads.__name__ = Threads.__qualname__ = f"{name}Comments"
    return Threads.as_view()


class OneComment(Endpoint):
    @operation("readComment", {200: shapes.Comment})
    def get(self, request: Request, pk: UUID) -> HttpResponse:
        """Read a comment; one that was removed has no words."""
        comment = access.get_comment(self.user, pk, to=Do.READ)
        return reply(comment_record(comment), revision=comment.revision)

    @operation("editComment", {200: shapes.Comment}, takes=NewComment, if_match=True)
    def patch(self, request: Request, pk: UUID) -> HttpResponse:
        """Reword a comment of your own."""
        comment = access.get_comment(self.user, pk, to=Do.COMMENT)
        text = read_input(request, NewComment)["text"]
        revision = revision_read(request, comment.revision)
        comment = comments.edit_comment(comment, self.by, revision=revision, text=text)
        return reply(comment_record(comment), revision=comment.revision)

    @operation("removeComment", {204: None}, if_match=True)
    def delete(self, request: Request, pk: UUID) -> HttpResponse:
        """Remove a comment of your own; replies to it stay."""
        comment = access.get_comment(self.user, pk, to=Do.COMMENT)
        revision = revision_read(request, comment.revision)
        comment = comments.remove_comment(comment, self.by, revision=revision)
        return no_content(revision=comment.revision)


class Replies(Endpoint):
    @operation("replyToComment", {201: shapes.Comment}, takes=NewComment, is_write=True)
    def post(self, request: Request, pk: UUID) -> HttpResponse:
        """Reply in the thread that this comment begins."""
        root = access.get_comment(self.user, pk, to=Do.COMMENT)
        text = read_input(request, NewComment)["text"]

        def work() -> HttpResponse:
            comment = comments.reply(root, self.by, text)
            return reply(comment_record(comment), status=201, revision=comment.revision)

        return once(request, work)


def step(verb: str, words: str) -> Any:
    """Make the view of one step of a thread."""

    class Step(Endpoint):
        @operation(f"{verb}Comment", {200: shapes.Comment}, is_write=True, if_match=True)
        def post(self, request: Request, pk: UUID) -> HttpResponse:
            comment = access.get_comment(self.user, pk, to=Do.COMMENT)
            revision = revision_read(request, comment.revision)

            def work() -> HttpResponse:
                moved = STEPS[verb](comment, self.by, revision=revision)
                return reply(comment_record(moved), revision=moved.revision)

            return once(request, work)

    Step.post.__doc__ = words
    Step.__name__ = Step.__qualname__ = f"Comment{verb.capitalize()}"
    return Step.as_view()
