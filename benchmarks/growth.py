"""How scoring and assignment grow, on columns in memory, each size in a process of its own.

Up to the size of the scratch tenant its own people and postings; beyond, copies of them whose
vectors have moved a little. Some people are scored against all postings, and the seconds are
multiplied: people are scored one by one. For the assignment, whoever was not scored gets the list
of one who was, each posting exchanged for another of its occupation. The peak is the whole
process's, facts of all postings included, less the vectors.
"""

import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from multiprocessing import get_context
from typing import TypeVar

import faiss
import numpy as np

from benchmarks.measure import stopwatch
from benchmarks.processes import AS_A_WORKER, environment, peak_bytes
from marketplace.seekers import matchable_ids
from matching.columns import PostingColumns, SeekerColumns
from matching.conversion import FloatArray, IntArray
from matching.facts import PostingFacts, SeekerFacts
from matching.in_use import ranker_in_use
from matching.loading import load_postings, load_seekers
from matching.policy import Policy
from matching.ranker import Ranker
from matching.rerank import assign
from matching.retrieval import Limits, find_candidates
from matching.scoring import Edges, score_candidates
from tenants.access import Actor
from tenants.work import begin

GB = 10**9
NEIGHBOURS = 100
_BLOCK = 1000  # people scored at once, as in a cycle
_MOVED = 0.01  # spread of what is added to each part of a copy's vector: cosine about 0.97
_TAKE = 10_000
Facts = TypeVar("Facts", PostingFacts, SeekerFacts)


@dataclass(frozen=True)
class Point:
    """What so many people and as many postings took, by one process with one thread."""

    size: int
    score_s: float
    assign_s: float
    faiss_s: float
    ranked_a_person: float
    peak_gb: float
    recommended: int


def measured(tenant_id: int, day: date, size: int, scored: int) -> Point:
    """Measure one size in a process that ends with it; `scored` people stand for the rest."""
    spawn = get_context("spawn")
    with environment(AS_A_WORKER), ProcessPoolExecutor(1, mp_context=spawn) as child:
        return child.submit(point, tenant_id, day, size, min(size, scored)).result()


def point(tenant_id: int, day: date, size: int, scored: int) -> Point:
    """Score and assign in this process; `size` must be a multiple of `scored`."""
    with begin(Actor.system(tenant_id), read_only=True) as work:
        policy, ids = Policy.of(work), matchable_ids(work)[:scored]
    postings, ranker = postings_of_size(tenant_id, size), ranker_in_use(tenant_id)
    people = load_seekers(tenant_id, postings.vocabularies, day, ids=ids)
    with stopwatch() as seconds:
        edges, ranked = _scored(people.columns, postings, day, Limits(owed=policy.owed), ranker)
        score_s = seconds() * size / scored
    groups = {n: people.facts[n % scored].groups for n in range(size)}
    everybody = _for_everybody(edges, people.columns.ids, size, postings)
    with stopwatch() as seconds:
        claims = policy.people(np.unique(everybody.seekers), groups)
        result = assign(
            everybody, claims, policy.places(postings), policy.per_employer, priced=True
        )
        assign_s = seconds()
    vectors = people.columns.vectors.nbytes + postings.vectors.nbytes
    peak = peak_bytes(os.getpid()) - vectors
    with stopwatch() as seconds:
        nearest_neighbours(people.columns.vectors, postings.vectors)
        faiss_s = seconds() * size / scored
    return Point(size, score_s, assign_s, faiss_s, ranked / scored, peak / GB, len(result.edges))


def nearest_neighbours(people: FloatArray, postings: FloatArray) -> IntArray:
    """Return the rows of the exact 100 nearest postings of each person, by faiss."""
    _, found = faiss.knn(people, postings, NEIGHBOURS, metric=faiss.METRIC_INNER_PRODUCT)
    rows: IntArray = found
    return rows


def postings_of_size(tenant_id: int, size: int) -> PostingColumns:
    """Return as many postings: the tenant's own, then copies whose vectors have moved."""
    own = load_postings(tenant_id)
    facts = [replace(own.facts[n % len(own.facts)], id=n + 1) for n in range(size)]
    return PostingColumns.of(facts, _moved(own.columns.vectors, size))


def _moved(vectors: FloatArray, size: int) -> FloatArray:
    """As many vectors as asked for: the given ones, then copies that have moved a little."""
    rng = np.random.default_rng(1)
    wide = np.empty((size, vectors.shape[1]), np.float32)
    for start in range(0, size, _TAKE):
        rows = np.arange(start, min(start + _TAKE, size))
        part = vectors[rows % len(vectors)]
        copies = (rows >= len(vectors)) & part.any(axis=1)
        part[copies] += rng.normal(0, _MOVED, part[copies].shape).astype(np.float32)
        part[copies] /= np.linalg.norm(part[copies], axis=1, keepdims=True)
        wide[rows] = part
    return wide


def _scored(
    people: SeekerColumns, postings: PostingColumns, day: date, limits: Limits, ranker: Ranker
) -> tuple[Edges, int]:
    """Return each person's best, and how many candidates were ranked for that."""
    parts, ranked = [], 0
    for start in range(0, len(people), _BLOCK):
        block = people.rows(slice(start, start + _BLOCK))
        found = find_candidates(block, postings, day, limits=limits)
        parts.append(score_candidates(block, postings, found, ranker))
        ranked += len(found.i)
    return Edges.joined(parts), ranked


def _for_everybody(edges: Edges, ids: IntArray, size: int, postings: PostingColumns) -> Edges:
    """Return lists for people numbered from 0 up to `size`; see the module."""
    rng = np.random.default_rng(2)
    person = np.searchsorted(ids, edges.seekers)
    column = np.searchsorted(postings.ids, edges.postings)
    parts = [Edges(person, edges.postings, edges.rank)]
    for first in range(len(ids), size, len(ids)):
        other = postings.ids[_exchanged(postings, rng)[column]]
        parts.append(Edges(person + first, other, edges.rank))
    return Edges.joined(parts)


def _exchanged(postings: PostingColumns, rng: np.random.Generator) -> IntArray:
    """Return for each posting the row of another, or the same, of its occupation; one each."""
    _, occupation = np.unique(postings.occupations, axis=0, return_inverse=True)
    occupation = occupation.ravel()
    taken: IntArray = np.empty(len(postings), np.int64)
    taken[np.argsort(occupation, kind="stable")] = np.lexsort(
        (rng.random(len(postings)), occupation)
    )
    return taken
