"""Where one was mentioned, across one's projects, and what of it one has read."""

from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.request import Request

from annotations.actions.mentions import read_mentions
from annotations.models import Mention, unread_mentions
from annotations.records.comments import mention_record

from . import comment_shapes as shapes
from .base import Endpoint
from .idempotency import once
from .inputs import Id, Input, read_input
from .pages import NEWEST_FIRST, is_yes, page_of, read_query
from .pages import PAGING as PAGING_NAMES
from .replies import reply
from .schema import PAGING, operation, page, words

MOST = 1000


class ReadMentions(Input):
    mentions = serializers.ListField(
        child=Id(), max_length=MOST, required=False, help_text="Ids; every mention if nothing is named."
    )
    comments = serializers.ListField(
        child=Id(), max_length=MOST, required=False, help_text="Ids of comments: what names you in them is read."
    )


class Mentions(Endpoint):
    @operation(
        "listMentions",
        {200: page(shapes.Mention)},
        parameters=(words("unread", "Only what you have not read.", enum=("true", "false")), *PAGING),
    )
    def get(self, request: Request) -> HttpResponse:
        """List the comments that name you, newest first."""
        query = read_query(request, "unread", *PAGING_NAMES)
        found = Mention.objects.visible_to(self.user).with_comment()
        if is_yes(query, "unread"):
            found = found.unread()
        return page_of(request, found, NEWEST_FIRST, lambda page: map(mention_record, page), query)


class MentionsRead(Endpoint):
    @operation("readMentions", {200: shapes.MentionsRead}, takes=ReadMentions, is_write=True)
    def post(self, request: Request) -> HttpResponse:
        """Mark mentions as read."""
        named = read_input(request, ReadMentions)

        def work() -> HttpResponse:
            count = read_mentions(self.user, self.by, named.get("mentions"), comments=named.get("comments"))
            return reply({"read": count, "unread": unread_mentions(self.user)})

        return once(request, work)
