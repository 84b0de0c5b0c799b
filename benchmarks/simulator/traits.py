"""Hidden traits: what people and employers are like and no register knows.

Some lean on things that are registered (who names a short way minds the way more), so that a
ranker may learn a little of them through features; none is a feature.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from benchmarks.simulator.noise import Floats, Whole, bell, even
from benchmarks.simulator.pool import Pool
from matching.facts import CONDITIONS, EDUCATION_LEVELS
from pes.demo.trades import Trade, trades

CARE_SHARE = 0.3
"""People who look after somebody at home."""

SHIFTS = ("night_shift", "rotating_shift")
BOUND_BY_CARE = (*SHIFTS, "travel", "dormitory_only")
CARE_STRAIN = 1.5
"""How much more somebody with care at home minds shifts and absence."""

USUAL_KM = 12.0
"""Way to work that a person puts up with who named none, in the middle."""


@dataclass(frozen=True)
class Traits:
    """Hidden traits of a pool's n people and m postings.

    Attributes
    ----------
    reach_km : float64 array (n,), way to work that the person puts up with
    cares : bool array (n,), somebody at home needs them
    minds : float64 array (n, conditions), how much each condition weighs; usual is 1
    needs_fen : float64 array (n,), pay a month below which it gets hard
    curious : float64 array (n,), what unrelated work is worth, as a share of one's own
    able : float64 array (n,), what the person can do, in deviations
    schooling, asked : float64 arrays (n,), (m,), levels, also where nobody wrote them down
    good_name, picky : float64 arrays (m,), of the posting's employer, in deviations
    kinship : float64 array (trades, trades), how near one trade's work is to another's
    """

    reach_km: Floats
    cares: NDArray[np.bool_]
    minds: Floats
    needs_fen: Floats
    curious: Floats
    able: Floats
    schooling: Floats
    asked: Floats
    good_name: Floats
    picky: Floats
    kinship: Floats


def draw_traits(pool: Pool, seed: int) -> Traits:
    """Draw the traits of everybody in a pool."""
    who = np.array([person.id for person in pool.people])
    employers = pool.columns.employer_ids
    cares = even(seed, "cares", who) < CARE_SHARE
    able = bell(seed, "able", who)
    good_name = bell(seed, "name", employers)
    return Traits(
        reach_km=_reach(pool, seed, who) * np.where(cares, 0.6, 1.0),
        cares=cares,
        minds=_minds(seed, who, cares),
        needs_fen=_needs(pool, seed, who) * np.exp(0.1 * able),
        curious=0.5 * even(seed, "curious", who),
        able=able,
        schooling=_schooling(pool),
        asked=_asked(pool),
        good_name=good_name - 0.3 * _many_places(pool),
        picky=0.5 * good_name + bell(seed, "picky", employers),
        kinship=_kinship(),
    )


def _reach(pool: Pool, seed: int, who: Whole) -> Floats:
    """Who named a limit puts up with about half of it."""
    named = np.array([person.max_km or np.nan for person in pool.people], np.float64)
    middle = np.where(np.isnan(named), USUAL_KM, np.clip(named / 2, 3, 25))
    return middle * np.exp(0.4 * bell(seed, "reach", who))


def _minds(seed: int, who: Whole, cares: NDArray[np.bool_]) -> Floats:
    """People differ in what they mind; a quarter rather like shifts."""
    minds: Floats = np.exp(0.5 * bell(seed, "minds", who[:, None], np.arange(len(CONDITIONS))))
    bound = np.array([name in BOUND_BY_CARE for name in CONDITIONS])
    shifts = np.array([name in SHIFTS for name in CONDITIONS])
    minds = minds + CARE_STRAIN * (cares[:, None] & bound)
    likes = (even(seed, "shifts", who) < 0.25) & ~cares  # noqa: PLR2004 - as said above
    minds[np.ix_(likes, shifts)] = -0.5
    return minds


def _needs(pool: Pool, seed: int, who: Whole) -> Floats:
    """What a person named, more or less; who named nothing needs what their trade usually pays."""
    middle = np.array([trade.pay_yuan[1] * 85 for trade in _trades()])[pool.people_trades]
    named = np.array([person.min_pay_fen or np.nan for person in pool.people], np.float64)
    return np.where(np.isnan(named), middle, named) * np.exp(0.15 * bell(seed, "needs", who))


def _schooling(pool: Pool) -> Floats:
    usual = np.array([float(_level(trade.schooling[0].value)) for trade in _trades()])
    named = [np.nan if p.education is None else _level(p.education) for p in pool.people]
    return np.where(np.isnan(named), usual[pool.people_trades], named)


def _asked(pool: Pool) -> Floats:
    return pool.columns.education_floor.astype(np.float64)


def _many_places(pool: Pool) -> Floats:
    """Who hires by the dozen is left by the dozen."""
    return np.log2(np.nan_to_num(pool.columns.openings, nan=1.0).astype(np.float64)) - 1


def _level(code: str) -> int:
    return EDUCATION_LEVELS.index(code)


@cache
def _trades() -> tuple[Trade, ...]:
    return tuple(trades().values())


@cache
def _kinship() -> Floats:
    """1 the same trade, 0.6 a related one, 0.25 one of the same kind, 0 otherwise."""
    known = _trades()
    kin = np.zeros((len(known), len(known)))
    for row, one in enumerate(known):
        for column, other in enumerate(known):
            related = other.key in one.related or one.key in other.related
            kin[row, column] = 0.6 if related else 0.25 * (one.group == other.group)
        kin[row, row] = 1.0
    return kin
