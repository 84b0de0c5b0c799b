"""Counts of facets, relaxations and chips against brute force over the rows."""

import random
from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any

import numpy as np
import pytest
from sqlalchemy import select

from language.benefits import find_benefits
from language.conditions import Condition
from language.education import Education
from language.queries import without
from marketplace.postings import PublishedPosting, SourcedPosting, publish_taken, take_postings
from matching.geography import great_circle_km
from runtime.clock import now, today
from search.criteria import Near, Sort
from search.execution import Scope, count_each, execute
from search.jobs import Asked, Choices, job_query
from search.jobs.asking import worded
from search.jobs.facets import DISTANCES_KM, LEVELS, PAY_FLOORS_FEN, Offered
from search.jobs.relaxing import relaxations
from search.jobs.searching import search_jobs
from search.terms import occupation_path, place_path
from tests.make.postings import content

ROWS = 160
PLACES = (430104, 430102, 430111, 431223, 430302)
HERE = Near(28.2, 112.9)
TRADES = (
    ("月嫂", "4-10-01-06"),
    ("电焊工", "6-18-02-04"),
    ("叉车司机", "6-30-05-01"),
    ("保洁员", "4-09-08-01"),
    ("缝纫工", "6-05-01-03"),
)
OFFERS = ("包吃包住。", "五险一金，双休。", "包住，有班车。", "按件计酬。")
TEXTS = ("月嫂", "焊工 不要倒班", "司机 6000以上", "芙蓉区 保洁", "包住", "缝纫工 株洲")


def _row(chance: random.Random) -> dict[str, Any]:
    trade, code = chance.choice(TRADES)
    low = chance.choice((None, 2500, 3500, 4500, 6500, 9000))
    return {
        "title": f"{trade}{chance.choice(('', '（急招）', '学徒'))}",
        "duties": f"{trade}的日常工作，按时保质完成当日任务。{chance.choice(OFFERS)}",
        "requirements": "做事认真负责，身体健康。",
        "occupation_code": code,
        "pay_text": f"{low}-{low + 1500}元/月" if low else "面议",
        "place_code": chance.choice(PLACES),
        "education_floor": chance.choice((None, "junior", "college", "bachelor")),
        "conditions": tuple(chance.sample([c.value for c in Condition], chance.randrange(3))),
        "reserved": chance.choice((None, None, None, "public_welfare", "poverty_workshop")),
        "valid_to": today() + timedelta(days=chance.choice((30, 60))),
    }


@pytest.fixture
def rows(tenant, deliver) -> list[PublishedPosting]:
    chance = random.Random(6)
    taken = [
        SourcedPosting(str(number), "1", tenant.employer_id, content(**_row(chance)))
        for number in range(ROWS)
    ]
    with tenant.as_administrator() as work:
        ids = [posting_id for posting_id, _ in take_postings(work, "试验", taken)]
        publish_taken(work, ids)
    deliver(tenant)
    with tenant.as_system() as work:
        return list(
            work.session.scalars(
                select(PublishedPosting).where(PublishedPosting.tenant_id == tenant.code)
            )
        )


def fits(row: PublishedPosting, choices: Choices) -> bool:
    """What each choice means, said once more in plain Python."""
    offered = find_benefits(f"{row.title} {row.duties} {row.requirements}")
    rank = Education(row.education_floor).rank if row.education_floor else 0
    return all(
        (
            choices.place is None or str(choices.place) in place_path(row.place_code),
            choices.occupation is None
            or choices.occupation in occupation_path([row.occupation_code]),
            choices.pay_from_fen is None
            or row.pay_high_fen is None
            or row.pay_high_fen >= choices.pay_from_fen,
            choices.education is None or rank <= choices.education.rank,
            choices.within_km is None or km_to(row) <= choices.within_km,
            choices.reserved is None or row.reserved == choices.reserved,
            set(choices.benefits) <= set(offered),
            not set(choices.without_conditions) & set(row.conditions),
        )
    )


def km_to(row: PublishedPosting) -> float:
    here, there = np.array([[HERE.lat, HERE.lon]]), np.array([[row.lat, row.lon]])
    return float(great_circle_km(here, there)[0])


def some_choices(chance: random.Random) -> Choices:
    def maybe(values):
        return chance.choice((None, None, *values))

    return Choices(
        place=maybe((430100, *PLACES)),
        occupation=maybe(("4-10", "6-18", "6", TRADES[2][1])),
        pay_from_fen=maybe(PAY_FLOORS_FEN),
        education=maybe(LEVELS),
        within_km=maybe(DISTANCES_KM),
        reserved=maybe(("public_welfare",)),
        benefits=tuple(chance.sample(("lodging", "meals", "shuttle"), chance.choice((0, 0, 1, 2)))),
        without_conditions=tuple(
            chance.sample(("night_shift", "dust", "travel"), chance.choice((0, 0, 1, 2)))
        ),
    )


def expected(rows, choices: Choices) -> dict[str, dict[str, int]]:
    """Counts of each option by going through all rows for each."""

    def left(**changes) -> int:
        return sum(fits(row, replace(choices, **changes)) for row in rows)

    def plus(name, value):
        chosen = getattr(choices, name)
        return {name: tuple(dict.fromkeys([*chosen, value]))}

    groups = {"-".join(row.occupation_code.split("-")[:2]) for row in rows}
    benefits = {b for row in rows for b in find_benefits(f"{row.title} {row.duties}")}
    return {
        "place": {str(code): left(place=code) for code in PLACES},
        "occupation": {code: left(occupation=code) for code in groups},
        "pay_from_fen": {str(fen): left(pay_from_fen=fen) for fen in PAY_FLOORS_FEN},
        "education": {level.value: left(education=level) for level in LEVELS},
        "within_km": {str(km): left(within_km=km) for km in DISTANCES_KM},
        "reserved": {g: left(reserved=g) for g in ("public_welfare", "poverty_workshop")},
        "benefits": {b: left(**plus("benefits", b)) for b in benefits},
        "without_conditions": {
            c.value: left(**plus("without_conditions", c.value)) for c in Condition
        },
        "dropped": {
            "all": len(rows),
            **{
                name: left(**{name: () if isinstance(getattr(choices, name), tuple) else None})
                for name in choices.made
            },
        },
    }


def without_zeros(counts):
    return {name: {k: n for k, n in options.items() if n} for name, options in counts.items()}


def test_counts_of_every_option_are_those_of_the_rows(tenant, rows):
    chance = random.Random(7)
    scope, by_id = Scope.within(tenant.code), {row.posting_id: row for row in rows}
    for text, sort in product(("", *TEXTS), (Sort.RELEVANCE, Sort.NEWEST)):
        asked = worded(Asked(on=today(), at=now(), point=HERE, sort=sort, limit=ROWS), text)
        matched = [by_id[each] for each in execute(scope, job_query(asked)).ids]
        for _ in range(5):
            choices = some_choices(chance)
            found = search_jobs(scope, replace(asked, choices=choices), offered=Offered(PLACES))
            assert found.page.total == sum(fits(row, choices) for row in matched)
            assert without_zeros(found.counts) == without_zeros(expected(matched, choices))


def test_a_relaxation_brings_what_its_list_holds(tenant, rows):
    scope = Scope.within(tenant.code)
    seen = set()
    for text, chosen in product(TEXTS, (Choices(), Choices(place=430104, benefits=("shuttle",)))):
        asked = worded(Asked(on=today(), at=now(), choices=chosen, limit=ROWS), text)
        found = search_jobs(scope, asked, offered=Offered())
        for each in relaxations(scope, asked, text, found.counts["dropped"]):
            if each.choice:
                empty = () if each.choice == "benefits" else None
                less = replace(asked, choices=replace(chosen, **{each.choice: empty}))
            elif each.chip:
                less = worded(asked, without(text, each.chip))
                left = less.understood.chips if less.understood else ()
                assert [c.text for c in left] == [
                    c.text for c in asked.understood.chips if c != each.chip
                ]
            else:
                assert each.postings == count_each([(Scope.marketplace(), job_query(asked))])[0]
                continue
            assert each.postings == len(execute(scope, job_query(less)).ids)
            seen.add(each.choice or each.chip.kind.value)
    assert {"place", "benefits", "occupation", "pay", "exclude"} <= seen
