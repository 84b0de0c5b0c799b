"""Figures of lists against sums by hand."""

from math import log2

import numpy as np
import pytest

from search.evaluation.lists import Ranking
from search.evaluation.measures import interval, measured
from search.evaluation.summary import misspelt, summary

QRELS = {"a": {"x": 1, "y": 3, "z": 0}, "b": {"x": 2}, "c": {"x": 0}}


def _listed(query: str, *documents: str) -> Ranking:
    return Ranking(query, list(documents), [float(-n) for n in range(len(documents))])


def test_gain_is_exponential_and_unjudged_is_nothing() -> None:
    each = measured([_listed("a", "new", "y", "x")], QRELS)

    ideal = 7 + 1 / log2(3)
    assert each.queries == ["a", "b"]  # of c no order is better than another
    assert each.ndcg[0] == pytest.approx((7 / log2(3) + 1 / log2(4)) / ideal)
    assert each.judged[0] == pytest.approx(2 / 3)
    assert each.first[0] == 0
    assert each.found[0] == 1


def test_a_query_without_an_answer_counts_as_a_miss() -> None:
    each = measured([_listed("a", "y")], QRELS)

    assert (each.ndcg[1], each.recall[1], each.first[1], each.found[1]) == (0, 0, 0, 0)


def test_recall_ends_at_fifty() -> None:
    others = [f"o{n}" for n in range(49)]
    inside = measured([_listed("a", *others, "y")], QRELS)
    outside = measured([_listed("a", *others, "o49", "y")], QRELS)

    assert (inside.recall[0], outside.recall[0]) == (1, 0)


def test_interval_holds_the_mean_and_grows_with_the_spread() -> None:
    calm, wild = np.full(50, 0.3), np.array([0.0, 0.6] * 25)

    assert interval(calm) == {"mean": 0.3, "low": 0.3, "high": 0.3}
    far = interval(wild)
    assert far["low"] < far["mean"] == 0.3 < far["high"]


def test_misspelt_words_are_held_against_the_clean_ones() -> None:
    queries = [
        {"id": "a", "q": "电焊工", "kind": "trade"},
        {"id": "b", "q": "dhg", "kind": "misspelt", "clean": "电焊工"},
    ]
    found = measured([_listed("a", "y"), _listed("b", "z")], QRELS)
    typed = measured([_listed("a", "y"), _listed("b", "x")], QRELS)

    assert misspelt(found, queries) == {
        "queries": 1,
        "success@10": 0.0,
        "clean_success@10": 1.0,
        "ratio": 0.0,
    }
    assert (misspelt(typed, queries) or {})["ratio"] == 1
    assert misspelt(typed, queries[:1]) is None


def test_summary_tells_the_whole_against_the_others_by_kind() -> None:
    queries = [{"id": "a", "q": "焊工", "kind": "trade"}, {"id": "b", "q": "工", "kind": "mixed"}]
    good, bad = [_listed("a", "y", "x"), _listed("b", "x")], [_listed("a", "z")]
    told = summary({"plain": measured(bad, QRELS), "whole": measured(good, QRELS)}, queries)

    assert told["systems"]["whole"]["ndcg@10"] == 1
    assert told["difference"]["plain"]["mean"] == 1
    assert told["by_kind"]["trade"] | {"difference": None} == {
        "queries": 1,
        "plain": 0.0,
        "whole": 1.0,
        "difference": None,
    }
    assert summary({"plain": measured(bad, {}), "whole": measured(good, {})}, queries) == {
        "queries": 0,
        "systems": {},
    }
