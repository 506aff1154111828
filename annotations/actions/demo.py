"""The demo project with one account per role, for `quickstart`."""

import secrets

from annotations.models import Membership, Project, Role, User
from annotations.models.default_guidelines import default_guidelines

from .events import SYSTEM, Actor
from .projects import create_project, save_member

SLUG = "demo"


def create_demo() -> list[dict[str, str]]:
    """Make what is missing of the demo; returns role, username and password of the accounts made now."""
    made = []
    for role in Role.values:
        if User.objects.filter(username=role).exists():
            continue
        password = secrets.token_urlsafe(9)
        User.objects.create_user(role, password=password)
        made.append({"role": role, "username": role, "password": password})
    editor = User.objects.get(username=Role.EDITOR)
    project = Project.objects.filter(slug=SLUG).first()
    if project is None:
        guidelines = default_guidelines()
        project = create_project(Actor(user=editor), name="Troop withdrawals", slug=SLUG, guidelines=guidelines)
    for role in Role.values:
        if not Membership.objects.filter(project=project, user__username=role).exists():
            save_member(project, SYSTEM, role, role)
    return made
