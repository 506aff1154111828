"""What the commands share: finding a project by its address, and progress that stays quiet in a pipe."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from django.core.management.base import CommandError, OutputWrapper

from annotations.models import Membership, Project, Role, User

T = TypeVar("T")


def find_project(slug: str) -> Project:
    """Return the project; an operator sees every one."""
    project = Project.objects.filter(slug=slug).first()
    if project is None:
        known = ", ".join(Project.objects.values_list("slug", flat=True)[:20]) or "none yet"
        raise CommandError(f"There is no project {slug!r}. Projects here: {known}.")
    return project


def find_person(project: Project, username: str) -> User:
    """Return who acts: the account named, else the project's first editor."""
    if username:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no account {username!r}.")
        return user
    editor = Membership.objects.filter(project=project, role=Role.EDITOR).select_related("user").order_by("id").first()
    if editor is None:
        raise CommandError(f"The project {project.slug!r} has no editor. Name an account with --by.")
    return editor.user


def counted(things: Iterable[T], out: OutputWrapper, total: int, what: str) -> Iterator[T]:
    """Yield the things, with a line of progress on a terminal."""
    shows = bool(getattr(out, "isatty", lambda: False)())
    for number, thing in enumerate(things, start=1):
        if shows:
            out.write(f"\r{what} {number} of {total} …", ending="")
            out.flush()
        yield thing
    if shows:
        out.write("\r\033[K", ending="")
