"""Computing a stored recommendation again, from nothing but what was stored with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from matching.columns import PostingColumns, SeekerColumns
from matching.conversion import FloatArray, day_number
from matching.eligibility import Rule, first_failing_rule
from matching.facts import PostingFacts, SeekerFacts
from matching.features import Pairs
from matching.ranker import Ranker
from matching.reasons import Account, account_of
from matching.scoring import score_pairs


@dataclass(frozen=True)
class PairFacts:
    """Everything that decided one pair, as a record keeps it.

    `similarity` is the cosine of both texts, NaN where unknown. `list_rank` is
    what the place on a plain list was worth, for people who have one.
    """

    seeker: SeekerFacts
    posting: PostingFacts
    as_of: date
    similarity: float
    served_first: bool = False
    list_rank: float = 0.0

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> PairFacts:
        """Return the facts of a recommendation, as `whole_facts` gives them."""
        return cls(
            seeker=SeekerFacts.from_json(stored["seeker"]),
            posting=PostingFacts.from_json(stored["posting"]),
            as_of=date.fromisoformat(stored["as_of"]),
            similarity=float("nan") if stored["similarity"] is None else stored["similarity"],
            served_first=stored["served_first"],
            list_rank=stored["list_rank"],
        )


@dataclass(frozen=True)
class Judged:
    """What the rules, the features and the ranker say of one pair.

    `features` in the order of `features.NAMES`, NaN where not known; scores are
    (apply, hire, rank).
    """

    rule: Rule
    features: FloatArray
    scores: tuple[float, float, float]
    account: Account


def judge(facts: PairFacts, ranker: Ranker) -> Judged:
    """Judge a pair by itself, just as a cycle did in its block."""
    postings = PostingColumns.of([facts.posting])
    seekers = SeekerColumns.of([facts.seeker], postings.vocabularies)
    similarity = np.array([facts.similarity], np.float32)
    first = np.zeros(1, np.int64)
    pairs = Pairs(seekers, postings, first, first, day_number(facts.as_of), similarity)
    values, scores = score_pairs(pairs, ranker)
    moved = ranker.contributions(values)
    answers = (float(scores.apply[0]), float(scores.hire[0]), float(scores.rank[0]))
    return Judged(
        rule=Rule(int(first_failing_rule(seekers, postings, facts.as_of)[0, 0])),
        features=values[0],
        scores=answers if facts.seeker.personalised else (0.0, 0.0, facts.list_rank),
        account=account_of(
            facts.seeker, facts.posting, values[0], moved[0], served_first=facts.served_first
        ),
    )
