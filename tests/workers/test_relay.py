"""What the relay does with events, step by step: leased, sent, held, sent again, parked."""

from datetime import timedelta

import pytest
import redis
from sqlalchemy import select

from marketplace.recommendations import open_cycle
from runtime.clock import frozen, now
from runtime.settings import settings
from tenants.outbox import Consumer, OutboxRow, list_parked
from tests.make.postings import published_posting
from tests.make.recommendations import finished_cycle, person
from tests.workers.processes import ValkeyProcess
from tests.world import TenantWorld
from workers.app import MATCHING, PUSHES
from workers.broker import BrokerUnavailable, waiting
from workers.handlers import relay_deliver, relay_recommend


@pytest.fixture(autouse=True)
def empty_broker(broker: str) -> None:
    forget_all()


def forget_all() -> None:
    """What a broker without a file does when it is killed."""
    with redis.Redis.from_url(settings().valkey_url) as client:
        client.flushdb()


def rows(world: TenantWorld, consumer: Consumer) -> list[OutboxRow]:
    with world.as_system() as work:
        query = select(OutboxRow).where(
            OutboxRow.tenant_id == world.code, OutboxRow.consumer == consumer
        )
        return list(work.session.scalars(query.order_by(OutboxRow.id)))


def relay_at(world: TenantWorld, seconds: int) -> int:
    with frozen(now() + timedelta(seconds=seconds)):
        return relay_recommend(world.code)


def test_new_postings_go_out_as_one_task(tenant: TenantWorld) -> None:
    for _ in range(3):
        published_posting(tenant)
    assert relay_recommend(tenant.code) == 3
    assert waiting(PUSHES) == 1
    assert relay_recommend(tenant.code) == 0


def test_what_waits_in_the_queue_is_not_sent_again(tenant: TenantWorld) -> None:
    published_posting(tenant)
    relay_recommend(tenant.code)
    for seconds in (50, 100, 150, 200):
        assert relay_at(tenant, seconds) == 0
    assert waiting(PUSHES) == 1
    assert [row.attempts for row in rows(tenant, Consumer.RECOMMEND)] == [1]


def test_what_the_broker_lost_is_sent_again_and_at_last_parked(tenant: TenantWorld) -> None:
    published_posting(tenant)
    relay_recommend(tenant.code)
    for seconds in (70, 140):
        forget_all()
        assert relay_at(tenant, seconds) == 1
        assert waiting(PUSHES) == 1
    forget_all()
    assert relay_at(tenant, 210) == 1
    assert waiting(PUSHES) == 0
    with tenant.as_system() as work:
        assert [row.last_error for row in list_parked(work)] == ["no worker finished it"]


def test_what_failed_before_is_sent_alone(tenant: TenantWorld) -> None:
    for _ in range(2):
        published_posting(tenant)
    relay_recommend(tenant.code)
    forget_all()
    published_posting(tenant)
    assert relay_at(tenant, 70) == 3
    assert waiting(PUSHES) == 3


def test_a_broker_that_is_down_counts_against_nothing(
    own_valkey: ValkeyProcess, tenant: TenantWorld
) -> None:
    published_posting(tenant)
    own_valkey.kill()
    with pytest.raises(BrokerUnavailable):
        relay_recommend(tenant.code)
    (row,) = rows(tenant, Consumer.RECOMMEND)
    assert (row.attempts, row.leased_until) == (0, None)
    own_valkey.start()
    assert relay_recommend(tenant.code) == 1


def test_a_new_cycle_is_sent_to_be_planned(tenant: TenantWorld) -> None:
    with tenant.as_administrator() as work:
        open_cycle(work)
    assert relay_recommend(tenant.code) == 1
    assert waiting(MATCHING) == 1
    (row,) = rows(tenant, Consumer.RECOMMEND)
    assert row.done_at is not None


def test_a_bad_event_parks_alone(tenant: TenantWorld) -> None:
    seeker, posting = person(tenant), published_posting(tenant)
    finished_cycle(tenant, [(seeker.id, posting.id)])
    with tenant.as_system() as work:
        bad = OutboxRow(
            consumer=Consumer.DELIVER,
            name="recommendations_recorded",
            payload={},
            created_at=work.now,
            attempts=0,
        )
        work.session.add(bad)
    for minutes in (0, 2, 4, 6):
        with frozen(now() + timedelta(minutes=minutes)):
            relay_deliver(tenant.code)
    good, parked = rows(tenant, Consumer.DELIVER)
    assert good.done_at is not None
    assert (parked.attempts, parked.last_error) == (3, "KeyError")
    assert parked.parked_at is not None
