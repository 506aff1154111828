"""What opening a document with 5,000 spans costs: the API's two requests, and the workbench page."""

import gc
import statistics
from collections.abc import Callable

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from annotations.models import Label, Span

from .figure import Figure, cpu
from .stage import Stage, set_stage

SPANS = 5_000
LETTERS = 500_000


def fill(stage: Stage, number: int, step: int = 95) -> None:
    """Store so many spans of all labels, spread over the text, some nested."""
    labels = list(Label.objects.filter(project=stage.project, is_on=True))
    version = stage.document.current
    text = version.text if version else ""
    spans = []
    for count in range(number):
        start = count * step
        end = start + 20 + count % 60
        label = labels[count % len(labels)]
        quote = text[start:end]
        spans.append(Span(version=version, label=label, start=start, end=end, quote=quote, author=stage.user))
    Span.objects.bulk_create(spans, batch_size=1000)


def _cost(get: Callable[[], HttpResponse]) -> tuple[int, float]:
    """Return the statements of one request, and the median CPU seconds of seven."""
    get()
    gc.collect()
    gc.freeze()  # the stage's own rows are not the server's to look through
    with CaptureQueriesContext(connection) as captured:
        if get().status_code != 200:
            raise RuntimeError("The document does not open.")
    return len(captured), statistics.median(cpu(get) for _ in range(7))


def measure() -> list[Figure]:
    stage = set_stage(LETTERS)
    fill(stage, SPANS)
    program = Client(SERVER_NAME="localhost", headers={"Authorization": f"Token {stage.key}"})
    reader = Client(SERVER_NAME="localhost")
    reader.force_login(stage.user)
    pk = stage.document.pk
    figures = []
    for name, client, where in (
        ("API: its spans", program, f"/api/v1/documents/{pk}/spans/"),
        ("API: text and zones", program, f"/api/v1/documents/{pk}/"),
        ("workbench page", reader, f"/documents/{pk}/"),
    ):
        statements, seconds = _cost(lambda client=client, where=where: client.get(where))
        figures += [
            Figure(f"opening 5,000 spans, {name}: SQL statements", statements, "", at_most=4),
            Figure(f"opening 5,000 spans, {name}: CPU a span", seconds / SPANS * 1e6, "µs", at_most=20),
        ]
    return figures
