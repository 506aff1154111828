"""A comment's words in pieces, so that a template can mark the people in it."""

from collections.abc import Collection, Iterator

from annotations.text.mentions import places_of


def pieces_of(text: str, named: Collection[str]) -> list[tuple[str, bool]]:
    """Cut a text into `(words, is a mention)`."""
    return [piece for piece in _pieces(text, named) if piece[0]]


def _pieces(text: str, named: Collection[str]) -> Iterator[tuple[str, bool]]:
    done = 0
    for start, end in places_of(text, set(named)):
        yield text[done:start], False
        yield text[start:end], True
        done = end
    yield text[done:], False
