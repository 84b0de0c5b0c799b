"""Random people, postings and vectors, seeded: many ties and empty corners on purpose."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from matching.columns import PostingColumns, SeekerColumns
from matching.facts import (
    CONDITIONS,
    EDUCATION_LEVELS,
    GROUPS,
    PRECISIONS,
    PostingFacts,
    SeekerFacts,
)

DAY = date(2026, 3, 1)
SKILLS = tuple(f"技能{n}" for n in range(40))
CODES = tuple(
    f"{a}-{b:02}-{c:02}-{d:02}"
    for a in (2, 4, 6)
    for b in (1, 2, 3)
    for c in (1, 2)
    for d in (1, 2, 3)
)


def some(random: np.random.Generator, words: tuple[str, ...], most: int) -> tuple[str, ...]:
    return tuple(str(w) for w in random.choice(words, random.integers(0, most + 1), replace=False))


def postings(count: int, seed: int = 0) -> list[PostingFacts]:
    random = np.random.default_rng(seed)
    return [_posting(n + 1, random) for n in range(count)]


def _posting(number: int, random: np.random.Generator) -> PostingFacts:
    low = int(random.integers(30, 80)) * 10_000
    return PostingFacts(
        id=number,
        employer_id=number // 3,
        employer_name=f"单位{number // 3}",
        title=f"岗位{number}",
        occupation_code=str(random.choice(CODES)) if random.random() < 0.9 else None,
        pay_low_fen=low if random.random() < 0.9 else None,
        pay_high_fen=low + 100_000 if random.random() < 0.8 else None,
        lat=round(random.uniform(27.9, 28.6), 2) if random.random() < 0.9 else None,
        lon=round(random.uniform(112.5, 113.3), 2),
        precision=str(random.choice(PRECISIONS)),
        education_floor=str(random.choice(EDUCATION_LEVELS[:6])) if random.random() < 0.8 else None,
        experience_years=float(random.choice([0, 1, 3])) if random.random() < 0.8 else None,
        openings=int(random.integers(1, 10)) if random.random() < 0.9 else None,
        conditions=some(random, CONDITIONS, 3),
        certificates=("电工证",) if random.random() < 0.1 else (),
        skills=some(random, SKILLS, 5),
        reserved="public_welfare" if random.random() < 0.05 else None,
        published_on=DAY - timedelta(days=int(random.integers(0, 40))),
        valid_to=DAY + timedelta(days=int(random.integers(-2, 20))),
    )


def seekers(count: int, seed: int = 1) -> list[SeekerFacts]:
    random = np.random.default_rng(seed)
    return [_seeker(n + 1, random) for n in range(count)]


def _seeker(number: int, random: np.random.Generator) -> SeekerFacts:
    return SeekerFacts(
        id=number,
        wants=some(random, CODES, 3),
        birth_on=date(int(random.integers(1965, 2011)), 3, 1) if random.random() < 0.9 else None,
        education=str(random.choice(EDUCATION_LEVELS)) if random.random() < 0.9 else None,
        experience_years=float(random.integers(0, 10)) if random.random() < 0.8 else None,
        skills=some(random, SKILLS, 8) if random.random() < 0.8 else None,
        certificates=some(random, ("电工证", "焊工证"), 1) if random.random() < 0.8 else None,
        excludes=some(random, CONDITIONS, 2),
        groups=some(random, GROUPS, 1),
        lat=round(random.uniform(27.9, 28.6), 2) if random.random() < 0.9 else None,
        lon=round(random.uniform(112.5, 113.3), 2),
        precision="township",
        max_km=float(random.choice([5, 20, 60])) if random.random() < 0.6 else None,
        min_pay_fen=int(random.integers(30, 70)) * 10_000 if random.random() < 0.8 else None,
        min_pay_hard=bool(random.random() < 0.3),
        personalised=bool(random.random() < 0.9),
    )


def vectors(count: int, seed: int, width: int = 64) -> np.ndarray:
    """Return unit vectors; every fifth repeats the one before it, every eleventh is empty."""
    random = np.random.default_rng(seed)
    rows = random.normal(size=(count, width)) + 1
    rows[5::5] = rows[4:-1:5]
    rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    rows[11::11] = 0
    return rows


def columns(people: int, jobs: int, width: int = 64) -> tuple[SeekerColumns, PostingColumns]:
    right = PostingColumns.of(postings(jobs), vectors(jobs, 2, width))
    return SeekerColumns.of(seekers(people), right.vocabularies, vectors(people, 3, width)), right
