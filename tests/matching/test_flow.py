"""The flow is the optimum, keeps its promises on scarce graphs, and gives way to rounds."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import flow, rerank, solver
from matching.claims import People, Places, Terms
from matching.flow import by_flow
from matching.rounds import by_rounds
from matching.scoring import Edges
from matching.solver import NoFlow

NO_VARIETY = Terms(per_employer=100, exposure=0.0)


def generated(people: int, jobs: int, each: int, capacity: int, seed: int = 1):
    """A graph in which people of one trade want the same postings."""
    random = np.random.default_rng(seed)
    wanted = [
        random.choice(jobs // 2, each, replace=False) + (jobs // 2) * (n % 2) for n in range(people)
    ]
    rank = np.round(random.beta(2, 5, people * each), 6).astype(np.float32)
    edges = Edges(np.repeat(np.arange(people), each), np.concatenate(wanted), rank)
    claims = np.full(people, 3), np.full(people, 5)
    who = People(np.arange(people), random.random(people) < 0.3, *claims)
    places = Places(np.arange(jobs), random.integers(0, capacity + 1, jobs), np.arange(jobs) // 3)
    return edges, who, places


def given_to(edges: Edges, chosen: np.ndarray, people: People) -> np.ndarray:
    return np.bincount(edges.seekers[chosen], minlength=len(people.ids))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from((0.1, 0.2, 0.5, 0.9)), min_size=9, max_size=9),
    st.lists(st.integers(0, 2), min_size=3, max_size=3),
    st.lists(st.integers(0, 3), min_size=3, max_size=3),
)
def test_without_claims_no_other_choice_is_worth_more(
    rank: list[float], capacity: list[int], most: list[int]
) -> None:
    edges = Edges(np.repeat(np.arange(3), 3), np.tile(np.arange(3), 3), np.float32(rank))
    people = People(np.arange(3), np.zeros(3, bool), np.zeros(3, np.int64), np.array(most))
    places = Places(np.arange(3), np.array(capacity), np.arange(3))

    chosen = by_flow(edges, people, places, NO_VARIETY)

    taken = np.array(list(product((0, 1), repeat=9))).reshape(-1, 3, 3)
    fits = (taken.sum(2) <= most).all(1) & (taken.sum(1) <= capacity).all(1)
    best = (taken.reshape(-1, 9) @ np.float32(rank))[fits].max()
    assert edges.rank[chosen].sum() == pytest.approx(best, abs=1e-5)


def test_is_worth_more_than_rounds_and_serves_as_many() -> None:
    edges, people, places = generated(400, 300, 12, capacity=6)
    terms = Terms(per_employer=2, exposure=0.2)

    optimum = by_flow(edges, people, places, terms)
    rounds = by_rounds(edges, people, places, terms)

    assert edges.rank[optimum].sum() > 1.02 * edges.rank[rounds].sum()
    more, fewer = (given_to(edges, chosen, people) for chosen in (optimum, rounds))
    assert np.minimum(more, 3).sum() >= np.minimum(fewer, 3).sum()


def test_claims_cost_little_relevance_where_there_is_room() -> None:
    edges, people, places = generated(400, 300, 12, capacity=12)
    unowed = People(people.ids, people.priority & False, people.owed * 0, people.most)

    with_claims = by_flow(edges, people, places, NO_VARIETY)
    without = by_flow(edges, unowed, places, NO_VARIETY)

    assert edges.rank[with_claims].sum() >= 0.97 * edges.rank[without].sum()


@pytest.mark.parametrize("choose", [by_flow, by_rounds])
def test_priority_people_fare_no_worse_where_places_are_few(choose) -> None:
    edges, people, places = generated(300, 200, 12, capacity=3)

    given = given_to(edges, choose(edges, people, places, Terms(2, 0.2)), people)

    assert (given[people.priority] >= 3).mean() > (given >= 3).mean()
    taken = np.bincount(edges.postings[choose(edges, people, places, Terms(2, 0.2))], minlength=200)
    assert (taken <= places.capacity).all()


def test_the_order_of_the_edges_does_not_matter() -> None:
    edges, people, places = generated(120, 60, 10, capacity=4)
    edges = Edges(edges.seekers, edges.postings, np.round(edges.rank, 1))  # ties everywhere
    shuffled = np.random.default_rng(2).permutation(len(edges))
    other = Edges(edges.seekers[shuffled], edges.postings[shuffled], edges.rank[shuffled])

    one = by_flow(edges, people, places, Terms(2, 0.2))
    two = shuffled[by_flow(other, people, places, Terms(2, 0.2))]

    assert sorted(one.tolist()) == sorted(two.tolist())


def test_negative_and_huge_scores_are_no_obstacle() -> None:
    edges = Edges(np.array([0, 0, 1]), np.array([0, 1, 0]), np.float32([-5e6, 9e6, -1e6]))
    people = People(np.arange(2), np.zeros(2, bool), np.array([0, 1]), np.array([5, 5]))
    places = Places(np.arange(2), np.array([1, 1]), np.arange(2))

    assert by_flow(edges, people, places, NO_VARIETY).tolist() == [1, 2]


@pytest.mark.parametrize("obstacle", ["no solver", "too many edges"])
def test_rounds_serve_where_the_flow_cannot(obstacle: str, monkeypatch: pytest.MonkeyPatch) -> None:
    edges, people, places = generated(60, 40, 8, capacity=3)
    if obstacle == "no solver":
        monkeypatch.setattr(solver, "SOLVER", "ortools.absent")
    else:
        monkeypatch.setattr(flow, "MOST_EDGES", len(edges) - 1)

    with pytest.raises(NoFlow):
        by_flow(edges, people, places, NO_VARIETY)
    result = rerank.assign(edges, people, places)

    terms = Terms(rerank.PER_EMPLOYER, rerank.EXPOSURE)
    assert set(result.edges) == set(by_rounds(edges, people, places, terms))


def test_a_process_of_its_own_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    edges, people, places = generated(120, 60, 10, capacity=4)
    here = by_flow(edges, people, places, Terms(2, 0.2))

    monkeypatch.setattr(solver, "ARCS_HERE", 0)

    assert by_flow(edges, people, places, Terms(2, 0.2)).tolist() == here.tolist()


def test_a_process_that_breaks_off_is_no_flow(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.py"
    broken.write_text("raise SystemExit(3)")
    monkeypatch.setattr(solver, "__file__", str(broken))
    monkeypatch.setattr(solver, "ARCS_HERE", 0)
    edges, people, places = generated(400, 300, 12, capacity=6)

    with pytest.raises(NoFlow):
        by_flow(edges, people, places, NO_VARIETY)
