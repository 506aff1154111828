"""`manage.py import_documents`: files into a project, as from the page; every row that fails is named."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from annotations import tasks
from annotations.actions.events import Actor
from annotations.actions.imports import import_file
from annotations.errors import FactcheckError
from annotations.formats import readers
from annotations.models import EngineRun, Project, RunState, Transfer

from ._shared import counted, find_person, find_project


class Command(BaseCommand):
    help = "Bring files into a project: text, or JSON and JSONL of Factcheck."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare files, project and how to read them."""
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--project", required=True, metavar="SLUG")
        parser.add_argument("--format", choices=readers(), default="", help="default: by the file's ending")
        parser.add_argument("--encoding", default="", help="default: UTF-8, or as the file's mark says")
        parser.add_argument("--by", default="", metavar="USER", help="who brings them in (default: the first editor)")
        parser.add_argument("--dry-run", action="store_true", help="tell what would happen, store nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take in each file; end with an error when anything could not be used."""
        project = find_project(options["project"])
        by = Actor(user=find_person(project, options["by"]))
        failed = 0
        for name in counted(options["files"], self.stdout, len(options["files"]), "File"):
            failed += self._take(project, by, Path(name), options)
        queued = EngineRun.objects.filter(version__document__project=project, state=RunState.QUEUED)
        tasks.wake(list(queued.values_list("pk", flat=True)))
        if failed:
            raise CommandError(f"{failed} rows or files could not be used.")

    def _take(self, project: Project, by: Actor, path: Path, options: dict[str, Any]) -> int:
        """Take in one file and return how many of its rows failed; the file as a whole counts as one."""
        try:
            transfer = import_file(
                project,
                by,
                path.read_bytes(),
                filename=path.name,
                format=options["format"],
                encoding=options["encoding"],
                dry_run=options["dry_run"],
            )
        except FactcheckError as error:
            self.stderr.write(f"{path}: {error.detail}")
            return 1
        except OSError as error:
            self.stderr.write(f"{path}: cannot be read: {error.strerror}.")
            return 1
        return self._tell(path, transfer)

    def _tell(self, path: Path, transfer: Transfer) -> int:
        for error in transfer.errors:
            self.stderr.write(f"{path}:{error['row']}: {error['field']} {error['detail']}")
        told = ", ".join(f"{number} {name.replace('_', ' ')}" for name, number in transfer.counts.items() if number)
        self.stdout.write(f"{path}: {told or 'nothing'}{' (tried only)' if transfer.is_dry_run else ''}")
        return int(transfer.counts.get("rows_failed", 0))
