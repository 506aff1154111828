"""`manage.py export_spans`: a project's labelled spans as `factcheck/1`, streamed to a file or a pipe."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError

from annotations.errors import FactcheckError
from annotations.formats import native_export

from ._shared import find_project


class Command(BaseCommand):
    help = "Write a project's documents with their spans, claims and verdicts as JSON or JSONL."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what leaves and where to."""
        parser.add_argument("--project", required=True, metavar="SLUG")
        parser.add_argument("--format", choices=native_export.FORMATS, default="jsonl")
        parser.add_argument("--output", metavar="FILE", help="default: standard output")
        parser.add_argument(
            "--states", default="approved", help="span states with commas between, or `all` (default approved)"
        )
        parser.add_argument("--per-annotator", action="store_true", help="a line for each annotator of a document")
        parser.add_argument("--with-suggestions", action="store_true", help="also what engines proposed")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write, then say on standard error what stayed behind."""
        project = find_project(options["project"])
        try:
            choice = native_export.Choice.of(
                options["states"].split(","),
                per_annotator=options["per_annotator"],
                with_suggestions=options["with_suggestions"],
            )
            pieces = native_export.stream(project, choice, name=options["format"])
            if options["output"]:
                with Path(options["output"]).open("wb") as file:
                    _write(pieces, file)
            else:
                _write(pieces, sys.stdout.buffer)
        except FactcheckError as error:
            raise CommandError(error.detail) from error
        except BrokenPipeError as error:
            raise CommandError("The reader of the pipe went away.") from error
        except OSError as error:
            raise CommandError(f"{options['output']} cannot be written: {error.strerror}.") from error
        if options["verbosity"] and self.stderr.isatty():
            for loss in native_export.losses(project, choice):
                self.stderr.write(f"Left behind, {loss['why']}: {loss['what']} ({loss['count']}).")


def _write(pieces: Iterator[bytes], file: BinaryIO) -> None:
    for piece in pieces:
        file.write(piece)
    file.flush()
