"""The systems an evaluation compares: Elasticsearch as it comes, and the product's own query."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from language.fields import Raw, number_of, text_of
from language.places import find_place
from search.criteria import Near
from search.documents import parse_document_id
from search.evaluation.collection import TENANT_ID, Collection, Encode
from search.evaluation.lists import Ranking
from search.evaluation.scratch import plain_index, product_index, search_all
from search.execution import Scope, body
from search.jobs import Asked, Variant, job_query
from search.jobs.asking import worded

DEPTH = 100
PLAIN, WHOLE = "plain", "whole"
_SENT = {"from_": "from", "source": "_source"}

SYSTEMS = (PLAIN, *(variant.value for variant in (Variant.LEXICAL, Variant.VECTORS)), WHOLE)
"""Names of the runs, in the order in which they are told."""

_LONGEST_WORDS = 200
"""Characters of a query: the product reads no more either."""

Hits = list[tuple[str, float]]
Runs = dict[str, list[Ranking]]


def runs_of(
    collection: Collection,
    queries: Sequence[Raw],
    encode: Encode,
    at: datetime,
    systems: Sequence[str] = SYSTEMS,
) -> Runs:
    """Return the list of every system for every query, at most `DEPTH` deep.

    Makes scratch indices and removes them, whatever happens. Raises SearchUnavailable.
    """
    runs: Runs = {}
    if PLAIN in systems:
        with plain_index(collection.plain()) as index:
            found = search_all(index, [plain_body(query) for query in queries])
            runs[PLAIN] = _rankings(collection, queries, found, int)
    asked = [asked_of(query, at) for query in queries]
    with product_index(collection.documents(encode)) as index:
        for variant in (each for each in Variant if each.value in systems):
            found = search_all(index, [variant_body(each, variant) for each in asked])
            runs[variant.value] = _rankings(collection, queries, found, _row_of)
    return {name: runs[name] for name in systems}


def plain_body(query: Raw) -> dict[str, Any]:
    """Return the request that anybody would begin with: the words in title and text."""
    words = {
        "multi_match": {"query": text_of(query, "q")[:_LONGEST_WORDS], "fields": ["title", "text"]}
    }
    return {"query": words, "size": DEPTH, "_source": False}


def asked_of(query: Raw, at: datetime) -> Asked:
    """Return what the job list would make of a query, from where the person is."""
    place = find_place(text_of(query, "place"))
    around = place.code if place else None
    asked = Asked(on=at.date(), at=at, point=_point(query), around=around, limit=DEPTH)
    return worded(asked, text_of(query, "q"))


def variant_body(asked: Asked, variant: Variant) -> dict[str, Any]:
    """Return the product's request as the lines of several in one hold it."""
    request = body(Scope.within(TENANT_ID), job_query(asked, variant))
    return {_SENT.get(name, name): value for name, value in request.items()}


def _point(query: Raw) -> Near | None:
    lat, lon = number_of(query, "lat"), number_of(query, "lon")
    if lat is not None and lon is not None:
        return Near(lat, lon)
    place = find_place(text_of(query, "place"))
    return Near(place.lat, place.lon) if place else None


def _rankings(
    collection: Collection,
    queries: Sequence[Raw],
    found: Iterable[Hits],
    row_of: Callable[[str], int],
) -> list[Ranking]:
    def ranking(query: Raw, hits: Hits) -> Ranking:
        names = [str(collection.rows[row_of(name)]["id"]) for name, _ in hits]
        return Ranking(str(query["id"]), names, [score for _, score in hits])

    return [ranking(query, hits) for query, hits in zip(queries, found, strict=True)]


def _row_of(document: str) -> int:
    key = parse_document_id(document)
    if key is None:
        raise ValueError(f"not an id of ours: {document}")
    return key[1]


def groups_of(queries: Sequence[Raw]) -> Mapping[str, list[str]]:
    """Return for every kind of query its ids; queries without a kind are in none."""
    groups: dict[str, list[str]] = {}
    for query in queries:
        if kind := text_of(query, "kind"):
            groups.setdefault(kind, []).append(str(query["id"]))
    return groups
