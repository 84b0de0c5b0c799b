"""Recommendations for one new person at once, against the bare request to Elasticsearch for it.

Whatever the product sends to Elasticsearch for a person is recorded and then sent again alone.
Where it sends nothing, its rival is the one request that a team would send: the nearest 100 that
the rules allow, in the index that searches use.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import quantiles
from typing import Any

from benchmarks.cycle import nearest_requests
from benchmarks.measure import Ratio, ratio, stopwatch
from benchmarks.prefecture import Prefecture
from marketplace.postings import open_versions
from matching.loading import load_seekers
from matching.online import best_now
from matching.posting_columns import PostingColumns
from migrations.schema import refresh_statistics
from runtime.clock import today
from search import indices, writing
from search.client import client
from search.documents import document_id, routing_of
from search.indices import Target
from search.kinds import POSTINGS
from tenants.access import Actor
from tenants.work import begin

MOST = 10
_SECONDS_A_RUN, _PEOPLE_A_RUN = 6.0, (2, 20)
_TAKE, _ID = 500, "posting_id"


@dataclass(frozen=True)
class Online:
    """p95 of answers in multiples of the bare request's, and both in milliseconds."""

    p95: Ratio
    ours_ms: float
    bare_ms: float
    people_a_run: int
    requests_a_person: float
    postings: int
    document_bytes: float


def measured(place: Prefecture, times: int, runs: int) -> Online:
    """Give the tenant `times` as many postings, then ask for people who have just come."""
    postings = _multiplied(place, times)
    people = place.newcomers(_PEOPLE_A_RUN[1] * (runs + 1))
    warm = _side(place.tenant_id, people[:2])
    least, most = _PEOPLE_A_RUN
    fit = int(_SECONDS_A_RUN / warm.ours[-1])
    count = max(least, min(most, fit, len(people) // (runs + 1)))
    sides = [
        _side(place.tenant_id, people[n : n + count])
        for n in range(count, count * (runs + 1), count)
    ]
    ours, bare = [_p95(each.ours) for each in sides], [_p95(each.bare) for each in sides]
    sent = sum(each.requests for each in sides)
    return Online(
        p95=ratio(ours, bare),
        ours_ms=round(sorted(ours)[runs // 2] * 1000, 2),
        bare_ms=round(sorted(bare)[runs // 2] * 1000, 2),
        people_a_run=count,
        requests_a_person=sent / count / runs,
        postings=postings,
        document_bytes=_index_bytes() / postings,
    )


@dataclass(frozen=True)
class _Side:
    """Seconds of each person's answer, of the bare requests for it, and how many there were."""

    ours: list[float]
    bare: list[float]
    requests: int


def _side(tenant_id: int, people: Sequence[int]) -> _Side:
    """Answer person by person, each time followed by the bare requests of the same person."""
    ours, bare, requests = [], [], 0
    for person in people:
        with _recorded() as calls:
            ours.append(_ours(tenant_id, person))
        requests += len(calls)
        bare.append(sum(map(_replayed, calls)) if calls else _nearest(tenant_id, person))
    return _Side(ours, bare, requests)


def _ours(tenant_id: int, person: int) -> float:
    with stopwatch() as seconds:
        best_now(tenant_id, person, today(), MOST)
        return seconds()


Call = Callable[[], object]


@contextmanager
def _recorded() -> Iterator[list[Call]]:
    """Yield a list that gets whatever is sent to Elasticsearch within the block."""
    calls: list[Call] = []
    transport: Any = client().transport
    send = transport.perform_request

    def recording(*args: Any, **kwargs: Any) -> object:
        calls.append(lambda: send(*args, **kwargs))
        return send(*args, **kwargs)

    transport.perform_request = recording
    try:
        yield calls
    finally:
        del transport.perform_request


def _replayed(call: Call) -> float:
    with stopwatch() as seconds:
        call()
        return seconds()


def _nearest(tenant_id: int, person: int) -> float:
    words = PostingColumns.of([]).vocabularies  # a request names postings' words itself
    seekers = load_seekers(tenant_id, words, today(), ids=[person])
    (request,) = nearest_requests(tenant_id, seekers)
    index, routing = indices.alias_of(POSTINGS.name), routing_of(tenant_id)
    with stopwatch() as seconds:
        client().search(index=index, routing=routing, **request)
        return seconds()


def _index_bytes() -> int:
    stats = client().indices.stats(index=indices.alias_of(POSTINGS.name), metric="store")
    return int(stats["_all"]["primaries"]["store"]["size_in_bytes"])


def _p95(times: Sequence[float]) -> float:
    return quantiles(times, n=20, method="inclusive")[-1]


def _multiplied(place: Prefecture, times: int) -> int:
    """Multiply rows and documents alike; returns how many postings are public then."""
    live = indices.ensure(POSTINGS.name, POSTINGS.properties)
    with begin(Actor.system(place.tenant_id), read_only=True) as work:
        ids = sorted(open_versions(work))
    apart = place.multiply_postings(times)
    refresh_statistics()
    steps = range(0, apart * times, apart)
    for start in range(0, len(ids), _TAKE):
        _write(live, place.tenant_id, ids[start : start + _TAKE], steps)
    client().indices.refresh(index=live.name)
    return len(ids) * times


def _write(target: Target, tenant_id: int, ids: Sequence[int], steps: Sequence[int]) -> None:
    """Write the documents of some postings, and those of their copies, `steps` further."""
    with begin(Actor.system(tenant_id), read_only=True) as work:
        batch = writing.read(work, POSTINGS, ids)
    documents = writing.documents_of(batch)
    rests = {n: _without_id(documents[n].body) for n in documents}
    for step in steps:
        lines: list[Any] = [line for n in rests for line in _lines(tenant_id, n + step, rests[n])]
        answer = client().options(request_timeout=120).bulk(index=target.name, operations=lines)
        if answer["errors"]:
            raise RuntimeError(answer["items"][0])


def _without_id(body: Mapping[str, Any]) -> str:
    """Return a document's JSON but for the posting's id, to which it is the end."""
    return json.dumps({name: body[name] for name in body if name != _ID}, ensure_ascii=False)[1:]


def _lines(tenant_id: int, posting_id: int, rest: str) -> tuple[str, str]:
    key = {"_id": document_id(tenant_id, posting_id), "routing": routing_of(tenant_id)}
    return json.dumps({"index": key}), f'{{"{_ID}":{posting_id},{rest}'
