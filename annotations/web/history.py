"""The history of a document: every event, newest first, as a sentence with what was before and after."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from annotations.access import Do, get_document, reader_of, role_of
from annotations.models import Claim, Event, Reader, Span, Verdict
from annotations.models.usual import usual

from .base import frame, page, person
from .paging import paged
from .sentences import Named, grouped, scheme_of, sentence_of


@page("GET")
def history(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a page of the document's events (up to nine queries)."""
    document = get_document(person(request), pk, to=Do.READ)
    reader = reader_of(person(request), document)
    here = paged(request, Event.objects.filter(document=document).seen_by(reader).select_related("actor"))
    rows = _with_reasons(here.rows)
    known, scheme = _labelled_then(rows, _known(rows, reader)), scheme_of(document.project)
    context = frame(
        document.project,
        "documents",
        role_of(document),
        document=document,
        page=here,
        groups=grouped(sentence_of(event, named, scheme) for event, named in zip(rows, known, strict=True)),
    )
    return render(request, "annotations/history.html", context)


def _with_reasons(events: Sequence[Event]) -> list[Event]:
    """Put a reason given right after a rejection into the rejection: to its reader both are one thing."""
    told: list[Event] = []
    reasons: dict[tuple[UUID | None, int | None], Event] = {}
    for event in events:
        key = (event.object_id, event.actor_id)
        if event.kind == "span" and (said := reasons.pop(key, None)) and event.verb == "rejected":
            told.remove(said)
            event.after = {**event.after, **said.after}
        if event.kind == "span" and event.verb == "explained":
            reasons[key] = event
        told.append(event)
    return told


def _known(events: Sequence[Event], reader: Reader) -> dict[UUID | None, Named]:
    """Return what the spans, claims and verdicts of these events are called now (up to four queries).

    A comment is called by the span that it is about, where the reader may see it: a blind project hides others' spans.
    """
    ids: dict[str, list[UUID]] = {"span": [], "claim": [], "verdict": []}
    for event in events:
        if event.object_id and event.kind in ids:
            ids[event.kind].append(event.object_id)
    spans = Span.objects.filter(pk__in=ids["span"])
    claims = Claim.objects.filter(pk__in=ids["claim"]).values_list("pk", "short_text")
    verdicts = Verdict.objects.filter(pk__in=ids["verdict"]).values_list("pk", "rating__name")
    found = _spans_named(spans)
    found |= {key: Named(name) for key, name in claims}
    found |= {key: Named(usual(rating)) for key, rating in verdicts}
    about = {event.object_id: UUID(event.after["span"]) for event in events if _is_about_a_span(event)}
    talked_of = _spans_named(Span.objects.filter(pk__in=set(about.values())).seen_by(reader))
    return found | {key: talked_of[span] for key, span in about.items() if span in talked_of}


def _labelled_then(events: Sequence[Event], known: Mapping[UUID | None, Named]) -> list[Named]:
    """Return what each of these events, the newest first, is about, a span with the label it had then (one query)."""
    spans = {event.object_id for event in events if event.kind == "span"}
    labels = {key: known[key].label for key in spans if key in known}
    if events:
        later = Event.objects.filter(kind="span", object_id__in=spans, pk__gt=events[0].pk, before__has_key="label")
        labels |= {key: before["label"] for key, before in later.order_by("-pk").values_list("object_id", "before")}
    found = []
    for event in events:
        named = known.get(event.object_id, Named())
        if event.object_id in labels:
            named = replace(named, label=str(event.after.get("label") or labels[event.object_id]))
            labels[event.object_id] = str(event.before.get("label") or named.label)
        found.append(named)
    return found


def _is_about_a_span(event: Event) -> bool:
    return event.kind == "comment" and "span" in event.after


def _spans_named(spans: QuerySet[Span]) -> dict[UUID | None, Named]:
    return {key: Named(quote, label) for key, quote, label in spans.values_list("pk", "quote", "label__key")}
