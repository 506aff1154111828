"""Every text that people read is in every catalogue, and the scanner that says so sees all there is."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from factcheck.words import po
from factcheck.words.check import problems
from factcheck.words.entries import Entry, Text
from factcheck.words.mo import compiled
from factcheck.words.scan import in_python, in_script, in_template, texts
from factcheck.words.update import ROOT, kept

HEADER = "Language: uk\nPlural-Forms: nplurals=3; plural=n==1 ? 0 : 1;\n"
# Raised for people: what they say must pass through gettext.
ERRORS = {"Conflict", "Forbidden", "Invalid", "NotSignedIn", "Stale", "TooLarge", "Unprocessable", "UnsupportedType"}
FLOORS = ("actions", "api", "formats", "web")


def test_no_word_of_the_interface_is_missing_in_any_language() -> None:
    found = {each.source.relative_to(ROOT).as_posix(): each.problems() for each in kept()}
    assert set(found) >= {"locale/uk/LC_MESSAGES/django.po", "locale/uk/LC_MESSAGES/djangojs.po"}
    assert {name: told for name, told in found.items() if told} == {}, "Run: python manage.py words"


def test_what_is_written_reads_the_same_again() -> None:
    for each in kept():
        source = each.source.read_text(encoding="utf-8")
        assert po.write(po.read(source)) == source


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('_("One.")', [Text("One.")]),
        ('gettext_lazy("One " "line.")', [Text("One line.")]),
        ('ngettext("%(n)s span", "%(n)s spans", n)', [Text("%(n)s span", "%(n)s spans")]),
        ('pgettext("month", "May")', [Text("May", "", "month")]),
        ("_(SAID[verb])", []),
        ('class Lost(Error):\n    status, title, code = 404, "Lost.", "lost"', [Text("Lost.")]),
        ('class Form:\n    title = "no error"', []),
    ],
)
def test_python_is_read(source: str, found: list[Text]) -> None:
    assert list(in_python(source)) == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("{% translate 'Close' %}", [Text("Close")]),
        ('<p title="{% translate "It’s here" %}">', [Text("It’s here")]),
        (
            "{% blocktranslate count n=3 %}{{ n }} span{% plural %}{{ n }} spans{% endblocktranslate %}",
            [Text("%(n)s span", "%(n)s spans")],
        ),
        ("{% blocktranslate with a=b %}By {{ a }}{% endblocktranslate %}", [Text("By %(a)s")]),
        ("{# {% translate 'Not this' %} #}", []),
    ],
)
def test_templates_are_read(source: str, found: list[Text]) -> None:
    assert list(in_template(source)) == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('h("p", {}, t("Add source"), 1)', [Text("Add source")]),
        ('nt("{count} span", "{count} spans", all)', [Text("{count} span", "{count} spans")]),
        ('t("Say “{what}” \\"now\\"", { what })', [Text('Say “{what}” "now"')]),
        ('const at = split("x"); object.t("no")', []),
        ("t(words)", []),
    ],
)
def test_scripts_are_read(source: str, found: list[Text]) -> None:
    assert list(in_script(source)) == found


@pytest.mark.parametrize(
    ("kept_entry", "told"),
    [
        (None, "Not in the catalogue"),
        (Entry(Text("{n} new"), forms=[""]), "Not translated"),
        (Entry(Text("{n} new"), forms=["нове"]), "Other gaps"),
        (Entry(Text("{n} new"), forms=["{n} нове"], is_fuzzy=True), "Unsure"),
        (Entry(Text("{n} old"), forms=["{n} давнє"]), "No longer used"),
        (Entry(Text("{n} new", "{n} new ones"), forms=["{n} a", "{n} b", "{n} c"]), "The English plural has changed"),
    ],
)
def test_what_is_wrong_is_named(kept_entry: Entry | None, told: str) -> None:
    catalogue = po.Catalogue(header=HEADER, entries=[kept_entry] if kept_entry else [])
    assert told in " ".join(problems([Entry(Text("{n} new"))], catalogue))


def test_a_plural_needs_all_its_forms() -> None:
    text = Text("%(n)s span", "%(n)s spans")
    short = po.Catalogue(header=HEADER, entries=[Entry(text, forms=["%(n)s фрагмент", "%(n)s фрагменти"])])
    assert "Has 2 plural forms" in problems([Entry(text)], short)[0]


def test_only_finished_translations_are_compiled() -> None:
    unsure = po.Catalogue(
        header=HEADER, entries=[Entry(Text("a"), forms=["х"], is_fuzzy=True), Entry(Text("b"), forms=[""])]
    )
    assert compiled(unsure) == compiled(po.Catalogue(header=HEADER))


def test_a_line_that_cannot_be_read_is_named() -> None:
    with pytest.raises(ValueError, match="Line 3"):
        po.read('msgid "a"\nmsgstr "b"\nmsghint "c"\n')


@pytest.mark.parametrize(
    "name", sorted(path.name for floor in FLOORS for path in (ROOT / "annotations" / floor).glob("*.py"))
)
def test_no_refusal_is_told_in_english_only(name: str) -> None:
    for floor in FLOORS:
        path = ROOT / "annotations" / floor / name
        if path.exists():
            assert list(_unmarked(path)) == [], (
                f"{floor}/{name}: put these into gettext, with names for what is filled in"
            )


def _unmarked(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name, place = _error(node.func)
        for told in node.args[place : place + 1] if name in ERRORS else ():
            words = ast.unparse(told)
            if isinstance(told, ast.Constant | ast.JoinedStr) and "{" not in words[:4]:
                yield words


def _error(function: ast.expr) -> tuple[str, int]:
    if isinstance(function, ast.Attribute) and function.attr == "field" and isinstance(function.value, ast.Name):
        return function.value.id, 2
    return (function.id, 0) if isinstance(function, ast.Name) else ("", 0)


def test_no_count_is_told_without_its_plural() -> None:
    """“1 spans” is wrong in English too: a number before a word takes ngettext, or `nt` in the browser."""
    single = [
        entry.text.one for domain in ("django", "djangojs") for entry in texts(ROOT, domain) if not entry.text.many
    ]
    counted = ("%(count)s ", "%(number)s ", "{count} ")
    wrong = [one for one in single if one.startswith(counted) and one.split(" ")[1].endswith("s")]
    assert wrong == []
