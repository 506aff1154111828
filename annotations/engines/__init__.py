"""What an engine is: text in, suggestions out; and where engines are found. No database, no Django.

An engine from elsewhere joins by the entry-point group `factcheck.engines`; its object is called without arguments.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Final, Protocol

from annotations.text.zones import ZoneRange

ENTRY_POINT_GROUP: Final = "factcheck.engines"

JSON = None | bool | int | float | str | list["JSON"] | dict[str, "JSON"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One span an engine proposes. `quote` is `text[start:end]`; attributes fit the label's schema."""

    start: int
    end: int
    label: str
    quote: str
    score: float
    attributes: dict[str, JSON] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DocumentContext:
    """What is known of a document beside its text; without zones an engine finds them itself."""

    language: str = "en"
    zones: tuple[ZoneRange, ...] = ()


class Engine(Protocol):
    """Guesses labels from text. `version` changes whenever the same text could come out differently."""

    @property
    def name(self) -> str:
        """Return the name under which the engine is asked for."""
        ...

    @property
    def version(self) -> str:
        """Return a version that tells apart any two states of its rules or model."""
        ...

    @property
    def labels(self) -> frozenset[str]:
        """Return the keys of the labels it may propose."""
        ...

    @property
    def languages(self) -> frozenset[str]:
        """Return the languages it was made for."""
        ...

    def annotate(self, text: str, context: DocumentContext) -> list[Suggestion]:
        """Propose spans, in order of their start."""
        ...


def engine_names() -> list[str]:
    """List the engines that can be asked for."""
    return sorted(_entries())


@cache
def get_engine(name: str) -> Engine:
    """Make the engine of that name, once a process."""
    entry = _entries().get(name)
    if entry is None:
        known = ", ".join(engine_names())
        raise LookupError(f"There is no engine named “{name}”; the engines here are: {known}.")
    engine: Engine = entry.load()()
    return engine


@cache
def _entries() -> Mapping[str, EntryPoint]:
    """Read the entry points of the environment; our own engines need no installed package."""
    found = {entry.name: entry for entry in entry_points(group=ENTRY_POINT_GROUP)}
    own = EntryPoint("rules", "annotations.engines.rules:RulesEngine", ENTRY_POINT_GROUP)
    return found | {own.name: own}
