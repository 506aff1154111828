"""Makes the catalogue that Django reads (.mo) from entries: the same bytes for the same words, on any machine."""

import struct
from collections.abc import Sequence
from typing import Final

from .po import Catalogue

MAGIC: Final = 0x950412DE
HEAD: Final = struct.Struct("<7I")


def compiled(catalogue: Catalogue) -> bytes:
    """Return the bytes of the .mo file; what is fuzzy or not translated is left out and shows in English."""
    pairs = {"": catalogue.header}
    for entry in catalogue.entries:
        if entry.is_fuzzy or not all(entry.forms) or not entry.forms:
            continue
        text = entry.text
        key = f"{text.context}\4{text.one}" if text.context else text.one
        pairs[f"{key}\0{text.many}" if text.many else key] = "\0".join(entry.forms)
    rows = sorted((key.encode(), value.encode()) for key, value in pairs.items())
    return _file([key for key, _ in rows], [value for _, value in rows])


def _file(keys: Sequence[bytes], values: Sequence[bytes]) -> bytes:
    count = len(keys)
    first = HEAD.size + 16 * count
    tables, body = [], b""
    for strings in (keys, values):
        for string in strings:
            tables.append(struct.pack("<2I", len(string), first + len(body)))
            body += string + b"\0"
    head = HEAD.pack(MAGIC, 0, count, HEAD.size, HEAD.size + 8 * count, 0, first)
    return head + b"".join(tables) + body
