"""What the tests of the actions need beside the cast."""

from collections.abc import Iterator

import pytest

from annotations.models import Document, Project, User

from .lasting import cleared
from .story import receive


@pytest.fixture
def lasting(transactional_db: None) -> Iterator[None]:
    """Let the test's transactions be real."""
    with cleared():
        yield


@pytest.fixture
def article(project: Project, editor: User) -> Document:
    """Return a document that is ready: no engine reads its language."""
    return receive(project, editor)
