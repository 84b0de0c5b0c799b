"""The middle of a cycle: choose among all that was scored, for everybody together."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from marketplace.groups import groups_of
from marketplace.recommendations import Lease, finish_chunk, list_scored, store_chosen
from matching.cycle.scoring import cycle_postings, cycle_terms
from matching.loading import Postings, reload_postings
from matching.memory import cycles_left_for_later
from matching.policy import Policy
from matching.recording import Chosen
from matching.rerank import assign as choose
from matching.scored import Scored
from matching.stages import Stages
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
            parts = scored_parts(list_scored(work, lease.cycle_id))
            scored = Scored.joined(parts.values())
            groups = groups_of(work, scored.seekers.tolist(), day)
    with stages.timed("assignment"):
        chosen = _choose(scored, postings, policy, groups)
    with begin(system) as work:
        with stages.timed("write"):
            store_chosen(work, lease, _by_chunk(chosen, parts))
        finish_chunk(work, lease, stages.seconds)


def scored_parts(packed: Mapping[int, bytes]) -> dict[int, Scored]:
    """Return what each chunk found."""
    return {block: Scored.from_bytes(part) for block, part in packed.items()}


def _choose(
    scored: Scored, postings: Postings, policy: Policy, groups: Mapping[int, tuple[str, ...]]
) -> Chosen:
    edges = scored.edges.of(np.isin(scored.edges.postings, postings.columns.ids))
    people = policy.people(np.unique(edges.seekers), groups)
    result = choose(edges, people, policy.places(postings.columns), policy.per_employer)
    return Chosen.of_edges(edges, result)


def _by_chunk(chosen: Chosen, parts: Mapping[int, Scored]) -> dict[int, bytes]:
    spans = {
        block: (int(part.seekers[0]), int(part.seekers[-1]))
        for block, part in parts.items()
        if len(part.seekers)
    }
    return {block: chosen.of_people(*span).to_bytes() for block, span in spans.items()}
