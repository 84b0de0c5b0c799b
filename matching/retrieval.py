"""Candidates: for each person the postings worth a close look, all of them eligible.

Three sources are joined: the best blend of text, occupation and nearness, the
nearest texts, and the nearest workplaces. Big products find a superset, pair by
pair sums choose from it: so the candidates of a person do not depend on who is
in the same block. A person who switched personalisation off gets the newest
postings near home.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from matching.columns import PostingColumns, SeekerColumns
from matching.conversion import FloatArray, IntArray, day_number
from matching.eligibility import Rule, barring_rules, first_failing_rule
from matching.features.pairs import Pairs, pair_similarity
from matching.features.work import occupation_levels
from matching.geography import great_circle_km, straight_squares
from matching.plain import plain_value
from matching.selection import BARRED, best_columns, best_of_row
from matching.sets import Sets, members_in

TEXT_WORTH, OCCUPATION_WORTH, KM_WORTH = 8.0, 4.5, 0.066
"""Worth of a cosine, a full occupation match and a kilometre in the blend: the first weights'."""

FAR_KM, UNKNOWN_KM = 40.0, 24.0
"""Beyond this a kilometre counts no more; what an unknown place counts as."""

UNKNOWN_OCCUPATION = 0.3
"""What an unknown occupation counts as."""

LEAST_KM = 1.0
"""Nearer than this is no nearer: stated places are not known better."""

_COSINE_SLACK = 1e-4
_PRODUCT_PAIRS = 10_000_000
"""Cosines worked out at once: the postings' side of a product is packed anew for each."""

_TILE_PAIRS = 1_250_000
"""Pairs looked at at once: the arrays of a tile should stay near the processor."""


@dataclass(frozen=True)
class Limits:
    """How many candidates each source may bring for a person, and who gets an account of bars."""

    blended: int = 60
    texts: int = 20
    nearest: int = 20
    plain: int = 50
    owed: int = 3


@dataclass(frozen=True)
class Candidates:
    """Candidate pairs and what kept the rest out.

    Attributes
    ----------
    i, j : int64 arrays of shape (pairs,), rows of people and postings, ascending
    similarity : float32 array of shape (pairs,), NaN where unknown or not used
    eligible : int64 array (n,), eligible postings of each person, seen ones left out
    barred : int64 array (n, 11), postings by `Rule`; zero but for people with too few
    """

    i: IntArray
    j: IntArray
    similarity: FloatArray
    eligible: IntArray
    barred: IntArray


def find_candidates(
    seekers: SeekerColumns,
    postings: PostingColumns,
    as_of: date,
    seen: Sets | None = None,
    limits: Limits | None = None,
) -> Candidates:
    """Find each person's candidates among the postings.

    Parameters
    ----------
    seekers, postings : columns of n people and m postings
    as_of : the day that governs age and validity
    seen : posting ids that each person was already recommended or answered
    limits : how many candidates a person
    """
    if not len(seekers) or not len(postings):
        return _nothing(len(seekers))
    limits = limits or Limits()
    seen = seen or Sets.of([()] * len(seekers))
    step = max(1, _PRODUCT_PAIRS // len(postings))
    blocks = []
    for start in range(0, len(seekers), step):
        people = seekers.rows(slice(start, start + step))
        cosines = people.vectors @ postings.vectors.T
        met = _Met(people, seen.rows(slice(start, start + step)), cosines)
        blocks += [(start + n, _block(part, postings, as_of, limits)) for n, part in met.tiles()]
    return _joined(blocks)


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


def _block(met: _Met, postings: PostingColumns, as_of: date, limits: Limits) -> Candidates:
    seekers = met.people
    failed = first_failing_rule(seekers, postings, as_of)
    barred_out = failed != 0
    row, posting = met.seen.expand(np.arange(len(seekers)))
    k, column = members_in(postings.ids, posting)
    barred_out[row[k], column] = True
    eligible = len(postings) - np.count_nonzero(barred_out, axis=1)
    barred = np.zeros((len(seekers), len(Rule)), np.int64)
    short = eligible < limits.owed
    barred[short] = barring_rules(failed[short])
    plain = _plain(seekers, postings, barred_out, limits)
    barred_out[~seekers.personalised] = True
    personal = _personal(met, postings, barred_out, as_of, limits)
    i, j = np.concatenate((personal[0], plain[0])), np.concatenate((personal[1], plain[1]))
    similarity = np.concatenate((personal[2], plain[2]))
    order = np.lexsort((j, i))
    return Candidates(i[order], j[order], similarity[order], eligible, barred)


Found = tuple[IntArray, IntArray, FloatArray]


def _personal(
    met: _Met,
    postings: PostingColumns,
    barred_out: NDArray[np.bool_],
    as_of: date,
    limits: Limits,
) -> Found:
    seekers, blend = met.people, met.cosines
    near, slack = _nearness(seekers, postings)
    barred = np.multiply(barred_out, np.float32(BARRED))
    blend += barred
    marked = best_columns(blend, limits.texts, _COSINE_SLACK)
    blend *= np.float32(TEXT_WORTH)
    blend += near
    blend += _occupation_worth(seekers, postings)
    marked |= best_columns(blend, limits.blended, slack)
    near += barred
    close = best_columns(near, limits.nearest, slack, floor=-KM_WORTH * FAR_KM)
    i, j = np.divmod(np.flatnonzero(close), len(postings))
    first = best_of_row(i, _worth_of_way(seekers, postings, i, j), limits.nearest)
    marked[i[first], j[first]] = True
    i, j = np.divmod(np.flatnonzero(marked), len(postings))
    return _choose(Pairs(seekers, postings, i, j, day_number(as_of)), limits)


def _choose(pairs: Pairs, limits: Limits) -> Found:
    """Choose exactly, pair by pair, among the superset."""
    seekers, postings, i, j = pairs.seekers, pairs.postings, pairs.i, pairs.j
    cosine = pair_similarity(seekers.vectors, i, postings.vectors, j).astype(np.float64)
    near = _worth_of_way(seekers, postings, i, j)
    closeness = occupation_levels(seekers.wants[i], postings.occupations[j])
    worth = OCCUPATION_WORTH * np.nan_to_num(closeness, nan=UNKNOWN_OCCUPATION)
    blend = near + TEXT_WORTH * cosine + worth
    keep = best_of_row(i, blend, limits.blended)
    keep |= best_of_row(i, cosine, limits.texts)
    keep |= best_of_row(i, near, limits.nearest)
    known = seekers.has_text[i] & postings.has_text[j]
    similarity = np.where(known, cosine, np.nan).astype(np.float32)
    return i[keep], j[keep], similarity[keep]


def _worth_of_way(
    seekers: SeekerColumns, postings: PostingColumns, i: IntArray, j: IntArray
) -> NDArray[np.float64]:
    km = great_circle_km(seekers.areas[i], postings.areas[j])
    return -KM_WORTH * np.clip(np.nan_to_num(km, nan=UNKNOWN_KM), LEAST_KM, FAR_KM)


def _occupation_worth(seekers: SeekerColumns, postings: PostingColumns) -> FloatArray:
    codes, which = postings.occupation_codes
    closeness = occupation_levels(seekers.wants[:, None], codes)
    worth = np.nan_to_num(closeness, nan=UNKNOWN_OCCUPATION) * np.float32(OCCUPATION_WORTH)
    return np.take(worth, which, axis=1)


def _nearness(seekers: SeekerColumns, postings: PostingColumns) -> tuple[FloatArray, float]:
    """Worth of each way to work by one small product, and twice the error it may have."""
    km, error = straight_squares(seekers.area_units, postings.area_ground)
    np.sqrt(np.maximum(km, LEAST_KM**2, out=km), out=km)
    km[:, np.isnan(postings.areas[:, 0])] = UNKNOWN_KM
    km[np.isnan(seekers.areas[:, 0])] = UNKNOWN_KM
    np.minimum(km, FAR_KM, out=km)
    km *= np.float32(-KM_WORTH)
    return km, 1e-3 + KM_WORTH * error / LEAST_KM


def _plain(
    seekers: SeekerColumns, postings: PostingColumns, barred_out: NDArray[np.bool_], limits: Limits
) -> Found:
    people = np.flatnonzero(~seekers.personalised)
    i, j = np.nonzero(~barred_out[people])
    i = people[i]
    keep = best_of_row(i, plain_value(seekers, postings, i, j), limits.plain)
    return i[keep], j[keep], np.full(int(keep.sum()), np.nan, np.float32)


def _joined(blocks: list[tuple[int, Candidates]]) -> Candidates:
    return Candidates(
        i=np.concatenate([block.i + first for first, block in blocks]),
        j=np.concatenate([block.j for _, block in blocks]),
        similarity=np.concatenate([block.similarity for _, block in blocks]),
        eligible=np.concatenate([block.eligible for _, block in blocks]),
        barred=np.concatenate([block.barred for _, block in blocks]),
    )


def _nothing(people: int) -> Candidates:
    none = np.zeros(0, np.int64)
    barred = np.zeros((people, len(Rule)), np.int64)
    return Candidates(none, none, none.astype(np.float32), np.zeros(people, np.int64), barred)
