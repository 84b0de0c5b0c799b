"""Pay of a posting, as people write it, and the least pay a person names."""

import random

from marketplace.postings import Reserved
from pes.demo.figures import figure
from pes.demo.randomness import between, hits
from pes.demo.trades import Trade

LEVEL = {430100: 1.06, 430200: 1.0, 430300: 0.98}  # others: COUNTRY (assumptions)
COUNTRY = 0.92
DAYS, HOURS = 21.75, 174
BY_DAY = {"builder", "rebar", "loader", "farmhand", "tea", "fireworks"}
BY_HOUR = {"rider", "housekeeper", "kitchenhand"}
DAILY, HOURLY, PIECE = 0.35, 0.15, 0.3
PIECE_WORK = {"sewing", "shoes"}
INTERNSHIP_YUAN = (2100, 3000)
RESERVED_RANGE = 1.15


def pay_text(
    rng: random.Random, trade: Trade, tenant_id: int, reserved: Reserved | None
) -> tuple[str, float]:
    """Return the text, and the middle in yuan a month."""
    low, high = _range(rng, trade, tenant_id, reserved)
    middle = (low + high) / 2
    if reserved is None and hits(rng, figure("pay_negotiable")):
        return "面议", middle
    if reserved in {Reserved.PUBLIC_WELFARE, Reserved.GRADUATE_INTERNSHIP}:
        return f"{low}-{high}元/月", middle
    return _written(rng, trade, low, high), middle


def least_pay_fen(rng: random.Random, trade: Trade, tenant_id: int) -> int:
    """The least monthly pay that a seeker of this trade names, in fen."""
    usual = between(rng, trade.pay_yuan) * LEVEL.get(tenant_id, COUNTRY)
    yuan = max(figure("minimum_wage_hunan") - 300, usual * figure("wish_to_offer"))
    return round(yuan / 100) * 100 * 100


def _range(
    rng: random.Random, trade: Trade, tenant_id: int, reserved: Reserved | None
) -> tuple[int, int]:
    floor = int(figure("minimum_wage_hunan"))
    if reserved is Reserved.PUBLIC_WELFARE:
        return floor, _round(floor * RESERVED_RANGE)
    if reserved is Reserved.GRADUATE_INTERNSHIP:
        return INTERNSHIP_YUAN
    middle = between(rng, trade.pay_yuan) * LEVEL.get(tenant_id, COUNTRY)
    width = figure("pay_high_to_low") ** 0.5 * rng.uniform(0.9, 1.08)
    low = max(floor, _round(middle / width))
    return low, max(_round(middle * width), low + 200)


def _written(rng: random.Random, trade: Trade, low: int, high: int) -> str:
    if trade.key in BY_DAY and hits(rng, DAILY):
        return f"{round(low / DAYS, -1):.0f}-{round(high / DAYS, -1) + 10:.0f}元/天"
    if trade.key in BY_HOUR and hits(rng, HOURLY):
        return f"{low / HOURS:.0f}-{high / HOURS + 1:.0f}元/小时"
    if trade.key in PIECE_WORK and hits(rng, PIECE):
        return f"计件 {low}-{high}元/月"
    return _monthly(rng, trade, low, high)


def _monthly(rng: random.Random, trade: Trade, low: int, high: int) -> str:
    if trade.group == "office" and hits(rng, figure("pay_with_extra_months")):
        return f"{low / 1000:g}-{high / 1000:g}千·{rng.choice((13, 13, 14))}薪"
    forms = (f"{low}-{high}元/月", f"{low}-{high}元/月", f"{low / 1000:g}-{high / 1000:g}千/月")
    return rng.choice(forms)


def _round(yuan: float) -> int:
    step = 100 if yuan < 6000 else 500  # noqa: PLR2004 - people write rounder figures for more pay
    return round(yuan / step) * step
