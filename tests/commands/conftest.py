"""Running a command as an operator does, and reading what it says."""

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import call_command

Run = Callable[..., str]


@pytest.fixture
def run() -> Run:
    """Return a function that runs a command and gives back what it printed."""

    def call(*words: str, **options: object) -> str:
        out = StringIO()
        call_command(*words, stdout=out, **options)
        return out.getvalue()

    return call
