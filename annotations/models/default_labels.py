"""The labels and ratings a new project starts with, as plain data (no Django); a project may change its own copy.

Attribute schemas are JSON Schema 2020-12. Source of the words: the annotation guidelines in `docs/guidelines.md`.
What people read of them passes through `word` or `words`, where the catalogues find it; `usual.py` translates it.
"""

from collections.abc import Iterator
from typing import Any, Final


def word(text: str) -> str:
    """Mark a word for the catalogues."""
    return text


def words(listed: str) -> list[str]:
    """Mark values, listed in one string; the catalogues have them as people read them, see `said`."""
    return listed.split("|")


def said(value: str) -> str:
    """Return what people read for a value: `at_least` is “at least”, a short name is its meaning."""
    return MEANINGS.get(value, value.replace("_", " "))


_TEXT: Final = {"type": "string", "maxLength": 2000}
_SHORT: Final = {"type": "string", "maxLength": 300}
_RANGE: Final = {
    "type": "object",
    "additionalProperties": False,
    "required": ["start", "end", "quote"],
    "properties": {
        "start": {"type": "integer", "minimum": 0},
        "end": {"type": "integer", "minimum": 1},
        "quote": {"type": "string", "maxLength": 2000},
    },
}
CLAIM_TYPES: Final = words("event|numerical|causal|intent|legal_status|position|pledge|prediction|quote|media")
# What the short names of check-worthiness mean.
MEANINGS: Final = {
    "CFS": word("worth checking"),
    "UFS": word("of no weight"),
    "NFS": word("states no fact"),
}
# Units that are words, as engines write them and people read them; a currency is its code in every language.
UNITS: Final = words(
    "person|count|percent|percentage point|basis point|ratio|times|page"
    "|second|minute|hour|day|week|fortnight|month|year|decade|century"
    "|kilometre|metre|centimetre|millimetre|mile|nautical mile|yard|foot|inch|hectare|acre"
    "|square kilometre|square metre|square mile|square foot|cubic metre|litre|gallon|barrel|barrel per day"
    "|tonne|ton|kilogram|gram|pound|kilometre per hour|mile per hour|degree|degree Celsius|degree Fahrenheit"
    "|watt|kilowatt|megawatt|gigawatt|kilowatt-hour|megawatt-hour|gigawatt-hour|horsepower"
    "|hertz|kilohertz|megahertz|gigahertz|megabyte|gigabyte|terabyte|megabit per second"
)


def _schema(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "properties": properties}


_CLAIM: Final = _schema(
    {
        "type": {"enum": CLAIM_TYPES, "title": word("Type")},
        "worthiness": {"enum": ["CFS", "UFS", "NFS"], "title": word("Check-worthiness")},
        "voice": {"enum": words("author|attributed"), "title": word("Voice")},
        "hedges": {"type": "array", "items": _SHORT, "maxItems": 20, "title": word("Hedges")},
    }
)
_DENIAL: Final = _schema(
    {
        "cue": {**_RANGE, "title": word("Cue")},
        "subtype": {
            "enum": words("explicit|characterization|counter_assertion|no_evidence"),
            "title": word("Subtype"),
        },
        "denied": {**_TEXT, "title": word("What is denied")},
        "scope": {"enum": words("whole|part"), "title": word("Scope")},
        "scope_note": {**_TEXT, "title": word("Scope note")},
    }
)
_FIGURE: Final = _schema(
    {
        "kind": {
            "enum": words("count|measure|money|percent|ratio|duration|ordinal"),
            "title": word("Kind"),
        },
        "value": {"type": ["number", "null"], "title": word("Value")},
        "low": {"type": ["number", "null"], "title": word("At least")},
        "high": {"type": ["number", "null"], "title": word("At most")},
        "numerator": {"type": ["number", "null"], "title": word("Numerator")},
        "denominator": {"type": ["number", "null"], "title": word("Denominator")},
        "unit": {**_SHORT, "title": word("Unit")},
        "approximator": {
            "enum": words("none|about|estimate|at_least|more_than|at_most|less_than|between|nearly"),
            "title": word("Approximator"),
        },
        "counted": {**_SHORT, "title": word("Of what")},
        "population": {"type": "array", "items": _SHORT, "maxItems": 20, "title": word("Population")},
        "place": {**_SHORT, "title": word("Place")},
        "as_of": {"type": "string", "pattern": "^\\d{4}(-\\d{2}(-\\d{2})?)?$", "title": word("As of")},
        "as_of_precision": {"enum": words("day|month|year"), "title": word("As-of precision")},
        "as_of_basis": {"enum": words("stated|inferred|unknown"), "title": word("As-of basis")},
        "salience": {"enum": words("key|minor"), "title": word("Salience")},
    }
)
_QUOTE: Final = _schema(
    {
        "kind": {"enum": words("direct|partial"), "title": word("Kind")},
        "speaker": {**_SHORT, "title": word("Speaker")},
    }
)
_SPEAKER: Final = _schema({"entity": {**_SHORT, "title": word("Entity")}})
_PLAIN: Final = _schema({})


def _label(name: str, shortcut: str, look: str, schema: dict[str, Any]) -> dict[str, Any]:
    colour, pattern = look.split()
    return {
        "key": name.lower(),
        "name": name,
        "shortcut": shortcut,
        "colour": colour,
        "pattern": pattern,
        "attributes_schema": schema,
    }


DEFAULT_LABELS: Final[list[dict[str, Any]]] = [
    _label(word("Claim"), "1", "blue solid", _CLAIM),
    _label(word("Denial"), "2", "rust double", _DENIAL),
    _label(word("Figure"), "3", "ochre heavy", _FIGURE),
    _label(word("Quote"), "4", "slate dotted", _QUOTE),
    _label(word("Speaker"), "5", "teal wavy", _SPEAKER),
    {**_label(word("Hedge"), "", "plum dashed", _PLAIN), "is_on": False},
    {**_label(word("Date"), "", "olive dashed", _PLAIN), "is_on": False},
    {**_label(word("Place"), "", "rose dashed", _PLAIN), "is_on": False},
]

DEFAULT_RATINGS: Final[list[dict[str, Any]]] = [
    {
        "slug": "true",
        "name": word("True"),
        "numeric": 5,
        "icon": "yes",
        "definition": word("Accurate; nothing significant is missing."),
    },
    {
        "slug": "mostly-true",
        "name": word("Mostly true"),
        "numeric": 4,
        "icon": "yes",
        "definition": word("Accurate, but needs clarification or additional information."),
    },
    {
        "slug": "half-true",
        "name": word("Half true"),
        "numeric": 3,
        "icon": "mix",
        "definition": word("Partly accurate; leaves out details or takes them out of context."),
    },
    {
        "slug": "mostly-false",
        "name": word("Mostly false"),
        "numeric": 2,
        "icon": "no",
        "definition": word("Has an element of truth but ignores facts that would give a different impression."),
    },
    {"slug": "false", "name": word("False"), "numeric": 1, "icon": "no", "definition": word("Not accurate.")},
    {
        "slug": "missing-context",
        "name": word("Missing context"),
        "numeric": None,
        "icon": "mix",
        "definition": word("Accurate words that mislead without what surrounds them."),
    },
    {
        "slug": "not-enough-evidence",
        "name": word("Not enough evidence"),
        "numeric": None,
        "icon": "unk",
        "definition": word("What could be found decides neither way."),
    },
    {
        "slug": "outdated",
        "name": word("Outdated"),
        "numeric": None,
        "icon": "mix",
        "definition": word("Was accurate once and no longer is."),
    },
    {
        "slug": "misattributed",
        "name": word("Misattributed"),
        "numeric": None,
        "icon": "no",
        "definition": word("Said, made or done by someone else than stated."),
    },
    {
        "slug": "satire",
        "name": word("Satire"),
        "numeric": None,
        "icon": "unk",
        "definition": word("Never meant as a statement of fact."),
    },
]


def titles() -> Iterator[tuple[str, str]]:
    """Yield name and title of each attribute that the usual labels have."""
    for name, schema in _attributes():
        yield name, schema["title"]


def enumerations() -> frozenset[str]:
    """Return the names of the attributes whose values are words of ours."""
    return frozenset({"unit"} | {name for name, schema in _attributes() if "enum" in schema})


def attribute_words() -> Iterator[str]:
    """Yield what people may read in the usual attributes: titles, values, units."""
    for _, schema in _attributes():
        yield schema["title"]
        yield from map(said, schema.get("enum", ()))
    yield from UNITS


def _attributes() -> Iterator[tuple[str, dict[str, Any]]]:
    for label in DEFAULT_LABELS:
        yield from label["attributes_schema"]["properties"].items()
