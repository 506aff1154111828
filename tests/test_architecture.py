"""The house rules, held by machine: floors, the one writer, sizes, what pages and lock files may never contain."""

import ast
import re
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parent.parent
IN_PYTHON: Final = (".py",)
IN_CODE: Final = (".py", ".js", ".mjs")
SOURCES: Final = (*IN_CODE, ".css", ".html")
NOT_OURS: Final = frozenset({".git", ".venv", "var", "node_modules", "__pycache__", "test-results"})

LOCKS: Final = ("requirements", "requirements-dev")

LONGEST_FILE, USUAL_FILE = 400, 80
LONGEST_FUNCTION, USUAL_FUNCTION = 60, 8

# Only actions/ writes. Migrations are Django's; tests and benchmarks set their own stage.
READERS: Final = (
    *("web", "api", "templatetags", "management", "access.py", "records", "formats", "tasks.py", "engines", "text"),
)
WRITES: Final = frozenset(
    {
        *("create", "bulk_create", "bulk_update", "get_or_create", "update_or_create"),
        *("create_user", "create_superuser"),
    }
)
# Also words of dicts, hashes and files: a queryset's update takes names only, and a row's save or delete nothing else.
AMBIGUOUS: Final = frozenset({"save", "update", "delete"})
WORKBENCH: Final = "annotations/static/annotations/annotator"
PURE_MODULES: Final = ("segments.js", "store.js", "queue.js")
SIGNALS: Final = frozenset({"django.dispatch", "django.db.models.signals", "django.core.signals", "blinker"})

UNFINISHED: Final = re.compile(r"\b(TO[D]O|FIX[M]E|XX[X])\b")
# Written with brackets, so that this file does not contain what it forbids.
REGISTRIES: Final = re.compile(
    r"pypi[.]org|pythonhosted[.]org|npmjs[.](?:com|org)|yarnpkg[.]com|crates[.]io|proxy[.]golang[.]org|"
    r"[a-z]+[-]index[-]url|--index[-]url|--find[-]links",
    re.IGNORECASE,
)
MACHINE_PATHS: Final = re.compile(
    r"(?<![\w.})/-])/(?:work|home|Users|root)/\w|(?<![\w.])[.][.]/shared/|\b[A-Z]:\\\\?Users"
)
INLINE_STYLE: Final = re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE)
INLINE_HANDLER: Final = re.compile(r"\son[a-z]+\s*=\s*[\"'{]|javascript[:]", re.IGNORECASE)
SCRIPT: Final = re.compile(r"<script\b([^>]*)>", re.IGNORECASE)
OUTSIDE: Final = re.compile(
    r"""<(?:script|link|img|iframe|source|video|audio|use)\b[^>]*\b(?:src|href)\s*=\s*["']?(?:https?:)?//"""
    r"""|url\(\s*["']?(?:https?:)?//|@import\s+["'](?:https?:)?//|\bfrom\s+["'](?:https?:)?//"""
    r"""|\bimport\s*\(?\s*["'](?:https?:)?//""",
    re.IGNORECASE,
)


@cache
def project_files() -> tuple[Path, ...]:
    """List the files that are or will be committed; without git, every file that is not plainly made by a tool."""
    git = shutil.which("git")
    if git and (ROOT / ".git").exists():
        words = [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(words, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
        found = [ROOT / name for name in listed if name]
    else:
        found = [path for path in ROOT.rglob("*") if not NOT_OURS & set(path.relative_to(ROOT).parts)]
    return tuple(sorted(path for path in found if path.is_file()))


def files(*endings: str, under: tuple[str, ...] = ("",)) -> list[Path]:
    """List our files with these endings in these folders; migrations are written by Django and left out."""
    folders = [ROOT / each for each in under]
    return [
        path
        for path in project_files()
        if path.suffix in endings
        and "migrations" not in path.parts
        and any(path == folder or folder in path.parents for folder in folders)
    ]


@cache
def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(read(path))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def lines_with(pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
    """Return `file:line` for every hit, so that a failing test says where to look."""
    return [
        f"{name_of(path)}:{number}: {line.strip()[:120]}"
        for path in paths
        for number, line in enumerate(read(path).splitlines(), start=1)
        if pattern.search(line)
    ]


@dataclass(frozen=True, slots=True)
class Function:
    where: str
    lines: int


def functions(paths: list[Path]) -> list[Function]:
    return [
        Function(f"{name_of(path)}:{node.lineno} {node.name}", (node.end_lineno or node.lineno) - node.lineno + 1)
        for path in paths
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_write(call: ast.Call) -> bool:
    """Tell a call that writes to the database by its method's name, and where that is not enough by its arguments."""
    if not isinstance(call.func, ast.Attribute):
        return False
    name = call.func.attr
    if name in WRITES:
        return True
    if name not in AMBIGUOUS or call.args:
        return False
    return bool(call.keywords) or name != "update"


def writes(source: ast.Module) -> list[int]:
    return [node.lineno for node in ast.walk(source) if isinstance(node, ast.Call) and is_write(node)]


# --- floors ----------------------------------------------------------------------------------------------------------


def test_every_floor_imports_only_the_floors_below_it(tmp_path: Path) -> None:
    program = "import sys; from importlinter.cli import lint_imports_command as check; sys.exit(check())"
    words = [sys.executable, "-c", program, "--no-logo", "--cache-dir", str(tmp_path)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=110, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


@pytest.mark.parametrize(
    "line",
    [
        "Span.objects.filter(pk=1).update(state='draft')",
        "span.save(force_insert=True)",
        "Span.objects.create(start=1)",
        "Answer.objects.filter(at=1).delete()",
        "Zone.objects.bulk_create(zones)",
        "Membership.objects.get_or_create(user=1)",
        "query.update(**fields)",
    ],
)
def test_a_planted_write_is_seen(line: str) -> None:
    assert writes(ast.parse(line)) == [1]


@pytest.mark.parametrize(
    "line", ["found.update({'a': 1})", "digest.update(b'x')", "font.save(path)", "spans.create_span(document)"]
)
def test_a_dict_a_hash_or_a_file_is_no_write(line: str) -> None:
    assert writes(ast.parse(line)) == []


def test_only_actions_write_to_the_database() -> None:
    readers = files(*IN_PYTHON, under=tuple(f"annotations/{each}" for each in READERS))
    assert len(readers) > 60
    assert [f"{name_of(path)}:{line}" for path in readers for line in writes(tree(path))] == []


def test_there_are_no_signals() -> None:
    found = [name_of(path) for path in files(*IN_PYTHON) for name in imported(path) if name in SIGNALS]
    assert found == []


def test_no_model_hides_logic_in_save_or_delete() -> None:
    methods = {"save", "delete", "clean", "full_clean"}
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in files(*IN_PYTHON, under=("annotations/models",))
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef) and node.name in methods
    ]
    assert found == []


# --- sizes -----------------------------------------------------------------------------------------------------------


def test_no_file_is_too_long() -> None:
    lengths = {name_of(path): len(read(path).splitlines()) for path in files(*IN_CODE)}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_files_are_short_as_a_rule() -> None:
    product = files(*IN_PYTHON, under=("annotations", "factcheck", "manage.py"))
    lengths = [len(read(path).splitlines()) for path in product]
    assert statistics.median(lengths) <= USUAL_FILE


def test_no_function_is_too_long() -> None:
    found = functions(files(*IN_PYTHON))
    assert [(each.where, each.lines) for each in found if each.lines > LONGEST_FUNCTION] == []


def test_functions_are_short_as_a_rule() -> None:
    product = files(*IN_PYTHON, under=("annotations", "factcheck", "manage.py"))
    assert statistics.median(each.lines for each in functions(product)) <= USUAL_FUNCTION


def test_every_module_says_what_lives_there() -> None:
    silent = [path for path in files(*IN_PYTHON) if not ast.get_docstring(tree(path))]
    # An empty file that only makes a folder of tests a package has nothing to say.
    assert [name_of(path) for path in silent if read(path).strip() or "tests" not in path.parts] == []


# --- what may never stand in a file ----------------------------------------------------------------------------------


def test_nothing_is_left_unfinished() -> None:
    assert lines_with(UNFINISHED, files(*SOURCES)) == []


def test_no_test_is_skipped() -> None:
    skipped = re.compile(r"pytest[.](?:skip|xfail)\(|@pytest[.]mark[.](?:skip|xfail)\b")
    # A missing browser is told once, by the conftest that looks for it.
    tests = [path for path in files(*IN_PYTHON, under=("tests",)) if path.name != "conftest.py"]
    assert lines_with(skipped, tests) == []


def test_no_registry_and_no_path_of_a_machine_is_named() -> None:
    texts = [path for path in project_files() if is_text(path)]
    assert len(texts) > 100
    assert lines_with(REGISTRIES, texts) == []
    assert lines_with(MACHINE_PATHS, texts) == []


def is_text(path: Path) -> bool:
    data = path.read_bytes()
    if b"\0" in data[:8000]:
        return False
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def test_templates_hold_no_inline_style_and_no_handler() -> None:
    pages = files(".html", under=("templates", "annotations"))
    assert len(pages) > 10
    assert lines_with(INLINE_STYLE, pages) == []
    assert lines_with(INLINE_HANDLER, pages) == []


def test_templates_hold_no_inline_script() -> None:
    pages = files(".html", under=("templates", "annotations"))
    tags = [(name_of(path), found[1]) for path in pages for found in SCRIPT.finditer(read(path))]
    assert [(name, tag) for name, tag in tags if not is_harmless(tag)] == []


def is_harmless(tag: str) -> bool:
    """A file of ours, data that is never run, or the import map, which the policy lets through by its nonce."""
    is_map = 'type="importmap"' in tag and "nonce=" in tag
    return "src=" in tag or 'type="application/json"' in tag or is_map


def test_pages_load_nothing_from_elsewhere() -> None:
    assert lines_with(OUTSIDE, files(".html", ".css", ".js", under=("templates", "annotations"))) == []


def test_only_one_module_of_the_workbench_sends_requests() -> None:
    modules = files(".js", under=(WORKBENCH,))
    assert len(modules) > 10
    sending = {
        name_of(path) for path in modules if re.search(r"(?<![#.\w])fetch\(|XMLHttpRequest|sendBeacon", read(path))
    }
    assert sending == {f"{WORKBENCH}/api.js"}


def test_pure_modules_of_the_workbench_know_no_page() -> None:
    pure = [ROOT / WORKBENCH / name for name in PURE_MODULES]
    page = re.compile(r"\b(?:document|window|localStorage|navigator)\.|\bHTMLElement\b")
    assert lines_with(page, pure) == []
    imports = {name for path in pure for name in re.findall(r'from "\./([^"]+)"', read(path))}
    assert imports - set(PURE_MODULES) == set()


# --- lock files ------------------------------------------------------------------------------------------------------


def requirements(lock: Path) -> list[str]:
    """Return each requirement with its hashes as one line."""
    joined = read(lock).replace("\\\n", " ")
    return [line.strip() for line in joined.splitlines() if line.strip() and not line.lstrip().startswith("#")]


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock", "requirements-uv.lock"])
def test_lock_file_pins_everything_by_hash_and_names_no_address(name: str) -> None:
    lock = ROOT / name
    pinned = requirements(lock)
    assert pinned
    assert [
        line for line in pinned if not re.match(r"[A-Za-z0-9._-]+(\[[a-z,_-]+\])?==\S+ .*--hash=sha256:", line)
    ] == []
    assert "://" not in read(lock)


def test_what_runs_is_locked_the_same_way_for_the_tests() -> None:
    runtime, testing = ({line.split()[0] for line in requirements(ROOT / f"{name}.lock")} for name in LOCKS)
    assert runtime - testing == set()


def test_every_block_of_a_style_sheet_ends() -> None:
    """One brace too few, and all that follows holds only inside the last block: on paper, say."""
    depths = {}
    for path in sorted(Path("annotations/static").rglob("*.css")):
        blocks = re.sub(r"/\*.*?\*/|\"[^\"]*\"", "", path.read_text(encoding="utf-8"), flags=re.S)
        depths[path.name] = blocks.count("{") - blocks.count("}")
    assert set(depths.values()) == {0}, depths
