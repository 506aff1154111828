"""The documents tell the truth: settings, commands, links, addresses and examples are checked against the code."""

import ast
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import pytest
from django.core.management import get_commands
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import translation
from jsonschema import Draft202012Validator

from annotations.api import urls as api_urls
from annotations.api.problems import nothing_here
from annotations.formats import native
from annotations.formats.native_schema import NATIVE, PLAIN
from annotations.models.default_labels import DEFAULT_LABELS, DEFAULT_RATINGS, titles
from annotations.models.usual import usual, usual_value

ROOT: Final = Path(__file__).resolve().parent.parent
PAGES: Final = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "seeds").rglob("*.md")])

VARIABLE: Final = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")
# Django's own way to find its settings: the project sets it and nobody else has to.
NOT_SETTINGS: Final = frozenset({"DJANGO_SETTINGS_MODULE"})
READERS: Final = frozenset({"read_text", "read_bool", "read_whole_number", "read_words", "read_hosts"})
LINK: Final = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HEADING: Final = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
FENCE: Final = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND: Final = re.compile(r"(?:python3? |`)manage\.py ([a-z][a-z_]+)")
API_PATH: Final = re.compile(r"/api/v1/[\w/{}$-]*")
ENDPOINT: Final = re.compile(r"^\| `([^`]+)` \| ([A-Z ]+) \|", re.MULTILINE)
METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE")
SOME_ID: Final = str(UUID(int=7))


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# --- settings --------------------------------------------------------------------------------------------------------


def read_from_environment(source: ast.Module) -> Iterator[str]:
    """Yield every variable that a module reads: by our readers, by `os.environ`, or by a reader in a loop of names."""
    for node in ast.walk(source):
        if isinstance(node, ast.Call) and called(node) in READERS | {"environ.get", "getenv"}:
            yield from constants(node.args[:1])
        elif isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
            yield from constants([node.slice])
        elif isinstance(node, ast.For) and any(
            isinstance(inner, ast.Call) and called(inner) in READERS for inner in ast.walk(node)
        ):
            yield from constants(list(ast.walk(node.iter)))


def called(call: ast.Call) -> str:
    return ast.unparse(call.func).removeprefix("os.")


def constants(nodes: list[Any]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and VARIABLE.fullmatch(node.value):
            yield node.value


def settings_in_code() -> set[str]:
    modules = (ast.parse(read(path)) for path in (ROOT / "factcheck").glob("*.py"))
    return {name for module in modules for name in read_from_environment(module)} - NOT_SETTINGS


def settings_in_readme() -> set[str]:
    return set(re.findall(r"^\| `([A-Z0-9_]+)` \|", read(ROOT / "README.md"), re.MULTILINE))


def test_every_setting_is_in_the_readme_and_no_other() -> None:
    assert len(settings_in_code()) >= 9
    assert settings_in_readme() == settings_in_code()


def test_a_setting_is_found_however_it_is_read() -> None:
    source = 'read_bool("A_B", default=True)\nos.environ.get("C_D")\nfor name in ("E_F",):\n    read_text(name)\n'
    assert set(read_from_environment(ast.parse(source))) == {"A_B", "C_D", "E_F"}


# --- commands and links ----------------------------------------------------------------------------------------------


def test_every_command_named_exists() -> None:
    named = {(name_of(page), name) for page in PAGES for name in COMMAND.findall(read(page))}
    assert {"quickstart", "test"} <= {name for _, name in named}
    known = get_commands()
    assert sorted((page, name) for page, name in named if name not in known) == []


def test_the_commands_in_the_readme_are_ours_and_no_other() -> None:
    ours = {name for name, app in get_commands().items() if app == "annotations"}
    told = set(re.findall(r"^\| `([a-z_]+)[^`]*` \|", read(ROOT / "README.md"), re.MULTILINE))
    assert told == ours


def anchors(page: Path) -> set[str]:
    """Return the addresses of a page's headings, as code hosts make them."""
    words = (re.sub(r"[^\w\s-]", "", heading.strip().lower()) for heading in HEADING.findall(read(page)))
    return {re.sub(r"\s", "-", each) for each in words}


def links(page: Path) -> Iterator[str]:
    without_code = FENCE.sub("", read(page))
    for target in LINK.findall(without_code):
        if not re.match(r"[a-z][a-z0-9+.-]*:", target):
            yield target


def is_broken(page: Path, target: str) -> bool:
    path, _, anchor = target.partition("#")
    there = (page.parent / path).resolve() if path else page
    if not there.exists() or ROOT not in there.parents:
        return True
    return bool(anchor) and there.suffix == ".md" and anchor not in anchors(there)


def test_every_link_between_the_pages_leads_somewhere() -> None:
    assert [(name_of(page), target) for page in PAGES for target in links(page) if is_broken(page, target)] == []


def test_every_page_of_the_docs_is_reached_from_the_readme() -> None:
    seen, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in seen:
            continue
        seen.add(page)
        there = ((page.parent / target.partition("#")[0]).resolve() for target in links(page))
        waiting += [path for path in there if path.suffix == ".md" and path.exists()]
    decisions = ROOT / "docs" / "decisions"
    left = [name_of(page) for page in (ROOT / "docs").rglob("*.md") if page not in seen and page.parent != decisions]
    assert left == []


def test_decisions_are_numbered_once_and_say_what_a_decision_says() -> None:
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [path.name[:4] for path in decisions]
    assert len(numbers) == len(set(numbers))
    assert all(re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", path.name) for path in decisions)
    parts = ("## Context", "## Decision", "## Cost", "## Way out")
    ours = [path for path in decisions if path.name >= "0010"]
    assert len(ours) >= 11
    assert [(path.name, part) for path in ours for part in parts if part not in read(path)] == []


# --- the API ---------------------------------------------------------------------------------------------------------


def address(path: str) -> str:
    for name, value in (("slug", "demo"), ("key", "claim"), ("username", "annotator"), ("rating", "half-true")):
        path = path.replace(f"{{{name}}}", value)
    return re.sub(r"\{\w+\}|\$\w+", SOME_ID, path)


def answering(path: str) -> ResolverMatch | None:
    try:
        match = resolve(address(path))
    except Resolver404:
        return None
    return None if match.func is nothing_here else match


def test_every_address_in_the_api_page_is_one() -> None:
    page = read(ROOT / "docs" / "api.md")
    named = {path for path in API_PATH.findall(page) if path != "/api/v1/"}
    assert len(named) > 8
    assert [path for path in sorted(named) if answering(path) is None] == []


def told_endpoints() -> dict[str, set[str]]:
    return {path: set(methods.split()) for path, methods in ENDPOINT.findall(read(ROOT / "docs" / "api.md"))}


def real_endpoints() -> dict[str, set[str]]:
    """Return what the URLconf of the API answers, with our words for its parameters."""
    found = {}
    for entry in api_urls.urlpatterns:
        if entry.callback is nothing_here:
            continue
        path = re.sub(r"<\w+:pk>", "{id}", str(entry.pattern))
        path = re.sub(r"<\w+:(\w+)>", r"{\1}", path)
        view = getattr(entry.callback, "cls", None) or getattr(entry.callback, "view_class", None)
        found[path] = {each for each in METHODS if hasattr(view, each.lower())}
    return found


def test_the_table_of_the_api_page_is_the_whole_api() -> None:
    told = {path: methods for path, methods in told_endpoints().items() if not path.startswith("/")}
    assert len(told) > 45
    assert told == real_endpoints()


def test_addresses_outside_the_api_are_told_rightly() -> None:
    outside = {path for path in told_endpoints() if path.startswith("/")}
    assert outside == {"/healthz", "/readyz", "/metrics"}
    assert [path for path in outside if answering(path) is None] == []


# --- formats and guidelines ------------------------------------------------------------------------------------------


def examples(page: str) -> list[dict[str, Any]]:
    """Return the whole JSON objects shown in a page; a JSONL block shows one a line."""
    found: list[dict[str, Any]] = []
    for language, body in FENCE.findall(read(ROOT / "docs" / page)):
        if language == "json":
            found.append(json.loads(body))
        elif language == "jsonl":
            found += [json.loads(line) for line in body.splitlines()]
    return found


def test_examples_of_the_format_page_are_valid() -> None:
    native_ones = [each for each in examples("formats.md") if each.get("schema") == native.SCHEMA]
    plain_ones = [each for each in examples("formats.md") if "text" in each and "schema" not in each]
    assert native_ones
    assert plain_ones
    problems = [error.message for each in native_ones for error in NATIVE.iter_errors(each)]
    problems += [error.message for each in plain_ones for error in PLAIN.iter_errors(each)]
    assert problems == []


def test_offsets_and_hashes_in_the_examples_are_right() -> None:
    for each in examples("formats.md"):
        text = each["version"]["text"] if "version" in each else each.get("text", "")
        assert all(text[span["start"] : span["end"]] == span["quote"] for span in each.get("spans", []))
        if "version" in each:
            assert each["version"]["sha256"] == hashlib.sha256(text.encode()).hexdigest()


def test_the_published_schema_is_a_schema_of_our_format() -> None:
    schema = json.loads(read(ROOT / "docs" / "schemas" / "factcheck-1.json"))
    Draft202012Validator.check_schema(schema)
    assert schema["properties"]["schema"] == {"const": native.SCHEMA}


GUIDELINES = sorted((ROOT / "docs").glob("guidelines*.md"))


@pytest.mark.parametrize("path", GUIDELINES, ids=lambda path: path.name)
def test_the_guidelines_name_every_label_attribute_and_value(path: Path) -> None:
    page = read(path)
    words = {label["key"] for label in DEFAULT_LABELS}
    for label in DEFAULT_LABELS:
        for name, kind in label["attributes_schema"]["properties"].items():
            words |= {name, *kind.get("enum", [])}
    assert sorted(word for word in words if f"`{word}`" not in page) == []


def test_the_guidelines_name_every_rating() -> None:
    page = read(ROOT / "docs" / "guidelines.md")
    assert [each["name"] for each in DEFAULT_RATINGS if each["name"] not in page] == []


def test_the_ukrainian_guidelines_use_the_words_that_a_ukrainian_reads_on_the_page() -> None:
    page = read(ROOT / "docs" / "guidelines.uk.md").lower()
    with translation.override("uk"):
        words = {usual(each[name]) for each in DEFAULT_RATINGS for name in ("name", "definition")}
        words |= {usual(label["name"]) for label in DEFAULT_LABELS} | {usual(title) for _, title in titles()}
        for label in DEFAULT_LABELS:
            for kind in label["attributes_schema"]["properties"].values():
                words |= set(map(usual_value, kind.get("enum", [])))
    assert sorted(word for word in words if word.lower() not in page) == []


def test_guidelines_in_every_language_have_the_same_sections() -> None:
    shapes = {path.name: re.findall(r"^#+|^\| -|^\*\*", read(path), re.MULTILINE) for path in GUIDELINES}
    assert len({tuple(shape) for shape in shapes.values()}) == 1, shapes
