"""What one more place at a posting would be worth, read off a solved assignment.

ortools' solver gives no potentials. They are cheapest ways through the residual
network: a place more is worth what the cheapest way to fill it saves, and that way
may move several people along. At the optimum no circle saves anything, so every way
has an end. The relaxation follows, step by step, only what has just become nearer.

References
----------
Ahuja, Magnanti, Orlin, "Network Flows", 1993, chapters 5.4 and 9.3.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.claims import People, Places
from matching.conversion import IntArray
from matching.scoring import Edges
from matching.solver import Arcs

FAR = np.int64(2**62)
"""The way to what cannot be reached."""

Prices = NDArray[np.float64]


@dataclass(frozen=True)
class _Residual:
    """Arcs along which a unit more can flow, by tail: node n's are `starts[n]:starts[n + 1]`."""

    starts: IntArray
    heads: NDArray[np.int32]
    costs: IntArray

    @classmethod
    def of(cls, arcs: Arcs, flows: IntArray) -> _Residual:
        more, back = np.flatnonzero(flows < arcs.room), np.flatnonzero(flows > 0)
        tails = np.concatenate((arcs.tails[more], arcs.heads[back]))
        order = np.argsort(tails, kind="stable")
        sizes = np.bincount(tails, minlength=len(arcs.supplies))
        return cls(
            starts=np.concatenate(([0], np.cumsum(sizes))),
            heads=np.concatenate((arcs.heads[more], arcs.tails[back]))[order],
            costs=np.concatenate((arcs.costs[more], -arcs.costs[back]))[order],
        )

    def out_of(self, nodes: IntArray) -> tuple[IntArray, IntArray]:
        """Return (k, arc) for every arc out of `nodes[k]`."""
        first = self.starts[nodes]
        sizes = self.starts[nodes + 1] - first
        before = np.cumsum(sizes) - sizes
        owner = np.repeat(np.arange(len(nodes)), sizes)
        return owner, np.arange(len(owner)) + (first - before)[owner]


def cheapest_ways(arcs: Arcs, flows: IntArray, source: int) -> IntArray:
    """Return what the cheapest residual way from a node to each costs.

    Parameters
    ----------
    arcs : a network
    flows : int64 array (arcs,), a flow of least cost over it
    source : where the ways begin

    Returns
    -------
    int64 array (nodes,), `FAR` where no way leads
    """
    residual = _Residual.of(arcs, flows)
    cost = np.full(len(arcs.supplies), FAR)
    cost[source] = 0
    nearer = np.array([source])
    for _ in cost:  # more arcs than nodes has no cheapest way
        if not len(nearer):
            break
        k, arc = residual.out_of(nearer)
        head, way = residual.heads[arc], cost[nearer][k] + residual.costs[arc]
        better = way < cost[head]
        np.minimum.at(cost, head[better], way[better])
        nearer = np.unique(head[better])
    return cost


def worth_to_suitors(edges: Edges, chosen: IntArray, people: People, places: Places) -> Prices:
    """Return what a place more is worth at least, where no flow was solved: one move only.

    To the suitor for whom it does most: the rank of the pair, less that of their
    worst posting where they have as many as they may have. What is owed is not priced in.

    Returns
    -------
    float64 array (postings,), in best ranks; 0 where places are left or nobody gains
    """
    person = np.searchsorted(people.ids, edges.seekers)
    posting = np.searchsorted(places.ids, edges.postings)
    rank = edges.rank / max(float(np.abs(edges.rank).max(initial=0)), float(np.finfo("f4").tiny))
    taken = np.zeros(len(edges), np.bool_)
    taken[chosen] = True
    worst = np.full(len(people.ids), np.inf)
    np.minimum.at(worst, person[taken], rank[taken])
    given = np.bincount(person[taken], minlength=len(people.ids))
    lost = np.where(given < people.most, 0.0, np.where(people.most > 0, worst, np.inf))
    price = np.zeros(len(places.ids))
    np.maximum.at(price, posting[~taken], (rank - lost[person])[~taken])
    full = np.bincount(posting[taken], minlength=len(price)) >= places.capacity
    return np.where(full, price, 0.0)
