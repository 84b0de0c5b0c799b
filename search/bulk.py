"""Writing documents: our own bulk handler, for what counts as done, again, or refused.

The client's helper gives up on the first 429 and takes a version conflict for an error. Here
409 means that the index already holds this version or a newer one: done.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from time import sleep
from typing import Any, Literal

from search.client import client, reachable
from search.documents import Document

VersionType = Literal["external", "external_gte"]
STRICT: VersionType = "external"
COMPLETING: VersionType = "external_gte"

_MAX_BYTES = 8 * 1024 * 1024
_PAUSES_S = (0.2, 0.8, 2.0)
_BULK_TIMEOUT_S = 60
_BAD_REQUEST, _CONFLICT = HTTPStatus.BAD_REQUEST, HTTPStatus.CONFLICT


@dataclass
class Outcome:
    """What became of a batch, by document id."""

    done: set[str] = field(default_factory=set)
    conflicts: set[str] = field(default_factory=set)
    busy: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    lost: bool = False
    """The index itself is missing."""


def write(alias: str, documents: Sequence[Document], versions: VersionType = STRICT) -> Outcome:
    """Write `documents` through `alias` with external versions, asking again when it is busy.

    `COMPLETING` also replaces a document of the same version: with one that says more.
    Raises SearchUnavailable when Elasticsearch does not answer; repeating is then safe.
    """
    outcome = Outcome()
    waiting = {document.id: document for document in documents}
    for pause in (*_PAUSES_S, None):
        _write_once(alias, list(waiting.values()), outcome, versions)
        waiting = {name: waiting[name] for name in outcome.busy}
        if not waiting or outcome.lost or pause is None:
            break
        outcome.busy = {}
        sleep(pause)
    return outcome


def _write_once(
    alias: str, documents: Sequence[Document], outcome: Outcome, versions: VersionType
) -> None:
    for request in _requests(alias, documents, versions):
        with reachable():
            answer = (
                client()
                .options(request_timeout=_BULK_TIMEOUT_S)
                .bulk(
                    operations=request,  # type: ignore[arg-type]  # it takes lines of JSON as well
                    require_alias=True,
                    filter_path="items.index",
                )
            )
        for item in answer.get("items", []):
            _settle(item["index"], outcome)


def _settle(item: dict[str, Any], outcome: Outcome) -> None:
    name, status = item["_id"], item["status"]
    reason = item.get("error", {}).get("reason", "")
    if status < _BAD_REQUEST:
        outcome.done.add(name)
    elif status == _CONFLICT:
        outcome.done.add(name)
        outcome.conflicts.add(name)
    elif status == _BAD_REQUEST:
        outcome.refused[name] = reason
    else:  # too busy, a shard away, the disk full, the index missing: not the document's fault
        outcome.lost |= status == HTTPStatus.NOT_FOUND
        outcome.busy[name] = reason


def _requests(
    alias: str, documents: Iterable[Document], versions: VersionType
) -> Iterable[list[str]]:
    """Cut the operations into requests of bounded size, each line already JSON."""
    lines: list[str] = []
    size = 0
    for action, body in (_lines(alias, document, versions) for document in documents):
        if lines and size + len(body) > _MAX_BYTES:
            yield lines
            lines, size = [], 0
        lines += (action, body)
        size += len(action) + len(body)
    if lines:
        yield lines


def _lines(alias: str, document: Document, versions: VersionType) -> tuple[str, str]:
    action = {
        "_index": alias,
        "_id": document.id,
        "routing": document.routing,
        "version": document.version,
        "version_type": versions,
    }
    return json.dumps({"index": action}), document.json
