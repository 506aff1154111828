"""Sentences that state something a reader would want checked, and the part of each that states it."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from annotations.text import claim_words as signs
from annotations.text.contents import reported_content, without_stop
from annotations.text.quantities import Quantity
from annotations.text.ranges import Range
from annotations.text.speakers import Report

HEADLINES: Final = frozenset({"title", "dek", "subhead", "related_link"})

_LONGEST: Final = 1500
_WORD: Final = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_BARE_DENIAL: Final = re.compile(
    r"^\W*(?:[\w’'-]+ ){1,6}?(?:den(?:y|ies|ied)|reject(?:s|ed)?)(?: (?:this|that|it|the \w+))?\W*$"
)
_PASSIVE_DENIAL: Final = re.compile(r"\b(?:been|was|were) (?:\w+ )?(?:denied|rejected|dismissed) by\b")
_LEAD_WORDS: Final = re.compile(
    r"(?:read also|read more|see also|related|also read"
    r"|more)\s?[:|–—-]\s?",
    re.IGNORECASE,
)
_TAIL: Final = re.compile(r",? [–—-] [^\n,.–—-]{1,40}$|, [A-Z][\w ’'-]{1,40} (?:[Ss]ays?|[Ss]aid|[Cc]laims?)$")
_LEAST_WORDS: Final = 4
_STEEPNESS: Final = 2.2
_BIAS: Final = -0.6


@dataclass(frozen=True, slots=True)
class SentenceFacts:
    """What the other rules found in one sentence."""

    sentence: Range
    zone: str
    reports: Sequence[Report]
    figures: Sequence[Quantity]
    quoted_share: float

    @property
    def is_headline(self) -> bool:
        """Tell whether the sentence stands where no full stop is to be expected."""
        return self.zone in HEADLINES


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement to check: the proposition's place, and how it is stated."""

    range: Range
    sentence: Range
    type: str
    voice: str
    hedges: tuple[str, ...]
    score: float


def find_claims(text: str, facts: Sequence[SentenceFacts]) -> list[Claim]:
    """List the statements worth a check, one a sentence at most."""
    return [claim for fact in facts if (claim := _read(text, fact))]


def _read(text: str, facts: SentenceFacts) -> Claim | None:
    words = text[facts.sentence.start : facts.sentence.end]
    if not _can_be_claim(words, facts):
        return None
    score = 1 / (1 + math.exp(-_STEEPNESS * _weigh(words, facts)))
    if score < 0.5:
        return None
    range_ = _proposition(text, facts)
    content = range_.of(text)
    return Claim(
        range=range_,
        sentence=facts.sentence,
        type=_type_of(content, facts),
        voice="attributed" if facts.reports or facts.quoted_share > 0.5 else "author",
        hedges=tuple(dict.fromkeys(match.group() for match in signs.HEDGES.finditer(content)))[:20],
        score=round(score, 3),
    )


def _can_be_claim(words: str, facts: SentenceFacts) -> bool:
    count = sum(1 for _ in _WORD.finditer(words))
    if count < _LEAST_WORDS or len(words) > _LONGEST or words.rstrip('”"’)').endswith(("?", "!")):
        return False
    if _BARE_DENIAL.match(words[:120]) or _PASSIVE_DENIAL.search(words):
        return False
    is_sentence = facts.is_headline or bool(re.search(r"[.…”\"’)]$", words)) or count > 8
    return is_sentence and not (facts.zone == "caption" and words.lstrip().startswith("("))


def _weigh(words: str, facts: SentenceFacts) -> float:
    """Add up the signs; above zero the sentence is worth a check."""
    return _BIAS + _signs_for(words, facts) - _signs_against(words, facts)


def _signs_for(words: str, facts: SentenceFacts) -> float:
    keys = sum(1 for figure in facts.figures if figure.salience == "key")
    weight = 1.0 + 0.25 * min(keys - 1, 2) if keys else 0.3 * bool(facts.figures)
    weight += 0.9 if facts.is_headline else 0.0
    weight += 0.4 * bool(signs.DATED.search(words))
    weight += 0.55 * bool(signs.FINITE.search(words))
    weight += 0.35 * bool(signs.PERFECT.search(words))
    weight += 0.3 * bool(signs.PROPER.search(words))
    weight += 0.3 * bool(facts.reports)
    weight += 0.6 * bool(signs.MEDIA.search(words))
    weight += 0.5 * bool(signs.INTENT.search(words) or signs.CAUSAL.search(words))
    return weight + 0.4 * bool(signs.FUTURE.search(words) and signs.DATED.search(words))


def _signs_against(words: str, facts: SentenceFacts) -> float:
    damping = 0.4 if any(figure.salience == "key" for figure in facts.figures) else 1.0
    weight = 1.1 * bool(signs.DEMAND.search(words))
    weight += 0.8 * bool(signs.ATTITUDE.search(words))
    weight += 0.9 * bool(signs.DIARY.search(words))
    weight += 0.4 * bool(signs.WOULD.search(words))
    weight += 0.5 * bool(signs.REFUSAL.search(words) and not facts.is_headline)
    weight += 0.4 * bool(signs.PERSONAL.search(words))
    weight += 0.6 * (facts.quoted_share > 0.55)
    weight += 0.4 * (facts.zone == "caption" and not signs.MEDIA.search(words))
    weight += 0.35 * (sum(1 for _ in _WORD.finditer(words)) < 9 and not facts.is_headline)
    return weight * damping


def _proposition(text: str, facts: SentenceFacts) -> Range:
    """Leave out the reporting frame where that is safe, and the stop at the end."""
    if not facts.is_headline:
        content = reported_content(text, facts.sentence, facts.reports)
        return content or without_stop(text, facts.sentence)
    lead = _LEAD_WORDS.match(text, *facts.sentence)
    start = lead.end() if lead else facts.sentence.start
    tail = _TAIL.search(text[start : facts.sentence.end])
    end = start + tail.start() if tail and tail.start() > 20 else facts.sentence.end
    return without_stop(text, Range(start, end))


def _type_of(content: str, facts: SentenceFacts) -> str:
    if any(figure.salience == "key" for figure in facts.figures):
        return "numerical"
    for type_, pattern in (
        ("media", signs.MEDIA),
        ("intent", signs.INTENT),
        ("causal", signs.CAUSAL),
        ("legal_status", signs.LEGAL),
        ("pledge", signs.PLEDGE),
        ("prediction", signs.PREDICTION),
    ):
        if pattern.search(content):
            return type_
    return "quote" if facts.quoted_share > 0.3 else "event"
