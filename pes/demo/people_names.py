"""Names of people, put together at random."""

import random

from pes.demo.randomness import hits
from pes.demo.words import words

DOTTED, COMPOUND, RARE, ONE = 0.003, 0.006, 0.006, 0.15


def person_name(rng: random.Random) -> str:
    """A surname and a given name; now and then a rare character, a compound or a dotted name."""
    lists = words("names")["people"]
    if hits(rng, DOTTED):
        return str(rng.choice(lists["dotted"]))
    return _surname(rng) + _given(rng)


def _surname(rng: random.Random) -> str:
    lists = words("names")["people"]
    if hits(rng, COMPOUND):
        return str(rng.choice(lists["compound"]))
    surnames, weights = lists["surnames"], lists["surname_weights"]
    tail = [1.0] * (len(surnames) - len(weights))
    return str(rng.choices(surnames, [*weights, *tail])[0])


def _given(rng: random.Random) -> str:
    lists = words("names")["people"]
    second: str = rng.choice(lists["rare"]) if hits(rng, RARE) else rng.choice(lists["second"])
    return second if hits(rng, ONE) else rng.choice(lists["first"]) + second
