"""Features: what each says, that its direction holds, and that it knows nobody else."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from matching.columns import PostingColumns, SeekerColumns
from matching.conversion import day_number
from matching.eligibility import Rule, first_failing_rule
from matching.facts import GROUPS, PostingFacts, SeekerFacts
from matching.features import FEATURES, NAMES, Pairs, feature_array, pair_similarity
from matching.features.place import distance_km
from matching.features.registry import feature
from matching.ranker import FixedWeights, Weight
from tests.matching import population
from tests.matching.population import DAY

SEEKER = SeekerFacts(id=1)
POSTING = PostingFacts(id=1)


def value(name: str, seeker: dict[str, Any], posting: dict[str, Any]) -> float:
    jobs = PostingColumns.of([replace(POSTING, **posting)])
    people = SeekerColumns.of([replace(SEEKER, **seeker)], jobs.vocabularies)
    pair = Pairs(people, jobs, np.array([0]), np.array([0]), day_number(DAY))
    return float(feature_array(pair)[0, NAMES.index(name)])


@pytest.mark.parametrize(
    ("name", "seeker", "posting", "expected"),
    [
        ("occupation_closeness", {"wants": ("4-02-06-01",)}, {"occupation_code": "4-02-06-01"}, 1),
        (
            "occupation_closeness",
            {"wants": ("4-02-06-01",)},
            {"occupation_code": "4-02-06-02"},
            0.75,
        ),
        ("occupation_closeness", {"wants": ("4-02-06",)}, {"occupation_code": "4-02-06-02"}, 0.75),
        (
            "occupation_closeness",
            {"wants": ("4-02-01-01",)},
            {"occupation_code": "4-02-06-02"},
            0.4,
        ),
        (
            "occupation_closeness",
            {"wants": ("4-01-06-02",)},
            {"occupation_code": "4-02-06-02"},
            0.15,
        ),
        (
            "occupation_closeness",
            {"wants": ("6-31-01-01", "4-02-06-01")},
            {"occupation_code": "4-02-06-01"},
            1,
        ),
        ("occupation_closeness", {"wants": ("6-31-01-01",)}, {"occupation_code": "2-02-10-09"}, 0),
        ("occupation_closeness", {}, {"occupation_code": "2-02-10-09"}, None),
        ("occupation_closeness", {"wants": ("6-31-01-01",)}, {}, None),
        ("distance_km", {"lat": 28.2, "lon": 112.9}, {"lat": 28.2, "lon": 112.9}, 0),
        ("distance_km", {"lat": 0.0, "lon": 0.0}, {"lat": 0.0, "lon": 180.0}, math.pi * 6371.0088),
        ("distance_km", {"lat": 28.2, "lon": 112.9}, {}, None),
        ("place_roughness_km", {}, {"precision": "exact"}, 0),
        ("place_roughness_km", {}, {}, None),
        (
            "pay_fit",
            {"min_pay_fen": 400_000},
            {"pay_low_fen": 400_000, "pay_high_fen": 600_000},
            1.25,
        ),
        ("pay_fit", {"min_pay_fen": 400_000}, {"pay_low_fen": 600_000}, 1.5),
        ("pay_fit", {"min_pay_fen": 400_000}, {"pay_high_fen": 300_000}, 0.75),
        ("pay_fit", {"min_pay_fen": 400_000}, {}, None),
        ("pay_fit", {}, {"pay_low_fen": 600_000}, None),
        ("hard_conditions", {}, {"conditions": ("night_shift", "fine_vision", "dust")}, 2),
        ("age_days", {}, {"published_on": DAY - timedelta(days=3)}, 3),
        ("age_days", {}, {"valid_from": DAY + timedelta(days=3)}, 0),
        ("age_days", {}, {}, None),
        ("openings", {}, {"openings": 7}, 7),
        ("openings", {}, {}, None),
        ("skills_overlap", {"skills": ("缝纫",)}, {"skills": ("缝纫", "裁剪")}, 0.5),
        ("skills_overlap", {"skills": ()}, {"skills": ("缝纫", "裁剪")}, 0),
        ("skills_overlap", {"skills": ("缝纫",)}, {}, None),
        ("skills_overlap", {}, {"skills": ("缝纫",)}, None),
        ("certificates_held", {"certificates": ("电工证",)}, {"certificates": ("电工证",)}, 1),
        ("certificates_held", {}, {"certificates": ("电工证",)}, None),
        ("education_fit", {"education": "college"}, {"education_floor": "college"}, 1),
        ("education_fit", {"education": "secondary"}, {"education_floor": "bachelor"}, 1 / 3),
        ("education_fit", {"education": "primary"}, {"education_floor": "none"}, 1),
        ("education_fit", {}, {"education_floor": "college"}, None),
        ("education_fit", {"education": "primary"}, {}, None),
        ("unused_education_levels", {"education": "master"}, {"education_floor": "college"}, 1),
        ("unused_education_levels", {"education": "master"}, {"education_floor": "none"}, None),
        ("experience_fit", {"experience_years": 1.0}, {"experience_years": 3.0}, 0.5),
        ("experience_fit", {}, {"experience_years": 0.0}, 1),
        ("experience_fit", {}, {"experience_years": 3.0}, None),
        ("experience_fit", {"experience_years": 1.0}, {}, None),
        ("text_similarity", {}, {}, None),
    ],
)
def test_says(
    name: str, seeker: dict[str, Any], posting: dict[str, Any], expected: float | None
) -> None:
    assert value(name, seeker, posting) == pytest.approx(
        math.nan if expected is None else expected, nan_ok=True
    )


def test_a_pair_knows_nobody_else() -> None:
    people, jobs = population.columns(40, 200, width=512)
    random = np.random.default_rng(5)
    i, j = random.integers(40, size=900), random.integers(200, size=900)
    ranker = FixedWeights()
    together = feature_array(Pairs(people, jobs, i, j, day_number(DAY)))

    for k in range(0, 900, 37):
        row = people.rows(slice(i[k], i[k] + 1))
        pair = Pairs(row, jobs, np.array([0]), j[k : k + 1], day_number(DAY))
        alone = feature_array(pair)
        assert alone.tobytes() == np.ascontiguousarray(together[k]).tobytes()
        assert ranker.score(alone).rank[0] == ranker.score(together).rank[k]


def test_similarity_is_the_cosine_and_unknown_without_text() -> None:
    people, jobs = population.columns(30, 30)
    i = j = np.arange(30)

    plain = pair_similarity(people.vectors, i, jobs.vectors, j)
    known = Pairs(people, jobs, i, j, 0).similarity

    assert np.allclose(plain, (people.vectors * jobs.vectors).sum(axis=1), atol=1e-6)
    assert np.isnan(known[11])
    assert not np.isnan(known[:11]).any()


def test_every_direction_holds_in_the_ranker() -> None:
    random = np.random.default_rng(0)
    ranker = FixedWeights()
    base = random.uniform(0, 3, (200, len(NAMES))).astype(np.float32)
    for column, item in enumerate(FEATURES):
        more = base.copy()
        more[:, column] += np.float32(0.4)
        change = (ranker.score(more).rank - ranker.score(base).rank) * item.direction
        assert (change >= 0).all(), item.name
        assert (change > 0).any(), item.name


def test_refuses_a_weight_against_its_feature() -> None:
    with pytest.raises(ValueError, match="distance_km"):
        FixedWeights(
            apply=(Weight("distance_km", 1.0, worst=0.0, best=40.0, fair=9.0, unknown=0.5),)
        )


def test_a_feature_is_registered_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        feature(direction=1)(FEATURES[0].compute)


def test_protected_attributes_move_no_score() -> None:
    people = population.seekers(30)
    jobs = PostingColumns.of(population.postings(60))
    i, j = np.divmod(np.arange(30 * 60), 60)
    changed = [replace(p, groups=GROUPS, birth_on=None) for p in people]

    before, after = (
        feature_array(Pairs(SeekerColumns.of(rows, jobs.vocabularies), jobs, i, j, 20_000))
        for rows in (people, changed)
    )

    assert before.tobytes() == after.tobytes()


def test_contributions_name_what_moves_the_rank() -> None:
    values = np.full((1, len(NAMES)), np.nan, np.float32)
    values[0, NAMES.index("distance_km")] = 1
    values[0, NAMES.index("skills_overlap")] = 0
    ranker = FixedWeights()

    moved = ranker.contributions(values)[0]

    assert moved[NAMES.index("distance_km")] > 0
    assert moved[NAMES.index("skills_overlap")] < 0
    assert np.count_nonzero(moved) == 2  # what is not known moves nothing


def test_a_bare_city_comes_before_another_but_bars_nobody() -> None:
    """长沙市 alone is no place for the rule of distance; for the order it is better than none."""
    home = SeekerFacts(id=1, place_code=430104, lat=28.2345, lon=112.9313, max_km=5)
    jobs = PostingColumns.of(
        [PostingFacts(id=1, place_code=430100), PostingFacts(id=2, place_code=340100),
         PostingFacts(id=3, place_code=430000), PostingFacts(id=4)]
    )  # fmt: skip
    people = SeekerColumns.of([home], jobs.vocabularies)
    assert (first_failing_rule(people, jobs, DAY) == Rule.OK).all()
    pairs = Pairs(people, jobs, np.zeros(4, np.int64), np.arange(4), 0)
    own, other, province, unknown = distance_km(pairs).tolist()
    assert own < 30
    assert other > 400
    assert np.isnan([province, unknown]).all()


def test_no_pairs_have_no_similarity() -> None:
    none = np.zeros(0, np.int64)

    assert len(pair_similarity(np.ones((3, 9), np.float32), none, np.zeros((0, 1)), none)) == 0
