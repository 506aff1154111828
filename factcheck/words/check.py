"""Says what is wrong with a catalogue: missing, left over, unsure, or with other gaps to fill than the English."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from .entries import Entry
from .po import Catalogue

GAP: Final = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")


def problems(wanted: Sequence[Entry], catalogue: Catalogue) -> list[str]:
    """Return one sentence for each thing wrong; nothing where the catalogue is complete."""
    kept = {entry.text.key: entry for entry in catalogue.entries}
    asked = {entry.text.key: entry for entry in wanted}
    found = [f"Not in the catalogue: {_name(asked[key])}" for key in asked if key not in kept]
    found += [f"No longer used: {_name(kept[key])}" for key in kept if key not in asked]
    for key in asked.keys() & kept.keys():
        found += _wrong(asked[key], kept[key], catalogue.forms())
    if catalogue.obsolete:
        found.append(f"{catalogue.obsolete} lines are struck out with #~.")
    return sorted(found)


def _wrong(asked: Entry, kept: Entry, forms: int) -> Iterator[str]:
    if asked.text != kept.text:
        yield f"The English plural has changed: {_name(asked)}"
    if kept.is_fuzzy:
        yield f"Unsure (fuzzy): {_name(kept)}"
    if not kept.forms or not all(kept.forms):
        yield f"Not translated: {_name(kept)}"
    elif len(kept.forms) != (forms if kept.text.many else 1):
        yield f"Has {len(kept.forms)} plural forms: {_name(kept)}"
    elif any(_gaps(form) != _gaps(kept.text.many or kept.text.one) for form in kept.forms):
        yield f"Other gaps to fill than in English: {_name(kept)}"


def _gaps(text: str) -> list[str]:
    return sorted(GAP.findall(text.replace("%%", "")))


def _name(entry: Entry) -> str:
    return f"“{entry.text.one[:80]}” ({', '.join(entry.places[:2])})"
