"""The last phases of a cycle: record what was chosen, chunk by chunk; then sum up and close."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from language.encoder import encoder
from marketplace.groups import groups_of
from marketplace.recommendations import (
    ASSIGN_BLOCK,
    RECORD_FROM,
    CycleResult,
    Lease,
    NewRecommendation,
    Phase,
    access_cycle,
    finish_chunk,
    finish_cycle,
    list_chunks,
    list_scored,
    load_chosen,
    load_scored,
    record_recommendations,
    store_scored,
)
from matching.columns import PostingColumns, SeekerColumns
from matching.conversion import IntArray
from matching.cycle.assigning import scored_parts
from matching.cycle.scoring import cycle_postings, cycle_ranker, cycle_terms
from matching.draws import Draw
from matching.exposure import Given, Reach, exposure, given_in
from matching.in_use import shadow_in_use
from matching.loading import current_postings, load_seekers, reload_postings
from matching.market import Market
from matching.memory import cycles_left_for_later
from matching.outcome import Served, by_group, counts
from matching.packing import pack, unpack
from matching.policy import Policy
from matching.recording import Chosen, recommendations
from matching.scarcity import scarcity, wishes_in
from matching.scored import Scored
from matching.stages import Stages
from matching.versions import versions
from matching.wider import wider_by_seeker, wider_in
from tenants.access import Actor
from tenants.work import Work, begin


@cycles_left_for_later()
def record(tenant_id: int, lease: Lease) -> None:
    """Record what was chosen for a chunk's people, and close the chunk: both or neither.

    Raises LeaseLost.
    """
    stages, system = Stages(), Actor.system(tenant_id)
    with stages.timed("record"):
        with begin(system, read_only=True) as work:
            chosen = load_chosen(work, lease.cycle_id, lease.block - RECORD_FROM)
            market = load_scored(work, lease.cycle_id, ASSIGN_BLOCK)
        rows: list[NewRecommendation] = []
        reached = np.zeros(0, np.int64)
        if chosen is not None and market is not None:
            rows, reached = _worked_out(
                tenant_id, lease, Chosen.from_bytes(chosen), Market.from_bytes(market)
            )
    with begin(system) as work:
        with stages.timed("record"):
            store_scored(work, lease, pack(reached=reached, wider=wider_in(rows)))
            record_recommendations(work, lease.cycle_id, rows, lease=lease)
        finish_chunk(work, lease, stages.seconds)


def _worked_out(
    tenant_id: int, lease: Lease, chosen: Chosen, market: Market
) -> tuple[list[NewRecommendation], IntArray]:
    """Work the pairs out once more, on the facts of this moment; and what else was in reach."""
    day, policy = cycle_terms(tenant_id, lease.cycle_id)
    known = cycle_postings(tenant_id, lease.cycle_id)
    words, span = known.columns.vocabularies, (lease.first_seeker, lease.last_seeker)
    seekers = load_seekers(tenant_id, words, day, span=span, cycle_id=lease.cycle_id)
    reached = market.reached_by(Reach(known.columns, day), seekers.columns, seekers.seen)
    if not len(chosen):
        return [], reached
    postings = current_postings(tenant_id, known, chosen.postings)
    if postings.columns.vocabularies is not words:  # some have changed and were read again
        words, vectors = postings.columns.vocabularies, seekers.columns.vectors
        seekers = replace(seekers, columns=SeekerColumns.of(seekers.facts, words, vectors))
    ranker, shadow = cycle_ranker(tenant_id, lease.cycle_id), shadow_in_use(tenant_id)
    draw = Draw(tenant_id, lease.cycle_id, policy.drawn)
    rows = recommendations(chosen, seekers, postings, day, ranker, draw=draw, shadow=shadow)
    return rows, reached


@cycles_left_for_later()
def finish(tenant_id: int, lease: Lease) -> None:
    """Sum up what was recorded and close the cycle. Raises LeaseLost."""
    day, policy = cycle_terms(tenant_id, lease.cycle_id)
    postings = reload_postings(tenant_id, cycle_postings(tenant_id, lease.cycle_id))
    ranker = cycle_ranker(tenant_id, lease.cycle_id)
    with begin(Actor.system(tenant_id)) as work:
        parts = scored_parts(list_scored(work, lease.cycle_id, Phase.SCORE))
        scored = Scored.joined(parts.values())
        groups = groups_of(work, scored.seekers.tolist(), day)
        given = given_in(work, lease.cycle_id)
        recorded = [
            unpack(part) for part in list_scored(work, lease.cycle_id, Phase.RECORD).values()
        ]
        served = _served(scored, groups, given, wider_by_seeker(recorded))
        stages = Stages()
        for chunk in list_chunks(work, lease.cycle_id):
            for name, seconds in chunk.stages.items():
                stages.add(name, seconds)
        result = CycleResult(
            counts={
                **counts(served, policy.owed, given.by_posting, len(postings.facts)),
                **_spread(work, lease.cycle_id, scored, given, postings.columns, recorded),
            },
            by_group=by_group(served, policy.owed),
            stages=stages.seconds,
            versions=versions(ranker, encoder().version),
        )
        finish_chunk(work, lease, {})
        finish_cycle(work, lease.cycle_id, result)


def _spread(
    work: Work,
    cycle_id: int,
    scored: Scored,
    given: Given,
    postings: PostingColumns,
    recorded: Sequence[Mapping[str, IntArray]],
) -> dict[str, object]:
    """Return how the run's recommendations are spread, and what work the people lack."""
    places = Policy.of(work).places(postings)
    reach = Reach(postings, access_cycle(work, cycle_id).window_from)
    market = load_scored(work, cycle_id, ASSIGN_BLOCK)
    known = Market.from_bytes(market) if market else Market.unknown()
    reach.reached |= ~reach.among(known.unreached)
    for part in recorded:
        reach.found(part["reached"])
    wishes, prices = wishes_in(work).of(scored.seekers), known.prices_of(postings)
    return {
        "exposure": exposure(given, places, reach),
        "scarcity": scarcity(wishes, given, postings, places, prices),
    }


def _served(
    scored: Scored,
    groups: Mapping[int, Sequence[str]],
    given: Given,
    wider: Mapping[int, int],
) -> list[Served]:
    count, score = given.by_seeker, given.mean_scores()
    return [
        Served(
            groups=tuple(str(group) for group in groups.get(seeker_id, ())),
            recommendations=count.get(seeker_id, 0),
            personalised=personalised,
            barred=scored.barred_by(row),
            score=score.get(seeker_id) if personalised else None,
            wider=wider.get(seeker_id, 0),
        )
        for row, (seeker_id, personalised) in enumerate(
            zip(scored.seekers.tolist(), scored.personalised.tolist(), strict=True)
        )
    ]
