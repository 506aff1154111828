"""Imports: a file comes in, and what became of each of its rows."""

import hashlib
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request

from annotations import access, tasks
from annotations.access import Do
from annotations.actions.imports import import_file
from annotations.errors import FieldError, Invalid, TooLarge, Unprocessable
from annotations.formats import readers
from annotations.models import EngineRun, Project, RunState, Transfer, TransferState
from annotations.records.work import transfer_record

from . import work_shapes
from .base import Endpoint
from .idempotency import once
from .inputs import Choice, Input, Text
from .pages import NEWEST_FIRST, page_of, read_query
from .pages import PAGING as PAGING_NAMES
from .problems import problem
from .replies import reply
from .schema import PAGING, operation, page

MARGIN: Final = 64 * 1024


@extend_schema_field({"type": "string", "format": "binary"})
class File(serializers.FileField):
    """The file itself."""


class Upload(Input):
    file = File(allow_empty_file=True, max_length=255)
    format = Choice(readers(), required=False, allow_blank=True, help_text="Told by the file's ending where left out.")
    encoding = Text(max_length=40, required=False, allow_blank=True, help_text="UTF-8 where left out.")
    dry_run = serializers.BooleanField(required=False)


class Imports(Endpoint):
    parser_classes = (MultiPartParser,)

    @operation("listImports", {200: page(work_shapes.Transfer)}, parameters=PAGING)
    def get(self, request: Request, slug: str) -> HttpResponse:
        """List the project's imports, newest first."""
        project = access.get_project(self.user, slug, to=Do.READ)
        query = read_query(request, *PAGING_NAMES)
        found = Transfer.objects.filter(project=project)
        return page_of(request, found, NEWEST_FIRST, lambda page: map(transfer_record, page), query)

    @operation(
        "importFile", {201: work_shapes.Transfer}, takes={"multipart/form-data": Upload}, is_write=True, may_fail=(422,)
    )
    def post(self, request: Request, slug: str) -> HttpResponse:
        """Take in a file. Rows that can be used are stored, the others are listed with their numbers."""
        project = access.get_project(self.user, slug, to=Do.IMPORT)
        _check_length(request)
        upload = _read(request)
        file: UploadedFile = upload.pop("file")
        data = file.read()
        # The boundary of a multipart body differs at every attempt: what it holds is what counts.
        content = repr(sorted(upload.items())).encode() + hashlib.sha256(data).digest()
        work = _Work(self, project, data, {"filename": file.name or "", **upload})
        return once(request, work, content=content)


class _Work:
    """The import itself, once it is clear what to take in."""

    def __init__(self, view: Endpoint, project: Project, data: bytes, options: dict[str, Any]) -> None:
        self.view, self.project, self.data, self.options = view, project, data, options

    def __call__(self) -> HttpResponse:
        began = timezone.now()
        transfer = import_file(self.project, self.view.by, self.data, **self.options)
        if transfer.state == TransferState.FAILED:
            return problem(_nothing_usable(transfer))
        tasks.wake(_new_runs(self.project).filter(created_at__gte=began).values_list("pk", flat=True))
        return reply(transfer_record(transfer), status=201)


def _new_runs(project: Project) -> QuerySet[EngineRun]:
    return EngineRun.objects.filter(version__document__project=project, state=RunState.QUEUED)


def _nothing_usable(transfer: Transfer) -> Unprocessable:
    errors = [
        FieldError(f"{each['row']}.{each['field']}".rstrip("."), each["code"], each["detail"])
        for each in transfer.errors
    ]
    number = len(errors)
    first = f" The first: row {errors[0].field}: {errors[0].detail}" if errors else ""
    return Unprocessable(
        _("Nothing in this file can be used (%(number)s errors).%(first)s") % {"number": number, "first": first},
        errors=errors,
    )


def _check_length(request: Request) -> None:
    """Refuse before a byte is read: a file is spooled to disk before anybody looks at its size."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdecimal() and int(length) > settings.MAX_UPLOAD_BYTES + MARGIN:
        raise TooLarge(_("The file is larger than %(most)s MB.") % {"most": settings.MAX_UPLOAD_BYTES // 1024 // 1024})


def _read(request: Request) -> dict[str, Any]:
    data = request.data
    sent = {name: data.getlist(name) for name in data} if hasattr(data, "getlist") else dict(data)
    many = [name for name, values in sent.items() if isinstance(values, list) and len(values) > 1]
    if many:
        raise Invalid.field(many[0], "too_many", _("Send %(many)s once.") % {"many": many[0]})
    found = Upload(data={name: values[0] for name, values in sent.items()} if sent else {})
    found.is_valid(raise_exception=True)
    return dict(found.validated_data)


class OneImport(Endpoint):
    @operation("readImport", {200: work_shapes.Transfer})
    def get(self, request: Request, pk: UUID) -> HttpResponse:
        """Read what became of an import, row by row where it failed."""
        return reply(transfer_record(access.get_transfer(self.user, pk, to=Do.READ)))
