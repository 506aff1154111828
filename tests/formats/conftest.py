"""What the tests of the formats need beside the cast."""

import pytest

from annotations.models import Document, Project, User
from tests.actions.story import receive


@pytest.fixture
def article(project: Project, editor: User) -> Document:
    """Return a document that is ready: no engine reads its language."""
    return receive(project, editor)
