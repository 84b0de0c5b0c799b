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
    standing_starts,
    store_scored,
)
from marketplace.seekers import matchable_ids
from matching.conversion import day_number
from matching.cycle.cutting import cut
from matching.in_use import ranker_in_use, ranker_of_run
from matching.kept import postings_now
from matching.kept_people import people_of, read_people
from matching.kept_standing import leave, made_by, standing_now
from matching.keys import PostingKeys
from matching.loading import Postings
from matching.memory import cycles_left_for_later
from matching.policy import Policy
from matching.ranker import Ranker
from matching.renewal import Terms, best_edges, known_pairs
from matching.retrieval import Limits
from matching.scored import Scored
from matching.stages import Stages
from matching.standing import Standing
from matching.versions import versions
from matching.widening import marked
from tenants.access import Actor
from tenants.work import begin


@cycles_left_for_later()
def plan(tenant_id: int, cycle_id: int) -> None:
    """Cut a cycle into chunks of people. Safe to repeat.

    Texts of postings that have no vector yet are embedded first, so that no two
    chunks do it at once. Raises CycleNotFound, CycleNotRunning.
    """
    system = Actor.system(tenant_id)
    with begin(system, read_only=True) as work:
        planned = access_cycle(work, cycle_id).planned_at is not None
        ids, starts = matchable_ids(work), standing_starts(work, cycle_id)
    postings = None if planned else cycle_postings(tenant_id, cycle_id)
    with begin(system) as work:
        plan_cycle(
            work,
            cycle_id,
            cut(ids, starts),
            versions=versions(ranker_in_use(tenant_id), encoder().version),
            counts={"seekers": len(ids), "postings": len(postings.facts) if postings else 0},
        )


@cycles_left_for_later()
def score(tenant_id: int, lease: Lease) -> None:
    """Find and score the candidates of a chunk's people, and close the chunk.

    Raises LeaseLost when another worker has taken the chunk over.
    """
    stages, (day, policy) = Stages(), cycle_terms(tenant_id, lease.cycle_id)
    ranker = cycle_ranker(tenant_id, lease.cycle_id)
    terms = Terms(day, Limits(owed=policy.owed), ranker)
    with stages.timed("postings"):
        postings = cycle_postings(tenant_id, lease.cycle_id).columns
        keys = _cycle_keys(tenant_id, lease.cycle_id, day)
    maker, system = made_by(ranker), Actor.system(tenant_id)
    with stages.timed("seekers"):
        span = (lease.first_seeker, lease.last_seeker)
        with begin(system, read_only=True) as work:
            read = read_people(work, span, day, lease.cycle_id)
            before, fresh = standing_now(work, lease, maker, keys)
        people = people_of(read, day, postings)
    with stages.timed("candidates"):
        known, barred = known_pairs(people, postings, terms, before, fresh)
    with stages.timed("scores"):
        edges = best_edges(known, people.columns, postings, terms)
        columns = people.columns
        wider = marked(edges, columns, postings)
        scored = Scored(columns.ids, columns.personalised, barred, edges, wider)
    with begin(system) as work:
        with stages.timed("write"):
            store_scored(work, lease, scored.to_bytes())
            left = Standing(columns.ids, people.keys, people.seen, known)
            leave(work, lease, maker, keys, left)
        finish_chunk(work, lease, stages.seconds)


@lru_cache(maxsize=1)
def _cycle_keys(tenant_id: int, cycle_id: int, day: date) -> PostingKeys:
    """Return the keys of a cycle's postings."""
    postings = cycle_postings(tenant_id, cycle_id)
    return PostingKeys.of(postings.columns, postings.digests, day_number(day))


def cycle_terms(tenant_id: int, cycle_id: int) -> tuple[date, Policy]:
    """Return the day that governs a cycle, and the tenant's policy."""
    with begin(Actor.system(tenant_id), read_only=True) as work:
        return access_cycle(work, cycle_id).window_from, Policy.of(work)


@lru_cache(maxsize=4)
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
