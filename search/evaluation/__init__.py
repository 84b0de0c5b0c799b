"""Search measured: several systems rank the same postings for the same queries."""

from search.evaluation.collection import Collection
from search.evaluation.lists import Ranking
from search.evaluation.measures import Measured, Qrels, measured
from search.evaluation.summary import summary
from search.evaluation.systems import PLAIN, SYSTEMS, WHOLE, Runs, runs_of

__all__ = [
    "PLAIN",
    "SYSTEMS",
    "WHOLE",
    "Collection",
    "Measured",
    "Qrels",
    "Ranking",
    "Runs",
    "measured",
    "runs_of",
    "summary",
]
