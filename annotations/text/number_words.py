"""English words and signs of number, as tables."""

from typing import Final

from annotations.text.words import word_set

ONES: Final = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
}
TEENS: Final = {
    "zero": 0,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
}
TENS: Final = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
SMALL: Final = ONES | TEENS | TENS
MAGNITUDES: Final = {
    "dozen": 12,
    "hundred": 100,
    "thousand": 10**3,
    "lakh": 10**5,
    "million": 10**6,
    "crore": 10**7,
    "billion": 10**9,
    "trillion": 10**12,
}
MAGNITUDE_SIGNS: Final = {
    "k": 10**3,
    "m": 10**6,
    "mn": 10**6,
    "mln": 10**6,
    "b": 10**9,
    "bn": 10**9,
    "tn": 10**12,
    "trn": 10**12,
}
FRACTION_SIGNS: Final = {"½": (1, 2), "¼": (1, 4), "¾": (3, 4), "⅓": (1, 3), "⅔": (2, 3), "⅕": (1, 5), "⅛": (1, 8)}
FRACTION_WORDS: Final = {
    "half": 2,
    "third": 3,
    "quarter": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
}
ORDINALS: Final = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "eleventh": 11,
    "twelfth": 12,
}
CURRENCY_SIGNS: Final = {
    "$": "USD",
    "US$": "USD",
    "$US": "USD",
    "C$": "CAD",
    "CA$": "CAD",
    "A$": "AUD",
    "$A": "AUD",
    "AU$": "AUD",
    "NZ$": "NZD",
    "$NZ": "NZD",
    "HK$": "HKD",
    "R$": "BRL",
    "S$": "SGD",
    "£": "GBP",
    "€": "EUR",
    "¥": "JPY",
    "₹": "INR",
    "₽": "RUB",
    "₴": "UAH",
    "₪": "ILS",
    "₺": "TRY",
    "₩": "KRW",
    "₦": "NGN",
    "₱": "PHP",
    "Rs": "INR",
    "Rs.": "INR",
}
CURRENCY_CODES: Final = word_set(
    "USD EUR GBP JPY CNY CHF RUB UAH INR CAD AUD NZD NOK SEK DKK PLN CZK HUF RON TRY ILS BRL ZAR KRW SGD HKD"
)
