"""From the outbox to the indices: claim, read, embed, write, mark.

An event says only that an object changed. The row and its version are read when they are sent,
so the order of events does not matter and events of one object fold into one write. A relay that
is killed anywhere loses nothing: its lease ends and another writes the same versions again.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from search import indices, writing
from search.client import SearchUnavailable
from search.kinds import KINDS
from search.writing import Written
from tenants import outbox
from tenants.access import Actor
from tenants.outbox import Claimed, Consumer, Event
from tenants.work import begin

BATCH = 1000
EMBED_BATCH = 64
ByRow = dict[str, dict[int, list[int]]]


def relay_batch(tenant_id: int, limit: int = BATCH) -> int:
    """Bring up to `limit` of the tenant's changes into the indices; return how many were taken.

    From then on searches find them by their words; vectors that take long follow by
    `embed_batch`. Raises SearchUnavailable when Elasticsearch is down or too busy: what it did
    not take stays open, and the attempt is not counted against the changes.
    """
    return _work_off(tenant_id, Consumer.INDEX, limit)


def embed_batch(tenant_id: int, limit: int = EMBED_BATCH) -> int:
    """Complete up to `limit` documents that were indexed without their vector; return how many.

    Raises SearchUnavailable, as `relay_batch`.
    """
    return _work_off(tenant_id, Consumer.EMBED, limit)


def relay_all(tenant_id: int, *, refresh: bool = False) -> int:
    """Bring all of the tenant's open changes into the indices, whole; return how many.

    `refresh` makes them visible to searches at once: for tests and commands that look next.
    """
    total = 0
    while taken := relay_batch(tenant_id):
        total += taken
    while embed_batch(tenant_id):
        pass
    if refresh:
        for name in KINDS:
            indices.refresh(name)
    return total


def _work_off(tenant_id: int, consumer: Consumer, limit: int) -> int:
    with begin(Actor.system(tenant_id)) as work:
        claimed = outbox.claim(work, consumer, limit)
        by_row = _events_by_row(claimed)
        batches = [writing.read(work, KINDS[name], list(rows)) for name, rows in by_row.items()]
    at_once = consumer is Consumer.INDEX
    try:
        results = {batch.kind.name: writing.send(batch, at_once=at_once) for batch in batches}
    except SearchUnavailable:
        with begin(Actor.system(tenant_id)) as work:
            outbox.release(work, [event.id for event in claimed])
        raise
    _mark(tenant_id, claimed, by_row, results)
    return len(claimed)


def _events_by_row(claimed: Iterable[Claimed]) -> ByRow:
    """Fold events: kind → row id → the events that a write of this row answers."""
    folded: ByRow = defaultdict(lambda: defaultdict(list))
    for event in claimed:
        for kind in KINDS.values():
            if kind.key in event.payload:
                folded[kind.name][event.payload[kind.key]].append(event.id)
    return folded


def _mark(
    tenant_id: int, claimed: Sequence[Claimed], by_row: ByRow, results: Mapping[str, Written]
) -> None:
    """Close what is written, park what Elasticsearch refuses, give back the rest."""
    refused: dict[int, str] = {}
    again: list[int] = []
    for name, written in results.items():
        for row_id, reason in written.refused.items():
            refused |= dict.fromkeys(by_row[name][row_id], reason)
        again += [event for row_id in written.again for event in by_row[name][row_id]]
    known = {event for rows in by_row.values() for events in rows.values() for event in events}
    refused |= {event.id: "no index has such a row" for event in claimed if event.id not in known}
    done = [event.id for event in claimed if event.id not in refused and event.id not in set(again)]
    with begin(Actor.system(tenant_id)) as work:
        outbox.mark_done(work, done)
        work.emit(*_vectors_to_follow(results))
        outbox.release(work, again)
        for event_id, reason in refused.items():
            outbox.mark_failed(work, [event_id], reason, park=True)
    if again:
        raise SearchUnavailable


def _vectors_to_follow(results: Mapping[str, Written]) -> list[Event]:
    return [
        KINDS[name].unembedded(row_id)
        for name, written in results.items()
        for row_id in sorted(written.unembedded & written.done)
    ]
