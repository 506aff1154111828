"""`manage.py doctor`: what is configured, what answers, and what to do about what does not."""

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import kombu.exceptions
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from factcheck import broker
from factcheck.celery import app
from factcheck.worlds import Missing, chromium

GOOD, BAD, NOTE = "ok", "WRONG", "note"
ANSWER_SECONDS = 2
LEAST_FREE_BYTES = 500_000_000


@dataclass(frozen=True)
class Finding:
    """One line of the report; `remedy` says what to do when something is to be done."""

    subject: str
    state: str
    fact: str
    remedy: str = ""


class Command(BaseCommand):
    help = "Say what is configured, what can be reached, and what to do about the rest."
    requires_system_checks = ()

    def handle(self, *args: str, **options: Any) -> None:
        """Print one line for each finding; fail when any is wrong."""
        findings = [examine() for examine in EXAMINATIONS]
        width = max(len(finding.subject) for finding in findings)
        for finding in findings:
            self.stdout.write(f"{finding.state:<6}{finding.subject:<{width}}  {finding.fact}")
            if finding.remedy:
                self.stdout.write(f"{'':<{width + 8}}{finding.remedy}")
        wrong = [finding.subject for finding in findings if finding.state == BAD]
        if wrong:
            raise CommandError(f"Not in order: {', '.join(wrong)}.")


def _python() -> Finding:
    return Finding("Python", GOOD, f"{sys.version.split()[0]} in {sys.prefix}")


def _mode() -> Finding:
    if settings.PRODUCTION:
        return Finding("mode", GOOD, f"production, over HTTPS, for {', '.join(settings.ALLOWED_HOSTS)}")
    return Finding("mode", NOTE, "this machine only", "Set ALLOWED_HOSTS and DJANGO_SECRET_KEY to open it to others.")


def _data_folder() -> Finding:
    free = shutil.disk_usage(settings.DATA_DIR).free
    fact = f"{settings.DATA_DIR}, {free / 1e9:.1f} GB free"
    if free < LEAST_FREE_BYTES:
        return Finding("data folder", BAD, fact, "Free some space, or move it with FACTCHECK_DATA_DIR.")
    return Finding("data folder", GOOD, fact)


def _database() -> Finding:
    try:
        connection.ensure_connection()
        executor = MigrationExecutor(connection)
    except DatabaseError as error:
        return Finding("database", BAD, f"{connection.vendor}: {error}".strip(), "Check DATABASE_URL and its server.")
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    fact = f"{connection.vendor}, {connection.settings_dict['NAME']}"
    if waiting:
        return Finding("database", BAD, f"{fact}, {len(waiting)} migrations to do", "Run python3 manage.py migrate.")
    return Finding("database", GOOD, fact)


def _broker() -> Finding:
    kind = "embedded" if broker.is_embedded() else "from the environment"
    try:
        with app.connection_for_write() as link:
            link.ensure_connection(max_retries=0, timeout=ANSWER_SECONDS)
    except kombu.exceptions.OperationalError as error:
        remedy = "Start it with quickstart." if broker.is_embedded() else "Check CELERY_BROKER_URL or REDIS_URL."
        return Finding("broker", BAD, f"{kind}, does not answer: {error}", remedy)
    return Finding("broker", GOOD, f"{kind}, answers")


def _worker() -> Finding:
    try:
        workers = app.control.ping(timeout=ANSWER_SECONDS)
    except kombu.exceptions.OperationalError:
        workers = []
    if workers:
        return Finding("worker", GOOD, f"{len(workers)} answering")
    return Finding("worker", BAD, "none answers; runs wait", "Start one: celery -A factcheck worker, or quickstart.")


def _pages() -> Finding:
    if not (settings.STATIC_ROOT / "staticfiles.json").is_file():
        return Finding("page files", BAD, "not collected", "Run python3 manage.py collectstatic.")
    if not (settings.FONTS_DIR / "fonts.css").is_file():
        return Finding("page files", NOTE, "collected, without our fonts", "Run build_fonts, then collectstatic.")
    return Finding("page files", GOOD, str(settings.STATIC_ROOT))


def _browser() -> Finding:
    found = chromium()
    if isinstance(found, Missing):
        return Finding("test browser", NOTE, found.reason)
    return Finding("test browser", GOOD, found)


EXAMINATIONS: tuple[Callable[[], Finding], ...] = (
    _python, _mode, _data_folder, _database, _broker, _worker, _pages, _browser,
)  # fmt: skip
