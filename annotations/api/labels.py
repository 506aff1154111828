"""The scheme of a project: its labels and its rating scale."""

from typing import Final

from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework.request import Request

from annotations import access
from annotations.access import Do
from annotations.actions.projects import save_label, save_rating
from annotations.errors import Conflict, NotFound
from annotations.models import Colour, Icon, Label, Pattern, Rating
from annotations.records.projects import label_record, rating_record

from . import shapes
from .base import Endpoint
from .idempotency import once
from .inputs import Choice, Input, JsonObject, Slug, Text, WholeNumber, YesOrNo, read_input
from .pages import PAGING as PAGING_NAMES
from .pages import Key, page_of, read_query, whole
from .replies import reply
from .schema import PAGING, operation, page

LARGEST_ORDER: Final = 32767
LABEL_ORDER: Final = (Key("order", whole), Key("key"))
RATING_ORDER: Final = (Key("order", whole), Key("slug"))


class LabelChanges(Input):
    name = Text(max_length=60, trim_whitespace=True, required=False)
    shortcut = Text(max_length=1, allow_blank=True, trim_whitespace=True, required=False)
    colour = Choice(Colour.choices, required=False)
    pattern = Choice(Pattern.choices, required=False)
    attributes_schema = JsonObject(required=False)
    guideline = Text(max_length=20_000, allow_blank=True, required=False)
    order = WholeNumber(max_value=LARGEST_ORDER, required=False)
    is_on = YesOrNo(required=False)


class NewLabel(LabelChanges):
    key = Slug(max_length=40)


class RatingChanges(Input):
    name = Text(max_length=60, trim_whitespace=True, required=False)
    definition = Text(max_length=300, allow_blank=True, required=False)
    numeric = WholeNumber(min_value=-100, max_value=100, allow_null=True, required=False)
    icon = Choice(Icon.choices, required=False)
    order = WholeNumber(max_value=LARGEST_ORDER, required=False)


class NewRating(RatingChanges):
    slug = Slug(max_length=40)


class Labels(Endpoint):
    @operation("listLabels", {200: page(shapes.Label)}, parameters=PAGING)
    def get(self, request: Request, slug: str) -> HttpResponse:
        """List the project's labels, also those switched off, in their order."""
        project = access.get_project(self.user, slug, to=Do.READ)
        query = read_query(request, *PAGING_NAMES)
        found = Label.objects.filter(project=project)
        return page_of(request, found, LABEL_ORDER, lambda page: map(label_record, page), query)

    @operation("createLabel", {201: shapes.Label}, takes=NewLabel, is_write=True)
    def post(self, request: Request, slug: str) -> HttpResponse:
        """Make a label."""
        project = access.get_project(self.user, slug, to=Do.EDIT)
        changes = read_input(request, NewLabel)
        key = changes.pop("key")

        def work() -> HttpResponse:
            if Label.objects.filter(project=project, key=key).exists():
                raise Conflict(
                    _("The project has a label “%(key)s”. Change that one.") % {"key": key}, code="key_taken"
                )
            return reply(label_record(save_label(project, self.by, key, changes)), status=201)

        return once(request, work)


class OneLabel(Endpoint):
    @operation("editLabel", {200: shapes.Label}, takes=LabelChanges, may_fail=(409,))
    def patch(self, request: Request, slug: str, key: str) -> HttpResponse:
        """Change a label, or switch it off: its spans stay."""
        project = access.get_project(self.user, slug, to=Do.EDIT)
        if not Label.objects.filter(project=project, key=key).exists():
            raise NotFound
        changes = read_input(request, LabelChanges, partial=True)
        return reply(label_record(save_label(project, self.by, key, changes)))


class Ratings(Endpoint):
    @operation("listRatings", {200: page(shapes.Rating)}, parameters=PAGING)
    def get(self, request: Request, slug: str) -> HttpResponse:
        """List the steps of the project's rating scale in their order."""
        project = access.get_project(self.user, slug, to=Do.READ)
        query = read_query(request, *PAGING_NAMES)
        found = Rating.objects.filter(project=project)
        return page_of(request, found, RATING_ORDER, lambda page: map(rating_record, page), query)

    @operation("createRating", {201: shapes.Rating}, takes=NewRating, is_write=True)
    def post(self, request: Request, slug: str) -> HttpResponse:
        """Make a step of the scale."""
        project = access.get_project(self.user, slug, to=Do.EDIT)
        changes = read_input(request, NewRating)
        name = changes.pop("slug")

        def work() -> HttpResponse:
            if Rating.objects.filter(project=project, slug=name).exists():
                raise Conflict(
                    _("The scale has a step “%(name)s”. Change that one.") % {"name": name}, code="slug_taken"
                )
            return reply(rating_record(save_rating(project, self.by, name, changes)), status=201)

        return once(request, work)


class OneRating(Endpoint):
    @operation("editRating", {200: shapes.Rating}, takes=RatingChanges, may_fail=(409,))
    def patch(self, request: Request, slug: str, rating: str) -> HttpResponse:
        """Change a step of the scale."""
        project = access.get_project(self.user, slug, to=Do.EDIT)
        if not Rating.objects.filter(project=project, slug=rating).exists():
            raise NotFound
        changes = read_input(request, RatingChanges, partial=True)
        return reply(rating_record(save_rating(project, self.by, rating, changes)))
