"""A full cycle of 2,000 people and 20,000 postings, against two ways to find 100 neighbours.

`vs_faiss_flat`: exact top 100 by faiss on the same vectors, in memory, nothing else.
`vs_es_knn`: what a team would build first: one kNN request with the rules as filter for each
person, sent by msearch to an HNSW index of the same documents. Our side counts everything: open,
plan, read people and postings and vectors from PostgreSQL, rules, candidates, features, ranking,
assignment, reasons, rows written. Vectors are known before, for all three, and each has run once.
The requests to Elasticsearch hold the rules that its query language can say, and its defaults
otherwise.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from typing import Any

import faiss
from elasticsearch import helpers
from sqlalchemy import delete

from benchmarks.incremental import forget_scores
from benchmarks.measure import RUNS, Answer, interleaved, ratio, stopwatch
from benchmarks.prefecture import add_demo_people, add_demo_postings
from benchmarks.processes import worker_process
from benchmarks.scratch import scratch_deployment, scratch_tenant
from marketplace.recommendations import Recommendation, access_cycle, open_cycle
from matching.cycle import run_here
from matching.facts import EDUCATION_LEVELS, RESERVED_FOR, SeekerFacts
from matching.loading import Postings, Seekers, load_postings, load_seekers
from migrations.schema import refresh_statistics
from runtime.clock import today
from search import indices, writing
from search.client import client
from search.documents import GONE, TENANT, VECTOR, routing_of
from search.indices import GRAPH, Target
from search.kinds import POSTINGS
from search.models import IndexStage
from tenants.access import Actor
from tenants.work import begin

PEOPLE, JOBS, NEIGHBOURS = 2000, 20_000, 100
_TAKE, _SEARCHES = 1000, 100


def run() -> Answer:
    """Measure on a scratch database and a scratch index."""
    with scratch_deployment():
        tenant_id = scratch_tenant(0)
        add_demo_postings(tenant_id, JOBS)
        add_demo_people(tenant_id, PEOPLE)
        refresh_statistics()
        postings = load_postings(tenant_id)
        seekers = load_seekers(tenant_id, postings.columns.vocabularies, today())
        rival = _indexed(tenant_id, [facts.id for facts in postings.facts])
        requests = list(nearest_requests(tenant_id, seekers))
        stages: dict[str, float] = {}
        with worker_process() as worker:
            sides: dict[str, Callable[[int], float]] = {
                "cycle": lambda _: _cycle(worker, tenant_id, len(seekers.facts), stages),
                "faiss_flat": lambda _: _faiss(seekers, postings),
                "es_knn": lambda _: _elasticsearch(rival, tenant_id, requests),
            }
            interleaved(sides, runs=1)  # all are warm: the worker holds the postings it has read
            rates = interleaved(sides)
    figures = {f"{name}_seekers_per_s": round(max(values), 1) for name, values in rates.items()}
    sizes = {"seekers": len(seekers.facts), "postings": len(postings.facts), "runs": RUNS}
    return Answer(
        figures={**sizes, **figures, **{f"stage_{k}_s": round(v, 3) for k, v in stages.items()}},
        ratios={
            "vs_faiss_flat": ratio(rates["cycle"], rates["faiss_flat"]),
            "vs_es_knn": ratio(rates["cycle"], rates["es_knn"]),
        },
    )


def _cycle(worker: Executor, tenant_id: int, people: int, stages: dict[str, float]) -> float:
    """Our side: people a second from the order to the last row; the rows then make room, and
    the next begins anew.
    """
    with stopwatch() as seconds:
        with begin(Actor.system(tenant_id)) as work:
            cycle = open_cycle(work).cycle
        worker.submit(run_here, tenant_id, cycle.id).result()
        spent = seconds()
    with begin(Actor.system(tenant_id)) as work:
        stages.update(access_cycle(work, cycle.id).stages)
        work.session.execute(delete(Recommendation).where(Recommendation.tenant_id == tenant_id))
    forget_scores(tenant_id)
    return people / spent


def _faiss(seekers: Seekers, postings: Postings) -> float:
    left, right = seekers.columns.vectors, postings.columns.vectors
    with stopwatch() as seconds:
        faiss.knn(left, right, NEIGHBOURS, metric=faiss.METRIC_INNER_PRODUCT)
        spent = seconds()
    return len(left) / spent


def _indexed(tenant_id: int, ids: Sequence[int]) -> Target:
    """An index with a graph of vectors, of the documents that ours has."""
    rival = indices.register(
        POSTINGS.name, POSTINGS.properties, IndexStage.RETIRED, vector_kind=GRAPH
    )
    indices.create(rival, POSTINGS.properties)
    for start in range(0, len(ids), _TAKE):
        with begin(Actor.system(tenant_id), read_only=True) as work:
            batch = writing.read(work, POSTINGS, ids[start : start + _TAKE])
        actions = [
            {"_index": rival.name, "_id": each.id, "routing": each.routing, "_source": each.body}
            for each in writing.documents_of(batch).values()
        ]
        helpers.bulk(client(), actions, request_timeout=120)
    client().indices.refresh(index=rival.name)
    return rival


def nearest_requests(tenant_id: int, seekers: Seekers) -> Iterator[dict[str, Any]]:
    """One request a person: the nearest 100 that our rules allow; the rest at its defaults."""
    for facts, vector in zip(seekers.facts, seekers.columns.vectors, strict=True):
        knn = {
            "field": VECTOR,
            "query_vector": vector.tolist(),
            "k": NEIGHBOURS,
            "filter": {
                "bool": {
                    "filter": [*_open_on(tenant_id), *_allowed(facts)],
                    "must_not": list(_barred(facts)),
                }
            },
        }
        yield {"knn": knn, "size": NEIGHBOURS, "_source": False}


def _open_on(tenant_id: int) -> list[dict[str, Any]]:
    day = today().isoformat()
    ended = {"range": {"valid_to": {"lt": day}}}
    begins = {"range": {"valid_from": {"gt": day}}}
    return [
        {"term": {TENANT: tenant_id}},
        {"term": {GONE: False}},
        {"bool": {"must_not": [ended, begins]}},
    ]


def _allowed(facts: SeekerFacts) -> Iterator[dict[str, Any]]:
    """Schooling, distance, and reserved postings only for their groups."""
    if facts.education:
        level = EDUCATION_LEVELS.index(facts.education)
        yield {"range": {"education_rank": {"lte": level}}}
    if facts.max_km is not None and facts.lat is not None:
        home = {"lat": facts.lat, "lon": facts.lon}
        yield {"geo_distance": {"distance": f"{facts.max_km}km", "location": home}}


def _barred(facts: SeekerFacts) -> Iterator[dict[str, Any]]:
    """Conditions not taken, reserved kinds, pay under the floor, what was declined."""
    if facts.excludes:
        yield {"terms": {"conditions": list(facts.excludes)}}
    kinds = [kind for kind, groups in RESERVED_FOR.items() if not set(groups) & set(facts.groups)]
    if kinds:
        yield {"terms": {"reserved": kinds}}
    if facts.min_pay_hard:
        yield {"range": {"pay_high_fen": {"lt": facts.min_pay_fen}}}
    if facts.declined:
        yield {"terms": {"posting_id": list(facts.declined)}}


def _elasticsearch(rival: Target, tenant_id: int, requests: Sequence[dict[str, Any]]) -> float:
    header = {"index": rival.name, "routing": routing_of(tenant_id)}
    with stopwatch() as seconds:
        for start in range(0, len(requests), _SEARCHES):
            part = requests[start : start + _SEARCHES]
            lines = [line for request in part for line in (header, request)]
            client().options(request_timeout=120).msearch(searches=lines)
        spent = seconds()
    return len(requests) / spent
