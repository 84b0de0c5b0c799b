"""The figures of an evaluation of search in one object."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from language.fields import Raw, text_of
from search.evaluation.measures import Measured, interval
from search.evaluation.systems import PLAIN, WHOLE, groups_of

_SURE = ("ndcg@10", "recall@50", "success@1")
"""Figures that are told with their interval."""


def summary(measured: Mapping[str, Measured], queries: Sequence[Raw]) -> dict[str, Any]:
    """Sum up: means and intervals by system, the whole against the others, kinds of query."""
    whole = measured[WHOLE]
    if not whole.queries:
        return {"queries": 0, "systems": {}}
    return {
        "queries": len(whole.queries),
        "systems": {name: _means(each) for name, each in measured.items()},
        "intervals": {name: _intervals(each) for name, each in measured.items()},
        "difference": {
            name: interval(whole.ndcg - each.ndcg)
            for name, each in measured.items()
            if name != WHOLE
        },
        "by_kind": _by_kind(measured, groups_of(queries)),
        "misspelt": misspelt(whole, queries),
    }


def _means(each: Measured) -> dict[str, float]:
    return {name: round(float(values.mean()), 4) for name, values in each.named.items()}


def _intervals(each: Measured) -> dict[str, dict[str, float]]:
    return {name: interval(each.named[name]) for name in _SURE}


def _by_kind(measured: Mapping[str, Measured], groups: Mapping[str, list[str]]) -> dict[str, Any]:
    table = {}
    for kind, members in groups.items():
        rows = _rows(measured[WHOLE], members)
        if rows.any():
            gap = measured[WHOLE].ndcg[rows] - measured[PLAIN].ndcg[rows]
            table[kind] = (
                {"queries": int(rows.sum())}
                | {name: round(float(each.ndcg[rows].mean()), 4) for name, each in measured.items()}
                | {"difference": interval(gap)}
            )
    return table


def _rows(each: Measured, members: Sequence[str]) -> NDArray[np.bool_]:
    wanted = set(members)
    return np.array([query in wanted for query in each.queries], np.bool_)


def misspelt(each: Measured, queries: Sequence[Raw]) -> dict[str, float | int] | None:
    """Compare success@10 of misspelt queries with that of the same queries written right.

    A query names in `clean` the words of another one of the file. None without such pairs.
    """
    found = dict(zip(each.queries, each.found.tolist(), strict=True))
    ids = {text_of(query, "q"): str(query["id"]) for query in queries if not query.get("clean")}
    pairs = [(str(q["id"]), ids.get(text_of(q, "clean"))) for q in queries if q.get("clean")]
    known = [(found[one], found[other]) for one, other in pairs if one in found and other in found]
    if not known:
        return None
    typed, right = (float(np.mean(side)) for side in zip(*known, strict=True))
    ratio = typed / right if right else 0.0
    return {
        "queries": len(known),
        "success@10": round(typed, 4),
        "clean_success@10": round(right, 4),
        "ratio": round(ratio, 4),
    }
