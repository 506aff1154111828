"""What is sent about documents."""

from typing import Any, Final

from rest_framework import serializers

from annotations.actions.documents import DocumentDraft
from annotations.models import Basis, Precision

from .inputs import Choice, Input, JsonObject, Moment, PartialDate, Text, WebAddress, WholeNumber, known_date

MOST_WORDS: Final = 100
GREATEST_PRIORITY: Final = 3


def _words() -> serializers.ListField:
    return serializers.ListField(child=Text(max_length=200), max_length=MOST_WORDS, required=False)


class DocumentFacts(Input):
    """What is known about a document beside its text."""

    title = Text(max_length=500, trim_whitespace=True)
    publisher = Text(max_length=200, required=False, allow_blank=True)
    authors = _words()
    url = WebAddress(max_length=2000, required=False, allow_blank=True, allow_null=True)
    published_at = PartialDate(required=False, allow_null=True)
    published_precision = Choice(Precision.choices, required=False)
    published_basis = Choice(Basis.choices, required=False)
    language = Text(max_length=35, required=False)
    licence = Text(max_length=100, required=False, allow_blank=True)
    tags = _words()
    metadata = JsonObject(required=False)
    reach = WholeNumber(max_value=GREATEST_PRIORITY, required=False)
    harm = WholeNumber(max_value=GREATEST_PRIORITY, required=False)


class NewDocument(DocumentFacts):
    """An article: its title, and its text, which never changes afterwards."""

    text = Text()


class DocumentChanges(DocumentFacts):
    assignee = Text(max_length=150, required=False, allow_null=True, help_text="A member's username.")
    due_at = Moment(required=False, allow_null=True)


class Preannotation(Input):
    """Which engine is to read; all of the site's where none is named."""

    engine = Text(max_length=60, required=False, allow_blank=True)


def facts_of(found: dict[str, Any]) -> dict[str, Any]:
    """Return checked input as the fields of a document."""
    facts = dict(found)
    if "url" in facts:
        facts["url"] = facts["url"] or ""
    if "published_at" in facts:
        # A precision that is named wins over the one the date shows.
        facts = {**known_date(facts.pop("published_at")), **facts}
    return facts


def draft_of(found: dict[str, Any]) -> DocumentDraft:
    """Return checked input as a document to take in."""
    return DocumentDraft(**facts_of(found))
