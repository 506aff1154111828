// Figures typed in Ukrainian, said in English for quantity.js; what is counted keeps its own words. Pure.
// annotations/text/ukrainian.py says the same; tests/cases/quantities.json holds both.

const LETTER = "[\\p{L}’]";
const whole = (words, flags) => new RegExp(`(?<!${LETTER})(?:${words})(?!${LETTER})`, flags);
const rules = (table) => table.map(([english, words]) => [whole(words, "giu"), english]);

// Longer ones stand before those they begin with.
const WORDS = rules([
  ["zero", "нуль"], ["one", "один|одна|одне|одного|однієї|одну"], ["two", "два|дві|двох"], ["three", "три|трьох"], ["four", "чотири|чотирьох"],
  ["five", "п’ять|п’яти|п’ятьох"], ["six", "шість|шести|шістьох"], ["seven", "сім|семи|сімох"], ["eight", "вісім|восьми|вісьмох"], ["nine", "дев’ять|дев’яти|дев’ятьох"],
  ["ten", "десять|десяти|десятьох"], ["eleven", "одинадцять|одинадцяти"], ["twelve", "дванадцять|дванадцяти"], ["thirteen", "тринадцять|тринадцяти"],
  ["fourteen", "чотирнадцять|чотирнадцяти"], ["fifteen", "п’ятнадцять|п’ятнадцяти"], ["sixteen", "шістнадцять|шістнадцяти"], ["seventeen", "сімнадцять|сімнадцяти"],
  ["eighteen", "вісімнадцять|вісімнадцяти"], ["nineteen", "дев’ятнадцять|дев’ятнадцяти"], ["twenty", "двадцять|двадцяти"], ["thirty", "тридцять|тридцяти"], ["forty", "сорок|сорока"],
  ["fifty", "п’ятдесят|п’ятдесяти"], ["sixty", "шістдесят|шістдесяти"], ["seventy", "сімдесят|сімдесяти"], ["eighty", "вісімдесят|вісімдесяти"], ["ninety", "дев’яносто|дев’яноста"],
  ["one hundred", "сто|ста"], ["two hundred", "двісті|двохсот"], ["three hundred", "триста|трьохсот"], ["four hundred", "чотириста|чотирьохсот"], ["five hundred", "п’ятсот|п’ятисот"],
  ["six hundred", "шістсот|шестисот"], ["seven hundred", "сімсот|семисот"], ["eight hundred", "вісімсот|восьмисот"], ["nine hundred", "дев’ятсот|дев’ятисот"],
  ["half a million", "пів ?мільйона"], ["half a billion", "пів ?мільярда"], ["1.5", "півтора|півтори"],
  ["hundred", "сотн[яіюею]+|сотень"], ["thousand", "тисяч[аіуею]*|тис\\.?"], ["million", "мільйон(?:а|и|ів|у)?|млн\\.?"], ["billion", "мільярд(?:а|и|ів|у)?|млрд\\.?"],
  ["trillion", "трильйон(?:а|и|ів|у)?|трлн\\.?"], ["thirds", "третини|третин"], ["quarters", "чверті|чвертей"], ["fifths", "п’яті|п’ятих"], ["tenths", "десяті|десятих"],
  ["percentage point", "відсотков(?:ий|і|их) пункт(?:и|ів|у)?|в\\. ?п\\."], ["percent", "відсот(?:ок|ки|ка|ків)|процент(?:и|ів|а)?"],
  ["century", "століть|століття"], ["decade", "десятиліть|десятиліття"], ["year", "рік|роки|років|року"], ["month", "місяц(?:ь|і|ів|я)"], ["week", "тиж(?:день|ні|нів|ня)"],
  ["day", "день|дні|днів|дня|доба|доби|діб"], ["kph", "км/год\\.?|кілометр(?:и|ів|а)? на годину"], ["hour", "годин[аиу]?|год\\.?"], ["minute", "хвилин[аиу]?|хв\\.?"], ["second", "секунд[аиу]?|сек\\.?"],
  ["square kilometre", "квадратн(?:ий|і|их) кілометр(?:и|ів|а)?|кв\\. ?км|км²"], ["square metre", "квадратн(?:ий|і|их) метр(?:и|ів|а)?|кв\\. ?м|м²"],
  ["cubic metre", "кубічн(?:ий|і|их) метр(?:и|ів|а)?|куб\\. ?м|м³"], ["kilometre", "кілометр(?:и|ів|а)?|км"], ["centimetre", "сантиметр(?:и|ів|а)?|см"],
  ["millimetre", "міліметр(?:и|ів|а)?|мм"], ["metre", "метр(?:и|ів|а)?|м"], ["mile", "мил[яі]|миль"], ["hectare", "гектар(?:и|ів|а)?|га"], ["tonne", "тонн[аиу]?|т"],
  ["kilogram", "кілограм(?:и|ів|а)?|кг"], ["gram", "грам(?:и|ів|а)?"], ["litre", "літр(?:и|ів|а)?|л"], ["barrel", "барел(?:ь|і|ів|я)"], ["degree", "градус(?:и|ів|а)?"],
  ["kilowatt", "кіловат(?:и|ів|а)?|кВт"], ["megawatt", "мегават(?:и|ів|а)?|МВт"], ["gigawatt", "гігават(?:и|ів|а)?|ГВт"], ["page", "сторін(?:ка|ки|ок)|стор\\."],
  ["hryvnia", "грив(?:ня|ні|ень)|грн\\.?"], ["dollar", "(?:долар(?:и|ів|а)?|дол\\.)(?: США)?"], ["euro", "євро"], ["pound sterling", "фунт(?:и|ів|а)? стерлінгів"],
  ["ruble", "рубл(?:ь|і|ів|я)|руб\\."], ["zloty", "злот(?:ий|і|их)"], ["yuan", "юан(?:ь|і|ів|я)"],
]);
const LEADS = [
  ["at most", "щонайбільше|не більше?(?: ніж| як| за)?|максимум|аж до|до"], ["at least", "щонайменше|не менше?(?: ніж| як| за)?|принаймні|мінімум|від"],
  ["more than", "понад|більше?(?: ніж| як| за)?"], ["less than", "менше?(?: ніж| як| за)?"], ["nearly", "майже|мало не|ледь не"],
  ["an estimated", "за (?:оцінк|підрахунк)(?:ою|ами|ом)"], ["about", "близько|приблизно|орієнтовно|біля|коло|десь"],
].map(([english, words]) => [new RegExp(`^(?:${words})\\s+(?=[\\da-z])`, "iu"), `${english} `]);
const SHAPES = [
  [/^між (.+?) (?:та|і|й) (?=[\da-z])/iu, "between $1 and "], [/^від (.+?) до (?=[\da-z])/iu, "between $1 and "], [/(?<=[\da-z%]) до (?=[\da-z])/giu, " to "],
  [/(?<=[\da-z]) (?:з|із|зі) (?:кожних )?(?=[\da-z])/giu, " out of "], [/ (?:або|чи|і|й|та) більше$/iu, " or more"], [/ (?:або|чи) менше$/iu, " or less"],
];
// "мільйон" alone is one million; "million" alone is no number.
const BARE = /(?<=^|(?:than|least|most|nearly|estimated|about|between|and|to) )(?=(?:thousand|million|billion|trillion)\b)/gu;
const TAIL = /^(.*?[\da-z%€₴$])\s+(\p{Script=Cyrillic}[\p{L}’-]*(?: [\p{L}’-]+){0,3})\.?$/iu;
const NOT_COUNTED = whole("і|й|та|або|чи|до|від|ніж", "iu");
const PERSON = new RegExp(`(?<!${LETTER})(?:люд(?:ей|и|ин)|ос(?:іб|об)|солдат|військов|бійц|діт|жін|чолов|біжен|переселен|мешкан|жител|громадян|загибл|поранен|вбит|убит|полонен|заручник|в’язн|студент|учн|пацієнт|хвор|лікар|вчител|виборц|протестувальник|поліцейськ|депутат|працівник|добровольц|резервіст|мобілізован|призовник|пенсіонер|підлітк|родин|сімей|пасажир|журналіст)`, "iu");

/** What was typed as `{said, counted, isPerson}`: `said` in English, `counted` as it was written; empty where it is no figure. */
export function inEnglish(typed) {
  if (!/\p{Script=Cyrillic}/u.test(typed)) return { said: typed, counted: "" };
  let said = typed.replaceAll(/(?<=\p{L})['ʼ‘](?=\p{L})/gu, "’");
  for (const [pattern, english] of [...WORDS, ...SHAPES, ...LEADS]) said = said.replace(pattern, english);
  const [, head = said, counted = ""] = said.match(TAIL) ?? [];
  if (/\p{Script=Cyrillic}/u.test(head) || NOT_COUNTED.test(counted)) return { said: "", counted: "" };
  return { said: head.replaceAll(BARE, "one "), counted, isPerson: PERSON.test(counted) };
}
