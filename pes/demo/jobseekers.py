"""People of the demo, one at a time: the n-th person of a tenant is always the same."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from language.conditions import Condition
from language.education import Education
from marketplace.groups import Group, GroupRow, Source
from marketplace.seekers import Hours, SeekerRow, Want
from pes.demo.artificial import identity_number, phone_number
from pes.demo.figures import family, figure
from pes.demo.ground import home
from pes.demo.people_names import person_name
from pes.demo.randomness import chance, draw, hits
from pes.demo.standing import LEANINGS, Standing, groups_of_person, standing
from pes.demo.trades import Trade, trades
from pes.demo.wages import least_pay_fen
from pes.demo.wording import about
from pes.demo.words import words
from tenants.consents import Purpose

COUNTED_ON = date(2026, 1, 1)  # ages are counted from here, so that a person stays the same
SECOND_WISH = 0.35
EXCLUDES = {
    Condition.NIGHT_SHIFT: 0.36,
    Condition.TRAVEL: 0.16,
    Condition.HEAVY_LIFTING: 0.18,
    Condition.HEIGHTS: 0.1,
    Condition.DORMITORY_ONLY: 0.07,
    Condition.OUTDOORS: 0.05,
    Condition.DUST: 0.05,
    Condition.ROTATING_SHIFT: 0.03,
}
HOURS = {Hours.FULL_TIME: 0.78, Hours.PART_TIME: 0.08, Hours.TEMPORARY: 0.04, Hours.FLEXIBLE: 0.1}
COMMON = {"健康证": 0.12, "驾驶证": 0.28}
PAY_NAMED, HOURS_NAMED, YEARS_NAMED = 0.85, 0.7, 0.9
RELATED_CERTIFICATE = 0.2  # share of postings from which on people of a trade tend to hold it
OFFICERS = {
    Source.CERTIFICATION: (Group.EMPLOYMENT_DIFFICULTY, Group.ZERO_EMPLOYMENT_HOUSEHOLD),
    Source.OFFICIAL_REGISTER: (Group.DISABLED, Group.POVERTY_HOUSEHOLD, Group.RETURNING_MIGRANT),
    Source.DATA_EXCHANGE: (Group.UNEMPLOYED_GRADUATE,),
}


@dataclass(frozen=True)
class Jobseeker:
    """One person: the row that the product takes, and the groups they are in."""

    trade: str
    row: SeekerRow
    groups: tuple[Group, ...]


def jobseeker(seed: int, tenant_id: int, number: int) -> Jobseeker:
    """Return the tenant's `number`-th person."""
    rng = chance(seed, tenant_id, "seeker", number)
    who = standing(rng)
    trade = draw(rng, _weights(tenant_id, who.leaning, who.least_schooling, who.most_schooling))
    level = _education(rng, trade, who)
    groups = groups_of_person(rng, who)
    born = COUNTED_ON - timedelta(days=round(365.25 * who.age) + rng.randrange(365))
    row = SeekerRow(
        source_key=f"s{number:06d}",
        name=person_name(rng),
        phone=phone_number(tenant_id, number),
        id_number=identity_number(number, born),
        wants=_wants(rng, trade),
        education=None if hits(rng, figure("education_unknown")) else level,
        **_place(rng, tenant_id),
        **_wishes(rng, trade, tenant_id),
        **_abilities(rng, trade, who),
        **_agreements(rng, groups=bool(groups)),
    )
    return Jobseeker(trade.key, row, groups)


def group_rows(person: Jobseeker, seeker_id: int, seed: int, today: date) -> list[GroupRow]:
    """Return the person's memberships, each with its ground and evidence."""
    rng = chance(seed, "groups", person.row.source_key)
    evidence = words("texts")["evidence"]
    return [
        GroupRow(
            seeker_id=seeker_id,
            group=group,
            source=next(source for source, those in OFFICERS.items() if group in those),
            evidence=rng.choice(evidence[group.value]),
            from_on=today - timedelta(days=rng.randint(20, 300)),
        )
        for group in person.groups
    ]


@cache
def _weights(tenant_id: int, leaning: str, least: Education, most: Education) -> dict[Trade, float]:
    return {
        trade: trade.in_tenant(trade.seeker_weight, tenant_id) * LEANINGS[leaning][trade.group]
        for trade in trades().values()
        if trade.schooling[0] <= most and trade.schooling[1] >= least
    }


def _wants(rng: random.Random, trade: Trade) -> tuple[Want, ...]:
    first = Want(rng.choice(trade.titles[:2]), trade.occupation)
    if not hits(rng, SECOND_WISH):
        return (first,)
    other = trades()[trade.related[0]]
    return (first, Want(other.titles[0], other.occupation))


def _education(rng: random.Random, trade: Trade, who: Standing) -> Education:
    least = max(trade.schooling[0], who.least_schooling)
    return draw(rng, _schooling(least, max(least, min(trade.schooling[1], who.most_schooling))))


@cache
def _schooling(least: Education, most: Education) -> dict[Education, float]:
    """Shares of the levels between two; the lower alone where the census has none."""
    known = {level: w for level, w in _population().items() if least <= level <= most}
    return known or {least: 1.0}


@cache
def _population() -> dict[Education, float]:
    """Schooling of people of working age, from the census."""
    college = figure("schooling_college_or_above")
    bachelor = figure("schooling_bachelor_of_college")
    return {
        Education.NONE: 600.0,
        Education.PRIMARY: figure("schooling_primary") * figure("schooling_primary_kept"),
        Education.JUNIOR: figure("schooling_junior"),
        Education.SECONDARY: figure("schooling_secondary"),
        Education.COLLEGE: college * (1 - bachelor),
        Education.BACHELOR: college * bachelor * 0.9,
        Education.MASTER: college * bachelor * 0.1,
    }


def _place(rng: random.Random, tenant_id: int) -> dict[str, Any]:
    spot = home(rng, tenant_id)
    farthest = draw(rng, family("max_km_"))
    return {
        "place_code": spot.place_code,
        "address": spot.address or None,
        "lat": spot.lat,
        "lon": spot.lon,
        "max_km": None if farthest == "none" else float(farthest),
    }


def _wishes(rng: random.Random, trade: Trade, tenant_id: int) -> dict[str, Any]:
    least = least_pay_fen(rng, trade, tenant_id) if hits(rng, PAY_NAMED) else None
    hard = least is not None and hits(rng, figure("pay_floor_hard"))
    return {
        "min_pay_fen": least,
        "min_pay_hard": hard,
        "hours": draw(rng, HOURS) if hits(rng, HOURS_NAMED) else None,
        "excludes": _excludes(rng, trade),
    }


def _excludes(rng: random.Random, trade: Trade) -> tuple[Condition, ...]:
    """Most people have no objection to what is usual in their own trade."""
    if not hits(rng, figure("excludes_any")):
        return ()
    usual = {name for name, share in trade.conditions.items() if share > RELATED_CERTIFICATE * 2}
    open_to = {word: weight for word, weight in EXCLUDES.items() if word.value not in usual}
    picked = {draw(rng, open_to) for _ in range(rng.choice((1, 1, 2)))}
    return tuple(sorted(picked))


def _abilities(rng: random.Random, trade: Trade, who: Standing) -> dict[str, Any]:
    worked = max(0.0, who.age - rng.choice((18, 20, 22)))
    years = float(round(rng.triangular(0, min(worked, 20), min(worked, 2)))) if worked else 0.0
    skills = None if hits(rng, figure("skills_unknown")) else rng.choice(trade.skill_sets)
    return {
        "experience_years": years if hits(rng, YEARS_NAMED) else None,
        "skills": skills,
        "certificates": _certificates(rng, trade),
        "about": about(rng, trade, years or None),
    }


def _certificates(rng: random.Random, trade: Trade) -> tuple[str, ...] | None:
    if hits(rng, figure("certificates_unknown")):
        return None
    usual = [name for name, share in trade.certificates.items() if share >= RELATED_CERTIFICATE]
    held = [name for name in usual if hits(rng, figure("holds_certificate"))]
    return tuple(dict.fromkeys([*held, *(n for n, share in COMMON.items() if hits(rng, share))]))


def _agreements(rng: random.Random, *, groups: bool) -> dict[str, Any]:
    shares = {
        Purpose.RECOMMENDATION: figure("consent_recommendation"),
        Purpose.PERSONALISATION: figure("consent_personalisation"),
        Purpose.SMS: figure("consent_sms"),
        Purpose.SHARE_CARD: figure("consent_share_card"),
        Purpose.GROUP_DATA: figure("consent_group_data") if groups else 0.0,
    }
    given = frozenset(purpose for purpose, share in shares.items() if hits(rng, share))
    return {"consents": given, "personalised": Purpose.PERSONALISATION in given}
