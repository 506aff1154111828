"""Promises of the rules engine that hold for any text: offsets, schemas, nesting, zones, one result for one text."""

import importlib.util
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from annotations.engines import DocumentContext, get_engine
from annotations.text.ranges import Range
from annotations.text.zones import ZoneRange

ROOT = Path(__file__).parents[2]
PIECES = st.sampled_from(
    [
        "said ", "says NATO", "“", "”", '"', "‘", "’", "'", "„", "«", "»", "1,000 ", "12%", "$4bn ", "Mr. ", "denied ",
        "denies this", "rejected the claims ", "has nothing to do with ", "\n", "\n\n", "the ", "of ", "Smith ", ", ",
        ". ", "? ", "million ", "between ", "and ", "to ", "an estimated ", "troops ", "😀", "Sergeĭ ", "שלום ",
        "مرحبا ", "\u00a0", "\u202f", "\u200f", "\u200d", "according to ", "Read also: ", "Subscribe", "he ", "was ",
        "5 ", "two ", "thirds ", "third such ", "that ", "https://a.example/1 ", "\t", "\u2028", "½", "٣ ",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.lists(PIECES, max_size=60).map("".join), st.text(max_size=200))


def annotate(text):
    return get_engine("rules").annotate(text, DocumentContext())


def load_schemas():
    """Read the default labels by path: their package pulls in Django."""
    spec = importlib.util.spec_from_file_location("labels", ROOT / "annotations" / "models" / "default_labels.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return {label["key"]: Draft202012Validator(label["attributes_schema"]) for label in module.DEFAULT_LABELS}


SCHEMAS = load_schemas()


def check_spans(text, spans):
    for span in spans:
        assert text[span.start : span.end] == span.quote
        assert span.quote == span.quote.strip() != ""
        assert 0 < span.score <= 1
        SCHEMAS[span.label].validate(span.attributes)
        cue = span.attributes.get("cue")
        if cue:
            assert text[cue["start"] : cue["end"]] == cue["quote"]
            assert span.start <= cue["start"] < cue["end"] <= span.end
    assert spans == sorted(spans, key=lambda span: (span.start, -span.end, span.label))
    nested = [Range(span.start, span.end) for span in spans if span.label in {"quote", "denial", "claim"}]
    assert not any(left.crosses(right) for left in nested for right in nested)
    assert len({(span.start, span.end, span.label) for span in spans}) == len(spans)


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_every_span_of_any_text_is_sound(text):
    check_spans(text, annotate(text))


@pytest.mark.parametrize("path", sorted((ROOT / "seeds").glob("*.txt")), ids=lambda path: path.stem)
def test_every_span_of_the_sample_articles_is_sound(path):
    text = path.read_bytes().decode("utf-8")
    spans = annotate(text)
    check_spans(text, spans)
    assert {span.label for span in spans} >= {"claim", "figure", "quote", "speaker"}


def test_offsets_count_code_points_past_astral_and_combining_characters():
    text = "🔔🔔 Sergeĭ 👨‍👩‍👧 said that some 1,200 troops had left “at once”."
    found = {span.label: span for span in annotate(text)}
    assert found["figure"].start == text.index("some 1,200")
    assert found["figure"].quote == "some 1,200 troops"
    assert found["quote"].quote == "at once"


def test_figure_carries_all_it_says():
    (figure,) = [span for span in annotate("It stood at more than 90 percent in 2019.") if span.label == "figure"]
    assert figure.quote == "more than 90 percent"
    assert figure.attributes == {
        "kind": "percent",
        "value": 90,
        "low": 90,
        "high": 100,
        "unit": "percent",
        "approximator": "more_than",
        "salience": "key",
    }


def test_zones_that_are_given_are_obeyed():
    text = "The army lost 40 tanks.\nThe navy lost 2 ships."
    zones = (ZoneRange(0, 23, "boilerplate"), ZoneRange(24, len(text), "body"))
    spans = get_engine("rules").annotate(text, DocumentContext(zones=zones))
    assert spans
    assert min(span.start for span in spans) >= 24


def test_a_quotation_of_two_sentences_is_crossed_by_nothing():
    text = "The firm said: “We have killed nobody. That claim is false, and 40 witnesses know it.” It left in 2019."
    check_spans(text, annotate(text))
    assert "denial" in {span.label for span in annotate(text)}


def test_same_text_gives_the_same_spans():
    text = (ROOT / "seeds" / "01-pullback-unfounded.txt").read_bytes().decode("utf-8")
    assert annotate(text) == annotate(text)


def test_version_names_the_rules_by_number_and_fingerprint():
    assert re.fullmatch(r"\d+\.\d+\.\d+\+[0-9a-f]{8}", get_engine("rules").version)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u00a0\n"])
def test_an_empty_text_gives_nothing(text):
    assert annotate(text) == []
