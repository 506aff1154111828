"""`manage.py create_token`: an API token for an account; its key is printed this once."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from annotations.access import Do, get_project
from annotations.actions.events import SYSTEM
from annotations.actions.people import create_token
from annotations.errors import FactcheckError
from annotations.models import User


class Command(BaseCommand):
    help = "Make an API token for an account and print its key, which is never shown again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the account, the name of the program, and what limits the token."""
        parser.add_argument("user")
        parser.add_argument("--name", default="terminal", help="the program that will use it (default terminal)")
        parser.add_argument("--project", default="", metavar="SLUG", help="open this project alone")
        parser.add_argument("--days", type=int, help="valid for so many days (default: until revoked)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it and print the key alone, so that a script can take it."""
        user = User.objects.filter(username=options["user"], is_active=True).first()
        if user is None:
            raise CommandError(f"There is no account {options['user']!r}.")
        try:
            project = get_project(user, options["project"], to=Do.READ) if options["project"] else None
            days = options["days"]
            until = timezone.now() + timedelta(days=days) if days is not None else None
            _token, key = create_token(user, SYSTEM, name=options["name"], project=project, expires_at=until)
        except FactcheckError as error:
            raise CommandError(error.detail) from error
        self.stdout.write(key)
