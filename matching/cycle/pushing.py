"""The push: a posting just published, or a person just ready, does not wait for the night.

The same candidates, features and ranker as in a cycle, on the new rows only.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from language.encoder import encoder
from marketplace.recommendations import (
    CycleResult,
    NewRecommendation,
    finish_push,
    open_push,
    record_recommendations,
)
from marketplace.seekers import matchable_ids
from matching.draws import Draw
from matching.exposure import Given, Reach, exposure
from matching.in_use import ranker_in_use, shadow_in_use
from matching.loading import Postings, Seekers, load_postings, load_seekers, pushed_on
from matching.memory import cycles_left_for_later
from matching.online import found_now
from matching.outcome import Served, by_group, counts
from matching.policy import Policy
from matching.ranker import Ranker
from matching.recording import Chosen, recommendations
from matching.rerank import Assignment, People
from matching.rerank import assign as choose
from matching.scoring import Edges
from matching.stages import Stages
from matching.versions import versions
from matching.widening import Widening, marked, widened
from matching.wider import wider_in
from runtime.clock import china_date
from tenants.access import Actor
from tenants.work import begin

BLOCK = 2000


@dataclass(frozen=True)
class _Side:
    """One half of a push: people in blocks, the postings they meet, and their edges."""

    blocks: list[Seekers]
    postings: Postings
    edges: Edges


@dataclass(frozen=True)
class _How:
    """What a push's pairs are judged and drawn by."""

    day: date
    ranker: Ranker
    draw: Draw
    shadow: Ranker | None


@cycles_left_for_later()
def push(tenant_id: int, posting_ids: Sequence[int], seeker_ids: Sequence[int]) -> None:
    """Recommend new postings to those they suit best, and to new people their best postings.

    Safe to repeat: a pair is recommended once, and the same cause is pushed once.
    """
    stages = Stages()
    with begin(Actor.system(tenant_id), read_only=True) as work:
        day, policy = china_date(work.now), Policy.of(work)
    ranker, cause = ranker_in_use(tenant_id), _cause(day, posting_ids, seeker_ids)
    how = _How(day, ranker, _draw(tenant_id, cause, policy), shadow_in_use(tenant_id))
    with stages.timed("scores"):
        sides = [
            _new_postings(tenant_id, day, ranker, posting_ids, seeker_ids),
            _new_people(tenant_id, day, ranker, seeker_ids),
        ]
    with stages.timed("assignment"):
        on_new, of_new = (
            _claims_on_new(tenant_id, sides[0], policy),
            _claims_of_new(sides[1], policy),
        )
        rows = [
            *_rows(sides[0], _chosen(sides[0], on_new, policy), how),
            *_rows(sides[1], _widened(sides[1], of_new, policy), how),
        ]
    spread = _spread(sides[0], rows, day, policy)
    with begin(Actor.system(tenant_id)) as work:
        cycle = open_push(work, cause)
        if cycle is None:
            return
        recorded = record_recommendations(work, cycle.id, rows, skip_known=True)
        finish_push(work, cycle, _result(rows, recorded, sides, spread, stages, ranker))


def _new_postings(
    tenant_id: int, day: date, ranker: Ranker, posting_ids: Sequence[int], but: Sequence[int]
) -> _Side:
    """Everybody but the new people, with the new postings that suit them."""
    postings = load_postings(tenant_id, sorted(posting_ids))
    with begin(Actor.system(tenant_id), read_only=True) as work:
        ids = [n for n in matchable_ids(work) if n not in set(but)] if postings.facts else []
    blocks = [
        load_seekers(tenant_id, postings.columns.vocabularies, day, ids=ids[n : n + BLOCK])
        for n in range(0, len(ids), BLOCK)
    ]
    edges = Edges.joined([found_now(block, postings, day, ranker) for block in blocks])
    asked = [block.columns.ids[block.columns.personalised] for block in blocks]
    suits = np.isin(edges.seekers, np.concatenate([edges.seekers[:0], *asked]))
    return _Side(blocks, postings, edges.of(suits & (edges.rank >= ranker.levels.pushed)))


def _new_people(tenant_id: int, day: date, ranker: Ranker, seeker_ids: Sequence[int]) -> _Side:
    """The new people, with all postings."""
    postings = load_postings(tenant_id, None if seeker_ids else [])
    people = load_seekers(tenant_id, postings.columns.vocabularies, day, ids=sorted(seeker_ids))
    return _Side([people], postings, found_now(people, postings, day, ranker))


def _claims_on_new(tenant_id: int, side: _Side, policy: Policy) -> People:
    """Nobody is owed a new posting; a person gets few a day, those of priority groups first."""
    people = policy.people(np.unique(side.edges.seekers), _groups(side))
    with begin(Actor.system(tenant_id), read_only=True) as work:
        pushed = pushed_on(work, people.ids.tolist(), china_date(work.now))
    before = np.fromiter((pushed.get(n, 0) for n in people.ids.tolist()), np.int64, len(people.ids))
    left = np.maximum(policy.pushed_a_day - before, 0)
    return People(people.ids, people.priority, np.zeros_like(left), left)


def _claims_of_new(side: _Side, policy: Policy) -> People:
    return policy.people(np.unique(side.edges.seekers), _groups(side))


def _groups(side: _Side) -> dict[int, tuple[str, ...]]:
    return {facts.id: facts.groups for block in side.blocks for facts in block.facts}


def _chosen(side: _Side, people: People, policy: Policy) -> Assignment:
    return choose(side.edges, people, policy.places(side.postings.columns), policy.per_employer)


def _widened(side: _Side, people: People, policy: Policy) -> Assignment:
    """As in a cycle: a new person's list is a whole one."""
    (block,), jobs = side.blocks, side.postings.columns
    terms = Widening(policy.wider, policy.per_employer)
    result = _chosen(side, people, policy)
    wider = marked(side.edges, block.columns, jobs)
    return widened(side.edges, result, people, policy.places(jobs), terms, wider)


def _rows(side: _Side, result: Assignment, how: _How) -> Iterator[NewRecommendation]:
    chosen = Chosen.of_edges(side.edges, result)
    for block in side.blocks:
        part = chosen.of(np.isin(chosen.seekers, block.columns.ids))
        yield from recommendations(
            part, block, side.postings, how.day, how.ranker, draw=how.draw, shadow=how.shadow
        )


def _spread(
    side: _Side, rows: list[NewRecommendation], day: date, policy: Policy
) -> dict[str, object]:
    """Return how the new postings were spread over people and employers."""
    columns = side.postings.columns
    reach = Reach(columns, day)
    for block in side.blocks:
        reach.look(block.columns, block.seen)
    return exposure(Given.of(rows), policy.places(columns), reach)


def _result(
    rows: list[NewRecommendation],
    recorded: int,
    sides: list[_Side],
    spread: dict[str, object],
    stages: Stages,
    ranker: Ranker,
) -> CycleResult:
    given = Counter(row.seeker_id for row in rows)
    groups = {n: words for side in sides for n, words in _groups(side).items()}
    answered = [row for row in rows if row.score_apply]  # the others have a plain list
    scores = Given.of(answered).mean_scores()
    wider, personal = Counter(wider_in(rows).tolist()), {row.seeker_id for row in answered}
    served = [
        Served(groups[n], count, n in personal, score=scores.get(n), wider=wider[n])
        for n, count in given.items()
    ]
    touched = Counter(row.posting_id for row in rows)
    offered = len({facts.id for side in sides for facts in side.postings.facts})
    figures = {**counts(served, 0, touched, offered), "exposure": spread}
    return CycleResult(
        counts={**figures, "recommendations": recorded},
        by_group=by_group(served, 0),
        stages=stages.seconds,
        versions=versions(ranker, encoder().version),
    )


def _draw(tenant_id: int, cause: str, policy: Policy) -> Draw:
    """Return what decides a push's lots: its cause, kept with it, as its number comes last."""
    number = int.from_bytes(hashlib.sha256(cause.encode()).digest()[:8]) >> 1
    return Draw(tenant_id, number, policy.drawn)


def _cause(day: date, posting_ids: Sequence[int], seeker_ids: Sequence[int]) -> str:
    text = f"{sorted(posting_ids)}{sorted(seeker_ids)}"
    return f"{day.isoformat()}:{hashlib.sha256(text.encode()).hexdigest()[:24]}"
