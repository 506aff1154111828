"""Bringing documents in: by pasting a text, or by uploading files."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from annotations.access import Do, get_project
from annotations.actions.documents import DocumentDraft, create_document
from annotations.actions.imports import import_file, read_date
from annotations.errors import FactcheckError, TooLarge
from annotations.models import Basis, Document, Project, Transfer, TransferState
from annotations.records.work import transfer_record

from .base import actor, frame, page, person
from .documents import wake_runs
from .errors import shown_in
from .import_forms import PasteForm, UploadForm

PRECISIONS = {10: "day", 7: "month", 4: "year"}


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one file: the record of its import, or why it could not be read at all."""

    filename: str
    transfer: dict[str, Any] | None = None
    error: FactcheckError | None = None

    @property
    def created(self) -> int:
        return self._count("documents_created")

    @property
    def unchanged(self) -> int:
        return self._count("documents_unchanged")

    @property
    def spans(self) -> int:
        return self._count("spans_created")

    @property
    def failed(self) -> int:
        return 1 if self.transfer is None else self._count("rows_failed")

    def _count(self, name: str) -> int:
        return self.transfer["counts"].get(name, 0) if self.transfer else 0


@page("GET", "POST")
def import_documents(request: HttpRequest, slug: str) -> HttpResponse:
    """Take in a pasted text or uploaded files."""
    project = get_project(person(request), slug, to=Do.IMPORT)
    if request.method == "POST" and "text" in request.POST:
        return _paste(request, project)
    if request.method == "POST":
        return _upload(request, project)
    return _show(request, project)


def _show(
    request: HttpRequest,
    project: Project,
    paste: PasteForm | None = None,
    upload: UploadForm | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = frame(
        project,
        "documents",
        paste=paste or PasteForm(initial={"language": project.language}),
        upload=upload or UploadForm(),
        limit=settings.MAX_UPLOAD_BYTES // 1024 // 1024,
        **more,
    )
    return render(request, "annotations/import.html", context, status=status)


def _paste(request: HttpRequest, project: Project) -> HttpResponse:
    form = PasteForm(request.POST)
    with shown_in(form) as outcome:
        if outcome.is_good:
            document = create_document(project, actor(request), _draft(form.cleaned_data))
            wake_runs([document])
            told = (
                _("“%s” is stored. The engines read it now; what they propose appears by itself.") % document.title[:80]
            )
            messages.success(request, told)
            return redirect("workbench", document.pk)
    return _show(request, project, paste=form, status=outcome.status)


def _draft(found: dict[str, Any]) -> DocumentDraft:
    day = found.pop("published_at")
    if not day:
        return DocumentDraft(**found)
    return DocumentDraft(
        **found,
        published_at=read_date(day),
        published_precision=PRECISIONS[len(day)],
        published_basis=Basis.STATED,
    )


def _upload(request: HttpRequest, project: Project) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, project, upload=form, status=400)
    began = timezone.now()
    results = [_take(request, project, file, form.cleaned_data) for file in form.cleaned_data["file"]]
    documents = _stored_since(request, project, began)
    waiting = wake_runs(documents)
    is_used = any(result.transfer and result.transfer["state"] != TransferState.FAILED for result in results)
    return _show(
        request,
        project,
        upload=form,
        status=200 if is_used else 422,
        results=results,
        documents=documents,
        waiting=waiting,
        dry_run=form.cleaned_data["dry_run"],
    )


def _take(request: HttpRequest, project: Project, file: UploadedFile, chosen: dict[str, Any]) -> Result:
    name = file.name or ""
    try:
        if (file.size or 0) > settings.MAX_UPLOAD_BYTES:
            # Refused before it is read into memory.
            raise TooLarge(_("The file is larger than %s MB.") % (settings.MAX_UPLOAD_BYTES // 1024 // 1024))
        options = {"format": chosen["format"], "encoding": chosen["encoding"], "dry_run": chosen["dry_run"]}
        transfer: Transfer = import_file(project, actor(request), file.read(), filename=name, **options)
    except FactcheckError as error:
        # One bad file among twenty is told beside its name, and the others are taken in.
        return Result(name, error=error)
    return Result(name, transfer_record(transfer))


def _stored_since(request: HttpRequest, project: Project, began: datetime) -> list[Document]:
    mine = Document.objects.filter(project=project, created_by=person(request), created_at__gte=began)
    return list(mine.order_by("id")[:500])
