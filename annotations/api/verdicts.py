"""Verdicts: a claim's revisions, recorded, handed in, released or given back."""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from rest_framework.request import Request

from annotations import access
from annotations.access import Do
from annotations.actions import verdicts as actions
from annotations.models import Verdict
from annotations.records.claims import verdict_record

from . import shapes
from .base import Endpoint
from .idempotency import once
from .inputs import Input, Text, read_input
from .pages import PAGING as PAGING_NAMES
from .pages import Key, page_of, read_query, whole
from .replies import reply
from .revisions import revision_read
from .schema import PAGING, operation, page

LONGEST: Final = 20_000
LATEST_FIRST: Final = (Key("number", whole, descending=True),)
STEPS: Final[dict[str, tuple[Do, Callable[..., Verdict]]]] = {
    "submit": (Do.DRAFT, actions.submit_verdict),
    "withdraw": (Do.DRAFT, actions.withdraw_verdict),
    "approve": (Do.DECIDE, actions.approve_verdict),
    "return": (Do.DECIDE, actions.return_verdict),
}


class NewVerdict(Input):
    rating = Text(max_length=40)
    justification = Text(max_length=LONGEST, required=False, allow_blank=True)
    summary = Text(max_length=280, required=False, allow_blank=True)
    limits = Text(max_length=LONGEST, required=False, allow_blank=True)


class Note(Input):
    note = Text(max_length=5000, required=False, allow_blank=True)


class ClaimVerdicts(Endpoint):
    @operation("listVerdicts", {200: page(shapes.Verdict)}, parameters=PAGING)
    def get(self, request: Request, pk: UUID) -> HttpResponse:
        """List every revision of a claim's verdict, newest first."""
        claim = access.get_claim(self.user, pk, to=Do.READ)
        query = read_query(request, *PAGING_NAMES)
        reader = access.reader_of(self.user, claim)
        found = (
            Verdict.objects.filter(claim=claim).seen_by(reader).select_related("rating", "proposed_by", "approved_by")
        )
        return page_of(request, found, LATEST_FIRST, lambda page: map(verdict_record, page), query)

    @operation("recordVerdict", {201: shapes.Verdict}, takes=NewVerdict, is_write=True)
    def post(self, request: Request, pk: UUID) -> HttpResponse:
        """Record a new revision as your draft; your open one is superseded by it."""
        claim = access.get_claim(self.user, pk, to=Do.DRAFT)
        draft = actions.VerdictDraft(**read_input(request, NewVerdict))

        def work() -> HttpResponse:
            verdict = actions.record_verdict(claim, self.by, draft)
            return reply(verdict_record(verdict), status=201, revision=verdict.revision)

        return once(request, work)


class OneVerdict(Endpoint):
    @operation("readVerdict", {200: shapes.Verdict})
    def get(self, request: Request, pk: UUID) -> HttpResponse:
        """Read one revision of a verdict."""
        verdict = access.get_verdict(self.user, pk, to=Do.READ)
        return reply(verdict_record(verdict), revision=verdict.revision)


class VerdictStep(Endpoint):
    """One transition of a verdict. The verbs differ in their guards only, which live in the actions."""

    op = ""

    def post(self, request: Request, pk: UUID) -> HttpResponse:
        do, move = STEPS[self.op]
        verdict = access.get_verdict(self.user, pk, to=do)
        found = read_input(request, Note)
        revision = revision_read(request, verdict.revision)

        def work() -> HttpResponse:
            moved = move(verdict, self.by, revision=revision, **found)
            return reply(verdict_record(moved), revision=moved.revision)

        return once(request, work)


def step(op: str, words: str) -> Callable[..., Any]:
    """Make the view of one transition."""
    describe = operation(f"{op}Verdict", {200: shapes.Verdict}, takes=Note, is_write=True, if_match=True)

    class Step(VerdictStep):
        @describe
        def post(self, request: Request, pk: UUID) -> HttpResponse:
            return super().post(request, pk)

    Step.op = op
    Step.post.__doc__ = words
    return Step.as_view()
