"""From chosen pairs to the rows of a record: scores, reasons, facts to compute them again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from marketplace.recommendations import NewRecommendation, Snapshot
from matching.conversion import FloatArray, IntArray, day_number
from matching.draws import Draw, Shown
from matching.eligibility import Rule, first_failing_rule
from matching.facts import PostingFacts, SeekerFacts
from matching.features import Pairs
from matching.loading import Postings, Seekers
from matching.packing import pack, unpack
from matching.ranker import Ranker
from matching.reasons import account_of
from matching.rerank import Assignment
from matching.scoring import Edges, score_pairs

_PEOPLE_AT_ONCE = 50
"""The fewer people, the fewer postings that only others were chosen for."""


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

    def of_people(self, first: int, last: int) -> Chosen:
        """Return the pairs of people from `first` to `last`, inclusive."""
        return self.of((self.seekers >= first) & (self.seekers <= last))

    def to_bytes(self) -> bytes:
        """Return the pairs as a chunk keeps them."""
        return pack(**vars(self))

    @classmethod
    def from_bytes(cls, packed: bytes) -> Chosen:
        """Return what `to_bytes` returned."""
        return cls(**unpack(packed))


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
    shown = (draw or _NO_DRAW).shown(chosen.seekers, chosen.rank, personal)
    of_pair = _pair_facts(chosen, pairs, as_of, personal)
    _note_draws(of_pair, shown)
    if shadow:
        _note_shadow(of_pair, shadow, values, personal)
    people = {row: _person(seekers.facts[row]) for row in np.unique(i).tolist()}
    jobs = {row: _posting(postings.facts[row]) for row in np.unique(j).tolist()}
    return [
        _row(people[row], jobs[column], facts, place, scored, features, gains)
        for row, column, facts, place, scored, features, gains in zip(
            i.tolist(), j.tolist(), of_pair, shown.place.tolist(), answers.tolist(),
            values, moved, strict=True,
        )
    ]  # fmt: skip


def _person(facts: SeekerFacts) -> Snapshot[SeekerFacts]:
    return Snapshot.of(facts.id, replace(facts, declined=()))


@lru_cache(maxsize=2**15)
def _posting(facts: PostingFacts) -> Snapshot[PostingFacts]:
    """Return the snapshot of a posting, which is recommended many times and seldom changes."""
    return Snapshot.of(facts.id, facts)


def _pair_facts(
    chosen: Chosen, pairs: Pairs, as_of: date, personal: NDArray[np.bool_]
) -> list[dict[str, Any]]:
    """Return what decided each pair besides the facts of its sides, as JSON keeps it."""
    day, similarity = as_of.isoformat(), np.where(personal, pairs.similarity, np.nan)
    columns = (similarity, np.isnan(similarity), chosen.served_first, chosen.rank)
    return [
        {
            "as_of": day,
            "similarity": None if unknown else cosine,
            "served_first": first,
            "list_rank": rank,
        }
        for cosine, unknown, first, rank in zip(*(each.tolist() for each in columns), strict=True)
    ]


def _note_draws(facts: list[dict[str, Any]], shown: Shown) -> None:
    """Note the chance of each place that was drawn, to learn from."""
    for k in np.flatnonzero(shown.drawn).tolist():
        facts[k]["drawn"] = float(shown.propensity[k])


def _note_shadow(
    facts: list[dict[str, Any]], shadow: Ranker, values: FloatArray, personal: NDArray[np.bool_]
) -> None:
    """Note what another ranker would have said; nothing is computed on it."""
    scores = shadow.score(values)
    for k in np.flatnonzero(personal).tolist():
        answers = {"apply": float(scores.apply[k]), "hire": float(scores.hire[k])}
        facts[k]["shadow"] = {"version": shadow.version, **answers}


_NO_DRAW = Draw(0, 0, 0.0)


def _row(
    seeker: Snapshot[SeekerFacts],
    posting: Snapshot[PostingFacts],
    facts: dict[str, Any],
    place: int,
    answers: list[float],
    values: FloatArray,
    moved: FloatArray,
) -> NewRecommendation:
    account = account_of(
        seeker.facts, posting.facts, values, moved, served_first=facts["served_first"]
    )
    apply, hire, rank = answers
    return NewRecommendation(
        seeker_id=seeker.id,
        posting_id=posting.id,
        rank=place,
        score_apply=apply,
        score_hire=hire,
        score_rank=rank,
        reasons=[reason.to_json() for reason in account.good],
        weak=[reason.to_json() for reason in account.weak],
        facts=facts,
        seeker=seeker,
        posting=posting,
    )


def _still_eligible(
    chosen: Chosen, seekers: Seekers, postings: Postings, as_of: date
) -> tuple[Chosen, IntArray, IntArray]:
    """Return the pairs that still hold, with the rows of their two sides."""
    left, right = seekers.columns, postings.columns
    chosen = chosen.of(np.isin(chosen.seekers, left.ids) & np.isin(chosen.postings, right.ids))
    i = np.searchsorted(left.ids, chosen.seekers)
    j = np.searchsorted(right.ids, chosen.postings)
    holds = np.empty(len(chosen), np.bool_)
    for start in range(0, len(left), _PEOPLE_AT_ONCE):
        part = slice(*np.searchsorted(i, (start, start + _PEOPLE_AT_ONCE)))
        asked, column = np.unique(j[part], return_inverse=True)
        people = left.rows(slice(start, start + _PEOPLE_AT_ONCE))
        failed = first_failing_rule(people, right.take(asked), as_of)
        holds[part] = failed[i[part] - start, column] == Rule.OK
    return chosen.of(holds), i[holds], j[holds]
