"""What moves people and employers in a simulated world: how much each thing weighs, and the drift.

Nobody who ranks is told these numbers. They differ from world to world, so that no ranker can
have been made for one of them.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np


@dataclass(frozen=True)
class Laws:
    """Weights in log odds.

    Attributes
    ----------
    trade : the work being one's own trade rather than an unrelated one (apply)
    way : each doubling of the way to work, beside what the person puts up with (apply)
    pay : each doubling of pay over what the person needs (apply)
    strain : a working condition that the person minds as people do on average (apply)
    standing : one deviation of the employer's good name (apply)
    overqualified : each level of schooling that goes unused (apply)
    fresh : a posting of today rather than one six weeks old (apply)
    match : the work being one's own trade (hire)
    skill : one deviation of what the person can do (hire)
    experience : having the years that the work takes (hire)
    schooling : each level of schooling that is missing (hire)
    certificate : holding what the work asks for (hire)
    picky : one deviation of how hard the employer is to please (hire)
    openings : each doubling of the places to fill (hire)
    eta : how fast looks fade down the list: place k is looked at with chance k^-eta
    """

    trade: float = 3.0
    way: float = 0.8
    pay: float = 2.4
    strain: float = 0.5
    standing: float = 0.5
    overqualified: float = 0.35
    fresh: float = 0.5
    match: float = 1.6
    skill: float = 0.7
    experience: float = 1.0
    schooling: float = 0.6
    certificate: float = 0.5
    picky: float = 0.5
    openings: float = 0.15
    eta: float = 1.0


SPREAD = 0.5
"""Deviation of each weight on a log scale, from world to world."""

ETA = (0.7, 1.4)
"""How fast looks fade, evenly between these from world to world."""

DRIFT = {
    "trade": 0.5,
    "way": 0.15,
    "pay": 2.0,
    "strain": 2.0,
    "match": 0.4,
    "experience": 0.2,
    "schooling": 2.5,
}
"""What each of these is multiplied with at the drift.

A large works closes: people look beyond their trade, buses carry them further, years are dear and
pay counts more, strain too; employers ask for papers rather than years or the right trade.
"""


def draw_laws(seed: int) -> Laws:
    """Draw a world's laws."""
    random = np.random.default_rng((seed, 1))
    usual = Laws()
    drawn = {
        field.name: getattr(usual, field.name) * float(np.exp(SPREAD * random.normal()))
        for field in fields(Laws)
    }
    return replace(Laws(**drawn), eta=float(random.uniform(*ETA)))


def drifted(laws: Laws) -> Laws:
    """Return the laws after the drift."""
    return replace(laws, **{name: getattr(laws, name) * by for name, by in DRIFT.items()})
