"""Promises of `seeds/`: the gold fits the articles to the character, refers only to itself, and misses nothing.

These checks do not use the product's code, so that an error in it cannot hide an error of the gold.
"""

import hashlib
import json
import re
import unicodedata
from pathlib import Path

import pytest

SEEDS = Path(__file__).parents[1] / "seeds"
NAMES = sorted(path.stem for path in (SEEDS / "gold").glob("0*.json"))
GROUPS = ("figures", "not_figures", "denials", "not_denials", "claims", "quotes")
LABELS = {"claim", "denial", "figure", "quote", "speaker"}
ENDS = {
    "attributes": ({"claim", "denial", "figure", "quote"}, {"speaker"}),
    "denies": ({"denial"}, {"claim"}),
    "quantifies": ({"figure"}, {"claim"}),
    "continues": ({"quote"}, {"quote"}),
    "same_as": ({"claim"}, {"claim"}),
}
NUMBER = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion"
    r"|dozen|half|quarter|first|second|third|fourth|fifth|single|twice|once)\b|\d[\d,.]*",
    re.IGNORECASE,
)
DENYING = re.compile(
    r"\b(?:den(?:y|ies|ied|ial)\w*|reject\w*|refus\w*|refut\w*|unfounded|dismiss\w*|propaganda|false)\b", re.IGNORECASE
)
QUOTED = re.compile(r'["“]([^"“”\n]+)["”]|‘([^‘’\n]+)’|"([^"“”\n]+)(?=\n)')


def read_text(seed):
    return (SEEDS / seed).read_bytes().decode("utf-8")


def read_gold(name):
    return json.loads((SEEDS / "gold" / f"{name}.json").read_text("utf-8"))


def spans_in(tree):
    """Yield every object in a JSON tree that names a stretch of text."""
    if isinstance(tree, dict):
        if tree.get("start") is not None and "end" in tree and tree.get("quote") is not None:
            yield tree
        for value in tree.values():
            yield from spans_in(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from spans_in(value)


def is_word(character):
    return character.isalnum() or unicodedata.combining(character) != 0


def check_span(text, span):
    start, end, quote = span["start"], span["end"], span["quote"]
    assert 0 <= start < end <= len(text)
    assert text[start:end] == quote == quote.strip()
    for place in (start, end):
        assert not (0 < place < len(text) and is_word(text[place - 1]) and is_word(text[place])), (
            f"cuts a word: {quote}"
        )


def covers(ranges, start, end):
    return any(low <= start and end <= high for low, high in ranges)


def ranges_of(spans):
    return [(span["start"], span["end"]) for span in spans]


@pytest.fixture(params=NAMES)
def gold(request):
    return read_gold(request.param)


@pytest.fixture
def text(gold):
    return read_text(gold["seed"])


def test_there_are_five_articles_with_metadata():
    assert len(NAMES) == 5
    for name in NAMES:
        metadata = json.loads((SEEDS / f"{name}.json").read_text("utf-8"))
        assert metadata["published_basis"] in {"stated", "inferred"}
        assert metadata["licence"] == "CC0-1.0"


def test_articles_are_unchanged_to_the_byte(gold, text):
    raw = (SEEDS / gold["seed"]).read_bytes()
    assert (hashlib.sha256(raw).hexdigest(), len(raw), len(text)) == (gold["sha256"], gold["bytes"], gold["chars"])


def test_every_span_quotes_its_text_and_cuts_no_word(gold, text):
    spans = list(spans_in(gold))
    assert len(spans) > 50
    for span in spans:
        check_span(text, span)


def test_sentences_cover_all_that_is_not_blank(gold, text):
    places = {place for start, end in ranges_of(gold["sentences"]) for place in range(start, end)}
    assert {place for place, character in enumerate(text) if not character.isspace()} <= places


def test_entries_stay_in_their_sentence_and_out_of_page_chrome(gold):
    sentences = {sentence["id"]: sentence for sentence in gold["sentences"]}
    for group in GROUPS:
        for entry in gold[group]:
            sentence = sentences[entry["sentence"]]
            assert sentence["start"] <= entry["start"] < entry["end"] <= sentence["end"]
            assert group.startswith("not_") or sentence["zone"] not in {"boilerplate", "metadata"}


def test_claims_stand_in_check_worthy_sentences_and_refer_to_what_exists(gold):
    worthiness = {sentence["id"]: sentence["worthiness"] for sentence in gold["sentences"]}
    claims = {claim["id"] for claim in gold["claims"]}
    figures = {figure["id"]: figure for figure in gold["figures"]}
    for claim in gold["claims"]:
        assert worthiness[claim["sentence"]] == "CFS"
        assert claim["same_as"] is None or claim["same_as"] in claims
        assert (claim["attribution"] == "author") == (claim["claimant_mention"] is None)
        content = [(claim["content"]["start"], claim["content"]["end"])]
        assert all(covers(content, figures[key]["start"], figures[key]["end"]) for key in claim["figures"])


def test_check_worthy_sentences_hold_a_claim_or_a_denial(gold):
    holding = {entry["sentence"] for entry in gold["claims"] + gold["denials"]}
    assert {sentence["id"] for sentence in gold["sentences"] if sentence["worthiness"] == "CFS"} <= holding


def test_page_chrome_is_never_check_worthy(gold):
    chrome = [sentence for sentence in gold["sentences"] if sentence["zone"] in {"boilerplate", "metadata"}]
    assert {sentence["worthiness"] for sentence in chrome} <= {"NFS"}


def test_denials_have_the_tier_of_their_subtype(gold):
    claims = {claim["id"] for claim in gold["claims"]}
    for denial in gold["denials"]:
        assert (denial["tier"] == "core") == (denial["subtype"] in {"explicit", "characterization"})
        assert denial["denied"]["claim"] is None or denial["denied"]["claim"] in claims


def test_key_figures_belong_to_a_claim_and_have_the_value_of_their_digits(gold):
    used = {key for claim in gold["claims"] for key in claim["figures"]}
    for figure in gold["figures"]:
        assert figure["salience"] != "key" or figure["id"] in used
        digits = re.sub(r"[,.%]", "", figure["number"]["quote"])
        assert not digits.isdigit() or int(digits) == figure["value"]


def test_every_number_is_ruled_on(gold, text):
    ruled = ranges_of([figure["number"] for figure in gold["figures"]] + gold["not_figures"])
    missing = [match.group() for match in NUMBER.finditer(text) if not covers(ruled, *trimmed(match))]
    assert missing == []


def trimmed(match):
    return match.start(), match.start() + len(match.group().rstrip(".,"))


def test_every_word_that_may_deny_is_ruled_on(gold, text):
    chrome = [sentence for sentence in gold["sentences"] if sentence["zone"] in {"boilerplate", "metadata"}]
    ruled = ranges_of(gold["denials"] + gold["not_denials"] + chrome)
    missing = [match.group() for match in DENYING.finditer(text) if not covers(ruled, match.start(), match.start() + 1)]
    assert missing == []


def test_every_pair_of_quotation_marks_is_ruled_on(gold, text):
    ruled = set(ranges_of(gold["quotes"]))
    missing = [match.group() for match in QUOTED.finditer(text) if match.span(match.lastindex) not in ruled]
    assert missing == []


def references_in(tree):
    if isinstance(tree, dict):
        if "ref" in tree:
            yield tree
        for value in tree.values():
            yield from references_in(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from references_in(value)


def test_references_across_documents_quote_their_article():
    references = list(references_in(json.loads((SEEDS / "gold" / "cross_document.json").read_text("utf-8"))))
    assert references
    for reference in references:
        for span in spans_in(reference):
            check_span(read_text(reference["seed"]), span)


def read_lines():
    return [json.loads(line) for line in (SEEDS / "gold" / "spans.jsonl").read_text("utf-8").splitlines()]


def test_labelled_spans_quote_their_article():
    for line in read_lines():
        text = read_text(line["document"])
        assert hashlib.sha256(text.encode()).hexdigest() == line["sha256"]
        assert {span["label"] for span in line["spans"]} <= LABELS
        for span in spans_in(line["spans"]):
            check_span(text, span)


def test_relations_join_spans_of_the_right_labels_once():
    for line in read_lines():
        labels = {span["id"]: span["label"] for span in line["spans"]}
        assert len(labels) == len(line["spans"])
        relations = [(relation["type"], relation["from"], relation["to"]) for relation in line["relations"]]
        assert len(set(relations)) == len(relations)
        for type_, source, target in relations:
            sources, targets = ENDS[type_]
            assert source != target
            assert labels[source] in sources
            assert labels[target] in targets
