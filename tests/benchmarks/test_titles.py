"""Guesses of occupations on adjudicated titles. Floors, slightly below what is reached."""

import numpy as np
import pytest

from benchmarks.titles.figures import calibration_error, figures
from benchmarks.titles.tables import FILE, LABELLED, Adjudicated, adjudicated, texts_without_trade
from language.classification import DETAILED_LEVEL, table
from language.occupations import guess_occupations

FLOORS = {
    "level_4_first": 0.80,
    "level_4_three": 0.90,
    "level_2_first": 0.86,
    "level_2_three": 0.93,
    "surest_60": 0.93,
    "answered": 0.97,
}
MOST_CALIBRATION_ERROR = 0.05
UNSEEN = ("held", "later")
LEAST_OVER_BASELINE = 0.08
needs_tables = pytest.mark.skipif(
    not LABELLED.exists(), reason=f"{LABELLED.name} lies beside the checkout, not in it"
)


def test_every_line_names_occupations_of_level_4() -> None:
    cases = adjudicated("used", "read", *UNSEEN)

    assert len(cases) > 750
    assert all(table()[code].level == DETAILED_LEVEL for case in cases for code in case.codes)


def test_no_title_twice() -> None:
    titles = [line.split("\t")[2] for line in FILE.read_text("utf-8").splitlines()]

    assert len(titles) == len(set(titles))


def test_held_sources_are_of_no_use_elsewhere() -> None:
    held = {case.source for case in adjudicated(*UNSEEN)}

    assert not held & {case.source for case in adjudicated("used")}


@pytest.fixture(scope="module")
def held() -> dict[str, float]:
    cases = adjudicated(*UNSEEN)
    return figures(cases, [guess_occupations(case.title) for case in cases])


@pytest.mark.parametrize("name", FLOORS)
def test_held_titles_stay_above_the_floor(held: dict[str, float], name: str) -> None:
    assert held[name] >= FLOORS[name]


def test_chances_are_near_what_comes_true(held: dict[str, float]) -> None:
    assert held["calibration_error"] <= MOST_CALIBRATION_ERROR


@needs_tables
def test_names_beat_a_model_of_characters(held: dict[str, float]) -> None:
    taught = pytest.importorskip(
        "benchmarks.titles.baseline", reason="scikit-learn comes with the extra models"
    )
    cases = adjudicated(*UNSEEN)
    baseline = figures(cases, taught.guesses_of_baseline([case.title for case in cases]))

    assert held["level_4_first"] >= baseline["level_4_first"] + LEAST_OVER_BASELINE


@needs_tables
def test_what_names_no_trade_is_unknown() -> None:
    for kind, texts in texts_without_trade().items():
        assert np.mean([not guess_occupations(text) for text in texts]) >= 0.9, kind


def test_figures_weigh_groups_alike_and_forgive_nothing() -> None:
    cases = [
        Adjudicated("held", "a", f"title {group} {at}", frozenset({f"{group}-01-01-01"}), group)
        for group, count in (("2", 3), ("3", 1), ("4", 1), ("6", 1))
        for at in range(count)
    ]
    right, near, wrong = "2-01-01-01", "2-01-02-00", "7-01-00-00"
    guesses = [
        [(right, 0.9)],
        [(near, 0.9), (wrong, 0.05), ("7-02-00-00", 0.02), (right, 0.01)],
        [],
        [("3-01-01-01", 0.9)],
        [(wrong, 0.5), ("4-01-01-01", 0.2)],
        [],
    ]

    found = figures(cases, guesses)

    assert found["level_4_first"] == pytest.approx((1 / 3 + 1) / 4)
    assert found["level_4_three"] == pytest.approx((1 / 3 + 1 + 1) / 4)
    assert found["level_2_first"] == pytest.approx((2 / 3 + 1) / 4)
    assert found["answered"] == pytest.approx((2 / 3 + 1 + 1) / 4)


def test_calibration_error_is_the_mean_gap_of_the_answered() -> None:
    weights, right = np.full(4, 0.25), np.array([1.0, 0.0, 1.0, 0.0])

    assert calibration_error(weights, right, np.array([0.55, 0.55, 0.95, 0.0])) == pytest.approx(
        (2 * 0.05 + 0.05) / 3
    )
