"""The last step of a cycle: choose among all that was scored, record it, sum up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from datetime import date

import numpy as np

from language.encoder import encoder
from marketplace.groups import Group, groups_of
from marketplace.recommendations import (
    CycleResult,
    Lease,
    ScoredSeeker,
    finish_chunk,
    finish_cycle,
    list_chunks,
    list_scored,
    record_recommendations,
)
from matching.cycle.scoring import cycle_postings, cycle_ranker, cycle_terms
from matching.draws import Draw
from matching.in_use import shadow_in_use
from matching.loading import Postings, load_seekers, recorded_counts, reload_postings
from matching.memory import cycles_left_for_later
from matching.outcome import Served, by_group, counts
from matching.policy import Policy
from matching.ranker import Ranker
from matching.recording import Chosen, recommendations
from matching.rerank import assign as choose
from matching.scored import edges_of
from matching.stages import Stages
from matching.versions import versions
from tenants.access import Actor
from tenants.work import begin

_BLOCK = 250  # people recorded at once: PostgreSQL writes some while the next are made ready
Groups = Mapping[int, Sequence[Group]]


@dataclass(frozen=True)
class _Run:
    """What the steps of an assignment share."""

    tenant_id: int
    lease: Lease
    day: date
    policy: Policy
    postings: Postings
    ranker: Ranker
    shadow: Ranker | None


@cycles_left_for_later()
def assign(tenant_id: int, lease: Lease) -> None:
    """Choose a cycle's recommendations, record them block by block, close the cycle.

    People whose recommendations an earlier, interrupted try has recorded keep
    them. Raises LeaseLost.
    """
    stages = Stages()
    day, policy = cycle_terms(tenant_id, lease.cycle_id)
    with stages.timed("reload"):
        known = cycle_postings(tenant_id, lease.cycle_id)
        ranker = cycle_ranker(tenant_id, lease.cycle_id)
        postings, shadow = reload_postings(tenant_id, known), shadow_in_use(tenant_id)
        run = _Run(tenant_id, lease, day, policy, postings, ranker, shadow)
        rows, groups, done = _scored(run)
    with stages.timed("assignment"):
        chosen = _choose(run, [row for row in rows if row.seeker_id not in done], groups)
    with stages.timed("record"):
        _record_all(run, chosen, [rows[n : n + _BLOCK] for n in range(0, len(rows), _BLOCK)])
    _close(run, rows, groups, stages)


def _scored(run: _Run) -> tuple[list[ScoredSeeker], Groups, dict[int, int]]:
    with begin(Actor.system(run.tenant_id), read_only=True) as work:
        rows = list_scored(work, run.lease.cycle_id)
        groups = groups_of(work, [row.seeker_id for row in rows], run.day)
        return rows, groups, recorded_counts(work, run.lease.cycle_id).by_seeker


def _choose(run: _Run, rows: list[ScoredSeeker], groups: Groups) -> Chosen:
    edges = edges_of(rows, run.postings.columns.ids)
    people = run.policy.people(np.unique(edges.seekers), groups)
    places = run.policy.places(run.postings.columns)
    result = choose(edges, people, places, run.policy.per_employer)
    return Chosen.of_edges(edges, result)


def _record_all(run: _Run, chosen: Chosen, blocks: list[list[ScoredSeeker]]) -> None:
    """Record block by block, each in a Work of its own; the next is made ready meanwhile.

    The threads take over the context of this one: the clock, and what logs are bound to.
    """
    contexts = [copy_context() for _ in blocks]
    with ThreadPoolExecutor(2) as threads:
        list(
            threads.map(
                lambda context, block: context.run(_record, run, chosen, block), contexts, blocks
            )
        )


def _record(run: _Run, chosen: Chosen, block: list[ScoredSeeker]) -> None:
    span = (block[0].seeker_id, block[-1].seeker_id)
    part = chosen.of((chosen.seekers >= span[0]) & (chosen.seekers <= span[1]))
    if not len(part):
        return
    seekers = load_seekers(
        run.tenant_id,
        run.postings.columns.vocabularies,
        run.day,
        span=span,
        cycle_id=run.lease.cycle_id,
    )
    draw = Draw(run.tenant_id, run.lease.cycle_id, run.policy.drawn)
    rows = recommendations(
        part, seekers, run.postings, run.day, run.ranker, draw=draw, shadow=run.shadow
    )
    with begin(Actor.system(run.tenant_id)) as work:
        record_recommendations(work, run.lease.cycle_id, rows, lease=run.lease)


def _close(run: _Run, rows: list[ScoredSeeker], groups: Groups, stages: Stages) -> None:
    with begin(Actor.system(run.tenant_id)) as work:
        recorded = recorded_counts(work, run.lease.cycle_id)
        served = [_served(row, groups, recorded.by_seeker) for row in rows]
        for chunk in list_chunks(work, run.lease.cycle_id):
            for name, seconds in chunk.stages.items():
                stages.add(name, seconds)
        result = CycleResult(
            counts=counts(served, run.policy.owed, recorded.by_posting, len(run.postings.facts)),
            by_group=by_group(served, run.policy.owed),
            stages=stages.seconds,
            versions=versions(run.ranker, encoder().version),
        )
        finish_chunk(work, run.lease, stages.seconds)
        finish_cycle(work, run.lease.cycle_id, result)


def _served(row: ScoredSeeker, groups: Groups, recorded: Mapping[int, int]) -> Served:
    return Served(
        groups=tuple(str(group) for group in groups.get(row.seeker_id, ())),
        recommendations=recorded.get(row.seeker_id, 0),
        personalised=row.details["personalised"],
        barred=row.details["barred"],
    )
