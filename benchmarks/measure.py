"""Ratios that can be trusted: what is compared runs in turn, on the same machine, in one go."""

import platform
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import psutil

RUNS = 3


@dataclass(frozen=True)
class Ratio:
    """A ratio over runs, each run's two sides measured side by side."""

    median: float
    min: float
    max: float
    runs: int


@dataclass
class Answer:
    """What a benchmark prints: figures for context, ratios for judgement."""

    figures: dict[str, float] = field(default_factory=dict)
    ratios: dict[str, Ratio] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return the contract's form."""
        ratios = {name: asdict(ratio) for name, ratio in self.ratios.items()}
        return {"figures": self.figures, "ratios": ratios, "machine": machine()}


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> Ratio:
    """Return how many times `ours` is of `theirs`, run by run."""
    parts = [own / other for own, other in zip(ours, theirs, strict=True)]
    middle, least, most = (
        round(value, 4) for value in (statistics.median(parts), min(parts), max(parts))
    )
    return Ratio(middle, least, most, runs=len(parts))


def interleaved(
    sides: dict[str, Callable[[int], float]], runs: int = RUNS
) -> dict[str, list[float]]:
    """Run every side once a round, beginning with another one each round; return their values."""
    names = list(sides)
    values: dict[str, list[float]] = {name: [] for name in names}
    for number in range(runs):
        shift = number % len(names)
        for name in names[shift:] + names[:shift]:
            values[name].append(sides[name](number))
    return values


@contextmanager
def stopwatch() -> Iterator[Callable[[], float]]:
    """Yield a function that tells the seconds since the block began."""
    started = time.perf_counter()
    yield lambda: time.perf_counter() - started


def machine() -> str:
    """Return the machine in words."""
    memory = psutil.virtual_memory().total / 2**30
    return f"{psutil.cpu_count()} × {_processor()}, {memory:.0f} GiB, {platform.platform()}"


def _processor() -> str:
    file = Path("/proc/cpuinfo")
    lines = file.read_text("utf-8").splitlines() if file.is_file() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
