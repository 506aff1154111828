"""Brings the catalogues of all languages up to date with the code."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from .check import problems
from .entries import DOMAINS, Entry
from .mo import compiled
from .po import Catalogue, read, write
from .scan import texts

ROOT: Final = Path(__file__).parent.parent.parent
FOLDER: Final = "locale"


@dataclass(frozen=True, slots=True)
class Kept:
    """A catalogue on disk: its files, what stands in it and what the code asks for."""

    source: Path
    catalogue: Catalogue
    wanted: list[Entry]

    @property
    def binary(self) -> Path:
        """Return the file that Django reads."""
        return self.source.with_suffix(".mo")

    def problems(self) -> list[str]:
        """Return what is wrong with it, and whether the file Django reads is older than the words."""
        found = problems(self.wanted, self.catalogue)
        if not self.binary.exists() or self.binary.read_bytes() != compiled(self.catalogue):
            found.append(f"{self.binary.name} is not made from {self.source.name}. Run: python manage.py words")
        return found


def kept(root: Path = ROOT) -> Iterator[Kept]:
    """Read every catalogue of every language there is a folder for."""
    wanted = {domain: texts(root, domain) for domain in DOMAINS}
    for folder in sorted((root / FOLDER).glob("*/LC_MESSAGES")):
        for domain in DOMAINS:
            source = folder / f"{domain}.po"
            yield Kept(source, read(source.read_text(encoding="utf-8")), wanted[domain])


def update(found: Kept) -> list[Entry]:
    """Write the texts of the code into the catalogue, keeping translations, and compile it; return what is new."""
    old = {entry.text.key: entry for entry in found.catalogue.entries}
    blank = [""] * found.catalogue.forms()
    fresh: list[Entry] = []
    for entry in found.wanted:
        known = old.get(entry.text.key)
        forms = known.forms if known and bool(known.text.many) == bool(entry.text.many) else []
        fresh.append(
            Entry(
                entry.text,
                entry.places,
                forms or blank[: None if entry.text.many else 1],
                bool(known and known.is_fuzzy),
            )
        )
    catalogue = Catalogue(found.catalogue.comment, found.catalogue.header, fresh)
    found.source.write_text(write(catalogue), encoding="utf-8")
    found.binary.write_bytes(compiled(catalogue))
    return [entry for entry in fresh if not all(entry.forms)]
