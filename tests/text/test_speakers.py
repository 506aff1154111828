"""Promises of annotations.text.speakers: who said it, also after a pronoun or a surname."""

import pytest

from annotations.text.quotes import find_quotes
from annotations.text.sentences import find_sentences
from annotations.text.speakers import attribute_quotes, find_reports, resolve_names


def read(text):
    sentences, quotes = find_sentences(text), find_quotes(text)
    reports = find_reports(text, sentences, quotes)
    return reports, attribute_quotes(text, quotes, sentences, reports)


def speaker_of_last_quote(text):
    reports, attributions = read(text)
    names = resolve_names(text, [report.speaker for report in reports])
    speaker = attributions[-1].speaker
    return names[speaker] if speaker else None


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The harbour is closed, port director Phileas Fogg said on Friday.", "port director Phileas Fogg"),
        ("Phileas Fogg, the port director, said the harbour is closed.", "Phileas Fogg"),
        ("According to a senior port official, the harbour is closed.", "a senior port official"),
        ("No sign of repairs so far, says the port authority", "the port authority"),
        ("On Friday Phileas Fogg announced that the harbour would close.", "Phileas Fogg"),
        ("Estonia, the European Union and the US all say that it is closed.", "Estonia, the European Union and the US"),
        ("Russian experts quoted by a newspaper said it would take a day.", "Russian experts"),
    ],
)
def test_speaker_of_a_report_is_found(text, speaker):
    reports, _ = read(text)
    assert [report.speaker.of(text) for report in reports] == [speaker]


@pytest.mark.parametrize(
    "text",
    ["The Baltic states signed it.", "It was said to be over.", "The United States left.", "The report was late."],
)
def test_nouns_and_passives_report_nothing(text):
    assert read(text)[0] == []


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ('"We are closed," Phileas Fogg said.', "Phileas Fogg"),
        ('"We are closed," said port director Phileas Fogg.', "Phileas Fogg"),
        ('Port director Phileas Fogg said: "We are closed."', "Phileas Fogg"),
        ('Port director Phileas Fogg spoke first. "We are closed," he said.', "he"),
        ('Port director Phileas Fogg said it was late. "We are closed," he added.', "Phileas Fogg"),
        ('Phileas Fogg said it was late. "We are closed," Fogg added.', "Phileas Fogg"),
        ('Phileas Fogg said it was late. "We are closed."', "Phileas Fogg"),
        ('The sign reads "closed".', None),
    ],
)
def test_quotation_gets_its_speaker(text, speaker):
    assert speaker_of_last_quote(text) == speaker
