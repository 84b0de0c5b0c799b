"""How well the product's kind of ranker can order a world at all: taught by answers without end.

Every candidate pair of everybody is answered many times over, all of it seen. What this leaves
to the truth is hidden traits; what a learner leaves to this is learning.
"""

from __future__ import annotations

import numpy as np

from benchmarks.simulator.noise import even
from benchmarks.simulator.panel import Panel
from matching.learning.examples import Examples
from matching.learning.fitting import fit_with_curve

TIMES = 4
"""How often each pair is answered."""

MOST_PAIRS = 8_000


def attainable_ndcg(panel: Panel, week: int) -> float:
    """Return the nDCG on the panel of a ranker taught by everybody else under a week's laws."""
    world = panel.world
    everybody = Panel.between(world, 0, world.pool.size.spare_to)
    random = np.random.default_rng((world.seed, 3))
    rows = random.permutation(len(everybody.i))[:MOST_PAIRS]
    truth = everybody.truth(week)
    turn = np.repeat(np.arange(TIMES), len(rows))
    rows = np.tile(rows, TIMES)
    i, j = everybody.i[rows], everybody.j[rows]
    applied = even(world.seed, "teach", i, j, turn) < truth.apply[rows]
    hired = applied & (even(world.seed, "place", i, j, turn) < truth.hire[rows])
    none, one = np.zeros(len(rows), np.int64), np.ones(len(rows))
    taught = Examples(
        features=everybody.features[rows],
        lists=np.arange(len(rows)),
        place=none + 1,
        propensity=one,
        drawn=none > 0,
        opened=applied,
        applied=applied,
        decided=applied,
        hired=hired,
        kept=none > 0,
        tenant=none,
        day=none.astype(np.int32),
        groups=none.astype(np.uint8),
    )
    # uncorrected: all is seen, so there is nothing to correct
    return panel.quality_of(fit_with_curve(taught, corrected=False).ranker, week).ndcg
