"""What the relations' doors take in: the fields of one, and the filters of the list."""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from annotations import access
from annotations.access import Do
from annotations.errors import Invalid, NotFound
from annotations.models import Project, RelationType, Scope, User
from annotations.models.relation_types import LONGEST_NOTE
from annotations.models.relations import RelationQuerySet

from .inputs import Choice, Id, Input, Text
from .pages import one_of
from .schema import words

FILTERS = (
    OpenApiParameter("document", OpenApiTypes.UUID, description="With an end in this document."),
    OpenApiParameter("span", OpenApiTypes.UUID, description="From or to this span."),
    words("type", enum=RelationType.values),
)


class RelationChanges(Input):
    scope = Choice(Scope.choices, required=False, allow_blank=True)
    note = Text(max_length=LONGEST_NOTE, required=False, allow_blank=True)


class NewRelation(RelationChanges):
    type = Choice(RelationType.choices)
    source = Id()  # type: ignore[assignment]
    target = Id()


def narrow(found: RelationQuerySet, user: User, project: Project, query: Mapping[str, str]) -> RelationQuerySet:
    """Filter a project's relations by what the query asks for (one query for each document or span named)."""
    kind = one_of(query, "type", RelationType.values)
    if kind:
        found = found.filter(type=kind)
    if query.get("document"):
        document = access.get_document(user, _id(query, "document"), to=Do.READ)
        _check_here(document.project_id, project)
        found = found.filter(Q(source__version__document=document.pk) | Q(target__version__document=document.pk))
    if query.get("span"):
        span = access.get_span(user, _id(query, "span"), to=Do.READ)
        _check_here(span.version.document.project_id, project)
        found = found.filter(Q(source=span.pk) | Q(target=span.pk))
    return found


def _id(query: Mapping[str, str], name: str) -> UUID:
    try:
        return UUID(query[name])
    except ValueError as error:
        raise Invalid.field(name, "malformed", _("%(name)s must be the id of a %(name)s.") % {"name": name}) from error


def _check_here(project_id: UUID, project: Project) -> None:
    if project_id != project.pk:
        raise NotFound
