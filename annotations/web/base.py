"""What every page shares: who asks, which methods it answers to, and where to go afterwards."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from annotations.access import Do, may, role_of
from annotations.actions.events import Actor
from annotations.errors import Invalid
from annotations.models import Project, User
from factcheck import request_id

View = Callable[..., HttpResponseBase]


def page(*methods: str) -> Callable[[View], View]:
    """Let in only who is signed in, and only by the methods named; GET brings HEAD along."""
    allowed = [*methods, "HEAD"] if "GET" in methods else list(methods)

    def wrap(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            for _name, values in request.GET.lists():
                _refuse_nul("".join(values))
            return view(request, *args, **kwargs)

        guarded: View = login_required(require_http_methods(allowed)(checked))
        return guarded

    return wrap


def _refuse_nul(text: str) -> None:
    # PostgreSQL has no such character: without this it would be an error of ours.
    if "\0" in text:
        raise Invalid(_("The address or the form holds a NUL character. Remove it and send again."), code="nul")


def typed(request: HttpRequest, name: str) -> str:
    """Return what a form without fields of its own sent under this name, without blanks around it."""
    text = str(request.POST.get(name, "")).strip()
    _refuse_nul(text)
    return text


def person(request: HttpRequest) -> User:
    """Return who is signed in; the decorator `page` has made sure of it."""
    return cast(User, request.user)


def actor(request: HttpRequest) -> Actor:
    """Return the person as the one who acts, with the request's id for the log."""
    return Actor(user=person(request), request_id=request_id.current())


def anonymous(request: HttpRequest) -> Actor:
    """Return an actor without a person, for signing in."""
    return Actor(request_id=request_id.current())


def frame(project: Project, nav: str, role: str = "", **more: Any) -> dict[str, Any]:
    """Return what `base.html` needs around a project's page; `may.edit` and so on are for its buttons."""
    role = role or role_of(project)
    allowed = {str(do): may(role, do) for do in Do}
    return {"project": project, "role": role, "nav": nav, "may": allowed, **more}


def local_next(request: HttpRequest) -> str:
    """Return the address in `next` if it stays on this site, else nothing."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else ""


def back(request: HttpRequest, otherwise: str) -> HttpResponse:
    """Go on after a form: to `next` where that stays on this site, else to the address given."""
    return HttpResponseRedirect(local_next(request) or otherwise)
