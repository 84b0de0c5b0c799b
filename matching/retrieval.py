"""Candidates: for each person the postings worth a close look, all of them eligible.

Two sources are joined: the best by a first look with the fixed weights, and the nearest
texts. Big products find a superset, pair by pair sums choose from it: so the candidates of
a person do not depend on who is in the same block. A person who switched personalisation
off gets the newest postings near home.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from matching.columns import PostingColumns, SeekerColumns
from matching.conversion import FloatArray, IntArray, day_number
from matching.eligibility import Rule, barring_rules, first_failing_rule
from matching.features import FEATURES, Pairs, feature_array
from matching.first_look import FirstLook, exact_values
from matching.plain import plain_value
from matching.ranker import FixedWeights, Ranker
from matching.selection import BARRED, best_columns, best_of_row
from matching.sets import Sets, members_in

_COSINE_SLACK = 1e-4
_PRODUCT_PAIRS = 10_000_000
"""Cosines worked out at once: the postings' side of a product is packed anew for each."""

_MANY_PEOPLE = 100
"""From how many people on postings are kept apart by the schooling they ask for."""

_TILE_PAIRS = 1_250_000
"""Pairs looked at at once: the arrays of a tile should stay near the processor."""


@dataclass(frozen=True)
class Limits:
    """How many candidates each source may bring for a person, and who gets an account of bars."""

    best: int = 60
    texts: int = 20
    plain: int = 50
    owed: int = 3


@dataclass(frozen=True)
class Candidates:
    """Candidate pairs and what kept the rest out.

    Attributes
    ----------
    i, j : int64 arrays of shape (pairs,), rows of people and postings, ascending
    features : float32 array of shape (pairs, features); NaN on a plain list
    eligible : int64 array (n,), eligible postings of each person, seen ones left out
    barred : int64 array (n, 11), postings by `Rule`; zero but for people with too few
    """

    i: IntArray
    j: IntArray
    features: FloatArray
    eligible: IntArray
    barred: IntArray


def find_candidates(
    seekers: SeekerColumns,
    postings: PostingColumns,
    as_of: date,
    seen: Sets | None = None,
    limits: Limits | None = None,
    ranker: Ranker | None = None,
) -> Candidates:
    """Find each person's candidates among the postings.

    Parameters
    ----------
    seekers, postings : columns of n people and m postings
    as_of : the day that governs age and validity
    seen : posting ids that each person was already recommended or answered
    limits : how many candidates a person
    ranker : whose first look it is; the fixed weights' where none is given
    """
    if not len(seekers) or not len(postings):
        return _nothing(len(seekers))
    limits, ranker = limits or Limits(), ranker or FixedWeights()
    seen = seen or Sets.of([()] * len(seekers))
    parts, eligible = [], np.zeros(len(seekers), np.int64)
    for rows, columns, part in _by_schooling(seekers, postings):
        people = seekers.take(rows)
        found, eligible[rows] = _found(people, part, as_of, seen.take(rows), limits, ranker)
        parts.append(Found(rows[found.i], columns[found.j], found.features))
    barred = _accounts(seekers, postings, as_of, eligible < limits.owed)
    found = _joined(parts)
    order = np.lexsort((found.j, found.i))
    return Candidates(found.i[order], found.j[order], found.features[order], eligible, barred)


def _by_schooling(
    seekers: SeekerColumns, postings: PostingColumns
) -> Iterator[tuple[IntArray, IntArray, PostingColumns]]:
    """Yield rows of people, and rows and columns of the postings they may be schooled for."""
    rest = np.ones(len(seekers), np.bool_)
    if len(seekers) >= _MANY_PEOPLE:
        for level, (columns, part) in postings.by_schooling.items():
            here = rest & (seekers.education <= level)
            rest &= ~here
            if here.any() and len(part):
                yield np.flatnonzero(here), columns, part
    if rest.any():
        yield np.flatnonzero(rest), np.arange(len(postings)), postings


def _accounts(
    seekers: SeekerColumns, postings: PostingColumns, as_of: date, short: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Return how many postings each rule bars for people with too few, zeros for others."""
    barred = np.zeros((len(seekers), len(Rule)), np.int64)
    rows, step = np.flatnonzero(short), max(1, _TILE_PAIRS // len(postings))
    for some in (rows[n : n + step] for n in range(0, len(rows), step)):
        barred[some] = barring_rules(first_failing_rule(seekers.take(some), postings, as_of))
    return barred


@dataclass(frozen=True)
class Found:
    """Pairs, by the rows of both sides, with their features."""

    i: IntArray
    j: IntArray
    features: FloatArray


def _found(
    seekers: SeekerColumns,
    postings: PostingColumns,
    as_of: date,
    seen: Sets,
    limits: Limits,
    ranker: Ranker,
) -> tuple[Found, IntArray]:
    """Return the candidates of some people, and how many postings each may have."""
    look = FirstLook.of(seekers, postings, day_number(as_of), ranker.answers)
    step = max(1, _PRODUCT_PAIRS // len(postings))
    blocks, eligible = [], []
    for start in range(0, len(seekers), step):
        people = seekers.rows(slice(start, start + step))
        cosines = people.vectors @ postings.vectors.T
        met = _Met(people, seen.rows(slice(start, start + step)), cosines)
        for n, part in met.tiles():
            found, count = _block(part, look, as_of, limits)
            blocks.append(Found(found.i + start + n, found.j, found.features))
            eligible.append(count)
    return _joined(blocks), np.concatenate(eligible)


@dataclass(frozen=True)
class _Met:
    """Some people, the postings each has seen, and the cosine with every posting, (n, m)."""

    people: SeekerColumns
    seen: Sets
    cosines: FloatArray

    def tiles(self) -> Iterator[tuple[int, _Met]]:
        """Cut into parts of `_TILE_PAIRS`, each with the number of its first row."""
        step = max(1, _TILE_PAIRS // self.cosines.shape[1])
        for start in range(0, len(self.people), step):
            part = slice(start, start + step)
            yield start, _Met(self.people.rows(part), self.seen.rows(part), self.cosines[part])


def _block(met: _Met, look: FirstLook, as_of: date, limits: Limits) -> tuple[Found, IntArray]:
    seekers, postings = met.people, look.postings
    barred_out = first_failing_rule(seekers, postings, as_of) != 0
    row, posting = met.seen.expand(np.arange(len(seekers)))
    k, column = members_in(postings.ids, posting)
    barred_out[row[k], column] = True
    eligible = len(postings) - np.count_nonzero(barred_out, axis=1)
    plain = _plain(seekers, postings, barred_out, limits)
    barred_out[~seekers.personalised] = True
    return _joined([_personal(met, look, barred_out, limits), plain]), eligible


def _personal(met: _Met, look: FirstLook, barred_out: NDArray[np.bool_], limits: Limits) -> Found:
    values, relative = look.values(met.people, met.cosines)
    barred = np.multiply(barred_out, np.float32(BARRED))
    values += barred
    marked = best_columns(values, limits.best, relative=relative)
    cosines = np.add(met.cosines, barred, out=barred)
    marked |= best_columns(cosines, limits.texts, _COSINE_SLACK)
    i, j = np.divmod(np.flatnonzero(marked), len(look.postings))
    return _choose(Pairs(met.people, look.postings, i, j, look.day), look, limits)


def _choose(pairs: Pairs, look: FirstLook, limits: Limits) -> Found:
    """Choose exactly, pair by pair, among the superset."""
    features = feature_array(pairs)
    keep = best_of_row(pairs.i, exact_values(features, look.answers), limits.best)
    keep |= best_of_row(pairs.i, np.nan_to_num(pairs.similarity), limits.texts)
    return Found(pairs.i[keep], pairs.j[keep], features[keep])


def _plain(
    seekers: SeekerColumns, postings: PostingColumns, barred_out: NDArray[np.bool_], limits: Limits
) -> Found:
    people = np.flatnonzero(~seekers.personalised)
    i, j = np.nonzero(~barred_out[people])
    i = people[i]
    keep = best_of_row(i, plain_value(seekers, postings, i, j), limits.plain)
    features = np.full((np.count_nonzero(keep), len(FEATURES)), np.nan, np.float32)
    return Found(i[keep], j[keep], features)


def _joined(parts: Sequence[Found]) -> Found:
    return Found(
        np.concatenate([part.i for part in parts]),
        np.concatenate([part.j for part in parts]),
        np.concatenate([part.features for part in parts]),
    )


def _nothing(people: int) -> Candidates:
    none = np.zeros(0, np.int64)
    barred = np.zeros((people, len(Rule)), np.int64)
    features = np.zeros((0, len(FEATURES)), np.float32)
    return Candidates(none, none, features, np.zeros(people, np.int64), barred)
