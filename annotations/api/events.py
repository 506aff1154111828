"""The log as JSON: who did what to which thing, before and after. The live stream of the same is in stream.py."""

from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from annotations import access
from annotations.access import Do
from annotations.errors import Invalid, NotFound
from annotations.models import Event
from annotations.records.events import COLUMNS, event_record

from . import work_shapes
from .base import Endpoint
from .pages import PAGING as PAGING_NAMES
from .pages import Key, number_of, page_of, read_query, value_of, whole
from .replies import no_content
from .schema import PAGING, operation, page

LARGEST: Final = 2**63 - 1
OLDEST_FIRST: Final = (Key("id", whole),)
LATEST_FIRST: Final = (Key("id", whole, descending=True),)
PARAMETERS: Final = (
    OpenApiParameter("document", OpenApiTypes.UUID, description="Of this document only."),
    OpenApiParameter("after", int, description="Later than this event, oldest first."),
)


class Events(Endpoint):
    @operation("listEvents", {200: page(work_shapes.Event)}, parameters=(*PARAMETERS, *PAGING))
    def get(self, request: Request, slug: str) -> HttpResponse:
        """List what happened, latest first. With `Accept: text/event-stream` the same address streams what happens."""
        project = access.get_project(self.user, slug, to=Do.READ)
        if "text/event-stream" in request.headers.get("Accept", ""):
            # Only a server without the stream (see asgi.py) brings such a request here: 204 ends the browser's tries.
            return no_content()
        query = read_query(request, "document", "after", *PAGING_NAMES)
        found = (
            Event.objects.of_project(project.pk).seen_by(access.reader_of(self.user, project)).select_related("actor")
        )
        if query.get("document"):
            document = access.get_document(self.user, _uuid(query["document"]), to=Do.READ)
            if document.project_id != project.pk:
                raise NotFound
            found = found.filter(document=document.pk)
        keys = LATEST_FIRST
        if query.get("after"):
            keys = OLDEST_FIRST
            found = found.filter(id__gt=number_of(query, "after", default=0, lowest=0, highest=LARGEST))
        return page_of(request, found, keys, lambda page: map(_record, page), query)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Invalid.field("document", "malformed", _("document must be the id of a document.")) from error


def _record(event: Event) -> dict[str, Any]:
    return event_record(tuple(value_of(event, name) for name in COLUMNS))
