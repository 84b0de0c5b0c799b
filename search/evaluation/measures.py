"""What judged pairs say of the lists of a search, and how sure the figures are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.evaluation.lists import Ranking

Qrels = Mapping[str, Mapping[str, int]]
"""Query → document → grade, 0 to 3."""

TOP, DEEP = 10, 50
SUITABLE = 2
"""Grade from which on a document counts as found; in a set of 0 and 1 it is 1."""

RESAMPLES = 10_000
SEED = 20260301
Values = NDArray[np.float64]


@dataclass(frozen=True)
class Measured:
    """One system's figures, one for each query that counts, in the order of `queries`.

    `found` is success@10, by which misspelt words are compared with the clean ones.
    """

    queries: list[str]
    ndcg: Values
    recall: Values
    first: Values
    judged: Values
    found: Values

    @property
    def named(self) -> dict[str, Values]:
        """The figures by their usual names."""
        return {
            "ndcg@10": self.ndcg,
            "recall@50": self.recall,
            "success@1": self.first,
            "success@10": self.found,
            "judged@10": self.judged,
        }


def judged_queries(qrels: Qrels) -> list[str]:
    """Return the queries that have a document of any worth: of the others no order is better."""
    return [query for query, grades in qrels.items() if max(grades.values(), default=0) > 0]


def measured(rankings: Sequence[Ranking], qrels: Qrels) -> Measured:
    """Measure a system: nDCG@10 with gain 2^grade - 1, recall@50, success@1 and @10, judged@10.

    What is not judged counts 0; a query without a list counts as an empty one.

    References
    ----------
    Burges et al., "Learning to Rank using Gradient Descent", 2005 (the gain).
    """
    lists = {ranking.query: ranking.documents for ranking in rankings}
    queries = judged_queries(qrels)
    highest = max((grade for grades in qrels.values() for grade in grades.values()), default=0)
    rows = [_row(lists.get(q, []), qrels[q], min(SUITABLE, highest)) for q in queries]
    table = np.array(rows, np.float64).reshape(len(rows), 5)
    return Measured(queries, *(table[:, column] for column in range(5)))


def _row(documents: list[str], grades: Mapping[str, int], enough: int) -> tuple[float, ...]:
    top = documents[:TOP]
    good = {document for document, grade in grades.items() if grade >= enough}
    ideal = gain(sorted(grades.values(), reverse=True)[:TOP])
    return (
        gain([grades.get(document, 0) for document in top]) / ideal,
        len(good.intersection(documents[:DEEP])) / len(good) if good else 0.0,
        float(not good.isdisjoint(documents[:1])),
        sum(document in grades for document in top) / len(top) if top else 1.0,
        float(not good.isdisjoint(top)),
    )


def gain(grades: Sequence[int]) -> float:
    """Return the discounted gain of grades in the order of a list."""
    gains = np.exp2(np.maximum(grades, 0)) - 1
    return float((gains / np.log2(np.arange(len(gains)) + 2)).sum())


def interval(values: Values) -> dict[str, float]:
    """Return the mean over queries and its 95% bootstrap interval, resampling queries.

    References
    ----------
    Sakai, "Evaluating evaluation metrics based on the bootstrap", 2006.
    """
    random = np.random.default_rng(SEED)
    means = [
        values[random.integers(0, len(values), (500, len(values)))].mean(axis=1)
        for _ in range(RESAMPLES // 500)
    ]
    low, high = np.percentile(np.concatenate(means), [2.5, 97.5])
    named = {"mean": values.mean(), "low": low, "high": high}
    return {name: round(float(value), 4) for name, value in named.items()}
