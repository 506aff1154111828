"""The usual guidelines, those of our labels, in each language they are written in; a project may keep its own."""

from functools import cache
from typing import Final

from django.conf import settings
from django.utils.translation import get_language

FIRST: Final = "en"


@cache
def _texts() -> dict[str, str]:
    """Return text by language (reads the files once); an installation without the documents has none."""
    found = (settings.BASE_DIR / "docs").glob("guidelines*.md")
    return {path.stem.partition(".")[2] or FIRST: path.read_text(encoding="utf-8") for path in found}


def default_guidelines() -> str:
    """Return what a project with our labels starts with; empty where there is nothing to read it from."""
    return _texts().get(FIRST, "")


def is_usual(guidelines: str) -> bool:
    """Tell whether a project keeps the usual guidelines unchanged, in whichever language they came to it."""
    plain = guidelines.replace("\r\n", "\n").strip()
    return any(plain == text.strip() for text in _texts().values())


def in_readers_language(guidelines: str, *, otherwise: str) -> tuple[str, str]:
    """Return the guidelines to show and their language: the usual ones in the reader's, a project's own as they are."""
    if not is_usual(guidelines):
        return guidelines, otherwise
    language = get_language() or FIRST
    return (_texts()[language], language) if language in _texts() else (_texts()[FIRST], FIRST)
