"""The systems an evaluation compares; each gives every eligible pair a worth."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from matching.columns import SeekerColumns
from matching.conversion import FloatArray
from matching.evaluation.bm25 import Bm25
from matching.evaluation.fixed import fixed_rank
from matching.evaluation.scene import Scene, Side, Values
from matching.features import Pairs, feature_array
from matching.features.work import occupation_levels
from matching.ranker import FixedWeights, Score
from matching.retrieval import find_candidates
from matching.scoring import score_pairs
from search.evaluation.lists import Ranking

SEED = 20260301
DEPTH = 100

System = Callable[[Scene], Values]


def rankings(scene: Scene, system: System) -> Iterator[Ranking]:
    """Yield the first `DEPTH` eligible documents of every query."""
    values = system(scene)
    employer = scene.side is Side.EMPLOYER
    for query, documents in scene.lists(values, DEPTH):
        row = values[:, query] if employer else values[query]
        names = [scene.documents[document] for document in documents.tolist()]
        yield Ranking(scene.queries[query], names, row[documents].tolist())


def by_chance(scene: Scene) -> Values:
    """Seeded: what filtering alone is worth."""
    return np.random.default_rng(SEED).random(scene.eligible.shape, np.float32)


def by_popularity(scene: Scene) -> Values:
    """The same order for all: what most of the eligible others are after.

    A posting counts each person who may have it by how near its occupation is to
    their wishes, a person each posting likewise; where no occupation is known,
    by one in twenty. There are no clicks to count.
    """
    near = np.zeros(scene.eligible.shape, np.float32)
    for i, row in enumerate(scene.eligible):
        close = occupation_levels(scene.seekers.wants[i], scene.postings.occupations)
        near[i] = np.where(row, np.maximum(np.nan_to_num(close), 0.05), 0)
    axis = 1 if scene.side is Side.EMPLOYER else 0
    return np.broadcast_to(near.sum(axis=axis, keepdims=True), scene.eligible.shape)


def by_words(scene: Scene) -> Values:
    """BM25 of the whole texts of both sides, the searching side being the query."""
    searching, searched = scene.profile_words, scene.posting_words
    if scene.side is Side.EMPLOYER:
        searching, searched = searched, searching
    index = Bm25.of(searched)
    table = np.empty((len(searching), len(searched)), np.float32)
    for row, text in enumerate(searching):
        table[row] = index.scores(text)
    return table.T if scene.side is Side.EMPLOYER else table


def by_vectors(scene: Scene) -> Values:
    """Cosine of the texts that the product embeds."""
    cosines: Values = scene.seekers.vectors @ scene.postings.vectors.T
    return cosines


def by_fixed_weights(scene: Scene) -> Values:
    """The first weights over every eligible pair, with the distances known then."""
    return _ranked(scene, lambda pairs: fixed_rank(feature_array(_without_areas(pairs))))


def _without_areas(pairs: Pairs) -> Pairs:
    """Forget what a bare city tells: the first version did not use it."""
    left, right = pairs.seekers, pairs.postings
    return replace(
        pairs,
        seekers=replace(left, areas=left.places),
        postings=replace(right, areas=right.places),
    )


def by_the_whole(scene: Scene) -> Values:
    """The product: candidates of retrieval by the weights of every release, then the rest.

    Models that a deployment has learned are measured by `pes train`, on its own answers.

    The rest is what fills a list of 100 where retrieval brings fewer. An employer's
    list is ranked over all eligible people.
    """
    ranker = FixedWeights()
    worth = _ranked(scene, lambda pairs: score_pairs(pairs, ranker)[1].rank)
    if scene.side is Side.SEEKER:
        _lift_candidates(scene, worth)
    return worth


def _ranked(scene: Scene, rank: Callable[..., Score]) -> Values:
    table = np.zeros(scene.eligible.shape, np.float32)
    for pairs in scene.pairs():
        table[pairs.i, pairs.j] = rank(pairs)
    return table


def _lift_candidates(scene: Scene, worth: Values) -> None:
    """Raise what retrieval finds above all else."""
    for day, rows, facts in scene.by_day():
        vectors: FloatArray = scene.seekers.vectors[rows]
        people = SeekerColumns.of(facts, scene.postings.vocabularies, vectors)
        found = find_candidates(people, scene.postings, day)
        worth[rows[found.i], found.j] += 1


SYSTEMS: dict[str, System] = {
    "random": by_chance,
    "popularity": by_popularity,
    "bm25": by_words,
    "vectors": by_vectors,
    "fixed": by_fixed_weights,
    "whole": by_the_whole,
}
"""Name of the run → how it ranks."""
