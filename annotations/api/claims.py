"""Claims: the list, one with its appearances, evidence and verdicts, and its wording."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from rest_framework.request import Request

from annotations import access
from annotations.access import Do
from annotations.actions.claims import create_claim, edit_claim
from annotations.models import Claim, ClaimState, Reader
from annotations.models.default_labels import CLAIM_TYPES
from annotations.records.claims import claim_rows

from . import shapes
from .base import Endpoint
from .idempotency import once
from .inputs import Choice, Input, Text, read_input
from .pages import NEWEST_FIRST, one_of, page_of, read_query
from .pages import PAGING as PAGING_NAMES
from .replies import reply
from .revisions import revision_read
from .schema import PAGING, operation, page, words

LONGEST = 5000


class NewClaim(Input):
    normalized_text = Text(max_length=LONGEST, trim_whitespace=True)
    type = Choice(CLAIM_TYPES, required=False, allow_blank=True)
    language = Text(max_length=35, required=False)


class ClaimChanges(NewClaim):
    normalized_text = Text(max_length=LONGEST, trim_whitespace=True, required=False)
    short_text = Text(max_length=75, required=False, allow_blank=True)


class Claims(Endpoint):
    @operation(
        "listClaims",
        {200: page(shapes.Claim)},
        parameters=(words("q", "In the claim's words."), words("state", enum=ClaimState.values), *PAGING),
    )
    def get(self, request: Request, slug: str) -> HttpResponse:
        """List the project's claims with what hangs on them, newest first."""
        project = access.get_project(self.user, slug, to=Do.READ)
        query = read_query(request, "q", "state", *PAGING_NAMES)
        reader = access.reader_of(self.user, project)
        found = Claim.objects.filter(project=project).seen_by(reader).select_related("created_by")
        state = one_of(query, "state", ClaimState.values)
        if state:
            found = found.filter(state=state)
        if query.get("q"):
            found = found.filter(normalized_text__icontains=query["q"])
        return page_of(request, found, NEWEST_FIRST, partial(claim_rows, reader=reader), query)

    @operation("createClaim", {201: shapes.Claim}, takes=NewClaim, is_write=True)
    def post(self, request: Request, slug: str) -> HttpResponse:
        """Make a claim that appears in no document yet."""
        project = access.get_project(self.user, slug, to=Do.DRAFT)
        found = read_input(request, NewClaim)

        def work() -> HttpResponse:
            text, kind = found["normalized_text"], found.get("type", "")
            claim = create_claim(project, self.by, text=text, kind=kind, language=found.get("language", ""))
            return _reply(claim, access.reader_of(self.user, project), status=201)

        return once(request, work)


def _reply(claim: Claim, reader: Reader, **options: Any) -> HttpResponse:
    return reply(claim_rows([claim], reader)[0], revision=claim.revision, **options)


class OneClaim(Endpoint):
    @operation("readClaim", {200: shapes.Claim})
    def get(self, request: Request, pk: UUID) -> HttpResponse:
        """Read a claim with its appearances, evidence and verdicts."""
        claim = access.get_claim(self.user, pk, to=Do.READ)
        return _reply(claim, access.reader_of(self.user, claim))

    @operation("editClaim", {200: shapes.Claim}, takes=ClaimChanges, if_match=True, may_fail=(409,))
    def patch(self, request: Request, pk: UUID) -> HttpResponse:
        """Reword or retype a claim. Rewording sets an approved verdict aside; one in review refuses it."""
        claim = access.get_claim(self.user, pk, to=Do.DRAFT)
        changes = read_input(request, ClaimChanges, partial=True)
        revision = revision_read(request, claim.revision)
        reader = access.reader_of(self.user, claim)
        return _reply(edit_claim(claim, self.by, revision=revision, changes=changes), reader)
