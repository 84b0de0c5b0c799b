"""Measuring matching on judged sets: what a product without clicks can know of its ranking.

Several systems rank the same eligible pairs of two files; judged pairs say
which ranks better. The filter is the same for all, for filtering alone doubles
a baseline.
"""

from matching.evaluation.metrics import metrics_of
from matching.evaluation.scene import Scene, Side
from matching.evaluation.systems import SYSTEMS, rankings
from search.evaluation import Qrels, Ranking

__all__ = ["SYSTEMS", "Qrels", "Ranking", "Scene", "Side", "metrics_of", "rankings"]
