"""What an address with `?span=` leads to: a span of the text, or a plain word on why it does not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from annotations.access import Do, get_span
from annotations.errors import NotFound
from annotations.models import Document, Span, SpanState, User

SHOWN = 120


@dataclass(frozen=True, slots=True)
class Linked:
    """`page` of the list holds the span; without one, `told` says why there is none, and `elsewhere` leads on."""

    page: int = 0
    quote: str = ""
    told: str = ""
    elsewhere: str = ""


def linked(wanted: str, document: Document, user: User, spans: Sequence[dict[str, Any]], *, page_size: int) -> Linked:
    """Find the span that an address names (one query, none where it stands in this text)."""
    for place, span in enumerate(spans):
        if str(span["id"]) == wanted:
            return Linked(place // page_size + 1, span["quote"][:SHOWN])
    try:
        span_found = get_span(user, UUID(wanted), to=Do.READ)
    except (NotFound, ValueError):
        return Linked(told=_("The address names a span that is not there. Was the address cut off?"))
    return _missed(span_found, document)


def _missed(span: Span, document: Document) -> Linked:
    """Say why a span that exists is not among those of this text."""
    quote = span.quote[:SHOWN]
    there = span.version.document
    if span.state == SpanState.DISMISSED:
        told = _("The span at this address was dismissed: “%s”. The history says by whom.") % quote
        return Linked(told=told, quote=quote, elsewhere=reverse("history", args=(there.pk,)))
    if there.pk != document.pk:
        told = _("The span at this address stands in another document, “%(title)s”: “%(quote)s”.")
        where = f"{reverse('workbench', args=(there.pk,))}?span={span.pk}"
        return Linked(told=told % {"title": there.title[:SHOWN], "quote": quote}, quote=quote, elsewhere=where)
    told = _("The span at this address stands in version %(number)s of this text: “%(quote)s”. This is a later one.")
    return Linked(told=told % {"number": span.version.number, "quote": quote}, quote=quote)
