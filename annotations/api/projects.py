"""Projects, their guidelines, and the numbers behind their plots."""

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework.request import Request

from annotations import access
from annotations.access import Do
from annotations.actions.projects import create_project, edit_project
from annotations.errors import Forbidden
from annotations.models import Claim, Document, Policy, Project, SecondPerson, Span, Verdict
from annotations.records.projects import project_record

from . import shapes, work_shapes
from .base import Endpoint
from .idempotency import once
from .inputs import Choice, Input, Slug, Text, WholeNumber, read_input
from .pages import PAGING as PAGING_NAMES
from .pages import Key, page_of, read_query
from .replies import reply
from .revisions import revision_read
from .schema import PAGING, operation, page

BY_NAME: Final = (Key("name"), Key("id", UUID))
LONGEST_LEASE: Final = 24 * 60
LONGEST_GUIDELINES: Final = 200_000


class NewProject(Input):
    name = Text(max_length=200, trim_whitespace=True)
    slug = Slug(max_length=80, required=False)
    language = Text(max_length=35, required=False)
    guidelines = Text(max_length=LONGEST_GUIDELINES, required=False, allow_blank=True)


class ProjectChanges(Input):
    name = Text(max_length=200, trim_whitespace=True)
    language = Text(max_length=35)
    guidelines = Text(max_length=LONGEST_GUIDELINES, allow_blank=True)
    second_person = Choice(SecondPerson.choices)
    policy = Choice(Policy.choices)
    lease_minutes = WholeNumber(min_value=1, max_value=LONGEST_LEASE)


class GuidelineChanges(Input):
    guidelines = Text(max_length=LONGEST_GUIDELINES, allow_blank=True)


class Projects(Endpoint):
    @operation("listProjects", {200: page(shapes.Project)}, parameters=PAGING)
    def get(self, request: Request) -> HttpResponse:
        """List your projects by name."""
        query = read_query(request, *PAGING_NAMES)
        found = Project.objects.visible_to(self.user)
        return page_of(request, found, BY_NAME, lambda page: map(project_record, page), query)

    @operation("createProject", {201: shapes.Project}, takes=NewProject, is_write=True)
    def post(self, request: Request) -> HttpResponse:
        """Make a project with the usual labels and ratings; you become its editor."""
        if self.user.only_project is not None:
            raise Forbidden(_("This token opens one project and cannot make another."))
        found = read_input(request, NewProject)

        def work() -> HttpResponse:
            project = create_project(self.by, **found)
            project = access.get_project(self.user, project.slug, to=Do.READ)
            return reply(project_record(project), status=201, revision=project.revision)

        return once(request, work)


class OneProject(Endpoint):
    @operation("readProject", {200: shapes.Project})
    def get(self, request: Request, slug: str) -> HttpResponse:
        """Read a project and your role in it."""
        project = access.get_project(self.user, slug, to=Do.READ)
        return reply(project_record(project), revision=project.revision)

    @operation("editProject", {200: shapes.Project}, takes=ProjectChanges, if_match=True)
    def patch(self, request: Request, slug: str) -> HttpResponse:
        """Change a project's name, language, guidelines or rules of work."""
        project = access.get_project(self.user, slug, to=Do.EDIT)
        changes = read_input(request, ProjectChanges, partial=True)
        revision = revision_read(request, project.revision)
        project = edit_project(project, self.by, revision=revision, changes=changes)
        return reply(project_record(project), revision=project.revision)


class Guidelines(Endpoint):
    @operation("readGuidelines", {200: shapes.Guidelines})
    def get(self, request: Request, slug: str) -> HttpResponse:
        """Read the project's guidelines, as Markdown."""
        return _guidelines(access.get_project(self.user, slug, to=Do.READ))

    @operation("editGuidelines", {200: shapes.Guidelines}, takes=GuidelineChanges, if_match=True)
    def patch(self, request: Request, slug: str) -> HttpResponse:
        """Change the guidelines; the revision is the project's."""
        project = access.get_project(self.user, slug, to=Do.EDIT)
        changes = read_input(request, GuidelineChanges)
        revision = revision_read(request, project.revision)
        return _guidelines(edit_project(project, self.by, revision=revision, changes=changes))


def _guidelines(project: Project) -> HttpResponse:
    record = {"guidelines": project.guidelines, "revision": project.revision}
    return reply(record, revision=project.revision)


class Stats(Endpoint):
    @operation("readStats", {200: work_shapes.Stats})
    def get(self, request: Request, slug: str) -> HttpResponse:
        """Count documents, spans, claims and verdicts by state, and spans by label (four queries)."""
        project = access.get_project(self.user, slug, to=Do.READ)
        reader = access.reader_of(self.user, project)
        spans = Span.objects.filter(version__current_of__project=project).seen_by(reader).order_by()
        by_label = spans.values_list("label__key", "state").annotate(Count("id"))
        labels: dict[str, dict[str, int]] = {}
        for key, state, number in by_label:
            labels.setdefault(key, {})[state] = number
        counts = {
            "documents": _by_state(Document.objects.filter(project=project)),
            "spans": _sums(labels.values()),
            "labels": labels,
            "claims": _by_state(Claim.objects.filter(project=project).seen_by(reader)),
            "verdicts": _by_state(Verdict.objects.filter(claim__project=project).seen_by(reader)),
        }
        return reply(counts)


def _by_state(found: QuerySet[Any]) -> dict[str, int]:
    return dict(found.order_by().values_list("state").annotate(Count("id")))


def _sums(counts: Iterable[dict[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for each in counts:
        for state, number in each.items():
            found[state] = found.get(state, 0) + number
    return found
