"""Promise: on the five sample articles the rules are as good as we say, by the scoring rule of seeds/README.md."""

import sys

import pytest

from annotations.engines import get_engine
from annotations.text.zones import find_zones
from benchmarks import engines as scoring


@pytest.fixture(scope="module")
def articles():
    return scoring.read_articles(get_engine("rules"))


def report(name, tally):
    """Write one line of the quality table (shown by `pytest -s`) and return what went wrong."""
    line = (
        f"{name:8} P {tally.precision:.3f}  R {tally.recall:.3f}  of {tally.wanted} wanted, {tally.proposed} proposed"
    )
    sys.stdout.write(f"\n{line}")
    return "\n".join(tally.trouble)


def test_key_figures_are_found_with_their_value_and_approximator(articles):
    tally = scoring.score_figures(articles)
    trouble = report("figure", tally)
    assert tally.recall >= 0.95, trouble
    assert tally.precision >= 0.95, trouble


def test_most_figures_are_found_to_their_very_ends(articles):
    tally = scoring.score_figures(articles)
    assert tally.exact >= 0.9 * tally.right


def test_all_core_denials_are_found_and_no_look_alike(articles):
    tally = scoring.score_denials(articles)
    trouble = report("denial", tally)
    assert tally.recall == 1.0, trouble
    assert tally.precision >= 0.8, trouble


def test_article_of_refusals_holds_no_denial(articles):
    (refusals,) = [article for article in articles if article.name == "05-moscow-response"]
    assert refusals.of("denial") == []


def test_claims_are_found(articles):
    tally = scoring.score_claims(articles)
    trouble = report("claim", tally)
    assert tally.recall >= 0.85, trouble
    assert tally.precision >= 0.65, trouble


def test_quotations_are_found_to_their_very_ends(articles):
    tally = scoring.score_quotes(articles)
    trouble = report("quote", tally)
    assert tally.recall == 1.0, trouble
    assert tally.exact == tally.wanted, trouble


def test_page_chrome_and_metadata_hold_no_span(articles):
    assert scoring.count_in_chrome(articles) == 0


def test_zones_found_agree_with_the_gold(articles):
    for article in articles:
        for sentence in article.gold["sentences"]:
            (kind,) = [
                zone.kind
                for zone in find_zones(article.text)
                if zone.start <= sentence["start"] and sentence["end"] <= zone.end
            ]
            assert (kind, sentence["quote"]) == (sentence["zone"], sentence["quote"])


def test_benchmark_names_quality_and_speed():
    table = scoring.measure()
    assert table["kb_per_cpu_second"] > 0
    assert set(table) >= {"figure_precision", "denial_recall", "claim_precision", "quote_recall", "spans_in_chrome"}
