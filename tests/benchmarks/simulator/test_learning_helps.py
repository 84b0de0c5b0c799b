"""A small edition of the experiment: two worlds, a few weeks, the product's own matching."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.simulator.arms import Kind
from benchmarks.simulator.laws import draw_laws
from benchmarks.simulator.panel import Panel
from benchmarks.simulator.pool import Size
from benchmarks.simulator.running import Run, Week
from benchmarks.simulator.world import World

SIZE = Size(people=250, stock=1500, a_week=300, weeks=5, panel=150)
SEEDS = (2, 3)
LEARNT = slice(2, None)
ETA = 1.4

Arms = dict[Kind, list[list[Week]]]


@pytest.fixture(scope="module")
def arms() -> Arms:
    kinds = (Kind.FIXED, Kind.UNCORRECTED, Kind.CORRECTED)
    found: Arms = {kind: [] for kind in kinds}
    for seed in SEEDS:
        laws = replace(draw_laws(seed), eta=ETA)
        world = World.of(seed, SIZE, drift_week=SIZE.weeks, laws=laws)
        panel = Panel.of(world)
        for kind in kinds:
            found[kind].append(Run.of(kind, world).until(SIZE.weeks, panel).weeks)
    return found


def mean(arms: Arms, kind: Kind, measure: str) -> np.ndarray:
    """Return the mean of each world over the weeks in which learners have learned."""
    runs = [[getattr(week, measure) for week in weeks[LEARNT]] for weeks in arms[kind]]
    return np.array(runs).mean(axis=1)


def test_learning_beats_the_fixed_weights(arms: Arms) -> None:
    gain = mean(arms, Kind.CORRECTED, "ndcg") - mean(arms, Kind.FIXED, "ndcg")
    hires = mean(arms, Kind.CORRECTED, "expected") / mean(arms, Kind.FIXED, "expected")

    assert gain.mean() >= 0.04
    assert hires.mean() >= 1.05


def test_corrected_beats_uncorrected(arms: Arms) -> None:
    gain = mean(arms, Kind.CORRECTED, "ndcg") - mean(arms, Kind.UNCORRECTED, "ndcg")

    assert gain.mean() >= 0.008
    off = mean(arms, Kind.UNCORRECTED, "calibration")
    assert (mean(arms, Kind.CORRECTED, "calibration") <= 0.75 * off).all()


def test_the_learner_finds_how_fast_looks_fade(arms: Arms) -> None:
    last = [weeks[-1].steepness for weeks in arms[Kind.CORRECTED]]

    assert np.abs(np.array(last, float) - ETA).max() <= 0.35
    assert all(weeks[-1].steepness == 0 for weeks in arms[Kind.UNCORRECTED])


def test_all_arms_begin_alike(arms: Arms) -> None:
    first = {kind: runs[0][0] for kind, runs in arms.items()}

    assert first[Kind.FIXED] == first[Kind.CORRECTED] == first[Kind.UNCORRECTED]
