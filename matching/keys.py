"""Short keys of the facts that decide a score: what has the same key has the same pairs.

Equal keys stand for equal facts on the days they were made for: what a day changes (whether a
posting is open, how old it is, how old a person is before the law) is part of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from typing import Self

import numpy as np
import orjson
from numpy.typing import NDArray

from matching.columns import PostingColumns, SeekerColumns
from matching.conversion import IntArray
from matching.eligibility import closed_on, legal_age
from matching.facts import PostingFacts, SeekerFacts
from matching.features.terms import posting_age_days

Digests = NDArray[np.uint64]

_CLOSED = -1
_BYTES = 8


def digests(facts: Sequence[PostingFacts] | Sequence[SeekerFacts]) -> Digests:
    """Return a key of each row's facts, uint64 (rows,), the same in every process."""
    told = b"".join(
        hashlib.blake2b(orjson.dumps(row), digest_size=_BYTES).digest() for row in facts
    )
    return np.frombuffer(told, np.uint64)


@dataclass(frozen=True, eq=False)
class PostingKeys:
    """Keys of m postings on a day.

    Attributes
    ----------
    ids : int64 array (m,), ascending
    facts : uint64 array (m,), of the facts
    day : int32 array (m,), of what the day makes of them
    """

    ids: IntArray
    facts: Digests
    day: NDArray[np.int32]

    @classmethod
    def of(cls, postings: PostingColumns, facts: Digests, day: int) -> Self:
        """Return the keys of postings with these digests on a day, counted from 1970."""
        age = posting_age_days(postings, day).view(np.int32)
        return cls(postings.ids, facts, np.where(closed_on(postings, day), _CLOSED, age))

    @cached_property
    def digest(self) -> int:
        """A key of all of them together, a signed number of eight bytes."""
        told = hashlib.blake2b(digest_size=_BYTES)
        for field in fields(self):
            told.update(np.ascontiguousarray(getattr(self, field.name)).tobytes())
        return int.from_bytes(told.digest(), "little", signed=True)


@dataclass(frozen=True)
class Changes:
    """What became of m postings of one day among those of another.

    Attributes
    ----------
    rows : int64 array (m,), where each stands now; -1 where it is not the same
    last : int64 array (m,), the last row of now that is not after it
    fresh : bool array (of now,), which postings are new or not the same
    """

    rows: IntArray
    last: IntArray
    fresh: NDArray[np.bool_]


@lru_cache(maxsize=8)
def changes(then: PostingKeys, now: PostingKeys) -> Changes:
    """Compare the postings of two days."""
    last = np.searchsorted(now.ids, then.ids, "right") - 1
    fresh = np.ones(len(now.ids), np.bool_)
    if not len(fresh):
        return Changes(np.full(len(then.ids), -1, np.int64), last, fresh)
    at = np.maximum(last, 0)
    same = (now.ids[at] == then.ids) & (now.facts[at] == then.facts) & (now.day[at] == then.day)
    fresh[at[same]] = False
    return Changes(np.where(same, at, -1), last, fresh)


@dataclass(frozen=True)
class PeopleKeys:
    """Keys of n people on a day.

    Attributes
    ----------
    facts : uint64 array (n,), of all facts but the groups and what was declined
    groups : uint8 array (n,), bits of `facts.GROUPS`
    declined : uint64 array (n,), of the postings declined; 0 where there are none
    age : int8 array (n,), 0 of age, 1 under 18, 2 under 16
    """

    facts: Digests
    groups: NDArray[np.uint8]
    declined: Digests
    age: NDArray[np.int8]

    @classmethod
    def of(cls, people: SeekerColumns, facts: Digests, day: int) -> Self:
        """Return the keys of people with these digests on a day, counted from 1970."""
        declined = np.zeros(len(people), np.uint64)
        starts = people.declined.starts
        for row in np.flatnonzero(people.declined.sizes).tolist():
            members = people.declined.members[starts[row] : starts[row + 1]]
            told = hashlib.blake2b(members.tobytes(), digest_size=_BYTES).digest()
            declined[row] = int.from_bytes(told, "little")
        return cls(facts, people.groups, declined, legal_age(people, day))

    def take(self, rows: IntArray) -> Self:
        """Return the keys of some people."""
        return type(self)(*(getattr(self, field.name)[rows] for field in fields(self)))

    def with_people(self, other: Self) -> Self:
        """Return the keys of these people and then of others."""
        parts = (
            np.concatenate((getattr(self, f.name), getattr(other, f.name))) for f in fields(self)
        )
        return type(self)(*parts)

    def same_as(self, other: Self) -> NDArray[np.bool_]:
        """Tell whose keys are equal, row by row."""
        same = np.ones(len(self.facts), np.bool_)
        for field in fields(self):
            same &= getattr(self, field.name) == getattr(other, field.name)
        return same
