"""How days, numbers and roles are written in the reader's language, and the words that scripts need."""

from datetime import date, datetime
from functools import cache
from typing import Final

from django import template
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, pgettext_lazy

from annotations.models import Directness, Document, Precision, Role
from annotations.models.default_labels import attribute_words
from annotations.models.usual import CONTEXT, usual, usual_value
from factcheck.words.scripts import words_of

from .looks import json_for_page

register = template.Library()

# Abbreviated as browsers do it (CLDR), so that a time put into the reader's zone by `js/times.js` looks the same.
MONTHS: Final = (
    pgettext_lazy("month", "Jan"),
    pgettext_lazy("month", "Feb"),
    pgettext_lazy("month", "Mar"),
    pgettext_lazy("month", "Apr"),
    pgettext_lazy("month", "May"),
    pgettext_lazy("month", "Jun"),
    pgettext_lazy("month", "Jul"),
    pgettext_lazy("month", "Aug"),
    pgettext_lazy("month", "Sept"),
    pgettext_lazy("month", "Oct"),
    pgettext_lazy("month", "Nov"),
    pgettext_lazy("month", "Dec"),
)


@register.filter(expects_localtime=True)
def day(at: date) -> str:
    """Write a day as the whole site does: 22 Nov 2026."""
    return gettext("%(day)s %(month)s %(year)s") % {"day": at.day, "month": MONTHS[at.month - 1], "year": at.year}


@register.filter(expects_localtime=True)
def moment(at: datetime) -> str:
    """Write a day and its hour: 22 Nov 2026, 19:41."""
    return f"{day(at)}, {at:%H:%M}"


@register.filter
def published_day(document: Document) -> str:
    """Write when a document came out, as precisely as that is known."""
    at = document.published_at
    if at is None:
        return ""
    if document.published_precision == Precision.YEAR:
        return str(at.year)
    if document.published_precision == Precision.MONTH:
        return gettext("%(month)s %(year)s") % {"month": MONTHS[at.month - 1], "year": at.year}
    return day(at)


@register.filter
def number(value: float) -> str:
    """Write a number with the language's signs for thousands and fractions."""
    return formats.number_format(value, use_l10n=True, force_grouping=True)


register.filter(usual)
register.filter(usual_value)


@register.filter
def role_name(role: str) -> str:
    """Return the name of a role."""
    return str(Role(role).label)


@register.filter
def directness_name(directness: str) -> str:
    """Return how near a source is to what it tells."""
    return str(Directness(directness).label)


@register.simple_tag
def script_words(element_id: str) -> SafeString:
    """Put the translations that the page's modules need into it; nothing in English, which they speak anyway."""
    return _island(get_language() or "", element_id)


@cache
def _island(language: str, element_id: str) -> SafeString:
    words = words_of(language)
    if not words:
        return SafeString("")
    words |= {f"{CONTEXT}\4{each}": usual(each) for each in attribute_words()}
    return format_html('<script type="application/json" id="{}">{}</script>', element_id, json_for_page(words))
