"""How good the rules engine is on the sample articles, as promises. The scoring itself is in `engines`."""

from typing import Final

from . import engines
from .figure import Figure

AT_LEAST: Final = {
    "figure_precision": 0.95,
    "figure_recall": 0.95,
    "denial_precision": 0.8,
    "denial_recall": 1.0,
    "claim_precision": 0.65,
    "claim_recall": 0.85,
}
AT_MOST: Final = {"spans_in_chrome": 0.0}


def measure() -> list[Figure]:
    found = engines.measure()
    return [
        Figure(f"rules on seeds/: {name}", value, "", at_most=AT_MOST.get(name), at_least=AT_LEAST.get(name))
        for name, value in found.items()
    ]
