"""A tenant's numbers for matching, and what they make of people and postings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matching.columns import PostingColumns
from matching.conversion import IntArray
from matching.rerank import People, Places
from matching.settings import (
    DRAWN_PERCENT,
    MOST,
    OWED,
    PER_EMPLOYER,
    PER_OPENING,
    PUSHED_A_DAY,
    WIDER_PERCENT,
)
from tenants.work import Work


@dataclass(frozen=True)
class Policy:
    """The tenant's settings at the start of a step."""

    owed: int
    most: int
    per_opening: int
    per_employer: int
    pushed_a_day: int
    drawn: float  # share of near-ties that are swapped
    wider: float  # share of a list that should lie outside the wanted occupations

    @classmethod
    def of(cls, work: Work) -> Policy:
        """Read the tenant's settings."""
        return cls(
            owed=work.setting(OWED),
            most=max(work.setting(MOST), work.setting(OWED)),
            per_opening=work.setting(PER_OPENING),
            per_employer=work.setting(PER_EMPLOYER),
            pushed_a_day=work.setting(PUSHED_A_DAY),
            drawn=work.setting(DRAWN_PERCENT) / 100,
            wider=work.setting(WIDER_PERCENT) / 100,
        )

    def people(self, ids: IntArray, groups: Mapping[int, Sequence[str]]) -> People:
        """Return the claims of people, ids ascending; any priority group puts a person first."""
        priority = np.fromiter((bool(groups.get(n)) for n in ids.tolist()), np.bool_, len(ids))
        return People(ids, priority, np.full(len(ids), self.owed), np.full(len(ids), self.most))

    def places(self, postings: PostingColumns) -> Places:
        """Return how many people each posting may be recommended to in one run."""
        openings = np.maximum(np.nan_to_num(postings.openings, nan=1), 1).astype(np.int64)
        return Places(postings.ids, openings * self.per_opening, postings.employer_ids)
