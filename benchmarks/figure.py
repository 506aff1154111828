"""One measured figure, with what it must not pass."""

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """`at_most` or `at_least` is the promise; neither makes it a mere observation."""

    name: str
    value: float
    unit: str
    at_most: float | None = None
    at_least: float | None = None

    @property
    def holds(self) -> bool:
        too_much = self.at_most is not None and self.value > self.at_most
        return not too_much and not (self.at_least is not None and self.value < self.at_least)

    def __str__(self) -> str:
        promise = f"≤ {self.at_most:g}" if self.at_most is not None else ""
        promise = promise or (f"≥ {self.at_least:g}" if self.at_least is not None else "")
        mark = " " if not promise else ("✓" if self.holds else "✗")
        return f"{mark} {self.name:<64} {self.value:>12,.2f} {self.unit:<14} {promise}"


def cpu(do: Callable[[], object]) -> float:
    """Return the CPU seconds this process spends on it."""
    started = time.process_time()
    do()
    return time.process_time() - started


def resident_megabytes() -> float:
    """Return what this process holds in memory now (Linux; elsewhere its peak so far)."""
    try:
        with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123 - a pseudo-file, read often
            return int(statm.read().split()[1]) * 4096 / 1e6
    except FileNotFoundError:
        import resource  # noqa: PLC0415 - not on every system

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
