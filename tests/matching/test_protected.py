"""What the law protects enters nowhere: flipped in the register, every score stays, bit for bit.

Only listed preferences of policy know a priority group, and say so: reserved postings, and who
comes first when places are given out. Age bars minors, and is known to nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Double, Float, Numeric, update

import migrations.tables  # noqa: F401 - declares every table
from marketplace.groups import Group, GroupMembership
from marketplace.recommendations import NewRecommendation, Recommendation, Snapshot, list_recorded
from marketplace.seekers import Seeker
from marketplace.seekers.sealing import contact_columns, document_columns
from matching.columns import PostingColumns, SeekerColumns
from matching.conversion import day_number
from matching.explain import explain
from matching.facts import GROUPS, SeekerFacts
from matching.features import NAMES, Pairs, feature_array
from matching.judging import PairFacts, judge
from matching.online import best_now
from matching.ranker import FixedWeights
from matching.retrieval import find_candidates
from matching.scoring import score_candidates
from matching.sets import Sets
from runtime.clock import today
from tenants.access import Actor, Role
from tenants.database import Base
from tests.make.matching import in_group, people, profile, run_cycle
from tests.make.postings import published_posting
from tests.make.seekers import id_number
from tests.matching import population
from tests.matching.population import DAY
from tests.world import TenantWorld

BY_RULE = {"served_first", "reserved_for_you"}
"""Reasons that name a preference of policy."""

grown = st.dates(date(1950, 1, 1), date(2008, 2, 28))
memberships = st.lists(st.sampled_from(GROUPS), unique=True).map(tuple)
JOBS = PostingColumns.of(population.postings(90), population.vectors(90, 2))


def crowd(rows: list[SeekerFacts]) -> SeekerColumns:
    return SeekerColumns.of(rows, JOBS.vocabularies, population.vectors(len(rows), 3))


def adults() -> list[SeekerFacts]:
    return [
        replace(p, birth_on=date(1980, 5, 5), personalised=True) for p in population.seekers(40)
    ]


@settings(max_examples=20, deadline=None)
@given(st.lists(grown, min_size=40, max_size=40))
def test_among_adults_age_changes_no_candidate_and_no_score(births: list[date]) -> None:
    rows = adults()
    changed = [replace(p, birth_on=born) for p, born in zip(rows, births, strict=True)]

    one, two = (_edges(crowd(each)) for each in (rows, changed))

    assert [part.tobytes() for part in one] == [part.tobytes() for part in two]


@settings(max_examples=20, deadline=None)
@given(st.lists(memberships, min_size=40, max_size=40))
def test_groups_open_reserved_postings_and_change_no_score(groups: list[tuple[str, ...]]) -> None:
    rows = adults()
    changed = [replace(p, groups=each) for p, each in zip(rows, groups, strict=True)]

    one, two = (_scores(crowd(each)) for each in (rows, changed))

    both = one.keys() & two.keys()
    assert {pair: one[pair] for pair in both} == {pair: two[pair] for pair in both}
    assert len(both) >= 40 * 20


@settings(max_examples=60, deadline=None)
@given(grown, grown, memberships, memberships, st.integers(0, 39), st.integers(0, 89))
def test_no_word_of_an_account_knows_them(
    born: date,
    other: date,
    groups: tuple[str, ...],
    others: tuple[str, ...],
    person: int,
    job: int,
) -> None:
    posting = replace(population.postings(90)[job], reserved=None)
    one = replace(population.seekers(40)[person], birth_on=born, groups=groups)
    two = replace(one, birth_on=other, groups=others)

    first, second = (judge(PairFacts(p, posting, DAY, 0.6), FixedWeights()) for p in (one, two))

    assert first.features.tobytes() == second.features.tobytes()
    assert (first.rule, first.scores, first.account) == (
        second.rule,
        second.scores,
        second.account,
    )


def test_features_are_worked_out_without_looking_at_birth_or_groups() -> None:
    whole = crowd(population.seekers(40))
    blind = replace(whole, birth=None, groups=None)  # type: ignore[arg-type]  # a look would fail
    i, j = np.divmod(np.arange(40 * 90), 90)

    seeing, unseeing = (
        feature_array(Pairs(each, JOBS, i, j, day_number(DAY))) for each in (whole, blind)
    )

    assert seeing.tobytes() == unseeing.tobytes()


def test_no_feature_is_about_a_person_alone() -> None:
    """Such a number would rank people, whatever the posting: an employability score."""
    asking = [
        replace(job, certificates=("焊工证", "电工证")[: 1 + job.id % 2])
        for job in population.postings(90)
    ]
    jobs = PostingColumns.of(asking, population.vectors(90, 2))
    who = SeekerColumns.of(population.seekers(40), jobs.vocabularies, population.vectors(40, 3))
    i, j = np.divmod(np.arange(40 * 90), 90)

    values = feature_array(Pairs(who, jobs, i, j, day_number(DAY))).reshape(40, 90, len(NAMES))

    differs = np.nan_to_num(values, nan=-np.inf).max(1) > np.nan_to_num(values, nan=np.inf).min(1)
    assert [name for name, some in zip(NAMES, differs.any(axis=0), strict=True) if not some] == []


def test_no_table_keeps_a_figure_about_a_person_but_what_they_told() -> None:
    told = {"lat", "lon", "max_km", "experience_years"}
    for table in Base.metadata.tables.values():
        columns = set(table.columns.keys())
        figures = {
            column.name
            for column in table.columns
            if isinstance(column.type, Float | Double | Numeric)
        }
        of_a_person = table.name == "seeker" or "seeker_id" in columns
        if of_a_person and "posting_id" not in columns:
            assert figures <= told, table.name


def _edges(seekers: SeekerColumns) -> tuple[Any, ...]:
    found = find_candidates(seekers, JOBS, DAY, Sets.of([()] * len(seekers)))
    edges = score_candidates(seekers, JOBS, found, FixedWeights())
    return found.i, found.j, found.features, found.eligible, edges.postings, edges.rank


def _scores(seekers: SeekerColumns) -> dict[tuple[int, int], bytes]:
    found = find_candidates(seekers, JOBS, DAY, Sets.of([()] * len(seekers)))
    edges = score_candidates(seekers, JOBS, found, FixedWeights(), kept=90)
    ends = zip(edges.seekers.tolist(), edges.postings.tolist(), strict=True)
    return {pair: rank.tobytes() for pair, rank in zip(ends, edges.rank, strict=True)}


# Through the register: from the database to what is recorded.


@pytest.fixture
def city(tenant: TenantWorld) -> TenantWorld:
    for n in range(4):
        published_posting(tenant, title=f"缝纫工{n}", openings=n + 1, skills=("平缝", "包缝"))
    published_posting(tenant, title="夜班缝纫工", conditions=("night_shift", "heavy_lifting"))
    published_posting(tenant, title="保洁员", occupation_code="4-09-08-01")
    return tenant


def members(world: TenantWorld) -> list[int]:
    rows = [profile(experience_years=float(n % 5), id_number=id_number()) for n in range(7)]
    return people(world, *rows, profile(personalised=False, id_number=id_number()))


def flip(world: TenantWorld, seeker: int, turn: int) -> None:
    """Another sex, another birth, first registered elsewhere, a name of another people."""
    born = date(1958 + 5 * (turn % 9), 1 + turn % 12, 9)
    number = id_number(county=650102 if turn % 2 else 540102, born=born, serial=100 + turn)
    name = "买买提·艾力" if turn % 2 else "卓玛"
    with world.as_system() as work:
        known = document_columns(world.code, seeker, number)
        known |= contact_columns(world.code, seeker, name, None, None)
        work.session.execute(
            update(Seeker)
            .where(Seeker.tenant_id == world.code, Seeker.id == seeker)
            .values(birth_on=born, **known)
        )


def now_says(world: TenantWorld, ids: list[int]) -> list[NewRecommendation]:
    return [_bare(row) for seeker in ids for row in best_now(world.code, seeker, today(), 6)]


def _bare(row: NewRecommendation) -> NewRecommendation:
    """Leave out of the facts what was flipped."""
    person = replace(row.seeker.facts, birth_on=None, groups=())
    return replace(row, seeker=Snapshot.of(row.seeker_id, person))


@dataclass(frozen=True)
class Row:
    """What a run decided of one pair; near-equal neighbours may stand either way around."""

    scores: tuple[float, float, float]
    reasons: list[dict[str, Any]]
    weak: list[dict[str, Any]]


def recorded(world: TenantWorld) -> dict[tuple[int, int], Row]:
    """Run a cycle, take what it recorded by person and posting, and let it be forgotten."""
    cycle_id = run_cycle(world)
    with world.as_system() as work:
        rows = list_recorded(work, cycle_id)
        work.session.execute(
            Recommendation.__table__.delete().where(Recommendation.tenant_id == world.code)
        )
    return {
        (row.seeker_id, row.posting_id): Row(
            (row.score_apply, row.score_hire, row.score_rank), row.reasons, row.weak
        )
        for row in rows
    }


def test_sex_birth_origin_and_name_change_nothing_that_is_recorded(city: TenantWorld) -> None:
    ids = members(city)
    online, batch = now_says(city, ids), recorded(city)
    posting = online[0].posting_id
    account = explain(city.actor(Role.CASE_OFFICER), ids[0], posting).to_json()
    assert len(batch) >= 20

    for turn, seeker in enumerate(ids):
        flip(city, seeker, turn)

    assert now_says(city, ids) == online
    assert recorded(city) == batch
    assert explain(Actor.system(city.code), ids[0], posting).to_json() == account


def test_a_group_changes_who_comes_first_and_says_so_but_no_score(city: TenantWorld) -> None:
    ids = members(city)
    reserved = published_posting(city, title="公益保洁员", reserved="public_welfare")
    online = {(row.seeker_id, row.posting_id): row for row in now_says(city, ids)}
    batch = recorded(city)

    for seeker, group in zip(ids, [*Group, Group.EMPLOYMENT_DIFFICULTY], strict=False):
        in_group(city, seeker, group)
    after = {(row.seeker_id, row.posting_id): row for row in now_says(city, ids)}
    again = recorded(city)

    for pair in online.keys() & after.keys():
        assert after[pair] == replace(online[pair], rank=after[pair].rank)
    gained = {pair[1] for pair in after.keys() - online.keys()}
    assert gained == {reserved.id}
    assert _codes(after[next(pair for pair in after if pair[1] == reserved.id)].reasons) & BY_RULE
    common = batch.keys() & again.keys()
    assert len(common) >= 15
    for pair in common:
        assert again[pair].scores == batch[pair].scores
        assert _own(again[pair].reasons) == _own(batch[pair].reasons)
        assert again[pair].weak == batch[pair].weak
    assert any("served_first" in _codes(row.reasons) for row in again.values())
    with city.as_system() as work:
        assert work.session.query(GroupMembership).filter_by(tenant_id=city.code).count() >= 6


def _own(reasons: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [reason for reason in reasons if reason["code"] not in BY_RULE]


def _codes(reasons: list[dict[str, Any]]) -> set[str]:
    return {reason["code"] for reason in reasons}
