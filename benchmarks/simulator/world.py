"""The truth of a simulated world: who would apply where, and who would then be hired."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from benchmarks.simulator.laws import Laws, draw_laws, drifted
from benchmarks.simulator.noise import Floats, Whole, bell
from benchmarks.simulator.pool import LASTING_DAYS, Pool, Size, make_pool
from benchmarks.simulator.traits import Traits, draw_traits
from matching.columns import SeekerColumns
from matching.conversion import OPEN_PAY_FEN
from matching.facts import CONDITIONS
from matching.geography import great_circle_km
from matching.sets import count_shared

APPLY_LEVEL, HIRE_LEVEL = 0.06, 0.2
"""Mean chances among pairs of near trades, in every world, before and after its drift.

Far more than in life, so that a few hundred people teach as much as tens of thousands would.
"""

NEAR_KIN, SAMPLE = 0.6, 20_000
"""Pairs over which the mean is taken: trades at least so near, so many pairs drawn."""

SURPRISE = 0.6
"""Deviation of what speaks for or against a pair and has no name at all."""

UNSTATED_PAY = 0.92
"""Pay behind 面议, to what the trade usually pays."""


@dataclass(frozen=True)
class Truth:
    """Chances of pairs, each float64 (pairs,).

    Attributes
    ----------
    apply : the person applies, once they have looked at the posting
    hire : the employer would take them, once they have applied and a place is free
    """

    apply: Floats
    hire: Floats

    @property
    def rank(self) -> Floats:
        """Chance of both."""
        return self.apply * self.hire


@dataclass(frozen=True)
class World:
    """A pool, its hidden traits, and the laws before and after the week of the drift."""

    seed: int
    pool: Pool
    people: SeekerColumns
    traits: Traits
    before: Laws
    after: Laws
    drift_week: int
    _pay: Floats
    _experience: Floats
    _known_bases: dict[Laws, tuple[float, float]] = field(default_factory=dict)

    @classmethod
    def of(cls, seed: int, size: Size, drift_week: int, laws: Laws | None = None) -> World:
        """Make the world of a seed, with laws drawn for it unless they are given."""
        pool, laws = make_pool(seed, size), laws or draw_laws(seed)
        return cls(
            seed=seed,
            pool=pool,
            people=SeekerColumns.of(pool.people, pool.columns.vocabularies, pool.vectors),
            traits=draw_traits(pool, seed),
            before=laws,
            after=drifted(laws),
            drift_week=drift_week,
            _pay=_true_pay(pool),
            _experience=_true_experience(pool, seed),
        )

    def laws(self, week: int) -> Laws:
        """Return the laws of a week."""
        return self.before if week < self.drift_week else self.after

    def truth(self, i: Whole, j: Whole, week: int) -> Truth:
        """Return the chances of people `i` and postings `j`, rows of the pool, in a week."""
        return self.truth_under(i, j, week, self.laws(week))

    def truth_under(self, i: Whole, j: Whole, week: int, laws: Laws) -> Truth:
        """Return the chances as they would be in a week under other laws."""
        apply, hire = self._bases(laws)
        return Truth(
            apply=_chance(apply + self._wants(i, j, week, laws)),
            hire=_chance(hire + self._suits(i, j, laws)),
        )

    def _bases(self, laws: Laws) -> tuple[float, float]:
        """Return the log odds of a pair that nothing speaks for or against."""
        if laws not in self._known_bases:
            i, j = self._near_pairs()
            week = 0
            self._known_bases[laws] = (
                _base(self._wants(i, j, week, laws), APPLY_LEVEL),
                _base(self._suits(i, j, laws), HIRE_LEVEL),
            )
        return self._known_bases[laws]

    def _near_pairs(self) -> tuple[Whole, Whole]:
        random = np.random.default_rng((self.seed, 2))
        i = random.integers(0, len(self.pool.people), SAMPLE)
        j = random.integers(0, len(self.pool.postings), SAMPLE)
        own = self.traits.kinship[self.pool.people_trades[i], self.pool.posting_trades[j]]
        return i[own >= NEAR_KIN], j[own >= NEAR_KIN]

    def _wants(self, i: Whole, j: Whole, week: int, laws: Laws) -> Floats:
        hidden = self.traits
        km = great_circle_km(self.pool.homes[i], self.pool.workplaces[j])
        strain = (_named(self.pool)[j] * hidden.minds[i]).sum(axis=1)
        unused = np.maximum(hidden.schooling[i] - np.maximum(hidden.asked[j], 1) - 1, 0)
        age = np.clip(7 * (week - self.pool.arrives[j]) / LASTING_DAYS, 0, 1)
        wants: Floats = (
            laws.trade * self._kin(i, j)
            - laws.way * np.log2(1 + km / hidden.reach_km[i])
            + laws.pay * np.clip(np.log2(self._pay[j] / hidden.needs_fen[i]), -2, 1.5)
            - laws.strain * strain
            + laws.standing * hidden.good_name[j]
            - laws.overqualified * unused
            + laws.fresh * (1 - age)
            + SURPRISE * bell(self.seed, "wants", i, j)
        )
        return wants

    def _suits(self, i: Whole, j: Whole, laws: Laws) -> Floats:
        hidden = self.traits
        own = hidden.kinship[self.pool.people_trades[i], self.pool.posting_trades[j]]
        asked = np.nan_to_num(self.pool.columns.experience_years[j], nan=0.5)
        missing = np.maximum(hidden.asked[j] - hidden.schooling[i], 0)
        openings = np.nan_to_num(self.pool.columns.openings[j], nan=1.0)
        return (
            laws.match * own
            + laws.skill * (hidden.able[i] + 0.5 * self._skills(i, j))
            + laws.experience * np.minimum((self._experience[i] * own + 1) / (asked + 1), 1)
            - laws.schooling * missing
            + laws.certificate * self._papers(i, j)
            - laws.picky * hidden.picky[j]
            + laws.openings * np.log2(openings)
            + SURPRISE * bell(self.seed, "suits", i, j)
        )

    def _kin(self, i: Whole, j: Whole) -> Floats:
        """Return how near the work is to the person's own, with what curiosity adds."""
        own = self.traits.kinship[self.pool.people_trades[i], self.pool.posting_trades[j]]
        kin: Floats = own + (1 - own) * self.traits.curious[i]
        return kin

    def _skills(self, i: Whole, j: Whole) -> Floats:
        """Return the share of the named skills that the person has; half where none is named."""
        named = self.pool.columns.skills.sizes[j]
        shared = count_shared(self.people.skill_bits, i, self.pool.columns.skills, j)
        return np.where(named > 0, shared / np.maximum(named, 1), 0.5)

    def _papers(self, i: Whole, j: Whole) -> Floats:
        """Return the share of the certificates asked for that the person holds; 1 if none is."""
        named = self.pool.columns.certificates.sizes[j]
        shared = count_shared(self.people.certificate_bits, i, self.pool.columns.certificates, j)
        return np.where(named > 0, shared / np.maximum(named, 1), 1.0)


def _named(pool: Pool) -> Floats:
    bits = np.arange(len(CONDITIONS))
    return ((pool.columns.conditions[:, None] >> bits) & 1).astype(np.float64)


def _true_pay(pool: Pool) -> Floats:
    """Return what a posting really pays a month, in fen: the middle, or what is usual."""
    low = pool.columns.pay_low_fen.astype(np.float64)
    high = pool.columns.pay_high_fen.astype(np.float64)
    high = np.where(high == OPEN_PAY_FEN, low, high)
    usual = _usual_pay(pool)
    return np.where(low > 0, (low + high) / 2, usual * UNSTATED_PAY)


def _usual_pay(pool: Pool) -> Floats:
    low = pool.columns.pay_low_fen.astype(np.float64)
    middle = np.median(low[low > 0]) * 1.2
    trades = pool.posting_trades
    sums = np.bincount(trades, weights=low)
    known = np.bincount(trades, weights=low > 0)
    return np.where(known > 0, 1.2 * sums / np.maximum(known, 1), middle)[trades]


def _true_experience(pool: Pool, seed: int) -> Floats:
    """Return years at work, also of those who did not say."""
    who = np.array([person.id for person in pool.people])
    years = np.array([person.experience_years for person in pool.people], np.float64)
    return np.where(np.isnan(years), 3 * np.exp(0.5 * bell(seed, "years", who)), years)


def _chance(odds: Floats) -> Floats:
    chance: Floats = 1 / (1 + np.exp(-odds))
    return chance


def _base(odds: Floats, level: float) -> float:
    """Return what to add to log odds so that the mean chance is `level`, by halving."""
    low, high = -30.0, 30.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if _chance(odds + middle).mean() < level else (low, middle)
    return low
