"""What would open doors: the smallest change of a wish or a limit that makes more work eligible.

Only postings of the work that the person wants, or work next to it, are counted; one thing is
changed at a time, all else stays. What the law or the classification of a person says (age,
group, schooling) is no wish, and is never varied.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from language.certificates import held_certificates, plain_certificate
from matching.columns import PostingColumns, SeekerColumns
from matching.eligibility import Rule, first_failing_rule
from matching.facts import PostingFacts, SeekerFacts
from matching.features.work import CLOSENESS, occupation_levels

Mask = NDArray[np.bool_]

FURTHER_KM = (5.0, 10.0, 15.0, 20.0, 30.0, 50.0)
LESS_PAY = (0.95, 0.9, 0.85, 0.8)
WORTHWHILE = 3
"""A step is small enough to be named first when it opens this many postings."""

MOST_CERTIFICATES = 5
_TRIED = 40  # certificates
_NEXT_TO_IT = float(CLOSENESS[3])
_WHOLE_FEN = 10_000  # pay is spoken of in hundreds of yuan


class Change(StrEnum):
    """What is changed; the value beside it is km, fen a month, a condition, a certificate."""

    DISTANCE = "distance"
    PAY = "pay"
    CONDITION = "condition"
    CERTIFICATE = "certificate"


@dataclass(frozen=True)
class Door:
    """One change and how many postings it opens."""

    change: Change
    value: float | int | str | None
    opens: int


@dataclass(frozen=True)
class Doors:
    """Postings of the wanted work: all that are open today, those the person may have, changes.

    `doors` hold one change of each kind and value, the one that opens most first.
    """

    wanted: int
    eligible: int
    doors: tuple[Door, ...]


def doors_of(seeker: SeekerFacts, postings: Sequence[PostingFacts], as_of: date) -> Doors:
    """Count, for one person, what each small change would open.

    Parameters
    ----------
    seeker : the facts of the person
    postings : published postings of the tenant
    as_of : the day that governs age and validity
    """
    columns = PostingColumns.of(postings)
    asked = _certificates_asked(seeker, postings)
    steps = list(_steps(seeker, asked))
    people = [replace(changed, id=n) for n, (_, _, changed) in enumerate([_same(seeker), *steps])]
    rows = SeekerColumns.of(people, columns.vocabularies)
    failed = first_failing_rule(rows, columns, as_of)
    failed = failed[:, _wanted(rows, columns) & (failed[0] != Rule.CLOSED)]
    open_now = failed[0] == Rule.OK
    opened = ((failed[1:] == Rule.OK) & ~open_now).sum(axis=1).tolist()
    found = [
        Door(change, value, opens)
        for (change, value, _), opens in zip(steps, opened, strict=True)
        if opens
    ]
    ranked = sorted(_smallest(found), key=lambda door: -door.opens)
    return Doors(failed.shape[1], int(open_now.sum()), tuple(ranked))


Step = tuple[Change, float | int | str | None, SeekerFacts]


def _same(seeker: SeekerFacts) -> Step:
    return Change.DISTANCE, seeker.max_km, seeker


def _steps(seeker: SeekerFacts, asked: Sequence[str]) -> Iterator[Step]:
    """Yield the changes to try, the smallest of a kind first."""
    if seeker.max_km is not None:
        for km in (km for km in FURTHER_KM if km > seeker.max_km):
            yield Change.DISTANCE, km, replace(seeker, max_km=km)
        yield Change.DISTANCE, None, replace(seeker, max_km=None)
    if seeker.min_pay_hard and seeker.min_pay_fen:
        for share in LESS_PAY:
            fen = int(seeker.min_pay_fen * share) // _WHOLE_FEN * _WHOLE_FEN
            yield Change.PAY, fen, replace(seeker, min_pay_fen=fen)
    for condition in seeker.excludes:
        kept = tuple(each for each in seeker.excludes if each != condition)
        yield Change.CONDITION, condition, replace(seeker, excludes=kept)
    for name in asked:
        held = (*(seeker.certificates or ()), name)
        yield Change.CERTIFICATE, name, replace(seeker, certificates=held)


def _certificates_asked(seeker: SeekerFacts, postings: Sequence[PostingFacts]) -> list[str]:
    """Return the certificates asked for most that the person said they do not have."""
    if seeker.certificates is None:
        return []
    held = held_certificates(seeker.certificates)
    asked = Counter(plain_certificate(name) for each in postings for name in each.certificates)
    missing = (name for name, _ in asked.most_common() if name not in held)
    return list(islice(missing, _TRIED))


def _wanted(people: SeekerColumns, postings: PostingColumns) -> Mask:
    """Mark the postings of the work wanted; all where no wish is known."""
    if not (people.wants[0] >= 0).any():
        return np.ones(len(postings), np.bool_)
    closeness = np.nan_to_num(occupation_levels(people.wants[:1], postings.occupations))
    wanted: Mask = closeness >= _NEXT_TO_IT
    return wanted


def _smallest(doors: Sequence[Door]) -> Iterator[Door]:
    """Of distances and of pays keep one: the first that is worth while, else what opens most."""
    for change in (Change.DISTANCE, Change.PAY):
        steps = [door for door in doors if door.change is change]
        worth = [door for door in steps if door.opens >= WORTHWHILE]
        yield from worth[:1] or sorted(steps, key=lambda door: -door.opens)[:1]
    yield from (door for door in doors if door.change is Change.CONDITION)
    named = [door for door in doors if door.change is Change.CERTIFICATE]
    yield from sorted(named, key=lambda door: -door.opens)[:MOST_CERTIFICATES]
