"""A text to translate, as code names it and as a catalogue keeps it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

# Catalogues of the server (Python, templates) and of the browser (modules of the workbench).
DOMAINS: Final = ("django", "djangojs")


@dataclass(frozen=True, slots=True)
class Text:
    """What the code asks for: `many` is the English plural, empty where there is none; `context` parts homonyms."""

    one: str
    many: str = ""
    context: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Return what a catalogue finds it by: the plural has no part in it."""
        return self.context, self.one


@dataclass(slots=True)
class Entry:
    """A text with the files it stands in and its translation, one form a plural category."""

    text: Text
    places: list[str] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)
    is_fuzzy: bool = False


def merged(found: Iterable[tuple[str, Text]]) -> list[Entry]:
    """Return each text once, in the order of the files, with all its files; a plural wins over the same singular."""
    entries: dict[tuple[str, str], Entry] = {}
    for place, text in found:
        entry = entries.setdefault(text.key, Entry(text))
        if text.many and not entry.text.many:
            entry.text = text
        if place not in entry.places:
            entry.places.append(place)
    return list(entries.values())
