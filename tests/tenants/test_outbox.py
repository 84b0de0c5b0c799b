"""No event is lost or handled by two at once, whatever the order of commits."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from runtime.clock import frozen, now
from tenants import outbox
from tenants.outbox import Consumer, Event
from tenants.registry import tenants_with_events
from tests.world import TenantWorld


@dataclass(frozen=True)
class ThingChanged(Event):
    thing_id: int
    name: ClassVar[str] = "thing_changed"
    consumers: ClassVar[tuple[Consumer, ...]] = (Consumer.INDEX, Consumer.DELIVER)


def emit(world: TenantWorld, *ids: int) -> None:
    with world.as_system() as work:
        work.emit(*(ThingChanged(number) for number in ids))


def test_each_consumer_gets_its_own_row(tenant: TenantWorld) -> None:
    emit(tenant, 1)
    with tenant.as_system() as work:
        for consumer in ThingChanged.consumers:
            (claimed,) = outbox.claim(work, consumer, 10)
            assert claimed.payload == {"thing_id": 1}


def test_one_question_tells_who_has_events(tenant: TenantWorld, other_tenant: TenantWorld) -> None:
    emit(tenant, 1)
    assert tenant.code in tenants_with_events(Consumer.INDEX)
    assert other_tenant.code not in tenants_with_events(Consumer.INDEX)
    assert tenant.code not in tenants_with_events(Consumer.EMBED)
    with tenant.as_system() as work:
        (claimed,) = outbox.claim(work, Consumer.INDEX, 10)
    assert tenant.code in tenants_with_events(Consumer.INDEX)
    with tenant.as_system() as work:
        outbox.mark_done(work, [claimed.id])
    assert tenant.code not in tenants_with_events(Consumer.INDEX)


def test_a_rolled_back_change_emits_nothing(tenant: TenantWorld) -> None:
    try:
        with tenant.as_system() as work:
            work.emit(ThingChanged(1))
            raise RuntimeError  # noqa: TRY301 - the roll-back is what is tested
    except RuntimeError:
        pass
    with tenant.as_system() as work:
        assert outbox.count_open(work) == 0


def test_writers_that_commit_out_of_order_lose_nothing(tenant: TenantWorld) -> None:
    def write(number: int) -> None:
        with tenant.as_system() as work:
            work.emit(ThingChanged(number))
            time.sleep(0.002 * (number % 5))

    def read(_: int) -> list[int]:
        seen = []
        while True:
            with tenant.as_system() as work:
                claimed = outbox.claim(work, Consumer.INDEX, 7)
                outbox.mark_done(work, [row.id for row in claimed])
            seen += [row.payload["thing_id"] for row in claimed]
            if not claimed and done:
                return seen

    done: list[bool] = []
    with ThreadPoolExecutor(12) as pool:
        readers = [pool.submit(read, n) for n in range(3)]
        list(pool.map(write, range(120)))
        done.append(True)
        seen = [number for reader in readers for number in reader.result()]
    assert sorted(seen) == list(range(120))


def test_the_claim_of_a_dead_holder_opens_again(tenant: TenantWorld) -> None:
    emit(tenant, 1)
    with tenant.as_system() as work:
        assert len(outbox.claim(work, Consumer.INDEX, 10)) == 1
    with tenant.as_system() as work:
        assert outbox.claim(work, Consumer.INDEX, 10) == []
    with frozen(now() + outbox.LEASE + timedelta(seconds=1)), tenant.as_system() as work:
        assert len(outbox.claim(work, Consumer.INDEX, 10)) == 1


def test_after_three_failures_a_person_sees_it(tenant: TenantWorld) -> None:
    emit(tenant, 1)
    at = now()
    for _ in range(outbox.MAX_ATTEMPTS):
        at += timedelta(minutes=2)
        with frozen(at), tenant.as_system() as work:
            (claimed,) = outbox.claim(work, Consumer.INDEX, 10)
            outbox.mark_failed(work, [claimed.id], "mapping refused the document")
    with tenant.as_system() as work:
        (parked,) = outbox.list_parked(work)
        assert parked.last_error == "mapping refused the document"
        outbox.retry_parked(work, [parked.id])
    with frozen(at + timedelta(minutes=2)), tenant.as_system() as work:
        assert len(outbox.claim(work, Consumer.INDEX, 10)) == 1


def test_a_server_that_was_down_costs_no_attempt(tenant: TenantWorld) -> None:
    emit(tenant, 1)
    for _ in range(5):
        with tenant.as_system() as work:
            (claimed,) = outbox.claim(work, Consumer.INDEX, 10)
            outbox.release(work, [claimed.id])
    assert claimed.attempts == 1
