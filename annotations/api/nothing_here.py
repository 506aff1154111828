"""Saying that a document holds nothing to mark."""

from uuid import UUID

from django.http import HttpResponse
from rest_framework import serializers as s
from rest_framework.request import Request

from annotations import access
from annotations.access import Do
from annotations.actions.nothing_here import say_nothing_here, withdraw_nothing_here
from annotations.models import NothingHere
from annotations.records.nothing_here import nothing_here_record

from .base import Endpoint
from .idempotency import once
from .pages import PAGING as PAGING_NAMES
from .pages import Key, moment, page_of, read_query
from .replies import no_content, reply
from .schema import PAGING, operation, page
from .shapes import Shape

BY_TIME = (Key("said_at", moment), Key("id", UUID))


class NothingHereShape(Shape):
    id = s.UUIDField()
    author = s.CharField()
    said_at = s.DateTimeField()


class DocumentNothingHere(Endpoint):
    @operation("listNothingHere", {200: page(NothingHereShape)}, parameters=PAGING)
    def get(self, request: Request, pk: UUID) -> HttpResponse:
        """List who holds that there is nothing to mark, oldest first; whoever marks something leaves the list."""
        document = access.get_document(self.user, pk, to=Do.READ)
        query = read_query(request, *PAGING_NAMES)
        found = NothingHere.objects.filter(version=document.current_id).standing()
        found = found.seen_by(access.reader_of(self.user, document)).select_related("author")
        return page_of(request, found, BY_TIME, lambda page: map(nothing_here_record, page), query)

    @operation("sayNothingHere", {200: NothingHereShape}, is_write=True)
    def post(self, request: Request, pk: UUID) -> HttpResponse:
        """Say that you found nothing to mark; again changes nothing. 409 while you have spans of your own there."""
        document = access.get_document(self.user, pk, to=Do.LABEL)
        return once(request, lambda: reply(nothing_here_record(say_nothing_here(document, self.by))))

    @operation("withdrawNothingHere", {204: None}, may_fail=(409,))
    def delete(self, request: Request, pk: UUID) -> HttpResponse:
        """Take your own answer back. It is yours alone, so there is no revision to name."""
        document = access.get_document(self.user, pk, to=Do.LABEL)
        withdraw_nothing_here(document, self.by)
        return no_content()
