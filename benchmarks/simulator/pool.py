"""People and postings of a simulated prefecture, by the demo's generator, as matching sees them.

A row's facts are what a person or an employer would have entered. Where they live and work in
truth is drawn beside it: facts may name only a township.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from language.encoder import encoder
from language.pay import monthly_range_fen, parse_pay
from language.places import place
from marketplace.postings import OpenPosting
from marketplace.seekers import MatchingRow, SeekerRow
from matching.columns import PostingColumns
from matching.conversion import FloatArray
from matching.facts import PostingFacts, SeekerFacts
from matching.loading import seeker_text
from pes.demo.ground import centre, scattered
from pes.demo.jobseekers import jobseeker
from pes.demo.plan import CAPITAL
from pes.demo.randomness import chance
from pes.demo.trades import trades
from pes.demo.vacancies import vacancy
from search.postings import posting_text

Places = NDArray[np.float64]

FIRST_DAY = date(2026, 3, 2)
LASTING_DAYS = 42
"""Days for which a posting stays open when it is not filled."""

STOCK_WEEKS = 6
"""The postings open on the first day came in over so many weeks before it."""

TOWNSHIP_KM, COUNTY_KM = 2.5, 9.0
"""How far a true spot lies from the middle of what is stated, in each direction."""

_TOWNSHIP_CODES = 10**8


@dataclass(frozen=True)
class Size:
    """How large a world is: people looking at a time, postings at the start and a week.

    `panel` people never look: rankers are measured on them.
    """

    people: int = 200
    stock: int = 2000
    a_week: int = 300
    weeks: int = 16
    panel: int = 200

    @property
    def postings(self) -> int:
        """Postings over the whole run."""
        return self.stock + self.a_week * (self.weeks - 1)

    @property
    def spare_to(self) -> int:
        """Where the people end who look from the start, or in place of those who found work."""
        return self.people * 5 // 2


@dataclass(frozen=True)
class Pool:
    """All people and postings that a run may meet; rows ascend by id, ids count from 1.

    Attributes
    ----------
    postings, people : facts of m postings and n people
    columns : the postings' columns
    vectors : float32 array (n, d), the people's texts
    arrives : int64 array (m,), week in which a posting comes in; 0 or less: there from the start
    posting_trades, people_trades : int64 arrays (m,), (n,), rows of the list of trades
    workplaces, homes : float64 arrays (m, 2), (n, 2), true places in degrees
    """

    size: Size
    postings: list[PostingFacts]
    people: list[SeekerFacts]
    columns: PostingColumns
    vectors: FloatArray
    arrives: NDArray[np.int64]
    posting_trades: NDArray[np.int64]
    people_trades: NDArray[np.int64]
    workplaces: Places
    homes: Places


def make_pool(seed: int, size: Size) -> Pool:
    """Generate a pool; the same seed and size give the same."""
    arrives = _arrivals(size)
    sources = [_posting(seed, n, int(week)) for n, week in enumerate(arrives)]
    who = [_person(seed, n) for n in range(size.spare_to + size.panel)]
    postings, people = [row[0] for row in sources], [row[0] for row in who]
    texts = [posting_text(cast("OpenPosting", facts)) for facts in postings]
    return Pool(
        size=size,
        postings=postings,
        people=people,
        columns=PostingColumns.of(postings, _embedded(texts)),
        vectors=_embedded([row[3] for row in who]),
        arrives=arrives,
        posting_trades=_trade_rows([row[1] for row in sources]),
        people_trades=_trade_rows([row[1] for row in who]),
        workplaces=np.array([row[2] for row in sources]),
        homes=np.array([row[2] for row in who]),
    )


def day_of(week: int) -> date:
    """Return the day on which a week's matching runs."""
    return FIRST_DAY + timedelta(days=7 * week)


def _arrivals(size: Size) -> NDArray[np.int64]:
    stock = np.arange(size.stock) % STOCK_WEEKS - STOCK_WEEKS + 1
    later = np.repeat(np.arange(1, size.weeks), size.a_week)
    return np.concatenate((np.sort(stock), later)).astype(np.int64)


def _posting(seed: int, number: int, week: int) -> tuple[PostingFacts, str, tuple[float, float]]:
    came_on = day_of(week)
    found = vacancy(seed, CAPITAL, number, dict.fromkeys(range(STOCK_WEEKS), came_on))
    content, employer = found.content, found.employer
    low, high = monthly_range_fen(parse_pay(content.pay_text))
    name = f"{employer.sector}{employer.number}"
    facts = PostingFacts(
        id=number + 1,
        employer_id=_number_of(name),
        employer_name=name,
        title=content.title,
        occupation_code=content.occupation_code,
        pay_low_fen=low,
        pay_high_fen=high,
        education_floor=content.education_floor,
        experience_years=content.experience_years,
        openings=content.openings,
        conditions=content.conditions,
        certificates=content.certificates,
        skills=content.skills,
        reserved=content.reserved and content.reserved.value,
        published_on=came_on,
        valid_to=came_on + timedelta(days=LASTING_DAYS),
        **_stated(content.place_code, content.lat, content.lon),
    )
    true = _true_spot((seed, "work", number), content.place_code, content.lat, content.lon)
    return facts, found.trade, true


def _person(seed: int, number: int) -> tuple[SeekerFacts, str, tuple[float, float], str]:
    found = jobseeker(seed, CAPITAL, number)
    row = found.row
    facts = SeekerFacts(
        id=number + 1,
        wants=tuple(want.occupation_code for want in row.wants if want.occupation_code),
        birth_on=None,  # the demo's people are of age but for very few, and no answer goes by it
        education=row.education and row.education.value,
        experience_years=row.experience_years,
        skills=row.skills,
        certificates=row.certificates,
        excludes=tuple(condition.value for condition in row.excludes),
        groups=tuple(group.value for group in found.groups),
        max_km=row.max_km,
        min_pay_fen=row.min_pay_fen,
        min_pay_hard=row.min_pay_hard,
        **_stated(row.place_code, row.lat, row.lon),
    )
    true = _true_spot((seed, "home", number), row.place_code, row.lat, row.lon)
    return facts, found.trade, true, _text(row, facts)


def _text(row: SeekerRow, facts: SeekerFacts) -> str:
    """Return what the product embeds of a person."""
    wanting = _Wanting(facts.wants, tuple(want.title for want in row.wants), facts.skills)
    return seeker_text(cast("MatchingRow", wanting))


@dataclass(frozen=True)
class _Wanting:
    wants: tuple[str, ...]
    want_titles: tuple[str, ...]
    skills: tuple[str, ...] | None


def _stated(code: int | None, lat: float | None, lon: float | None) -> dict[str, Any]:
    """A township or a county stands at its county's middle (decision 8)."""
    if code is None:
        return {}
    if lat is not None:
        return {"place_code": code, "lat": lat, "lon": lon, "precision": "exact"}
    county = place(_county(code))
    return {"place_code": code, "lat": county.lat, "lon": county.lon, "precision": "county"}


def _true_spot(
    name: tuple[object, ...], code: int | None, lat: float | None, lon: float | None
) -> tuple[float, float]:
    if lat is not None and lon is not None:
        return lat, lon
    rng = chance(0, *name)
    known = code or CAPITAL
    if known > _TOWNSHIP_CODES:
        return scattered(rng, *centre(known), TOWNSHIP_KM)
    middle = place(_county(known))
    return scattered(rng, middle.lat, middle.lon, COUNTY_KM)


def _county(code: int) -> int:
    return code // 1000 if code > _TOWNSHIP_CODES else code


def _number_of(name: str) -> int:
    return int.from_bytes(name.encode(), "big") % (2**61 - 1)


def _trade_rows(keys: Sequence[str]) -> NDArray[np.int64]:
    known = {key: row for row, key in enumerate(trades())}
    return np.array([known[key] for key in keys], np.int64)


def _embedded(texts: Sequence[str]) -> FloatArray:
    known = _vectors()
    fresh = [text for text in dict.fromkeys(texts) if text not in known]
    known |= dict(zip(fresh, encoder().encode(fresh), strict=True)) if fresh else {}
    vectors = np.stack([known[text] for text in texts])
    vectors[[not text.strip() for text in texts]] = 0
    return vectors


@lru_cache(maxsize=1)
def _vectors() -> dict[str, FloatArray]:
    """Vectors of all texts met so far: worlds share most of them."""
    return {}
