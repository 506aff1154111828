"""What every view of the API shares: who asks, what the body holds, and which methods there are at all."""

from collections.abc import Sequence
from typing import Any, Final, cast

import orjson
from django.http import HttpResponse
from django.utils.translation import gettext
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed, ParseError
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from annotations.actions.events import Actor
from annotations.actions.people import note_use
from annotations.errors import Invalid, NotSignedIn
from annotations.models import ApiToken, User
from factcheck import request_id

from .problems import CHALLENGE

SCHEMES: Final = ("token", "bearer")


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Token <key>`; one query. A token of one project opens nothing else."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        scheme, _, key = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() not in SCHEMES:
            return None
        token = valid_token(key)
        if token is None:
            raise AuthenticationFailed(gettext("This token is unknown, revoked or expired. Make a new one."))
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return CHALLENGE


def valid_token(key: str) -> ApiToken | None:
    """Return the live token with this key, its person narrowed to the token's project; note that it is in use."""
    token = ApiToken.objects.with_key(key.strip())
    if token is not None:
        token.user.only_project = token.project_id
        note_use(token)
    return token


class JsonParser(BaseParser):
    """A JSON body, strictly: UTF-8, no lone surrogates, no NaN, no NUL, which PostgreSQL cannot store."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        # `body` and not the stream: it holds to the site's limit.
        body = parser_context["request"].body
        try:
            data = orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise ParseError(gettext("The body is not JSON: %(error)s.") % {"error": error}) from error
        if b"\\u0000" in body:
            _refuse_nul(data)
        return data


def _refuse_nul(data: Any) -> None:
    # A stack and not recursion: a body may be nested deeper than Python calls may be.
    waiting: list[tuple[str, Any]] = [("", data)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, str) and "\0" in value:
            raise Invalid.field(
                path,
                "nul",
                gettext("%(value)s holds a NUL character (U+0000). Send it without.")
                % {"value": path or gettext("The body")},
            )
        if isinstance(value, dict):
            for name, inner in value.items():
                waiting += [(path or "body", name), (f"{path}.{name}".lstrip("."), inner)]
        elif isinstance(value, list):
            waiting += [(f"{path}.{number}".lstrip("."), inner) for number, inner in enumerate(value)]


class JsonRenderer(BaseRenderer):
    """Names the media type for the schema and writes the rare answer a library's view gives as data."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        return orjson.dumps(data)


class OnlyJson(BaseContentNegotiation):
    """One media type goes out whatever Accept says: an error in JSON beats a 406 without words."""

    def select_parser(self, request: Request, parsers: Any) -> BaseParser | None:
        wanted = request.content_type.partition(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == wanted), None)

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type


class Endpoint(APIView):
    """A view of the API: it answers the methods it defines and needs a person, unless `is_public`."""

    authentication_classes: Sequence[type[BaseAuthentication]] = (TokenAuthentication, SessionAuthentication)
    parser_classes: Sequence[type[BaseParser]] = (JsonParser,)
    renderer_classes = (JsonRenderer,)
    permission_classes = ()
    throttle_classes = ()
    content_negotiation_class = OnlyJson
    http_method_names = ["get", "post", "patch", "delete", "head", "options"]
    is_public = False

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Find out who asks. What they may do is asked of `access` with the object."""
        if not request.user.is_authenticated and not self.is_public:
            raise NotSignedIn(gettext('Sign in first, or send "Authorization: Token <key>".'))

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """List the methods in `Allow`; the schema says the rest."""
        return HttpResponse(status=204)

    @property
    def user(self) -> User:
        """Return who asks."""
        return cast(User, self.request.user)

    @property
    def by(self) -> Actor:
        """Return who acts, for the log."""
        return Actor(user=self.user, request_id=request_id.current())
