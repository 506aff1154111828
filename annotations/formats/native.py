"""Reading our own JSON and JSONL: `factcheck/1`, or plain documents of a title and a text."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any, Final

import orjson
from django.utils.translation import gettext
from jsonschema import Draft202012Validator

from annotations.errors import Invalid

from .decoding import decode
from .native_schema import NATIVE, PLAIN
from .rows import BadRow, CommentRow, ReadRow, RelationRow, SpanRow, read_uuid
from .storable import unstorable

SCHEMA: Final = "factcheck/1"
_TOLD: Final = ("author", "decided_by", "decided_at", "state", "origin", "engine", "score", "created_at", "revision")
_NOT_FIELDS: Final = ("text", "zones", "spans")
MOST_ERRORS: Final = 20


def read_jsonl(data: bytes, *, filename: str = "", encoding: str = "") -> Iterator[ReadRow | BadRow]:
    """Yield one document, or what is wrong, for each line that is not blank."""
    text, _ = decode(data, encoding)
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield from _line(number, line)


def _line(number: int, line: str) -> Iterator[ReadRow | BadRow]:
    try:
        item = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        yield BadRow(number, "", "json", gettext("This line is not JSON: %(error)s.") % {"error": error})
        return
    yield from _item(number, item)


def read_json(data: bytes, *, filename: str = "", encoding: str = "") -> Iterator[ReadRow | BadRow]:
    """Yield the document of the file, or each of its array."""
    text, _ = decode(data, encoding)
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise Invalid.field(
            "file", "json", gettext("The file is not JSON: %(error)s. Was it cut off?") % {"error": error}
        ) from error
    for number, item in enumerate(found if isinstance(found, list) else [found], start=1):
        yield from _item(number, item)


def _item(number: int, item: object) -> Iterator[ReadRow | BadRow]:
    if not isinstance(item, dict):
        yield BadRow(
            number,
            "",
            "not_an_object",
            gettext("A document is a JSON object; this is %(json)s.") % {"json": json.dumps(item)[:60]},
        )
        return
    problems = list(_problems(number, item)) or list(_unfit(number, item))
    if problems:
        yield from problems
    elif item.get("schema") == SCHEMA:
        yield _native(number, item)
    else:
        yield _plain(number, item)


def _problems(number: int, item: dict[str, Any]) -> Iterator[BadRow]:
    validator: Draft202012Validator = NATIVE if item.get("schema") == SCHEMA else PLAIN
    for count, problem in enumerate(validator.iter_errors(item)):
        if count == MOST_ERRORS:
            return
        path = ".".join(map(str, problem.absolute_path))
        yield BadRow(number, path, "schema", problem.message[:300])
    if "schema" in item and item["schema"] != SCHEMA:
        yield BadRow(
            number,
            "schema",
            "unknown_schema",
            gettext("This reads %(schema)s, not %(item)s.") % {"schema": SCHEMA, "item": str(item["schema"])[:40]},
        )


def _unfit(number: int, item: dict[str, Any]) -> Iterator[BadRow]:
    """Yield what the schema lets pass and no database keeps, or what would shift offsets."""
    path, trouble = unstorable(item)
    if trouble:
        yield BadRow(number, path, "unstorable", trouble)
    holder = item.get("version", item)
    told = holder.get("sha256") if holder is not item else None
    if told and told != hashlib.sha256(holder["text"].encode("utf-8", "surrogatepass")).hexdigest():
        yield BadRow(
            number, "version.sha256", "text_changed", gettext("The text is not the one this file was written with.")
        )
    if "\r\n" in holder["text"] and (item.get("spans") or holder.get("zones")):
        told = gettext(
            "The text has Windows line ends, which count once here: its offsets would be wrong. Count them once too."
        )
        yield BadRow(number, "text", "line_ends", told)


def _span(found: dict[str, Any]) -> SpanRow:
    return SpanRow(
        span_id=read_uuid(found.get("id")),
        label=found["label"],
        start=int(found["start"]),  # the schema takes 5.0 for a whole number
        end=int(found["end"]),
        quote=found.get("quote"),
        attributes=found.get("attributes", {}),
        claim=found.get("claim"),
        told_id=str(found.get("id") or ""),
        told={name: found[name] for name in _TOLD if found.get(name) is not None},
    )


def _relation(found: dict[str, Any], document: str) -> RelationRow:
    return RelationRow(
        relation_id=read_uuid(found.get("id")),
        type=found["type"],
        source=(found.get("source_document") or document, found["source"]),
        target=(found.get("target_document") or document, found["target"]),
        scope=found.get("scope", ""),
        note=found.get("note", ""),
        told={name: found[name] for name in _TOLD if found.get(name) is not None},
    )


def _comment(found: dict[str, Any], document: str) -> CommentRow:
    subject = found["subject"]
    return CommentRow(
        comment_id=read_uuid(found["id"]),
        told_id=found["id"],
        document=document,
        kind=subject["kind"],
        subject=subject["id"],
        root=found.get("root") or "",
        text=found["text"],
        is_removed=found.get("is_removed", False),
        is_resolved=bool(found.get("resolved_by")),
        told={name: found[name] for name in _TOLD if found.get(name) is not None},
    )


def _zones(found: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"start": int(zone["start"]), "end": int(zone["end"]), "kind": zone["kind"]} for zone in found.get("zones", [])
    ]


def _plain(number: int, item: dict[str, Any]) -> ReadRow:
    fields = {name: value for name, value in item.items() if name not in _NOT_FIELDS}
    fields |= {"text": item["text"], "zones": _zones(item)}
    return ReadRow(row=number, document=fields, spans=[_span(found) for found in item.get("spans", [])])


def _native(number: int, item: dict[str, Any]) -> ReadRow:
    document, version = item["document"], item["version"]
    dropped = [name for name in ("history",) if item.get(name)]
    dropped += [f"document.{name}" for name in ("assignee", "due_at") if document.get(name)]
    return ReadRow(
        row=number,
        document={**document, "text": version["text"], "zones": _zones(version)},
        document_id=read_uuid(document["id"]),
        version_id=read_uuid(version.get("id")),
        spans=[_span(found) for found in item["spans"]],
        claims=item.get("claims", []),
        relations=[_relation(found, document["id"]) for found in item.get("relations", [])],
        comments=[_comment(found, document["id"]) for found in item.get("comments", [])],
        losses=[gettext("%(name)s: not taken in") % {"name": name} for name in dropped],
    )
