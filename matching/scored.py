"""What a chunk hands to the assignment: each person's best postings, as rows and as edges."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import numpy as np

from marketplace.recommendations import ScoredSeeker
from matching.conversion import IntArray
from matching.eligibility import Rule
from matching.loading import Seekers
from matching.retrieval import Candidates
from matching.scoring import Edges


def scored_rows(seekers: Seekers, found: Candidates, edges: Edges) -> list[ScoredSeeker]:
    """Return one row a person; who has no candidate has a row that says what barred them.

    Both answers are left out: the assignment adds up their product, and what it
    chooses is scored again on the facts of that moment.
    """
    first = np.searchsorted(edges.seekers, seekers.columns.ids, "left").tolist()
    last = np.searchsorted(edges.seekers, seekers.columns.ids, "right").tolist()
    return [
        ScoredSeeker(
            seeker_id=facts.id,
            posting_ids=edges.postings[a:b].tolist(),
            apply=[],
            hire=[],
            rank=edges.rank[a:b].tolist(),
            details=_details(facts.personalised, found.barred[row]),
        )
        for row, (facts, a, b) in enumerate(zip(seekers.facts, first, last, strict=True))
    ]


def edges_of(rows: Sequence[ScoredSeeker], open_postings: IntArray) -> Edges:
    """Return the edges of scored people, by id, without postings that are not open any more."""
    sizes = [len(row.posting_ids) for row in rows]
    total = sum(sizes)
    seekers = np.repeat(np.fromiter((r.seeker_id for r in rows), np.int64, len(rows)), sizes)
    postings = np.fromiter(chain.from_iterable(r.posting_ids for r in rows), np.int64, total)
    rank = np.fromiter(chain.from_iterable(r.rank for r in rows), np.float32, total)
    keep = np.isin(postings, open_postings)
    return Edges(seekers[keep], postings[keep], rank[keep])


def _details(personalised: bool, barred: IntArray) -> dict[str, object]:
    named = {rule.code: int(barred[rule]) for rule in reversed(Rule) if rule and barred[rule]}
    return {"personalised": personalised, "barred": named}
