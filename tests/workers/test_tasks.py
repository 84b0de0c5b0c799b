"""Tasks, called here as a worker would: messages go out, receipts and replies come in."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from marketplace.applications import ApplicationState, list_own_applications
from marketplace.delivery import FileGateway, MessageState, ReceiptStatus, sender_of
from runtime.clock import frozen
from runtime.settings import reset_settings
from tests.make.delivery import NOON, sms, told
from tests.make.postings import published_posting
from tests.make.recommendations import person
from tests.make.seekers import next_phone
from tests.world import TenantWorld
from workers import ticks
from workers.app import QUICK
from workers.broker import waiting
from workers.runs import last_heartbeat
from workers.tasks.delivery import collect, send_due


@pytest.fixture
def out(broker: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FileGateway]:
    monkeypatch.setenv("PES_SMS_DIR", str(tmp_path))
    reset_settings()
    yield FileGateway(tmp_path)
    monkeypatch.undo()
    reset_settings()


def test_messages_go_out_and_answers_come_in(tenant: TenantWorld, out: FileGateway) -> None:
    phone = next_phone()
    with frozen(NOON):
        seeker = person(tenant, phone=phone)
        told(tenant, seeker.id, published_posting(tenant).id)
        send_due(tenant.code)
    (sent,) = out.sent()
    out.put_receipt(sent["reference"], ReceiptStatus.DELIVERED)
    out.put_reply(phone, sender_of(tenant.code), "１")
    with frozen(NOON + timedelta(minutes=1)):
        collect()
        collect()
    assert sms(tenant, seeker.id)[0].state is MessageState.DELIVERED
    with tenant.as_seeker(seeker.id) as work:
        states = [row.application.state for row in list_own_applications(work)]
    assert states == [ApplicationState.INTERESTED]


def test_what_belongs_to_nobody_is_set_aside(broker: str, out: FileGateway) -> None:
    out.put_receipt("1-2-3-forged", ReceiptStatus.DELIVERED)
    out.put_reply("13900000000", "12333999999", "0")
    out.put_reply("13900000000", "10086", "0")
    collect()
    assert list(out.collect()) == []


def test_a_tick_sends_what_is_due_and_shows_life(tenant: TenantWorld, out: FileGateway) -> None:
    with frozen(NOON):
        seeker = person(tenant)
        told(tenant, seeker.id, published_posting(tenant).id)
        before = waiting(QUICK)
        ticks.tick()
        assert waiting(QUICK) >= before + 2
        assert last_heartbeat(ticks.HEART) == NOON
