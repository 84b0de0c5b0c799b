"""Hard eligibility: whom a posting may never be recommended to, and by which rule.

Each rule answers for a whole block of people against all postings at once.
What is not known never fails, but for the reserved postings, where absent
groups count as none. Age, sex, origin, ethnicity and marriage written in a
posting are no rules.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from matching.columns import PostingColumns, SeekerColumns
from matching.conversion import EVERYBODY, IntArray, day_number
from matching.facts import CONDITIONS
from matching.geography import great_circle_km, straight_km, straight_squares
from matching.sets import members_in

Mask = NDArray[np.bool_]
RuleArray = NDArray[np.uint8]


class Rule(IntEnum):
    """The hard rules. An earlier rule has the higher number: the first to fail is the maximum."""

    OK = 0
    DECLINED = 1
    HIDDEN = 2
    PAY = 3
    DISTANCE = 4
    EXCLUDED = 5
    CERTIFICATE = 6
    EDUCATION = 7
    RESERVED = 8
    UNDERAGE = 9
    CLOSED = 10

    @property
    def code(self) -> str:
        """The rule's name as commands and records write it."""
        return self.name.lower()

    @classmethod
    def of(cls, code: str) -> Rule:
        """Return the rule of a code. Raises KeyError for any other word."""
        return cls[code.upper()]


MINIMUM_AGE = 16
ADULT_AGE = 18
HAZARDOUS = ("night_shift", "heavy_lifting", "heights", "dust")
"""Work that nobody under 18 may do (Labour Law 64, protection of minors)."""

_HAZARDOUS_BITS = sum(1 << CONDITIONS.index(condition) for condition in HAZARDOUS)
_PAIRS_IN_MEMORY = 4_000_000
_HAIR_KM = 1e-10
"""Less than any place is known to, more than two ways to work the same arc out may differ."""


def first_failing_rule(
    seekers: SeekerColumns, postings: PostingColumns, as_of: date | IntArray
) -> RuleArray:
    """Return the first hard rule that bars each person from each posting.

    Parameters
    ----------
    seekers, postings : columns of n people and m postings
    as_of : one day, or int64 array (n,) of days since 1970, one for each person
        Governs age and validity.

    Returns
    -------
    uint8 array of shape (n, m)
        Values of `Rule`; 0 (`Rule.OK`) where the pair is eligible. Worked out
        by blocks of people: beside the result some 50 MB are needed.
    """
    days = _days(as_of, len(seekers))
    failed = np.zeros((len(seekers), len(postings)), np.uint8)
    step = max(1, _PAIRS_IN_MEMORY // max(1, len(postings)))
    for start in range(0, len(seekers), step):
        part = slice(start, start + step)
        _apply_rules(seekers.rows(part), postings, days[part], failed[part])
    return failed


def barring_rules(failed: RuleArray) -> NDArray[np.int64]:
    """Count, for each person, the postings by the rule that bars them.

    Parameters
    ----------
    failed : uint8 array (n, m) as `first_failing_rule` returns it

    Returns
    -------
    int64 array of shape (n, 11), indexed by `Rule`
    """
    rows = np.arange(len(failed), dtype=np.int64)[:, None] * len(Rule)
    counts = np.bincount((rows + failed).ravel(), minlength=len(failed) * len(Rule))
    return counts.reshape(len(failed), len(Rule))


def _apply_rules(
    seekers: SeekerColumns, postings: PostingColumns, days: IntArray, failed: RuleArray
) -> None:
    for rule, fails in _RULES.items():
        barred = fails(seekers, postings, days)
        if barred is not None:
            np.maximum(failed, barred.view(np.uint8) * np.uint8(rule), out=failed)


def _closed(_: SeekerColumns, postings: PostingColumns, days: IntArray) -> Mask | None:
    day = days[:1, None] if len(np.unique(days)) == 1 else days[:, None]
    closed: Mask = (postings.valid_from > day) | (postings.valid_to < day) | ~postings.published
    return closed if closed.any() else None


def _underage(seekers: SeekerColumns, postings: PostingColumns, days: IntArray) -> Mask | None:
    today = _calendar_number(days)
    known = seekers.birth > 0
    minors = np.flatnonzero(known & (seekers.birth > today - ADULT_AGE * 10_000))
    if not len(minors):
        return None
    child = seekers.birth[minors] > (today - MINIMUM_AGE * 10_000)[minors]
    hazardous = (postings.conditions & _HAZARDOUS_BITS) != 0
    barred = np.zeros((len(seekers), len(postings)), np.bool_)
    barred[minors] = child[:, None] | hazardous
    return barred


def _reserved(seekers: SeekerColumns, postings: PostingColumns, _: IntArray) -> Mask | None:
    columns = np.flatnonzero(postings.reserved_groups != EVERYBODY)
    barred = (seekers.groups[:, None] & postings.reserved_groups[columns]) == 0
    return _spread(barred, columns, len(postings))


def _education(seekers: SeekerColumns, postings: PostingColumns, _: IntArray) -> Mask:
    barred: Mask = seekers.education[:, None] < postings.education_floor
    return barred


def _certificate(seekers: SeekerColumns, postings: PostingColumns, _: IntArray) -> Mask | None:
    asked, width = postings.distinct_requirements, len(postings.vocabularies.certificates)
    held = seekers.certificates.dense(width) @ asked.demands.dense(width).T
    lacks = (held < asked.demands.sizes) & seekers.certificates_known[:, None]
    return _spread(lacks[:, asked.which], asked.rows, len(postings))


def _excluded(seekers: SeekerColumns, postings: PostingColumns, _: IntArray) -> Mask | None:
    if not seekers.excludes.any():
        return None
    barred: Mask = (seekers.excludes[:, None] & postings.conditions) != 0
    return barred


def _distance(seekers: SeekerColumns, postings: PostingColumns, _: IntArray) -> Mask | None:
    """Compare squares, which one small product gives; measure only pairs close to the limit."""
    limited = ~np.isnan(seekers.max_km)
    if not limited.any():
        return None
    squares, error = straight_squares(seekers.units, postings.ground)
    limit = np.where(limited, straight_km(seekers.max_km) ** 2, np.inf)[:, None]
    barred: Mask = squares > (limit + error).astype(np.float32)
    close = (squares > (limit - error).astype(np.float32)) ^ barred
    i, j = np.divmod(np.flatnonzero(close), len(postings))
    km = great_circle_km(seekers.places[i], postings.places[j])
    barred[i, j] = km > seekers.max_km[i] + _HAIR_KM
    return barred


def _pay(seekers: SeekerColumns, postings: PostingColumns, _: IntArray) -> Mask | None:
    floor = np.where(seekers.min_pay_hard, seekers.min_pay_fen, 0)
    barred: Mask = floor[:, None] > postings.pay_high_fen
    return barred if floor.any() else None


def _hidden(seekers: SeekerColumns, postings: PostingColumns, _: IntArray) -> Mask | None:
    row, employer = seekers.hidden_from.expand(np.arange(len(seekers)))
    if not len(row):
        return None
    order = postings.employer_order
    k, position = members_in(postings.employers[order], employer)
    return _only(row[k], order[position], len(seekers), len(postings))


def _declined(seekers: SeekerColumns, postings: PostingColumns, _: IntArray) -> Mask | None:
    row, posting = seekers.declined.expand(np.arange(len(seekers)))
    k, position = members_in(postings.ids, posting)
    return _only(row[k], position, len(seekers), len(postings))


_RULES: dict[Rule, Callable[[SeekerColumns, PostingColumns, IntArray], Mask | None]] = {
    Rule.CLOSED: _closed,
    Rule.UNDERAGE: _underage,
    Rule.RESERVED: _reserved,
    Rule.EDUCATION: _education,
    Rule.CERTIFICATE: _certificate,
    Rule.EXCLUDED: _excluded,
    Rule.DISTANCE: _distance,
    Rule.PAY: _pay,
    Rule.HIDDEN: _hidden,
    Rule.DECLINED: _declined,
}


def _days(as_of: date | IntArray, rows: int) -> IntArray:
    if isinstance(as_of, date):
        return np.full(rows, day_number(as_of), np.int64)
    return as_of


def _calendar_number(days: IntArray) -> IntArray:
    """Return year * 10000 + month * 100 + day: a birthday 18 years ago differs by 180000."""
    date64 = days.astype("datetime64[D]")
    months = date64.astype("datetime64[M]")
    years = date64.astype("datetime64[Y]")
    month = (months - years.astype("datetime64[M]")).astype(np.int64) + 1
    day = (date64 - months.astype("datetime64[D]")).astype(np.int64) + 1
    number: IntArray = (years.astype(np.int64) + 1970) * 10_000 + month * 100 + day
    return number


def _spread(barred: Mask, columns: IntArray, width: int) -> Mask | None:
    if not barred.any():
        return None
    spread = np.zeros((len(barred), width), np.bool_)
    spread[:, columns] = barred
    return spread


def _only(rows: IntArray, columns: IntArray, height: int, width: int) -> Mask | None:
    if not len(rows):
        return None
    mask = np.zeros((height, width), np.bool_)
    mask[rows, columns] = True
    return mask
