"""What a sentence reports, without the frame that reports it: `the ministry said that …` leaves only the rest."""

import re
from collections.abc import Sequence
from typing import Final

from annotations.text.ranges import Range, trim
from annotations.text.speakers import Report
from annotations.text.speech_words import CLAUSE_VERBS
from annotations.text.words import BLANK

_LATEST_FRAME: Final = 160
_LONGEST_TAIL: Final = 110
_THAT: Final = re.compile(rf"(?:[^.;:“”\"\n]{{0,60}}?)?\bthat,?{BLANK}")
_CLAUSE: Final = re.compile(
    rf"{BLANK}(?=(?:an?|the|it|he|she|they|there|his|her|its|their|no|some|most|many|all|[A-Z0-9“\"])\b|[“\"])"
)
_COLON: Final = re.compile(rf":{BLANK}")
_ACCUSED_OF: Final = re.compile(
    r"\b(?:accus|charg|blam)(?:e|es|ed|ing)\b(?: (?!of\b|with\b|for\b)[^\s.;:“”\"]{1,30}){1,8} (?:of|with|for) ",
    re.IGNORECASE,
)
_COMMA_BEFORE: Final = re.compile(rf",[”\"’]?{BLANK}{{0,2}}[–—-]?{BLANK}?$")
_ACCORDING_FIRST: Final = re.compile(r"[^,;.]{1,120},\s")
# `Moscow, he said, is watching`: the frame stands inside the clause, so neither side is one.
_GOES_ON: Final = re.compile(r"(?: [^,;.\n]{1,40})?, [a-z]")
_CLOSING: Final = "\"”’'»"
_WORD: Final = re.compile(r"[^\W_]+")
_LEAST_WORDS: Final = 4


def accused_of(text: str, sentence: Range) -> Range | None:
    """Find what somebody is accused of: `charged Moscow with` leaves what follows, up to the next clause."""
    match = _ACCUSED_OF.search(text, *sentence)
    if not match:
        return None
    end = _clause_end(text, match.end(), sentence.end)
    return _long_enough(text, without_stop(text, Range(match.end(), end)), least=2)


def reported_content(text: str, sentence: Range, reports: Sequence[Report]) -> Range | None:
    """Find what the frames of a sentence report; None where no frame can be left out safely."""
    for report in reports:
        found = _after_frame(text, sentence, report) or _before_frame(text, sentence, report)
        content = _long_enough(text, without_stop(text, found)) if found else None
        if content:
            return content
    return None


def _after_frame(text: str, sentence: Range, report: Report) -> Range | None:
    if report.frame.start - sentence.start > _LATEST_FRAME:
        return None
    frame_end = report.frame.end
    if text[report.cue.start : report.cue.end].lower() in {"according to", "as per"}:
        is_first = report.cue.start - sentence.start <= 2
        match = _ACCORDING_FIRST.match(text, report.cue.end, sentence.end) if is_first else None
        return Range(match.end(), sentence.end) if match else None
    match = _THAT.match(text, frame_end, sentence.end) or _COLON.match(text, frame_end, sentence.end)
    if not match and report.cue.of(text).lower() in CLAUSE_VERBS and report.cue.start > report.speaker.start:
        match = _CLAUSE.match(text, frame_end, sentence.end)
    return Range(match.end(), sentence.end) if match else None


def _before_frame(text: str, sentence: Range, report: Report) -> Range | None:
    """Take what stands before `, the ministry said` at the end of a sentence."""
    if sentence.end - report.frame.end > _LONGEST_TAIL:
        return None
    if _GOES_ON.match(text, report.frame.end, sentence.end):
        return None
    comma = _COMMA_BEFORE.search(text[max(sentence.start, report.frame.start - 6) : report.frame.start])
    if not comma:
        return None
    end = report.frame.start - len(comma.group())
    if comma.group()[1:2] in tuple(_CLOSING):
        end += 2
    return Range(sentence.start, end)


def without_stop(text: str, range_: Range) -> Range:
    """Leave out the stop at the end, unless a quotation mark closes after it."""
    start, end = trim(text, *range_)
    while end > start and text[end - 1] in ".!?…,;:":
        end -= 1
    return trim(text, start, end)


def main_clause(text: str, content: Range) -> Range:
    """Cut a relative clause off the end of a proposition: it is the author's own, outside what is reported."""
    return without_stop(text, Range(content.start, _clause_end(text, content.start, content.end)))


_CLAUSE_END: Final = re.compile(
    r",? (?:which|who|whose|where|while|although|though|even though|even as|but|as well as)\b|[;—]| [-–] |, (?:and"
    r"|pointing|adding|saying)\b"
    r"| and (?:accus|sa(?:ys|id)|call|describ|insist|claim|add|told|warn|blam)\w*"
)


def _clause_end(text: str, start: int, end: int) -> int:
    match = _CLAUSE_END.search(text, start, end)
    return match.start() if match else end


def _long_enough(text: str, range_: Range, least: int = _LEAST_WORDS) -> Range | None:
    words = sum(1 for _ in _WORD.finditer(text, *range_))
    return range_ if words >= least else None
