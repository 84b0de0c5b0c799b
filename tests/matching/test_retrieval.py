"""Candidates: eligible only, exact, and the same whoever else is in the block."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from matching import retrieval
from matching.columns import PostingColumns, SeekerColumns
from matching.conversion import day_number
from matching.eligibility import Rule, first_failing_rule
from matching.facts import PostingFacts, SeekerFacts
from matching.features import Pairs, feature_array
from matching.first_look import FirstLook, exact_values
from matching.learning.fitting import fit
from matching.plain import plain_rank, plain_value
from matching.ranker import FixedWeights, Ranker
from matching.retrieval import Limits, find_candidates
from matching.scoring import Edges, score_candidates, score_pairs
from matching.selection import best_columns, best_of_row
from matching.sets import Sets
from tests.make.learning import answered_log
from tests.matching import population
from tests.matching.population import DAY


@cache
def rankers() -> dict[str, Ranker]:
    """Two that differ widely: the learned one cares for pay and hardship most."""
    return {"fixed": FixedWeights(), "learned": fit(answered_log(1000))}


LIMITS = Limits(best=6, texts=3, plain=5)


def edges_of(people: SeekerColumns, jobs: PostingColumns, kept: int = 8) -> Edges:
    found = find_candidates(people, jobs, DAY, limits=LIMITS)
    return score_candidates(people, jobs, found, FixedWeights(), kept)


@pytest.mark.parametrize("most", [1, 5, 70])
@pytest.mark.parametrize("width", [10, 64, 1000, 6400])
def test_marks_a_superset_of_the_best(width: int, most: int) -> None:
    values = np.random.default_rng(width).integers(0, 50, (7, width)).astype(np.float32)
    values[:, ::3] = -np.inf
    values[6] = -np.inf

    marked = best_columns(values, most)

    kth = -np.sort(-values, axis=1)[:, min(most, width) - 1]
    assert (marked | (values < kth[:, None]) | np.isinf(values)).all()
    assert not marked[6].any()
    assert not marked[np.isinf(values)].any()


def test_best_of_row_breaks_ties_by_the_earlier_entry() -> None:
    rows = np.array([0, 0, 0, 1])

    keep = best_of_row(rows, np.array([1.0, 2.0, 1.0, 0.0]), 2)

    assert keep.tolist() == [True, True, False, True]


@pytest.mark.parametrize("most", [1, 3, 40])
def test_best_of_row_is_what_sorting_gives(most: int) -> None:
    random = np.random.default_rng(most)
    rows = np.repeat([2, 3, 5, 9], [30, 1, 7, 60])
    values = random.integers(-3, 3, len(rows)).astype(np.float32)

    keep = best_of_row(rows, values, most)

    for row in np.unique(rows):
        of_row = np.flatnonzero(rows == row)
        best = of_row[np.argsort(-values[of_row], kind="stable")[:most]]
        assert of_row[keep[of_row]].tolist() == sorted(best.tolist())


def test_holds_the_exact_best_of_each_source() -> None:
    people, jobs = population.columns(60, 900)
    found = find_candidates(people, jobs, DAY, limits=LIMITS)
    failed = first_failing_rule(people, jobs, DAY)

    for row in np.flatnonzero(people.personalised):
        candidates = set(found.j[found.i == row].tolist())
        open_jobs = np.flatnonzero(failed[row] == Rule.OK)
        assert candidates <= set(open_jobs.tolist())
        pairs = Pairs(people, jobs, np.full(len(open_jobs), row), open_jobs, day_number(DAY))
        text = np.nan_to_num(pairs.similarity, nan=0.0)
        value = exact_values(feature_array(pairs), FixedWeights().answers)
        for of_source, most in ((text, LIMITS.texts), (value, LIMITS.best)):
            best = open_jobs[np.lexsort((open_jobs, -of_source))][:most]
            assert set(best.tolist()) <= candidates


def test_those_of_little_schooling_find_the_same_among_fewer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    people, jobs = population.columns(150, 900)
    limits = replace(LIMITS, owed=60)
    assert len(set(people.education.tolist())) > 3
    assert len(jobs.by_schooling[2][0]) < len(jobs.by_schooling[3][0]) < len(jobs)

    apart = find_candidates(people, jobs, DAY, limits=limits)
    monkeypatch.setattr(retrieval, "_MANY_PEOPLE", 1000)
    together = find_candidates(people, jobs, DAY, limits=limits)

    assert (apart.eligible < limits.owed).any()
    for name in ("i", "j", "features", "eligible", "barred"):
        assert getattr(apart, name).tobytes() == getattr(together, name).tobytes(), name


@pytest.mark.parametrize("kind", ["fixed", "learned"])
def test_the_first_look_is_as_near_as_it_says(kind: str) -> None:
    ranker = rankers()[kind]
    people, jobs = population.columns(60, 900)
    look = FirstLook.of(people, jobs, day_number(DAY), ranker.answers)

    values, relative = look.values(people, people.vectors @ jobs.vectors.T)

    i, j = np.divmod(np.arange(values.size), len(jobs))
    exact = exact_values(feature_array(Pairs(people, jobs, i, j, day_number(DAY))), ranker.answers)
    assert (np.abs(values.ravel() - exact) <= relative / 2 * np.abs(exact)).all()
    assert relative < 0.05


@pytest.mark.parametrize("kind", ["fixed", "learned"])
def test_the_rankers_first_ten_are_among_the_candidates(kind: str) -> None:
    ranker = rankers()[kind]
    people, jobs = population.columns(120, 5000)
    found = find_candidates(people, jobs, DAY, ranker=ranker)
    failed = first_failing_rule(people, jobs, DAY)
    shares = []
    for row in np.flatnonzero(people.personalised):
        open_jobs = np.flatnonzero(failed[row] == Rule.OK)
        pairs = Pairs(people, jobs, np.full(len(open_jobs), row), open_jobs, day_number(DAY))
        rank = score_pairs(pairs, ranker)[1].rank
        best = open_jobs[np.lexsort((open_jobs, -rank))][:10]
        shares.append(np.isin(best, found.j[found.i == row]).mean())
    assert np.mean(shares) >= 0.98


@pytest.mark.parametrize(
    ("product", "tile"), [(900, 900), (9_000, 2_000), (10_000_000, 4_000), (9_000, 10_000_000)]
)
def test_chunked_is_unchunked(product: int, tile: int, monkeypatch: pytest.MonkeyPatch) -> None:
    people, jobs = population.columns(60, 900)
    whole = edges_of(people, jobs)
    monkeypatch.setattr(retrieval, "_PRODUCT_PAIRS", product)
    monkeypatch.setattr(retrieval, "_TILE_PAIRS", tile)

    parts = [edges_of(people.rows(slice(n, n + 7)), jobs) for n in range(0, 60, 7)]

    for name in ("seekers", "postings", "rank"):
        joined = np.concatenate([getattr(part, name) for part in parts])
        assert joined.tobytes() == getattr(whole, name).tobytes(), name


def test_500_equal_postings_are_chosen_by_the_lower_id() -> None:
    same = PostingFacts(id=1, occupation_code="4-02-06-01", lat=28.0, lon=113.0)
    text = population.vectors(1, 9)
    jobs = PostingColumns.of([replace(same, id=n) for n in range(500, 0, -1)], text.repeat(500, 0))
    people = SeekerColumns.of(
        [SeekerFacts(id=n, wants=("4-02-06-01",), lat=28.1, lon=113.0) for n in (1, 2)],
        jobs.vocabularies,
        population.vectors(2, 10),
    )

    edges = edges_of(people, jobs)

    assert edges.postings.tolist() == [*range(1, 7), *range(1, 7)]


def test_nothing_reachable_is_an_account_and_no_candidate() -> None:
    jobs = PostingColumns.of([PostingFacts(id=1, published=False), PostingFacts(id=2)])
    people = SeekerColumns.of([SeekerFacts(id=1, declined=(2,))], jobs.vocabularies)

    found = find_candidates(people, jobs, DAY)

    assert len(found.i) == 0
    assert found.eligible.tolist() == [0]
    assert found.barred[0, Rule.CLOSED] == found.barred[0, Rule.DECLINED] == 1
    assert len(edges_of(people, jobs)) == 0


def test_no_people_and_no_postings() -> None:
    jobs = PostingColumns.of([])
    nobody = SeekerColumns.of([], jobs.vocabularies)
    somebody = SeekerColumns.of([SeekerFacts(id=1)], jobs.vocabularies)

    assert len(edges_of(nobody, jobs)) == len(edges_of(somebody, jobs)) == 0


def test_what_was_seen_is_no_candidate_again() -> None:
    jobs = PostingColumns.of([PostingFacts(id=n) for n in (1, 2, 3)])
    people = SeekerColumns.of([SeekerFacts(id=1)], jobs.vocabularies)

    found = find_candidates(people, jobs, DAY, Sets.of([[1, 3]]))

    assert jobs.ids[found.j].tolist() == [2]
    assert found.eligible.tolist() == [1]


def test_without_personalisation_the_newest_nearby_come_first() -> None:
    def job(number: int, km_north: float, days: int) -> PostingFacts:
        published = DAY.fromordinal(DAY.toordinal() - days)
        lat = 28.0 + km_north / 111.195
        return PostingFacts(id=number, lat=lat, lon=113.0, published_on=published)

    jobs = PostingColumns.of(
        [job(1, 50, 0), job(2, 10, 5), job(3, 5, 9), job(4, 2, 5), job(5, 60, 1)]
    )
    plain = SeekerFacts(id=1, lat=28.0, lon=113.0, personalised=False)
    telling = replace(plain, wants=("4-02-06-01",), skills=("缝纫",), education="master")

    for facts in (plain, telling):
        people = SeekerColumns.of([facts], jobs.vocabularies)
        edges = edges_of(people, jobs)
        assert edges.postings.tolist() == [4, 2, 3, 1, 5]


def test_a_plain_list_falls_in_order() -> None:
    people, jobs = population.columns(40, 300)
    i, j = np.divmod(np.arange(40 * 300), 300)
    value = plain_value(people, jobs, i, j)

    rank = plain_rank(i, j, value, 0.3)

    order = np.lexsort((j, -value, i))
    assert (np.diff(rank[order].reshape(40, 300), axis=1) < 0).all()
