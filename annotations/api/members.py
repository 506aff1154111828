"""Who belongs to a project, in which role."""

from typing import Final
from uuid import UUID

from django.http import HttpResponse
from rest_framework.request import Request

from annotations import access
from annotations.access import Do
from annotations.actions.projects import remove_member, save_member
from annotations.errors import NotFound
from annotations.models import Membership, Project, Role
from annotations.records.people import member_record

from . import shapes
from .base import Endpoint
from .idempotency import once
from .inputs import Choice, Input, Text, read_input
from .pages import PAGING as PAGING_NAMES
from .pages import Key, page_of, read_query
from .replies import no_content, reply
from .schema import PAGING, operation, page

BY_NAME: Final = (Key("user__username"), Key("id", UUID))


class RoleChange(Input):
    role = Choice(Role.choices)


class NewMember(RoleChange):
    username = Text(max_length=150)


class Members(Endpoint):
    @operation("listMembers", {200: page(shapes.Member)}, parameters=PAGING)
    def get(self, request: Request, slug: str) -> HttpResponse:
        """List the project's members by username."""
        project = access.get_project(self.user, slug, to=Do.READ)
        query = read_query(request, *PAGING_NAMES)
        found = Membership.objects.filter(project=project).select_related("user")
        return page_of(request, found, BY_NAME, lambda page: map(member_record, page), query)

    @operation("saveMember", {200: shapes.Member, 201: shapes.Member}, takes=NewMember, is_write=True)
    def post(self, request: Request, slug: str) -> HttpResponse:
        """Give an account a role in the project: 201 for a new member, 200 for another role."""
        project = access.get_project(self.user, slug, to=Do.MEMBERS)
        found = read_input(request, NewMember)

        def work() -> HttpResponse:
            status = 200 if _is_member(project, found["username"]) else 201
            return reply(member_record(save_member(project, self.by, **found)), status=status)

        return once(request, work)


def _is_member(project: Project, username: str) -> bool:
    return Membership.objects.filter(project=project, user__username=username).exists()


class OneMember(Endpoint):
    @operation("editMember", {200: shapes.Member}, takes=RoleChange)
    def patch(self, request: Request, slug: str, username: str) -> HttpResponse:
        """Change a member's role; the last editor cannot be lowered."""
        project = self._project(slug, username)
        found = read_input(request, RoleChange)
        return reply(member_record(save_member(project, self.by, username, found["role"])))

    @operation("removeMember", {204: None}, may_fail=(409,))
    def delete(self, request: Request, slug: str, username: str) -> HttpResponse:
        """End a membership; what the person did stays."""
        remove_member(self._project(slug, username), self.by, username)
        return no_content()

    def _project(self, slug: str, username: str) -> Project:
        project = access.get_project(self.user, slug, to=Do.MEMBERS)
        if not _is_member(project, username):
            raise NotFound
        return project
