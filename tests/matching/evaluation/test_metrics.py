"""The figures of an evaluation, by hand and by their promises."""

from __future__ import annotations

import math

import numpy as np
import pytest

from matching.evaluation.metrics import Measured, difference, metrics_of
from matching.evaluation.summary import summary
from matching.evaluation.systems import Ranking


def ranking(query: str, documents: str) -> Ranking:
    return Ranking(query, documents.split(), list(range(len(documents.split()), 0, -1)))


def test_ndcg_by_hand() -> None:
    qrels = {"q": {"a": 3, "b": 2, "c": 0, "d": 1}}

    figures = metrics_of([ranking("q", "b x a")], qrels)

    ideal = 7 + 3 / math.log2(3) + 1 / math.log2(4)
    assert figures.ndcg[0] == pytest.approx((3 + 7 / math.log2(4)) / ideal)
    assert figures.recall[0] == 1  # a and b are suitable, d is not
    assert figures.success[0] == 1
    assert figures.judged[0] == pytest.approx(2 / 3)


def test_only_ten_count_and_missing_queries_are_empty() -> None:
    qrels = {"q": {"late": 3}, "absent": {"a": 2}, "nothing": {"a": 0}}
    late = ranking("q", " ".join(f"x{n}" for n in range(10)) + " late")

    figures = metrics_of([late], qrels)

    assert figures.ndcg.tolist() == [0, 0]  # "nothing" is left out: no order is better there
    assert figures.recall.tolist() == [1, 0]
    assert figures.success.tolist() == [0, 0]


def test_a_set_of_yes_and_no_counts_every_yes() -> None:
    assert metrics_of([ranking("q", "a")], {"q": {"a": 1, "b": 0}}).recall.tolist() == [1]


def test_a_true_gain_has_an_interval_above_zero_and_none_has_not() -> None:
    random = np.random.default_rng(1)
    theirs = random.random(60)

    gain = difference(theirs + 0.1 + random.normal(0, 0.1, 60), theirs)
    none = difference(theirs + random.normal(0, 0.1, 60), theirs)

    assert gain["low"] > 0
    assert gain["low"] < gain["mean"] < gain["high"]
    assert none["low"] < 0 < none["high"]


def test_ours_is_compared_with_the_best_other_and_by_group() -> None:
    qrels = {"q": {"a": 3}, "r": {"a": 3}}

    def measured(*ndcg: float) -> Measured:
        return Measured(np.array(ndcg), *(np.ones(2) for _ in range(3)))

    systems = {"bm25": measured(0.2, 0.4), "fixed": measured(0.1, 0.1), "whole": measured(1, 0.4)}

    said = summary(systems, qrels, {"q": ("disabled",)})

    assert said["difference"]["best_other"] == "bm25"
    assert said["difference"]["mean"] == pytest.approx(0.4)
    assert said["by_group"] == {"disabled": {"queries": 1, "bm25": 0.2, "fixed": 0.1, "whole": 1}}
    assert summary(systems, {}, {}) == {"queries": 0, "systems": {}}
