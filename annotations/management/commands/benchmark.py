"""`manage.py benchmark`: measure what we promise, on a throwaway database; fails when a promise is broken."""

import importlib
from argparse import ArgumentParser
from typing import Any, Final

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

NAMES: Final = ("saving", "opening", "browser", "offsets", "streams", "exporting", "quality", "stack")


class Command(BaseCommand):
    help = "Measure what we promise: CPU, ratios and counts on a throwaway database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("names", nargs="*", metavar="NAME", help=f"which: {', '.join(NAMES)} (default: all)")

    def handle(self, *args: Any, **options: Any) -> None:
        names = options["names"] or list(NAMES)
        unknown = sorted(set(names) - set(NAMES))
        if unknown:
            raise CommandError(f"There is no benchmark {unknown[0]}. There are: {', '.join(NAMES)}.")
        broken = 0
        call_command("collectstatic", verbosity=0, interactive=False)
        old_name = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        self.stdout.write(f"{connection.vendor}, a throwaway database")
        try:
            for name in names:
                broken += self._run(name)
        finally:
            connection.creation.destroy_test_db(old_name, verbosity=0)
        if broken:
            raise CommandError(f"{broken} promise(s) broken: the lines marked ✗.")

    def _run(self, name: str) -> int:
        """Print the figures of one benchmark; return how many break their promise."""
        figures = importlib.import_module(f"benchmarks.{name}").measure()
        for figure in figures:
            self.stdout.write(str(figure))
        return sum(not figure.holds for figure in figures)
