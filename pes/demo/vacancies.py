"""Postings of the demo, one at a time: the n-th posting of a tenant is always the same."""

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

from language.conditions import Condition
from language.education import Education
from marketplace.postings import PostingContent, Reserved
from pes.demo.companies import EmployerKey, employer_key
from pes.demo.figures import family, figure
from pes.demo.ground import workplace
from pes.demo.randomness import chance, draw, hits
from pes.demo.trades import FLOORS, Trade, trades
from pes.demo.wages import pay_text
from pes.demo.wording import duties, requirements
from pes.demo.words import words

WAVES = 6  # weeks over which the postings came in
EXPECTED = 3300  # postings of the default plan: what employers' sizes are drawn for
IN_REVIEW = (0, 0, 1, 2)  # the oldest of them are overdue
MOST_CONDITIONS = 3
OPENINGS = {
    "one": (1, 1, 1, 2, 2),
    "few": (1, 1, 2, 2, 3, 5),
    "some": (1, 2, 3, 5, 5, 8, 10),
    "many": (3, 5, 5, 10, 10, 15, 20),
    "crowd": (5, 10, 20, 30, 50, 100),
}
YEARS = {"hands": (1, 1, 2, 3), "service": (1, 1, 2), "office": (1, 2, 3, 3, 5)}
EXPERIENCED = {"hands": 0.35, "service": 0.25, "office": 0.55}
VALIDITY_DAYS = (30, 45, 60, 90, 120)


class Fate(StrEnum):
    """What became of a posting since it came in."""

    PUBLISHED = "published"
    REVIEW = "review"
    DRAFT = "draft"
    PAUSED = "paused"
    FILLED = "filled"


@dataclass(frozen=True)
class Vacancy:
    """One posting: key, employer, content, the week it came in (0: this one), its fate."""

    key: str
    trade: str
    employer: EmployerKey
    content: PostingContent
    wave: int
    fate: Fate


def vacancy(seed: int, tenant_id: int, number: int, came_on: dict[int, date]) -> Vacancy:
    """Return the tenant's `number`-th posting; `came_on` gives the day of each wave."""
    rng = chance(seed, tenant_id, "posting", number)
    trade = draw(rng, _weights(tenant_id))
    sector, reserved = rng.choice(trade.sectors), _reserved(rng, trade)
    fate = draw(rng, _fates())
    wave = rng.choice(IN_REVIEW) if fate is Fate.REVIEW else rng.randrange(WAVES)
    content = _content(rng, trade, tenant_id, reserved, came_on[wave])
    return Vacancy(
        key=f"p{number:06d}",
        trade=trade.key,
        employer=employer_key(rng, _employing(reserved, sector), _demand(tenant_id, sector)),
        content=_spoiled(rng, content, fate),
        wave=wave,
        fate=fate,
    )


def _content(
    rng: random.Random, trade: Trade, tenant_id: int, reserved: Reserved | None, came_on: date
) -> PostingContent:
    conditions = _conditions(rng, trade)
    certificates = [name for name, share in trade.certificates.items() if hits(rng, share)]
    certificates = [] if reserved is Reserved.GRADUATE_INTERNSHIP else certificates[:2]
    years = _years(rng, trade, reserved)
    spot = workplace(rng, tenant_id)
    return PostingContent(
        title=rng.choice(trade.titles) + _suffix(reserved),
        duties=duties(rng, trade, conditions, reserved),
        requirements=requirements(rng, trade, certificates, years),
        occupation_code=trade.occupation,
        pay_text=pay_text(rng, trade, tenant_id, reserved)[0],
        place_code=spot.place_code,
        address=spot.address,
        lat=spot.lat,
        lon=spot.lon,
        education_floor=_floor(rng, trade, reserved),
        experience_years=years,
        openings=rng.choice(OPENINGS[trade.openings]),
        conditions=tuple(each.value for each in conditions),
        certificates=tuple(certificates),
        skills=rng.choice(trade.skill_sets),
        reserved=reserved,
        valid_to=came_on + timedelta(days=rng.choice(VALIDITY_DAYS) + 7 * WAVES),
    )


@cache
def _weights(tenant_id: int) -> dict[Trade, float]:
    return {t: t.in_tenant(t.posting_weight, tenant_id) for t in trades().values()}


@cache
def _fates() -> dict[Fate, float]:
    review, draft, ended = (figure(f"posting_{name}") for name in ("review", "draft", "ended"))
    return {
        Fate.PUBLISHED: 1 - review - draft - ended,
        Fate.REVIEW: review,
        Fate.DRAFT: draft,
        Fate.PAUSED: ended / 2,
        Fate.FILLED: ended / 2,
    }


def _reserved(rng: random.Random, trade: Trade) -> Reserved | None:
    shares = {
        Reserved.PUBLIC_WELFARE: trade.welfare,
        Reserved.GRADUATE_INTERNSHIP: trade.internship,
        Reserved.POVERTY_WORKSHOP: trade.workshop,
    }
    return next((kind for kind, share in shares.items() if hits(rng, share)), None)


def _suffix(reserved: Reserved | None) -> str:
    if reserved is None or reserved is Reserved.POVERTY_WORKSHOP:
        return ""
    return "（公益性岗位）" if reserved is Reserved.PUBLIC_WELFARE else "（就业见习）"


def _employing(reserved: Reserved | None, sector: str) -> str:
    """Public-welfare jobs are offered by streets and townships."""
    return "street" if reserved is Reserved.PUBLIC_WELFARE else sector


@cache
def _demand(tenant_id: int, sector: str) -> float:
    """Postings that the default plan expects of a sector in a tenant."""
    weights = _weights(tenant_id)
    share = sum(w / len(t.sectors) for t, w in weights.items() if sector in t.sectors)
    people = family("population_")
    here = people[str(tenant_id)] / sum(people.values())
    return EXPECTED * here * share / sum(weights.values())


def _conditions(rng: random.Random, trade: Trade) -> list[Condition]:
    found = [Condition(name) for name, share in trade.conditions.items() if hits(rng, share)]
    return sorted(found[:MOST_CONDITIONS], key=list(Condition).index)


def _years(rng: random.Random, trade: Trade, reserved: Reserved | None) -> float | None:
    if reserved is not None or not hits(rng, EXPERIENCED[trade.group]):
        return None
    return float(rng.choice(YEARS[trade.group]))


def _floor(rng: random.Random, trade: Trade, reserved: Reserved | None) -> str | None:
    """Least education: counted shares, held within what people of the trade have."""
    if reserved is Reserved.GRADUATE_INTERNSHIP:
        return Education.COLLEGE.value
    level = rng.choices(FLOORS, trade.floors)[0]
    least, most = trade.schooling
    if least <= Education.JUNIOR:
        level = min(level, most)
        return level.value if level <= Education.SECONDARY else Education.SECONDARY.value
    return max(least, min(level, most)).value


def _spoiled(rng: random.Random, content: PostingContent, fate: Fate) -> PostingContent:
    """Drafts lack something or ask for what the law forbids."""
    if fate is not Fate.DRAFT:
        return content
    lists = words("texts")["unlawful"]
    faults: tuple[dict[str, Any], ...] = (
        {"requirements": content.requirements + rng.choice(lists["texts"])},
        {"requirements": content.requirements + rng.choice(lists["texts"])},
        {"openings": None},
        {"pay_text": "工资高，待遇好"},
        {"duties": "听安排。"},
        {"place_code": None, "lat": None, "lon": None, "address": ""},
    )
    return replace(content, **rng.choice(faults))
