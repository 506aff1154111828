"""`manage.py preannotate`: let the engines read every document of a project (again), and wait for them if asked."""

import time
from argparse import ArgumentParser
from collections import Counter
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from annotations import tasks
from annotations.actions.documents import queue_runs
from annotations.actions.events import SYSTEM
from annotations.models import Document, EngineRun, RunState

from ._shared import counted, find_project

PAUSE = 0.5


class Command(BaseCommand):
    help = "Ask the engines to read the documents of a project; a worker does it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare project, engine, and whether to wait."""
        parser.add_argument("--project", required=True, metavar="SLUG")
        parser.add_argument("--engine", default="", choices=["", *settings.ENGINES], help="default: all of this site")
        parser.add_argument("--wait", action="store_true", help="end when every run has ended")
        parser.add_argument("--timeout", type=int, default=600, help="wait at most so many seconds (default 600)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Queue the runs, wake the workers, and wait where that is asked for."""
        project = find_project(options["project"])
        found = Document.objects.filter(project=project, current__isnull=False).order_by("id")
        total = found.count()
        runs: list[UUID] = []
        for document in counted(found.iterator(), self.stdout, total, "Document"):
            runs += [run.pk for run in queue_runs(document, SYSTEM, only=options["engine"])]
        tasks.wake(runs)
        self.stdout.write(f"{len(runs)} runs queued for {total} documents.")
        if options["wait"] and runs:
            self._wait(runs, options["timeout"])

    def _wait(self, runs: list[UUID], seconds: int) -> None:
        """Follow the runs to their end; fail when one failed or time is up."""
        end = time.monotonic() + seconds
        shows = self.stdout.isatty()
        while (states := self._states(runs))[RunState.QUEUED] + states[RunState.RUNNING]:
            if shows:
                self.stdout.write(f"\r{states[RunState.DONE]} of {len(runs)} read …", ending="")
                self.stdout.flush()
            if time.monotonic() > end:
                raise CommandError(f"After {seconds} s not all runs have ended. Does a worker run?")
            time.sleep(PAUSE)
        if states[RunState.FAILED]:
            raise CommandError(f"{states[RunState.FAILED]} of {len(runs)} runs failed. The list of documents says why.")
        self.stdout.write(("\r" if shows else "") + f"{len(runs)} runs done.")

    @staticmethod
    def _states(runs: list[UUID]) -> Counter[str]:
        return Counter(EngineRun.objects.filter(pk__in=runs).values_list("state", flat=True))
