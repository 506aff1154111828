"""Writing `factcheck/1`: streamed, one document after another and spans in chunks, so that memory stays flat.

Speed comes from `.values_list()` rows and orjson; a serializer per row costs fifty times as much.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from operator import itemgetter
from typing import Any, Final

import orjson
from django.db.models import Count, OuterRef
from django.utils.translation import gettext

from annotations.errors import Invalid
from annotations.models import (
    LIVE,
    Claim,
    Document,
    NothingHere,
    Project,
    Reader,
    Relation,
    Span,
    SpanState,
    Zone,
)
from annotations.models.aggregates import JsonRows
from annotations.models.relations import RelationQuerySet
from annotations.records import comments, relations
from annotations.records.claims import claim_rows
from annotations.records.documents import document_record, version_record
from annotations.records.raw import JSON_OPTIONS, raw_rows, to_uuid
from annotations.records.spans import COLUMNS, as_json_row, span_record

from .native_comments import others, span_rows

JSON = dict[str, Any]
Builder = Callable[[Sequence[Any]], JSON]
AsJson = Callable[[Sequence[Any]], Sequence[Any]]
DOCUMENTS_AT_ONCE: Final = 25
ROWS_AT_ONCE: Final = 2000
CLAIMS_AT_ONCE: Final = 500
DEFAULT_STATES: Final = (str(SpanState.APPROVED),)
FORMATS: Final = ("jsonl", "json")


@dataclass(frozen=True, slots=True)
class Choice:
    """What is to leave: span states; one line a document, or a line for each annotator of it."""

    states: tuple[str, ...] = DEFAULT_STATES
    per_annotator: bool = False
    # A blind project does not let somebody take out what it does not show them.
    reader: Reader | None = None

    @classmethod
    def of(
        cls,
        states: Iterable[str],
        *,
        per_annotator: bool = False,
        with_suggestions: bool = False,
        reader: Reader | None = None,
    ) -> "Choice":
        """Check the words of a request: span states, or `all` of what people made."""
        wanted = [each for each in states if each]
        unknown = [each for each in wanted if each not in (*SpanState.values, "all")]
        if unknown:
            words = ", ".join(("all", *SpanState.values))
            raise Invalid.field(
                "states",
                "unknown_state",
                gettext("“%(unknown)s” is none of: %(words)s.") % {"unknown": unknown[0][:40], "words": words},
            )
        found = list(LIVE) if "all" in wanted or (per_annotator and not wanted) else wanted or list(DEFAULT_STATES)
        if with_suggestions and SpanState.SUGGESTED not in found:
            found.append(SpanState.SUGGESTED)
        return cls(tuple(str(each) for each in found), per_annotator, reader)


def stream(project: Project, choice: Choice, *, name: str = "jsonl") -> Iterator[bytes]:
    """Yield the export: `jsonl` is one document a line, `json` an array of the same.

    Costs six queries for every 25 documents and five more for every 500 claims of them.
    """
    if name not in FORMATS:
        raise Invalid.field(
            "format", "unknown_format", gettext("A format is one of: %(known)s.") % {"known": ", ".join(FORMATS)}
        )
    return _array(project, choice) if name == "json" else _lines(project, choice)


def _lines(project: Project, choice: Choice) -> Iterator[bytes]:
    for _, pieces in _documents(project, choice):
        yield from pieces
        yield b"\n"


def _array(project: Project, choice: Choice) -> Iterator[bytes]:
    yield b"["
    for number, (_, pieces) in enumerate(_documents(project, choice)):
        if number:
            yield b",\n"
        yield from pieces
    yield b"]\n"


def _documents(project: Project, choice: Choice) -> Iterator[tuple[Document, Iterator[bytes]]]:
    zones = JsonRows(Zone.objects.filter(version=OuterRef("current")).order_by("start").values("start", "end", "kind"))
    found = Document.objects.filter(project=project, current__isnull=False).with_text().annotate(zones=zones)
    found = found.select_related("current", "assignee").defer("current__text", "current__original").order_by("id")
    rows = found.iterator(chunk_size=DOCUMENTS_AT_ONCE)
    while page := list(islice(rows, DOCUMENTS_AT_ONCE)):
        yield from _page(page, choice)


def _page(page: Sequence[Document], choice: Choice) -> Iterator[tuple[Document, Iterator[bytes]]]:
    by_version = {document.current_id: document for document in page}
    claims = _claims(list(by_version), choice)
    keys = ("version_id", "author__username") if choice.per_annotator else ("version_id",)
    spans = Span.objects.filter(version__in=list(by_version), state__in=choice.states).seen_by(choice.reader)
    rows = raw_rows(spans.order_by(*keys, "start", "-end", "id"), *keys, *COLUMNS)
    as_json, width = as_json_row(), len(keys)
    links = _relation_rows(list(by_version), choice, keys)
    joined = _Beside(links, width, relations.relation_record, relations.as_json_row())
    words = span_rows(list(by_version), choice.states, keys, choice.reader)
    talk = _Beside(words, width, comments.exported_record, comments.as_json_row())
    said = others(page, claims, choice.reader)
    with_spans: set[Any] = set()
    for key, group in groupby(rows, key=lambda row: row[:width]):
        version = to_uuid(key[0])
        with_spans.add(version)
        head = _head(by_version[version], {"annotator": key[1]} if choice.per_annotator else {})
        parts = {
            "spans": _pieces(span_record, (as_json(row[width:]) for row in group)),
            "relations": joined.of(key),
            "claims": _inside(claims.get(version, ())),
            "comments": _inside(said[version], talk.of(key)),
        }
        yield by_version[version], _document(head, parts)
    for version_id, document in by_version.items():
        if version_id not in with_spans:
            parts = {name: _inside(()) for name in ("spans", "relations", "claims")}
            yield document, _document(_head(document, {}), {**parts, "comments": _inside(said[version_id])})


def _relation_rows(version_ids: Sequence[Any], choice: Choice, keys: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Return the relations that leave, each with its source's span, in the order in which the spans come."""
    ordered = [f"source__{key}" for key in keys]
    found = _leaving(Relation.objects.filter(source__version__in=version_ids).seen_by(choice.reader), choice)
    return raw_rows(found.order_by(*ordered, "source__start", "-source__end", "id"), *ordered, *relations.COLUMNS)


def _leaving(found: RelationQuerySet, choice: Choice) -> RelationQuerySet:
    """Filter to relations both ends of which leave."""
    is_there = {f"{end}__version__current_of__isnull": False for end in ("source", "target")}
    return found.standing().filter(source__state__in=choice.states, target__state__in=choice.states, **is_there)


class _Beside:
    """Rows that come in the order of the groups of spans, read in step with them: none is kept in memory."""

    def __init__(self, rows: Iterator[tuple[Any, ...]], width: int, record: Builder, as_json: AsJson) -> None:
        self._groups = groupby(rows, key=lambda row: row[:width])
        self._width, self._record, self._as_json = width, record, as_json
        self._next = next(self._groups, None)

    def of(self, key: Sequence[Any]) -> Iterator[bytes]:
        """Yield the rows of this group in pieces; groups without any are passed over."""
        if self._next is None or self._next[0] != key:
            return
        yield from _pieces(self._record, (self._as_json(row[self._width :]) for row in self._next[1]))
        self._next = next(self._groups, None)


def _claims(version_ids: Sequence[Any], choice: Choice) -> dict[Any, list[JSON]]:
    """Return the claims that the chosen spans of each version point at, in the order of their making."""
    found = Span.objects.filter(version__in=version_ids, state__in=choice.states, claim__isnull=False)
    found = found.seen_by(choice.reader).order_by()
    pairs = sorted(found.values_list("version_id", "claim_id").distinct(), key=itemgetter(1))
    ids = list(dict.fromkeys(claim_id for _, claim_id in pairs))
    records: dict[Any, JSON] = {}
    for at in range(0, len(ids), CLAIMS_AT_ONCE):
        chunk = Claim.objects.filter(pk__in=ids[at : at + CLAIMS_AT_ONCE]).select_related("created_by")
        records |= {record["id"]: {**record, "claimants": []} for record in claim_rows(chunk, choice.reader)}
    by_version: dict[Any, list[JSON]] = {}
    for version_id, claim_id in pairs:
        by_version.setdefault(version_id, []).append(records[claim_id])
    return by_version


def _head(document: Document, more: JSON) -> JSON:
    text: str = document.text  # type: ignore[attr-defined]  # annotated by with_text
    version = version_record(document, text, document.zones)  # type: ignore[attr-defined]
    return {
        "schema": "factcheck/1",
        "offset_unit": "codepoint",
        **more,
        "document": document_record(document),
        "version": version,
    }


def _document(head: JSON, parts: Mapping[str, Iterator[bytes]]) -> Iterator[bytes]:
    """Yield one document in pieces; each part is the inside of an array."""
    yield _dump(head)[:-1]
    for name, pieces in parts.items():
        yield f',"{name}":['.encode()
        yield from pieces
        yield b"]"
    yield b',"history":[]}'


def _inside(records: Sequence[JSON], more: Iterator[bytes] | None = None) -> Iterator[bytes]:
    """Yield the inside of an array of records, and more that comes in pieces."""
    if records:
        yield _dump(records)[1:-1]
    first = next(more, None) if more else None
    if more and first is not None:
        yield (b"," if records else b"") + first
        yield from more


def _pieces(record: Builder, rows: Iterator[Sequence[Any]]) -> Iterator[bytes]:
    """Yield the inside of a JSON array; each chunk of rows is written before the next is read."""
    is_first = True
    while chunk := [record(row) for row in islice(rows, ROWS_AT_ONCE)]:
        yield (b"" if is_first else b",") + _dump(chunk)[1:-1]
        is_first = False


def _dump(value: Any) -> bytes:
    return orjson.dumps(value, option=JSON_OPTIONS)


def losses(project: Project, choice: Choice) -> list[JSON]:
    """Return what an export with this choice leaves behind: `what`, `count` and `why` (four queries)."""
    counted = Span.objects.filter(version__current_of__project=project).exclude(state__in=choice.states)
    counted = counted.seen_by(choice.reader).order_by()
    left = dict(counted.values_list("state").annotate(Count("id")))
    why = gettext("not among the states asked for")
    told = [{"what": f"spans: {state}", "count": number, "why": why} for state, number in sorted(left.items())]
    standing = Relation.objects.filter(project=project).standing().seen_by(choice.reader)
    alone = standing.count() - _leaving(standing, choice).count()
    if alone:
        told.append({"what": "relations", "count": alone, "why": gettext("an end is %(why)s") % {"why": why}})
    answers = NothingHere.objects.filter(version__current_of__project=project).standing()
    empty = answers.seen_by(choice.reader).count()
    if empty:
        why = gettext("the format has no place for this answer")
        told.append({"what": "nothing here", "count": empty, "why": why})
    return told
