"""Widening lists: by a share, on purpose, within every limit, and the same every time."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from matching.claims import People, Places
from matching.columns import PostingColumns, SeekerColumns
from matching.facts import PostingFacts, SeekerFacts
from matching.rerank import Assignment, assign
from matching.scoring import Edges
from matching.widening import LEAST_OF_BEST, Widening, marked, wanted, widened

Mask = NDArray[np.bool_]


def edges(rows: list[tuple[int, int, float]]) -> Edges:
    rows = sorted(rows, key=lambda row: (row[0], -row[2], row[1]))
    ids = np.array([row[:2] for row in rows], np.int64).reshape(-1, 2)
    return Edges(ids[:, 0], ids[:, 1], np.array([row[2] for row in rows], np.float32))


def people(count: int, *, owed: int = 3, most: int = 5) -> People:
    ids = np.arange(1, count + 1)
    return People(ids, np.zeros(count, np.bool_), np.full(count, owed), np.full(count, most))


def places(capacity: list[int], employers: list[int] | None = None) -> Places:
    ids = np.arange(1, len(capacity) + 1)
    return Places(ids, np.array(capacity), np.array(employers or ids))


def among(graph: Edges, *postings: int) -> Mask:
    return np.isin(graph.postings, postings)


def lists(graph: Edges, result: Assignment) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for row in result.edges.tolist():
        found.setdefault(int(graph.seekers[row]), []).append(int(graph.postings[row]))
    return found


TERMS = Widening(share=0.2, per_employer=2)
ONE = edges([(1, job, 0.9 - job / 100) for job in range(1, 6)] + [(1, 6, 0.5), (1, 7, 0.4)])


def test_the_last_gives_way_to_the_best_wider() -> None:
    crowd, jobs = people(1), places([1] * 7)
    result = assign(ONE, crowd, jobs)

    changed = widened(ONE, result, crowd, jobs, TERMS, among(ONE, 6, 7))

    assert lists(ONE, result) == {1: [1, 2, 3, 4, 5]}
    assert lists(ONE, changed) == {1: [1, 2, 3, 4, 6]}
    assert changed.place.tolist() == [1, 2, 3, 4, 5]


def test_nothing_changes_where_none_is_wanted_or_there_is_one() -> None:
    crowd, jobs = people(1), places([1] * 7)
    result = assign(ONE, crowd, jobs)

    off = widened(ONE, result, crowd, jobs, Widening(0.0, 2), among(ONE, 6, 7))
    had = widened(ONE, result, crowd, jobs, TERMS, among(ONE, 2, 6, 7))

    assert lists(ONE, off) == lists(ONE, had) == lists(ONE, result)


def test_what_is_owed_is_not_touched() -> None:
    crowd, jobs = people(1, owed=5), places([1] * 7)
    result = assign(ONE, crowd, jobs)

    assert widened(ONE, result, crowd, jobs, TERMS, among(ONE, 6, 7)) is result


def test_full_postings_full_employers_and_low_ranks_stay_out() -> None:
    crowd, result = people(1), assign(ONE, people(1), places([1] * 5 + [0, 0]))
    full = widened(ONE, result, crowd, places([1] * 5 + [0, 0]), TERMS, among(ONE, 6, 7))
    assert 6 not in lists(ONE, full)[1]

    kin = places([1] * 7, [1, 1, 2, 3, 4, 1, 5])
    one_employer = widened(ONE, assign(ONE, crowd, kin), crowd, kin, TERMS, among(ONE, 6, 7))
    assert lists(ONE, one_employer) == {1: [1, 2, 3, 4, 7]}

    low = edges([(1, job, 0.9) for job in range(1, 6)] + [(1, 6, 0.9 * LEAST_OF_BEST * 0.99)])
    jobs = places([1] * 6)
    assert (
        6
        not in lists(
            low, widened(low, assign(low, crowd, jobs), crowd, jobs, TERMS, among(low, 6))
        )[1]
    )


def test_the_place_given_up_is_had_by_who_asks_next() -> None:
    """Two people, one wider place each; the second's is the one that the first gives up."""
    first = [(1, job, 0.9 - job / 100) for job in range(1, 6)] + [(1, 11, 0.5)]
    second = [(2, job, 0.9 - job / 100) for job in range(6, 11)] + [(2, 11, 0.6), (2, 12, 0.3)]
    graph, crowd, jobs = edges(first + second), people(2), places([1] * 12)

    changed = widened(graph, assign(graph, crowd, jobs), crowd, jobs, TERMS, among(graph, 11, 12))

    assert lists(graph, changed) == {1: [1, 2, 3, 4, 5], 2: [6, 7, 8, 9, 11]}


def test_wider_is_told_by_what_a_person_brings_along() -> None:
    postings = [
        PostingFacts(1, occupation_code="6-05-01-03", skills=("平缝",)),  # wanted
        PostingFacts(2, occupation_code="6-05-01-09"),  # the same 小类
        PostingFacts(3, occupation_code="6-05-02-01"),  # the same 中类
        PostingFacts(4, occupation_code="4-02-02-01", skills=("平缝", "包缝")),
        PostingFacts(5, occupation_code="4-02-02-01", certificates=("叉车证",)),
        PostingFacts(6, occupation_code="4-02-02-01", skills=("财务",)),
        PostingFacts(7, skills=("平缝",)),  # unknown work
    ]
    jobs = PostingColumns.of(postings)
    sewer = SeekerFacts(1, wants=("6-05-01-03",), skills=("平缝",), certificates=("叉车证",))
    plain = SeekerFacts(2, wants=("6-05-01-03",), skills=("平缝",), personalised=False)
    crowd = SeekerColumns.of([sewer, plain], jobs.vocabularies)
    graph = edges([(person, job, 0.5) for person in (1, 2, 3) for job in range(1, 8)])

    wider = marked(graph, crowd, jobs)

    assert graph.postings[wider].tolist() == [3, 4, 5]
    assert set(graph.seekers[wider].tolist()) == {1}


def test_about_a_fifth_is_wanted() -> None:
    assert wanted(np.arange(11), 0.2).tolist() == [0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2]
    assert not wanted(np.arange(21), 0.0).any()


graphs = st.lists(
    st.tuples(st.integers(1, 6), st.integers(1, 15), st.integers(1, 100)),
    unique_by=lambda row: row[:2],
    min_size=1,
).map(lambda rows: edges([(person, job, rank / 100) for person, job, rank in rows]))


@settings(max_examples=200, deadline=None)
@given(graphs, st.lists(st.integers(0, 3), min_size=15, max_size=15), st.integers(0, 2**15 - 1))
def test_no_limit_is_ever_passed(graph: Edges, capacity: list[int], which: int) -> None:
    crowd, jobs = people(6, owed=2, most=6), places(capacity, [n % 4 for n in range(15)])
    wider = among(graph, *(n + 1 for n in range(15) if which >> n & 1))
    before = assign(graph, crowd, jobs)

    after = widened(graph, before, crowd, jobs, Widening(0.4, 2), wider)

    old, new = lists(graph, before), lists(graph, after)
    assert {n: len(each) for n, each in old.items()} == {n: len(each) for n, each in new.items()}
    taken = Counter(job for each in new.values() for job in each)
    assert all(taken[n] <= capacity[n - 1] for n in taken)
    owed = {(n, job) for n, each in old.items() for job in each[:2]}
    assert owed <= {(n, job) for n, each in new.items() for job in each}
    for n, each in new.items():
        come = [job for job in each if job not in old[n]]
        assert all(which >> (job - 1) & 1 for job in come)
        kin = Counter((job - 1) % 4 for job in each)
        assert all(kin[(job - 1) % 4] <= 2 for job in come)
        counted = sum(which >> (job - 1) & 1 for job in each)
        assert not come or counted <= round(len(each) * 0.4)
    assert lists(graph, widened(graph, before, crowd, jobs, Widening(0.4, 2), wider)) == new
