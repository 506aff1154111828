"""Numbers as written, in digits or words, with their value; what they count is found in `quantities`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from annotations.text.number_words import (
    CURRENCY_CODES,
    CURRENCY_SIGNS,
    FRACTION_SIGNS,
    FRACTION_WORDS,
    MAGNITUDE_SIGNS,
    MAGNITUDES,
    ONES,
    ORDINALS,
    SMALL,
    TEENS,
    TENS,
)
from annotations.text.words import BLANK, find_words, one_of

Number = int | float

_LONGEST: Final = 15
_GROUP: Final = "\u00a0\u202f\u2009"
_FRACTIONS: Final = "".join(FRACTION_SIGNS)
_DIGITS: Final = re.compile(
    rf"(?:(?<!\w)|(?<=\$US)|(?<=\$NZ)|(?<=\$A))(?:(?P<number>\d{{1,3}}(?:[,{_GROUP}’']\d{{3}}){{1,6}}(?![\d])"
    rf"(?:\.\d+)?"
    rf"|\d{{1,3}}(?:\x20\d{{3}}){{1,6}}(?!\d|[.,]\d)"
    rf"|\d{{1,3}}(?:\.\d{{3}}){{2,6}}(?!\d)"
    rf"|\d+(?:[.,]\d+)?)(?P<sign>[{_FRACTIONS}])?|(?P<alone>[{_FRACTIONS}]))"
)
_CURRENCY: Final = re.compile(
    r"(?:(?:(?<![A-Za-z])(?:US|CA|AU|NZ|HK|C|A|R|S))?\$(?:US|NZ|A)?|[£€¥₹₽₴₪₺₩₦₱]|(?<![A-Za-z])(?:Rs\.?|"
    + "|".join(sorted(CURRENCY_CODES))
    + rf"))(?={BLANK}?$)"
)
_MINUS: Final = re.compile(r"(?:^|[\s(“\"‘'])([−-])$")
_BAD_BEFORE: Final = re.compile(r"[\w][.,/:]$|[./:=_&?]$|=[\"'“]$|[^\W\d_]-$|[^\W\d_][-–]\d{0,2}$")
_LONG_MAGNITUDES: Final = MAGNITUDES | {sign: value for sign, value in MAGNITUDE_SIGNS.items() if len(sign) > 1}
_MAGNITUDE: Final = re.compile(
    rf"(?:{BLANK}{{1,2}}|-)?({one_of(list(_LONG_MAGNITUDES))})(?![^\W_])|([kKmMbB])(?![\w²³/])", re.IGNORECASE
)
_ONES: Final = one_of(list(ONES))
_UP_TO_99: Final = rf"(?:{one_of(list(TENS))}(?:[ \u00a0-]{_ONES})?|{one_of(list(TEENS))}|{_ONES})"
_UP_TO_999: Final = (
    rf"(?:{_UP_TO_99}(?:[ -]hundred(?:(?: and)? {_UP_TO_99})?)?|(?:an?|half an?) hundred(?:(?: and)? {_UP_TO_99})?)"
)
_BIG: Final = one_of([word for word in MAGNITUDES if word != "hundred"])
_WORDS: Final = re.compile(
    rf"(?:(?P<head>(?:half an?|an?)) (?=(?:{_BIG})\b))?(?P<body>(?:{_UP_TO_999})?(?:[ -]?\b{_BIG}\b(?: "
    rf"(?:and )?{_UP_TO_999})?){{0,4}})"
    rf"(?P<point> point(?: (?:{one_of(list(SMALL))})){{1,3}})?(?![^\W_])",
    re.IGNORECASE,
)
_LEAD: Final = re.compile(r"(?<!\w)(?:half an?|an?) $", re.IGNORECASE)
_TOKENS: Final = re.compile(r"[a-z]+")
_TRIGGERS: Final = frozenset([*SMALL, *MAGNITUDES])
_NUMERATOR: Final = re.compile(r"(?<!\w)(one|an?|two|three|four|five|seven|nine)[ -]$", re.IGNORECASE)
_FRACTION_TRIGGERS: Final = frozenset([*FRACTION_WORDS, *(f"{word}s" for word in FRACTION_WORDS), "halves"])
_OF: Final = re.compile(rf"{BLANK}+of\b")
_WHOLE: Final = re.compile(rf"{BLANK}+(?:of|the|its|their|his|her|all|our)\b")
_SHARE_BEFORE: Final = re.compile(
    r"\b(?:than|about|around|nearly|almost|roughly|by|over|under|least|some|only|up to) $"
)
_MIXED: Final = re.compile(rf"{BLANK}and a (half|quarter|third)\b")
_ORDINAL: Final = re.compile(rf"{BLANK}(?:such|consecutive|successive|straight)\b")
_ORDINAL_TIME: Final = re.compile(rf"{BLANK}time\b")
_DIGIT_ORDINAL: Final = re.compile(r"(?<![\w.,])(\d{1,3})(?:st|nd|rd|th)\b")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as written. `form` is digits, words, fraction or ordinal; fractions carry both their parts."""

    start: int
    end: int
    value: Number
    form: str
    currency: str = ""
    is_scaled: bool = False
    numerator: int | None = None
    denominator: int | None = None


def find_numerals(text: str) -> list[Numeral]:
    """List the numbers of a text in order, without overlaps."""
    found = [*_find_digits(text), *_find_words(text), *_find_fractions(text), *_find_ordinals(text)]
    found.sort(key=lambda numeral: (numeral.start, -numeral.end))
    kept: list[Numeral] = []
    for numeral in found:
        if not kept or numeral.start >= kept[-1].end:
            kept.append(numeral)
    return kept


def plain(value: Number) -> Number:
    """Round away the noise of floats; a whole number is an int."""
    rounded = round(value, 6)
    return int(rounded) if rounded == int(rounded) else rounded


def _find_digits(text: str) -> Iterator[Numeral]:
    for match in _DIGITS.finditer(text):
        before = text[max(0, match.start() - 6) : match.start()]
        value = _read_digits(match["number"] or "0")
        if value is None or _BAD_BEFORE.search(before):
            continue
        sign = match["sign"] or match["alone"]
        numerator, denominator = FRACTION_SIGNS[sign] if sign else (0, 1)
        value += numerator / denominator if sign else 0
        yield _with_surroundings(text, match.span(), value, before)


def _with_surroundings(text: str, span: tuple[int, int], value: Number, before: str) -> Numeral:
    """Take in the currency or the minus sign before the digits and the magnitude after them."""
    start, end = span
    is_alone = before.rstrip()[-1:].isdigit()
    currency = None if is_alone else _CURRENCY.search(before)
    minus = None if is_alone or currency else _MINUS.search(before)
    scale, end = _read_magnitude(text, end)
    if currency:
        start -= len(before) - currency.start()
    elif minus:
        start -= 1
        value = -value
    code = CURRENCY_SIGNS.get(currency.group(), currency.group()) if currency else ""
    return Numeral(start, end, plain(value * scale), "digits", code, scale > 1)


def _read_digits(written: str) -> Number | None:
    digits = re.sub(f"[{_GROUP} ’']", "", written)
    if len(digits.replace(",", "")) > _LONGEST:
        return None
    if re.fullmatch(r"\d{1,3}(?:\.\d{3}){2,}", digits):
        digits = digits.replace(".", "")
    elif re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", digits):
        digits = digits.replace(",", "")
    else:
        digits = digits.replace(",", ".", 1)
    return plain(float(digits)) if "." in digits else int(digits)


def _read_magnitude(text: str, end: int) -> tuple[int, int]:
    match = _MAGNITUDE.match(text, end)
    if not match:
        return 1, end
    word = (match.group(1) or match.group(2)).lower()
    if word == "m" and re.match(
        r"\s(?:sprint|race|long|wide|high|deep|tall|away)\b", text[match.end() : match.end() + 8]
    ):
        return 1, end
    return (_LONG_MAGNITUDES.get(word) or MAGNITUDE_SIGNS[word]), match.end()


def _find_words(text: str) -> Iterator[Numeral]:
    reached = 0
    for word in find_words(text, _TRIGGERS):
        if word.start < reached:
            continue
        lead = _LEAD.search(text[max(0, word.start - 8) : word.start])
        start = word.start - (len(lead.group()) if lead and word.of(text).lower() in MAGNITUDES else 0)
        match = _WORDS.match(text, start)
        if not match or match.end() < word.end or text[start - 1 : start].isalnum():
            continue
        reached = match.end()
        if match.group().lower() in MAGNITUDES:
            continue
        yield _mixed(text, start, match.end(), _read_words(match))


def _read_words(match: re.Match[str]) -> Number:
    words = _TOKENS.findall(match["body"].lower())
    total = current = 0.0
    if (match["head"] or match["body"]).lower().startswith("half a"):
        current = 0.5
    for word in words:
        if word in SMALL:
            current += SMALL[word]
        elif word == "hundred":
            current = (current or 1) * 100
        elif word in MAGNITUDES:
            total += (current or 1) * MAGNITUDES[word]
            current = 0.0
    decimals = [SMALL[word] for word in _TOKENS.findall((match["point"] or "").lower())[1:]]
    return plain(total + current + sum(digit / 10 ** (place + 1) for place, digit in enumerate(decimals)))


def _mixed(text: str, start: int, end: int, value: Number) -> Numeral:
    """Add the half of `two and a half`."""
    more = _MIXED.match(text, end)
    if more and value < 100:
        return Numeral(start, more.end(), plain(value + 1 / FRACTION_WORDS[more.group(1)]), "words")
    return Numeral(start, end, value, "words", is_scaled=value >= 1000)


def _find_fractions(text: str) -> Iterator[Numeral]:
    for word in find_words(text, _FRACTION_TRIGGERS):
        before = text[max(0, word.start - 10) : word.start]
        lower = word.of(text).lower()
        counted = _NUMERATOR.search(before)
        if counted and _is_share(text, word.end, lower, counted.group(1).lower()):
            top = ONES.get(counted.group(1).lower(), 1)
            yield _fraction(word.start - len(counted.group()), word.end, top, _denominator(lower))
        elif not counted and lower == "half" and (_WHOLE.match(text, word.end) or _SHARE_BEFORE.search(before)):
            yield _fraction(word.start, word.end, 1, 2)


def _is_share(text: str, end: int, word: str, numerator: str) -> bool:
    """Tell `a third of` from `a third term`; `two thirds` needs no more."""
    return word.endswith("s") or numerator not in {"a", "an", "one"} or bool(_OF.match(text, end))


def _denominator(word: str) -> int:
    return 2 if word == "halves" else FRACTION_WORDS[word.removesuffix("s")]


def _fraction(start: int, end: int, top: int, bottom: int) -> Numeral:
    return Numeral(start, end, plain(top / bottom), "fraction", numerator=top, denominator=bottom)


def _find_ordinals(text: str) -> Iterator[Numeral]:
    """Find ordinals that count events (`third such announcement`); all others only order things."""
    for word in find_words(text, ORDINALS.keys()):
        value = ORDINALS[word.of(text).lower()]
        if _ORDINAL.match(text, word.end) or (value > 1 and _ORDINAL_TIME.match(text, word.end)):
            yield Numeral(word.start, word.end, value, "ordinal")
    for match in _DIGIT_ORDINAL.finditer(text):
        if _ORDINAL.match(text, match.end()) or _ORDINAL_TIME.match(text, match.end()):
            yield Numeral(match.start(), match.end(), int(match.group(1)), "ordinal")
