"""The published JSON Schema of `factcheck/1`, and the looser one of a single document to take in."""

from typing import Any, Final

from jsonschema import Draft202012Validator

from annotations.models import (
    SUBJECTS,
    Basis,
    Directness,
    Origin,
    Precision,
    Reason,
    RelationState,
    RelationType,
    Reliability,
    Scope,
    SourceKind,
    SpanState,
    Stance,
    VerdictState,
    ZoneKind,
)
from annotations.models.comments import LONGEST_COMMENT
from annotations.models.relation_types import LONGEST_NOTE

JSON = dict[str, Any]
_TEXT: Final = {"type": "string"}
_MAYBE: Final = {"type": ["string", "null"]}
_UUID: Final = {"type": "string", "format": "uuid"}
_ID: Final = {"type": "string", "minLength": 1, "maxLength": 200}
_TIME: Final = {"type": ["string", "null"], "format": "date-time"}
_OFFSET: Final = {"type": "integer", "minimum": 0, "maximum": 2**31 - 1}
_DATE: Final = {"type": ["string", "null"], "pattern": "^\\d{4}(-\\d{2}(-\\d{2})?)?$"}
_STRINGS: Final = {"type": "array", "items": {"type": "string", "maxLength": 500}, "maxItems": 200}


def _object(properties: JSON, required: list[str], *, open_ended: bool = True) -> JSON:
    return {"type": "object", "required": required, "properties": properties, "additionalProperties": open_ended}


def _choice(values: list[str], *, is_blank_allowed: bool = False) -> JSON:
    return {"enum": [*values, ""] if is_blank_allowed else values}


_ZONE: Final = _object({"start": _OFFSET, "end": _OFFSET, "kind": _choice(ZoneKind.values)}, ["start", "end", "kind"])
_DOCUMENT_FIELDS: Final[JSON] = {
    "title": {"type": "string", "maxLength": 500},
    "publisher": {"type": "string", "maxLength": 200},
    "authors": _STRINGS,
    "url": {"type": ["string", "null"], "maxLength": 2000},
    "published_at": _DATE,
    "published_precision": _choice(Precision.values),
    "published_basis": _choice(Basis.values),
    "language": {"type": "string", "minLength": 1, "maxLength": 35},
    "licence": {"type": "string", "maxLength": 100},
    "tags": _STRINGS,
    "metadata": {"type": "object"},
    "reach": {"type": "integer", "minimum": 0, "maximum": 3},
    "harm": {"type": "integer", "minimum": 0, "maximum": 3},
}
_SPAN_FIELDS: Final[JSON] = {
    "id": _UUID,
    "label": {"type": "string", "minLength": 1, "maxLength": 40},
    "start": _OFFSET,
    "end": _OFFSET,
    "quote": _TEXT,
    "attributes": {"type": "object"},
    "state": _choice(SpanState.values),
    "origin": _choice(Origin.values),
    "engine": {
        "anyOf": [{"type": "null"}, _object({"name": _TEXT, "version": _TEXT}, ["name", "version"])],
    },
    "score": {"type": ["number", "null"]},
    "author": _MAYBE,
    "decided_by": _MAYBE,
    "decided_at": _TIME,
    "reason": _choice(Reason.values, is_blank_allowed=True),
    "note": _TEXT,
    "self_approved": {"type": "boolean"},
    "claim": {"type": ["string", "null"]},
    "created_at": _TIME,
    "updated_at": _TIME,
    "revision": {"type": "integer", "minimum": 1},
}
_RELATION: Final = _object(
    {
        "id": _UUID,
        "type": _choice(RelationType.values),
        "source": _UUID,
        "target": _UUID,
        "source_document": _UUID,
        "target_document": _UUID,
        "scope": _choice(Scope.values, is_blank_allowed=True),
        "note": {"type": "string", "maxLength": LONGEST_NOTE},
        "state": _choice(RelationState.values),
        "origin": _choice(Origin.values),
        "author": _MAYBE,
        "created_at": _TIME,
        "updated_at": _TIME,
        "revision": {"type": "integer", "minimum": 1},
    },
    ["type", "source", "target"],
)
_COMMENT: Final = _object(
    {
        "id": _ID,
        "subject": _object({"kind": _choice(list(SUBJECTS)), "id": _ID}, ["kind", "id"]),
        "root": _MAYBE,
        "text": {"type": "string", "maxLength": LONGEST_COMMENT},
        "is_removed": {"type": "boolean"},
        "author": _MAYBE,
        "resolved_by": _MAYBE,
        "resolved_at": _TIME,
        "origin": _choice(Origin.values),
        "created_at": _TIME,
        "edited_at": _TIME,
        "revision": {"type": "integer", "minimum": 1},
    },
    ["id", "subject", "text"],
)
_SOURCE: Final = _object(
    {
        "url": {"type": ["string", "null"], "maxLength": 2000},
        "title": {"type": "string", "maxLength": 500},
        "publisher": {"type": "string", "maxLength": 200},
        "kind": _choice(SourceKind.values),
        "published_at": _DATE,
    },
    [],
)
_EVIDENCE: Final = _object(
    {
        "id": _UUID,
        "stance": _choice(Stance.values),
        "directness": _choice(Directness.values, is_blank_allowed=True),
        "reliability": _choice(Reliability.values, is_blank_allowed=True),
        "reliability_reason": {"type": "string", "maxLength": 500},
        "origin_group": {"type": "string", "maxLength": 100},
        "passage": _TEXT,
        "note": _TEXT,
        "source": _SOURCE,
    },
    ["stance", "source"],
)
_VERDICT: Final = _object(
    {
        "id": _UUID,
        "number": {"type": "integer", "minimum": 1},
        "rating": _TEXT,
        "numeric": {"type": ["integer", "null"]},
        "justification": _TEXT,
        "summary": {"type": "string", "maxLength": 280},
        "limits": _TEXT,
        "state": _choice(VerdictState.values),
        "proposed_by": _MAYBE,
        "approved_by": _MAYBE,
        "evidence": {"type": "array"},
    },
    ["rating"],
)
_CLAIM: Final = _object(
    {
        "id": _UUID,
        "normalized_text": {"type": "string", "minLength": 1},
        "language": {"type": "string", "minLength": 1, "maxLength": 35},
        "type": {"type": "string", "maxLength": 20},
        "state": _TEXT,
        "claimants": {"type": "array"},
        "evidence": {"type": "array", "items": _EVIDENCE},
        "verdicts": {"type": "array", "items": _VERDICT},
    },
    ["id", "normalized_text"],
)
_VERSION: Final = _object(
    {
        "id": _UUID,
        "number": {"type": "integer", "minimum": 1},
        "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "text": {"type": "string", "minLength": 1},
        "zones": {"type": "array", "items": _ZONE},
    },
    ["text"],
)

FACTCHECK_1: Final[JSON] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "factcheck/1: one document with its spans, their relations, claims, evidence, verdicts and comments",
    "description": "Offsets are Unicode code points of version.text, start inclusive, end exclusive.",
    **_object(
        {
            "schema": {"const": "factcheck/1"},
            "offset_unit": {"const": "codepoint"},
            "annotator": _MAYBE,
            "document": _object({"id": _UUID, **_DOCUMENT_FIELDS}, ["id", "title"]),
            "version": _VERSION,
            "spans": {"type": "array", "items": _object(_SPAN_FIELDS, ["id", "label", "start", "end", "quote"])},
            "relations": {"type": "array", "items": _RELATION},
            "claims": {"type": "array", "items": _CLAIM},
            "comments": {"type": "array", "items": _COMMENT},
            "history": {"type": "array"},
        },
        ["schema", "offset_unit", "document", "version", "spans"],
    ),
}

# A document to take in may be as short as a title and a text, or carry spans of its own.
DOCUMENT_IN: Final[JSON] = _object(
    {
        **_DOCUMENT_FIELDS,
        "text": {"type": "string", "minLength": 1},
        "zones": {"type": "array", "items": _ZONE},
        "spans": {"type": "array", "items": _object(_SPAN_FIELDS, ["label", "start", "end"])},
    },
    ["text"],
)

NATIVE: Final = Draft202012Validator(FACTCHECK_1)
PLAIN: Final = Draft202012Validator(DOCUMENT_IN)
