"""Names of occupations alike to a text: by the characters and pairs of characters they share."""

import math
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from language.occupation_lexicon import names, of_many

_NEIGHBOURS = 15
_SHARPNESS = 5  # of a name half as alike as another, the vote counts a thirtieth
_REMEMBERED = 4096  # a table of postings names the same trades again and again
_MANY_TRADES = 0.1
_WORTH_RANKING = 0.35
_SHARES = {1: (1.0,), 2: (0.75, 0.25), 3: (0.68, 0.19, 0.13)}

Floats = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Vote:
    """What the names alike to a text stand for: share of each code, cosine of the nearest."""

    shares: dict[str, float]
    closeness: float


@dataclass(frozen=True, slots=True)
class _Index:
    """Names by gram: gram g stands in the names `at[bounds[g]:bounds[g + 1]]`, so weighted."""

    names: list[str]
    grams: dict[str, int]
    rarity: Floats
    rarest: float
    bounds: list[int]
    at: Places
    weights: Floats


def alike(text: str, limit: int, least: float) -> list[tuple[str, float]]:
    """Names most alike to folded text with their cosine (0–1), none below `least`."""
    return [(_index().names[at], near) for at, near in _nearest(text, limit) if near >= least]


@lru_cache(maxsize=_REMEMBERED)
def vote(text: str) -> Vote:
    """Codes of the names most alike to folded text; the nearer a name, the more it counts.

    Shares sum to one, to less where names that many trades go by are near; empty when
    no name shares a character.
    """
    nearest = _nearest(text, _NEIGHBOURS)
    counts: dict[str, float] = defaultdict(float)
    for at, cosine in nearest:
        name = _index().names[at]
        weight = cosine**_SHARPNESS * (_MANY_TRADES if of_many(name) else 1.0)
        for code, share in zip(names()[name], shares(len(names()[name])), strict=True):
            counts[code] += share * weight
    total = sum(cosine**_SHARPNESS for _, cosine in nearest)
    closeness = nearest[0][1] if nearest else 0.0
    return Vote({code: count / total for code, count in counts.items()}, closeness)


@cache
def shares(codes: int) -> tuple[float, ...]:
    """How much of a name each of its codes gets, best first; they sum to one."""
    falling = [0.75**place for place in range(codes)]
    return _SHARES.get(codes) or tuple(weight / sum(falling) for weight in falling)


def _nearest(text: str, limit: int) -> list[tuple[int, float]]:
    index, grams = _index(), _grams(text)
    shared = [index.grams[gram] for gram in grams if gram in index.grams]
    if not shared:
        return []
    spans = [slice(index.bounds[gram], index.bounds[gram + 1]) for gram in shared]
    products = np.bincount(
        np.concatenate([index.at[span] for span in spans]),
        np.concatenate([index.weights[span] for span in spans]),
    )
    best = np.flatnonzero(products >= _WORTH_RANKING * products.max())
    ranked = best[np.lexsort((best, -products[best]))][:limit]
    length = math.sqrt(
        index.rarity[shared] @ index.rarity[shared] + (len(grams) - len(shared)) * index.rarest**2
    )
    return [(int(at), float(products[at]) / length) for at in ranked]


def _grams(text: str) -> list[str]:
    """Characters and pairs of neighbours, each once; those with a blank left out."""
    pairs = map("".join, pairwise(text))
    return [gram for gram in dict.fromkeys(chain(text, pairs)) if " " not in gram]


@cache
def _index() -> _Index:
    known = list(names())
    grams: dict[str, int] = {}
    held = [[grams.setdefault(gram, len(grams)) for gram in _grams(name)] for name in known]
    gram = np.fromiter(chain.from_iterable(held), dtype=np.int64)
    at = np.repeat(np.arange(len(known)), list(map(len, held)))
    counts = np.bincount(gram)
    rarity = np.log((1 + len(known)) / (1 + counts)) + 1
    lengths = np.sqrt(np.bincount(at, rarity[gram] ** 2))
    order = np.argsort(gram, kind="stable")
    bounds = np.concatenate(([0], np.cumsum(counts))).tolist()
    weights = (rarity[gram] ** 2 / lengths[at])[order]
    return _Index(known, grams, rarity, float(rarity.max()), bounds, at[order], weights)
