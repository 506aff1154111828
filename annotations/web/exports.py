"""Taking work out: choose what, see what stays behind, download it as a stream."""

from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from annotations.access import Do, get_project, reader_of
from annotations.formats import native_export
from annotations.models import Project, SpanState

from .base import frame, page, person

TYPES = {"jsonl": "application/x-ndjson", "json": "application/json"}


@page("GET")
def export(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show the choice with its losses, or stream the file where `download` is asked for."""
    project = get_project(person(request), slug, to=Do.EXPORT)
    name = request.GET.get("format") or "jsonl"
    choice = native_export.Choice.of(
        request.GET.getlist("states"),
        per_annotator="per_annotator" in request.GET,
        reader=reader_of(person(request), project),
    )
    if "download" in request.GET:
        return _download(project, choice, name)
    return _show(request, project, choice, name)


def _download(project: Project, choice: native_export.Choice, name: str) -> StreamingHttpResponse:
    stream = native_export.stream(project, choice, name=name)
    response = StreamingHttpResponse(stream, content_type=TYPES[name])
    response.headers["Content-Disposition"] = f'attachment; filename="{project.slug}-{timezone.now():%Y-%m-%d}.{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _show(request: HttpRequest, project: Project, choice: native_export.Choice, name: str) -> HttpResponse:
    losses = native_export.losses(project, choice)
    names = dict(SpanState.choices)
    states: list[dict[str, Any]] = [
        {"value": value, "name": label, "is_on": value in choice.states} for value, label in SpanState.choices
    ]
    query = request.GET.copy()
    query["download"] = "1"
    context = frame(
        project,
        "documents",
        formats=native_export.FORMATS,
        format=name,
        states=states,
        per_annotator=choice.per_annotator,
        losses=[{**loss, "name": names.get(loss["what"].rpartition(" ")[2], loss["what"])} for loss in losses],
        download=f"?{query.urlencode()}",
    )
    return render(request, "annotations/export.html", context)
