"""Seeded chance: every row has a generator of its own, so it never depends on other rows."""

import math
import random
from collections.abc import Mapping, Sequence
from typing import TypeVar

Item = TypeVar("Item")
MOST = 1.6  # deviations from the middle


def chance(seed: int, *names: object) -> random.Random:
    """Return the random numbers of one thing: the same seed and names give the same."""
    return random.Random("|".join(map(str, (seed, *names))))


def draw(rng: random.Random, weights: Mapping[Item, float]) -> Item:
    """Pick a key with probability in proportion to its weight."""
    return rng.choices(list(weights), list(weights.values()))[0]


def hits(rng: random.Random, share: float) -> bool:
    """Tell whether an event of this probability happens."""
    return rng.random() < share


def some(rng: random.Random, items: Sequence[Item], least: int, most: int) -> list[Item]:
    """Pick between `least` and `most` different items, in their own order."""
    count = min(len(items), rng.randint(least, most))
    return [items[at] for at in sorted(rng.sample(range(len(items)), count))]


def between(rng: random.Random, quartiles: tuple[float, float, float]) -> float:
    """Draw from a bell on a log scale with about these quartiles, cut at `MOST` deviations."""
    low, middle, high = quartiles
    deviation = max(0.12, math.log(high / low) / 1.35)
    return middle * math.exp(deviation * max(-MOST, min(MOST, rng.gauss(0, 1))))


def split(total: int, weights: Mapping[int, float]) -> dict[int, int]:
    """Divide `total` in proportion to the weights; the largest remainders get the rest."""
    whole = sum(weights.values())
    exact = {key: total * weight / whole for key, weight in weights.items()}
    parts = {key: int(share) for key, share in exact.items()}
    rest = sorted(exact, key=lambda key: (parts[key] - exact[key], key))
    for key in rest[: total - sum(parts.values())]:
        parts[key] += 1
    return parts
