"""What one more place would be worth: held against solving again with that place."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matching import flow, rerank
from matching.claims import People, Places, Terms
from matching.flow import FINER, MILLION, solution
from matching.prices import worth_to_suitors
from matching.rounds import by_rounds
from matching.scoring import Edges

TERMS = Terms(per_employer=2, exposure=0.0)


def graph(seed: int, people: int = 12, jobs: int = 9, each: int = 4):
    random = np.random.default_rng(seed)
    postings = [random.choice(jobs, each, replace=False) for _ in range(people)]
    rank = np.round(random.random(people * each), 3).astype(np.float32)
    edges = Edges(np.repeat(np.arange(people), each), np.concatenate(postings), rank)
    owed, most = random.integers(0, 3, people), random.integers(0, 4, people)
    who = People(np.arange(people), random.random(people) < 0.3, owed, most)
    return edges, who, Places(np.arange(jobs), random.integers(0, 4, jobs), np.arange(jobs) // 3)


def total(edges: Edges, people: People, places: Places) -> float:
    """What a solved assignment is worth, in best ranks."""
    solved = solution(edges, people, places, TERMS)
    return -float((solved.flows * solved.arcs.costs).sum()) / (MILLION * FINER)


@pytest.mark.parametrize("seed", range(12))
def test_a_price_is_what_one_more_place_brings(seed: int) -> None:
    edges, people, places = graph(seed)
    before = total(edges, people, places)

    prices = solution(edges, people, places, TERMS).prices(places)

    for job in range(len(places.ids)):
        more = places.capacity.copy()
        more[job] += 1
        gained = total(edges, people, replace(places, capacity=more)) - before
        assert prices[job] == pytest.approx(gained, abs=2e-6), job


def test_some_places_are_worth_a_move_of_several_people() -> None:
    """0 would leave posting 0 for 1, so that 1 finds a place: no single move gains as much."""
    edges = Edges(np.array([0, 0, 1]), np.array([0, 1, 0]), np.float32([1, 0.9, 0.8]))
    people = People(np.arange(2), np.zeros(2, bool), np.zeros(2, np.int64), np.ones(2, np.int64))
    places = Places(np.arange(2), np.array([1, 0]), np.arange(2))

    prices = solution(edges, people, places, TERMS).prices(places)

    assert prices.tolist() == pytest.approx([0.8, 0.7], abs=1e-5)


@pytest.mark.parametrize("seed", range(6))
def test_without_a_flow_the_price_is_one_move_and_no_more_than_the_true_one(seed: int) -> None:
    edges, people, places = graph(seed)
    nobody_owed = replace(people, owed=people.owed * 0, priority=people.priority & False)
    alone = replace(places, employers=places.ids)
    solved = solution(edges, nobody_owed, alone, TERMS)

    least = worth_to_suitors(edges, solved.chosen, nobody_owed, alone)

    assert (least <= solved.prices(alone) + 1e-5).all()
    assert (least > 0).any()


def test_an_assignment_is_priced_only_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    edges, people, places = graph(3)

    assert rerank.assign(edges, people, places).prices is None
    asked = rerank.assign(edges, people, places, priced=True)
    assert asked.prices is not None
    assert (asked.prices > 0).any()

    monkeypatch.setattr(flow, "MOST_EDGES", 0)
    rounds = rerank.assign(edges, people, places, priced=True)
    chosen = by_rounds(edges, people, places, Terms(rerank.PER_EMPLOYER, rerank.EXPOSURE))
    expected = worth_to_suitors(edges, chosen, people, places)
    assert rounds.prices is not None
    assert rounds.prices.tolist() == expected.tolist()


def test_where_every_posting_has_room_nothing_is_scarce() -> None:
    edges, people, places = graph(5)
    roomy = replace(places, capacity=places.capacity + 50)

    assert not solution(edges, people, roomy, TERMS).prices(roomy).any()
