"""Plain text: one file is one article, its first line the title."""

from collections.abc import Iterator

from annotations.text.offsets import normalise_newlines

from .decoding import decode
from .rows import BadRow, ReadRow

TITLE_LENGTH = 500


def read(data: bytes, *, filename: str = "", encoding: str = "") -> Iterator[ReadRow | BadRow]:
    """Yield the one document of the file."""
    text, used = decode(data, encoding)
    text = normalise_newlines(text)
    title = next((line.strip() for line in text.split("\n") if line.strip()), "") or filename
    yield ReadRow(row=1, document={"title": title[:TITLE_LENGTH], "text": text, "extractor": f"text/{used}"})
