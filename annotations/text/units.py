"""Units of measure, time, share and money: the words for them, their code and what kind of figure they make."""

import re
from typing import Final, NamedTuple

from annotations.text.number_words import CURRENCY_CODES, CURRENCY_SIGNS
from annotations.text.words import BLANK, one_of, word_set


class Unit(NamedTuple):
    """A unit found in a text: where its words end, its code and the kind of figure it makes."""

    end: int
    code: str
    kind: str


_PERCENT: Final = {
    "percent": "percent|per cent|per-cent|pct",
    "percentage point": "percentage point",
    "basis point": "basis point",
}
_DURATION: Final = {name: name for name in word_set("second minute hour day week month year decade fortnight")} | {
    "century": "century|centuries"
}
_MEASURE: Final = {
    "kilometre": "kilometre|kilometer|km|kms",
    "square kilometre": "square kilometre|square kilometer|sq km",
    "square mile": "square mile|sq mi",
    "square metre": "square metre|square meter|sq m",
    "square foot": "square foot|square feet|sq ft",
    "metre": "metre|meter",
    "mile": "mile",
    "nautical mile": "nautical mile",
    "foot": "foot|feet|ft",
    "inch": "inch|inches",
    "yard": "yard",
    "centimetre": "centimetre|centimeter|cm",
    "millimetre": "millimetre|millimeter|mm",
    "kilogram": "kilogram|kilo|kg",
    "gram": "gram",
    "tonne": "tonne|metric ton",
    "ton": "ton",
    "litre": "litre|liter",
    "gallon": "gallon",
    "barrel per day": "bpd|barrels per day|barrels a day",
    "barrel": "barrel",
    "cubic metre": "cubic metre|cubic meter",
    "hectare": "hectare",
    "acre": "acre",
    "mile per hour": "mph|miles per hour|miles an hour",
    "kilometre per hour": "kph|kmh|kilometres per hour|kilometers per hour",
    "degree Celsius": "degrees celsius|degree celsius",
    "degree Fahrenheit": "degrees fahrenheit|degree fahrenheit",
    "degree": "degree",
    "kilowatt-hour": "kilowatt-hour|kilowatt hour",
    "watt": "watt",
    "kilowatt": "kilowatt",
    "megawatt": "megawatt",
    "gigawatt": "gigawatt",
    "megabyte": "megabyte",
    "gigabyte": "gigabyte",
    "terabyte": "terabyte",
    "kilohertz": "kilohertz",
    "megahertz": "megahertz",
    "gigahertz": "gigahertz",
    "page": "page",
    "horsepower": "horsepower|bhp",
}
_RATIO: Final = {"times": "times|fold"}
_SYMBOLS: Final = {
    "%": ("percent", "percent"),
    "pc": ("percent", "percent"),
    "pp": ("percentage point", "percent"),
    "bps": ("basis point", "percent"),
    "km²": ("square kilometre", "measure"),
    "km2": ("square kilometre", "measure"),
    "m²": ("square metre", "measure"),
    "km/h": ("kilometre per hour", "measure"),
    "b/d": ("barrel per day", "measure"),
    "lb": ("pound", "measure"),
    "lbs": ("pound", "measure"),
    "ha": ("hectare", "measure"),
    "°C": ("degree Celsius", "measure"),
    "°F": ("degree Fahrenheit", "measure"),
    "°": ("degree", "measure"),
    "W": ("watt", "measure"),
    "kW": ("kilowatt", "measure"),
    "kWh": ("kilowatt-hour", "measure"),
    "MW": ("megawatt", "measure"),
    "MWh": ("megawatt-hour", "measure"),
    "GW": ("gigawatt", "measure"),
    "GWh": ("gigawatt-hour", "measure"),
    "MB": ("megabyte", "measure"),
    "GB": ("gigabyte", "measure"),
    "TB": ("terabyte", "measure"),
    "Hz": ("hertz", "measure"),
    "kHz": ("kilohertz", "measure"),
    "MHz": ("megahertz", "measure"),
    "GHz": ("gigahertz", "measure"),
    "Mbps": ("megabit per second", "measure"),
    "hp": ("horsepower", "measure"),
    "g": ("gram", "measure"),
    "m": ("metre", "measure"),
    "hrs": ("hour", "duration"),
    "hr": ("hour", "duration"),
    "min": ("minute", "duration"),
    "mins": ("minute", "duration"),
}
_CURRENCIES: Final = {
    "dollar": "USD",
    "us dollar": "USD",
    "u.s. dollar": "USD",
    "american dollar": "USD",
    "canadian dollar": "CAD",
    "australian dollar": "AUD",
    "new zealand dollar": "NZD",
    "hong kong dollar": "HKD",
    "singapore dollar": "SGD",
    "euro": "EUR",
    "pound": "GBP",
    "pound sterling": "GBP",
    "swiss franc": "CHF",
    "ruble": "RUB",
    "rouble": "RUB",
    "hryvnia": "UAH",
    "yen": "JPY",
    "yuan": "CNY",
    "rupee": "INR",
    "zloty": "PLN",
    "shekel": "ILS",
    "naira": "NGN",
    "rand": "ZAR",
}


def _words_of(table: dict[str, str], kind: str) -> dict[str, tuple[str, str]]:
    return {word: (code, kind) for code, words in table.items() for word in words.split("|")}


_WORDS: Final = {
    **_words_of(_MEASURE, "measure"),
    **_words_of(_DURATION, "duration"),
    **_words_of(_PERCENT, "percent"),
    **_words_of(_RATIO, "ratio"),
    **{word: (code, "money") for word, code in _CURRENCIES.items()},
}
# A blank, a hyphen or nothing may stand between the numeral and its unit.
_WORD_UNIT: Final = re.compile(rf"(?:{BLANK}{{1,2}}|-)?({one_of(list(_WORDS))})s?(?![^\W_])", re.IGNORECASE)
_SYMBOL_UNIT: Final = re.compile(rf"{BLANK}?(?:({one_of(list(_SYMBOLS))})|({one_of(CURRENCY_CODES)}))(?![^\W_])")
_SIGN_UNIT: Final = re.compile(rf"{BLANK}?([€£₽₴₹¥])(?![\d\w])")
_FOLD: Final = re.compile(r"\s+")


def match_unit(text: str, end: int) -> Unit | None:
    """Find the unit that stands right after a numeral ending at `end`."""
    word = _WORD_UNIT.match(text, end)
    if word:
        code, kind = _WORDS[_FOLD.sub(" ", word.group(1).lower())]
        return Unit(word.end(), code, kind)
    symbol = _SYMBOL_UNIT.match(text, end)
    if symbol and symbol.group(1):
        code, kind = _SYMBOLS[symbol.group(1)]
        return Unit(symbol.end(), code, kind)
    if symbol:
        return Unit(symbol.end(), symbol.group(2), "money")
    sign = _SIGN_UNIT.match(text, end)
    return Unit(sign.end(), CURRENCY_SIGNS[sign.group(1)], "money") if sign else None
