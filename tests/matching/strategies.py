"""Hypothesis strategies: facts that crowd on the boundaries of the rules."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from matching.facts import (
    CONDITIONS,
    EDUCATION_LEVELS,
    GROUPS,
    PRECISIONS,
    RESERVED_FOR,
    PostingFacts,
    SeekerFacts,
)

DAY = date(2026, 3, 1)
CERTIFICATES = ("电工证", "焊工证", "叉车证", "健康证")
SKILLS = ("缝纫", "叉车", "Excel", "Python", "收银")
EMPLOYERS = ("甲公司", "乙公司", "丙公司")
CODES = ("4-02-06-01", "4-02-06-02", "4-02-01-01", "4-02-06", "6-31-01-01", "2")

days = st.integers(-2, 2).map(lambda n: DAY + timedelta(days=n))
births = st.one_of(
    st.builds(
        lambda years, n: date(DAY.year - years, 3, 1) + timedelta(days=n),
        st.sampled_from((16, 18)),
        st.integers(-2, 2),
    ),
    st.sampled_from((date(2008, 2, 29), date(2009, 12, 31), date(1968, 12, 31))),
)
latitudes = st.sampled_from((28.2, 28.2001, 28.3, 29.0, -90.0, 0.0))
longitudes = st.sampled_from((112.9, 112.95, 113.5, -180.0, 180.0, 0.0))


def maybe(strategy: st.SearchStrategy) -> st.SearchStrategy:
    return st.one_of(st.none(), strategy)


def some(words: tuple[str, ...], most: int = 3) -> st.SearchStrategy:
    return st.lists(st.sampled_from(words), unique=True, max_size=most).map(tuple)


postings = st.builds(
    PostingFacts,
    id=st.just(0),
    employer_id=st.integers(1, 3),
    employer_name=st.sampled_from(EMPLOYERS),
    occupation_code=maybe(st.sampled_from(CODES)),
    pay_low_fen=maybe(st.sampled_from((300_000, 400_000))),
    pay_high_fen=maybe(st.sampled_from((499_999, 500_000, 500_001))),
    lat=maybe(latitudes),
    lon=maybe(longitudes),
    precision=maybe(st.sampled_from(PRECISIONS)),
    education_floor=maybe(st.sampled_from(EDUCATION_LEVELS)),
    experience_years=maybe(st.sampled_from((0.0, 1.0, 3.0))),
    openings=maybe(st.sampled_from((1, 5))),
    conditions=some(CONDITIONS),
    certificates=some(CERTIFICATES, 2),
    skills=some(SKILLS),
    reserved=maybe(st.sampled_from(tuple(RESERVED_FOR))),
    published=st.sampled_from((True, True, True, False)),
    published_on=maybe(days),
    valid_from=maybe(days),
    valid_to=maybe(days),
)

seekers = st.builds(
    SeekerFacts,
    id=st.just(0),
    wants=some(CODES),
    birth_on=maybe(births),
    education=maybe(st.sampled_from(EDUCATION_LEVELS)),
    experience_years=maybe(st.sampled_from((0.0, 2.0, 10.0))),
    skills=maybe(some(SKILLS)),
    certificates=maybe(some((*CERTIFICATES, "无人需要的证"))),
    excludes=some(CONDITIONS),
    groups=some(GROUPS),
    lat=maybe(latitudes),
    lon=maybe(longitudes),
    precision=maybe(st.sampled_from(PRECISIONS)),
    max_km=maybe(st.sampled_from((0.0, 5.0, 12.5, 30_000.0))),
    min_pay_fen=maybe(st.just(500_000)),
    min_pay_hard=st.booleans(),
    hidden_from=some((*EMPLOYERS, "丁公司"), 1),
    declined=st.lists(st.integers(0, 4), unique=True, max_size=1).map(tuple),
    personalised=st.booleans(),
)
