"""`manage.py load_seeds`: a folder of NAME.txt with NAME.json into a project; what is there already is left alone."""

import hashlib
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from annotations import tasks
from annotations.actions.documents import DocumentDraft, create_document
from annotations.actions.events import SYSTEM
from annotations.actions.imports import read_date
from annotations.errors import FactcheckError
from annotations.models import Document, EngineRun, Project
from annotations.text.offsets import normalise_newlines

from ._shared import counted, find_project

KNOWN: Final = (
    "title", "publisher", "authors", "url", "published_precision", "published_basis", "language", "licence", "tags",
    "reach", "harm",
)  # fmt: skip


class Command(BaseCommand):
    help = "Load the sample articles (or a folder of NAME.txt with NAME.json) into a project."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the folder and the project."""
        parser.add_argument("folder", nargs="?", default=str(Path(settings.BASE_DIR, "seeds")), metavar="DIR")
        parser.add_argument("--project", default="demo", metavar="SLUG")

    def handle(self, *args: Any, **options: Any) -> None:
        """Store what is new, wake the workers, and say how many."""
        project, folder = find_project(options["project"]), Path(options["folder"])
        texts = sorted(folder.glob("*.txt"))
        if not texts:
            raise CommandError(f"There is no NAME.txt in {folder}.")
        shown = counted(texts, self.stdout, len(texts), "Article")
        stored = [document for path in shown if (document := self._load(project, path))]
        runs = EngineRun.objects.filter(version__current_of__in=stored).values_list("pk", flat=True)
        tasks.wake(list(runs))
        if options["verbosity"]:
            self.stdout.write(f"{len(stored)} articles stored, {len(texts) - len(stored)} here already.")

    def _load(self, project: Project, path: Path) -> Document | None:
        """Store one article, unless its text is in the project already."""
        try:
            text = normalise_newlines(path.read_bytes().decode("utf-8"))
            about = self._about(path.with_suffix(".json"))
            sha256 = hashlib.sha256(text.encode()).hexdigest()
            if Document.objects.filter(project=project, current__sha256=sha256).exists():
                return None
            return create_document(project, SYSTEM, _draft(text, about, path.stem))
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{path} is not UTF-8 at byte {error.start}.") from error
        except FactcheckError as error:
            raise CommandError(f"{path}: {error.detail}") from error

    @staticmethod
    def _about(path: Path) -> dict[str, Any]:
        if not path.exists():
            return {}
        try:
            about = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise CommandError(f"{path} is not JSON: {error}.") from error
        if not isinstance(about, dict):
            raise CommandError(f"{path} does not hold one JSON object.")
        return about


def _draft(text: str, about: dict[str, Any], stem: str) -> DocumentDraft:
    """Build the document; what we have no field for is kept as metadata."""
    fields = {name: about[name] for name in KNOWN if about.get(name) is not None}
    fields.setdefault("title", next((line.strip() for line in text.split("\n") if line.strip()), stem))
    rest = {name: value for name, value in about.items() if name not in (*KNOWN, "published_at")}
    return DocumentDraft(text=text, published_at=read_date(about.get("published_at")), metadata=rest, **fields)
