"""Who ranks: the fixed weights, learners of several kinds, and one who knows the truth."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from benchmarks.simulator.world import World
from matching.conversion import FloatArray, IntArray
from matching.learning.examples import Examples
from matching.learning.fitting import Fit, fit_with_curve
from matching.ranker import FixedWeights, Ranker, Score

EVERY = 2
"""Weeks between fits; the first comes after so many weeks."""

RECENT_WEEKS = 5
"""What the arm with the short memory fits on."""


class Kind(StrEnum):
    """The arms of the experiment.

    Learners fit on all that was logged, older answers counting less, as the product does.
    `STOPPED` and `RECENT` are `CORRECTED` until the drift; then one never learns again, and one
    fits on the last weeks alone.
    """

    FIXED = "fixed"
    UNCORRECTED = "uncorrected"
    CORRECTED = "corrected"
    STOPPED = "stopped"
    RECENT = "recent"
    TRUTH = "truth"


LEARNING = {Kind.UNCORRECTED, Kind.CORRECTED, Kind.RECENT}


@dataclass
class Arm:
    """One ranker in use, week after week, with what it may learn from."""

    kind: Kind
    world: World
    logged: list[Examples] = field(default_factory=list)
    ranker: Ranker = field(default_factory=FixedWeights)
    fitted: Fit | None = None

    @property
    def is_truth(self) -> bool:
        """Tell whether this arm knows all that the world knows."""
        return self.kind is Kind.TRUTH

    def rank(self, i: IntArray, j: IntArray, features: FloatArray, week: int) -> Score:
        """Return what pairs are worth to this arm."""
        if self.is_truth:
            return self.world.truth(i, j, week).rank
        return self.ranker.score(features).rank

    def learn(self, week: int) -> None:
        """Fit anew before a week's matching, where the arm learns and it is time."""
        if self.kind not in LEARNING or not week or week % EVERY:
            return
        first = -RECENT_WEEKS if self.kind is Kind.RECENT else 0
        examples = Examples.joined(self.logged[first:])
        self.fitted = fit_with_curve(examples, corrected=self.kind is not Kind.UNCORRECTED)
        self.ranker = self.fitted.ranker
