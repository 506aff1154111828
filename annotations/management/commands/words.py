"""Brings the translated words up to date with the code: new ones are added, unused ones dropped, all compiled."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from factcheck.words.update import kept, update


class Command(BaseCommand):
    help = "Bring the catalogues in locale/ up to date with the code, compile them and name what is not translated."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="Change nothing; fail where a word is missing.")

    def handle(self, **options: Any) -> None:
        found = [*kept()]
        told = [
            f"{each.source}: {line}"
            for each in found
            for line in (each.problems() if options["check"] else _left(update(each)))
        ]
        for line in told:
            self.stdout.write(line)
        if told:
            raise CommandError(f"{len(told)} to mend. Write the translations into the .po files and run this again.")
        self.stdout.write("Every word is translated.")


def _left(entries: list[Any]) -> list[str]:
    return [f"not translated: “{entry.text.one}”" for entry in entries]
