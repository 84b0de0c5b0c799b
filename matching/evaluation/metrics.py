"""What judged pairs say of a ranking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from search.evaluation.lists import Ranking
from search.evaluation.measures import Qrels, Values, gain, interval, judged_queries

TOP = 10
SUITABLE = 2
"""Grade from which on a document counts as found; in a set of 0 and 1 it is 1."""


@dataclass(frozen=True)
class Measured:
    """One system's figures, one for each judged query, in the order of the judgements."""

    ndcg: Values
    recall: Values
    success: Values
    judged: Values

    def means(self) -> dict[str, float]:
        """Return the figures' means by their usual names."""
        named = {
            "ndcg@10": self.ndcg,
            "recall@100": self.recall,
            "success@10": self.success,
            "judged@10": self.judged,
        }
        return {name: round(float(values.mean()), 4) for name, values in named.items()}


def metrics_of(rankings: Sequence[Ranking], qrels: Qrels) -> Measured:
    """Measure a system: nDCG@10 with gain 2^grade - 1, recall@100, success@10, share judged.

    What is not judged counts 0; a query without a list counts as an empty one.

    References
    ----------
    Burges et al., "Learning to Rank using Gradient Descent", 2005 (the gain).
    """
    lists = {ranking.query: ranking.documents for ranking in rankings}
    highest = max((grade for grades in qrels.values() for grade in grades.values()), default=0)
    enough = min(SUITABLE, highest)
    rows = [_row(lists.get(query, []), qrels[query], enough) for query in judged_queries(qrels)]
    table = np.array(rows, np.float64).reshape(len(rows), 4)
    return Measured(*(table[:, column] for column in range(4)))


def _row(documents: list[str], grades: Mapping[str, int], enough: int) -> tuple[float, ...]:
    top = documents[:TOP]
    good = {document for document, grade in grades.items() if grade >= enough}
    ideal = gain(sorted(grades.values(), reverse=True)[:TOP])
    return (
        gain([grades.get(document, 0) for document in top]) / ideal,
        len(good.intersection(documents)) / len(good) if good else 0.0,
        float(not good.isdisjoint(top)),
        sum(document in grades for document in top) / len(top) if top else 0.0,
    )


def difference(ours: Values, theirs: Values) -> dict[str, float]:
    """Return the mean paired difference and its 95% bootstrap interval, resampling queries.

    References
    ----------
    Sakai, "Evaluating evaluation metrics based on the bootstrap", 2006.
    """
    return interval(ours - theirs)
