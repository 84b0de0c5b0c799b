"""Assignment by min-cost flow: the recommendations of a cycle chosen together, at the optimum.

People send as many units as they may have at most. A unit goes over one of the
person's edges to a posting and from there out, or it stays unused. Left unused,
the last units cost most: what is owed has a worth of its own, that falls from the
first unit on, so that nobody has two while another has none and could have one;
units owed to priority people are worth more than all others.
Two more convex prices stand for variety: beyond a few postings of one employer
on a list, which only a claim may pay, and an employer's places once half are
taken. All prices are whole millionths of the best rank.

References
----------
Goldberg, "An efficient implementation of a scaling minimum-cost flow
algorithm", 1997: what ortools' SimpleMinCostFlow solves with.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from matching.claims import People, Places, Terms
from matching.conversion import IntArray
from matching.prices import FAR, Prices, cheapest_ways
from matching.scoring import Edges
from matching.selection import place_in_row
from matching.solver import Arcs, NoFlow, solve

MILLION = 1_000_000
"""The best rank of a graph, in units of cost."""

FINER = 1_000
"""Parts of a unit of cost: room in which equal ranks go to the lower person."""

CLAIM, STEP, NOBODY_EMPTY, PRIORITY = 4.0, 0.05, 1.0, 8.0
"""Worth of units owed, in best ranks: of the last one; of each before it, more; of the
first, more still; and of any that is owed to a priority person.

The first outbids any difference of ranks: nobody has two while another could
have one. From the second on the claims fall gently, so that where places are
too few for all claims, ranks decide who is served in full: steep falls left
fewer people with three, at less relevance (decision 0011).
"""

BEYOND = 2
"""Price of a posting beyond an employer's share of a list: above any rank, below any claim."""

LEAN = 0.05
"""How much more an edge of a priority person weighs: where totals are equal, they choose first."""

EXPOSED = (0.5, 0.75)
"""Shares of an employer's places taken from which on the next cost more."""

MOST_EDGES = 10_000_000
"""A minute and 3 GB; larger graphs are left to the rounds."""

_SMALLEST = float(np.finfo(np.float32).tiny)


@dataclass(frozen=True)
class Solution:
    """The edges chosen, and the network with its flow, which knows what places are worth."""

    chosen: IntArray
    arcs: Arcs
    flows: IntArray
    graph: _Graph
    dearest: float  # what an employer's last place costs, in best ranks

    def prices(self, places: Places) -> Prices:
        """Return what one more place at each posting would be worth, in best ranks.

        Exact but for an employer's price of its places, of which the dearest is taken.

        Returns
        -------
        float64 array (postings,), 0 where places are left or nobody would gain
        """
        cost = cheapest_ways(self.arcs, self.flows, self.graph.last)
        way = cost[self.graph.people : self.graph.people + self.graph.postings]
        saved = np.where(way < FAR, -way / (MILLION * FINER) - self.dearest, 0.0)
        taken = np.bincount(self.graph.posting, self.flows[: len(self.graph.posting)], len(way))
        return np.where(taken >= places.capacity, np.maximum(saved, 0.0), 0.0)


def by_flow(edges: Edges, people: People, places: Places, terms: Terms) -> IntArray:
    """Choose the edges of greatest worth; see the module.

    Returns
    -------
    int64 array of row numbers of the edges chosen, in no order

    Raises
    ------
    NoFlow
    """
    return solution(edges, people, places, terms).chosen if len(edges) else np.zeros(0, np.int64)


def solution(edges: Edges, people: People, places: Places, terms: Terms) -> Solution:
    """Solve the flow of at least one edge, and keep what tells the places' worth.

    Deterministic: the solver sees the edges ordered by person and posting,
    whatever order they come in. Raises NoFlow.
    """
    if len(edges) > MOST_EDGES:
        raise NoFlow
    order = np.lexsort((edges.postings, edges.seekers))
    graph = _Graph.of(edges, people, places, order)
    network = _Network(graph.last + 1)
    _add_edges(network, graph, people, terms)
    _add_places(network, graph, places, terms)
    _add_unused(network, graph, people)
    arcs = network.closed()
    flows = solve(arcs)
    chosen = order[np.flatnonzero(flows[: len(order)] > 0)]
    return Solution(chosen, arcs, flows, graph, terms.exposure * EXPOSED[-1] * graph.typical)


@dataclass(frozen=True)
class _Graph:
    """Row numbers of the edges' ends, nodes' numbers, prices.

    Nodes: people, postings, employers, then the sink, `last`; nodes of (person,
    employer) pairs come after it.
    """

    person: IntArray
    posting: IntArray
    employer: IntArray  # of each posting
    gain: NDArray[np.float64]  # rank in best ranks, -1 to 1
    people: int
    postings: int
    employers: int

    @classmethod
    def of(cls, edges: Edges, people: People, places: Places, order: IntArray) -> _Graph:
        rank = edges.rank[order].astype(np.float64)
        employers, employer = np.unique(places.employers, return_inverse=True)
        return cls(
            person=np.searchsorted(people.ids, edges.seekers[order]),
            posting=np.searchsorted(places.ids, edges.postings[order]),
            employer=employer,
            gain=rank / max(float(np.abs(rank).max()), _SMALLEST),
            people=len(people.ids),
            postings=len(places.ids),
            employers=len(employers),
        )

    @property
    def last(self) -> int:
        """Number of the sink."""
        return self.people + self.postings + self.employers

    @property
    def typical(self) -> float:
        """Mean size of a rank, in best ranks."""
        return float(np.abs(self.gain).mean())


@dataclass
class _Network:
    """Arcs and supplies as they are put together; `nodes` have been numbered so far."""

    nodes: int
    arcs: list[tuple[IntArray, IntArray, IntArray, IntArray]] = field(default_factory=list)
    supplies: list[tuple[IntArray, IntArray]] = field(default_factory=list)

    def add(
        self,
        tails: IntArray,
        heads: IntArray | int,
        capacity: IntArray | int,
        price: NDArray[np.float64] | IntArray | float,
    ) -> None:
        """Add arcs, a price in best ranks each."""
        cost = np.rint(np.asarray(price, np.float64) * MILLION) * FINER
        self.add_costs(tails, heads, capacity, cost.astype(np.int64))

    def add_costs(
        self, tails: IntArray, heads: IntArray | int, capacity: IntArray | int, costs: IntArray
    ) -> None:
        """Add arcs, a cost in the solver's units each."""
        head, room, cost = (np.broadcast_to(part, tails.shape) for part in (heads, capacity, costs))
        self.arcs.append((tails, head, room, cost))

    def closed(self) -> Arcs:
        """Return the network put together."""
        tails, heads, room, costs = (np.concatenate(part) for part in zip(*self.arcs, strict=True))
        supplies = np.zeros(self.nodes, np.int64)
        for nodes, supply in self.supplies:
            supplies[nodes] = supply
        self.arcs.clear()  # copied; what is large should be there once
        return Arcs(tails.astype(np.int32), heads.astype(np.int32), room, costs, supplies)


def _add_edges(network: _Network, graph: _Graph, people: People, terms: Terms) -> None:
    """Arcs from each person to their postings, by way of a node where an employer has many."""
    units = np.rint(graph.gain * (1 + LEAN * people.priority[graph.person]) * MILLION)
    lower_first = (FINER - 1) * (graph.people - graph.person) // (graph.people + 1)
    costs = -(units.astype(np.int64) * FINER + lower_first + 1)
    heads = graph.people + graph.posting
    kin = graph.person * graph.employers + graph.employer[graph.posting]
    pairs, pair_of, size = np.unique(kin, return_inverse=True, return_counts=True)
    many = np.flatnonzero(size > terms.per_employer)
    node = np.full(len(pairs), -1)
    node[many] = network.nodes + np.arange(len(many))
    network.nodes += len(many)
    tails = np.where(node[pair_of] >= 0, node[pair_of], graph.person)
    network.add_costs(tails, heads, 1, costs)
    owner = pairs[many] // graph.employers
    network.add(owner, node[many], terms.per_employer, 0)
    network.add(owner, node[many], size[many], BEYOND)


def _add_places(network: _Network, graph: _Graph, places: Places, terms: Terms) -> None:
    """Arcs from postings over their employers out; the later places of an employer cost more."""
    postings = graph.people + np.arange(graph.postings)
    employers = graph.people + graph.postings + np.arange(graph.employers)
    network.add(postings, employers[graph.employer], places.capacity, 0)
    room = np.bincount(graph.employer, weights=places.capacity, minlength=graph.employers)
    bounds = np.ceil(np.outer((0, *EXPOSED, 1), room)).astype(np.int64)
    for n, share in enumerate((0, *EXPOSED)):
        price = terms.exposure * share * graph.typical
        network.add(employers, graph.last, bounds[n + 1] - bounds[n], price)


def _add_unused(network: _Network, graph: _Graph, people: People) -> None:
    """Units a person may have, and arcs for those that stay unused: what is owed at a price."""
    everybody = np.arange(graph.people)
    network.add(everybody, graph.last, people.most - people.claims, 0)
    person = np.repeat(everybody, people.claims)
    place = place_in_row(person)
    worth = CLAIM + STEP * (people.claims[person] - 1 - place) + NOBODY_EMPTY * (place == 0)
    worth += PRIORITY * people.priority[person]
    network.add(person, graph.last, 1, worth)
    network.supplies += [
        (everybody, people.most),
        (np.array([graph.last]), -people.most.sum(keepdims=True)),
    ]
