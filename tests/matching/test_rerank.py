"""Choosing a cycle: capacity, claims, priority, variety, and no luck in it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.rerank import Assignment, People, Places, assign
from matching.scoring import Edges


def edges(rows: list[tuple[int, int, float]]) -> Edges:
    rows = sorted(rows, key=lambda row: (row[0], -row[2], row[1]))
    ids = np.array([row[:2] for row in rows], np.int64).reshape(-1, 2)
    rank = np.array([row[2] for row in rows], np.float32)
    return Edges(ids[:, 0], ids[:, 1], rank)


def people(count: int, *, priority: tuple[int, ...] = (), owed: int = 3, most: int = 5) -> People:
    ids = np.arange(1, count + 1)
    return People(ids, np.isin(ids, priority), np.full(count, owed), np.full(count, most))


def places(capacity: list[int], employers: list[int] | None = None) -> Places:
    ids = np.arange(1, len(capacity) + 1)
    return Places(ids, np.array(capacity), np.array(employers or ids))


def pairs(given_edges: Edges, result: Assignment) -> list[tuple[int, int]]:
    chosen = result.edges
    return list(
        zip(
            given_edges.seekers[chosen].tolist(), given_edges.postings[chosen].tolist(), strict=True
        )
    )


def test_gives_the_best_when_there_is_room() -> None:
    graph = edges([(1, 1, 0.5), (1, 2, 0.9), (1, 3, 0.1)])

    result = assign(graph, people(1, most=2), places([1, 1, 1]))

    assert pairs(graph, result) == [(1, 2), (1, 1)]
    assert result.place.tolist() == [1, 2]


def test_never_over_capacity_and_worthiest_first() -> None:
    graph = edges([(1, 1, 0.5), (2, 1, 0.6), (3, 1, 0.6), (1, 2, 0.1)])

    result = assign(graph, people(3), places([1, 0]))

    assert pairs(graph, result) == [(2, 1)]


def test_priority_is_served_what_is_owed_first_and_says_so() -> None:
    graph = edges([(1, 1, 0.9), (2, 1, 0.2), (2, 2, 0.1), (1, 2, 0.8)])

    result = assign(graph, people(2, priority=(2,), owed=1), places([1, 1]))

    assert pairs(graph, result) == [(1, 2), (2, 1)]
    assert result.first_claim.tolist() == [False, True]


def test_nobody_has_a_second_before_all_have_a_first() -> None:
    graph = edges([(n, job, 1 / n) for n in (1, 2, 3) for job in (1, 2, 3)])

    result = assign(graph, people(3), places([1, 1, 1]))

    assert sorted(seeker for seeker, _ in pairs(graph, result)) == [1, 2, 3]


def test_one_employer_does_not_fill_a_list_while_others_are_to_be_had() -> None:
    graph = edges([(1, job, 1 - job / 10) for job in range(1, 6)])

    varied = assign(graph, people(1, most=3), places([1] * 5, [7, 7, 7, 7, 8]))
    alone = assign(graph, people(1, most=3), places([1] * 5, [7] * 5))

    assert [job for _, job in pairs(graph, varied)] == [1, 2, 5]
    assert [job for _, job in pairs(graph, alone)] == [1, 2, 3]


def test_an_employer_with_much_already_gives_way_at_near_equal_rank() -> None:
    graph = edges([(1, 1, 0.9), (2, 1, 0.8), (3, 2, 0.50), (3, 3, 0.49)])

    result = assign(graph, people(3, owed=1, most=1), places([5, 1, 1], [7, 7, 8]))
    crowded = assign(
        edges([(1, 1, 0.9), (2, 1, 0.8), (3, 2, 0.50), (3, 3, 0.49)]),
        people(3, owed=1, most=1, priority=(1, 2)),
        places([2, 1, 1], [7, 7, 8]),
    )

    assert pairs(graph, result)[-1] == (3, 2)
    assert pairs(graph, crowded)[-1] == (3, 3)


def test_nothing_to_give() -> None:
    graph = edges([])

    assert len(assign(graph, people(2), places([1])).edges) == 0
    assert len(assign(graph, people(0), places([])).edges) == 0


graphs = st.lists(
    st.tuples(st.integers(1, 6), st.integers(1, 6), st.sampled_from((0.1, 0.2, 0.3, 0.9))),
    max_size=36,
    unique_by=lambda row: row[:2],
)


@settings(max_examples=200, deadline=None)
@given(
    graphs,
    st.lists(st.integers(0, 3), min_size=6, max_size=6),
    st.lists(st.integers(1, 2), min_size=6, max_size=6),
    st.sets(st.integers(1, 6)),
    st.integers(0, 3),
    st.integers(0, 4),
)
def test_holds_its_rules_on_any_graph(
    rows: list[tuple[int, int, float]],
    capacity: list[int],
    employers: list[int],
    priority: set[int],
    owed: int,
    most: int,
) -> None:
    graph = edges(rows)
    who = people(6, priority=tuple(priority), owed=owed, most=most)

    result = assign(graph, who, places(capacity, employers))

    chosen = pairs(graph, result)
    assert len(chosen) == len(set(chosen))
    taken = np.bincount([job for _, job in chosen], minlength=7)[1:]
    assert (taken <= capacity).all()
    given_to = np.bincount([seeker for seeker, _ in chosen], minlength=7)[1:]
    assert (given_to <= most).all()
    for seeker, job, _ in rows:  # nobody is left below their claim beside a free place
        if given_to[seeker - 1] < min(owed, most) and (seeker, job) not in chosen:
            assert taken[job - 1] == capacity[job - 1]


def test_order_of_work_does_not_matter() -> None:
    random = np.random.default_rng(1)
    rows = [
        (int(s), int(p), float(random.integers(1, 5)) / 10)
        for s in range(1, 40)
        for p in random.choice(np.arange(1, 30), 8, replace=False)
    ]
    who, where = (
        people(39, priority=tuple(range(1, 39, 3))),
        places([2] * 29, [n // 4 for n in range(29)]),
    )

    first = pairs(edges(rows), assign(edges(rows), who, where))
    random.shuffle(rows)
    second = pairs(edges(rows), assign(edges(rows), who, where))

    assert first == second


@pytest.mark.parametrize("limit", [1, 2])
def test_the_limit_an_employer_is_a_parameter(limit: int) -> None:
    graph = edges([(1, job, 1 - job / 10) for job in range(1, 6)])

    result = assign(graph, people(1, owed=0, most=5), places([1] * 5, [7] * 5), limit)

    assert len(result.edges) == limit
