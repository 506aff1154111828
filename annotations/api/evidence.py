"""Sources, and what they say for or against a claim."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request

from annotations import access
from annotations.access import Do
from annotations.actions import evidence as actions
from annotations.actions.evidence import EvidenceDraft, SourceDraft
from annotations.errors import Invalid
from annotations.models import Claim, Directness, Evidence, Reliability, Source, SourceKind, Stance, User
from annotations.records.claims import evidence_record, source_record

from . import shapes
from .base import Endpoint
from .idempotency import once
from .inputs import Choice, Day, Id, Input, Text, WebAddress, read_input
from .pages import BY_ID, NEWEST_FIRST, one_of, page_of, read_query
from .pages import PAGING as PAGING_NAMES
from .replies import no_content, reply
from .revisions import revision_read
from .schema import PAGING, operation, page, words

LONGEST = 20_000
FREE_FIELDS = ("directness", "reliability", "reliability_reason", "origin_group", "note")


class NewSource(Input):
    """A source by its address, its title, or both."""

    url = WebAddress(max_length=2000, required=False, allow_blank=True, allow_null=True)
    title = Text(max_length=500, required=False, allow_blank=True, trim_whitespace=True)
    publisher = Text(max_length=200, required=False, allow_blank=True)
    kind = Choice(SourceKind.choices, required=False)
    published_at = Day(required=False, allow_null=True)


@extend_schema_field(
    {"oneOf": [{"type": "string", "format": "uuid"}, {"$ref": "#/components/schemas/NewSourceRequest"}]}
)
class SourceOrId(serializers.Field[Any, Any, Any, Any]):
    """A source that is here, by id, or a new one."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, str):
            return Id().to_internal_value(data)
        found = NewSource(data=data)
        found.is_valid(raise_exception=True)
        return dict(found.validated_data)


class EvidenceChanges(Input):
    passage = Text(max_length=LONGEST, required=False, allow_blank=True)
    stance = Choice(Stance.choices, required=False)
    directness = Choice(Directness.choices, required=False, allow_blank=True)
    reliability = Choice(Reliability.choices, required=False, allow_blank=True)
    reliability_reason = Text(max_length=500, required=False, allow_blank=True)
    origin_group = Text(max_length=100, required=False, allow_blank=True)
    note = Text(max_length=LONGEST, required=False, allow_blank=True)


class NewEvidence(EvidenceChanges):
    source: Any = SourceOrId()


def _plain(found: Mapping[str, Any]) -> dict[str, Any]:
    """Return a source's fields with the empty text that stands for no address."""
    return {name: value or "" if name == "url" else value for name, value in found.items()}


class ClaimEvidence(Endpoint):
    @operation("listEvidence", {200: page(shapes.EvidenceRow)}, parameters=PAGING)
    def get(self, request: Request, pk: UUID) -> HttpResponse:
        """List a claim's standing evidence, oldest first."""
        claim = access.get_claim(self.user, pk, to=Do.READ)
        query = read_query(request, *PAGING_NAMES)
        reader = access.reader_of(self.user, claim)
        found = Evidence.objects.filter(claim=claim).standing().seen_by(reader).select_related("source", "created_by")
        return page_of(request, found, BY_ID, lambda page: map(evidence_record, page), query)

    @operation("createEvidence", {201: shapes.EvidenceRow}, takes=NewEvidence, is_write=True)
    def post(self, request: Request, pk: UUID) -> HttpResponse:
        """Attach a source to a claim: one that is here, by its id, or a new one."""
        claim = access.get_claim(self.user, pk, to=Do.DRAFT)
        found = read_input(request, NewEvidence)
        source = _source(self.user, claim, found["source"])
        draft = EvidenceDraft(
            passage=found.get("passage", ""),
            stance=found.get("stance", Stance.CONTEXT),
            more={name: found[name] for name in FREE_FIELDS if name in found},
        )

        def work() -> HttpResponse:
            evidence = actions.add_evidence(claim, self.by, source, draft)
            return reply(evidence_record(evidence), status=201, revision=evidence.revision)

        return once(request, work)


def _source(user: User, claim: Claim, found: UUID | Mapping[str, Any]) -> Source | SourceDraft:
    if not isinstance(found, UUID):
        return SourceDraft(**_plain(found))
    source = access.get_source(user, found, to=Do.DRAFT)
    if source.project_id != claim.project_id:
        raise Invalid.field("source", "other_project", _("This source belongs to another project."))
    return source


class OneEvidence(Endpoint):
    @operation("readEvidence", {200: shapes.EvidenceRow})
    def get(self, request: Request, pk: UUID) -> HttpResponse:
        """Read one piece of evidence with its source."""
        evidence = access.get_evidence(self.user, pk, to=Do.READ)
        return reply(evidence_record(evidence), revision=evidence.revision)

    @operation("editEvidence", {200: shapes.EvidenceRow}, takes=EvidenceChanges, if_match=True)
    def patch(self, request: Request, pk: UUID) -> HttpResponse:
        """Change how a source you added bears on the claim."""
        evidence = access.get_evidence(self.user, pk, to=Do.DRAFT)
        changes = read_input(request, EvidenceChanges, partial=True)
        revision = revision_read(request, evidence.revision)
        evidence = actions.edit_evidence(evidence, self.by, revision=revision, changes=changes)
        return reply(evidence_record(evidence), revision=evidence.revision)

    @operation("withdrawEvidence", {204: None}, if_match=True)
    def delete(self, request: Request, pk: UUID) -> HttpResponse:
        """Take a source you added off the claim."""
        evidence = access.get_evidence(self.user, pk, to=Do.DRAFT)
        revision = revision_read(request, evidence.revision)
        evidence = actions.withdraw_evidence(evidence, self.by, revision=revision)
        return no_content(revision=evidence.revision)


class Sources(Endpoint):
    @operation(
        "listSources",
        {200: page(shapes.Source)},
        parameters=(words("q", "In title, publisher or address."), words("kind", enum=SourceKind.values), *PAGING),
    )
    def get(self, request: Request, slug: str) -> HttpResponse:
        """List the project's sources, newest first."""
        project = access.get_project(self.user, slug, to=Do.READ)
        query = read_query(request, "q", "kind", *PAGING_NAMES)
        found = Source.objects.filter(project=project).seen_by(access.reader_of(self.user, project))
        kind = one_of(query, "kind", SourceKind.values)
        if kind:
            found = found.filter(kind=kind)
        if query.get("q"):
            asked = query["q"]
            found = found.filter(Q(title__icontains=asked) | Q(publisher__icontains=asked) | Q(url__icontains=asked))
        return page_of(request, found, NEWEST_FIRST, lambda page: map(source_record, page), query)

    @operation("createSource", {200: shapes.Source, 201: shapes.Source}, takes=NewSource, is_write=True)
    def post(self, request: Request, slug: str) -> HttpResponse:
        """Make a source (201), or find the one that has this address already (200)."""
        project = access.get_project(self.user, slug, to=Do.DRAFT)
        draft = SourceDraft(**_plain(read_input(request, NewSource)))

        def work() -> HttpResponse:
            is_known = bool(draft.url) and Source.objects.filter(project=project, url=draft.url).exists()
            source = actions.find_or_create_source(project, self.by, draft)
            return reply(source_record(source), status=200 if is_known else 201, revision=source.revision)

        return once(request, work)


class OneSource(Endpoint):
    @operation("readSource", {200: shapes.Source})
    def get(self, request: Request, pk: UUID) -> HttpResponse:
        """Read a source."""
        source = access.get_source(self.user, pk, to=Do.READ)
        return reply(source_record(source), revision=source.revision)

    @operation("editSource", {200: shapes.Source}, takes=NewSource, if_match=True)
    def patch(self, request: Request, pk: UUID) -> HttpResponse:
        """Correct what is known about a source."""
        source = access.get_source(self.user, pk, to=Do.DRAFT)
        changes = _plain(read_input(request, NewSource, partial=True))
        revision = revision_read(request, source.revision)
        source = actions.edit_source(source, self.by, revision=revision, changes=changes)
        return reply(source_record(source), revision=source.revision)
