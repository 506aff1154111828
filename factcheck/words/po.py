"""Reads and writes the catalogues that people edit (.po): the parts of the format that are used here."""

import ast
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from .entries import Entry, Text

PARTS: Final = ("msgctxt", "msgid_plural", "msgid", "msgstr")


@dataclass(slots=True)
class Catalogue:
    """The comment at the top (the glossary stands there), the header, and the entries."""

    comment: str = ""
    header: str = ""
    entries: list[Entry] = field(default_factory=list)
    obsolete: int = 0

    def forms(self) -> int:
        """Return how many plural forms the language has."""
        return int(self.header.partition("nplurals=")[2].partition(";")[0] or 2)


def read(source: str) -> Catalogue:
    """Read a catalogue; a line that says nothing known raises ValueError with its number."""
    found = Catalogue(obsolete=sum(line.startswith("#~") for line in source.splitlines()))
    for notes, parts in _blocks(source):
        if not parts.get("msgid") and "msgid" in parts:
            found.comment = "\n".join(note for note in notes if not note.startswith("#,"))
            found.header = parts["msgstr"]
            continue
        text = Text(parts["msgid"], parts.get("msgid_plural", ""), parts.get("msgctxt", ""))
        forms = [value for name, value in parts.items() if name.startswith("msgstr")]
        places = [place for note in notes if note.startswith("#: ") for place in note[3:].split()]
        is_fuzzy = any(note.startswith("#,") and "fuzzy" in note for note in notes)
        found.entries.append(Entry(text, places, forms, is_fuzzy))
    return found


def _blocks(source: str) -> Iterator[tuple[list[str], dict[str, str]]]:
    notes: list[str] = []
    parts: dict[str, str] = {}
    name = ""
    for number, line in enumerate([*source.splitlines(), ""], start=1):
        if not line.strip():
            if parts:
                yield notes, parts
                notes, parts = [], {}
        elif line.startswith("#"):
            notes.append(line)
        elif line.startswith('"') and name:
            parts[name] += _unquoted(line, number)
        elif line.startswith(PARTS):
            name, _, rest = line.partition(" ")
            parts[name] = _unquoted(rest, number)
        else:
            raise ValueError(f"Line {number} of the catalogue cannot be read: {line}")


def _unquoted(text: str, number: int) -> str:
    try:
        value: Any = ast.literal_eval(text)
    except (SyntaxError, ValueError) as error:
        raise ValueError(f"Line {number} of the catalogue cannot be read: {text}") from error
    return str(value)


def write(catalogue: Catalogue) -> str:
    """Write it so that reading gives the same again; files without line numbers, so that little changes."""
    head = [
        catalogue.comment,
        'msgid ""',
        'msgstr ""',
        *(_quoted(line + "\n") for line in catalogue.header.split("\n")[:-1]),
    ]
    return "\n\n".join(["\n".join(filter(None, head)), *(_entry(each) for each in catalogue.entries)]) + "\n"


def _entry(entry: Entry) -> str:
    return "\n".join(_lines(entry))


def _lines(entry: Entry) -> Iterable[str]:
    yield from (f"#: {place}" for place in entry.places)
    if entry.is_fuzzy:
        yield "#, fuzzy"
    if entry.text.context:
        yield f"msgctxt {_quoted(entry.text.context)}"
    yield f"msgid {_quoted(entry.text.one)}"
    if not entry.text.many:
        yield f"msgstr {_quoted(entry.forms[0] if entry.forms else '')}"
        return
    yield f"msgid_plural {_quoted(entry.text.many)}"
    yield from (f"msgstr[{number}] {_quoted(form)}" for number, form in enumerate(entry.forms))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
