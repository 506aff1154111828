"""What operators ask: does the process live, can it work, how much is there. Outside /api and without a session."""

from collections.abc import Iterable, Mapping

from django.db import DatabaseError, connection
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError

from annotations.models import ApiToken, Document, DocumentState, EngineRun, RunState, User
from factcheck.celery import app

LOOPBACK = ("127.0.0.1", "::1")
PROXY_HEADERS = ("X-Forwarded-For", "Forwarded", "X-Real-IP")
TEXT = "text/plain; version=0.0.4; charset=utf-8"


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that this process answers (no query)."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Say whether database and broker answer; 503 names what does not."""
    checks = {"database": _database_trouble(), "broker": _broker_trouble()}
    is_ready = not any(checks.values())
    told = {name: trouble or "ok" for name, trouble in checks.items()}
    status = {"status": "ok" if is_ready else "unavailable", "checks": told}
    return JsonResponse(status, status=200 if is_ready else 503)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Write counts for Prometheus (two queries), for site staff and for programs on this machine only."""
    if not (_is_on_this_machine(request) or _is_staff(request)):
        return HttpResponse("Metrics are for site staff and for this machine.\n", status=403, content_type=TEXT)
    runs = _counts(EngineRun.objects.order_by().values_list("state").annotate(Count("id")))
    documents = _counts(Document.objects.order_by().values_list("state").annotate(Count("id")))
    lines = [
        *_gauge("factcheck_runs", "Engine runs by state.", RunState.values, runs),
        *_gauge("factcheck_documents", "Documents by state.", DocumentState.values, documents),
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type=TEXT)


def _database_trouble() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        # The driver's words may name hosts and accounts; the kind of trouble is enough here, the log has the rest.
        return f"The database does not answer ({type(error).__name__})."
    return ""


def _broker_trouble() -> str:
    try:
        with app.connection_for_write(connect_timeout=1) as found:
            found.ensure_connection(max_retries=1, interval_start=0, interval_step=0, timeout=2)
            # Only opening a channel speaks to the broker.
            found.default_channel  # noqa: B018
    except (OperationalError, OSError) as error:
        return f"The message broker does not answer ({type(error).__name__})."
    return ""


def _is_on_this_machine(request: HttpRequest) -> bool:
    # A proxy on this machine also calls from loopback, but says for whom.
    is_forwarded = any(name in request.headers for name in PROXY_HEADERS)
    return request.META.get("REMOTE_ADDR") in LOOPBACK and not is_forwarded


def _is_staff(request: HttpRequest) -> bool:
    kind, _, key = request.headers.get("Authorization", "").partition(" ")
    if kind in ("Token", "Bearer"):
        return ApiToken.objects.valid(key.strip()).filter(user__is_staff=True, project=None).exists()
    return isinstance(request.user, User) and request.user.is_active and request.user.is_staff


def _counts(rows: Iterable[tuple[str, int]]) -> Mapping[str, int]:
    return dict(rows)


def _gauge(name: str, words: str, states: Iterable[str], counts: Mapping[str, int]) -> list[str]:
    rows = [f'{name}{{state="{state}"}} {counts.get(state, 0)}' for state in states]
    return [f"# HELP {name} {words}", f"# TYPE {name} gauge", *rows]
