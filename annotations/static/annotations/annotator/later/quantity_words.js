// Words and signs of figures as people type them; a part of the tables behind annotations/text/quantities.py.

const listed = (words) => words.split("|");
const table = (rows) => new Map(Object.entries(rows).flatMap(([value, words]) => listed(words).map((word) => [word, value])));

export const SMALL = new Map(
  listed("zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen")
    .map((word, value) => [word, value])
    .concat(listed("twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety").map((word, index) => [word, 20 + index * 10])),
);
export const MAGNITUDES = new Map([["dozen", 12], ["hundred", 100], ["thousand", 1e3], ["lakh", 1e5], ["million", 1e6], ["crore", 1e7], ["billion", 1e9], ["trillion", 1e12]]);
export const SIGNS = new Map([["k", 1e3], ["m", 1e6], ["mn", 1e6], ["mln", 1e6], ["b", 1e9], ["bn", 1e9], ["tn", 1e12], ["trn", 1e12]]);
export const FRACTIONS = new Map([["½", [1, 2]], ["¼", [1, 4]], ["¾", [3, 4]], ["⅓", [1, 3]], ["⅔", [2, 3]], ["⅕", [1, 5]], ["⅛", [1, 8]]]);
export const PARTS = new Map([["halves", 2], ["thirds", 3], ["quarters", 4], ["fifths", 5], ["sixths", 6], ["sevenths", 7], ["eighths", 8], ["ninths", 9], ["tenths", 10]]);

export const CURRENCY_SIGNS = new Map(Object.entries({
  $: "USD", US$: "USD", C$: "CAD", CA$: "CAD", A$: "AUD", AU$: "AUD", NZ$: "NZD", HK$: "HKD", R$: "BRL", S$: "SGD", "£": "GBP", "€": "EUR", "¥": "JPY",
  "₹": "INR", "₽": "RUB", "₴": "UAH", "₪": "ILS", "₺": "TRY", "₩": "KRW", "₦": "NGN", "₱": "PHP", Rs: "INR", "Rs.": "INR",
}));
export const CURRENCY_CODES = listed("USD|EUR|GBP|JPY|CNY|CHF|RUB|UAH|INR|CAD|AUD|NZD|NOK|SEK|DKK|PLN|CZK|HUF|RON|TRY|ILS|BRL|ZAR|KRW|SGD|HKD");
/** These may also stand after their number. */
export const SIGNS_AFTER = "€£₽₴₹¥";

export const BEFORE = table({
  estimate: "an estimated|the estimated|estimated|a reported|by some estimates",
  more_than: "more than|over|above|in excess of|upwards of|upward of|greater than|exceeding|north of|not less than|better than",
  at_least: "at least|no fewer than|no less than|not fewer than|a minimum of|minimum of",
  at_most: "no more than|not more than|at most|up to|as many as|as much as|as high as|as long as|as large as|a maximum of|a total of up to",
  less_than: "less than|fewer than|under|below|short of",
  nearly: "nearly|almost|close to|virtually|getting on for|approaching|just short of|nearing",
  about: "approximately|approx.|approx|about|around|roughly|some|circa|ca.|somewhere around|in the region of|in the order of|on the order of|~",
});

/** A word in lower case, without the s of the plural: code and kind. */
export const UNITS = new Map([
  ...[...table({ percent: "percent|per cent|per-cent|pct", "percentage point": "percentage point", "basis point": "basis point" })].map(([word, code]) => [word, [code, "percent"]]),
  ...listed("second|minute|hour|day|week|month|year|decade|fortnight|century").map((word) => [word, [word, "duration"]]),
  ["centuries", ["century", "duration"]],
  ...[...table({
    kilometre: "kilometre|kilometer|km|kms", "square kilometre": "square kilometre|square kilometer|sq km", "square mile": "square mile|sq mi",
    "square metre": "square metre|square meter|sq m", "square foot": "square foot|square feet|sq ft", metre: "metre|meter", mile: "mile", "nautical mile": "nautical mile",
    foot: "foot|feet|ft", inch: "inch|inches", yard: "yard", centimetre: "centimetre|centimeter|cm", millimetre: "millimetre|millimeter|mm", kilogram: "kilogram|kilo|kg",
    gram: "gram", tonne: "tonne|metric ton", ton: "ton", litre: "litre|liter", gallon: "gallon", "barrel per day": "bpd|barrels per day|barrels a day", barrel: "barrel",
    "cubic metre": "cubic metre|cubic meter", hectare: "hectare", acre: "acre", "mile per hour": "mph|miles per hour|miles an hour",
    "kilometre per hour": "kph|kmh|kilometres per hour|kilometers per hour", "degree Celsius": "degrees celsius|degree celsius",
    "degree Fahrenheit": "degrees fahrenheit|degree fahrenheit", degree: "degree", watt: "watt", kilowatt: "kilowatt", megawatt: "megawatt", gigawatt: "gigawatt",
    megabyte: "megabyte", gigabyte: "gigabyte", terabyte: "terabyte", page: "page", horsepower: "horsepower|bhp",
  })].map(([word, code]) => [word, [code, "measure"]]),
  ...[...table({
    USD: "dollar|us dollar|u.s. dollar|american dollar", CAD: "canadian dollar", AUD: "australian dollar", EUR: "euro", GBP: "pound|pound sterling", CHF: "swiss franc",
    RUB: "ruble|rouble", UAH: "hryvnia", JPY: "yen", CNY: "yuan", INR: "rupee", PLN: "zloty", ILS: "shekel", NGN: "naira", ZAR: "rand",
  })].map(([word, code]) => [word, [code, "money"]]),
]);

/** Written exactly so. */
export const UNIT_SIGNS = new Map([
  ["%", ["percent", "percent"]], ["pp", ["percentage point", "percent"]], ["km²", ["square kilometre", "measure"]], ["m²", ["square metre", "measure"]],
  ["km/h", ["kilometre per hour", "measure"]], ["lb", ["pound", "measure"]], ["lbs", ["pound", "measure"]], ["ha", ["hectare", "measure"]], ["°C", ["degree Celsius", "measure"]],
  ["°F", ["degree Fahrenheit", "measure"]], ["°", ["degree", "measure"]], ["W", ["watt", "measure"]], ["kW", ["kilowatt", "measure"]], ["MW", ["megawatt", "measure"]],
  ["GW", ["gigawatt", "measure"]], ["MB", ["megabyte", "measure"]], ["GB", ["gigabyte", "measure"]], ["TB", ["terabyte", "measure"]], ["hrs", ["hour", "duration"]],
  ["hr", ["hour", "duration"]], ["mins", ["minute", "duration"]], ["min", ["minute", "duration"]],
]);

export const PERSONS = new Set(
  `people persons troops soldiers forces servicemen servicewomen men women children boys girls adults teenagers pensioners refugees civilians migrants workers
  employees staff personnel crew fighters militants rebels insurgents separatists mercenaries volunteers recruits conscripts reservists prisoners hostages detainees
  inmates voters members users patients students pupils teachers doctors nurses protesters protestors demonstrators police officers officials diplomats ministers
  lawmakers deputies residents citizens nationals inhabitants victims casualties dead wounded injured passengers tourists visitors fans players athletes parents
  mothers fathers families farmers miners drivers pilots sailors marines journalists households taxpayers deaths fatalities lives peacekeepers`.split(/\s+/),
);
export const PLURALS = new Set("people children men women troops police staff personnel crew feet teeth aircraft species sheep fish cattle dead lives votes".split(" "));
