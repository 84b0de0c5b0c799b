"""What all systems of an evaluation rank: the eligible pairs of two files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from language.fields import Raw, list_of, text_of
from matching.columns import PostingColumns, SeekerColumns
from matching.eligibility import Rule
from matching.facts import SeekerFacts
from matching.features import Pairs
from matching.scratch import Encode, ScratchSet

Values = NDArray[np.float32]
"""A system's worth of every pair, (profiles, postings)."""

_DAY_ZERO = date(1970, 1, 1).toordinal()


class Side(StrEnum):
    """Who searches: people for postings, or employers for people."""

    SEEKER = "seeker"
    EMPLOYER = "employer"


@dataclass(frozen=True)
class Scene:
    """Both files as facts and columns, and which pairs are eligible.

    `eligible` is a bool array of shape (profiles, postings).
    """

    scratch: ScratchSet
    side: Side
    seekers: SeekerColumns
    postings: PostingColumns
    eligible: NDArray[np.bool_]

    @classmethod
    def of(cls, scratch: ScratchSet, encode: Encode, side: Side) -> Scene:
        """Embed both sides and apply the hard rules to every pair."""
        seekers, postings = scratch.columns(encode)
        failed = scratch.rules(seekers, postings, slice(None))
        return cls(scratch, side, seekers, postings, failed == Rule.OK)

    @cached_property
    def profile_words(self) -> list[str]:
        """Each profile as a text to search with."""
        return [
            _words(row, ("wants", "skills", "certificates"), ("about",))
            for row in self.scratch.profile_rows
        ]

    @cached_property
    def posting_words(self) -> list[str]:
        """Each posting as a text to be found by."""
        return [_words(row, ("tags",), ("title", "text")) for row in self.scratch.posting_rows]

    @cached_property
    def queries(self) -> list[str]:
        """Ids of those that search."""
        return _ids(self._rows[self.side is Side.EMPLOYER])

    @cached_property
    def documents(self) -> list[str]:
        """Ids of what is searched for."""
        return _ids(self._rows[self.side is Side.SEEKER])

    @property
    def _rows(self) -> tuple[Sequence[Raw], Sequence[Raw]]:
        return self.scratch.profile_rows, self.scratch.posting_rows

    def lists(self, values: Values, most: int) -> Iterator[tuple[int, NDArray[np.int64]]]:
        """Yield each query and its best eligible documents, best first.

        Equal values go by a fixed draw: the order of a file should help nobody.
        """
        employer = self.side is Side.EMPLOYER
        table, may = (values.T, self.eligible.T) if employer else (values, self.eligible)
        draw = np.random.default_rng(0).permutation(table.shape[1])
        for query, row in enumerate(table):
            documents = np.flatnonzero(may[query])
            order = np.lexsort((draw[documents], -row[documents]))
            yield query, documents[order[:most]]

    def pairs(self) -> Iterator[Pairs]:
        """Yield the eligible pairs of one profile after the other."""
        for i, row in enumerate(self.eligible):
            j = np.flatnonzero(row)
            day = int(self.scratch.days[i])
            yield Pairs(self.seekers, self.postings, np.full(len(j), i), j, day)

    def by_day(self) -> Iterator[tuple[date, NDArray[np.int64], list[SeekerFacts]]]:
        """Yield (day, rows of the profiles it governs, their facts)."""
        for number in np.unique(self.scratch.days).tolist():
            rows = np.flatnonzero(self.scratch.days == number)
            facts = [self.scratch.profiles[row] for row in rows.tolist()]
            yield date.fromordinal(_DAY_ZERO + number), rows, facts


def _words(row: Raw, lists: Sequence[str], texts: Sequence[str]) -> str:
    listed = [entry for field in lists for entry in list_of(row, field) or ()]
    return "\n".join([*(text_of(row, field) for field in texts), *listed])


def _ids(rows: Sequence[Raw]) -> list[str]:
    return [str(row["id"]) for row in rows]
