"""The last phases of a cycle: record what was chosen, chunk by chunk; then sum up and close."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from language.encoder import encoder
from marketplace.groups import groups_of
from marketplace.postings import open_state
from marketplace.recommendations import (
    RECORD_FROM,
    CycleResult,
    Lease,
    NewRecommendation,
    finish_chunk,
    finish_cycle,
    list_chunks,
    list_scored,
    load_chosen,
    record_recommendations,
)
from matching.cycle.assigning import scored_parts
from matching.cycle.scoring import cycle_postings, cycle_ranker, cycle_terms
from matching.draws import Draw
from matching.in_use import shadow_in_use
from matching.loading import current_postings, load_seekers, recorded_counts
from matching.memory import cycles_left_for_later
from matching.outcome import Served, by_group, counts
from matching.recording import Chosen, recommendations
from matching.scored import Scored
from matching.stages import Stages
from matching.versions import versions
from tenants.access import Actor
from tenants.work import begin


@cycles_left_for_later()
def record(tenant_id: int, lease: Lease) -> None:
    """Record what was chosen for a chunk's people, and close the chunk: both or neither.

    Raises LeaseLost.
    """
    stages, system = Stages(), Actor.system(tenant_id)
    with stages.timed("record"):
        with begin(system, read_only=True) as work:
            packed = load_chosen(work, lease.cycle_id, lease.block - RECORD_FROM)
        rows = [] if packed is None else _rows(tenant_id, lease, Chosen.from_bytes(packed))
    with begin(system) as work:
        with stages.timed("record"):
            record_recommendations(work, lease.cycle_id, rows, lease=lease)
        finish_chunk(work, lease, stages.seconds)


def _rows(tenant_id: int, lease: Lease, chosen: Chosen) -> list[NewRecommendation]:
    """Work the pairs out once more, on the facts of this moment."""
    if not len(chosen):
        return []
    day, policy = cycle_terms(tenant_id, lease.cycle_id)
    known = cycle_postings(tenant_id, lease.cycle_id)
    postings = current_postings(tenant_id, known, chosen.postings)
    words, span = postings.columns.vocabularies, (lease.first_seeker, lease.last_seeker)
    seekers = load_seekers(tenant_id, words, day, span=span, cycle_id=lease.cycle_id)
    ranker, shadow = cycle_ranker(tenant_id, lease.cycle_id), shadow_in_use(tenant_id)
    draw = Draw(tenant_id, lease.cycle_id, policy.drawn)
    return recommendations(chosen, seekers, postings, day, ranker, draw=draw, shadow=shadow)


@cycles_left_for_later()
def finish(tenant_id: int, lease: Lease) -> None:
    """Sum up what was recorded and close the cycle. Raises LeaseLost."""
    day, policy = cycle_terms(tenant_id, lease.cycle_id)
    ranker = cycle_ranker(tenant_id, lease.cycle_id)
    with begin(Actor.system(tenant_id)) as work:
        parts = scored_parts(list_scored(work, lease.cycle_id))
        scored = Scored.joined(parts.values())
        groups = groups_of(work, scored.seekers.tolist(), day)
        recorded = recorded_counts(work, lease.cycle_id)
        served = _served(scored, groups, recorded.by_seeker)
        stages = Stages()
        for chunk in list_chunks(work, lease.cycle_id):
            for name, seconds in chunk.stages.items():
                stages.add(name, seconds)
        result = CycleResult(
            counts=counts(served, policy.owed, recorded.by_posting, open_state(work)[0]),
            by_group=by_group(served, policy.owed),
            stages=stages.seconds,
            versions=versions(ranker, encoder().version),
        )
        finish_chunk(work, lease, {})
        finish_cycle(work, lease.cycle_id, result)


def _served(
    scored: Scored, groups: Mapping[int, Sequence[str]], recorded: Mapping[int, int]
) -> list[Served]:
    return [
        Served(
            groups=tuple(str(group) for group in groups.get(seeker_id, ())),
            recommendations=recorded.get(seeker_id, 0),
            personalised=personalised,
            barred=scored.barred_by(row),
        )
        for row, (seeker_id, personalised) in enumerate(
            zip(scored.seekers.tolist(), scored.personalised.tolist(), strict=True)
        )
    ]
