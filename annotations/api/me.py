"""Who asks, and a token for their programs."""

from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from annotations.actions.events import Actor
from annotations.actions.people import create_token, sign_in
from annotations.models import Project
from annotations.records.people import me_record
from factcheck import request_id

from . import shapes
from .base import Endpoint
from .inputs import Input, Text, read_input
from .replies import reply
from .schema import operation


class MeView(Endpoint):
    @operation("readMe", {200: shapes.Me})
    def get(self, request: Request) -> HttpResponse:
        """Say who asks and which projects they belong to."""
        record = me_record(self.user)
        if self.user.only_project is not None:
            record["memberships"] = self._visible(record["memberships"])
        return reply(record)

    def _visible(self, memberships: list[dict[str, Any]]) -> list[dict[str, Any]]:
        slugs = set(Project.objects.visible_to(self.user).values_list("slug", flat=True))
        return [each for each in memberships if each["project"] in slugs]


class Credentials(Input):
    username = Text(max_length=150)
    password = Text(max_length=4096)
    name = Text(max_length=100, required=False, help_text="Which program will use the token.")


class TokenView(Endpoint):
    """Public, and without the session: a wrong password is all that can be tried here, and that is throttled."""

    is_public = True
    authentication_classes = ()

    @operation("createToken", {201: shapes.NewToken}, takes=Credentials, may_fail=(429,))
    def post(self, request: Request) -> HttpResponse:
        """Exchange a username and password for a token. Ten wrong ones close the door for ten minutes."""
        found = read_input(request, Credentials)
        address = request.META.get("REMOTE_ADDR", "")
        nobody = Actor(request_id=request_id.current())
        user = sign_in(nobody, username=found["username"], password=found["password"], address=address)
        by = Actor(user=user, request_id=request_id.current())
        _, key = create_token(user, by, name=found.get("name", "API"))
        return reply({"token": key}, status=201)
