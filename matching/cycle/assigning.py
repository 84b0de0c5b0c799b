"""The middle of a cycle: choose among all that was scored, for everybody together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from marketplace.groups import Group, groups_of
from marketplace.recommendations import (
    Lease,
    Phase,
    finish_chunk,
    list_scored,
    store_chosen,
    store_scored,
)
from matching.cycle.scoring import cycle_postings, cycle_terms
from matching.exposure import Reach
from matching.loading import Postings, reload_postings
from matching.market import Market
from matching.memory import cycles_left_for_later
from matching.policy import Policy
from matching.prices import Prices
from matching.recording import Chosen
from matching.rerank import assign as choose
from matching.scored import Scored
from matching.scoring import Edges
from matching.stages import Stages
from matching.widening import Widening, widened
from tenants.access import Actor
from tenants.work import begin


@cycles_left_for_later()
def assign(tenant_id: int, lease: Lease) -> None:
    """Choose a cycle's recommendations and keep them for the chunks that record them.

    What was closed since it was scored is left out. Raises LeaseLost.
    """
    stages, system = Stages(), Actor.system(tenant_id)
    day, policy = cycle_terms(tenant_id, lease.cycle_id)
    with stages.timed("reload"):
        postings = reload_postings(tenant_id, cycle_postings(tenant_id, lease.cycle_id))
        with begin(system, read_only=True) as work:
            parts = scored_parts(list_scored(work, lease.cycle_id, Phase.SCORE))
            scored = Scored.joined(parts.values())
            groups = groups_of(work, scored.seekers.tolist(), day)
    with stages.timed("assignment"):
        still = np.isin(scored.edges.postings, postings.columns.ids)
        edges = scored.edges.of(still)
        chosen, prices = _choose(edges, scored.wider[still], postings, policy, groups)
        reach = Reach(postings.columns, day)
        reach.found(edges.postings)
    with begin(system) as work:
        with stages.timed("write"):
            store_scored(work, lease, Market.of(postings.columns, prices, reach).to_bytes())
            store_chosen(work, lease, _by_chunk(chosen, parts))
        finish_chunk(work, lease, stages.seconds)


def scored_parts(packed: Mapping[int, bytes]) -> dict[int, Scored]:
    """Return what each chunk found."""
    return {block: Scored.from_bytes(part) for block, part in packed.items()}


def _choose(
    edges: Edges,
    wider: NDArray[np.bool_],
    postings: Postings,
    policy: Policy,
    groups: Mapping[int, Sequence[Group]],
) -> tuple[Chosen, Prices]:
    people = policy.people(np.unique(edges.seekers), groups)
    places = policy.places(postings.columns)
    result = choose(edges, people, places, policy.per_employer, priced=True)
    prices = np.zeros(len(places.ids)) if result.prices is None else result.prices
    terms = Widening(policy.wider, policy.per_employer)
    result = widened(edges, result, people, places, terms, wider)
    return Chosen.of_edges(edges, result), prices


def _by_chunk(chosen: Chosen, parts: Mapping[int, Scored]) -> dict[int, bytes]:
    spans = {
        block: (int(part.seekers[0]), int(part.seekers[-1]))
        for block, part in parts.items()
        if len(part.seekers)
    }
    return {block: chosen.of_people(*span).to_bytes() for block, span in spans.items()}
