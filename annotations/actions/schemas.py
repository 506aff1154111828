"""What a label's attribute schema may be: a JSON Schema for an object that stands for itself."""

import re
from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from annotations.errors import Invalid

# References would make the check of a span look elsewhere, if only into the network.
REFERENCES: Final = ("$ref", "$dynamicRef", "$recursiveRef", "$id")


def check_schema(schema: Mapping[str, Any]) -> None:
    """Raise `Invalid` unless every span can be checked against it."""
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        raise _refusal(_("This is not a JSON Schema: %(message)s.") % {"message": error.message}) from error
    if schema and schema.get("type") != "object":
        raise _refusal(_('The schema must have "type": "object".'))
    _check_parts(schema)


def _refusal(detail: str) -> Invalid:
    return Invalid.field("attributes_schema", "schema", detail[:400])


def _check_parts(schema: Mapping[str, Any]) -> None:
    waiting: list[Any] = [schema]
    while waiting:
        found = waiting.pop()
        if isinstance(found, dict):
            if any(isinstance(found.get(name), str) for name in REFERENCES):
                raise _refusal(_("References to other schemas are not taken: write the schema out."))
            if not _compiles(found.get("pattern")):
                raise _refusal(
                    _("This pattern is not a regular expression: %(found)s.") % {"found": found["pattern"][:80]}
                )
            waiting += found.values()
        elif isinstance(found, list):
            waiting += found


def _compiles(pattern: Any) -> bool:
    try:
        re.compile(pattern if isinstance(pattern, str) else "")
    except (re.error, OverflowError, RecursionError):
        return False
    return True
