"""Promises of annotations.text.claims and contents."""

import pytest

from annotations.text.claims import SentenceFacts, find_claims
from annotations.text.quantities import find_quantities
from annotations.text.quotes import find_quotes
from annotations.text.sentences import find_sentences
from annotations.text.speakers import find_reports


def claims_of(text, zone="body"):
    sentences = find_sentences(text)
    reports = find_reports(text, sentences, find_quotes(text))
    return find_claims(
        text,
        [
            SentenceFacts(
                sentence=sentence,
                zone=zone,
                reports=[report for report in reports if report.sentence == sentence],
                figures=[figure for figure in find_quantities(text) if sentence.holds(figure.start, figure.end)],
                quoted_share=0.0,
            )
            for sentence in sentences
        ],
    )


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            "The ministry said on Friday that 40 wells had run dry.",
            "40 wells had run dry",
        ),
        ("Forty wells had run dry in Kent, the ministry said.", "Forty wells had run dry in Kent"),
        ("According to the ministry, 40 wells in Kent have run dry.", "40 wells in Kent have run dry"),
        (
            "The ministry, it added, has drilled 40 new wells in Kent.",
            "The ministry, it added, has drilled 40 new wells in Kent",
        ),
        ("In Kent 40 wells had run dry by 2019.", "In Kent 40 wells had run dry by 2019"),
    ],
)
def test_claim_leaves_out_the_frame_where_that_is_safe(text, content):
    (claim,) = claims_of(text)
    assert claim.range.of(text) == content


@pytest.mark.parametrize(
    "text",
    [
        "Did 40 wells run dry?",
        "The mayor urged people to be calm.",
        "The firm denies this.",
        "He hopes to meet her.",
        "What a day!",
        "Yes.",
    ],
)
def test_demands_questions_and_bare_denials_are_no_claims(text):
    assert claims_of(text) == []


def test_headline_is_a_claim_without_a_full_stop_and_without_its_source():
    (claim,) = claims_of("Forty wells run dry in Kent, Ministry Says", zone="title")
    assert claim.sentence.end == 42
    assert claim.range.end == 27


@pytest.mark.parametrize(
    ("text", "type_", "voice"),
    [
        ("The ministry said that 40 wells had run dry.", "numerical", "attributed"),
        ("Footage from Kent showed dry wells in several villages.", "media", "author"),
        ("The drought in Kent was caused by a broken dam upstream.", "causal", "author"),
        ("The army was preparing to invade Freedonia in 1933.", "intent", "author"),
    ],
)
def test_claim_says_its_type_and_voice(text, type_, voice):
    (claim,) = claims_of(text)
    assert (claim.type, claim.voice) == (type_, voice)


def test_hedges_are_kept():
    (claim,) = claims_of("An estimated 40 wells in Kent may be dry, and appear to be lost.")
    assert claim.hedges == ("An estimated", "may be", "appear to be")
