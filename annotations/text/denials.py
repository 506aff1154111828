"""Sentences in which a party says that something another one states is not so, with the cue and what is denied.

A refusal (of a demand, a proposal, a request) is no denial; nor is a caveat of the author, who denies to nobody.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from annotations.text import denial_cues as cues
from annotations.text.contents import accused_of, main_clause, reported_content, without_stop
from annotations.text.quotes import Quotation
from annotations.text.ranges import Range, holder, trim
from annotations.text.speakers import Report

_LONGEST: Final = 1500
_WORD: Final = re.compile(r"[a-z]+")
_THIS: Final = re.compile(r"\b(?:this|that|it|them|these|those)$", re.IGNORECASE)
_POINTS_BACK: Final = re.compile(r"\b(?:such|this|that|these|those)\b", re.IGNORECASE)
_DETERMINER: Final = re.compile(r"^(?:any|all|the|every|each|a|an)\s+", re.IGNORECASE)
_HAVING: Final = re.compile(r"\s(?:(?:ever )?having (?:ever )?|being |that |as )", re.IGNORECASE)
_WHICH: Final = re.compile(r"(?:,| [-–—]) (?:which|an? \w{1,20}(?: that| which)?)\b[^,–—]{0,60}$", re.IGNORECASE)
_ASIDE: Final = re.compile(r", (?:by|with|through|after|despite) (?:[^,]|,(?=\d)){1,120},(?!\d)")
_FIGURE: Final = re.compile(r"\d")
_THINGS_DONE: Final = ("wrongdoing", "involvement", "responsibility")
_QUOTE_MARKS: Final = frozenset("\"“”„«»‘’'")


@dataclass(frozen=True, slots=True)
class Denial:
    """A sentence that denies. `denied` is the proposition in positive form, empty where it is not in the text."""

    sentence: Range
    cue: Range
    subtype: str
    denied: str
    is_partial: bool
    score: float


@dataclass(frozen=True, slots=True)
class _Cue:
    range: Range
    subtype: str
    score: float


@dataclass(frozen=True, slots=True)
class _Scene:
    """The sentence being read, with its frames and the sentence before it."""

    sentence: Range
    reports: Sequence[Report]
    previous: Range | None
    previous_reports: Sequence[Report]
    is_quoted: bool


def find_denials(
    text: str, sentences: Sequence[Range], reports: Sequence[Report], quotes: Sequence[Quotation]
) -> list[Denial]:
    """List the denials of a text in order, one a sentence at most."""
    by_sentence: dict[int, list[Report]] = {}
    for report in reports:
        by_sentence.setdefault(report.sentence.start, []).append(report)
    quoted = [quote.range for quote in quotes if not quote.depth]
    found: list[Denial] = []
    previous: Range | None = None
    for sentence in sentences:
        if sentence.end - sentence.start <= _LONGEST and _may_deny(sentence.of(text)):
            scene = _Scene(
                sentence,
                by_sentence.get(sentence.start, []),
                previous,
                by_sentence.get(previous.start, []) if previous else [],
                is_quoted=bool(holder(quoted, sentence.start) or holder(quoted, sentence.start + 1)),
            )
            found.extend(_read(text, scene))
        previous = sentence
    return found


def _may_deny(sentence: str) -> bool:
    """Leave out questions, and sentences without any word that a cue could start from."""
    if sentence.rstrip('”"’)').endswith("?"):
        return False
    return not cues.TRIGGERS.isdisjoint(_WORD.findall(sentence.lower())) or "n’t" in sentence or "n't" in sentence


def _read(text: str, scene: _Scene) -> Iterator[Denial]:
    cue = next(_find_cues(text, scene), None)
    if not cue:
        return
    denied, is_partial = _find_denied(text, scene, cue)
    yield Denial(scene.sentence, cue.range, cue.subtype, denied, is_partial, cue.score)


def _find_cues(text: str, scene: _Scene) -> Iterator[_Cue]:
    """Yield the cues of a sentence, the surest kind first."""
    yield from _explicit(text, scene.sentence)
    yield from _characterizing(text, scene)
    yield from _countering(text, scene)


def _explicit(text: str, sentence: Range) -> Iterator[_Cue]:
    for match in cues.DENY.finditer(text, *sentence):
        if _is_real(text, sentence, match) and not cues.WITHHELD.match(text, match.end("verb"), sentence.end):
            yield _Cue(trim(text, *match.span()), "explicit", 0.95)
    for match in cues.REJECT.finditer(text, *sentence):
        if _is_real(text, sentence, match) and not _is_refusal(text, sentence, match):
            span = match.span("object") if match["object"] else match.span()
            yield _Cue(_with_marks(text, trim(text, match.start(), span[1])), _kind_of_reject(text, match), 0.85)
    for match in cues.REJECTED_WHICH.finditer(text, *sentence):
        span = match.span("cue") if match["cue"] else match.span("passive")
        if not cues.NEGATED.search(text[max(sentence.start, span[0] - 40) : span[0]]):
            yield _Cue(trim(text, *span), "explicit", 0.85)


def _kind_of_reject(text: str, match: re.Match[str]) -> str:
    """Call `hit back at unfounded accusations` a characterization: the adjective carries the denial."""
    words = set(_WORD.findall(match.group().lower()))
    return (
        "characterization" if words & {"unfounded", "baseless", "groundless", "false", "untrue", "fake"} else "explicit"
    )


def _is_real(text: str, sentence: Range, match: re.Match[str]) -> bool:
    """Refuse what is negated (`did not deny`), wished or ordered (`must reject`), or passive without an agent."""
    before = text[max(sentence.start, match.start() - 50) : match.start()]
    if cues.NEGATED.search(before):
        return False
    if cues.UNREAL.search(before) and not cues.REAL_INFINITIVE.search(before):
        return False
    is_passive = cues.PASSIVE.search(before) or " been " in match.group()
    return not is_passive or text.startswith(" by ", match.end())


def _is_refusal(text: str, sentence: Range, match: re.Match[str]) -> bool:
    """Tell `rejected that offer` from `rejected that account`; a pattern that names an allegation needs no telling."""
    return not match["object"] and bool(cues.REFUSED.match(text, match.end(), sentence.end))


def _characterizing(text: str, scene: _Scene) -> Iterator[_Cue]:
    for pattern, score in ((cues.CALLED_FALSE, 0.85), (cues.CALLED_LOOSELY, 0.8)):
        for match in pattern.finditer(text, *scene.sentence):
            if _is_real(text, scene.sentence, match):
                yield _Cue(_with_marks(text, match.span("cue")), "characterization", score)
    if scene.reports or scene.is_quoted:
        for match in cues.FALSE_CLAIM.finditer(text, *scene.sentence):
            yield _Cue(Range(*match.span("cue")), "characterization", 0.75)


def _with_marks(text: str, span: tuple[int, int]) -> Range:
    """Take in the closing mark when the cue opened a quotation that closes right after it."""
    start, end = span
    inside = text[start:end]
    if text[end : end + 1] in _QUOTE_MARKS and any(mark in inside for mark in "“‘\"'"):
        end += 1
    return Range(start, end)


def _countering(text: str, scene: _Scene) -> Iterator[_Cue]:
    """Yield cues that only deny when somebody is said to utter them."""
    if not scene.reports:
        return
    for pattern, subtype, score in (
        (cues.COUNTER, "counter_assertion", 0.75),
        (cues.INSISTS_NOT, "counter_assertion", 0.6),
        (cues.NO_EVIDENCE, "no_evidence", 0.7),
    ):
        for match in pattern.finditer(text, *scene.sentence):
            yield _Cue(trim(text, *match.span("cue")), subtype, score)


def _find_denied(text: str, scene: _Scene, cue: _Cue) -> tuple[str, bool]:
    """Return what is denied and whether it is only part of what was stated."""
    if cue.subtype == "no_evidence":
        frames = [report.frame.start for report in scene.reports if report.frame.start > cue.range.end]
        return main_clause(text, Range(cue.range.end, min([*frames, scene.sentence.end]))).of(text), False
    if cue.subtype == "counter_assertion":
        return "", False
    named = _named_after(text, scene.sentence, cue.range)
    if named:
        return named, False
    return _named_before(text, scene, cue.range)


def _named_after(text: str, sentence: Range, cue: Range) -> str:
    """Read `denied that …`, `denied doing …`, `denied any plan to …` and `accusations that …`."""
    allegation = cues.ALLEGATION_OF.search(text, cue.start, min(sentence.end, cue.end + 90))
    if allegation:
        return main_clause(text, Range(allegation.end(), sentence.end)).of(text)
    if cues.ANAPHOR.match(text, cue.end, sentence.end) or not text[cue.start : cue.end].lower().endswith(
        ("deny", "denies", "denied", "denying")
    ):
        return ""
    lead = _HAVING.match(text, cue.end, sentence.end)
    start = lead.end() if lead else cue.end
    words = main_clause(text, Range(start, sentence.end)).of(text)
    if words.lower().startswith(("by ", "on ", "in ")):
        return ""
    words = _DETERMINER.sub("", words, count=1)
    return "" if cues.ALLEGATION_ONLY.match(words) and not words.lower().endswith(_THINGS_DONE) else words


def _named_before(text: str, scene: _Scene, cue: Range) -> tuple[str, bool]:
    """Follow `this`, `which` or `such a role` back to what was stated, here or in the sentence before."""
    sentence = scene.sentence
    accused = accused_of(text, Range(sentence.start, cue.start))
    if accused:
        return main_clause(text, accused).of(text), False
    relative = _WHICH.search(text[sentence.start : cue.start])
    if relative and relative.start() > 20:
        return without_stop(text, Range(sentence.start, sentence.start + relative.start())).of(text), False
    whole = text[sentence.start : sentence.end]
    if not scene.previous or "\n" in text[scene.previous.end : sentence.start].strip(" \t"):
        points_back = bool(_POINTS_BACK.search(whole)) and scene.previous is not None
        if not points_back:
            return "", False
    return _stated_before(text, scene, cue)


def _stated_before(text: str, scene: _Scene, cue: Range) -> tuple[str, bool]:
    previous = scene.previous
    if previous is None or not _POINTS_BACK.search(scene.sentence.of(text)):
        return "", False
    content = accused_of(text, previous) or reported_content(text, previous, scene.previous_reports)
    if not content and not _THIS.search(cue.of(text)):
        return "", False
    content = content or previous
    stated = main_clause(text, content)
    words = _ASIDE.sub("", stated.of(text))
    left_out = len(_FIGURE.findall(previous.of(text))) > len(_FIGURE.findall(words))
    return words, left_out
