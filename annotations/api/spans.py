"""The spans of a document, one span, and the steps of its life."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework.request import Request

from annotations import access
from annotations.access import Do
from annotations.actions import bulk, claims, spans
from annotations.errors import Invalid, Stale
from annotations.models import Document, Reader, Span, SpanState, labels_of
from annotations.records.claims import claim_rows
from annotations.records.spans import json_records, record_of

from . import shapes
from .base import Endpoint
from .idempotency import once
from .inputs import read_input
from .pages import PAGING as PAGING_NAMES
from .pages import Key, page_of, read_query, whole
from .problems import StaleSpan
from .replies import no_content, reply
from .revisions import revision_read
from .schema import PAGING, operation, page, words
from .span_inputs import Decision, KnownClaim, NewSpan, SpanChanges, Undoing, read_changes, read_draft, slice_wanted

IN_TEXT: Final = (Key("start", whole), Key("end", whole, descending=True), Key("id", UUID))
FILTERS: Final = (
    words("state", "One or more states with commas between; `all` includes the dismissed."),
    words("author", "A username."),
    words("label", "A label's key."),
)


@contextmanager
def showing_current(user: Any, pk: UUID) -> Iterator[None]:
    """Add the span as it stands to the refusal of a stale revision (one query then)."""
    try:
        yield
    except Stale as error:
        raise StaleSpan(error, record_of(access.get_span(user, pk, to=Do.READ))) from error


class DocumentSpans(Endpoint):
    @operation("listSpans", {200: page(shapes.Span)}, parameters=(*FILTERS, *PAGING))
    def get(self, request: Request, pk: UUID) -> HttpResponse:
        """List the spans in reading order: all of them, or a page where page_size is given."""
        document = access.get_document(self.user, pk, to=Do.READ)
        query = read_query(request, "state", "author", "label", *PAGING_NAMES)
        found = Span.objects.filter(version=document.current_id).seen_by(access.reader_of(self.user, document))
        found = _narrow(found, document, query)
        if any(name in query for name in PAGING_NAMES):
            people = found.select_related("label", "run", "author", "decided_by")
            return page_of(request, people, IN_TEXT, lambda page: map(record_of, page), query)
        results = list(json_records(found.order_by("start", "-end", "id")))
        return reply({"next": None, "previous": None, "results": results})

    @operation("createSpan", {201: shapes.Span}, takes=NewSpan, is_write=True)
    def post(self, request: Request, pk: UUID) -> HttpResponse:
        """Make a span of your own: eight statements with BEGIN and COMMIT, held by a test."""
        using = Document.objects.with_slice(*slice_wanted(request.data))
        document = access.get_document(self.user, pk, to=Do.LABEL, using=using)
        draft = read_draft(request)

        def work() -> HttpResponse:
            span = spans.create_span(document, self.by, draft)
            return reply(record_of(span), status=201, revision=span.revision)

        return once(request, work)


def _narrow(found: Any, document: Document, query: dict[str, str]) -> Any:
    """Filter a document's spans by what the query asks for."""
    states = [each for each in query.get("state", "").split(",") if each]
    known = (*SpanState.values, "all")
    if any(state not in known for state in states):
        raise Invalid.field("state", "unknown_value", _("state is made of: %(known)s.") % {"known": ", ".join(known)})
    if not states:
        found = found.standing()
    elif "all" not in states:
        found = found.filter(state__in=states)
    if query.get("author"):
        found = found.filter(author__username=query["author"])
    if query.get("label"):
        label = labels_of(document.project).get(query["label"])
        if label is None:
            raise Invalid.field("label", "unknown_value", _("This project has no such label."))
        found = found.filter(label=label)
    return found


class OneSpan(Endpoint):
    @operation("readSpan", {200: shapes.Span})
    def get(self, request: Request, pk: UUID) -> HttpResponse:
        """Read a span."""
        span = access.get_span(self.user, pk, to=Do.READ)
        return reply(record_of(span), revision=span.revision)

    @operation("editSpan", {200: shapes.Span}, takes=SpanChanges, if_match=True)
    def patch(self, request: Request, pk: UUID) -> HttpResponse:
        """Change a span of your own, or a suggestion, which thereby becomes yours."""
        span = access.get_span(self.user, pk, to=Do.LABEL)
        changes = read_changes(request)
        with showing_current(self.user, pk):
            revision = revision_read(request, span.revision)
            span = spans.edit_span(span, self.by, revision=revision, changes=changes)
        return reply(record_of(span), revision=span.revision)

    @operation("deleteSpan", {204: None}, if_match=True)
    def delete(self, request: Request, pk: UUID) -> HttpResponse:
        """Dismiss a span of your own; undo brings it back."""
        span = access.get_span(self.user, pk, to=Do.LABEL)
        with showing_current(self.user, pk):
            span = spans.delete_span(span, self.by, revision=revision_read(request, span.revision))
        return no_content(revision=span.revision)


class SpanStep(Endpoint):
    """One transition of a span. The verbs differ in their guards only, which live in the actions."""

    op = ""
    takes: type[Decision] = Decision

    def post(self, request: Request, pk: UUID) -> HttpResponse:
        span = access.get_span(self.user, pk, to=Do.LABEL)
        access.check(access.role_of(span), access.needed_for(self.op, span, self.user))
        found = read_input(request, self.takes)
        revision = revision_read(request, span.revision)

        def work() -> HttpResponse:
            moved = bulk.move(self.op)(span, self.by, revision=revision, **found)
            return reply(record_of(moved), revision=moved.revision)

        with showing_current(self.user, pk):
            return once(request, work)


def step(op: str, words: str, *, takes: type[Decision] = Decision) -> Callable[..., Any]:
    """Make the view of one transition."""
    describe = operation(f"{op}Span", {200: shapes.Span}, takes=takes, is_write=True, if_match=True)

    class Step(SpanStep):
        @describe
        def post(self, request: Request, pk: UUID) -> HttpResponse:
            return super().post(request, pk)

    Step.op = op
    Step.takes = takes
    Step.__doc__ = words
    Step.post.__doc__ = words
    return Step.as_view()


undo_step = step("undo", "Take back your last change of a span, or all of yours since a revision.", takes=Undoing)


class SpanClaim(Endpoint):
    @operation("claimOfSpan", {200: shapes.Claim, 201: shapes.Claim}, takes=KnownClaim, is_write=True, may_fail=(409,))
    def post(self, request: Request, pk: UUID) -> HttpResponse:
        """Read the claim of a span, made on the fly (201) where there is none, or joined where `claim` names one."""
        span = access.get_span(self.user, pk, to=Do.DRAFT)
        reader = Reader(self.user, span.version.document.project.policy, access.role_of(span))
        known = read_input(request, KnownClaim).get("claim")

        def work() -> HttpResponse:
            if known:
                claims.join_claim(span, access.get_claim(self.user, known, to=Do.DRAFT), self.by)
            claim, is_new = claims.claim_of_span(span, self.by)
            return reply(claim_rows([claim], reader)[0], status=201 if is_new else 200, revision=claim.revision)

        return once(request, work)

    @operation("leaveClaim", {204: None}, is_write=True, may_fail=(409,))
    def delete(self, request: Request, pk: UUID) -> HttpResponse:
        """Take the span off its claim; the claim stays, with what else hangs on it."""
        claims.leave_claim(access.get_span(self.user, pk, to=Do.DRAFT), self.by)
        return no_content()
