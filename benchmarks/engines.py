"""How good and how fast the rules engine is on the five sample articles, by the scoring rule of seeds/README.md."""

import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from annotations.engines import DocumentContext, Engine, Suggestion, get_engine

SEEDS: Final = Path(__file__).resolve().parents[1] / "seeds"
ENOUGH_SECONDS: Final = 0.5

Gold = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Article:
    """One sample article with its gold and what the engine found in it."""

    name: str
    text: str
    gold: Gold
    found: list[Suggestion]

    def of(self, label: str) -> list[Suggestion]:
        """Return the suggestions of one label."""
        return [span for span in self.found if span.label == label]


@dataclass(slots=True)
class Tally:
    """Hits and misses of one label over all articles, with what went wrong, to be read by a person."""

    wanted: int = 0
    met: int = 0
    proposed: int = 0
    right: int = 0
    exact: int = 0
    trouble: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Return the share of what was wanted that was found."""
        return self.met / self.wanted if self.wanted else 1.0

    @property
    def precision(self) -> float:
        """Return the share of what was proposed that was right."""
        return self.right / self.proposed if self.proposed else 1.0


def read_articles(engine: Engine) -> list[Article]:
    """Read the sample articles and annotate each one, with zones found from the text alone."""
    articles = []
    for path in sorted((SEEDS / "gold").glob("0*.json")):
        gold = json.loads(path.read_text("utf-8"))
        text = (SEEDS / gold["seed"]).read_bytes().decode("utf-8")
        articles.append(Article(path.stem, text, gold, engine.annotate(text, DocumentContext())))
    return articles


def match(gold: Sequence[Gold], found: Sequence[Suggestion]) -> dict[int, int]:
    """Pair gold with suggestions one to one, most overlap first; keys and values are places in the two lists."""
    pairs = sorted(
        (-overlap, left, right)
        for left, wanted in enumerate(gold)
        for right, span in enumerate(found)
        if (overlap := min(wanted["end"], span.end) - max(wanted["start"], span.start)) > 0
    )
    taken: dict[int, int] = {}
    for _, left, right in pairs:
        if left not in taken and right not in taken.values():
            taken[left] = right
    return taken


def score_figures(articles: Iterable[Article]) -> Tally:
    """Score figures: recall over key figures, precision over all; value and approximator have to be right."""
    tally = Tally()
    for article in articles:
        figures, found = article.gold["figures"], article.of("figure")
        pairs = match([figure["number"] for figure in figures], found)
        good = {left for left, right in pairs.items() if _says_the_same(figures[left], found[right])}
        keys = {left for left, figure in enumerate(figures) if figure["salience"] == "key"}
        tally.wanted += len(keys)
        tally.met += len(keys & good)
        tally.proposed += len(found)
        tally.right += len(good)
        tally.exact += sum(found[pairs[left]].quote == figures[left]["quote"] for left in good)
        tally.trouble += [f"missed {figures[left]['quote']!r}" for left in keys - good]
        wrong = set(range(len(found))) - {pairs[left] for left in good}
        tally.trouble += [f"wrong {found[right].quote!r}" for right in wrong]
    return tally


def _says_the_same(figure: Gold, span: Suggestion) -> bool:
    value, approximator = span.attributes.get("value"), span.attributes.get("approximator")
    return bool(value == figure["value"] and approximator == figure["approximator"]["type"])


def score_denials(articles: Iterable[Article]) -> Tally:
    """Score denials: recall over the core tier, precision over all; a look-alike of the gold is an error."""
    tally = Tally()
    for article in articles:
        denials, found = article.gold["denials"], article.of("denial")
        pairs = match(denials, found)
        core = {left for left, denial in enumerate(denials) if denial["tier"] == "core"}
        fooled = {right for right, span in enumerate(found) if _hits_look_alike(article.gold, span)}
        tally.wanted += len(core)
        tally.met += len(core & pairs.keys())
        tally.proposed += len(found)
        tally.right += len(set(pairs.values()) - fooled)
        tally.exact += sum(_subtype(found[right]) == denials[left]["subtype"] for left, right in pairs.items())
        tally.trouble += [f"missed {denials[left]['quote']!r}" for left in core - pairs.keys()]
        wrong = (set(range(len(found))) - set(pairs.values())) | fooled
        tally.trouble += [f"wrong {found[right].quote!r}" for right in wrong]
    return tally


def _hits_look_alike(gold: Gold, span: Suggestion) -> bool:
    cue = span.attributes["cue"]
    if not isinstance(cue, dict):
        raise TypeError("A denial's cue must be a range.")
    start, end = cue["start"], cue["end"]
    return any(like["start"] < end and start < like["end"] for like in gold["not_denials"])


def _subtype(span: Suggestion) -> object:
    return span.attributes.get("subtype")


def score_claims(articles: Iterable[Article]) -> Tally:
    """Score claims by sentence: found when a claim overlaps it; precision over the sentences that claims touch."""
    tally = Tally()
    for article in articles:
        sentences = {sentence["id"]: sentence for sentence in article.gold["sentences"]}
        wanted = {claim["sentence"] for claim in article.gold["claims"]}
        touched = {
            key
            for key, sentence in sentences.items()
            for span in article.of("claim")
            if sentence["start"] < span.end and span.start < sentence["end"]
        }
        tally.wanted += len(wanted)
        tally.met += len(wanted & touched)
        tally.proposed += len(touched)
        tally.right += len(wanted & touched)
        tally.trouble += [f"missed {sentences[key]['quote']!r}" for key in sorted(wanted - touched)]
        tally.trouble += [f"wrong {sentences[key]['quote']!r}" for key in sorted(touched - wanted)]
    return tally


def score_quotes(articles: Iterable[Article]) -> Tally:
    """Score quotations by overlap; `exact` counts those with the very same ends."""
    tally = Tally()
    for article in articles:
        quotes, found = article.gold["quotes"], article.of("quote")
        pairs = match(quotes, found)
        tally.wanted += len(quotes)
        tally.met += len(pairs)
        tally.proposed += len(found)
        tally.right += len(pairs)
        tally.exact += sum(found[right].quote == quotes[left]["quote"] for left, right in pairs.items())
        tally.trouble += [f"missed {quote['quote']!r}" for left, quote in enumerate(quotes) if left not in pairs]
    return tally


def count_in_chrome(articles: Iterable[Article]) -> int:
    """Count suggestions that touch a metadata or boilerplate sentence of the gold."""
    return sum(
        sentence["zone"] in {"metadata", "boilerplate"}
        and sentence["start"] < span.end
        and span.start < sentence["end"]
        for article in articles
        for sentence in article.gold["sentences"]
        for span in article.found
    )


def measure_speed(engine: Engine) -> float:
    """Return the kB of text that one second of CPU annotates, over all sample articles."""
    texts = [path.read_text("utf-8") for path in sorted(SEEDS.glob("0*.txt"))]
    size = sum(len(text.encode()) for text in texts) / 1000
    rounds = 0
    begun = time.process_time()
    while (spent := time.process_time() - begun) < ENOUGH_SECONDS:
        for text in texts:
            engine.annotate(text, DocumentContext())
        rounds += 1
    return size * rounds / spent


def measure() -> dict[str, float]:
    """Measure quality and speed of the rules engine; the names say what and in which unit."""
    engine = get_engine("rules")
    articles = read_articles(engine)
    tallies = {
        "figure": score_figures(articles),
        "denial": score_denials(articles),
        "claim": score_claims(articles),
        "quote": score_quotes(articles),
    }
    table = {"spans_in_chrome": float(count_in_chrome(articles)), "kb_per_cpu_second": round(measure_speed(engine), 1)}
    for label, tally in tallies.items():
        table[f"{label}_precision"] = round(tally.precision, 3)
        table[f"{label}_recall"] = round(tally.recall, 3)
    return table
