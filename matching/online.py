"""One person, or one posting, now: the same candidates, features and ranker as in a cycle."""

from __future__ import annotations

from datetime import date

import numpy as np

from marketplace.groups import groups_of
from marketplace.postings import open_postings
from marketplace.recommendations import NewRecommendation
from marketplace.seekers import matching_rows
from matching.doors import Doors, doors_of
from matching.in_use import ranker_in_use
from matching.kept import postings_now
from matching.loading import (
    Postings,
    Seekers,
    load_seekers,
    posting_facts,
    seeker_facts,
)
from matching.ranker import Ranker
from matching.recording import Chosen, recommendations
from matching.retrieval import find_candidates
from matching.scoring import KEPT, Edges, score_candidates
from tenants.access import Actor
from tenants.work import begin


def found_now(
    seekers: Seekers, postings: Postings, on: date, ranker: Ranker, kept: int = KEPT
) -> Edges:
    """Return the best edges of some people to some postings, best first within a person."""
    found = find_candidates(seekers.columns, postings.columns, on, seekers.seen, ranker=ranker)
    return score_candidates(seekers.columns, postings.columns, found, ranker, kept)


def best_now(tenant_id: int, seeker_id: int, on: date, most: int) -> list[NewRecommendation]:
    """Return a person's best postings as they stand now, with reasons; nothing is recorded.

    Empty for a person who is not active, or did not agree to recommendations.
    """
    postings = postings_now(tenant_id)
    seekers = load_seekers(tenant_id, postings.columns.vocabularies, on, ids=[seeker_id])
    ranker = ranker_in_use(tenant_id)
    edges = found_now(seekers, postings, on, ranker, kept=most)
    nobody_first = np.zeros(len(edges), np.bool_)
    chosen = Chosen(edges.seekers, edges.postings, edges.rank, nobody_first)
    return recommendations(chosen, seekers, postings, on, ranker)


def doors_now(tenant_id: int, seeker_id: int, on: date) -> Doors | None:
    """Return what would open doors to a person today; None for one who gets no recommendations.

    Vectors play no part in it, so none is read.
    """
    with begin(Actor.system(tenant_id), read_only=True) as work:
        rows = matching_rows(work, [seeker_id])
        groups = groups_of(work, [seeker_id], on)
        postings = [posting_facts(row, "") for row in open_postings(work)]
    if not rows:
        return None
    return doors_of(seeker_facts(rows[0], groups.get(seeker_id, ()), (), ""), postings, on)
