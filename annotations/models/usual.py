"""The usual labels, ratings and attributes in the reader's language; words of a project's own come back as they are."""

from typing import Any, Final

from django.utils.translation import pgettext

from .default_labels import said

# What the scanner of the catalogues (factcheck/words) writes beside the words of `default_labels.py`.
CONTEXT: Final = "scheme"
# What is translated of a label, a rating or a verdict.
TRANSLATED: Final = ("name", "definition")


def usual(text: str) -> str:
    """Translate a name, a title or a definition; to be shown, never to be stored or sent to a program."""
    return pgettext(CONTEXT, text)


def usual_value(value: str) -> str:
    """Translate a value of an attribute: `at_least` is “at least” in English."""
    return usual(said(value))


def usual_record(record: dict[str, Any]) -> dict[str, Any]:
    """Translate the record of a label, a rating or a verdict for a page."""
    return record | {name: usual(record[name]) for name in TRANSLATED if name in record}
