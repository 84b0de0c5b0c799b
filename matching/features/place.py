"""Features of the way to work."""

from __future__ import annotations

import numpy as np

from matching.conversion import FloatArray
from matching.features.pairs import Pairs
from matching.features.registry import feature
from matching.geography import great_circle_km

_ROUGHNESS_KM = np.array([np.nan, 15, 4, 0], np.float32)
"""About how far a place may lie off, by precision: unknown, county, township, exact."""


@feature(
    direction=-1,
    version=2,
    good="near_home",
    weak="far_home",
    posting_silent="place_not_stated",
    person_silent="home_unknown",
)
def distance_km(pairs: Pairs) -> FloatArray:
    """Great-circle kilometres from home to work, (pairs,); NaN where a place is unknown.

    Where only the city is known, its middle stands for the place: no rule goes by it, but one's
    own city comes before another province.
    """
    homes, workplaces = pairs.seekers.areas[pairs.i], pairs.postings.areas[pairs.j]
    return great_circle_km(homes, workplaces).astype(np.float32)


@feature(direction=-1, weak="place_rough")
def place_roughness_km(pairs: Pairs) -> FloatArray:
    """About how far off the stated workplace may be, (pairs,); NaN where it is unknown."""
    return _ROUGHNESS_KM[pairs.postings.precision[pairs.j]]
