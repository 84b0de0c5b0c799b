"""A tenant's own level: how far its people and employers answer more, or less, than all."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from matching.learning.examination import EVERYTHING_SEEN, Curve
from matching.learning.examples import Examples
from matching.learning.learned import LearnedRanker, Offset
from matching.learning.logistic import Answers, Beforehand, Fitted, fit_logistic
from matching.learning.shapes import Head

ENOUGH_ANSWERS = 200
"""A tenant has an offset from so many answers "I want it" on; that of hiring likewise."""


def offset_of(ranker: LearnedRanker, examples: Examples, curve: Curve) -> Offset | None:
    """Return the offset of the tenant whose examples these are; None with too few of them."""
    if int(examples.applied.sum()) < ENOUGH_ANSWERS:
        return None
    decided = examples.of(examples.decided)
    decided = replace(decided, applied=decided.hired)
    enough = int(decided.applied.sum()) >= ENOUGH_ANSWERS
    return Offset(
        apply=_shift(ranker.apply, examples, curve),
        hire=_shift(ranker.hire, decided, EVERYTHING_SEEN) if enough else 0.0,
    )


def _shift(head: Head, examples: Examples, curve: Curve) -> float:
    """Return the shift of the log odds under which the answers are likeliest, slope held at 1."""
    odds = head.odds(examples.features)[:, None].astype(np.float32)
    weight = np.ones(len(examples))
    answers = Answers(odds, examples.applied, curve.at(examples.place), weight)
    held = Beforehand(np.ones(1), np.full(1, 1e12))
    return round(fit_logistic(answers, held, Fitted(0.0, np.ones(1))).base, 6)
