"""The second try: for a few tests in a browser only, and never in silence."""

import json
import sys
from pathlib import Path

import pytest

from annotations.management.suite import FAILED, PASSED, Outcome, Suite
from factcheck.worlds import World

# Stands in for pytest: leaves what failed where pytest would, and keeps what it was asked for.
PROGRAM = """
import json, pathlib, sys
folder, failed, first, second = sys.argv[1:5]
asked = pathlib.Path(folder) / "asked"
is_second = asked.exists()
asked.write_text(" ".join(sys.argv[5:]))
place = pathlib.Path(sys.argv[-1].removeprefix("cache_dir=")) / "v" / "cache"
place.mkdir(parents=True, exist_ok=True)
(place / "lastfailed").write_text(failed)
sys.exit(int(second if is_second else first))
"""
BROWSER = "tests/e2e/test_a.py::test_b"


def _tried(folder: Path, failed: list[str], *, first: int = 1, second: int = 0) -> tuple[Outcome, str]:
    remembered = json.dumps(dict.fromkeys(failed, True))
    program = [sys.executable, "-c", PROGRAM, str(folder), remembered, str(first), str(second)]
    suite = Suite(World("a world", {}), program, folder)
    outcome = suite.again(suite.run(["-q"]))
    return outcome, (folder / "asked").read_text()


def test_browser_test_that_passes_alone_passes_and_is_named(tmp_path: Path) -> None:
    outcome, asked = _tried(tmp_path, [BROWSER])
    assert outcome.result == PASSED
    assert outcome.detail.endswith(f"passed at the second try: {BROWSER}")
    assert asked.startswith(f"{BROWSER} -o cache_dir=")


def test_browser_test_that_fails_twice_fails(tmp_path: Path) -> None:
    outcome, asked = _tried(tmp_path, [BROWSER], second=1)
    assert outcome.result == FAILED
    assert asked.startswith(BROWSER)


@pytest.mark.parametrize(
    ("failed", "first"),
    [
        ([BROWSER, "tests/api/test_spans.py::test_c"], 1),
        ([f"{BROWSER}[{number}]" for number in range(5)], 1),
        ([BROWSER], 2),
        ([], 1),
    ],
    ids=["not only browser tests", "too many", "pytest could not run", "nothing remembered"],
)
def test_anything_else_that_fails_has_no_second_try(tmp_path: Path, failed: list[str], first: int) -> None:
    outcome, asked = _tried(tmp_path, failed, first=first)
    assert outcome.result == FAILED
    assert asked.startswith("-q")


def test_what_passes_is_not_run_again(tmp_path: Path) -> None:
    outcome, asked = _tried(tmp_path, [], first=0)
    assert outcome.result == PASSED
    assert asked.startswith("-q")
