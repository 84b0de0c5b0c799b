"""A cycle's recommendations chosen together: who is owed, how many a posting can take.

A min-cost flow over all scored candidates of a tenant; rounds where it cannot
be solved. Either way a posting takes no more people than its capacity, priority
people get what they are owed first, nobody has a second while another could
have a first, employers that already have many give way at near-equal rank, and
a person's list holds few postings of one employer while others are to be had.
The outcome depends on nothing but the edges.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import structlog
from numpy.typing import NDArray

from matching.claims import People, Places, Terms
from matching.conversion import IntArray
from matching.flow import solution
from matching.prices import Prices, worth_to_suitors
from matching.rounds import by_rounds
from matching.scoring import Edges
from matching.selection import place_in_row
from matching.solver import NoFlow

__all__ = ["EXPOSURE", "PER_EMPLOYER", "Assignment", "People", "Places", "assign", "listed"]

EXPOSURE = 0.2
"""What an employer whose postings are all full loses of its rank, at most."""

PER_EMPLOYER = 2
"""Postings of one employer on one person's list while others are to be had."""

log = structlog.get_logger()


@dataclass(frozen=True)
class Assignment:
    """What was given.

    Attributes
    ----------
    edges : int64 array, row numbers of the edges chosen, ascending by person, best first
    place : int64 array, 1 for the first of a person's list
    first_claim : bool array, owed to a priority person, who came first
    prices : float64 array (postings,), best ranks that one more place at each posting would be
        worth; None where nobody asked
    """

    edges: IntArray
    place: IntArray
    first_claim: NDArray[np.bool_]
    prices: Prices | None = None


def assign(
    edges: Edges,
    people: People,
    places: Places,
    per_employer: int = PER_EMPLOYER,
    exposure: float = EXPOSURE,
    *,
    priced: bool = False,
) -> Assignment:
    """Choose the edges of a cycle; see the module for the rules.

    Parameters
    ----------
    edges : scored candidates whose people and postings all occur in the others
    people, places : claims and capacities
    per_employer : most postings of one employer on a list while others are to be had
    exposure : share of its rank that an employer with all places taken loses, at most
    priced : whether to work out what one more place at each posting would be worth
    """
    terms = Terms(per_employer, exposure)
    if not len(edges):
        nothing = np.zeros(0, np.int64)
        return Assignment(nothing, nothing, nothing > 0, np.zeros(len(places.ids)))
    try:
        solved = solution(edges, people, places, terms)
    except NoFlow:
        log.warning("assignment_by_rounds", edges=len(edges))
        chosen = by_rounds(edges, people, places, terms)
        prices = worth_to_suitors(edges, chosen, people, places) if priced else None
    else:
        chosen = solved.chosen
        prices = solved.prices(places) if priced else None
    return listed(chosen, edges, people, prices)


def listed(
    chosen: IntArray, edges: Edges, people: People, prices: Prices | None = None
) -> Assignment:
    """Return edges chosen, in any order, as lists with places."""
    order = np.lexsort((edges.postings[chosen], -edges.rank[chosen], edges.seekers[chosen]))
    chosen = chosen[order]
    place = place_in_row(edges.seekers[chosen]) + 1
    person = np.searchsorted(people.ids, edges.seekers[chosen])
    first_claim = people.priority[person] & (place <= people.claims[person])
    return Assignment(chosen, place, first_claim, prices)
