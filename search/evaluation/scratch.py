"""Indices that live as long as one evaluation: never registered, behind no alias."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from runtime.settings import settings
from search.client import client, reachable
from search.documents import Document
from search.indices import FLAT, mapping
from search.postings import PROPERTIES

_ONE_SHARD: dict[str, Any] = {"number_of_shards": 1, "number_of_replicas": 0}
_LINES, _SEARCHES = 1000, 40
_TIMEOUT_S = 120


@contextmanager
def plain_index(bodies: Iterable[tuple[str, Mapping[str, str]]]) -> Iterator[str]:
    """Hold `bodies` by id in an index as Elasticsearch comes: its own mapping and analyzer."""
    with _index(settings_of={}, mappings=None) as name:
        _fill(name, (({"_id": key}, json.dumps(body)) for key, body in bodies))
        yield name


@contextmanager
def product_index(documents: Iterable[Document]) -> Iterator[str]:
    """Hold `documents` in an index with the product's own mapping."""
    with _index(settings_of=_ONE_SHARD, mappings=mapping(PROPERTIES, FLAT)) as name:
        _fill(name, (({"_id": each.id, "routing": each.routing}, each.json) for each in documents))
        yield name


@contextmanager
def _index(settings_of: Mapping[str, Any], mappings: Mapping[str, Any] | None) -> Iterator[str]:
    name = f"{settings().index_prefix}-evaluation-{uuid4().hex[:12]}"
    try:
        with reachable():
            client().indices.create(index=name, settings=settings_of, mappings=mappings)
        yield name
    finally:
        with reachable():
            client().indices.delete(index=name, ignore_unavailable=True)


def _fill(name: str, documents: Iterable[tuple[dict[str, str], str]]) -> None:
    """Write all and merge into one segment: a list must not hang on how it was written."""
    lines: list[str] = []
    for action, body in documents:
        lines += (json.dumps({"index": {"_index": name, **action}}), body)
        if len(lines) >= 2 * _LINES:
            _send(lines)
            lines = []
    if lines:
        _send(lines)
    with reachable():
        client().options(request_timeout=_TIMEOUT_S).indices.forcemerge(
            index=name, max_num_segments=1
        )
        client().indices.refresh(index=name)


def _send(lines: Sequence[str]) -> None:
    with reachable():
        answer = (
            client()
            .options(request_timeout=_TIMEOUT_S)
            .bulk(
                operations=lines  # type: ignore[arg-type]  # it takes lines of JSON as well
            )
        )
    if answer["errors"]:
        fault = next(item["index"]["error"] for item in answer["items"] if "error" in item["index"])
        raise RuntimeError(f"Elasticsearch refused a document: {fault}")


def search_all(name: str, bodies: Sequence[Mapping[str, Any]]) -> Iterator[list[tuple[str, float]]]:
    """Yield for every request its hits as (id, score), best first."""
    for start in range(0, len(bodies), _SEARCHES):
        searches = [part for body in bodies[start : start + _SEARCHES] for part in ({}, body)]
        with reachable():
            answer = (
                client().options(request_timeout=_TIMEOUT_S).msearch(index=name, searches=searches)
            )
        for each in answer["responses"]:
            if "error" in each:
                raise RuntimeError(f"Elasticsearch refused a search: {each['error']}")
            yield [(hit["_id"], float(hit["_score"])) for hit in each["hits"]["hits"]]
