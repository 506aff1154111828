"""Figures that people type in Ukrainian, said in English for `quantities`; what is counted keeps its own words.

The browser's `annotator/later/quantity_uk.js` says the same. Rules for Ukrainian texts do not live here.
"""

import re
from typing import Final, NamedTuple


class Said(NamedTuple):
    """A typed figure in English, empty where it is none, and what it counts in the words that were typed."""

    english: str
    counted: str = ""
    is_person: bool = False


def _whole(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W\d]|’)(?:{words})(?![^\W\d]|’)", re.IGNORECASE)


def _rules(table: str) -> list[tuple[re.Pattern[str], str]]:
    rows = (row.split(": ", 1) for row in table.strip().splitlines())
    return [(_whole(words), english) for english, words in rows]


_CYRILLIC: Final = re.compile("[а-яіїєґ]", re.IGNORECASE)
_APOSTROPHE: Final = re.compile(r"(?<=[^\W\d_])['ʼ‘](?=[^\W\d_])")
# Longer ones stand before those they begin with.
_WORDS: Final = _rules(r"""
zero: нуль
one: один|одна|одне|одного|однієї|одну
two: два|дві|двох
three: три|трьох
four: чотири|чотирьох
five: п’ять|п’яти|п’ятьох
six: шість|шести|шістьох
seven: сім|семи|сімох
eight: вісім|восьми|вісьмох
nine: дев’ять|дев’яти|дев’ятьох
ten: десять|десяти|десятьох
eleven: одинадцять|одинадцяти
twelve: дванадцять|дванадцяти
thirteen: тринадцять|тринадцяти
fourteen: чотирнадцять|чотирнадцяти
fifteen: п’ятнадцять|п’ятнадцяти
sixteen: шістнадцять|шістнадцяти
seventeen: сімнадцять|сімнадцяти
eighteen: вісімнадцять|вісімнадцяти
nineteen: дев’ятнадцять|дев’ятнадцяти
twenty: двадцять|двадцяти
thirty: тридцять|тридцяти
forty: сорок|сорока
fifty: п’ятдесят|п’ятдесяти
sixty: шістдесят|шістдесяти
seventy: сімдесят|сімдесяти
eighty: вісімдесят|вісімдесяти
ninety: дев’яносто|дев’яноста
one hundred: сто|ста
two hundred: двісті|двохсот
three hundred: триста|трьохсот
four hundred: чотириста|чотирьохсот
five hundred: п’ятсот|п’ятисот
six hundred: шістсот|шестисот
seven hundred: сімсот|семисот
eight hundred: вісімсот|восьмисот
nine hundred: дев’ятсот|дев’ятисот
half a million: пів ?мільйона
half a billion: пів ?мільярда
1.5: півтора|півтори
hundred: сотн[яіюею]+|сотень
thousand: тисяч[аіуею]*|тис\.?
million: мільйон(?:а|и|ів|у)?|млн\.?
billion: мільярд(?:а|и|ів|у)?|млрд\.?
trillion: трильйон(?:а|и|ів|у)?|трлн\.?
thirds: третини|третин
quarters: чверті|чвертей
fifths: п’яті|п’ятих
tenths: десяті|десятих
percentage point: відсотков(?:ий|і|их) пункт(?:и|ів|у)?|в\. ?п\.
percent: відсот(?:ок|ки|ка|ків)|процент(?:и|ів|а)?
century: століть|століття
decade: десятиліть|десятиліття
year: рік|роки|років|року
month: місяц(?:ь|і|ів|я)
week: тиж(?:день|ні|нів|ня)
day: день|дні|днів|дня|доба|доби|діб
kph: км/год\.?|кілометр(?:и|ів|а)? на годину
hour: годин[аиу]?|год\.?
minute: хвилин[аиу]?|хв\.?
second: секунд[аиу]?|сек\.?
square kilometre: квадратн(?:ий|і|их) кілометр(?:и|ів|а)?|кв\. ?км|км²
square metre: квадратн(?:ий|і|их) метр(?:и|ів|а)?|кв\. ?м|м²
cubic metre: кубічн(?:ий|і|их) метр(?:и|ів|а)?|куб\. ?м|м³
kilometre: кілометр(?:и|ів|а)?|км
centimetre: сантиметр(?:и|ів|а)?|см
millimetre: міліметр(?:и|ів|а)?|мм
metre: метр(?:и|ів|а)?|м
mile: мил[яі]|миль
hectare: гектар(?:и|ів|а)?|га
tonne: тонн[аиу]?|т
kilogram: кілограм(?:и|ів|а)?|кг
gram: грам(?:и|ів|а)?
litre: літр(?:и|ів|а)?|л
barrel: барел(?:ь|і|ів|я)
degree: градус(?:и|ів|а)?
kilowatt: кіловат(?:и|ів|а)?|кВт
megawatt: мегават(?:и|ів|а)?|МВт
gigawatt: гігават(?:и|ів|а)?|ГВт
page: сторін(?:ка|ки|ок)|стор\.
hryvnia: грив(?:ня|ні|ень)|грн\.?
dollar: (?:долар(?:и|ів|а)?|дол\.)(?: США)?
euro: євро
pound sterling: фунт(?:и|ів|а)? стерлінгів
ruble: рубл(?:ь|і|ів|я)|руб\.
zloty: злот(?:ий|і|их)
yuan: юан(?:ь|і|ів|я)
""")
_NEXT: Final = r"(?=[\da-z])"
_SHAPES: Final = [
    (re.compile(pattern, re.IGNORECASE), english)
    for pattern, english in (
        (rf"^між (.+?) (?:та|і|й) {_NEXT}", r"between \1 and "),
        (rf"^від (.+?) до {_NEXT}", r"between \1 and "),
        (rf"(?<=[\da-z%]) до {_NEXT}", " to "),
        (rf"(?<=[\da-z]) (?:з|із|зі) (?:кожних )?{_NEXT}", " out of "),
        (r" (?:або|чи|і|й|та) більше$", " or more"),
        (r" (?:або|чи) менше$", " or less"),
        (rf"^(?:щонайбільше|не більше?(?: ніж| як| за)?|максимум|аж до|до)\s+{_NEXT}", "at most "),
        (rf"^(?:щонайменше|не менше?(?: ніж| як| за)?|принаймні|мінімум|від)\s+{_NEXT}", "at least "),
        (rf"^(?:понад|більше?(?: ніж| як| за)?)\s+{_NEXT}", "more than "),
        (rf"^менше?(?: ніж| як| за)?\s+{_NEXT}", "less than "),
        (rf"^(?:майже|мало не|ледь не)\s+{_NEXT}", "nearly "),
        (rf"^за (?:оцінк|підрахунк)(?:ою|ами|ом)\s+{_NEXT}", "an estimated "),
        (rf"^(?:близько|приблизно|орієнтовно|біля|коло|десь)\s+{_NEXT}", "about "),
    )
]
# “мільйон” alone is one million; “million” alone is no number.
_BARE: Final = re.compile(
    r"(^|\b(?:than|least|most|nearly|estimated|about|between|and|to) )(?=(?:thousand|million|billion|trillion)\b)"
)
_TAIL: Final = re.compile(
    r"(.*?[\da-z%€₴$])\s+([а-яіїєґ][^\W\d_]*(?:[’-][^\W\d_]+)*(?: [^\W\d_’-]+(?:[’-][^\W\d_]+)*){0,3})\.?",
    re.IGNORECASE,
)
_NOT_COUNTED: Final = _whole("і|й|та|або|чи|до|від|ніж")
_PERSON: Final = re.compile(
    r"(?<![^\W\d]|’)(?:люд(?:ей|и|ин)|ос(?:іб|об)|солдат|військов|бійц|діт|жін|чолов|біжен|переселен|мешкан|жител"
    r"|громадян|загибл|поранен|вбит|убит|полонен|заручник|в’язн|студент|учн|пацієнт|хвор|лікар|вчител|виборц"
    r"|протестувальник|поліцейськ|депутат|працівник|добровольц|резервіст|мобілізован|призовник|пенсіонер|підлітк"
    r"|родин|сімей|пасажир|журналіст)",
    re.IGNORECASE,
)


def in_english(typed: str) -> Said:
    """Say a typed figure in English; what holds no Cyrillic letter comes back as it is."""
    if not _CYRILLIC.search(typed):
        return Said(typed)
    said = _APOSTROPHE.sub("’", typed)
    for pattern, english in (*_WORDS, *_SHAPES):
        said = pattern.sub(english, said)
    tail = _TAIL.fullmatch(said)
    head, counted = tail.groups() if tail else (said, "")
    if _CYRILLIC.search(head) or _NOT_COUNTED.search(counted):
        return Said("")
    return Said(_BARE.sub(r"\1one ", head), counted, bool(_PERSON.search(counted)))
