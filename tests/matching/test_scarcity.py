"""Which work a city lacks, and why: no posting, too few places, or conditions."""

from __future__ import annotations

import numpy as np

from marketplace.recommendations import access_cycle
from marketplace.seekers import Want
from matching.claims import Places
from matching.columns import PostingColumns
from matching.conversion import prefix_column
from matching.exposure import Given
from matching.facts import PostingFacts
from matching.scarcity import Shortage, Wishes, scarcity
from matching.settings import PER_OPENING
from tenants.settings import change_setting
from tests.make.matching import people, profile, run_cycle
from tests.make.postings import published_posting
from tests.world import TenantWorld

SEWING, CUTTING, CLEANING = "6-05-01-03", "6-05-01-02", "4-09-08-01"


def wishes(*rows: tuple[int, str]) -> Wishes:
    return Wishes(
        np.array([seeker for seeker, _ in rows]), prefix_column([code for _, code in rows])
    )


def test_counts_people_once_and_prices_over_the_places() -> None:
    postings = PostingColumns.of(
        [
            PostingFacts(id=1, occupation_code=SEWING, openings=2),
            PostingFacts(id=2, occupation_code=CUTTING),
            PostingFacts(id=3),
        ]
    )
    places = Places(np.arange(1, 4), np.array([6, 2, 8]), np.arange(3))
    given = Given(np.array([1, 2, 2]), np.array([1, 2, 3]), np.zeros(3))
    wanted = wishes((1, SEWING), (1, CUTTING), (2, SEWING), (3, SEWING), (3, CLEANING), (4, "6-05"))

    found = scarcity(wanted, given, postings, places, np.array([0.4, 0.0, 9.0]))

    sewing = {"postings": 2, "openings": 3, "places": 8, "price": 0.3}
    nothing = {"postings": 0, "openings": 0, "places": 0, "price": None}
    assert found["3"] == [
        {"code": "6-05-01", "wanting": 3, "met": 2, **sewing},
        {"code": "4-09-08", "wanting": 1, "met": 0, **nothing},
    ]
    by_code = {row["code"]: (row["wanting"], row["met"]) for row in found["4"]}
    assert by_code == {SEWING: (3, 1), CUTTING: (1, 0), CLEANING: (1, 0)}


def test_what_is_wanted_most_in_vain_comes_first() -> None:
    postings = PostingColumns.of([PostingFacts(id=1, occupation_code=SEWING)])
    places = Places(np.array([1]), np.array([1]), np.array([1]))
    given = Given(np.array([1]), np.array([1]), np.zeros(1))
    wanted = wishes((1, SEWING), (2, SEWING), (3, CLEANING), (4, CLEANING), (1, CUTTING))

    found = scarcity(wanted, given, postings, places, np.zeros(1))

    assert [row["code"] for row in found["4"]] == [CLEANING, SEWING, CUTTING]


def test_a_run_record_tells_no_posting_from_too_few_places_and_from_conditions(
    tenant: TenantWorld,
) -> None:
    published_posting(tenant, openings=1)
    published_posting(tenant, title="护士", occupation_code="2-05-08-01", certificates=("护士证",))
    nurse, cleaner = (Want("护士", "2-05-08-01"),), (Want("保洁员", CLEANING),)
    people(
        tenant,
        *(profile(experience_years=float(n)) for n in range(3)),
        profile(wants=nurse),
        *(profile(wants=cleaner, max_km=1.0, place_code=431382) for _ in range(2)),
    )
    with tenant.as_administrator() as work:
        change_setting(work, PER_OPENING, 1)

    cycle_id = run_cycle(tenant)

    with tenant.as_administrator() as work:
        rows = access_cycle(work, cycle_id).counts["scarcity"]["4"]
    found = {row["code"]: (Shortage.of(row), row["wanting"] - row["met"]) for row in rows}
    assert found == {
        SEWING: (Shortage.TOO_FEW_PLACES, 2),
        CLEANING: (Shortage.NO_POSTING, 2),
        "2-05-08-01": (Shortage.CONDITIONS, 1),
    }
