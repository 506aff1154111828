"""Spans of a whole project, found by their words: to pick the end of a relation that lies in another document."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from annotations import access
from annotations.access import Do
from annotations.errors import Invalid
from annotations.models import Project, Span, labels_of
from annotations.models.spans import SpanQuerySet
from annotations.records.relations import end_record

from . import shapes
from .base import Endpoint
from .pages import NEWEST_FIRST, page_of, read_query
from .pages import PAGING as PAGING_NAMES
from .schema import PAGING, operation, page, words

MOST_WORDS: Final = 12
FILTERS: Final = (
    words("q", "Words that the span holds, in any order."),
    words("label", "One or more keys of labels with commas between."),
    OpenApiParameter("not_document", OpenApiTypes.UUID, description="Leave out the spans of this document."),
)


class ProjectSpans(Endpoint):
    @operation("searchSpans", {200: page(shapes.Appearance)}, parameters=(*FILTERS, *PAGING))
    def get(self, request: Request, slug: str) -> HttpResponse:
        """Search the spans that stand in the documents of a project, newest first."""
        project = access.get_project(self.user, slug, to=Do.READ)
        query = read_query(request, "q", "label", "not_document", *PAGING_NAMES)
        # Texts that have been replaced keep their spans; nobody reads them any more.
        seen = Span.objects.visible_to(self.user).seen_by(access.reader_of(self.user, project))
        read = seen.standing().filter(version__current_of__project=project)
        found = _narrow(read, project, query)
        return page_of(request, found, NEWEST_FIRST, lambda page: map(end_record, page), query)


def _narrow(found: SpanQuerySet, project: Project, query: Mapping[str, str]) -> SpanQuerySet:
    for word in query.get("q", "").split()[:MOST_WORDS]:
        found = found.filter(quote__icontains=word)
    if query.get("label"):
        keys = [key for key in query["label"].split(",") if key]
        known = labels_of(project)
        if any(key not in known for key in keys):
            raise Invalid.field("label", "unknown_value", gettext("This project has no such label."))
        found = found.filter(label__in=[known[key] for key in keys])
    if query.get("not_document"):
        found = found.exclude(version__document=_id(query["not_document"]))
    return found


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        told = gettext("not_document must be the id of a document.")
        raise Invalid.field("not_document", "malformed", told) from error
