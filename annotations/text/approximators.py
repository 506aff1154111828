"""Words that make a number softer (`about`, `at least`) and what kind of softness each one states."""

import re
from typing import Final, NamedTuple

from annotations.text.words import BLANK, one_of

_DEGREE: Final = "(?:(?:just|well|slightly|a little|far|significantly|comfortably|considerably) )?"
BEFORE: Final = {
    "estimate": ("an estimated", "the estimated", "estimated", "a reported", "by some estimates"),
    "more_than": (
        "more than",
        "over",
        "above",
        "in excess of",
        "upwards of",
        "upward of",
        "greater than",
        "exceeding",
        "north of",
        "not less than",
        "better than",
    ),
    "at_least": ("at least", "no fewer than", "no less than", "not fewer than", "a minimum of", "minimum of"),
    "at_most": (
        "no more than",
        "not more than",
        "at most",
        "up to",
        "as many as",
        "as much as",
        "as high as",
        "as long as",
        "as large as",
        "a maximum of",
        "a total of up to",
    ),
    "less_than": ("less than", "fewer than", "under", "below", "short of"),
    "nearly": (
        "nearly",
        "almost",
        "close to",
        "virtually",
        "getting on for",
        "approaching",
        "just short of",
        "nearing",
    ),
    "about": (
        "approximately",
        "approx.",
        "approx",
        "about",
        "around",
        "roughly",
        "some",
        "circa",
        "ca.",
        "somewhere around",
        "in the region of",
        "in the order of",
        "on the order of",
        "~",
    ),
}
_TYPES: Final = {word: type_ for type_, words in BEFORE.items() for word in words}
_BEFORE: Final = re.compile(
    rf"(?<![\w-])(?P<degree>{_DEGREE})(?P<word>{one_of(list(_TYPES))})(?:{BLANK}{{1,2}}|(?<=~))(?:the{BLANK})?$",
    re.IGNORECASE,
)
_AFTER: Final = re.compile(
    rf"{BLANK}(?:or so|or (?P<more>more|higher|above|over)|or (?P<less>less|fewer)|and (?P<up>more|above))\b"
)
_FOLD: Final = re.compile(r"\s+")
_WINDOW: Final = 36


class Approximator(NamedTuple):
    """An approximator found in a text; `type` is one of the words of the figure label."""

    start: int
    end: int
    type: str


def match_before(text: str, position: int) -> Approximator | None:
    """Find the approximator that touches a number starting at `position`."""
    touching = text[max(0, position - 6) : position].rstrip()[-1:]
    if not (touching.isalpha() or touching in {".", "~"}):
        return None
    low = max(0, position - _WINDOW)
    match = _BEFORE.search(text[low:position])
    if not match:
        return None
    type_ = _TYPES[_FOLD.sub(" ", match["word"].lower())]
    return Approximator(low + match.start(), low + match.end("word"), type_)


def match_after(text: str, position: int) -> Approximator | None:
    """Find `or more`, `or so` and the like right after a figure that ends at `position`."""
    match = _AFTER.match(text, position)
    if not match:
        return None
    type_ = "at_least" if match["more"] or match["up"] else "at_most" if match["less"] else "about"
    return Approximator(match.start() + 1, match.end(), type_)
