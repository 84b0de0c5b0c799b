"""The one place where searches reach Elasticsearch, and where the tenant filter is added."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self

from elasticsearch import NotFoundError

from runtime.errors import WrongState
from runtime.messages import N_
from search.client import SearchUnavailable, client, is_busy, reachable
from search.documents import GONE, TENANT, parse_document_id, routing_of
from search.indices import alias_of, compares_vectors, ensure
from search.kinds import KINDS
from search.queries import Clause, Query

_SHARED = frozenset({"postings"})
"""Indices that may be searched over all tenants: the shared marketplace, never people."""


VIEW_KEPT = "5m"


class ViewExpired(WrongState):
    """A list was left open too long: the index no longer holds what it looked like."""

    message = N_("这份列表放得太久，已经失效。请从第一页重新看。")


@dataclass(frozen=True)
class View:
    """The index as it was at one moment, by the name Elasticsearch gave it."""

    id: str


@dataclass(frozen=True)
class Scope:
    """Whose documents a search may see; made by `within` or `marketplace`, never by hand."""

    tenant_id: int | None

    @classmethod
    def within(cls, tenant_id: int) -> Self:
        """See one tenant's documents."""
        return cls(tenant_id)

    @classmethod
    def marketplace(cls) -> Self:
        """See the published postings of all tenants; other indices refuse it."""
        return cls(None)


@dataclass(frozen=True)
class Hit:
    """One answer: which row to read again, how well it fits, how far it is if that was asked.

    `fold` is the key of its near-duplicates, `parts` what each named clause gave to the score,
    `sort` the values by which a list goes on after it.
    """

    tenant_id: int
    id: int
    score: float | None
    distance_km: float | None = None
    fold: str | None = None
    parts: Mapping[str, float] = field(default_factory=dict)
    sort: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Hits:
    """A page of answers, how many there are in all, and what else was counted."""

    hits: tuple[Hit, ...]
    total: int
    counts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def ids(self) -> list[int]:
        """Row ids in their order, to be read again from PostgreSQL."""
        return [hit.id for hit in self.hits]


def execute(scope: Scope, query: Query, view: View | None = None) -> Hits:
    """Run `query` over what `scope` may see: the tenant filter is always added.

    Within a `view` that is held open, later writes are not seen. Call it outside any Work, and
    read every hit again from PostgreSQL before showing it. Raises SearchUnavailable,
    ViewExpired.
    """
    request = prepared(scope, query)
    if view is not None:
        return _read(_within(view, request), query)
    target = _target(scope, query)
    try:
        with reachable():
            answer = client().search(**target, **request)
    except NotFoundError:
        kind = KINDS[query.kind]
        ensure(kind.name, kind.properties)
        with reachable():
            answer = client().search(**target, **request)
    return _read(answer.body, query)


def count_each(searches: Sequence[tuple[Scope, Query]]) -> list[int]:
    """Return how many documents each search would find, asked in one request.

    Raises SearchUnavailable.
    """
    lines: list[Mapping[str, Any]] = []
    for scope, query in searches:
        request = prepared(
            scope, replace(query, limit=0, offset=0, sort=(), counts=None, fold=None)
        )
        lines += [_target(scope, query), as_sent(request)]
    if not lines:
        return []
    with reachable():
        answer = client().msearch(searches=lines)
    return [_total(each) for each in answer["responses"]]


def _total(answer: Mapping[str, Any]) -> int:
    """The number of hits in one of several answers; each may have failed by itself."""
    if "error" in answer:
        if is_busy(answer["status"]):
            raise SearchUnavailable
        raise RuntimeError(f"Elasticsearch refused a search: {answer['error']}")
    return int(answer["hits"]["total"]["value"])


def as_sent(request: dict[str, Any]) -> dict[str, Any]:
    """A request as the lines of several in one hold it, by the names of the server."""
    names = {"from_": "from", "source": "_source"}
    left_out = {"include_named_queries_score"}
    return {names.get(name, name): value for name, value in request.items() if name not in left_out}


def prepared(scope: Scope, query: Query) -> dict[str, Any]:
    """Return the request as it is sent. Raises ValueError for people across tenants."""
    if scope.tenant_id is None and query.kind not in _SHARED:
        raise ValueError(f"{query.kind} never cross tenants")
    if query.knn is not None and not compares_vectors(query.kind):
        query = replace(query, knn=None)
    return body(scope, query)


def _target(scope: Scope, query: Query) -> dict[str, Any]:
    index = alias_of(query.kind)
    if scope.tenant_id is None:
        return {"index": index}
    return {"index": index, "routing": routing_of(scope.tenant_id)}


def open_view(scope: Scope, kind: str) -> View:
    """Hold the index of `kind` as it is now, for a list that is read page by page."""
    if scope.tenant_id is None and kind not in _SHARED:
        raise ValueError(f"{kind} never cross tenants")
    routing = None if scope.tenant_id is None else routing_of(scope.tenant_id)
    with reachable():
        answer = client().open_point_in_time(
            index=alias_of(kind), keep_alive=VIEW_KEPT, routing=routing
        )
    return View(answer["id"])


def _within(view: View, request: dict[str, Any]) -> Mapping[str, Any]:
    held = {"id": view.id, "keep_alive": VIEW_KEPT}
    try:
        with reachable():
            return client().search(pit=held, **request).body  # type: ignore[no-any-return]  # the client types bodies as Any
    except NotFoundError as error:
        raise ViewExpired from error


def _read(answer: Mapping[str, Any], query: Query) -> Hits:
    found = answer["hits"]
    hits = (_hit(raw, query.distance_at) for raw in found["hits"])
    counted = answer.get("aggregations", {})
    return Hits(tuple(hit for hit in hits if hit), found["total"]["value"], counted)


def body(scope: Scope, query: Query) -> dict[str, Any]:
    """Return the whole request: the caller's clauses under the scope's filters."""
    filters = [*_visible(scope), *query.filters]
    request: dict[str, Any] = {
        "query": _scored({"bool": _matching(query, filters)}, query.functions),
        "from_": query.offset,
        "size": query.limit,
        "track_total_hits": True,
        "source": False,
    }
    if query.knn is not None:
        request["knn"] = {**query.knn, "filter": [*filters, *query.knn.get("filter", ())]}
    if query.after:
        request["post_filter"] = {"bool": {"filter": list(query.after)}}
    if query.counts is not None:
        request["aggregations"] = query.counts
    if query.fold is not None:
        request["docvalue_fields"] = [query.fold]
        if query.follow is None:
            request["collapse"] = {"field": query.fold}
    if query.follow:
        request["search_after"] = list(query.follow)
    if query.named:
        request["include_named_queries_score"] = True
    if query.sort:
        request["sort"] = list(query.sort)
    return request


def _visible(scope: Scope) -> list[Clause]:
    living: Clause = {"term": {GONE: False}}
    if scope.tenant_id is None:
        return [living]
    return [living, {"term": {TENANT: scope.tenant_id}}]


def _matching(query: Query, filters: list[Clause]) -> Clause:
    return {"filter": filters} | ({"must": [query.scoring]} if query.scoring else {})


def _scored(clause: Clause, functions: tuple[Clause, ...]) -> Clause:
    """Weigh the score by 1 plus what the functions add."""
    if not functions:
        return clause
    whole: Clause = {"match_all": {}}
    base = {"filter": whole, "weight": 1}
    return {
        "function_score": {
            "query": clause,
            "functions": [base, *functions],
            "score_mode": "sum",
            "boost_mode": "multiply",
        }
    }


def _hit(raw: Mapping[str, Any], distance_at: int | None) -> Hit | None:
    key = parse_document_id(raw["_id"])
    if key is None:
        return None
    distance = None if distance_at is None else _finite(raw["sort"][distance_at])
    named = raw.get("matched_queries", {})
    return Hit(
        *key,
        raw.get("_score"),
        distance,
        fold=next(iter(raw.get("fields", {}).get("fold", ())), None),
        parts=named if isinstance(named, Mapping) else {},
        sort=tuple(raw.get("sort", ())),
    )


def _finite(value: Any) -> float | None:
    """A distance; Elasticsearch sorts an unknown place as "Infinity"."""
    return None if isinstance(value, str) or value == float("inf") else float(value)
