"""The OpenAPI description of each operation, the document built of them, and the page to try it."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final

import orjson
from django.http import HttpResponse
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework import serializers
from rest_framework.request import Request

from . import shapes
from .base import Endpoint
from .problems import MEDIA_TYPE

OPENAPI: Final = "application/vnd.oai.openapi+json"
TITLES: Final = {
    400: "Malformed or out of range.",
    401: "Not signed in.",
    403: "Your role is too low.",
    404: "Not there, or not yours to see.",
    409: "In conflict with how things stand.",
    412: "Somebody saved a newer revision.",
    413: "Too large.",
    415: "Not a kind of content that is taken here.",
    422: "Well-formed, with nothing in it that can be used.",
    428: "If-Match is missing.",
    429: "Too many tries.",
}
ALWAYS: Final = (400, 401, 403, 404)
WITH_BODY: Final = (409, 413, 415)
IF_MATCH: Final = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, required=True, description='The revision you read, such as `"3"`.'
)
IDEMPOTENCY_KEY: Final = OpenApiParameter(
    "Idempotency-Key", str, OpenApiParameter.HEADER, description="The same key and body give the first answer again."
)
Gives = Mapping[Any, Any]


def problems(*statuses: int) -> dict[tuple[int, str], Any]:
    """Describe the troubles an operation may answer with."""
    return {
        (status, MEDIA_TYPE): OpenApiResponse(_problem_shape(status), TITLES[status]) for status in sorted(statuses)
    }


def _problem_shape(status: int) -> type[shapes.Shape]:
    return shapes.StaleSpanProblem if status == 412 else shapes.Problem


def words(name: str, description: str = "", *, enum: Iterable[str] | None = None) -> OpenApiParameter:
    """Describe a query parameter that holds text."""
    return OpenApiParameter(name, str, description=description, enum=list(enum) if enum else None)


def operation(
    name: str,
    gives: Gives,
    *,
    takes: Any = None,
    parameters: Iterable[OpenApiParameter] = (),
    may_fail: Iterable[int] = (),
    is_write: bool = False,
    if_match: bool = False,
) -> Any:
    """Describe one method of a view. `is_write`: a POST, which takes an Idempotency-Key."""
    failures = {*ALWAYS, *may_fail}
    chosen = list(parameters)
    if takes is not None or is_write:
        failures |= set(WITH_BODY)
    if is_write:
        chosen.append(IDEMPOTENCY_KEY)
    if if_match:
        chosen.append(IF_MATCH)
        failures |= {409, 412, 428}
    return extend_schema(
        operation_id=name, request=takes, responses={**gives, **problems(*failures)}, parameters=chosen
    )


def page(shape: type[shapes.Shape]) -> Any:
    """Describe a page of a list."""
    name = f"{shape.__name__}Page"
    fields = {
        "next": serializers.URLField(allow_null=True),
        "previous": serializers.URLField(allow_null=True),
        "results": shape(many=True),
    }
    return type(name, (shapes.Shape,), {**fields, "__doc__": None})


PAGING: Final = (
    OpenApiParameter("cursor", str, description="From `next` or `previous`."),
    OpenApiParameter("page_size", {"type": "integer", "minimum": 1, "maximum": 1000, "default": 100}),
)


class TokenScheme(OpenApiAuthenticationExtension):
    """Describes `Authorization: Token <key>`."""

    target_class = "annotations.api.base.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Return the scheme. OpenAPI knows the prefix Bearer, which is taken as well."""
        return {"type": "http", "scheme": "bearer", "description": 'Also taken: "Authorization: Token <key>".'}


@cache
def document() -> bytes:
    """Build the OpenAPI document, once a process: it takes about a second."""
    found = SchemaGenerator().get_schema(request=None, public=True)
    return orjson.dumps(found)


class SchemaView(Endpoint):
    """The OpenAPI document: nothing of anybody's data, so anybody may read it."""

    is_public = True
    authentication_classes = ()

    @extend_schema(operation_id="schema", responses={(200, OPENAPI): OpenApiTypes.OBJECT})
    def get(self, request: Request) -> HttpResponse:
        return HttpResponse(document(), content_type=OPENAPI)


class DocsView(SpectacularSwaggerSplitView):
    """The page to try it. Its script comes as a file of its own, since the site allows no inline script."""

    authentication_classes = ()
    template_name = "api/docs.html"
    http_method_names = ("get", "head", "options")
