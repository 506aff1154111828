"""Every trouble as one JSON shape, in one place: RFC 9457 problem documents for programs."""

import logging
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import orjson
from django.core import exceptions as django
from django.db import DataError, IntegrityError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext
from django.views import defaults
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions as rest

from annotations.errors import (
    Conflict,
    FactcheckError,
    FieldError,
    Forbidden,
    Invalid,
    NotFound,
    NotSignedIn,
    Stale,
    Throttled,
    TooLarge,
    UnsupportedType,
)

logger = logging.getLogger(__name__)

MEDIA_TYPE: Final = "application/problem+json"
CHALLENGE: Final = 'Token realm="factcheck"'
Exceptions = tuple[type[Exception], ...]


class MethodRefused(FactcheckError):  # noqa: N818 - named like its kin in errors.py
    """405: this address does not know the method; `Allow` lists those it knows."""

    status, title, code = 405, "This address does not know that method.", "method_not_allowed"


class Busy(FactcheckError):  # noqa: N818 - likewise
    """503: the database did not answer in time; nothing was changed."""

    status, title, code = 503, "The database is busy. Try again in a moment.", "busy"


class Failed(FactcheckError):  # noqa: N818 - likewise
    """500: a mistake of ours, which the log has with the request's id."""

    status, title, code = 500, "Something went wrong here. It is in the log; try again later.", "server_error"


class StaleSpan(Stale):
    """412 with the span as it stands now, so that a client can show both versions."""

    def __init__(self, error: Stale, current: Mapping[str, Any]) -> None:
        super().__init__(error.detail, code=error.code, errors=error.errors)
        self.current = current


def answer(error: Exception, context: Mapping[str, Any]) -> HttpResponse | None:
    """Turn what a view raised into its answer; None for what nobody expected, which Django then reports."""
    trouble = _trouble(error)
    if trouble is None:
        return None
    response = problem(trouble)
    if trouble.status == MethodRefused.status:
        response["Allow"] = ", ".join(context["view"].allowed_methods)
    return response


def problem(trouble: FactcheckError) -> HttpResponse:
    """Write the problem document."""
    record: dict[str, Any] = {
        "type": f"urn:factcheck:problem:{trouble.code}",
        "title": gettext(trouble.title),
        "status": trouble.status,
        "detail": gettext(trouble.detail),
        "code": trouble.code,
        "errors": [{"field": each.field, "code": each.code, "detail": each.detail} for each in trouble.errors],
    }
    if isinstance(trouble, StaleSpan):
        record["current"] = trouble.current
    response = HttpResponse(_dump(record), content_type=MEDIA_TYPE, status=trouble.status)
    response["Cache-Control"] = "no-store"
    if isinstance(trouble, NotSignedIn):
        response["WWW-Authenticate"] = CHALLENGE
    if isinstance(trouble, Throttled):
        response["Retry-After"] = str(trouble.retry_after)
    if isinstance(trouble, Busy):
        response["Retry-After"] = "1"
    return response


def _dump(record: Mapping[str, Any]) -> bytes:
    try:
        return orjson.dumps(record, option=orjson.OPT_UTC_Z)
    except TypeError:  # a lone surrogate that a client sent and a message quotes
        plain = {**record, "detail": _printable(record["detail"])}
        plain["errors"] = [{name: _printable(text) for name, text in each.items()} for each in record["errors"]]
        return orjson.dumps(plain, option=orjson.OPT_UTC_Z)


def _printable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _trouble(error: Exception) -> FactcheckError | None:
    if isinstance(error, FactcheckError):
        return error
    return next((build(error) for kinds, build in _KNOWN if isinstance(error, kinds)), None)


def _invalid(error: Any) -> Invalid:
    errors = list(field_errors(error.detail))
    return Invalid(summary(errors), code=errors[0].code if len(errors) == 1 else "invalid", errors=errors)


def field_errors(detail: Any, path: str = "") -> Iterator[FieldError]:
    """Flatten a serializer's nested errors to one entry a field, `attributes.low` or `tags.2`."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            where = path if name == "non_field_errors" else f"{path}.{name}".lstrip(".")
            yield from field_errors(inner, where)
    elif isinstance(detail, list):
        for inner in detail:
            yield from field_errors(inner, path)
    else:
        yield FieldError(path, getattr(detail, "code", "invalid"), str(detail))


def summary(errors: list[FieldError]) -> str:
    """Say what is wrong in one sentence for the person."""
    first = f"{errors[0].field}: {errors[0].detail}" if errors[0].field else errors[0].detail
    return (
        first
        if len(errors) == 1
        else gettext("%(first)s (%(number)s fields are wrong.)") % {"first": first, "number": len(errors)}
    )


def _busy(error: Any) -> Busy:
    logger.error("The database refused: %s", error)
    return Busy()


def _raced(error: Any) -> Conflict:
    # The constraints are the last word where two requests pass the same checks at once.
    logger.warning("A constraint refused a write: %s", error)
    return Conflict(gettext("Somebody saved the same thing just now. Read it again."), code="raced")


def _unstorable(error: Any) -> Invalid:
    logger.warning("The database cannot store what was sent: %s", error)
    return Invalid(gettext("Something in this request cannot be stored: a NUL character, or a value out of range."))


def _refused(error: Any) -> Forbidden:
    detail = str(getattr(error, "detail", error))
    return Forbidden(detail, code="csrf") if "CSRF" in detail else Forbidden(detail)


_KNOWN: Final[list[tuple[Exceptions, Callable[[Any], FactcheckError]]]] = [
    ((rest.ValidationError,), _invalid),
    ((rest.ParseError,), lambda error: Invalid(str(error.detail), code="malformed")),
    ((rest.NotAuthenticated, rest.AuthenticationFailed), lambda error: NotSignedIn(str(error.detail))),
    ((rest.PermissionDenied, django.PermissionDenied), _refused),
    ((rest.NotFound, Http404), lambda _: NotFound()),
    ((rest.MethodNotAllowed,), lambda error: MethodRefused(f"{error.detail}")),
    (
        (rest.UnsupportedMediaType,),
        lambda error: UnsupportedType(gettext("%(detail)s Send application/json.") % {"detail": error.detail}),
    ),
    ((rest.Throttled,), lambda error: Throttled(retry_after=int(error.wait or 60))),
    ((django.RequestDataTooBig,), lambda _: TooLarge(gettext("The request is larger than this site takes."))),
    ((django.SuspiciousOperation, MultiPartParserError), lambda error: Invalid(f"{error}.", code="malformed")),
    ((OperationalError,), _busy),
    ((IntegrityError,), _raced),
    ((DataError,), _unstorable),
]


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer what nobody expected: a problem document under /api/, the site's page elsewhere (Django's handler500)."""
    return problem(Failed()) if request.path.startswith("/api/") else defaults.server_error(request)


@csrf_exempt
def nothing_here(request: HttpRequest) -> HttpResponse:
    """Answer every address of the API that there is not."""
    return problem(NotFound(gettext("There is nothing at this address. Addresses of the API end with a slash.")))
