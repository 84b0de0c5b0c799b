"""From chosen pairs to the rows of a record: scores, reasons, facts to compute them again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from marketplace.recommendations import NewRecommendation
from matching.conversion import FloatArray, IntArray, day_number
from matching.draws import Draw
from matching.eligibility import Rule, first_failing_rule
from matching.features import Pairs
from matching.judging import PairFacts
from matching.loading import Postings, Seekers
from matching.ranker import Ranker
from matching.reasons import account_of
from matching.rerank import Assignment
from matching.scoring import Edges, score_pairs


@dataclass(frozen=True)
class Chosen:
    """Pairs that a run decided to recommend, by id, best first within a person.

    `rank` is what assignment added up, float32; it stands as the score of
    people with a plain list.
    """

    seekers: IntArray
    postings: IntArray
    rank: FloatArray
    served_first: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.seekers)

    @classmethod
    def of_edges(cls, edges: Edges, result: Assignment) -> Chosen:
        """Return the edges that were chosen."""
        rows = result.edges
        return cls(edges.seekers[rows], edges.postings[rows], edges.rank[rows], result.first_claim)

    def of(self, keep: NDArray[np.bool_]) -> Chosen:
        """Return the pairs marked."""
        return Chosen(
            self.seekers[keep], self.postings[keep], self.rank[keep], self.served_first[keep]
        )


def recommendations(
    chosen: Chosen,
    seekers: Seekers,
    postings: Postings,
    as_of: date,
    ranker: Ranker,
    *,
    draw: Draw | None = None,
    shadow: Ranker | None = None,
) -> list[NewRecommendation]:
    """Return the rows of the chosen pairs that still hold on the facts given.

    `draw` orders neighbours of almost equal rank by lot; the answers of `shadow` are written
    down beside those of `ranker`.

    A person who is not among the facts any more, a posting that was closed
    meanwhile, or a rule that now bars the pair, drops the pair.
    """
    chosen, i, j = _still_eligible(chosen, seekers, postings, as_of)
    if not len(chosen):
        return []
    left, right = seekers.columns, postings.columns
    pairs = Pairs(left, right, i, j, day_number(as_of))
    values, scores = score_pairs(pairs, ranker)
    moved = ranker.contributions(values)
    personal = left.personalised[i]
    answers = np.stack((scores.apply, scores.hire, scores.rank), axis=1)
    answers[~personal] = 0
    answers[~personal, 2] = chosen.rank[~personal]
    similarity = np.where(personal, pairs.similarity, np.nan)
    noted = _noted(chosen, personal, draw, shadow, values)
    people = {row: replace(seekers.facts[row], declined=()) for row in np.unique(i).tolist()}
    facts = [
        PairFacts(
            seeker=people[int(i[k])],
            posting=postings.facts[j[k]],
            as_of=as_of,
            similarity=float(similarity[k]),
            served_first=bool(chosen.served_first[k]),
            list_rank=float(chosen.rank[k]),
        )
        for k in range(len(chosen))
    ]
    return [
        _row(facts[k], noted[k], answers[k].tolist(), values[k], moved[k])
        for k in range(len(chosen))
    ]


@dataclass(frozen=True)
class _Noted:
    """Where a pair is shown, and what is kept of it to learn from; nothing is computed on it."""

    place: int
    facts: dict[str, Any]


def _noted(
    chosen: Chosen,
    personal: NDArray[np.bool_],
    draw: Draw | None,
    shadow: Ranker | None,
    values: FloatArray,
) -> list[_Noted]:
    shown = (draw or _NO_DRAW).shown(chosen.seekers, chosen.rank, personal)
    beside = shadow.score(values) if shadow else None
    rows = []
    for k, place in enumerate(shown.place.tolist()):
        facts: dict[str, Any] = {}
        if shown.drawn[k]:
            facts["drawn"] = float(shown.propensity[k])
        if shadow and beside and personal[k]:
            answers = {"apply": float(beside.apply[k]), "hire": float(beside.hire[k])}
            facts["shadow"] = {"version": shadow.version, **answers}
        rows.append(_Noted(place, facts))
    return rows


_NO_DRAW = Draw(0, 0, 0.0)


def _row(
    facts: PairFacts, noted: _Noted, answers: list[float], values: FloatArray, moved: FloatArray
) -> NewRecommendation:
    account = account_of(
        facts.seeker, facts.posting, values, moved, served_first=facts.served_first
    )
    apply, hire, rank = answers
    return NewRecommendation(
        seeker_id=facts.seeker.id,
        posting_id=facts.posting.id,
        rank=noted.place,
        score_apply=apply,
        score_hire=hire,
        score_rank=rank,
        reasons=[reason.to_json() for reason in account.good],
        weak=[reason.to_json() for reason in account.weak],
        facts=facts.to_json() | noted.facts,
    )


def _still_eligible(
    chosen: Chosen, seekers: Seekers, postings: Postings, as_of: date
) -> tuple[Chosen, IntArray, IntArray]:
    """Return the pairs that still hold, with the rows of their two sides."""
    left, right = seekers.columns, postings.columns
    chosen = chosen.of(np.isin(chosen.seekers, left.ids) & np.isin(chosen.postings, right.ids))
    i = np.searchsorted(left.ids, chosen.seekers)
    j = np.searchsorted(right.ids, chosen.postings)
    asked, column = np.unique(j, return_inverse=True)
    holds = first_failing_rule(left, right.take(asked), as_of)[i, column] == Rule.OK
    return chosen.of(holds), i[holds], j[holds]
