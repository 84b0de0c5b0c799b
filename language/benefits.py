"""What work offers besides pay: board, lodging, insurance, rest, bonuses, a bus."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from language.cleaning import fold
from language.negation import is_denied
from language.resources import rows
from language.work_terms import work_term_spans


class Benefit(StrEnum):
    """Something people look for in a posting; values are stored and indexed."""

    MEALS = "meals"
    LODGING = "lodging"
    MEAL_ALLOWANCE = "meal_allowance"
    HOUSING_ALLOWANCE = "housing_allowance"
    SOCIAL_INSURANCE = "social_insurance"
    HOUSING_FUND = "housing_fund"
    COMMERCIAL_INSURANCE = "commercial_insurance"
    TWO_DAYS_OFF = "two_days_off"
    DAY_SHIFT = "day_shift"
    SHUTTLE = "shuttle"
    YEAR_END_BONUS = "year_end_bonus"
    OVERTIME_PAY = "overtime_pay"
    NO_OVERTIME = "no_overtime"
    PAID_LEAVE = "paid_leave"
    PAID_TRAINING = "paid_training"
    DAILY_PAY = "daily_pay"
    WEEKLY_PAY = "weekly_pay"
    HEAT_ALLOWANCE = "heat_allowance"
    HOLIDAY_GIFTS = "holiday_gifts"
    FULL_ATTENDANCE_BONUS = "full_attendance_bonus"
    SENIORITY_PAY = "seniority_pay"
    TRANSPORT_ALLOWANCE = "transport_allowance"
    PHONE_ALLOWANCE = "phone_allowance"
    HEALTH_CHECK = "health_check"
    PERFORMANCE_BONUS = "performance_bonus"
    COUPLE_ROOM = "couple_room"


@dataclass(frozen=True, slots=True)
class BenefitSpan:
    """Where folded text names a benefit, and whether it denies it (不包吃住)."""

    start: int
    end: int
    benefit: Benefit
    denied: bool


_OF_TERMS = {
    ("board", "meals"): Benefit.MEALS,
    ("board", "meal_allowance"): Benefit.MEAL_ALLOWANCE,
    ("lodging", "dormitory"): Benefit.LODGING,
    ("lodging", "housing_allowance"): Benefit.HOUSING_ALLOWANCE,
    ("insurance", "social"): Benefit.SOCIAL_INSURANCE,
    ("insurance", "housing_fund"): Benefit.HOUSING_FUND,
    ("insurance", "commercial"): Benefit.COMMERCIAL_INSURANCE,
    ("rest", "two_days_a_week"): Benefit.TWO_DAYS_OFF,
}
_DENIED_TERMS = {
    "board": Benefit.MEALS,
    "lodging": Benefit.LODGING,
    "insurance": Benefit.SOCIAL_INSURANCE,
    "rest": Benefit.TWO_DAYS_OFF,
}
_DENIED = "none"


def find_benefits(text: str) -> list[Benefit]:
    """Benefits running text offers and does not deny, in the order of `Benefit`."""
    offered = {span.benefit for span in benefit_spans(fold(text)) if not span.denied}
    return [benefit for benefit in Benefit if benefit in offered]


def benefit_spans(plain: str) -> list[BenefitSpan]:
    """Where folded text offers or denies a benefit, in its order."""
    found = [*_written_terms(plain), *_others(plain)]
    order = list(Benefit)
    return sorted(found, key=lambda span: (span.start, span.end, order.index(span.benefit)))


def _written_terms(plain: str) -> list[BenefitSpan]:
    return [
        BenefitSpan(start, end, benefit, term == _DENIED)
        for start, end, kind, term in work_term_spans(plain)
        if (benefit := _of_term(kind, term))
    ]


def _of_term(kind: str, term: str) -> Benefit | None:
    return _DENIED_TERMS.get(kind) if term == _DENIED else _OF_TERMS.get((kind, term))


def _others(plain: str) -> list[BenefitSpan]:
    return [
        BenefitSpan(*match.span(), benefit, is_denied(plain, *match.span()))
        for benefit, pattern in _patterns()
        for match in pattern.finditer(plain)
    ]


@cache
def _patterns() -> list[tuple[Benefit, re.Pattern[str]]]:
    return [(Benefit(row["benefit"]), re.compile(row["pattern"])) for row in rows("benefits")]
