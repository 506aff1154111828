"""How an engine's reading of a document goes on."""

from uuid import UUID

from django.http import HttpResponse
from rest_framework.request import Request

from annotations import access
from annotations.access import Do
from annotations.models import DocumentVersion
from annotations.records.runs import run_record

from . import shapes
from .base import Endpoint
from .replies import reply
from .schema import operation


class OneRun(Endpoint):
    @operation("readRun", {200: shapes.Run})
    def get(self, request: Request, pk: UUID) -> HttpResponse:
        """Read a run: waiting, running, done with its count, or failed with its error."""
        run = access.get_run(self.user, pk, to=Do.READ)
        document_id = DocumentVersion.objects.values_list("document_id", flat=True).get(pk=run.version_id)
        return reply(run_record(run, document_id))
