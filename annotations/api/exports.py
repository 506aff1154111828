"""Export: the project's labelled spans as a stream, and what that stream leaves behind."""

from typing import Final
from urllib.parse import urlencode

from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from annotations import access
from annotations.access import Do
from annotations.formats import native_export
from annotations.models import Reader, SpanState

from . import work_shapes
from .base import Endpoint
from .pages import is_yes, one_of, read_query
from .replies import reply
from .schema import operation, words

MEDIA_TYPES: Final = {"jsonl": "application/x-ndjson", "json": "application/json"}
ARRAY: Final = {"type": "array", "items": {"type": "object"}}
CHOICES: Final = ("states", "per_annotator", "with_suggestions")
PARAMETERS: Final = (
    words("states", f"Span states with commas between: {', '.join(SpanState.values)}, or all. Approved if left out."),
    OpenApiParameter("per_annotator", bool, description="One record a document and annotator."),
    OpenApiParameter("with_suggestions", bool, description="Also what engines proposed and nobody decided."),
)


class Export(Endpoint):
    @operation(
        "exportProject",
        {(200, "application/x-ndjson"): OpenApiTypes.OBJECT, (200, "application/json"): ARRAY},
        parameters=(words("format", enum=MEDIA_TYPES), *PARAMETERS),
    )
    def get(self, request: Request, slug: str) -> StreamingHttpResponse:
        """Stream the project as factcheck/1: a document a line, or one array. `X-Losses` says where the losses are."""
        project = access.get_project(self.user, slug, to=Do.EXPORT)
        query = read_query(request, "format", *CHOICES)
        name = one_of(query, "format", MEDIA_TYPES) or "jsonl"
        chunks = native_export.stream(project, _choice(query, access.reader_of(self.user, project)), name=name)
        response = StreamingHttpResponse(chunks, content_type=MEDIA_TYPES[name])
        response["Content-Disposition"] = f'attachment; filename="{project.slug}.{name}"'
        response["Cache-Control"] = "no-store"
        address = reverse("api:export-losses", args=[slug])
        response["X-Losses"] = request.build_absolute_uri(
            f"{address}?{urlencode([(each, query[each]) for each in CHOICES if each in query])}".rstrip("?")
        )
        return response


class ExportLosses(Endpoint):
    @operation("readLosses", {200: work_shapes.Losses}, parameters=PARAMETERS)
    def get(self, request: Request, slug: str) -> HttpResponse:
        """Count what an export with this choice leaves behind, and say why."""
        project = access.get_project(self.user, slug, to=Do.EXPORT)
        query = read_query(request, "format", *CHOICES)
        return reply({"losses": native_export.losses(project, _choice(query, access.reader_of(self.user, project)))})


def _choice(query: dict[str, str], reader: Reader) -> native_export.Choice:
    return native_export.Choice.of(
        query.get("states", "").split(","),
        per_annotator=is_yes(query, "per_annotator"),
        with_suggestions=is_yes(query, "with_suggestions"),
        reader=reader,
    )
