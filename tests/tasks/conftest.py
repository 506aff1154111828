"""What the tests of tasks and workers need beside the cast."""

from collections.abc import Iterator

import pytest

from tests.actions.lasting import cleared


@pytest.fixture
def lasting(transactional_db: None) -> Iterator[None]:
    """Let the test's transactions be real."""
    with cleared():
        yield
