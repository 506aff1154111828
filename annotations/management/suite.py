"""One step of `manage.py test`: a program run in a world, how it ended, and the second try of tests in a browser."""

import json
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings

from factcheck.worlds import World

PASSED, FAILED, NOT_RUN = "passed", "FAILED", "not run"
TESTS_FAILED = 1  # pytest's exit code; others say that it could not run
IN_A_BROWSER = "tests/e2e/"
MOST_TWICE = 4  # more is no matter of a busy machine


@dataclass(frozen=True)
class Outcome:
    """One line of the closing table."""

    name: str
    result: str
    detail: str
    code: int = 0


def run_program(name: str, command: Sequence[str], world: World, place: IO[str] | None = None) -> Outcome:
    """Run a program in a world, its words into `place` if given."""
    began = time.monotonic()
    environment = world.environment()
    ended = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, stdout=place, stderr=place, check=False)
    took = f"{time.monotonic() - began:.0f} s"
    if ended.returncode:
        return Outcome(name, FAILED, f"exit code {ended.returncode}, {took}", ended.returncode)
    return Outcome(name, PASSED, took)


@dataclass(frozen=True)
class Suite:
    """pytest in one world; a whole run remembers in a folder of its own what failed."""

    world: World
    pytest: Sequence[str]
    folder: Path
    is_whole: bool = True

    @property
    def name(self) -> str:
        """Return how the closing table calls it."""
        return f"pytest: {self.world.name}"

    def run(self, words: Sequence[str], place: IO[str] | None = None) -> Outcome:
        """Run pytest with these words."""
        remembering = ["-o", f"cache_dir={self.folder / 'cache'}"] if self.is_whole else []
        return run_program(self.name, [*self.pytest, *words, *remembering], self.world, place)

    def again(self, first: Outcome) -> Outcome:
        """Give the few browser tests that failed a second try, with nothing beside them (docs/decisions/0042)."""
        failed = self._failed() if self.is_whole and first.code == TESTS_FAILED else []
        if not 0 < len(failed) <= MOST_TWICE or not all(each.startswith(IN_A_BROWSER) for each in failed):
            return first
        if self.run(failed).result != PASSED:
            return first
        took = first.detail.rpartition(", ")[2]
        return Outcome(self.name, PASSED, f"{took}; passed at the second try: {', '.join(failed)}")

    def _failed(self) -> list[str]:
        remembered = self.folder / "cache" / "v" / "cache" / "lastfailed"
        return sorted(json.loads(remembered.read_text(encoding="utf-8"))) if remembered.exists() else []
