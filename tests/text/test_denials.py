"""Promises of annotations.text.denials: denials are found with what they deny, refusals are not denials."""

import pytest

from annotations.text.denials import find_denials
from annotations.text.quotes import find_quotes
from annotations.text.sentences import find_sentences
from annotations.text.speakers import find_reports


def denials_of(text):
    sentences, quotes = find_sentences(text), find_quotes(text)
    return find_denials(text, sentences, find_reports(text, sentences, quotes), quotes)


@pytest.mark.parametrize(
    ("text", "subtype", "denied"),
    [
        ("The company has always denied any link to the spill.", "explicit", "link to the spill"),
        ("The minister denied that he had met the lobbyist.", "explicit", "he had met the lobbyist"),
        ("The firm denies having paid the guards, but it has closed the site.", "explicit", "paid the guards"),
        (
            "The union accused the firm of hiding the deaths, which it has repeatedly denied.",
            "explicit",
            "hiding the deaths",
        ),
        ("The mayor rejected accusations that she had lied.", "explicit", "she had lied"),
        ("The ministry hit back at “unfounded claims” that wells ran dry.", "characterization", "wells ran dry"),
        ("The port called the report false.", "characterization", ""),
        ("The firm has denied all three allegations.", "explicit", ""),
        ("The company insisted it had not broken any law.", "counter_assertion", ""),
        ("The miners have nothing to do with the spill, the firm said.", "counter_assertion", ""),
        ("The inspector said he had seen no evidence of a leak.", "no_evidence", "a leak"),
    ],
)
def test_denial_is_found_with_what_it_denies(text, subtype, denied):
    (denial,) = denials_of(text)
    assert (denial.subtype, denial.denied) == (subtype, denied)
    assert denial.sentence.holds(*denial.cue)


@pytest.mark.parametrize(
    "text",
    [
        "The union rejected the offer.",
        "Their demands were flatly rejected by the firm.",
        "The judge denied him bail.",
        "The firm did not deny the spill.",
        "Voters must reject these claims.",
        "The firm refused to pay.",
        "The court rejected several of the main points.",
        "The plan is a false economy.",
        "No evidence of a leak was in the drawer.",
        "He was denied a visa.",
        "Why do they deny the spill?",
        "They have not said so, nor have they outright denied the spill.",
        "He dismissed it as “locker-room talk” on Friday.",
        "He maintained that the speaker should focus on the budget, not criticise him.",
    ],
)
def test_refusals_and_look_alikes_are_no_denials(text):
    assert denials_of(text) == []


def test_denial_of_this_points_at_the_statement_before_it():
    text = "The union says that the firm hid the deaths, which number more than 40. The firm denies this."
    (denial,) = denials_of(text)
    assert (denial.denied, denial.is_partial) == ("the firm hid the deaths", True)
