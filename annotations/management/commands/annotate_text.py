"""`manage.py annotate_text`: text in, suggestions out; no database is touched."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from annotations.engines import DocumentContext, Suggestion, engine_names, get_engine
from annotations.text.offsets import normalise_newlines


class Command(BaseCommand):
    help = "Read a text and print what an engine would suggest for it; no database is needed."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", default="-", metavar="FILE", help="a UTF-8 text file; - reads stdin")
        parser.add_argument("--engine", default="rules", help=f"one of: {', '.join(engine_names())} (default: rules)")
        parser.add_argument("--language", default="en", help="the language of the text as a BCP 47 tag (default: en)")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            engine = get_engine(options["engine"])
        except LookupError as error:
            raise CommandError(str(error)) from error
        text = normalise_newlines(_read(options["file"]))
        spans = engine.annotate(text, DocumentContext(language=options["language"]))
        self.stdout.write(_as_json(spans) if options["as_json"] else _as_lines(spans))


def _read(name: str) -> str:
    """Read a file or stdin as UTF-8, whatever the terminal's encoding; a byte-order mark is no text."""
    try:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise CommandError(f"{name} could not be read: {error.strerror}.") from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CommandError(f"{name} is not UTF-8 text: byte {error.start} cannot be read.") from error


def _as_json(spans: list[Suggestion]) -> str:
    return json.dumps({"spans": [asdict(span) for span in spans]}, ensure_ascii=False)


def _as_lines(spans: list[Suggestion]) -> str:
    return "\n".join(f"{span.start}\t{span.end}\t{span.label}\t{span.score:.2f}\t{span.quote}" for span in spans)
