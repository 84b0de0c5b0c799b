"""Job search under 16 clients, and an index built anew while it is used.

`p95_vs_es`: p95 of the search API in multiples of that of the very same requests sent to
Elasticsearch by the same clients, which embed the words too. Every text is new to both sides.
`rebuild_vs_bulk`: documents a second of `pes reindex`, from the rows to the alias moved, against
the client's bulk helper writing ready documents. `errors` counts answers that were not 200.
"""

import json
import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from http.client import HTTPConnection
from itertools import islice, product
from typing import Any
from urllib.parse import quote, urlsplit

from elasticsearch import helpers

from benchmarks.measure import Answer, interleaved, ratio, stopwatch
from benchmarks.page import gunicorn
from benchmarks.prefecture import add_demo_postings
from benchmarks.scratch import scratch_deployment, scratch_tenant
from language.encoder import encoder
from language.occupation_lexicon import everyday_names
from runtime.clock import now, today
from runtime.settings import settings
from search import indices, writing
from search.client import client
from search.execution import Scope, as_sent, body
from search.jobs import Asked, job_query
from search.jobs.asking import worded
from search.kinds import POSTINGS as KIND
from search.models import IndexStage
from search.rebuild import rebuild
from search.terms import numbers
from tenants.access import Actor
from tenants.work import begin

CLIENTS, REQUESTS, POSTINGS = 16, 12, 100_000
BULK_DOCUMENTS = 20_000
LIMIT = 20
WISHES = ("包住", "5000以上", "不要夜班", "双休", "")


@dataclass(frozen=True)
class _Side:
    """Who answers where; what of a request is made ready before the clock runs."""

    host: str
    port: int
    prepare: Callable[[str], Any]
    call: Callable[[HTTPConnection, Any], int]


def run() -> Answer:
    """Measure on a scratch database, with gunicorn processes of the benchmark's own."""
    with scratch_deployment():
        tenant_id = scratch_tenant(0)
        add_demo_postings(tenant_id, POSTINGS)
        ready = _documents(tenant_id)
        rebuild(KIND)  # every vector is known from here on
        rates = interleaved({"rebuild": lambda _: _rebuilt(), "bulk": lambda _: _bulk(ready)})
        ready.clear()
        times, errors = _searched(tenant_id)
    return Answer(
        figures={
            "errors": errors,
            "postings": POSTINGS,
            "clients": CLIENTS,
            "search_p95_ms": round(statistics.median(times["api"]) * 1000, 1),
            "es_p95_ms": round(statistics.median(times["es"]) * 1000, 1),
            "rebuild_per_s": round(statistics.median(rates["rebuild"]), 1),
        },
        ratios={
            "p95_vs_es": ratio(times["api"], times["es"]),
            "rebuild_vs_bulk": ratio(rates["rebuild"], rates["bulk"]),
        },
    )


def _searched(tenant_id: int) -> tuple[dict[str, list[float]], int]:
    """Return the p95 of every round on both sides, and how many answers were none."""
    texts, failed = _texts(), [0]
    elastic = urlsplit(settings().elasticsearch_url or "")
    with gunicorn("web.app:create_app()") as port:
        api = _Side("127.0.0.1", port, partial(_for_api, tenant_id), _from_api)
        bare = _Side(
            elastic.hostname or "", elastic.port or 9200, partial(_for_elastic, tenant_id), _replay
        )
        sides: dict[str, Callable[[int], float]] = {
            "api": lambda _: _load(api, texts, failed),
            "es": lambda _: _load(bare, texts, failed),
        }
        for side in sides.values():
            side(0)  # both warm
        failed[0] = 0
        return interleaved(sides), failed[0]


def _texts() -> Iterator[str]:
    """Texts of two trades and a wish each, no two alike: a person who is not sure."""
    names = sorted(set(everyday_names().values()))
    pairs = ((one, other) for one, other in product(names, reversed(names)) if one < other)
    return (
        f"{one} {other} {WISHES[at % len(WISHES)]}".strip() for at, (one, other) in enumerate(pairs)
    )


def _load(side: _Side, texts: Iterator[str], failed: list[int]) -> float:
    """Return the p95 of response times in seconds, under all clients at once."""
    shares = [[side.prepare(text) for text in islice(texts, REQUESTS)] for _ in range(CLIENTS)]

    def one(share: list[Any]) -> list[float]:
        connection, times = HTTPConnection(side.host, side.port, timeout=60), []
        for prepared in share:
            started = time.perf_counter()
            status = side.call(connection, prepared)
            times.append(time.perf_counter() - started)
            failed[0] += status != HTTPStatus.OK
        connection.close()
        return times

    with ThreadPoolExecutor(CLIENTS) as pool:
        parts = list(pool.map(one, shares))
    return statistics.quantiles([each for part in parts for each in part], n=20)[-1]


def _for_api(tenant_id: int, text: str) -> tuple[str, dict[str, str]]:
    return f"/api/v1/jobs?limit={LIMIT}&q={quote(text)}", {"Cookie": f"pes_area={tenant_id}"}


def _from_api(connection: HTTPConnection, prepared: tuple[str, dict[str, str]]) -> int:
    address, headers = prepared
    connection.request("GET", address, headers=headers)
    return _status(connection)


def _for_elastic(tenant_id: int, text: str) -> tuple[str, str, dict[str, Any]]:
    """The address, the words to embed, and the request whose vector they will be."""
    asked = worded(Asked(on=today(), at=now(), around=tenant_id, limit=LIMIT + 1), text)
    request = as_sent(body(Scope.within(tenant_id), job_query(asked)))
    words = asked.understood.words if asked.understood else text
    return f"/{indices.alias_of(KIND.name)}/_search?routing={tenant_id}", words, request


def _replay(connection: HTTPConnection, prepared: tuple[str, str, dict[str, Any]]) -> int:
    address, words, request = prepared
    request["knn"]["query_vector"] = numbers(encoder().encode([words])[0])
    connection.request("POST", address, json.dumps(request), {"Content-Type": "application/json"})
    return _status(connection)


def _status(connection: HTTPConnection) -> int:
    response = connection.getresponse()
    response.read()
    return response.status


def _rebuilt() -> float:
    with stopwatch() as seconds:
        built = rebuild(KIND)
        return built.documents / seconds()


def _documents(tenant_id: int) -> list[dict[str, Any]]:
    """Ready documents of the first postings, vectors and all."""
    with begin(Actor.system(tenant_id), read_only=True) as work:
        ids = [row_id for row_id, _ in KIND.versions(work, 0, BULK_DOCUMENTS)]
        batch = writing.read(work, KIND, ids)
    return [
        {"_id": each.id, "routing": each.routing, "_source": dict(each.body)}
        for each in writing.documents_of(batch).values()
    ]


def _bulk(ready: list[dict[str, Any]]) -> float:
    """Documents a second of the client's helper, into a fresh index of the same mapping."""
    rival = indices.register(KIND.name, KIND.properties, IndexStage.RETIRED)
    indices.create(rival, KIND.properties)
    actions = [{"_op_type": "index", "_index": rival.name, **document} for document in ready]
    with stopwatch() as seconds:
        helpers.bulk(client(), actions, chunk_size=500, request_timeout=60)
        client().indices.refresh(index=rival.name)
        rate = len(ready) / seconds()
    indices.drop(rival.name)
    return rate
