"""The first phases of a cycle: cut it into chunks, score each chunk."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from language.encoder import encoder
from marketplace.recommendations import (
    Lease,
    access_cycle,
    finish_chunk,
    plan_cycle,
    store_scored,
)
from marketplace.seekers import matchable_ids
from matching.in_use import ranker_in_use, ranker_of_run
from matching.kept import postings_now
from matching.loading import Postings, load_seekers
from matching.memory import cycles_left_for_later
from matching.policy import Policy
from matching.ranker import Ranker
from matching.retrieval import Limits, find_candidates
from matching.scored import Scored
from matching.scoring import score_candidates
from matching.stages import Stages
from matching.versions import versions
from tenants.access import Actor
from tenants.work import begin

BLOCK = 1000
"""People in a chunk: seconds of work, so that a lost worker costs little."""


@cycles_left_for_later()
def plan(tenant_id: int, cycle_id: int) -> None:
    """Cut a cycle into chunks of people. Safe to repeat.

    Texts of postings that have no vector yet are embedded first, so that no two
    chunks do it at once. Raises CycleNotFound, CycleNotRunning.
    """
    system = Actor.system(tenant_id)
    with begin(system, read_only=True) as work:
        planned = access_cycle(work, cycle_id).planned_at is not None
        ids = matchable_ids(work)
    postings = None if planned else cycle_postings(tenant_id, cycle_id)
    blocks = [
        (part[0], part[-1]) for part in (ids[n : n + BLOCK] for n in range(0, len(ids), BLOCK))
    ]
    with begin(system) as work:
        plan_cycle(
            work,
            cycle_id,
            blocks,
            versions=versions(ranker_in_use(tenant_id), encoder().version),
            counts={"seekers": len(ids), "postings": len(postings.facts) if postings else 0},
        )


@cycles_left_for_later()
def score(tenant_id: int, lease: Lease) -> None:
    """Find and score the candidates of a chunk's people, and close the chunk.

    Raises LeaseLost when another worker has taken the chunk over.
    """
    stages = Stages()
    day, policy = cycle_terms(tenant_id, lease.cycle_id)
    with stages.timed("postings"):
        postings = cycle_postings(tenant_id, lease.cycle_id)
    with stages.timed("seekers"):
        words, span = postings.columns.vocabularies, (lease.first_seeker, lease.last_seeker)
        seekers = load_seekers(tenant_id, words, day, span=span, cycle_id=lease.cycle_id)
    limits, ranker = Limits(owed=policy.owed), cycle_ranker(tenant_id, lease.cycle_id)
    with stages.timed("candidates"):
        found = find_candidates(
            seekers.columns, postings.columns, day, seekers.seen, limits, ranker
        )
    with stages.timed("scores"):
        edges = score_candidates(seekers.columns, postings.columns, found, ranker)
        scored = Scored.of(seekers.columns.ids, seekers.columns.personalised, found, edges)
    with begin(Actor.system(tenant_id)) as work:
        with stages.timed("write"):
            store_scored(work, lease, scored.to_bytes())
        finish_chunk(work, lease, stages.seconds)


def cycle_terms(tenant_id: int, cycle_id: int) -> tuple[date, Policy]:
    """Return the day that governs a cycle, and the tenant's policy."""
    with begin(Actor.system(tenant_id), read_only=True) as work:
        return access_cycle(work, cycle_id).window_from, Policy.of(work)


def cycle_ranker(tenant_id: int, cycle_id: int) -> Ranker:
    """Return the ranker that a cycle was planned with: it keeps to it to its end."""
    with begin(Actor.system(tenant_id), read_only=True) as work:
        began = access_cycle(work, cycle_id).versions.get("weights")
    return ranker_of_run(tenant_id, began)


@lru_cache(maxsize=1)
def cycle_postings(tenant_id: int, cycle_id: int) -> Postings:  # noqa: ARG001  # part of the key
    """Return the tenant's postings as they stood when this process first met the cycle.

    The assignment reads them again, so that what was closed meanwhile is not
    recommended.
    """
    return postings_now(tenant_id)
