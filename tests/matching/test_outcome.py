"""The figures of a run."""

import pytest

from matching.outcome import Served, by_group, counts, gini

PEOPLE = [
    Served(("disabled", "poverty_household"), 3, score=0.25, wider=1),
    Served(("disabled",), 0, barred={"closed": 2, "distance": 9}),
    Served((), 1, personalised=False, barred={"distance": 4, "education": 4}),
    Served((), 5),
]


def test_counts_over_all() -> None:
    found = counts(PEOPLE, 3, {1: 4, 2: 5}, 3)

    assert found == {
        "seekers": 4,
        "served": 3,
        "owed_met": 2,
        "recommendations": 9,
        "postings_touched": 2,
        "exposure_gini": pytest.approx(0.3704, abs=1e-4),
        "plain": 1,
        "wider": 1,
        "short": 2,
        "short_by_rule": {"distance": 1, "education": 1},
    }


def test_figures_by_group_and_for_those_in_none() -> None:
    found = by_group(PEOPLE, 3)

    assert found["disabled"] == {
        "seekers": 2,
        "served": 1,
        "owed_met": 1,
        "recommendations": 3,
        "wider": 1,
        "mean_score": 0.25,
        "wider_share": 0.3333,
    }
    assert found["poverty_household"]["seekers"] == 1
    assert found["none"]["recommendations"] == 6
    assert found["none"]["wider_share"] == 0.0
    assert "returning_migrant" not in found


@pytest.mark.parametrize(
    ("exposures", "expected"), [([], 0), ([0, 0], 0), ([2, 2], 0), ([0, 0, 0, 4], 0.75)]
)
def test_gini(exposures: list[int], expected: float) -> None:
    assert gini(exposures) == expected
