"""The noun phrase that names a speaker, right before a verb or right after it, within a bounded window."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from annotations.text.ranges import Range
from annotations.text.sentences import TITLES
from annotations.text.speech_words import (
    ADVERBS,
    DAYS,
    DETERMINERS,
    INNER_WORDS,
    MONTHS,
    NEVER_SPEAKERS,
    PLURAL_ROLES,
    PRONOUNS,
    ROLES,
    SAY_VERBS,
    STOPS_AFTER,
    STOPS_BEFORE,
)

_WINDOW: Final = 200
_LONGEST_NAME: Final = 15
_LONGEST_APPOSITION: Final = 25
_TOKEN: Final = re.compile(
    r"(?P<word>(?:[A-Z]\.){1,4}|[^\W_][\w’'&-]{0,40}(?:\.(?=\w)[\w’'&-]{1,40}){0,3}\.?)|(?P<mark>[^\w\s])"
)
_REDUCED: Final = re.compile(
    r"\s(?:quoted|cited|interviewed|contacted|reached|surveyed|briefed|based|speaking|familiar)\s"
)
_POSSESSIVE: Final = re.compile(r"[’']s$")


class _Token(NamedTuple):
    start: int
    end: int
    word: str

    @property
    def lower(self) -> str:
        return self.word.lower()

    @property
    def is_mark(self) -> bool:
        return not self.word[0].isalnum()

    @property
    def is_capital(self) -> bool:
        return self.word[0].isupper()


def _read_tokens(text: str, start: int, end: int) -> list[_Token]:
    """Cut a window into words and marks; a final stop belongs to its word only after a title or an initial."""
    tokens: list[_Token] = []
    for match in _TOKEN.finditer(text, start, end):
        word = match.group()
        is_stop = word.endswith(".") and match["word"] and not _keeps_stop(word)
        if is_stop:
            tokens.append(_Token(match.start(), match.end() - 1, word[:-1]))
            tokens.append(_Token(match.end() - 1, match.end(), "."))
        else:
            tokens.append(_Token(match.start(), match.end(), word))
    return tokens


def _keeps_stop(word: str) -> bool:
    bare = word[:-1]
    return "." in bare or len(bare) == 1 or bare.lower() in TITLES


def name_before(text: str, low: int, position: int) -> Range | None:
    """Find the name that ends right before a verb at `position`, not reaching left of `low`."""
    begin = max(low, position - _WINDOW)
    tokens = _read_tokens(text, begin, position)
    end = _without_adverbs(tokens, len(tokens))
    if end and tokens[end - 1].word == ",":
        end = _before_apposition(tokens, end)
    start = _walk_back(tokens, end, is_open=begin == low)
    start = _without_lead(tokens, start, end)
    return _as_name(text, tokens[start:end])


def name_after(text: str, position: int, high: int) -> Range | None:
    """Find the name that starts right after a verb ending at `position`, not reaching right of `high`."""
    tokens = _read_tokens(text, position, min(high, position + _WINDOW))
    end = 0
    while end < len(tokens) and end <= _LONGEST_NAME and not _stops_after(tokens, end):
        end += 1
    return _as_name(text, tokens[:end])


def _stops_after(tokens: Sequence[_Token], index: int) -> bool:
    token = tokens[index]
    if token.is_mark:
        return True
    if token.lower == "and":
        following = tokens[index + 1] if index + 1 < len(tokens) else token
        return not (tokens[index - 1].is_capital and (following.is_capital or following.lower == "the"))
    return token.lower in STOPS_AFTER and not token.is_capital and index > 0


def _without_adverbs(tokens: Sequence[_Token], end: int) -> int:
    while end and tokens[end - 1].lower in ADVERBS | DAYS:
        is_day = tokens[end - 1].lower in DAYS
        end -= 1
        if is_day and end and tokens[end - 1].lower == "on":
            end -= 1
    return end


def _before_apposition(tokens: Sequence[_Token], end: int) -> int:
    """Step over `, the ambassador,` between a name and its verb."""
    left = end - 2
    while left >= 0 and not tokens[left].is_mark:
        left -= 1
    if left < 1 or tokens[left].word != "," or end - left > _LONGEST_APPOSITION:
        return 0
    return left


def _walk_back(tokens: Sequence[_Token], end: int, *, is_open: bool) -> int:
    """Walk left over the words of a name; a list (`Ukraine, the EU and the US`) must begin its sentence."""
    start = end
    list_start = -1
    while start and end - start <= _LONGEST_NAME * 2:
        token = tokens[start - 1]
        if token.word == "and" or (token.word == "," and list_start >= 0):
            if start >= end or not _may_list(tokens[start]):
                break
            list_start = start if list_start < 0 else list_start
        elif _stops_before(token):
            break
        start -= 1
    if list_start >= 0 and not (is_open and start == 0):
        return list_start
    return start


def _stops_before(token: _Token) -> bool:
    if token.is_mark or token.lower in STOPS_BEFORE:
        return True
    return not token.is_capital and token.lower in ADVERBS | SAY_VERBS


def _may_list(token: _Token) -> bool:
    return token.is_capital or token.lower in DETERMINERS


def _without_lead(tokens: Sequence[_Token], start: int, end: int) -> int:
    """Leave out `On Thursday` and the like before the name proper."""
    if start < end and tokens[start].lower in INNER_WORDS | {"during", "earlier", "later", "under"}:
        if tokens[end - 1].lower in PRONOUNS:
            return end - 1
        place = end
        while place > start + 1 and (tokens[place - 1].is_capital or tokens[place - 1].lower in ROLES):
            place -= 1
        start = place
    while start < end and tokens[start].lower in DAYS | MONTHS | {"and", "nor"}:
        start += 1
    return start


def _as_name(text: str, tokens: Sequence[_Token]) -> Range | None:
    if not tokens or len(tokens) > _LONGEST_NAME or _POSSESSIVE.search(tokens[-1].word):
        return None
    name = Range(tokens[0].start, tokens[-1].end)
    reduced = _REDUCED.search(name.of(text))
    if reduced:
        name = Range(name.start, name.start + reduced.start())
    return name if _is_speaker(name.of(text)) else None


def _is_speaker(name: str) -> bool:
    words = name.lower().split()
    if words[0] in NEVER_SPEAKERS and len(words) == 1:
        return False
    if words[0] in PRONOUNS:
        return len(words) == 1
    if words[-1] in DETERMINERS | INNER_WORDS or words[0] in NEVER_SPEAKERS or name.split()[0] in INNER_WORDS:
        return False
    if words[-1] in PLURAL_ROLES:
        return True
    return (words[0] in DETERMINERS and len(words) > 1) or any(word[0].isupper() for word in name.split())


def proper_name(name: str) -> str:
    """Leave out the office before a person's name: `Kremlin spokesperson Dmitry Peskov` is `Dmitry Peskov`."""
    words = name.split()
    for index in range(len(words) - 1, -1, -1):
        if words[index].lower().rstrip(".") in ROLES:
            rest = words[index + 1 :]
            is_person = bool(rest) and len(rest) <= 4 and all(word[0].isupper() for word in rest)
            return " ".join(rest) if is_person else name
    return name
