"""Who says what: reporting frames of a sentence, and the speaker of every quotation."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from annotations.text.names import name_after, name_before, proper_name
from annotations.text.quotes import Quotation
from annotations.text.ranges import Range, holder
from annotations.text.speech_words import DOUBTFUL_VERBS, PARTICLES, PRONOUNS, QUOTING_VERBS, SAY_VERBS, STATE_NAMES
from annotations.text.words import find_words

_LONGEST_SENTENCE: Final = 1500
_NEAR: Final = 120
_NO_VERB_BEFORE: Final = re.compile(
    r"\b(?:to|be|by|the|a|an|was|were|been|is|are|being|of|in|no|any|as|his|its|their|her)\s$", re.IGNORECASE
)
_OBJECT: Final = re.compile(
    r",|\.|\s(?:that|it|the|him|her|on|them|there|this|some|for|at|its|his|their|[A-Z“\"‘]|an?\b|to\s|\w+\s(?:was"
    r"|were|is|are|had|has|have))"
)
_ACCORDING: Final = re.compile(r"\b(?:[Aa]ccording to|[Aa]s per)\s")
_BLANK_OR_COMMA: Final = re.compile(r"[\s,—–-]*$")
_ENDS_INVERSION: Final = re.compile(
    r"\s*(?:[,.;:!?”\"’)]|$|(?:in|on|at|after|who|during|to|as|late|this|last|yesterday|today)\b)"
)
_INVERTED: Final = re.compile(r"[,;”\"’]\s?$")


@dataclass(frozen=True, slots=True)
class Report:
    """A frame like `the ministry said`: the speaker, the words of saying, and the sentence they stand in."""

    sentence: Range
    speaker: Range
    cue: Range

    @property
    def frame(self) -> Range:
        """Return the range from speaker to verb, whichever comes first."""
        return Range(min(self.speaker.start, self.cue.start), max(self.speaker.end, self.cue.end))


@dataclass(frozen=True, slots=True)
class Attribution:
    """The speaker found for a quotation, with how sure the rule is; None where nobody is found."""

    quote: Quotation
    speaker: Range | None
    score: float


def find_reports(text: str, sentences: Sequence[Range], quotes: Sequence[Quotation]) -> list[Report]:
    """List the reporting frames of a text in order; what stands inside a quotation is no frame."""
    outer = [quote.range for quote in quotes if not quote.depth]
    return [report for sentence in sentences for report in _reports_of(text, sentence, outer)]


def _reports_of(text: str, sentence: Range, outer: Sequence[Range]) -> Iterator[Report]:
    if sentence.end - sentence.start > _LONGEST_SENTENCE:
        return
    reached = sentence.start
    for match in _ACCORDING.finditer(text, *sentence):
        speaker = None if holder(outer, match.start()) else name_after(text, match.end(), sentence.end)
        if speaker:
            yield Report(sentence, speaker, Range(match.start(), match.end() - 1))
    for verb in find_words(text, SAY_VERBS, *sentence):
        if verb.start < reached or holder(outer, verb.start):
            continue
        speaker = _speaker_at(text, sentence, verb, outer)
        if speaker:
            reached = max(verb.end, speaker.end)
            yield Report(sentence, speaker, verb)


def _speaker_at(text: str, sentence: Range, verb: Range, outer: Sequence[Range]) -> Range | None:
    before = text[max(sentence.start, verb.start - 7) : verb.start]
    if _NO_VERB_BEFORE.search(before):
        return None
    low = max(sentence.start, _end_of_quote_before(outer, verb.start))
    if low > sentence.start:
        low += len(text[low : verb.start]) - len(text[low : verb.start].lstrip('”"’»,;. '))
    word = verb.of(text).lower()
    follows_clause = _BLANK_OR_COMMA.match(text[low : verb.start]) and low > sentence.start
    if word in QUOTING_VERBS and (follows_clause or _INVERTED.search(before)):
        after = name_after(text, verb.end, sentence.end)
        if after and (follows_clause or _ENDS_INVERSION.match(text, after.end)):
            return after
    if not _is_saying(text, verb, before):
        return None
    return name_before(text, low, verb.start)


def _is_saying(text: str, verb: Range, before: str) -> bool:
    """Tell the verb from the noun (`the Baltic states`) and from another use (`hit the road`)."""
    written = verb.of(text)
    word = written.lower()
    particle = PARTICLES.get(word)
    if particle and not text.startswith(particle, verb.end + 1):
        return False
    if word not in DOUBTFUL_VERBS:
        return True
    if written[0].isupper() or (word == "states" and before.split() and before.split()[-1].lower() in STATE_NAMES):
        return False
    return bool(_OBJECT.match(text, verb.end))


def _end_of_quote_before(outer: Sequence[Range], position: int) -> int:
    index = bisect_right(outer, (position, position)) - 1
    return outer[index].end if index >= 0 and outer[index].end <= position else 0


def attribute_quotes(
    text: str, quotes: Sequence[Quotation], sentences: Sequence[Range], reports: Sequence[Report]
) -> list[Attribution]:
    """Find the speaker of every outer quotation: in its sentence, else who spoke last in its paragraph."""
    by_sentence: dict[int, list[Report]] = {}
    for report in reports:
        by_sentence.setdefault(report.sentence.start, []).append(report)
    found: list[Attribution] = []
    last: Attribution | None = None
    for quote in quotes:
        if quote.depth:
            found.append(Attribution(quote, None, 0.5))
            continue
        attribution = (
            _in_sentence(quote, sentences, by_sentence)
            or _in_paragraph(text, quote, reports)
            or _from_context(text, quote, last)
        )
        found.append(attribution)
        last = attribution if attribution.speaker else last
    return found


def _in_sentence(
    quote: Quotation, sentences: Sequence[Range], by_sentence: dict[int, list[Report]]
) -> Attribution | None:
    opening = holder(sentences, quote.start)
    closing = holder(sentences, quote.end - 1)
    at_start = by_sentence.get(opening.start, []) if opening else []
    at_end = by_sentence.get(closing.start, []) if closing else []
    after = [report for report in at_end if report.frame.start >= quote.end]
    before = [report for report in at_start if report.frame.start < quote.start]
    if after and after[0].frame.start - quote.end <= 4:
        return Attribution(quote, after[0].speaker, 0.95)
    if before:
        return Attribution(quote, before[-1].speaker, 0.9)
    if after and after[0].frame.start - quote.end <= _NEAR * 2:
        return Attribution(quote, after[0].speaker, 0.85)
    return None


def _in_paragraph(text: str, quote: Quotation, reports: Sequence[Report]) -> Attribution | None:
    """Take who spoke last before the quotation in the same paragraph."""
    index = bisect_right(reports, quote.start, key=lambda report: report.sentence.start) - 1
    if index < 0 or "\n" in text[reports[index].cue.start : quote.start]:
        return None
    return Attribution(quote, reports[index].speaker, 0.7)


def _from_context(text: str, quote: Quotation, last: Attribution | None) -> Attribution:
    """Carry the last speaker on: within the paragraph, or into a paragraph that opens with a quotation."""
    if not last:
        return Attribution(quote, None, 0.4)
    between = text[last.quote.end : quote.start]
    if "\n" not in between:
        return Attribution(quote, last.speaker, 0.7)
    opens_line = between.count("\n") <= 2 and not between.rsplit("\n", 1)[-1].strip('"“„« ')
    is_long = quote.end - quote.start > 40
    return Attribution(quote, last.speaker, 0.5) if opens_line and is_long else Attribution(quote, None, 0.4)


def resolve_names(text: str, speakers: Sequence[Range]) -> dict[Range, str]:
    """Give every speaker a name that stands alone: a pronoun or surname takes the full name said elsewhere."""
    ordered = sorted(set(speakers))
    names = {speaker: proper_name(speaker.of(text)) for speaker in ordered}
    full = {name.split()[-1]: name for name in names.values() if _is_full_name(name)}
    resolved: dict[Range, str] = {}
    person = other = ""
    for speaker, name in names.items():
        lower = name.lower()
        if lower in {"he", "she"}:
            resolved[speaker] = person or name
        elif lower in PRONOUNS:
            resolved[speaker] = other or person or name
        else:
            resolved[speaker] = full.get(name, name)
            is_person = name in full or _is_full_name(name) or name != speaker.of(text)
            person, other = (resolved[speaker], other) if is_person else (person, resolved[speaker])
    return resolved


def _is_full_name(name: str) -> bool:
    words = name.split()
    return 2 <= len(words) <= 4 and all(word[0].isupper() for word in words) and words[0].lower() != "the"
