"""Which formats there are: a name, and who reads it."""

from collections.abc import Callable, Iterator
from typing import Final

from django.utils.translation import gettext as _

from annotations.errors import Invalid, UnsupportedType

from . import native, text
from .rows import BadRow, ReadRow

Reader = Callable[..., Iterator[ReadRow | BadRow]]
_READERS: Final[dict[str, Reader]] = {"text": text.read, "json": native.read_json, "jsonl": native.read_jsonl}
_ENDINGS: Final = {"txt": "text", "text": "text", "md": "text", "json": "json", "jsonl": "jsonl", "ndjson": "jsonl"}


def readers() -> list[str]:
    """Return the names of the formats that can be read."""
    return list(_READERS)


def format_of(filename: str, wanted: str = "") -> str:
    """Return the format asked for, or the one the file's ending tells."""
    if wanted:
        if wanted not in _READERS:
            raise Invalid.field(
                "format", "unknown_format", _("A format is one of: %(known)s.") % {"known": ", ".join(_READERS)}
            )
        return wanted
    ending = filename.rpartition(".")[2].lower()
    if ending not in _ENDINGS:
        known = ", ".join(f".{each}" for each in _ENDINGS)
        raise UnsupportedType(
            _("“%(filename)s” has none of the endings %(known)s. Name its format.")
            % {"filename": filename[-80:], "known": known}
        )
    return _ENDINGS[ending]


def read(data: bytes, *, name: str, filename: str = "", encoding: str = "") -> Iterator[ReadRow | BadRow]:
    """Yield documents and bad rows of a file in the format `name`."""
    return _READERS[name](data, filename=filename, encoding=encoding)
