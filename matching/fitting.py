"""The people who fit one posting, ranked as a cycle would rank them; nothing is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from matching.in_use import ranker_in_use
from matching.loading import load_postings, load_seekers
from matching.retrieval import find_candidates
from matching.scoring import score_candidates


def ranked_for_posting(
    tenant_id: int, posting_id: int, seeker_ids: Sequence[int], on: date
) -> list[int]:
    """Return the people among `seeker_ids` who fit a published posting, best first.

    Whom a rule keeps from the posting is left out. People who agreed to no recommendations are
    not judged: they follow after the others, in the order given. Empty for a posting that is
    closed. Opens Works of its own and may embed texts: call it outside any Work.
    """
    postings = load_postings(tenant_id, [posting_id])
    if not postings.facts or not seeker_ids:
        return []
    seekers = load_seekers(tenant_id, postings.columns.vocabularies, on, ids=seeker_ids)
    unjudged = set(seeker_ids) - set(seekers.columns.ids.tolist())
    rest = [seeker_id for seeker_id in seeker_ids if seeker_id in unjudged]
    if not len(seekers.columns):
        return rest
    ranker = ranker_in_use(tenant_id)
    found = find_candidates(seekers.columns, postings.columns, on, ranker=ranker)
    edges = score_candidates(seekers.columns, postings.columns, found, ranker)
    best_first = np.lexsort((edges.seekers, -edges.rank))
    return [*edges.seekers[best_first].tolist(), *rest]
