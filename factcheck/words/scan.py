"""Finds every text to translate, without gettext's own programs: a test does it anew each time."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from django.utils.translation.template import templatize

from .entries import Entry, Text, merged

# Name of the function, and what its arguments are.
CALLS: Final = {
    "_": ("one",),
    **dict.fromkeys(("gettext", "gettext_lazy", "gettext_noop"), ("one",)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), ("one", "many")),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ("context", "one")),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ("context", "one", "many")),
}
LITERAL: Final = r"""(u?"(?:[^"\\\n]|\\.)*"|u?'(?:[^'\\\n]|\\.)*')"""
# The context of the words that every new project starts with.
SCHEME: Final = "scheme"
IN_TEMPLATE: Final = re.compile(
    rf"\b(_|gettext|ngettext|pgettext|npgettext)\(\s*{LITERAL}(?:,\s*{LITERAL})?(?:,\s*{LITERAL})?"
)
IN_SCRIPT: Final = re.compile(rf"(?<![\w.$])(t|nt)\(\s*{LITERAL}(?:,\s*{LITERAL})?")


def in_python(source: str) -> Iterator[Text]:
    """Find the calls of gettext and its kin, and the titles of errors, which know no Django."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            yield from _called(node)
        elif isinstance(node, ast.ClassDef):
            yield from _titles(node)


def _called(node: ast.Call) -> Iterator[Text]:
    name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    values = [each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    roles = CALLS.get(name, ())
    if roles and len(values) >= len(roles):
        yield Text(**dict(zip(roles, values, strict=False)))


def _titles(node: ast.ClassDef) -> Iterator[Text]:
    for each in node.body:
        if not (isinstance(each, ast.Assign) and isinstance(each.value, ast.Tuple | ast.Constant)):
            continue
        names = each.targets[0].elts if isinstance(each.targets[0], ast.Tuple) else each.targets
        values = each.value.elts if isinstance(each.value, ast.Tuple) else [each.value]
        for name, value in zip(names, values, strict=False):
            is_title = (
                isinstance(name, ast.Name) and name.id == "title" and any(n.id == "status" for n in _names(names))
            )
            if is_title and isinstance(value, ast.Constant):
                yield Text(str(value.value))


def _names(nodes: list[ast.expr]) -> Iterator[ast.Name]:
    return (node for node in nodes if isinstance(node, ast.Name))


def in_scheme(source: str) -> Iterator[Text]:
    """Find the usual words of a project, `word("…")` and `words("…|…")`; people read blanks for underscores."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("word", "words"):
            (listed,) = node.args
            if isinstance(listed, ast.Constant):
                yield from (Text(each.replace("_", " "), context=SCHEME) for each in str(listed.value).split("|"))


def in_template(source: str) -> Iterator[Text]:
    """Find the tags of Django's i18n."""
    for found in IN_TEMPLATE.finditer(templatize(source)):
        yield _text(CALLS[found[1]], found.groups()[1:])


def in_script(source: str) -> Iterator[Text]:
    """Find `t("…")` and `nt("…", "…", count)`."""
    for found in IN_SCRIPT.finditer(source):
        yield _text(("one", "many") if found[1] == "nt" else ("one",), found.groups()[1:])


def _text(roles: tuple[str, ...], literals: tuple[str | None, ...]) -> Text:
    values = [ast.literal_eval(literal) for literal in literals if literal]
    return Text(**dict(zip(roles, values, strict=False)))


Scanner = Callable[[str], Iterator[Text]]
SOURCES: Final[dict[str, tuple[tuple[str, str, Scanner], ...]]] = {
    "django": (
        ("annotations", "*.py", in_python),
        ("annotations/models", "default_labels.py", in_scheme),
        ("factcheck", "*.py", in_python),
        ("templates", "*.html", in_template),
    ),
    "djangojs": (("annotations/static/annotations", "*.js", in_script),),
}


def texts(root: Path, domain: str) -> list[Entry]:
    """Return every text of a domain (reads a few hundred files, half a second)."""
    return merged(_found(root, domain))


def _found(root: Path, domain: str) -> Iterator[tuple[str, Text]]:
    for folder, pattern, scanner in SOURCES[domain]:
        for path in sorted((root / folder).rglob(pattern)):
            place = path.relative_to(root).as_posix()
            for text in scanner(path.read_text(encoding="utf-8")):
                if text.one:
                    yield place, text
