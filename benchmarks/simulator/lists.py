"""A week's lists: the product's own retrieval, features and assignment, then draws near ties."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.simulator.pool import day_of
from benchmarks.simulator.world import World
from matching.claims import People, Places
from matching.columns import SeekerColumns
from matching.conversion import FloatArray, IntArray
from matching.draws import Draw
from matching.ranker import Ranker, Score
from matching.rerank import assign
from matching.retrieval import find_candidates
from matching.scoring import KEPT, Edges
from matching.selection import best_of_row, place_in_row
from matching.sets import Sets
from pes.demo.plan import CAPITAL

Rank = Callable[[IntArray, IntArray, FloatArray], Score]
"""People, postings (rows of the pool) and features of pairs → what each pair is worth."""

OWED, MOST, PER_OPENING = 3, 10, 8
"""Terms of assignment: recommendations owed and at most a week, people for each place to fill."""

DRAWN_SHARE = 0.5
"""Share of near ties that are swapped by lot: the most that a tenant may set."""


@dataclass(frozen=True)
class Lists:
    """What was shown in a week, one row a posting on a list, ascending by person, then place.

    Attributes
    ----------
    i, j : int64 arrays (rows,), rows of the pool
    place : int64 array (rows,), as shown, 1 for the first
    ranked : int64 array (rows,), place by rank, before lots were drawn
    drawn : bool array (rows,)
    propensity : float64 array (rows,), chance with which the posting stood at its place
    features : float32 array (rows, features)
    rank : float64 array (rows,), what the ranker in use thought
    """

    i: IntArray
    j: IntArray
    place: IntArray
    ranked: IntArray
    drawn: NDArray[np.bool_]
    propensity: NDArray[np.float64]
    features: FloatArray
    rank: Score


def show_lists(
    world: World,
    looking: IntArray,
    free: IntArray,
    seen: list[set[int]],
    week: int,
    ranker: Ranker,
    rank: Rank,
) -> Lists:
    """Match the people `looking` (rows, ascending) with the postings that have places `free`.

    `free` counts the places of every posting of the pool; `seen` holds the postings' ids that
    each person of the pool has been shown; `ranker` has the first look, `rank` the last.
    """
    pool, day = world.pool, day_of(week)
    rows = np.flatnonzero((pool.arrives <= week) & (free > 0))
    postings = pool.columns.take(rows)
    facts = [pool.people[row] for row in looking.tolist()]
    people = SeekerColumns.of(facts, pool.columns.vocabularies, pool.vectors[looking])
    known = Sets.of([sorted(seen[row]) for row in looking.tolist()])
    found = find_candidates(people, postings, day, known, ranker=ranker)
    features = found.features
    i, j = looking[found.i], rows[found.j]
    worth = rank(i, j, features)
    chosen = _assigned(world, i, j, worth, free)
    return _drawn(world, week, i[chosen], j[chosen], features[chosen], worth[chosen])


def _assigned(world: World, i: IntArray, j: IntArray, worth: Score, free: IntArray) -> IntArray:
    """Return the pairs to recommend, ascending by person, best first."""
    kept = np.flatnonzero(best_of_row(i, worth, KEPT))
    kept = kept[np.lexsort((j[kept], -worth[kept], i[kept]))]
    edges = Edges(i[kept], j[kept], worth[kept].astype(np.float32))
    who, what = np.unique(i[kept]), np.unique(j[kept])
    first = np.array([bool(world.pool.people[row].groups) for row in who.tolist()], np.bool_)
    people = People(who, first, np.full(len(who), OWED), np.full(len(who), MOST))
    places = Places(what, free[what] * PER_OPENING, world.pool.columns.employer_ids[what])
    return kept[assign(edges, people, places).edges]


def _drawn(
    world: World, week: int, i: IntArray, j: IntArray, features: FloatArray, worth: Score
) -> Lists:
    """Draw lots between neighbours of almost equal worth, as a cycle does."""
    draw = Draw(tenant_id=CAPITAL, cycle_id=1000 * world.seed + week, share=DRAWN_SHARE)
    shown = draw.shown(i, worth.astype(np.float32), np.ones(len(i), np.bool_))
    order = np.lexsort((shown.place, i))
    return Lists(
        i[order],
        j[order],
        shown.place[order],
        (place_in_row(i) + 1)[order],
        shown.drawn[order],
        shown.propensity[order],
        features[order],
        worth[order],
    )
