"""What saving one span through the API costs, against a bare Django view that checks a token and inserts one row."""

import io
import json
import statistics
import uuid
from collections.abc import Callable
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from annotations.models import ApiToken, Label, Span

from .figure import Figure, cpu
from .stage import Stage, set_stage

ROUNDS = 15
A_ROUND = 40


@csrf_exempt
def bare(request: HttpRequest) -> HttpResponse:
    """Authenticate a token, insert one row: the least that any Django view would do."""
    token = ApiToken.objects.with_key(request.headers["Authorization"].split()[1])
    if token is None:
        return HttpResponse(status=401)
    body = json.loads(request.body)
    span = Span.objects.create(
        version_id=body["version"],
        label_id=body["label"],
        start=body["start"],
        end=body["end"],
        quote=body["quote"],
        author=token.user,
    )
    return JsonResponse({"id": str(span.pk)}, status=201)


urlpatterns = [path("bare/", bare), path("", include("factcheck.urls"))]


def _environ(where: str, key: str, body: dict[str, Any], more: dict[str, str]) -> dict[str, Any]:
    data = json.dumps(body).encode()
    return {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": where,
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(data)),
        "HTTP_HOST": "localhost",
        "HTTP_AUTHORIZATION": f"Token {key}",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(data),
        "wsgi.errors": io.StringIO(),
        "wsgi.version": (1, 0),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        **more,
    }


def _serve(handler: WSGIHandler, environ: dict[str, Any]) -> None:
    statuses: list[str] = []
    response = handler(environ, lambda status, headers, info=None: statuses.append(status))
    body = b"".join(response)
    response.close()
    if statuses != ["201 Created"]:
        raise RuntimeError(f"{environ['PATH_INFO']} answered {statuses}: {body[:300]!r}")


def _requests(stage: Stage) -> tuple[Callable[[int], dict[str, Any]], Callable[[int], dict[str, Any]]]:
    text = stage.document.current.text if stage.document.current else ""
    label = Label.objects.get(project=stage.project, key="figure")

    def place(number: int) -> dict[str, Any]:
        start = number * 3
        return {"start": start, "end": start + 40, "quote": text[start : start + 40]}

    def ours(number: int) -> dict[str, Any]:
        attributes = {"value": 126000, "unit": "person", "approximator": "estimate"}
        body = {"label": "figure", **place(number), "attributes": attributes}
        where = f"/api/v1/documents/{stage.document.pk}/spans/"
        return _environ(where, stage.key, body, {"HTTP_IDEMPOTENCY_KEY": uuid.uuid4().hex})

    def theirs(number: int) -> dict[str, Any]:
        body = {"version": str(stage.document.current_id), "label": str(label.pk), **place(number)}
        return _environ("/bare/", stage.key, {**body, "end": body["end"] + 1}, {})

    return ours, theirs


def measure() -> list[Figure]:
    """Serve both in turns through the whole middleware stack, and compare medians of their rounds."""
    stage = set_stage(20_000)
    ours, theirs = _requests(stage)
    with override_settings(ROOT_URLCONF="benchmarks.saving"):
        handler = WSGIHandler()
        _serve(handler, ours(0))
        _serve(handler, theirs(0))
        with CaptureQueriesContext(connection) as captured:
            _serve(handler, ours(1))
        statements = len(captured)  # now: the next request empties the log
        ratios, costs = [], []
        for block in range(1, ROUNDS + 1):
            numbers = range(block * A_ROUND, (block + 1) * A_ROUND)
            mine, bares = [ours(n) for n in numbers], [theirs(n) for n in numbers]
            cost = cpu(lambda mine=mine: [_serve(handler, each) for each in mine])
            base = cpu(lambda bares=bares: [_serve(handler, each) for each in bares])
            ratios.append(cost / base)
            costs.append(cost / A_ROUND * 1000)
    return [
        Figure("saving a span: SQL statements, BEGIN and COMMIT counted", statements, "", at_most=8),
        Figure("saving a span: CPU against a bare view", statistics.median(ratios), "times", at_most=2.5),
        Figure("saving a span: CPU", statistics.median(costs), "ms"),
    ]
