"""The cast: one person for each role, a stranger of another project, and an article to work on."""

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from django.db import OperationalError as DatabaseTrouble
from django.db.backends.postgresql.operations import DatabaseOperations as PostgreSQLOperations
from django.db.backends.sqlite3.base import DatabaseOperations
from django.test import Client
from django.utils import translation
from kombu.exceptions import OperationalError
from pytest_django import Settings

from annotations import tasks
from annotations.actions import people, runs
from annotations.actions.documents import DocumentDraft, create_document
from annotations.actions.events import Actor
from annotations.actions.projects import create_project, edit_project, save_member
from annotations.models import Document, EngineRun, Project, Role, User

PASSWORD = "correct horse battery staple"
TEXT = (
    "Northern Command puts border force at 126,000\n"
    "\n"
    "An estimated 126,000 troops stood near the border on Tuesday, Northern Command said. "
    "“No unit of ours has crossed it,” its spokesman told reporters 🛰 in the capital.\n"
    "\n"
    "The ministry denied that a second column was on its way. Between 4.5 and 4.7 percent of it are reservists.\n"
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `--screens FOLDER` keep a picture of every page and state."""
    parser.addoption("--screens", default="", metavar="FOLDER", help="keep a picture of every page and state here")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the browser's tests last, whatever order was shuffled: its event loop stays open in this thread."""
    items.sort(key=lambda item: "e2e" in item.path.parts)


@pytest.fixture(autouse=True, scope="session")
def flush_past_the_last_request() -> Iterator[None]:
    """Let tests with real transactions clean up on PostgreSQL while a page that has gone is still being answered.

    The answer and the flush may wait for each other; PostgreSQL then ends one of them, and the flush is tried again.
    """
    plain = PostgreSQLOperations.execute_sql_flush

    def flush(self: PostgreSQLOperations, statements: Sequence[str]) -> None:
        for pause in (0.2, 0.5, 1.0, 2.0):
            try:
                return plain(self, statements)
            except DatabaseTrouble:
                time.sleep(pause)
        return plain(self, statements)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PostgreSQLOperations, "execute_sql_flush", flush)
        yield


@pytest.fixture(autouse=True, scope="session")
def flush_past_the_log() -> Iterator[None]:
    """Let tests with real transactions clean up after themselves on SQLite, where the log refuses every delete.

    Patched on the class: beside a browser's event loop Django opens connections of its own.
    """
    plain = DatabaseOperations.execute_sql_flush

    def flush(self: DatabaseOperations, statements: Sequence[str]) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f'DROP TRIGGER "{name}"')
            plain(self, statements)
            for _, words in triggers:
                cursor.execute(words)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", flush)
        yield


@pytest.fixture(scope="session")
def static_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("static")


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    """Forget the language that a request asked for: Django keeps it on the thread until the next one."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def quick_settings(settings: Settings, static_root: Path) -> None:
    """Hash passwords in no time, and serve static files without collecting them: neither is what is tested."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STATIC_ROOT = static_root
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture(autouse=True)
def published(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Take the place of the broker: the ids of the runs that a worker would be told of."""
    told: list[str] = []
    monkeypatch.setattr(tasks.run_engine, "delay", told.append)
    return told


@pytest.fixture
def no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every message to a worker fail, as it does while the broker is down."""

    def refuse(run_id: str) -> None:
        raise OperationalError("Connection refused")

    monkeypatch.setattr(tasks.run_engine, "delay", refuse)


def _person(name: str) -> User:
    return User.objects.create_user(name, password=PASSWORD)


@pytest.fixture
def viewer(db: None) -> User:
    return _person("viewer")


@pytest.fixture
def annotator(db: None) -> User:
    return _person("annotator")


@pytest.fixture
def reviewer(db: None) -> User:
    return _person("reviewer")


@pytest.fixture
def editor(db: None) -> User:
    return _person("editor")


@pytest.fixture
def stranger(db: None) -> User:
    """Return somebody who belongs to another project only."""
    return _person("stranger")


@pytest.fixture
def project(viewer: User, annotator: User, reviewer: User, editor: User) -> Project:
    """Return the project of the cast, with the usual labels and ratings."""
    by = Actor(user=editor)
    found = create_project(by, name="Border desk", slug="border")
    for person in (viewer, annotator, reviewer):
        save_member(found, by, person.username, Role(person.username))
    return found


@pytest.fixture
def other_project(stranger: User) -> Project:
    return create_project(Actor(user=stranger), name="Other desk", slug="other")


@pytest.fixture
def document(project: Project, editor: User) -> Document:
    """Return an article that no engine has read yet."""
    draft = DocumentDraft(title="Border force at 126,000", text=TEXT, publisher="The Example Courier")
    return create_document(project, Actor(user=editor), draft)


@pytest.fixture
def first(project: Project, editor: User) -> User:
    """Return one of two annotators who do not see each other."""
    save_member(project, Actor(user=editor), _person("firsthand").username, Role.ANNOTATOR)
    return User.objects.get(username="firsthand")


@pytest.fixture
def second(annotator: User) -> User:
    """Return the other one."""
    return annotator


@pytest.fixture
def blind(project: Project, editor: User, document: Document) -> Document:
    """Return an article of a blind project that an engine has read."""
    edit_project(project, Actor(user=editor), revision=project.revision, changes={"policy": "blind"})
    run = runs.claim_run(EngineRun.objects.get(version=document.current).pk)
    assert run is not None
    runs.perform_run(run)
    return Document.objects.select_related("project", "current").get(pk=document.pk)


@pytest.fixture
def client_for() -> Callable[[User], Client]:
    """Return a function that gives somebody's program: a client with a token of theirs."""

    def build(user: User) -> Client:
        _, key = people.create_token(user, Actor(user=user), name="tests")
        return Client(headers={"Authorization": f"Token {key}"})

    return build
