"""Where a claim appears: each span inside the words around it, by the day of its document."""

from typing import Any, Final

from django.db.models import F, IntegerField, Value
from django.db.models.functions import Greatest, Substr

from annotations.models import Claim, Document, Reader, Span

AROUND: Final = 300
ENDS: Final = (". ", "! ", "? ", "… ", ".” ", '." ', "\n")


def appearances_of(claim: Claim, reader: Reader) -> list[dict[str, Any]]:
    """Return the claim's standing spans with the sentence around each (one query; the text stays in the database)."""
    first = Greatest(F("start") - Value(AROUND), Value(0), output_field=IntegerField())
    found = (
        Span.objects.filter(claim=claim)
        .standing()
        .seen_by(reader)
        .select_related("label", "author", "version__document__project")
        .defer("version__text", "version__document__project__guidelines")
        .annotate(before=Substr("version__text", first + 1, F("start") - first))
        .annotate(after=Substr("version__text", F("end") + 1, Value(AROUND)))
        .order_by("version__document__published_at", "version__document_id", "start")
    )
    appearances = [_appearance(span) for span in found]
    for each in appearances:
        # The first of another document: to read the two beside each other.
        others = (other["document"].pk for other in appearances if other["document"].pk != each["document"].pk)
        each["beside"] = next(others, None)
    return appearances


def _appearance(span: Span) -> dict[str, Any]:
    document: Document = span.version.document
    return {
        "span": span,
        "label": span.label,
        "document": document,
        "before": sentence_before(span.before),  # type: ignore[attr-defined]  # annotated above
        "after": sentence_after(span.after),  # type: ignore[attr-defined]
    }


def sentence_before(text: str) -> str:
    """Keep what stands before in the same sentence, or its end behind an ellipsis where it is long."""
    cut = max((text.rfind(end) + len(end) for end in ENDS if end in text), default=-1)
    if cut >= 0:
        return text[cut:]
    return text if len(text) < AROUND else "…" + text.partition(" ")[2]


def sentence_after(text: str) -> str:
    """Keep what follows in the same sentence, or its beginning before an ellipsis where it is long."""
    ends = [text.find(end) + len(end.rstrip()) for end in ENDS if end in text]
    if ends:
        return text[: min(ends)]
    return text if len(text) < AROUND else text.rpartition(" ")[0] + "…"
