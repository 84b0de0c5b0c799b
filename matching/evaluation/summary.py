"""The figures of an evaluation in one object: systems, the gain over the best other, groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from matching.evaluation.metrics import Measured, difference
from search.evaluation.measures import Qrels, judged_queries

OURS = "whole"


def summary(
    measured: Mapping[str, Measured], qrels: Qrels, groups: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    """Sum up; `groups` names the priority groups of a query.

    `difference` is ours minus the other system of the highest mean nDCG@10.
    """
    queries = judged_queries(qrels)
    if not queries:
        return {"queries": 0, "systems": {}}
    others = {name: each for name, each in measured.items() if name != OURS}
    best = max(others, key=lambda name: others[name].ndcg.mean())
    gap = difference(measured[OURS].ndcg, others[best].ndcg)
    return {
        "queries": len(queries),
        "systems": {name: each.means() for name, each in measured.items()},
        "difference": {"best_other": best, **gap},
        "by_group": _by_group(measured, queries, groups),
    }


def _by_group(
    measured: Mapping[str, Measured], queries: list[str], groups: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    names = sorted({group for query in queries for group in groups.get(query, ())})
    table = {}
    for name in names:
        rows = np.array([name in groups.get(query, ()) for query in queries])
        means = {system: float(each.ndcg[rows].mean()) for system, each in measured.items()}
        table[name] = {"queries": int(rows.sum())} | {
            system: round(mean, 4) for system, mean in means.items()
        }
    return table
