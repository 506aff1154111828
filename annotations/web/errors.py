"""Expected trouble as a page or a message: the one place where pages learn of `FactcheckError`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext

from annotations.errors import FactcheckError, NotFound, NotSignedIn, Throttled

from .base import local_next

# What can be mended by looking again: shown as a message where the person was.
MENDABLE = (400, 409, 412, 422)
TYPED = ("note", "justification", "passage", "text")


class TroubleMiddleware:
    """Answer an expected error that a view let through. API views answer theirs themselves."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Turn the error into a page, or into a message on the page the person came from."""
        if not isinstance(error, FactcheckError) or request.path.startswith("/api/"):
            return None
        if isinstance(error, NotSignedIn):
            return redirect_to_login(request.get_full_path())
        where = local_next(request) if request.method == "POST" else ""
        if where and error.status in MENDABLE and not _typed(request):
            messages.error(request, gettext(error.detail))
            return HttpResponseRedirect(where)
        return trouble_page(request, error, where)


def trouble_page(request: HttpRequest, error: FactcheckError, where: str = "") -> HttpResponse:
    """Say what happened and what to do; what the person typed is shown, so that nothing is lost."""
    if isinstance(error, NotFound):
        return render(request, "404.html", status=404)
    context = {"error": error, "where": where, "typed": _typed(request)}
    response = render(request, "annotations/trouble.html", context, status=error.status)
    if isinstance(error, Throttled):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _typed(request: HttpRequest) -> list[str]:
    if request.method != "POST":
        return []
    return [request.POST[name] for name in TYPED if request.POST.get(name, "").strip()]


class Outcome:
    """How an action that a form asked for went; `status` is that of the answer."""

    def __init__(self) -> None:
        self.status = 200

    @property
    def is_good(self) -> bool:
        return self.status == 200


@contextmanager
def shown_in(form: Form) -> Iterator[Outcome]:
    """Put an expected error beside the field it names, so that the form comes again with what was typed."""
    outcome = Outcome()
    if not form.is_valid():
        outcome.status = 400
    try:
        yield outcome
    except FactcheckError as error:
        if error.status in (401, 403, 404):
            raise
        outcome.status = error.status
        _place(form, error)


def _place(form: Form, error: FactcheckError) -> None:
    if not error.errors:
        form.add_error(None, gettext(error.detail))
    for each in error.errors:
        name = each.field.rpartition(".")[2] if each.field not in form.fields else each.field
        form.add_error(name if name in form.fields else None, each.detail)
