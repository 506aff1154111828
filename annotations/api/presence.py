"""Who has a document open, and where they read. Nothing of it is stored; others hear of it by the event stream."""

import time
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from rest_framework.request import Request

from annotations import access
from annotations.access import Do
from annotations.models import Document, Reader, User
from annotations.records.presence import presence_record

from . import work_shapes
from .base import Endpoint
from .idempotency import once
from .inputs import Id, Input, Text, WholeNumber, YesOrNo, read_input
from .replies import reply
from .schema import operation
from .whereabouts import Place, board


class Whereabouts(Input):
    page = Text(max_length=40, help_text="An id of the open page, made by it.")
    start = WholeNumber(required=False, allow_null=True, help_text="The first line in sight, in code points.")
    span = Id(required=False, allow_null=True, help_text="The span the person looks at.")
    is_leaving = YesOrNo(required=False, help_text="The page is being closed.")


class Presence(Endpoint):
    @operation("listPresence", {200: work_shapes.Here})
    def get(self, request: Request, pk: UUID) -> HttpResponse:
        """List who else has the document open; in a blind project annotators see nobody."""
        return reply(_here(self.user, access.get_document(self.user, pk, to=Do.READ)))

    @operation("tellPresence", {200: work_shapes.Here}, takes=Whereabouts, is_write=True)
    def post(self, request: Request, pk: UUID) -> HttpResponse:
        """Say that you have the document open and where you read; repeat it every 15 seconds."""
        document = access.get_document(self.user, pk, to=Do.READ)
        place = _place(self.user, document, read_input(request, Whereabouts))

        def work() -> HttpResponse:
            board().tell(place)
            return reply(_here(self.user, document))

        return once(request, work)


def _place(user: User, document: Document, found: dict[str, Any]) -> Place:
    return Place(
        project=str(document.project_id),
        document=str(document.pk),
        username=user.username,
        page=found["page"],
        start=found.get("start"),
        span=str(found["span"]) if found.get("span") else None,
        is_leaving=found.get("is_leaving", False),
        at=time.time(),
    )


def _here(user: User, document: Document) -> dict[str, Any]:
    reader: Reader = access.reader_of(user, document)
    others = [] if reader.is_blinded else board().here(str(document.pk))
    return {"here": [presence_record(each) for each in others if each.username != user.username]}
