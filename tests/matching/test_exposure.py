"""How a run's recommendations are spread: coverage, orphans, loads, Gini; pure and in a run."""

from __future__ import annotations

import numpy as np
import pytest

from marketplace.groups import Group
from marketplace.recommendations import access_cycle, list_recorded
from matching.claims import Places
from matching.columns import PostingColumns, SeekerColumns
from matching.eligibility import Rule, first_failing_rule
from matching.exposure import Given, Reach, exposure
from matching.facts import PostingFacts
from matching.sets import Sets
from matching.settings import PER_OPENING
from tenants.settings import change_setting
from tests.make.matching import in_group, people, profile, run_cycle
from tests.make.postings import published_posting
from tests.matching import population
from tests.matching.population import DAY
from tests.world import TenantWorld


def given(*pairs: tuple[int, int]) -> Given:
    seekers, postings = (np.array(side, np.int64) for side in zip(*pairs, strict=True))
    return Given(seekers, postings, np.full(len(pairs), 0.5))


def reach(ids: list[int], reached: list[int]) -> Reach:
    found = Reach(PostingColumns.of([PostingFacts(id=n) for n in ids]), DAY)
    found.found(np.array(reached, np.int64))
    return found


def test_figures_over_postings_and_employers() -> None:
    places = Places(np.arange(1, 6), np.array([2, 4, 1, 1, 0]), np.array([7, 7, 7, 8, 9]))

    figures = exposure(given((1, 1), (2, 1), (3, 2)), places, reach([1, 2, 3, 4, 5], [1, 2, 3]))

    assert figures == {
        "open": 5,
        "coverage": 0.4,
        "orphans": 1,  # 3 could have been recommended; nobody may have 4 or 5
        "full": 1,
        "max_load": 1.0,
        "gini": pytest.approx(0.6667, abs=1e-4),
        "employers": 3,
        "employers_reached": 1,
        "employers_gini": pytest.approx(0.6667, abs=1e-4),
    }


def test_a_run_without_postings_has_figures_too() -> None:
    places = Places(*(np.zeros(0, np.int64) for _ in range(3)))
    nothing = Given(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))

    figures = exposure(nothing, places, reach([], []))

    assert (figures["coverage"], figures["max_load"], figures["employers_gini"]) == (0, 0, 0)


def test_reach_agrees_with_the_rules_for_all_pairs_however_the_people_are_cut() -> None:
    jobs = PostingColumns.of(population.postings(120))
    crowd = SeekerColumns.of(population.seekers(60), jobs.vocabularies)
    seen = Sets.of([[n % 7 + 1] for n in range(60)])
    fits = first_failing_rule(crowd, jobs, DAY) == Rule.OK
    fits[np.arange(60), np.arange(60) % 7] = False
    truth = fits.any(axis=0)
    assert truth.any()
    assert not truth.all()

    found = Reach(jobs, DAY)
    for start in range(0, 60, 13):
        part = slice(start, start + 13)
        found.look(crowd.rows(part), seen.rows(part))

    assert (found.reached == (truth & found.open)).all()


def test_a_run_record_tells_the_spread_and_the_groups_scores(tenant: TenantWorld) -> None:
    wanted = published_posting(tenant)
    published_posting(tenant, title="护士", certificates=("护士执业证",))
    one, two = people(tenant, *(profile(experience_years=float(n)) for n in range(2)))
    in_group(tenant, one, Group.DISABLED)
    with tenant.as_administrator() as work:
        change_setting(work, PER_OPENING, 1)

    cycle_id = run_cycle(tenant)

    with tenant.as_administrator() as work:
        cycle = access_cycle(work, cycle_id)
    with tenant.as_system() as work:
        rows = list_recorded(work, cycle_id)
    figures = cycle.counts["exposure"]
    assert {(row.seeker_id, row.posting_id) for row in rows} == {(one, wanted.id), (two, wanted.id)}
    assert (figures["open"], figures["coverage"], figures["orphans"]) == (2, 0.5, 0)
    assert (figures["max_load"], figures["full"]) == (0.4, 0)  # two of five places
    (mine,) = [row.score_rank for row in rows if row.seeker_id == one]
    assert cycle.by_group["disabled"]["mean_score"] == pytest.approx(mine, abs=1e-4)
