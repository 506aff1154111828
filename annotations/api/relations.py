"""Relations between spans: a project's list, and one of them."""

from uuid import UUID

from django.http import HttpResponse
from rest_framework.request import Request

from annotations import access
from annotations.access import Do
from annotations.actions import relations
from annotations.actions.relations import RelationDraft
from annotations.models import Project, Relation, User
from annotations.models.relations import RelationQuerySet
from annotations.records.relations import record_of

from . import shapes
from .base import Endpoint
from .idempotency import once
from .inputs import read_input
from .pages import BY_ID, page_of, read_query
from .pages import PAGING as PAGING_NAMES
from .relation_inputs import FILTERS, NewRelation, RelationChanges, narrow
from .replies import no_content, reply
from .revisions import revision_read
from .schema import PAGING, operation, page


class Relations(Endpoint):
    @operation("listRelations", {200: page(shapes.Relation)}, parameters=(*FILTERS, *PAGING))
    def get(self, request: Request, slug: str) -> HttpResponse:
        """List the relations that stand, oldest first; those of dismissed spans do not."""
        project = access.get_project(self.user, slug, to=Do.READ)
        query = read_query(request, "document", "span", "type", *PAGING_NAMES)
        found = narrow(_standing(self.user, project), self.user, project, query)
        return page_of(request, found.with_ends(), BY_ID, lambda page: map(record_of, page), query)

    @operation("createRelation", {201: shapes.Relation}, takes=NewRelation, is_write=True)
    def post(self, request: Request, slug: str) -> HttpResponse:
        """Join two spans of the project; a denial denies the whole claim if no scope is given."""
        project = access.get_project(self.user, slug, to=Do.LABEL)
        found = read_input(request, NewRelation)
        source, target = (access.get_span(self.user, found[end], to=Do.READ) for end in ("source", "target"))
        draft = RelationDraft(found["type"], found.get("scope", ""), found.get("note", ""))

        def work() -> HttpResponse:
            relation = relations.create_relation(project, self.by, source, target, draft)
            return reply(record_of(relation), status=201, revision=relation.revision)

        return once(request, work)


def _standing(user: User, project: Project) -> RelationQuerySet:
    return Relation.objects.filter(project=project).standing().seen_by(access.reader_of(user, project))


class OneRelation(Endpoint):
    @operation("readRelation", {200: shapes.Relation})
    def get(self, request: Request, pk: UUID) -> HttpResponse:
        """Read a relation, also one that was withdrawn."""
        relation = access.get_relation(self.user, pk, to=Do.READ)
        return reply(record_of(relation), revision=relation.revision)

    @operation("editRelation", {200: shapes.Relation}, takes=RelationChanges, if_match=True)
    def patch(self, request: Request, pk: UUID) -> HttpResponse:
        """Change scope or note of a relation of your own."""
        relation = access.get_relation(self.user, pk, to=Do.LABEL)
        changes = read_input(request, RelationChanges, partial=True)
        revision = revision_read(request, relation.revision)
        relation = relations.edit_relation(relation, self.by, revision=revision, changes=changes)
        return reply(record_of(relation), revision=relation.revision)

    @operation("withdrawRelation", {204: None}, if_match=True)
    def delete(self, request: Request, pk: UUID) -> HttpResponse:
        """Withdraw a relation of your own, or, as a reviewer, anybody's."""
        relation = access.get_relation(self.user, pk, to=Do.LABEL)
        access.check(access.role_of(relation), access.needed_to_withdraw(relation, self.user))
        revision = revision_read(request, relation.revision)
        relation = relations.withdraw_relation(relation, self.by, revision=revision)
        return no_content(revision=relation.revision)


class RelationUndo(Endpoint):
    @operation("undoRelation", {200: shapes.Relation}, is_write=True, if_match=True)
    def post(self, request: Request, pk: UUID) -> HttpResponse:
        """Take back your last change of a relation, also its making or its withdrawal; again, and it is back."""
        relation = access.get_relation(self.user, pk, to=Do.LABEL)
        access.check(access.role_of(relation), access.needed_to_withdraw(relation, self.user))
        revision = revision_read(request, relation.revision)

        def work() -> HttpResponse:
            moved = relations.undo_relation(relation, self.by, revision=revision)
            return reply(record_of(moved), revision=moved.revision)

        return once(request, work)
