"""The estimates from drawn pairs: right on average, their intervals as wide as they claim."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from benchmarks.simulator.intervals import DrawnPairs

SHARE = 0.4


def pairs(random: np.random.Generator, many: int) -> DrawnPairs:
    """Return pairs with chances of their own, drawn by lot, answered."""
    chance = random.beta(1, 14, (2, many))
    looks = np.array([1.0, 0.55])
    first, second = looks @ chance, looks @ chance[::-1]
    turned = random.random(many) < SHARE
    applied = random.random((2, many)) < np.where(turned, chance[::-1], chance) * looks[:, None]
    return DrawnPairs(
        by_rank=~turned,
        by_challenger=turned == (chance[1] > chance[0]),
        propensity=np.where(turned, SHARE, 1 - SHARE),
        applied=applied.sum(axis=0).astype(float),
        shown=np.where(turned, second, first),
        turned=np.where(turned, first, second),
    )


def test_the_challengers_order_is_estimated_without_bias() -> None:
    found = [pairs(np.random.default_rng(seed), 400) for seed in range(400)]

    for of in (DrawnPairs.value, DrawnPairs.gain):
        gaps = np.array([of(each).value - of(each).true for each in found])
        assert abs(gaps.mean()) < 4 * gaps.std() / 20
    assert np.mean([each.gain().true for each in found]) > 1  # the challenger is better here


def test_nineteen_of_twenty_intervals_hold_the_truth() -> None:
    found = [pairs(np.random.default_rng((1, seed)), 400) for seed in range(600)]

    for of in (DrawnPairs.value, DrawnPairs.gain):
        assert 0.92 <= np.mean([of(each).covers for each in found]) <= 0.99


def test_no_answer_at_all_still_leaves_room() -> None:
    none = pairs(np.random.default_rng(5), 50)
    silent = replace(none, applied=np.zeros(50))

    estimate = silent.value()
    assert estimate.value == 0
    assert estimate.low <= 0 < estimate.high
    assert DrawnPairs.joined([none, silent]).applied.sum() == none.applied.sum()
