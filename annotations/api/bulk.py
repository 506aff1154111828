"""Many span operations in one request, all or nothing."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework.request import Request

from annotations import access
from annotations.access import Do
from annotations.actions.bulk import LIMIT, Operation, apply_operations
from annotations.errors import FieldError, Invalid, NotFound
from annotations.models import Document, Span, User
from annotations.records.spans import record_of

from . import shapes
from .base import Endpoint
from .idempotency import once
from .inputs import read_input
from .replies import reply
from .schema import operation
from .span_inputs import CHECKS, NEEDED, Bulk, draft_of

M = TypeVar("M", bound=Model)
JSON = dict[str, Any]


class SpansBulk(Endpoint):
    @operation("changeSpans", {200: shapes.Spans}, takes=Bulk, is_write=True, may_fail=(412,))
    def post(self, request: Request) -> HttpResponse:
        """Carry out up to 1,000 operations in order, or none; the first that fails is named."""
        operations = _prepare(self.user, read_operations(request))

        def work() -> HttpResponse:
            spans = apply_operations(self.by, operations)
            return reply({"results": [record_of(span) for span in spans]})

        return once(request, work)


def read_operations(request: Request) -> list[JSON]:
    """Return the operations, each with what its kind needs."""
    found: list[JSON] = read_input(request, Bulk)["operations"]
    errors = [
        FieldError(f"operations.{number}.{name}", "required", _("This field is required."))
        for number, each in enumerate(found)
        for name in (("document", *NEEDED) if each["op"] == "create" else ("id", "revision"))
        if name not in each
    ]
    if errors:
        raise Invalid(f"{errors[0].field}: {errors[0].detail}", code="required", errors=errors[:LIMIT])
    return found


def _prepare(user: User, found: Sequence[JSON]) -> list[Operation]:
    """Fetch everything the operations name (two queries) and check what the person may do."""
    documents = _fetch(Document.objects.visible_to(user), (each.get("document") for each in found))
    spans = _fetch(Span.objects.visible_to(user), (each.get("id") for each in found))
    operations = []
    for number, each in enumerate(found):
        name, things = ("document", documents) if each["op"] == "create" else ("id", spans)
        thing = things.get(each[name])
        if thing is None:
            field = f"operations.{number}.{name}"
            detail = _("There is nothing here that you can see.")
            raise NotFound(f"{field}: {detail}", errors=[FieldError(field, "not_found", detail)])
        needed = access.needed_for(each["op"], thing, user) if isinstance(thing, Span) else Do.LABEL
        access.check(access.role_of(thing), needed)
        operations.append(_operation(each, thing))
    return operations


def _fetch(visible: QuerySet[M], ids: Any) -> Mapping[UUID, M]:
    wanted = {pk for pk in ids if pk is not None}
    return {thing.pk: thing for thing in visible.filter(pk__in=wanted).order_by()} if wanted else {}


def _operation(found: JSON, thing: Document | Span | Any) -> Operation:
    if isinstance(thing, Document):
        return Operation("create", document=thing, draft=draft_of(found))
    return Operation(
        found["op"],
        span=thing,
        revision=found["revision"],
        changes={name: found[name] for name in CHECKS if name in found},
        reason=found.get("reason", ""),
        note=found.get("note", ""),
        to=found.get("to"),
    )
