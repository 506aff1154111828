"""The engine that comes with the product: the rules of `text` for English news, as suggestions with attributes."""

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Final

from annotations.engines import JSON, DocumentContext, Suggestion
from annotations.text.claims import Claim, SentenceFacts, find_claims
from annotations.text.denials import Denial, find_denials
from annotations.text.quantities import Quantity, find_quantities
from annotations.text.quotes import Quotation, find_quotes, quote_kind
from annotations.text.ranges import Range, holder, trim
from annotations.text.sentences import find_sentences
from annotations.text.speakers import Attribution, Report, attribute_quotes, find_reports, resolve_names
from annotations.text.zones import SKIPPED_KINDS, ZoneRange, find_zones

NUMBER: Final = "1.0.0"

_NOT_RULES: Final = frozenset({"__init__.py", "anchors.py", "offsets.py", "segments.py", "ukrainian.py"})
_RANKS: Final = {"claim": 0, "denial": 1, "quote": 2}
_SHORT: Final = 300
_LONG: Final = 2000
_QUOTE_MARKS: Final = "\"“”„«»‘’' \t"


class RulesEngine:
    """Figures, quotations, speakers, denials and claims by rule; deterministic, and linear in the length of a text."""

    name = "rules"
    labels = frozenset({"claim", "denial", "figure", "quote", "speaker"})
    languages = frozenset({"en"})

    @property
    def version(self) -> str:
        """Return the rules' number with a fingerprint of their source."""
        return _version()

    def annotate(self, text: str, context: DocumentContext) -> list[Suggestion]:
        """Propose spans outside page chrome and metadata, in order of their start, longest first."""
        reading = _Reading(text, context.zones or tuple(find_zones(text)))
        found = sorted(reading.suggest(), key=lambda span: (span.start, -span.end, span.label))
        return list(_without_crossing(found))


@cache
def _version() -> str:
    """Fingerprint the source of every rule module, so that a changed rule is a new version."""
    digest = hashlib.sha256()
    folder = files("annotations.text")
    modules = [entry for entry in folder.iterdir() if entry.name.endswith(".py") and entry.name not in _NOT_RULES]
    for module in [*sorted(modules, key=lambda entry: entry.name), files("annotations.engines") / "rules.py"]:
        digest.update(module.read_text("utf-8").encode())
    return f"{NUMBER}+{digest.hexdigest()[:8]}"


class _Reading:
    """One text as read once by all rules; what stands in a skipped zone is left out from the start."""

    def __init__(self, text: str, zones: Sequence[ZoneRange]) -> None:
        self._text = text
        self._zones = sorted((Range(zone.start, zone.end), zone.kind) for zone in zones)
        self._zone_ranges = [range_ for range_, _ in self._zones]
        self._kinds = dict(self._zones)
        self._sentences = [sentence for sentence in find_sentences(text) if self._is_read(sentence)]
        self._quotes = [quote for quote in find_quotes(text) if self._is_read(quote.range)]
        self._quote_starts = [quote.start for quote in self._quotes]
        self._figures = [figure for figure in find_quantities(text) if self._is_read(Range(figure.start, figure.end))]
        self._reports = find_reports(text, self._sentences, self._quotes)
        self._attributions = attribute_quotes(text, self._quotes, self._sentences, self._reports)
        speakers = [report.speaker for report in self._reports]
        speakers += [found.speaker for found in self._attributions if found.speaker]
        self._names = resolve_names(text, speakers)

    def suggest(self) -> Iterator[Suggestion]:
        """Yield all suggestions, in no order."""
        yield from (self._figure(figure) for figure in self._figures)
        yield from (self._quote(attribution) for attribution in self._attributions)
        yield from self._speakers()
        denials = find_denials(self._text, self._sentences, self._reports, self._quotes)
        claims = find_claims(self._text, self._facts())
        yield from filter(None, (self._denial(denial) for denial in denials))
        yield from filter(None, (self._claim(claim) for claim in claims))

    def _is_read(self, range_: Range) -> bool:
        return not {self._zone_of(range_.start), self._zone_of(range_.end - 1)} & SKIPPED_KINDS

    def _zone_of(self, position: int) -> str:
        zone = holder(self._zone_ranges, position)
        return self._kinds[zone] if zone else ""

    def _span(self, range_: Range, label: str, score: float, attributes: dict[str, JSON]) -> Suggestion:
        kept: dict[str, JSON] = {key: value for key, value in attributes.items() if value is not None and value != ""}
        return Suggestion(range_.start, range_.end, label, range_.of(self._text), round(score, 3), kept)

    def _figure(self, figure: Quantity) -> Suggestion:
        attributes: dict[str, JSON] = {
            "kind": figure.kind,
            "value": figure.value,
            "low": figure.low,
            "high": figure.high,
            "numerator": figure.numerator,
            "denominator": figure.denominator,
            "unit": figure.unit,
            "approximator": figure.approximator,
            "counted": figure.counted[:_SHORT],
            "salience": figure.salience,
        }
        return self._span(Range(figure.start, figure.end), "figure", figure.score, attributes)

    def _quote(self, attribution: Attribution) -> Suggestion:
        quote = attribution.quote
        speaker = self._names[attribution.speaker][:_SHORT] if attribution.speaker else ""
        score = max(attribution.score, 0.6) if quote.is_closed else min(attribution.score, 0.6)
        attributes: dict[str, JSON] = {"kind": quote_kind(quote.range.of(self._text)), "speaker": speaker}
        return self._span(quote.range, "quote", score, attributes)

    def _speakers(self) -> Iterator[Suggestion]:
        scores = {report.speaker: 0.8 for report in self._reports}
        for found in self._attributions:
            if found.speaker and found.speaker in scores:
                scores[found.speaker] = max(scores[found.speaker], found.score)
        for speaker, score in scores.items():
            yield self._span(speaker, "speaker", score, {"entity": self._names[speaker][:_SHORT]})

    def _facts(self) -> list[SentenceFacts]:
        figures = _by_sentence(self._sentences, self._figures)
        reports: dict[Range, list[Report]] = {}
        for report in self._reports:
            reports.setdefault(report.sentence, []).append(report)
        shares = _quoted_shares(self._sentences, self._quotes)
        return [
            SentenceFacts(
                sentence=sentence,
                zone=self._zone_of(sentence.start),
                reports=reports.get(sentence, []),
                figures=figures.get(sentence, []),
                quoted_share=shares.get(sentence, 0.0),
            )
            for sentence in self._sentences
        ]

    def _denial(self, denial: Denial) -> Suggestion | None:
        range_ = self._fit(denial.sentence, denial.cue)
        if not range_:
            return None
        cue: dict[str, JSON] = {
            "start": denial.cue.start,
            "end": denial.cue.end,
            "quote": denial.cue.of(self._text)[:_LONG],
        }
        attributes: dict[str, JSON] = {
            "cue": cue,
            "subtype": denial.subtype,
            "denied": denial.denied[:_LONG],
            "scope": "part" if denial.is_partial else "whole",
            "scope_note": "The figures beside the denied statement are not denied." if denial.is_partial else "",
        }
        return self._span(range_, "denial", denial.score, attributes)

    def _claim(self, claim: Claim) -> Suggestion | None:
        range_ = self._fit(claim.range, claim.range)
        if not range_:
            return None
        hedges: list[JSON] = [hedge[:_SHORT] for hedge in claim.hedges]
        attributes: dict[str, JSON] = {
            "type": claim.type,
            "worthiness": "CFS",
            "voice": claim.voice,
            "hedges": hedges,
        }
        return self._span(range_, "claim", claim.score, attributes)

    def _fit(self, range_: Range, needed: Range) -> Range | None:
        """Make a sentence cross no quotation: keep the shared part if it holds what is needed, else reach over both."""
        first = bisect_right(self._quote_starts, range_.start)
        while first and self._quotes[first - 1].end > range_.start:
            first -= 1
        for quote in self._quotes[first : bisect_left(self._quote_starts, range_.end)]:
            if range_.crosses(quote.range):
                range_ = self._merged(range_, quote.range, needed)
        return range_ if range_.start < range_.end else None

    def _merged(self, range_: Range, quote: Range, needed: Range) -> Range:
        shared = trim(self._text, max(range_.start, quote.start), min(range_.end, quote.end))
        if shared.holds(*needed) or self._is_only_marks(range_, shared):
            return shared
        return Range(min(range_.start, quote.start), max(range_.end, quote.end))

    def _is_only_marks(self, whole: Range, part: Range) -> bool:
        outside = self._text[whole.start : part.start] + self._text[part.end : whole.end]
        return not outside.strip(_QUOTE_MARKS + ".,;:!?")


def _by_sentence(sentences: Sequence[Range], figures: Iterable[Quantity]) -> dict[Range, list[Quantity]]:
    grouped: dict[Range, list[Quantity]] = {}
    for figure in figures:
        sentence = holder(sentences, figure.start)
        if sentence:
            grouped.setdefault(sentence, []).append(figure)
    return grouped


def _quoted_shares(sentences: Sequence[Range], quotes: Iterable[Quotation]) -> dict[Range, float]:
    """Tell how much of each sentence stands in quotation marks; sentences that hold none are left out."""
    shares: dict[Range, float] = {}
    for quote in quotes:
        if quote.depth:
            continue
        index = max(0, bisect_right(sentences, (quote.start, quote.start)) - 1)
        while index < len(sentences) and sentences[index].start < quote.end:
            start, end = sentences[index]
            shared = max(0, min(end, quote.end) - max(start, quote.start))
            shares[sentences[index]] = shares.get(sentences[index], 0.0) + shared / (end - start)
            index += 1
    return shares


def _without_crossing(found: Sequence[Suggestion]) -> Iterator[Suggestion]:
    """Leave out what would cross: a claim gives way to a denial, and both to a quotation."""
    open_: list[int] = []
    dropped: set[int] = set()
    for index, span in enumerate(found):
        if span.label not in _RANKS:
            continue
        while open_ and found[open_[-1]].end <= span.start:
            open_.pop()
        while open_ and found[open_[-1]].end < span.end and _RANKS[found[open_[-1]].label] < _RANKS[span.label]:
            dropped.add(open_.pop())
        if open_ and found[open_[-1]].end < span.end:
            dropped.add(index)
        else:
            open_.append(index)
    return (span for index, span in enumerate(found) if index not in dropped)
