"""Claims, their appearances, evidence and verdicts as JSON."""

from collections.abc import Iterable
from typing import Any

from annotations.models import Claim, Evidence, Reader, Source, Span, Verdict

JSON = dict[str, Any]


def source_record(source: Source) -> JSON:
    return {
        "id": source.pk,
        "url": source.url or None,
        "title": source.title,
        "publisher": source.publisher,
        "published_at": source.published_at,
        "kind": source.kind,
        "revision": source.revision,
    }


def evidence_record(evidence: Evidence) -> JSON:
    """Build the record; needs source and created_by fetched along."""
    return {
        "id": evidence.pk,
        "claim": evidence.claim_id,
        "stance": evidence.stance,
        "directness": evidence.directness,
        "reliability": evidence.reliability,
        "reliability_reason": evidence.reliability_reason,
        "origin_group": evidence.origin_group,
        "passage": evidence.passage,
        "note": evidence.note,
        "source": source_record(evidence.source),
        "created_by": evidence.created_by.username,
        "created_at": evidence.created_at,
        "revision": evidence.revision,
    }


def verdict_record(verdict: Verdict) -> JSON:
    """Build the record; needs rating and both people fetched along."""
    return {
        "id": verdict.pk,
        "claim": verdict.claim_id,
        "number": verdict.number,
        "rating": verdict.rating.slug,
        "name": verdict.rating.name,
        "numeric": verdict.rating.numeric,
        "icon": verdict.rating.icon,
        "justification": verdict.justification,
        "summary": verdict.summary,
        "limits": verdict.limits,
        "state": verdict.state,
        "proposed_by": verdict.proposed_by.username,
        "approved_by": verdict.approved_by.username if verdict.approved_by else None,
        "decided_at": verdict.decided_at,
        "self_approved": verdict.self_approved,
        "note": verdict.note,
        "evidence": verdict.evidence,
        "created_at": verdict.created_at,
        "updated_at": verdict.updated_at,
        "revision": verdict.revision,
    }


def claim_record(claim: Claim) -> JSON:
    """Build the short record; needs created_by fetched along."""
    return {
        "id": claim.pk,
        "normalized_text": claim.normalized_text,
        "short_text": claim.short_text,
        "type": claim.type,
        "language": claim.language,
        "state": claim.state,
        "created_by": claim.created_by.username if claim.created_by else None,
        "created_at": claim.created_at,
        "updated_at": claim.updated_at,
        "revision": claim.revision,
    }


def appearances_of(claim_ids: Iterable[object], reader: Reader | None = None) -> dict[object, list[JSON]]:
    """Return the standing spans that point at each claim (one query for all)."""
    names = (
        "claim_id",
        "id",
        "version__document_id",
        "version__document__title",
        "label__key",
        "start",
        "end",
        "quote",
    )
    rows = Span.objects.filter(claim_id__in=list(claim_ids)).standing().seen_by(reader).order_by("created_at", "id")
    found: dict[object, list[JSON]] = {}
    for claim, pk, document, title, label, start, end, quote, state in rows.values_list(*names, "state"):
        appearance = {
            "id": pk,
            "document": document,
            "title": title,
            "label": label,
            "start": start,
            "end": end,
            "quote": quote,
            "state": state,
        }
        found.setdefault(claim, []).append(appearance)
    return found


def claim_rows(claims: Iterable[Claim], reader: Reader | None = None) -> list[JSON]:
    """Build records with appearances, standing evidence and verdicts, newest first (three queries for all)."""
    page = list(claims)
    ids = [claim.pk for claim in page]
    spans = appearances_of(ids, reader)
    evidence: dict[object, list[JSON]] = {}
    standing = Evidence.objects.filter(claim__in=ids).standing().seen_by(reader)
    for row in standing.select_related("source", "created_by").order_by("id"):
        evidence.setdefault(row.claim_id, []).append(evidence_record(row))
    verdicts: dict[object, list[JSON]] = {}
    found = Verdict.objects.filter(claim__in=ids).seen_by(reader).select_related("rating", "proposed_by", "approved_by")
    for verdict in found.order_by("-number"):
        verdicts.setdefault(verdict.claim_id, []).append(verdict_record(verdict))
    return [
        {
            **claim_record(claim),
            "spans": spans.get(claim.pk, []),
            "evidence": evidence.get(claim.pk, []),
            "verdicts": verdicts.get(claim.pk, []),
        }
        for claim in page
    ]
