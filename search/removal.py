"""Taking documents out for real: tombstones at night, and what should never have been there."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import islice
from time import sleep

from runtime.clock import now
from search import indices
from search.client import client, reachable
from search.indices import GC_DELETES, Target
from search.kinds import KINDS
from search.listing import Entry, tombstones

REPLAY_WINDOW = timedelta(days=2)
"""No write can be older than this: leases last a minute, requests a minute, reconciliation
runs every night."""

_CHUNK = 1000
_TICK_S = 1.2  # Elasticsearch's own clock for deletes is coarse


def purge_tombstones() -> int:
    """Delete tombstones that no late write can undercut any more; return how many (nightly)."""
    before = (now() - REPLAY_WINDOW).isoformat()
    return sum(
        remove(target, tombstones(target, before))
        for name in KINDS
        for target in indices.registered(name)
    )


def remove(target: Target, entries: Iterable[Entry]) -> int:
    """Delete exactly the documents listed: one that was written since then stays."""
    removed = 0
    remaining = iter(entries)
    while chunk := list(islice(remaining, _CHUNK)):
        operations = [{"delete": _exactly(target, entry)} for entry in chunk]
        with reachable():
            answer = client().bulk(operations=operations, filter_path="items.delete.result")
        removed += sum(
            item.get("delete", {}).get("result") == "deleted" for item in answer["items"]
        )
    return removed


def forget_deletes(target: Target) -> None:
    """Let the index forget the versions of its deletes, so that rows can be written again.

    A delete by a foreign hand leaves a version above the row's, and the row could not come
    back for as long as `gc_deletes` remembers. Our own deletes are tombstones, which stay.
    """
    with reachable():
        settings = client().indices
        settings.put_settings(index=target.name, settings={"index.gc_deletes": "0s"})
        sleep(_TICK_S)
        settings.refresh(index=target.name)
        settings.put_settings(index=target.name, settings={"index.gc_deletes": GC_DELETES})


def _exactly(target: Target, entry: Entry) -> dict[str, object]:
    return {
        "_index": target.name,
        "_id": entry.id,
        "routing": entry.routing,
        "if_seq_no": entry.seq_no,
        "if_primary_term": entry.primary_term,
    }
