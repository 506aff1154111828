"""`manage.py create_project`: a project with the usual labels and scale, from the terminal."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from annotations.actions.events import Actor
from annotations.actions.projects import create_project
from annotations.errors import FactcheckError
from annotations.models import User


class Command(BaseCommand):
    help = "Make a project with the usual labels and rating scale."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare name, address, language and the editor."""
        parser.add_argument("name")
        parser.add_argument("--slug", default="", help="its address; the name decides where it is left out")
        parser.add_argument("--language", default="en", help="of the texts, as a code (default en)")
        parser.add_argument("--editor", default="", metavar="USER", help="account that becomes its editor")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it and say under which address."""
        editor = None
        if options["editor"]:
            editor = User.objects.filter(username=options["editor"]).first()
            if editor is None:
                raise CommandError(f"There is no account {options['editor']!r}.")
        try:
            project = create_project(
                Actor(user=editor), name=options["name"], slug=options["slug"], language=options["language"]
            )
        except FactcheckError as error:
            raise CommandError(error.detail) from error
        self.stdout.write(project.slug)
