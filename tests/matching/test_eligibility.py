"""The vectorised rules say what the contract says, at every boundary and in order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import eligibility
from matching.columns import PostingColumns, SeekerColumns
from matching.conversion import day_number
from matching.eligibility import Rule, barring_rules, first_failing_rule
from matching.facts import PostingFacts, SeekerFacts, birth_day
from tests.matching import population, reference
from tests.matching.strategies import DAY, postings, seekers


def judge(seeker: SeekerFacts, posting: PostingFacts, day: date = DAY) -> str:
    columns = PostingColumns.of([posting])
    people = SeekerColumns.of([seeker], columns.vocabularies)
    return Rule(first_failing_rule(people, columns, day)[0, 0]).code


@settings(max_examples=300, deadline=None)
@given(st.lists(seekers, min_size=1, max_size=6), st.lists(postings, min_size=1, max_size=6))
def test_agrees_with_the_reference(people: list[SeekerFacts], jobs: list[PostingFacts]) -> None:
    jobs = [replace(job, id=n) for n, job in enumerate(jobs)]
    columns = PostingColumns.of(jobs)

    failed = first_failing_rule(SeekerColumns.of(people, columns.vocabularies), columns, DAY)

    said = [[Rule(rule).code for rule in row] for row in failed]
    assert said == [[reference.first_failing(s, p, DAY) for p in jobs] for s in people]


@settings(max_examples=50, deadline=None)
@given(
    st.lists(seekers, min_size=2, max_size=6), st.lists(postings, min_size=1, max_size=6), st.data()
)
def test_blocks_and_days_a_person_change_nothing(
    people: list[SeekerFacts], jobs: list[PostingFacts], data: st.DataObject
) -> None:
    columns = PostingColumns.of(replace(job, id=n) for n, job in enumerate(jobs))
    rows = SeekerColumns.of(people, columns.vocabularies)
    days = np.array([day_number(DAY) + data.draw(st.integers(-2, 2)) for _ in people])

    together = first_failing_rule(rows, columns, days)

    alone = [
        first_failing_rule(rows.rows(slice(n, n + 1)), columns, date.fromordinal(719163 + day))
        for n, day in enumerate(days.tolist())
    ]
    assert (together == np.concatenate(alone)).all()


def test_small_blocks_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    jobs = PostingColumns.of(PostingFacts(id=n, conditions=("noise",)) for n in range(3))
    people = [SeekerFacts(id=n, excludes=("noise",) * (n % 2)) for n in range(7)]
    rows = SeekerColumns.of(people, jobs.vocabularies)
    whole = first_failing_rule(rows, jobs, DAY)

    monkeypatch.setattr(eligibility, "_PAIRS_IN_MEMORY", 4)

    assert (first_failing_rule(rows, jobs, DAY) == whole).all()
    assert whole.any()


@pytest.mark.parametrize(
    ("birth", "conditions", "rule"),
    [
        ("2010-03-01", (), "ok"),
        ("2010-03-02", (), "underage"),
        ("2008-03-01", ("night_shift",), "ok"),
        ("2008-03-02", ("night_shift",), "underage"),
        ("2008-03-02", ("noise",), "ok"),
        ("2008-02-29", ("dust",), "ok"),
        ("2010", (), "underage"),
        ("2009", (), "ok"),
        ("2007", ("heights",), "ok"),
        ("2008", ("heavy_lifting",), "underage"),
    ],
)
def test_age(birth: str, conditions: tuple[str, ...], rule: str) -> None:
    seeker = SeekerFacts(id=1, birth_on=birth_day(birth))

    assert judge(seeker, PostingFacts(id=1, conditions=conditions)) == rule


def test_a_leap_day_is_full_on_the_first_of_march() -> None:
    seeker = SeekerFacts(id=1, birth_on=date(2008, 2, 29))
    job = PostingFacts(id=1, conditions=("heights",))

    assert judge(seeker, job, date(2026, 2, 28)) == "underage"
    assert judge(seeker, job, date(2026, 3, 1)) == "ok"


def test_validity_is_inclusive() -> None:
    job = PostingFacts(id=1, valid_from=date(2026, 3, 1), valid_to=date(2026, 3, 2))
    days = [date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 3)]

    said = [judge(SeekerFacts(id=1), job, day) for day in days]

    assert said == ["closed", "ok", "ok", "closed"]


def test_distance_is_measured_exactly_at_the_limit() -> None:
    home, work = (28.2, 112.9), (28.25, 112.95)
    km = reference.kilometres(*home, *work)
    job = PostingFacts(id=1, lat=work[0], lon=work[1])
    seeker = SeekerFacts(id=1, lat=home[0], lon=home[1], max_km=km + 1e-9)

    assert judge(seeker, job) == "ok"
    assert judge(replace(seeker, max_km=km - 1e-9), job) == "distance"
    assert judge(replace(seeker, max_km=0.0, lat=work[0], lon=work[1]), job) == "ok"


def test_spaces_and_widths_of_an_employers_name_do_not_matter() -> None:
    seeker = SeekerFacts(id=1, hidden_from=("长沙 某某(集团)有限公司",))

    assert judge(seeker, PostingFacts(id=1, employer_name="长沙某某（集团）有限公司")) == "hidden"


def test_counts_what_bars_each_person() -> None:
    jobs = PostingColumns.of(
        [PostingFacts(id=1, published=False), PostingFacts(id=2), PostingFacts(id=3)]
    )
    people = SeekerColumns.of([SeekerFacts(id=1, declined=(2,))], jobs.vocabularies)

    counts = barring_rules(first_failing_rule(people, jobs, DAY))

    assert counts[0, [Rule.OK, Rule.DECLINED, Rule.CLOSED]].tolist() == [1, 1, 1]


def test_refuses_impossible_facts() -> None:
    with pytest.raises(ValueError, match="twice"):
        PostingColumns.of([PostingFacts(id=1), PostingFacts(id=1)])
    with pytest.raises(ValueError, match="latitude"):
        PostingColumns.of([PostingFacts(id=1, lat=91.0, lon=0.0)])
    with pytest.raises(ValueError, match="Invalid isoformat"):
        birth_day("199")


@given(seekers, postings)
def test_facts_survive_json(seeker: SeekerFacts, posting: PostingFacts) -> None:
    assert SeekerFacts.from_json(seeker.to_json()) == seeker
    assert PostingFacts.from_json(posting.to_json()) == posting


def test_some_columns_are_judged_as_among_all() -> None:
    people, jobs = population.columns(40, 300)
    rows = np.arange(0, 300, 7)
    whole = first_failing_rule(people, jobs, DAY)
    assert (first_failing_rule(people, jobs.take(rows), DAY) == whole[:, rows]).all()
