"""`manage.py test`: every check and every test, and at the end what ran, what did not, and why.

With arguments it is pytest on those alone: `manage.py test tests/api -k span`, in both worlds with `--both`.
"""

import contextlib
import shutil
import sys
import tempfile
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from annotations.management.suite import FAILED, NOT_RUN, Outcome, Suite, run_program
from factcheck import broker
from factcheck.worlds import SERVERS, Missing, World, broker_trouble, chromium, embedded_world, server_world

# They touch neither database nor broker: the second world would repeat them.
WORLDLESS = ("tests/text", "tests/engines", "tests/ops", "tests/js")
# Of the browser's tests these lean on the database and the broker; the others ask what a browser shows.
WORLDLY = frozenset(
    f"tests/e2e/test_{name}.py"
    for name in ("journey", "links_live", "together", "working_hour", "workbench", "workbench_saving", "workbench_undo")
)
# Long, and the same in any world: the second runs them where it is there, so that both take as long.
ONCE = frozenset({"tests/e2e/test_offsets.py", "tests/e2e/test_screens.py"})
LIKE_PRODUCTION = {"ALLOWED_HOSTS": "facts.example.org", "DJANGO_SECRET_KEY": "only-for-this-check-" * 4}


class Command(BaseCommand):
    help = "Run every check and test; with arguments, pytest on those alone (--both: in both worlds)."
    requires_system_checks = ()

    def run_from_argv(self, argv: list[str]) -> None:
        """Take the words as they are: they are pytest's, not Django's."""
        words = argv[2:]
        if words in (["-h"], ["--help"]):
            self.print_help(argv[0], argv[1])
            return
        try:
            self.execute(words=words, force_color=False, no_color=False, skip_checks=True)
        except CommandError as error:
            sys.exit(f"Tests: {error}")
        except KeyboardInterrupt:
            sys.exit(130)

    def handle(self, *args: str, **options: Any) -> None:
        """Run the steps one after another, all of them even when one fails, then say how each ended."""
        words = list(options.get("words", ()))
        both = "--both" in words or not words
        chosen = [word for word in words if word != "--both"]
        outcomes: list[Outcome] = []
        if not chosen:
            outcomes += [self._check(name, command) for name, command in _checks()]
            outcomes.append(self._scripts())
        with tempfile.TemporaryDirectory(prefix="factcheck-test-") as folder:
            outcomes += self._tests(chosen, Path(folder), both=both)
        self._report(outcomes)

    def _check(self, name: str, command: Sequence[str]) -> Outcome:
        with tempfile.TemporaryDirectory(prefix="factcheck-check-") as folder:
            world = embedded_world(Path(folder))
            extra = LIKE_PRODUCTION if "--deploy" in command else {}
            return self._run(name, command, World(world.name, {**world.variables, **extra}))

    def _scripts(self) -> Outcome:
        node = shutil.which("node")
        files = sorted(map(str, Path("tests/js").glob("*.test.*js")))
        if node is None:
            return Outcome("JavaScript tests", NOT_RUN, "Node is not installed")
        if not files:
            return Outcome("JavaScript tests", FAILED, "tests/js holds no *.test.js")
        return self._run("JavaScript tests", [node, "--test", *files], World("", {}))

    def _tests(self, chosen: list[str], folder: Path, *, both: bool) -> Iterator[Outcome]:
        browser = chromium()
        if isinstance(browser, Missing):
            yield Outcome("browser tests", NOT_RUN, browser.reason)
        trouble = broker_trouble()
        if trouble:
            yield Outcome("worker tests", NOT_RUN, trouble)
        pytest = [sys.executable, "-m", "pytest", *_left_out(browser, trouble)]
        with _running_broker(folder, wanted=not trouble):
            suite = Suite(embedded_world(folder), pytest, folder, is_whole=not chosen)
            yield from self._both(suite, chosen) if both else [self._heard(suite, chosen)]

    def _both(self, suite: Suite, chosen: list[str]) -> Iterator[Outcome]:
        """Run the tests, and side by side those that lean on database and broker on servers; each keeps a core busy."""
        folder = suite.folder / "second"
        folder.mkdir()
        world = server_world(folder)
        if isinstance(world, Missing):
            yield self._heard(suite, chosen)
            yield Outcome(f"pytest: {SERVERS}", NOT_RUN, world.reason)
            return
        second = Suite(world, suite.pytest, folder, is_whole=suite.is_whole)
        place = folder / "heard.txt"
        with ThreadPoolExecutor() as beside, place.open("w", encoding="utf-8") as said:
            running = beside.submit(second.run, chosen or _without(_worldless() - ONCE), said)
            outcomes = [(suite, self._heard(suite, chosen or _without(ONCE))), (second, running.result())]
        self.stdout.write(f"\n=== {second.name}\n{place.read_text(encoding='utf-8')}")
        yield from (each.again(outcome) for each, outcome in outcomes)

    def _heard(self, suite: Suite, words: list[str]) -> Outcome:
        self._head(suite.name)
        return suite.run(words)

    def _run(self, name: str, command: Sequence[str], world: World) -> Outcome:
        self._head(name)
        return run_program(name, command, world)

    def _head(self, name: str) -> None:
        self.stdout.write(f"\n=== {name}")
        self.stdout.flush()

    def _report(self, outcomes: Sequence[Outcome]) -> None:
        width = max(len(outcome.name) for outcome in outcomes)
        self.stdout.write("\n=== What ran")
        for outcome in outcomes:
            self.stdout.write(f"{outcome.name:<{width}}  {outcome.result:<8}{outcome.detail}")
        failed = [outcome.name for outcome in outcomes if outcome.result == FAILED]
        if failed:
            raise CommandError(f"failed: {', '.join(failed)}.")


def _worldless() -> set[str]:
    browsers = set(map(str, Path("tests/e2e").glob("test_*.py")))
    return {*WORLDLESS, *browsers - WORLDLY}


def _without(paths: Collection[str]) -> list[str]:
    return [f"--ignore={path}" for path in sorted(paths)]


def _checks() -> list[tuple[str, list[str]]]:
    def program(name: str) -> str:
        return shutil.which(name, path=str(Path(sys.executable).parent)) or name

    manage = [sys.executable, "manage.py"]
    templates = sorted(map(str, Path("templates").rglob("*.html")))
    return [
        ("ruff check", [program("ruff"), "check", "."]),
        ("ruff format", [program("ruff"), "format", "--check", "."]),
        ("types", [program("mypy")]),
        ("floors", [program("lint-imports")]),
        ("templates", [program("djade"), "--check", "--target-version", "5.2", *templates]),
        ("deployment", [*manage, "check", "--deploy", "--fail-level", "WARNING"]),
        ("migrations", [*manage, "makemigrations", "--check", "--dry-run"]),
    ]


def _left_out(browser: str | Missing, trouble: str) -> list[str]:
    marks = [*(["not browser"] if isinstance(browser, Missing) else []), *(["not stack"] if trouble else [])]
    return ["-m", " and ".join(marks)] if marks else []


@contextlib.contextmanager
def _running_broker(folder: Path, *, wanted: bool) -> Iterator[None]:
    if not wanted:
        yield
        return
    broker.start(folder)
    try:
        yield
    finally:
        broker.stop(folder)
