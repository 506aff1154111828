"""The claims of an imported row, with their sources and the last verdict, as drafts of whoever imports."""

from collections import Counter
from collections.abc import Mapping, MutableMapping, Sequence
from typing import Any
from uuid import UUID

from annotations.formats import ReadRow, read_uuid
from annotations.models import Claim, Project, Rating, Span

from .claims import create_claim
from .documents import read_date
from .events import Actor
from .evidence import EvidenceDraft, SourceDraft, add_evidence
from .verdicts import VerdictDraft, record_verdict

_EVIDENCE_FIELDS = ("directness", "reliability", "reliability_reason", "origin_group", "note")


def take_claims(
    project: Project,
    by: Actor,
    row: ReadRow,
    *,
    spans: Mapping[str, Sequence[Span]],
    counts: Counter[str],
    ours: MutableMapping[str, UUID],
) -> None:
    """Store the claims that newly stored spans point at; a claim that is here already is only pointed at.

    `ours` gives our ids of claims that earlier rows of the same file brought: one claim may appear in many documents.
    """
    named = {span.claim for span in row.spans}
    for told in row.claims:
        if told["id"] not in named:
            counts["claims_skipped"] += 1
            continue
        found = spans.get(told["id"], ())
        claim = _known(project, told["id"], ours) if found else None
        if claim is None and found:
            claim = _claim(project, by, told, counts)
            ours[told["id"]] = claim.pk
            counts["claims_created"] += 1
        else:
            counts["claims_unchanged"] += 1
        Span.objects.filter(pk__in=[span.pk for span in found]).update(claim=claim)


def _known(project: Project, told_id: str, ours: Mapping[str, UUID]) -> Claim | None:
    pk = ours.get(told_id) or read_uuid(told_id)
    return Claim.objects.filter(pk=pk, project=project).first() if pk else None


def _claim(project: Project, by: Actor, told: Mapping[str, Any], counts: Counter[str]) -> Claim:
    pk = read_uuid(told["id"])
    is_taken = pk is not None and Claim.objects.filter(pk=pk).exists()
    claim = create_claim(
        project,
        by,
        text=told["normalized_text"],
        kind=told.get("type", ""),
        language=told.get("language", ""),
        # An id that is taken, if only in a project out of sight, is replaced without a word about it.
        pk=None if is_taken else pk,
    )
    for each in told.get("evidence", []):
        source = each["source"]
        draft = SourceDraft(
            url=source.get("url") or "",
            title=source.get("title", ""),
            publisher=source.get("publisher", ""),
            kind=source.get("kind", "other"),
            published_at=read_date(source.get("published_at")),
        )
        more = {name: each[name] for name in _EVIDENCE_FIELDS if each.get(name)}
        add_evidence(claim, by, draft, EvidenceDraft(each.get("passage", ""), each["stance"], more))
    _verdict(claim, by, told.get("verdicts", []), counts)
    return claim


def _verdict(claim: Claim, by: Actor, told: Sequence[Mapping[str, Any]], counts: Counter[str]) -> None:
    """Keep the newest verdict that stood, as a draft; a rating that this scale lacks is left out."""
    standing = [each for each in told if each.get("state") != "superseded"][:1]
    scale = set(Rating.objects.filter(project=claim.project).values_list("slug", flat=True)) if standing else set()
    kept = [each for each in standing if each["rating"] in scale]
    for each in kept:
        people = f"proposed by {each.get('proposed_by')}, approved by {each.get('approved_by')}"
        limits = [each.get("limits", ""), f"Imported: {people}." if each.get("proposed_by") else ""]
        words = {name: each.get(name, "") for name in ("justification", "summary")}
        record_verdict(claim, by, VerdictDraft(each["rating"], **words, limits="\n".join(filter(None, limits))))
    counts["verdicts_created"] += len(kept)
    counts["verdicts_skipped"] += len(told) - len(kept)
